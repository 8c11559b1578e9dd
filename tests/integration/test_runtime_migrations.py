"""Models and migrations say the same, and starting twice at once is harmless."""

from __future__ import annotations

import asyncio
from importlib.metadata import entry_points

import pytest

from deploy.embedded.testing import Addresses
from shared.db.migrate import Migrations, assert_no_drift
from shared.testing import dropped_schema, rows_in
from tests.integration.toy.service import Tables

pytestmark = pytest.mark.anyio
TOY = Migrations("tests.integration.toy", Tables.metadata)


async def test_models_and_migrations_of_the_plumbing_agree(stack: Addresses) -> None:
    assert await TOY.drift(stack.database_url) == []


@pytest.mark.parametrize("service", sorted(point.name for point in entry_points(group="rcm.services")))
async def test_models_and_migrations_of_a_service_agree(stack: Addresses, service: str) -> None:
    await assert_no_drift(service, stack.database_url)


async def test_processes_that_start_together_migrate_once(stack: Addresses, prefix: str) -> None:
    async with dropped_schema(stack.database_url, f"{prefix}toy") as schema:
        await asyncio.gather(*(TOY.upgrade(stack.database_url, schema) for _ in range(4)))
        assert await rows_in(stack.database_url, schema, "SELECT version_num FROM alembic_version") == [{"version_num": "0002"}]
