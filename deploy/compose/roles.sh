#!/bin/bash
# Run once, when the database is made: each service gets a role and a schema of its own, and no right to anything else.
# Adjudication's schema belongs to another role than the one it works as: it can post to the ledger and change nothing in it.
set -eu
names="eligibility coding submission adjudication denials"
owner() { [ "$1" = adjudication ] && echo adjudication_owner || echo "$1"; }
for name in $names; do
  for role in $(printf '%s\n' "$name" "$(owner "$name")" | sort -u); do
    psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v role="$role" -v password="$(cat "/run/secrets/$role.password")" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
SQL
  done
  psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v name="$name" -v owner="$(owner "$name")" <<'SQL'
CREATE SCHEMA :"name" AUTHORIZATION :"owner";
SQL
done
psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v database="$POSTGRES_DB" -v names="${names// /,}" <<'SQL'
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :names, adjudication_owner;
SQL
