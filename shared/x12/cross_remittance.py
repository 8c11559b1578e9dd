"""Rules of the 835 that span segments: the three sums, and patient responsibility."""

from collections.abc import Iterator

from shared.x12.finding import Finding, at_element
from shared.x12.read import Loop
from shared.x12.segments import Segment
from shared.x12.translate.remitted_claim import REVERSAL, RemittedClaim, read_claim
from shared.x12.translate.values import ZERO, Values, read_number


class RemittanceProof:
    """Adds up an 835 while it is validated. Values that cannot be read count as zero here: they are findings of their own."""

    def __init__(self, component: str) -> None:
        self._component = component
        self._bpr: Segment | None = None
        self._paid = ZERO
        self._withheld = ZERO
        self._ordinal = 0

    def note(self, segment: Segment) -> None:
        """Takes BPR and PLB into account."""
        if segment.id == "BPR":
            self._bpr = segment
        elif segment.id == "PLB":
            self._withheld += sum((read_number(value) or ZERO for value in segment.elements[4::2]), ZERO)

    def claim(self, loop: Loop) -> Iterator[Finding]:
        """A completed loop 2100."""
        clp = loop.segments[0]
        self._ordinal += 1
        rest = loop.flat()
        next(rest)
        claim, _ = read_claim(clp, rest, Values(clp), self._component, self._ordinal, "", "")
        self._paid += claim.paid
        adjusted = sum((adjustment.amount for adjustment in claim.adjustments), ZERO)
        services = [child.segments[0] for child in loop.loops("2110")]
        for line, svc in zip(claim.lines, services, strict=False):
            off = sum((adjustment.amount for adjustment in line.adjustments), ZERO)
            adjusted += off
            if line.charge != line.paid + off:
                yield at_element(svc, "2110", "line-balance", "I12", "charge differs from paid and adjusted", (2, 0))
        if claim.charge != claim.paid + adjusted:
            yield at_element(clp, "2100", "claim-balance", "I12", "charge differs from paid and adjusted", (3, 0))
        yield from _patient(claim, clp)

    def finish(self) -> Iterator[Finding]:
        """The payment as a whole, at the end of the set."""
        if self._bpr is not None and read_number(self._bpr.get(2)) != self._paid - self._withheld:
            message = "the payment differs from the claims less provider adjustments"
            yield at_element(self._bpr, "", "payment-balance", "I12", message, (2, 0))


def _patient(claim: RemittedClaim, clp: Segment) -> Iterator[Finding]:
    stated = claim.patient_responsibility
    if stated is not None and claim.status != REVERSAL and stated != claim.patient_total():
        yield at_element(clp, "2100", "patient-responsibility", "I12", "CLP05 differs from the sum of PR adjustments", (5, 0), "warning")
