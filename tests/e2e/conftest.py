"""One demonstration for all tests that look at it."""

from pathlib import Path

import pytest

from tests.e2e.demonstration import Demonstration, demonstrate


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return demonstrate(Path(tmp_path_factory.mktemp("demo")))
