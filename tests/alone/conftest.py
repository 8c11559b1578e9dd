"""Fixtures of tests that try one service alone: installed from wheels, started as a process, with nothing of its siblings."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import text

from deploy.embedded.testing import Addresses
from shared.contracts.ids import Names
from shared.contracts.topics import TOPICS
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.site import load_site
from tests.alone.closure import ROOT
from tests.alone.environment import Environment, Workshop
from tests.alone.serving import KEY, Alone, serving

SITE = ROOT / "deploy" / "site"
Start = Callable[..., Alone]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Environment]:
    """The environment of a service, by its name; built at the first call of the session."""
    return Workshop(tmp_path_factory.mktemp("alone")).environment


@pytest.fixture
def alone(environment: Callable[[str], Environment], stack: Addresses, prefix: str, tmp_path: Path) -> Iterator[Start]:
    """`alone("denials", RCM_…="…")` starts an installed service and waits until it is ready; it ends with the test, and so does what it made.

    The site file is `deploy/site` as a copy in the working directory of the process.
    """
    site = Path(shutil.copytree(SITE, tmp_path / "site")) / "site.yaml"
    started: set[str] = set()
    with ExitStack() as ends:

        def start(service: str, **settings: str) -> Alone:
            started.add(service)
            return ends.enter_context(serving(environment(service), stack, prefix, site, tmp_path, **settings))

        yield start
    asyncio.run(_forget(stack, prefix, started))


async def _forget(stack: Addresses, prefix: str, services: set[str]) -> None:
    """Remove the schemas and topics of services that do not run any more."""
    # Here, because kafka-python warns when it is imported, and what is forgiven is not known yet when this file is read.
    from shared.kafka.topics_admin import remove

    site = load_site(SITE / "site.yaml")
    settings = Settings(
        site=site, names=Names(site.site, KEY.encode()), kafka=stack.bootstrap, database=stack.database_url, prefix=prefix, open_access=True
    )
    for service in services:
        engine = make_engine(settings.database, settings.schema(service), size=1)
        async with engine.begin() as connection:
            await connection.execute(text(f'DROP SCHEMA IF EXISTS "{settings.schema(service)}" CASCADE'))
        await engine.dispose()
    await remove(settings, TOPICS)
