"""The payers of one claim in their line: who was billed in which place, what each decided, what it left for the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.billing.adjudication.model.account.claim_account import CROSSOVER_DAYS
from shared.contracts.adjudication import Adjustment, ClaimPayment, PriorDecision
from shared.contracts.adjustments import Nature, nature
from shared.contracts.submission import REPLACEMENT, VOID
from shared.contracts.values import ZERO
from shared.remittance.claim_file import ClaimFile
from shared.remittance.decision import Billed, Decision, was_forwarded
from shared.remittance.prior import adjustments, refused_whole


@dataclass(frozen=True, slots=True)
class Line:
    """One claim with its payers in line. Places are counted as they were billed: the first may be 1 or, rarely, a later one."""

    file: ClaimFile

    @property
    def first(self) -> int:
        return self.file.first_order

    @property
    def last(self) -> int:
        """The place of the last payer in line, as of the newest bill to the first one."""
        own = [one for one in self._bills() if one.payer_order == self.first]
        return self.first + (own[-1].later_payers if own else 0)

    @property
    def is_voided(self) -> bool:
        return bool(self.file.billed) and self.file.billed[-1].frequency == VOID

    def of(self, place: int) -> list[Decision]:
        """What stands of the payer in this place. A refusal of the whole claim yields to another payer's decision in the same place."""
        found = [one for one in self.file.standing if one.payer_order == place]
        return [one for one in found if not refused_whole(one.payment)] or found

    def is_decided(self, place: int) -> bool:
        """The whole claim is decided in this place, and no replacement is under way. A payer may split a claim: the parts come one by one."""
        charged = sum((one.payment.charge for one in self.of(place)), ZERO)
        totals = [one.total for one in self._bills()]
        return bool(self.of(place) and totals) and charged >= min(totals) and not self._is_replaced(place)

    def left(self, place: int) -> Decimal:
        """What the payers up to this place leave to the patient: the share that the last of them names."""
        shares = (one.amount for decision in self.of(place) for one in adjustments(decision.payment) if _is_share(one))
        return sum(shares, ZERO)

    def refuses(self, place: int) -> bool:
        """The payer in this place refuses all of it, which is fought for first."""
        found = self.of(place)
        return bool(found) and all(refused_whole(one.payment, later=place > self.first) for one in found)

    def waits_until(self, place: int) -> date | None:
        """The day until which the next payer is awaited because the payer in this place sent the claim on itself."""
        sent_on = [one.remitted_on for one in self.of(place) if was_forwarded(one.payment)]
        return max(sent_on) + timedelta(days=CROSSOVER_DAYS) if sent_on else None

    def prior_to(self, place: int) -> tuple[PriorDecision, ...]:
        """One decision for each place before this one."""
        return tuple(joined(self.of(each), self.file) for each in range(self.first, place))

    def _bills(self) -> list[Billed]:
        return [one for one in self.file.billed if one.frequency != VOID]

    def _is_replaced(self, place: int) -> bool:
        """A replacement was sent to the payer in this place and has not been answered."""
        sent = [one.submitted_on for one in self.file.billed if one.payer_order == place and one.frequency == REPLACEMENT]
        answered = [one.remitted_on for one in self.of(place)]
        return bool(sent) and max(answered) < max(sent)


def joined(parts: Iterable[Decision], file: ClaimFile) -> PriorDecision:
    """The parts of a claim that its payer split, as one decision: the payer's number is that of the first part, the day that of the last."""
    found = sorted(parts, key=lambda one: (one.remitted_on, one.remittance_id, one.payment.ordinal))
    payment, latest = found[0].payment, found[-1]
    if len(found) > 1:
        payment = _sum_of([one.payment for one in found])
    return PriorDecision(payer_id=file.payer_of(latest), payer_order=latest.payer_order, remitted_on=latest.remitted_on, payment=payment)


def _sum_of(payments: list[ClaimPayment]) -> ClaimPayment:
    shares = [one.patient_responsibility for one in payments if one.patient_responsibility is not None]
    sums = {
        "charge": sum((one.charge for one in payments), ZERO),
        "paid": sum((one.paid for one in payments), ZERO),
        "patient_responsibility": sum(shares, ZERO) if shares else None,
        "adjustments": tuple(_of_all(one.adjustments for one in payments)),
        "lines": tuple(line for one in payments for line in one.lines),
        "remarks": tuple(dict.fromkeys(remark for one in payments for remark in one.remarks)),
    }
    return payments[0].model_copy(update=sums)


def _of_all(groups: Iterable[Iterable[Adjustment]]) -> Iterator[Adjustment]:
    return (one for group in groups for one in group)


def _is_share(adjustment: Adjustment) -> bool:
    return nature(adjustment.group, adjustment.carc, packaged=False) is Nature.PATIENT
