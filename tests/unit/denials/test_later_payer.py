"""denials.triage: what a later payer refuses is what those before it left, whatever amount it repeats."""

from __future__ import annotations

from decimal import Decimal

from shared.contracts.denials import DenialOpened
from tests.unit.denials.desk import FIRST, SECOND, Desk, Line, decided, line, payment, remitted

FIRST_PAYER: list[Line] = [("99205", "500.00", "160.00", [("CO", "45", "200.00"), ("PR", "1", "140.00")])]


def test_a_later_payer_that_repeats_the_whole_charge_refuses_what_was_left_to_it() -> None:
    desk = Desk()
    desk.hear(decided(FIRST_PAYER), decided([("99205", "500.00", "0.00", [("PR", "204", "500.00")])], "R2", SECOND, payer="CASC2", order=2))
    assert [(each.payer_order, each.gross) for each in desk.of(DenialOpened)] == [(2, Decimal("140.00"))]


def test_what_the_first_payer_refused_may_be_refused_by_the_next_one_too() -> None:
    desk = Desk()
    both: list[Line] = [("99205", "500.00", "0.00", [("CO", "96", "500.00")])]
    desk.hear(decided(both), decided(both, "R2", SECOND, payer="CASC2", order=2))
    assert [(each.payer_order, each.gross) for each in desk.of(DenialOpened)] == [(1, Decimal("500.00")), (2, Decimal("500.00"))]


def test_a_later_payer_to_which_nothing_was_left_refuses_nothing() -> None:
    desk = Desk()
    paid: list[Line] = [("99205", "500.00", "300.00", [("CO", "45", "200.00")])]
    desk.hear(decided(paid), decided([("99205", "500.00", "0.00", [("CO", "18", "500.00")])], "R2", SECOND, payer="CASC2", order=2))
    assert desk.of(DenialOpened) == []


def test_nobody_guesses_what_was_left_where_the_first_decision_is_unknown() -> None:
    desk = Desk()
    desk.hear(decided([("99205", "500.00", "0.00", [("PR", "204", "500.00")])], payer="CASC2", order=2))
    assert [each.gross for each in desk.of(DenialOpened)] == [Decimal("500.00")]


def test_a_share_on_the_claim_as_a_whole_may_be_of_any_line() -> None:
    desk = Desk()
    whole = payment([line(1, ("99205", "500.00", "300.00", [("CO", "45", "200.00")]))], adjustments=[("PR", "1", "140.00")], paid="160.00")
    desk.hear(remitted(whole, "R1", FIRST), decided([("99205", "500.00", "0.00", [("PR", "204", "500.00")])], "R2", SECOND, payer="CASC2", order=2))
    assert [each.gross for each in desk.of(DenialOpened)] == [Decimal("140.00")]
