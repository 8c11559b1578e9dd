"""denials.triage: what was given up in the ledger is fought for no longer, in whichever order the two are heard of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.contracts.adjudication import AdjustmentRecorded
from shared.contracts.values import Actor
from tests.unit.denials.desk import CLAIM, ENCOUNTER, FIRST, SECOND, Desk, Line, decided, reversed_

GIVEN_UP = date(2026, 11, 25)
REFUSED: list[Line] = [("99213", "150.00", "0.00", [("CO", "50", "150.00")]), ("85025", "40.00", "0.00", [("CO", "197", "40.00")])]


def adjusted(amount: str, kind: Any = "denial_write_off", line: int | None = None, on: date = GIVEN_UP) -> AdjustmentRecorded:
    return AdjustmentRecorded(
        claim_id=CLAIM,
        encounter_id=ENCOUNTER,
        kind=kind,
        amount=Decimal(amount),
        line_number=line,
        recorded_on=on,
        actor=Actor(id="biller-1"),
        reason="The chart does not support it.",
    )


@pytest.mark.parametrize("kind", ["denial_write_off", "denied_to_patient"])
def test_a_denial_ends_when_its_money_is_written_off_or_becomes_the_patients(kind: str) -> None:
    desk = Desk()
    desk.hear(decided(REFUSED), adjusted("150.00", kind, line=1))
    assert desk.closed() == [(1, "upheld", "0.00")]
    assert [each.line_number for each in desk.case.open_denials()] == [2]


def test_an_amount_without_a_line_ends_the_denials_that_it_covers_in_full() -> None:
    desk = Desk()
    desk.hear(decided(REFUSED), adjusted("190.00"))
    assert desk.closed() == [(1, "upheld", "0.00"), (2, "upheld", "0.00")]
    other = Desk()
    other.hear(decided(REFUSED), adjusted("149.99", line=1), adjusted("25.00", "charity"))
    assert other.closed() == []


def test_what_was_given_up_before_the_refusal_was_heard_of_asks_nobody() -> None:
    desk = Desk()
    desk.hear(adjusted("150.00", line=1), decided(REFUSED))
    assert desk.closed() == [(1, "upheld", "0.00")]
    assert [each.root_cause for each in desk.requests()] == ["authorization_missing"]


def test_an_adjustment_of_an_older_decision_fell_with_it() -> None:
    desk = Desk()
    first = decided(REFUSED[:1])
    desk.hear(adjusted("150.00", line=1, on=FIRST), first, reversed_(first))
    desk.hear(decided([("99213", "150.00", "0.00", [("CO", "29", "150.00")])], "R2", SECOND, ordinal=2))
    assert [each.opened.carc for each in desk.case.open_denials()] == ["29"]


def test_a_payer_that_pays_after_the_write_off_is_a_denial_won() -> None:
    desk = Desk()
    first = decided(REFUSED[:1])
    desk.hear(first, adjusted("150.00", line=1), reversed_(first))
    desk.hear(decided([("99213", "150.00", "92.00", [("CO", "45", "58.00")])], "R2", SECOND, ordinal=2))
    assert desk.closed() == [(1, "upheld", "0.00"), (1, "overturned", "92.00")]
