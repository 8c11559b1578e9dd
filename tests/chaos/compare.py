"""Two pictures side by side: what is missing, what is there too often, and what is wrong in itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.chaos.follower import Line
from tests.chaos.picture import Picture, Row


@dataclass(frozen=True)
class Difference:
    """One row that is `lost` or `doubled`. A changed amount is both: the old row is missing, the new one is too many."""

    kind: str
    section: str
    row: Row
    times: int

    def __str__(self) -> str:
        return f"{self.kind} ×{self.times}  {self.section}: {', '.join(self.row)}"


def compare(undisturbed: Picture, found: Picture) -> list[Difference]:
    """Everything that differs, section by section."""
    return [each for section in undisturbed for each in _differences(section, undisturbed[section], found[section])]


def _differences(section: str, wanted: Counter[Row], found: Counter[Row]) -> list[Difference]:
    lost = [Difference("lost", section, row, times) for row, times in sorted((wanted - found).items())]
    return lost + [Difference("doubled", section, row, times) for row, times in sorted((found - wanted).items())]


def on_kafka(announced: Mapping[Line, Sequence[str]], came: Mapping[Line, Sequence[str]]) -> list[Difference]:
    """What subscribers miss: events that were announced but never came, strangers, and keys whose events came out of order."""
    found = []
    for line in sorted(announced.keys() | came.keys()):
        ours, theirs = list(announced.get(line, ())), list(came.get(line, ()))
        found += [Difference("lost", "message on Kafka", (*line, id), 1) for id in ours if id not in theirs]
        found += [Difference("doubled", "message on Kafka that nobody announced", (*line, id), 1) for id in theirs if id not in ours]
        if sorted(ours) == sorted(theirs) and ours != theirs:
            found.append(Difference("doubled", "order of messages on Kafka", line, 1))
    return found
