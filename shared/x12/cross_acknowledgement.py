"""What a 999 or 997 says of its group against what it says of the sets: counts and verdicts. All are warnings."""

from collections.abc import Iterable, Iterator

from shared.x12.cross import Cross
from shared.x12.finding import Finding, at_element
from shared.x12.loop import Loop
from shared.x12.segments import Segment

SETS = frozenset({"2000", "AK2"})
"""The loop of one set, in a 999 and in a 997."""
_TAKEN = ("A", "E")


class AcknowledgementRules(Cross):
    """Counts the sets of one acknowledgement while they pass, and compares when it ends."""

    def __init__(self) -> None:
        self._named = 0
        self._taken = 0

    def loop(self, loop: Loop) -> Iterable[Finding]:
        """A completed loop of one set (AK2 to IK5 or AK5), or, with the AK9, the whole."""
        if loop.rule.id in SETS:
            self._named += 1
            end = loop.first("IK5") or loop.first("AK5")
            self._taken += end is not None and end.get(1) in _TAKEN
        return self._compare(loop) if loop.parent is None else ()

    def _compare(self, root: Loop) -> Iterator[Finding]:
        ak9 = root.first("AK9")
        if ak9 is None:
            return
        received, accepted = _number(ak9, 3), _number(ak9, 4)
        if self._named > received:
            yield _finding(ak9, "ack-received-count", "more sets are answered than were received (AK903)", 3)
        if accepted > received:
            yield _finding(ak9, "ack-accepted-count", "more sets are accepted (AK904) than were received (AK903)", 4)
        elif self._named == received and ak9.get(1) != "R" and accepted != self._taken:
            yield _finding(ak9, "ack-accepted-count", f"AK904 does not count the {self._taken} sets that are accepted", 4)
        if ak9.get(1) in _TAKEN and self._taken < self._named:
            yield _finding(ak9, "ack-group-status", "a group with a rejected set is not accepted as a whole (AK901 P or R)", 1)


def _number(segment: Segment, element: int) -> int:
    value = segment.get(element)
    return int(value) if value.isdecimal() and value.isascii() and len(value) <= 9 else 0


def _finding(ak9: Segment, rule: str, message: str, element: int) -> Finding:
    return at_element(ak9, "", rule, "I12", message, (element, 0), "warning")
