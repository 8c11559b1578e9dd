"""Only where Docker answers; everywhere else these tests say that they were skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.embedded.testing import Addresses
from tests.containers import engine
from tests.containers.servers import servers

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip loudly: the reason stands in the summary."""
    if engine.version():
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="DOCKER DOES NOT ANSWER: images, compose and servers in containers were not tried"))


@pytest.fixture(scope="session")
def stack() -> Iterator[Addresses]:
    """Apache Kafka and PostgreSQL in containers, in place of the embedded ones."""
    with servers() as addresses:
        yield addresses


@pytest.fixture(scope="session")
def image() -> Callable[[str], str]:
    """`image("denials")` builds what is asked for, once in a session."""
    built: dict[str, str] = {}

    def get(name: str) -> str:
        if name not in built:
            built[name] = engine.build(name)
        return built[name]

    return get
