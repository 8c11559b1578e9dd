"""Two roles in PostgreSQL: the owner makes the tables, the service posts and can change nothing that is posted."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from deploy.embedded.testing import Addresses
from services.billing.adjudication.service import SERVICE
from shared.contracts.ids import Names
from shared.db import restored
from shared.db.engine import make_engine
from shared.db.migrate import MigrationError, Migrations
from shared.db.restored import Hold
from shared.db.sql import execute
from shared.runtime import Runtime
from shared.settings import Settings
from shared.testing import deliver, dropped_schema, messages, rows_in
from tests.integration.test_adjudication import SITE
from tests.unit.adjudication import remits
from tests.unit.adjudication.remits import deposit, payment, remittance, submitted

pytestmark = pytest.mark.anyio
REFUSED = (
    "UPDATE ledger_entry SET amount = 1",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER ledger_is_append_only ON ledger_entry",
    "DROP TABLE ledger_entry",
    "ALTER TABLE ledger_entry OWNER TO CURRENT_USER",
    "CREATE OR REPLACE FUNCTION ledger_refuses_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    "UPDATE alembic_version SET version_num = '0001'",
    "CREATE TABLE mine (id integer)",
)


@asynccontextmanager
async def service_role(database: str, prefix: str) -> AsyncIterator[str]:
    """The address of a role that owns nothing."""
    owner, name, password = make_engine(database, "public", size=1), f"{prefix}service", secrets.token_hex(8)
    try:
        async with owner.begin() as connection:
            await connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'"))
        yield make_url(database).set(username=name, password=password).render_as_string(hide_password=False)
        async with owner.begin() as connection:
            await connection.execute(text(f"DROP ROLE {name}"))
    finally:
        await owner.dispose()


def settings(database: str, owner: str | None, prefix: str) -> Settings:
    roles = {"database": database, "database_owner": owner}
    names, today = Names(SITE.site, b"0123456789abcdef"), date(2026, 10, 12)
    return Settings(site=SITE, names=names, kafka="", prefix=prefix, open_access=True, today=today, **roles)  # type: ignore[arg-type]


async def test_a_service_that_owns_nothing_posts_and_cannot_change_what_is_posted(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    owner = stack.database_url
    async with service_role(owner, prefix) as database, dropped_schema(owner, f"{prefix}adjudication"):
        runtime = Runtime(SERVICE, settings(database, owner, prefix))
        await runtime.migrate()
        await runtime.migrate()
        await post_a_claim(runtime)
        for change in REFUSED:
            with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
                async with runtime.session() as session:
                    await execute(session, text(change))
        [kept] = await rows_in(owner, runtime.schema, "SELECT count(*) AS count FROM ledger_entry")
        assert kept["count"] > 0
        async with runtime.session() as session:
            await restored.mark(session, Hold("2026-10-12T00:00:00+00:00", {"it's: 100 %": 1}))
            assert await restored.held(session) == Hold("2026-10-12T00:00:00+00:00", {"it's: 100 %": 1})
            await restored.release(session)
            assert await restored.held(session) is None
        await runtime.engine.dispose()


async def post_a_claim(runtime: Runtime) -> None:
    """Claim, remittance and deposit through all stages, as the service's role."""
    given = messages([submitted("S1", remits.S1_BILL), *remittance("T1", ("S1", payment("1", remits.S1))), deposit("T1", "77.50")])
    for bound in runtime.parts.stages:
        mine = [one for one in given if isinstance(one.event, bound.stage.handles)]
        if mine:
            await deliver(runtime.engine, bound, mine)


async def test_without_the_owner_a_service_does_not_change_the_schema_and_says_who_must(stack: Addresses, prefix: str) -> None:
    owner, migrations = stack.database_url, Migrations(SERVICE.package, SERVICE.metadata)
    async with service_role(owner, prefix) as database, dropped_schema(owner, f"{prefix}adjudication") as schema:
        with pytest.raises(MigrationError, match="RCM_DATABASE_OWNER"):
            await migrations.upgrade(database, schema)
        await migrations.upgrade(database, schema, owner)
        await migrations.upgrade(database, schema)


def test_the_owner_of_the_settings_is_no_part_of_what_is_shown() -> None:
    shown = repr(settings("postgresql+asyncpg://a:secret@h/d", "postgresql+asyncpg://b:hidden@h/d", ""))
    assert "secret" not in shown
    assert "hidden" not in shown
