"""All stories of this folder together, in each way of playing: what comes of them is what they say, and the ledger is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.testing import Addresses
from deploy.stories.compare import report
from deploy.stories.format import Book, load
from deploy.stories.installation import Servers
from deploy.stories.play import Mode, player

HERE = Path(__file__).parent
MODES = {"once": Mode(), "twice": Mode(twice=True), "shuffled": Mode(shuffled=7), "killed": Mode(killed=True)}
STANDING = sorted(HERE.glob("*.yaml"))


@pytest.fixture(scope="module")
def book() -> Book:
    return load(STANDING, HERE / "site")


@pytest.fixture(scope="module")
def digests() -> dict[str, str]:
    """Of the ledger, by way of playing."""
    return {}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("way", MODES)
def test_the_stories_end_as_they_say(stack: Addresses, book: Book, digests: dict[str, str], tmp_path: Path, prefix: str, way: str) -> None:
    servers = Servers(stack.bootstrap, stack.database_url, prefix)
    with player(book, servers, tmp_path, MODES[way]) as playing:
        outcome = playing.play()
    assert not outcome.faults, "\n".join(report(each.moment, each.found) for each in outcome.faults)
    assert {each.moment.story.name for each in outcome.checked} == {story.name for story in book.stories}, "every story is compared"
    digests[way] = outcome.digest


def test_the_ledger_is_the_same_however_messages_come_and_processes_end(digests: dict[str, str]) -> None:
    if set(digests) != set(MODES):
        pytest.skip("this compares all ways of playing: run the whole file")
    assert len(set(digests.values())) == 1, digests
