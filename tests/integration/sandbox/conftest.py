"""One wire per test; whatever was written is judged when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.sandbox.wire import Wire


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    line = Wire(tmp_path)
    yield line
    line.sandbox.stop()
    line.judge()
