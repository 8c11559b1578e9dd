"""What the patient is told of a claim: per line what was billed, allowed, paid, adjusted, and what is owed and why.

On each line and in all: billed = paid + adjusted + paid by the patient + owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.claim_account import ClaimAccount, Standing
from shared.contracts.adjudication import LedgerEntry, StatementLine
from shared.contracts.coding import CodedLine
from shared.contracts.values import ZERO

REASONS = {"1": "your deductible", "2": "your coinsurance", "3": "your copay", "66": "your blood deductible"}
OTHER = "your share"
NOT_COVERED = "not covered by your insurance"
"""What a person moved to the patient after the payer had refused it."""
WHOLE = None
"""The line number of what belongs to the claim as a whole."""


@dataclass(slots=True)
class Tally:
    """What the ledger says of one line, while it is being added up."""

    billed: Decimal = ZERO
    paid: Decimal = ZERO
    kept: Decimal = ZERO
    """Sequestration: allowed, and kept by the payer."""
    share: Decimal = ZERO
    """The patient's by the payers' decisions."""
    moved: Decimal = ZERO
    """What people moved to the patient, less what they wrote off."""

    def add(self, account: str, amount: Decimal, by_person: bool) -> None:
        if account == chart.PATIENT and by_person:
            self.moved += amount
        elif name := OF_DECISIONS.get(account):
            setattr(self, name, getattr(self, name) + amount)


OF_DECISIONS = {chart.REMIT_CLEARING: "paid", chart.SEQUESTRATION: "kept", chart.PATIENT: "share"}


def statement_lines(claim: ClaimAccount) -> tuple[StatementLine, ...]:
    """One for each line billed, and one for what the payers decided on the claim as a whole. What is owed adds up to the patient's balance."""
    tallies = _tallies(claim)
    paid = sum((one.share + one.moved for one in tallies.values()), ZERO) - claim.on(chart.PATIENT)
    described = {line.line_number: line for line in claim.billed.lines} if claim.billed else {}
    lines = []
    for number, tally in tallies.items():
        own = paid if number is WHOLE else min(paid, max(ZERO, tally.share + tally.moved))
        paid -= own
        lines.append(_line(number, tally, own, _reasons(claim, number, tally), described.get(number) if number else None))
    return tuple(lines)


def statement_reasons(claim: ClaimAccount) -> tuple[str, ...]:
    """Why the patient owes: the last payer's reasons, each once."""
    codes = (code for one in last_decisions(claim.standing) for code in one.reasons)
    moved = (NOT_COVERED,) if _amount_moved(claim) > 0 else ()
    return tuple(dict.fromkeys((*(REASONS.get(code, OTHER) for code in codes), *moved)))


def share_told(claim: ClaimAccount) -> Decimal:
    """The patient's share of the claim, whatever of it has been paid."""
    return sum(claim.held_by_line(chart.PATIENT).values(), ZERO)


def last_decisions(standing: Iterable[Standing]) -> list[Standing]:
    """Those of the last payer in line that has decided."""
    found = list(standing)
    last = max((one.payer_order for one in found), default=0)
    return [one for one in found if one.payer_order == last]


def _tallies(claim: ClaimAccount) -> dict[int | None, Tally]:
    """By line number, the claim as a whole last and only where it has something. Without any decision by line, the whole is the only line."""
    found: dict[int | None, Tally] = {line.line_number: Tally(line.charge) for line in (claim.billed.lines if claim.billed else ())}
    whole = Tally()
    by_line = False
    for entry, by_person in _entries(claim):
        tally = found.get(entry.line_number, whole)
        tally.add(entry.debit, entry.amount, by_person)
        tally.add(entry.credit, -entry.amount, by_person)
        by_line = by_line or tally is not whole
    if not by_line:
        whole.billed = sum((one.billed for one in found.values()), ZERO)
        return {WHOLE: whole}
    return _spread(found, whole)


def _entries(claim: ClaimAccount) -> Iterator[tuple[LedgerEntry, bool]]:
    """Each with whether it is a person's own move; what was left to another payer and is the patient's after all is of the payer's decision."""
    yield from ((entry, False) for one in claim.standing for entry in one.entries)
    yield from ((entry, not chart.is_payer_receivable(entry.credit)) for one in claim.adjusted for entry in one.entries)


def _spread(found: dict[int | None, Tally], whole: Tally) -> dict[int | None, Tally]:
    """What was taken off the patient's share without naming a line is taken off the lines, the first one first."""
    for name in ("share", "moved") if whole.share < 0 or whole.moved < 0 else ():
        for tally in found.values():
            taken = min(max(ZERO, -getattr(whole, name)), max(ZERO, tally.share + tally.moved))
            setattr(tally, name, getattr(tally, name) - taken)
            setattr(whole, name, getattr(whole, name) + taken)
    return {**found, WHOLE: whole} if whole.paid or whole.share or whole.moved else found


def _line(number: int | None, tally: Tally, patient_paid: Decimal, reasons: tuple[str, ...], told: CodedLine | None) -> StatementLine:
    share = tally.share + tally.moved
    return StatementLine(
        line_number=number,
        code=told.code if told else None,
        revenue_code=told.revenue_code if told else None,
        service_on=told.service_on if told else None,
        billed=tally.billed,
        allowed=tally.paid + tally.kept + tally.share,
        paid=tally.paid,
        adjusted=tally.billed - tally.paid - share,
        patient_paid=patient_paid,
        owed=share - patient_paid,
        reasons=reasons,
    )


def _reasons(claim: ClaimAccount, number: int | None, tally: Tally) -> tuple[str, ...]:
    """Only where something is or was the patient's."""
    if not (tally.share or tally.moved):
        return ()
    found = list(_codes(claim, number)) if tally.share else []
    moved = (NOT_COVERED,) if tally.moved > 0 else ()
    return tuple(dict.fromkeys((*(REASONS.get(code, OTHER) for code in found), *moved))) or (OTHER,)


def _codes(claim: ClaimAccount, number: int | None) -> Iterator[str]:
    for one in last_decisions(claim.standing):
        yield from one.line_reasons.get(str(number), ()) if one.line_reasons else one.reasons


def _amount_moved(claim: ClaimAccount) -> Decimal:
    entries = (entry for one in claim.adjusted for entry in one.entries if not chart.is_payer_receivable(entry.credit))
    return chart.balance(chart.posted({}, entries), chart.PATIENT)
