"""A payer's decision as double entries: every dollar of the charge goes where its reason says, or stays in the receivable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.payer_place import PayerPlace, missing_from
from services.billing.adjudication.model.dispute.contract import Expected
from services.billing.adjudication.model.dispute.variance import FEE_SCHEDULE, Part, disputed, parts_of
from shared.contracts.adjudication import Adjustment, ClaimPayment, ClaimRemitted, LedgerEntry
from shared.contracts.adjustments import Nature, nature
from shared.contracts.values import ZERO
from shared.remittance.decision import Billed

ACCOUNTS = {
    Nature.CONTRACTUAL: chart.CONTRACTUAL, Nature.SEQUESTRATION: chart.SEQUESTRATION, Nature.CAPITATION: chart.CAPITATION,
    Nature.DENIED: chart.DENIED, Nature.PATIENT: chart.PATIENT,
}  # fmt: skip


def decision_entries(
    remitted: ClaimRemitted, books: Mapping[str, Decimal], expected: Expected, billed: Billed | None = None
) -> tuple[LedgerEntry, ...] | None:
    """The entries of a decision; None when the claim's balances do not hold what the payer decided on.

    A later payer decides on what the one before it left: that is in its own receivable, or with the patient, or still refused by the one before.
    Another payer billed after a refusal decides on what was refused. `billed` tells how many payers are in line.
    """
    payer = PayerPlace.of(remitted, billed)
    entries = [one for part in disputed(parts_of(remitted, expected), expected, payer.place) for one in _part_entries(*part, payer)]
    short = -chart.balance(chart.posted({}, entries), payer.receivable) - max(ZERO, chart.balance(books, payer.receivable))
    moved = missing_from(short, books, payer) if short > 0 else []
    return None if moved is None else (*moved, *entries)


def patient_reasons(payment: ClaimPayment) -> tuple[str, ...]:
    """The reason codes of the patient's share, each once, in the payer's order."""
    return tuple(dict.fromkeys((*_shares(payment.adjustments), *(code for line in payment.lines for code in _shares(line.adjustments)))))


def reasons_by_line(payment: ClaimPayment) -> dict[str, tuple[str, ...]]:
    """The same by line number; `None` is the claim as a whole. Lines without a share of the patient are left out."""
    found: dict[str, tuple[str, ...]] = {}
    for number, adjustments in ((None, payment.adjustments), *((line.line_number, line.adjustments) for line in payment.lines)):
        if codes := _shares(adjustments):
            found[str(number)] = tuple(dict.fromkeys((*found.get(str(number), ()), *codes)))
    return found


def _shares(adjustments: Sequence[Adjustment]) -> list[str]:
    return [one.carc for one in adjustments if one.amount > 0 and nature(one.group, one.carc, packaged=False) is Nature.PATIENT]


def _part_entries(part: Part, in_dispute: Decimal, payer: PayerPlace) -> Iterator[LedgerEntry]:
    def moved(account: str, amount: Decimal) -> list[LedgerEntry]:
        return chart.entry(account, payer.receivable, amount, part.line, part.service_on) if amount else []

    yield from moved(chart.REMIT_CLEARING, part.paid)
    for what, one in part.reasons:
        if what is Nature.PRIOR_PAYER:
            continue
        held_back = min(in_dispute, one.amount) if what is Nature.CONTRACTUAL and one.carc == FEE_SCHEDULE and one.amount > 0 else ZERO
        in_dispute -= held_back
        yield from moved(chart.DISPUTED, held_back)
        yield from moved(payer.share_to if what is Nature.PATIENT else ACCOUNTS[what], one.amount - held_back)
