"""A way of playing all stories: a file for each, so that several workers can play at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from deploy.embedded.testing import Addresses
    from deploy.stories.play import Mode


@pytest.fixture
def played(stack: Addresses, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, prefix: str) -> Callable[[str, Mode], None]:
    """Plays everything in this way and compares all there is to compare."""
    from deploy.stories.installation import Servers  # a conftest is imported before warnings are sorted, and Kafka's client warns
    from tests.scenarios.ways import end_as_they_say, same_as_in_other_ways

    base = tmp_path_factory.getbasetemp()
    session = base.parent if base.name.startswith("popen-") else base  # of all workers

    def play(way: str, mode: Mode) -> None:
        digest = end_as_they_say(Servers(stack.bootstrap, stack.database_url, prefix), tmp_path, mode)
        same_as_in_other_ways(session / "ledgers", way, digest)

    return play
