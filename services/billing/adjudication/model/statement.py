"""What the patient is told of a claim: per line what was billed, allowed, paid, adjusted, and what is owed and why.

On each line and in all: billed = paid + adjusted + paid by the patient + owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.claim_account import ClaimAccount, Standing
from shared.contracts.adjudication import LedgerEntry, StatementLine
from shared.contracts.coding import CodedLine
from shared.contracts.values import ZERO

REASONS = {"1": "your deductible", "2": "your coinsurance", "3": "your copay", "66": "your blood deductible"}
OTHER = "your share"
NOT_COVERED = "not covered by your insurance"
"""What a person moved to the patient after the payer had refused it."""
WHOLE = None
"""The line number of what belongs to the claim as a whole."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ledger says of one line."""

    billed: Decimal
    paid: Decimal
    kept: Decimal
    """Sequestration: allowed, and kept by the payer."""
    share: Decimal
    """The patient's by the payers' decisions."""
    moved: Decimal
    """What people moved to the patient, less what they wrote off."""


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
    decided = [entry for one in claim.standing for entry in one.entries]
    moved = [entry for one in claim.adjusted for entry in one.entries]
    billed = {line.line_number: line.charge for line in claim.billed.lines} if claim.billed else {}
    if not any(entry.line_number for entry in decided):
        return {WHOLE: _tally(WHOLE, sum(billed.values(), ZERO), decided, moved, every=True)}
    found: dict[int | None, Tally] = {number: _tally(number, charge, decided, moved) for number, charge in billed.items()}
    rest = ([one for one in entries if one.line_number not in billed] for entries in (decided, moved))
    return _spread(found, _tally(WHOLE, ZERO, *rest, every=True))


def _spread(found: dict[int | None, Tally], whole: Tally) -> dict[int | None, Tally]:
    """What was written off without naming a line is taken off the lines, the first one first."""
    for number, tally in found.items():
        taken = min(max(ZERO, -whole.moved), max(ZERO, tally.share + tally.moved))
        found[number], whole = replace(tally, moved=tally.moved - taken), replace(whole, moved=whole.moved + taken)
    return {**found, WHOLE: whole} if whole.paid or whole.share or whole.moved else found


def _tally(number: int | None, billed: Decimal, decided: list[LedgerEntry], moved: list[LedgerEntry], *, every: bool = False) -> Tally:
    def on(entries: Iterable[LedgerEntry], account: str) -> Decimal:
        return chart.balance(chart.posted({}, (one for one in entries if every or one.line_number == number)), account)

    kept, share = on(decided, chart.SEQUESTRATION), on(decided, chart.PATIENT)
    return Tally(billed, on(decided, chart.REMIT_CLEARING), kept, share, on(moved, chart.PATIENT))


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
    entries = (entry for one in claim.adjusted for entry in one.entries)
    return chart.balance(chart.posted({}, entries), chart.PATIENT)
