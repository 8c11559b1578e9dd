"""What people wrote off or moved to the patient in the ledger ends the denial of that money: nobody fights for it any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from services.denials.model.case import Denial, DenialCase
from shared.contracts.adjudication import AdjustmentRecorded

OF_DENIALS = frozenset({"denial_write_off", "denied_to_patient"})
"""Kinds of adjustments that take refused money out of the receivable of denials."""


def ended_by(case: DenialCase, event: AdjustmentRecorded) -> list[Denial]:
    """The open denials that it covers in full, line by line; one that it covers in part stays open."""
    left, ended = event.amount, list[Denial]()
    for denial in _about(case.open_denials(), event) if event.kind in OF_DENIALS else ():
        if denial.opened.gross <= left:
            ended.append(denial)
            left -= denial.opened.gross
    return ended


def remembered(case: DenialCase, event: AdjustmentRecorded) -> DenialCase:
    """One that ends nothing may have come before the refusal that it is about."""
    if event.kind not in OF_DENIALS or ended_by(case, event) or event in case.adjusted:
        return case
    return case.but(adjusted=(*case.adjusted, event))


def ended_before(case: DenialCase, on: date) -> Iterator[Denial]:
    """Open denials of this day's decision that somebody had given up by the time we heard of them. An older adjustment fell with what it was on."""
    for event in case.adjusted:
        if event.recorded_on >= on:
            yield from ended_by(case, event)


def _about(denials: Iterable[Denial], event: AdjustmentRecorded) -> list[Denial]:
    """Those of its line, or all in the order in which the ledger takes them: lines first, then the claim as a whole."""
    found = [each for each in denials if event.line_number in (None, each.line_number)]
    return sorted(found, key=lambda each: (each.line_number <= 0, each.line_number))
