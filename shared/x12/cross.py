"""Rules that span segments and that no line of a guide can say: what a set adds up to while it streams by."""

from collections.abc import Iterable, Iterator

from shared.x12.finding import Finding, at_element
from shared.x12.loop import Loop
from shared.x12.profile import Severity
from shared.x12.segments import Segment


class Cross:
    """The rules of one set; a set without any has this one. `looked_at` are the ids of segments that it wants to see as they come."""

    looked_at: frozenset[str] = frozenset()

    def segment(self, segment: Segment, loop: Loop) -> Iterable[Finding]:
        """A segment that was put into a loop."""
        return ()

    def loop(self, loop: Loop) -> Iterable[Finding]:
        """A completed loop."""
        return ()

    def end(self) -> Iterable[Finding]:
        """The set as a whole."""
        return ()


class Levels(Cross):
    """The rules of a set with levels. HL numbers count from 1; children stand under the parent that they name."""

    looked_at = frozenset({"HL"})

    def __init__(self) -> None:
        self._expected = 0
        self._last: dict[str, str] = {}
        self._childless: dict[str, Segment] = {}

    def segment(self, segment: Segment, loop: Loop) -> Iterator[Finding]:
        """One HL in file order; `loop` is the one that it began."""
        hl = segment
        number, parent = hl.get(1), hl.get(2)
        yield from self._number(hl, loop)
        above = loop.parent
        due = self._last.get(above.id, "") if above is not None else ""
        if parent != due:
            yield at_element(hl, loop.id, "hl-parent", "7", "the parent is not the level above", (2, 0))
        if due in self._childless:
            yield at_element(
                self._childless.pop(due), above.id if above else "", "hl-children", "7", "a child follows though none was announced", (4, 0)
            )
        if hl.get(4) == "0":
            self._childless[number] = hl
        self._last[loop.id] = number

    def _number(self, hl: Segment, loop: Loop) -> Iterator[Finding]:
        """HL01 counts from 1. Some senders count on through all sets of a file: those are noted once, and followed."""
        self._expected += 1
        number = hl.get(1)
        if number == str(self._expected):
            return
        severity: Severity = "error"
        if self._expected == 1 and number.isdecimal() and len(number) < 10:
            self._expected, severity = int(number), "warning"
        yield at_element(hl, loop.id, "hl-number", "7", "HL numbers count from 1 through the set", (1, 0), severity)
