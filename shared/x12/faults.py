"""What is wrong with a file, told by place and never by content."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["interchange", "group", "set", "value"]
OF_VALUES = frozenset({"isa-code", "isa-date", "gs-code", "gs-date", "gs01-mismatch", "gs08-mismatch"})
"""Faults of values in the envelope: wrong as a code in a set is, but what belongs together is still clear."""
TOLERATED = OF_VALUES | {"isa-width", "unterminated"}
"""Rules whose breach leaves no doubt about what the envelope holds: noted, not refused."""


CUT_SHORT = frozenset({"truncated", "se-missing"})
"""Rules whose breach means: something is missing from a set, and nobody knows what."""


class X12Error(ValueError):
    """The bytes are not X12 at all: no readable ISA, or no segment terminator in sight.

    `offset` is the byte at which reading stopped. Everything milder is a `Fault`.
    """

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} (byte {offset})")
        self.offset = offset


class WriteError(ValueError):
    """A value cannot be sent: `segment`, `element` and `component` name its place, the message names no content."""

    def __init__(self, reason: str, segment: str = "", element: int = 0, component: int = 0) -> None:
        place = f"{segment}{element:02d}" if element else segment
        if component:
            place = f"{place}-{component}"
        super().__init__(f"{place}: {reason}" if place else reason)
        self.segment, self.element, self.component, self.reason = segment, element, component, reason


@dataclass(frozen=True, slots=True)
class Fault:
    """One defect of the envelope, or one value that could not be read.

    `level` tells who must answer: TA1 for an interchange, AK9 for a group, IK5 for a set; a `value` fault is ours alone.
    `code` is the standard's code at that level (TA105, AK905, IK502; empty for a value). `offset` counts bytes of the file
    from 0, `position` counts segments of the set with ST as 1 (0 outside a set). The message holds counts and control
    numbers at most, nothing that identifies a person.
    """

    rule: str
    level: Level
    code: str
    message: str
    offset: int
    position: int = 0
    segment_id: str = ""
    element: int = 0

    @property
    def grave(self) -> bool:
        """Whether it leaves doubt about what was sent."""
        return self.rule not in TOLERATED
