"""Random lives of one claim: decisions with any split, take-backs, corrections, a second payer, the patient's money, adjustments by people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from services.billing.adjudication.model.manual.entries import MOVES, available
from shared.contracts.adjudication import Adjustment, ClaimPayment, RemittedLine
from shared.contracts.event import Event
from tests.unit.adjudication.books import adjusts
from tests.unit.adjudication.desk import Desk, Prices
from tests.unit.adjudication.remits import PAID, Line, patient_pays, payment, remittance, submitted

CHARGES = {"99213": "150.00", "85025": "40.00", "20610": "180.00"}
TOTAL = Decimal("370.00")
REASONS = (("CO", "45"), ("CO", "97"), ("CO", "253"), ("CO", "24"), ("CO", "94"), ("PR", "1"), ("PR", "2"), ("PR", "3"), ("PR", "27"), ("PI", "94"))
SHARES = {"1", "2", "3"}
PRICES = Prices({"99213": "92.00", "85025": "10.50", "20610": "120.00"})
STEPS = ("decide", "take_back", "correct", "second", "second", "patient", "adjust", "adjust", "denied")


@st.composite
def splits(draw: st.DrawFn, reasons: Sequence[tuple[str, str]] = REASONS) -> list[Line]:
    """Each charge into a payment and reasons; a reason may be negative, a payment above the charge."""
    lines: list[Line] = []
    for code, charge in CHARGES.items():
        left, adjustments = Decimal(charge), []
        for group, carc in draw(st.lists(st.sampled_from(reasons), max_size=4, unique=True)):
            amount = Decimal(draw(st.integers(min_value=-500, max_value=20000))) / 100
            adjustments.append((group, carc, f"{amount:.2f}"))
            left -= amount
        lines.append((code, charge, f"{left:.2f}", adjustments))
    return lines


@st.composite
def usual(draw: st.DrawFn) -> list[Line]:
    """As most remittances are: paid, reduced, and a share of the patient; sometimes one line is refused."""
    lines: list[Line] = []
    for code, charge in CHARGES.items():
        share, cut = draw(st.integers(min_value=1, max_value=1500)), draw(st.integers(min_value=0, max_value=2000))
        reasons = [("CO", "45", f"{Decimal(cut) / 100:.2f}"), ("PR", draw(st.sampled_from(sorted(SHARES))), f"{Decimal(share) / 100:.2f}")]
        paid = Decimal(charge) - Decimal(share + cut) / 100
        if draw(st.integers(min_value=0, max_value=3)) == 0:
            reasons, paid = [("CO", "197", charge)], Decimal(0)
        lines.append((code, charge, f"{paid:.2f}", [each for each in reasons if Decimal(each[2])]))
    return lines


def refused() -> list[Line]:
    """A denial that pays nothing."""
    return [(code, charge, "0.00", [("CO", "197", charge)]) for code, charge in CHARGES.items()]


def with_claim_level(one: ClaimPayment, cents: int) -> ClaimPayment:
    """The same with an adjustment that belongs to no line."""
    amount = Decimal(cents) / 100
    extra = (Adjustment(group="CO", carc="45", amount=amount),) if amount else ()
    return one.model_copy(update={"paid": one.paid - amount, "adjustments": extra})


def without_lines(one: ClaimPayment) -> ClaimPayment:
    """As an inpatient claim is remitted: everything at claim level."""
    return one.model_copy(update={"lines": (), "adjustments": tuple(each for line in one.lines for each in line.adjustments)})


def opposite(one: ClaimPayment) -> ClaimPayment:
    """The reversal of a decision: every amount negated."""

    def minus(adjustments: Sequence[Adjustment]) -> tuple[Adjustment, ...]:
        return tuple(each.model_copy(update={"amount": -each.amount}) for each in adjustments)

    def line(each: RemittedLine) -> RemittedLine:
        return each.model_copy(update={"charge": -each.charge, "paid": -each.paid, "adjustments": minus(each.adjustments)})

    lines = tuple(line(each) for each in one.lines)
    return one.model_copy(
        update={"status": "22", "charge": -one.charge, "paid": -one.paid, "lines": lines, "adjustments": minus(one.adjustments)},
    )


@dataclass
class History:
    """Plays steps against a desk and keeps what was delivered, so that it can be delivered again, or in another order."""

    desk: Desk
    later_payers: int = 0
    delivered: list[list[Event]] = field(default_factory=list)
    patient_paid: Decimal = Decimal(0)
    files: int = 0

    def start(self) -> None:
        self.deliver([submitted("C1", list(CHARGES.items()), later_payers=self.later_payers)])

    def deliver(self, events: list[Event]) -> None:
        self.delivered.append(events)
        self.desk.deliver(*events)

    def remit(self, *payments: ClaimPayment, payer: str = "NWHP1") -> None:
        self.files += 1
        self.deliver(remittance(f"T{self.files}", *(("C1", one) for one in payments), day=self.files, payer=payer))

    def standing(self, order: int = 1) -> Any:
        return next((one for one in self.desk.file("C1").standing if one.payer_order == order), None)

    def take(self, step: str, draw: Any) -> None:
        """One step; those that make no sense now are left out."""
        first = self.standing()
        if step in ("decide", "denied") and first is None:
            self.remit(self._decision(step, draw))
        elif step == "take_back" and first is not None:
            self.remit(opposite(first.payment), payer=first.payer_id)
        elif step == "correct" and first is not None:
            self.remit(opposite(first.payment), self._decision("decide", draw), payer=first.payer_id)
        elif step == "second" and first is not None and self.later_payers and self.standing(2) is None:
            self._second(first.payment, draw)
        elif step == "patient":
            amount = Decimal(draw(st.integers(min_value=1, max_value=30000))) / 100
            self.patient_paid += amount
            self.deliver([patient_pays("C1", f"{amount:.2f}", PAID + timedelta(days=1))])
        elif step == "adjust":
            self._adjust(draw)

    def _decision(self, step: str, draw: Any) -> ClaimPayment:
        lines = draw(st.one_of(usual(), splits())) if step == "decide" else refused()
        made = payment("1", lines, icn=f"N{self.files}")
        shape = draw(st.sampled_from(("lines", "lines", "claim level", "no lines")))
        if shape == "no lines":
            return without_lines(made)
        return with_claim_level(made, draw(st.integers(min_value=-2000, max_value=2000))) if shape == "claim level" else made

    def _second(self, first: ClaimPayment, draw: Any) -> None:
        """The next payer pays part of what the first left, and leaves the rest to the patient."""
        reasons = (*first.adjustments, *(each for line in first.lines for each in line.adjustments))
        left = sum((each.amount for each in reasons if each.group == "PR" and each.carc in SHARES), Decimal(0))
        if left <= 0:
            return
        paid = (left * draw(st.integers(min_value=0, max_value=100)) / 100).quantize(Decimal("0.01"))
        told = [Adjustment(group="OA", carc="23", amount=TOTAL - left), Adjustment(group="PR", carc="3", amount=left - paid)]
        whole = payment("2", [], charge=TOTAL, paid=paid, icn=f"N{self.files}", adjustments=tuple(each for each in told if each.amount))
        self.remit(whole, payer="CASC2")

    def _adjust(self, draw: Any) -> None:
        claim = self.desk.account("visit-C1").claims["C1"]
        kinds = [kind for kind in sorted(MOVES) if available(claim, kind) > 0]
        if not kinds:
            return
        kind = draw(st.sampled_from(kinds))
        amount = (available(claim, kind) * draw(st.sampled_from((1, 10, 50, 100, 100))) / 100).quantize(Decimal("0.01"))
        if amount > 0:
            self.files += 1
            self.deliver([adjusts("C1", kind, f"{amount:.2f}", f"A{self.files}")])

    def take_everything_back(self) -> None:
        """The last payer first, as far as decisions stand."""
        while standing := self.desk.file("C1").standing:
            last = max(standing, key=lambda one: one.payer_order)
            self.remit(opposite(last.payment), payer=last.payer_id)
