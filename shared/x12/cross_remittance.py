"""Rules of the 835 that span segments: the three sums, patient responsibility, signs of a reversal, periods."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from shared.x12.cross import Cross
from shared.x12.finding import Finding, at_element
from shared.x12.loop import Loop
from shared.x12.scalars import DAYS, NUMBERS, ZERO, read_number
from shared.x12.segments import Segment

_CLAIM_PERIOD, _LINE_PERIOD = ("232", "233"), ("150", "151")
_REVERSAL = "22"
_DIFFERS = "charge differs from paid and adjusted"


class RemittanceRules(Cross):
    """Adds up an 835 while it is validated. Values that cannot be read count as zero here: they are findings of their own."""

    looked_at = frozenset({"BPR", "PLB"})

    def __init__(self) -> None:
        self._bpr: Segment | None = None
        self._paid = ZERO
        self._withheld = ZERO

    def segment(self, segment: Segment, loop: Loop) -> Iterable[Finding]:
        """Takes BPR and PLB into account."""
        if segment.id == "BPR":
            self._bpr = segment
        elif segment.id == "PLB":
            self._withheld += sum((_number(value) for value in segment.elements[4::2]), ZERO)
        return ()

    def loop(self, loop: Loop) -> Iterable[Finding]:
        """A completed loop 2100 that has its CLP."""
        return self._claim(loop) if loop.rule.id == "2100" and loop.marks and loop.segments[0] is loop.start else ()

    def end(self) -> Iterable[Finding]:
        """The payment as a whole."""
        return self._payment()

    def _claim(self, loop: Loop) -> Iterator[Finding]:
        clp = loop.segments[0]
        paid = _number(clp.get(4))
        self._paid += paid
        adjusted, patient = _adjusted(loop.segments)
        for line in loop.children:
            off, owed = _adjusted(line.segments)
            adjusted, patient = adjusted + off, patient + owed
            svc = line.segments[0]
            if svc.id == "SVC" and _number(svc.get(2)) != _number(svc.get(3)) + off:
                yield at_element(svc, "2110", "line-balance", "I12", _DIFFERS, (2, 0))
            yield from _period(line.segments, "2110", _LINE_PERIOD)
        if _number(clp.get(3)) != paid + adjusted:
            yield at_element(clp, "2100", "claim-balance", "I12", _DIFFERS, (3, 0))
        yield from _period(loop.segments, "2100", _CLAIM_PERIOD)
        yield from _reversal(clp) if clp.get(2) == _REVERSAL else _patient(clp, patient)

    def _payment(self) -> Iterator[Finding]:
        if self._bpr is None:
            return
        stated = _number(self._bpr.get(2))
        if stated != self._paid - self._withheld:
            message = "the payment differs from the claims less provider adjustments"
            yield at_element(self._bpr, "", "payment-balance", "I12", message, (2, 0))
        if stated < ZERO:
            message = "a payment cannot be less than nothing: what is owed is carried forward in a PLB"
            yield at_element(self._bpr, "", "payment-negative", "I12", message, (2, 0), "warning")


def _number(text: str) -> Decimal:
    return NUMBERS[text] or ZERO


def _adjusted(segments: Iterable[Segment]) -> tuple[Decimal, Decimal]:
    """The sum of all CAS amounts, and of those that the patient owes."""
    off = owed = ZERO
    for segment in segments:
        if segment.id == "CAS":
            elements = segment.elements
            amount = _number(segment.get(3)) if len(elements) < 7 else sum((_number(value) for value in elements[3:19:3]), ZERO)
            off += amount
            if segment.get(1) == "PR":
                owed += amount
    return off, owed


def _period(segments: Iterable[Segment], loop: str, qualifiers: tuple[str, str]) -> Iterator[Finding]:
    """A period whose end comes before its beginning."""
    ends = {segment.get(1): segment for segment in segments if segment.id == "DTM"}
    if len(ends) < 2 or qualifiers[0] not in ends or qualifiers[1] not in ends:
        return
    first, last = (DAYS[ends[qualifier].get(2)] for qualifier in qualifiers)
    if first is not None and last is not None and last < first:
        yield at_element(ends[qualifiers[1]], loop, "period-reversed", "8", "the period ends before it begins", (2, 0), "warning")


def _reversal(clp: Segment) -> Iterator[Finding]:
    for at in (3, 4):
        if _number(clp.get(at)) > ZERO:
            yield at_element(
                clp, "2100", "reversal-sign", "I12", "a reversal takes back what was stated: its amounts are negated", (at, 0), "warning"
            )


def _patient(clp: Segment, owed: Decimal) -> Iterator[Finding]:
    stated = clp.get(5)
    if stated and read_number(stated) not in (None, owed):
        yield at_element(clp, "2100", "patient-responsibility", "I12", "CLP05 differs from the sum of PR adjustments", (5, 0), "warning")
