"""All stories of this folder together, in one way of playing: what comes of them is what they say, and the ledger is that of every other way."""

from __future__ import annotations

from pathlib import Path

from deploy.stories.compare import report
from deploy.stories.format import load
from deploy.stories.installation import Servers
from deploy.stories.play import Mode, player

HERE = Path(__file__).parent


def end_as_they_say(servers: Servers, folder: Path, mode: Mode, stories: Path = HERE) -> str:
    """Play every story of a folder and compare it; the ledger's digest."""
    book = load(sorted(stories.glob("*.yaml")), HERE / "site")
    with player(book, servers, folder, mode) as playing:
        outcome = playing.play()
    assert not outcome.faults, "\n".join(report(each.moment, each.found) for each in outcome.faults)
    assert {each.moment.story.name for each in outcome.checked} == {story.name for story in book.stories}, "every story is compared"
    return outcome.digest


def same_as_in_other_ways(shared: Path, way: str, digest: str) -> None:
    """Note this way's digest, then hold it against those noted: whichever way ends last is compared with all, on any number of workers."""
    shared.mkdir(exist_ok=True)
    unfinished = shared / f".{way}"
    unfinished.write_text(digest)
    unfinished.rename(shared / way)
    found = {path.name: path.read_text() for path in shared.iterdir() if not path.name.startswith(".")}
    assert set(found.values()) == {digest}, found
