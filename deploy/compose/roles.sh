#!/bin/bash
# Run once, when the database is made: each service gets a role and a schema of its own, and no right to anything else.
set -eu
names="eligibility coding submission adjudication denials"
for name in $names; do
  psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v name="$name" -v password="$(cat "/run/secrets/$name.password")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE SCHEMA AUTHORIZATION :"name";
SQL
done
psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v database="$POSTGRES_DB" -v names="${names// /,}" <<'SQL'
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :names;
SQL
