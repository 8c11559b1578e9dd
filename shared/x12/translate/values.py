"""Numbers and dates out of elements. What cannot be read is noted as a fault and never guessed."""

from datetime import date
from decimal import Decimal

from shared.x12.faults import Fault
from shared.x12.scalars import DAYS, ZERO, read_number
from shared.x12.segments import Segment


class Values:
    """Reads values of one set and collects a fault (level `value`) for each that is not what its place demands.

    Set `segment` to the segment at hand before reading. A faulty amount reads as zero and a faulty date as None: whoever
    posts must look at `faults` first.
    """

    __slots__ = ("faults", "segment")

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.faults: list[Fault] = []

    def amount(self, text: str, element: int) -> Decimal:
        """An amount that must be there."""
        value = read_number(text)
        if value is None:
            self.fault("not-a-number", "no amount where one is due", element)
            return ZERO
        return value

    def optional_amount(self, text: str, element: int) -> Decimal | None:
        """An amount that may be left out."""
        return self.amount(text, element) if text else None

    def day(self, text: str, element: int) -> date | None:
        """A CCYYMMDD date; None when it is left out or unreadable."""
        day = DAYS[text] if text else None
        if text and day is None:
            self.fault("not-a-date", "no CCYYMMDD date where one is due", element)
        return day

    def fault(self, rule: str, message: str, element: int) -> None:
        """Notes a defect at an element of the segment at hand."""
        at = self.segment
        self.faults.append(Fault(rule, "value", "", f"{at.id}{element:02d}: {message}", at.offset, at.position, at.id, element))
