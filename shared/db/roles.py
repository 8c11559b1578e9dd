"""Two roles for one schema: the owner changes tables, the service writes rows. What is append-only for good the service can add to and read.

A trigger can be dropped by whoever owns the table; a role that owns nothing cannot. Without an owner of its own a service owns its schema.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import MetaData, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

APPEND_ONLY = "append_only"
"""Key of `Table.info`: rows are added and never changed or taken away."""
VERSIONS = "alembic_version"
REMARK = "remark_on_schema"
"""Function by which the service notes on its schema that it was restored: a comment is the owner's to write."""


def role_of(database: str) -> str:
    """The role that an address logs in as."""
    return make_url(database).username or ""


def append_only(metadata: MetaData) -> list[str]:
    """The tables that are declared so."""
    return sorted(table.name for table in metadata.tables.values() if table.info.get(APPEND_ONLY))


async def grant(connection: AsyncConnection, schema: str, role: str, kept: Sequence[str]) -> None:
    """Let `role` do everything with the rows of a schema, and with those of the tables `kept` nothing but read and add. Repeating it is harmless."""
    for statement in _statements(_quoted(schema), _quoted(role), [*kept, VERSIONS]):
        await connection.execute(text(statement.replace(":", "\\:")))
    for name in kept:
        await connection.execute(text(f"GRANT INSERT ON {_quoted(schema)}.{_quoted(name)} TO {_quoted(role)}"))


def _statements(schema: str, role: str, kept: Sequence[str]) -> list[str]:
    """`kept` tables are readable only."""
    return [
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        *(f"REVOKE ALL ON {schema}.{_quoted(name)} FROM {role}" for name in kept),
        *(f"GRANT SELECT ON {schema}.{_quoted(name)} TO {role}" for name in kept),
        f"CREATE OR REPLACE FUNCTION {schema}.{REMARK}(words text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog "
        f"AS $$ BEGIN EXECUTE format('COMMENT ON SCHEMA {schema} IS %L', words); END $$",
        f"REVOKE ALL ON FUNCTION {schema}.{REMARK}(text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {schema}.{REMARK}(text) TO {role}",
    ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
