"""The scenarios a biller would judge the denials desk by, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from shared.contracts.denials import CorrectionRequested, DenialClosed, DenialOpened
from shared.contracts.values import ClaimKind, Owner
from tests.unit.denials.desk import (
    FIRST,
    S4_FIRST,
    S4_SECOND,
    SECOND,
    THIRD,
    Desk,
    Line,
    decided,
    line,
    payment,
    priced,
    remitted,
    reversed_,
    submitted,
)


def s4() -> Desk:
    """Denied, sent again with modifier 25, reversed and paid."""
    desk = Desk()
    first = decided(S4_FIRST)
    desk.hear(submitted(1, date(2026, 11, 2)), first, submitted(2, date(2026, 11, 20)))
    desk.hear(reversed_(first, "R2", SECOND), decided(S4_SECOND, "R2", SECOND, ordinal=2))
    return desk


def test_s4_one_line_is_denied_and_valued_at_contract() -> None:
    desk = Desk()
    opened, request = desk.hear(decided(S4_FIRST))
    assert isinstance(opened, DenialOpened)
    assert isinstance(request, CorrectionRequested)
    assert (opened.line_number, opened.code, opened.root_cause, opened.phase) == (1, "99214", "modifier_25_missing", "initial")
    assert (opened.gross, opened.expected_recoverable) == (Decimal("210.00"), Decimal("128.00"))
    assert (opened.denied_on, opened.appeal_by) == (FIRST, date(2027, 5, 15))
    assert opened.contract_version.startswith("NWHP1 2026-01-01")
    assert (request.owner, request.denial_id, request.line_number, request.due_on) == (Owner.CODING, opened.denial_id, 1, opened.appeal_by)
    assert desk.work() == {}


def test_s4_the_replacement_overturns_it_and_it_stays_one_denial() -> None:
    desk = s4()
    assert desk.opened() == [(1, "bundling", "210.00")]
    assert desk.closed() == [(1, "overturned", "128.00")]
    assert desk.case.status() == "closed"
    assert desk.case.columns()["recovered"] == Decimal("128.00")
    assert desk.case.columns()["gross"] == Decimal("0.00")


def test_s4_the_reversal_alone_closes_nothing_and_is_no_new_denial() -> None:
    desk = Desk()
    first = decided(S4_FIRST)
    desk.hear(first)
    assert desk.hear(reversed_(first)) == []
    assert desk.case.status() == "open"


def test_s5a_a_retroactive_termination_after_payment_is_a_coverage_denial_of_its_own_kind() -> None:
    desk = s4()
    standing = decided(S4_SECOND, "R2", SECOND, ordinal=2)
    ended: list[Line] = [(name, charge, "0.00", [("PR", "27", charge)]) for name, charge, _, _ in S4_SECOND]
    desk.hear(reversed_(standing, "R3", THIRD, ordinal=2))
    new = desk.hear(decided(ended, "R3", THIRD, ordinal=3))
    opened = [event for event in new if isinstance(event, DenialOpened)]
    assert [(each.line_number, each.category.value, each.gross, each.expected_recoverable) for each in opened] == [
        (1, "eligibility", Decimal("210.00"), Decimal("128.00")),
        (2, "eligibility", Decimal("180.00"), Decimal("120.00")),
        (3, "eligibility", Decimal("30.00"), Decimal("10.00")),
    ]
    assert {each.phase for each in opened} == {"after_payment"}
    [request] = [event for event in new if isinstance(event, CorrectionRequested)]
    assert (request.owner, request.root_cause, len(request.also)) == (Owner.ELIGIBILITY, "coverage_ended", 2)
    assert request.sentence.startswith("Line 1, 2, 3: ")
    assert not [event for event in new if isinstance(event, DenialClosed)]


def test_s6_a_timely_filing_denial_keeps_the_contracts_deadline_and_is_overturned() -> None:
    desk = Desk(priced(c29881="740.00"))
    refused: list[Line] = [("29881", "1150.00", "0.00", [("CO", "29", "1150.00")])]
    first = decided(refused, "R1", date(2026, 5, 20), payer="CASC2")
    [opened] = desk.hear(first)
    assert isinstance(opened, DenialOpened)
    assert (opened.category.value, opened.expected_recoverable, opened.appeal_by) == ("timely_filing", Decimal("740.00"), date(2026, 7, 19))
    assert "277CA" in desk.work()["filed_late"]
    paid: list[Line] = [("29881", "1150.00", "666.00", [("CO", "45", "410.00"), ("PR", "2", "74.00")])]
    desk.hear(reversed_(first), decided(paid, "R2", SECOND, payer="CASC2", ordinal=2))
    assert desk.closed() == [(1, "overturned", "740.00")]
    assert desk.work() == {}


def test_s6_a_request_for_records_is_a_denial_of_its_own_category() -> None:
    desk = Desk(priced(c29880="610.00"))
    spec: Line = ("29880", "980.00", "0.00", [("CO", "252", "980.00")])
    first = remitted(payment([line(1, spec, remarks=("N706",))]), "R1", FIRST, "CASC2")
    [opened] = desk.hear(first)
    assert isinstance(opened, DenialOpened)
    assert (opened.category.value, opened.owner, opened.expected_recoverable) == ("information_request", Owner.DENIALS, Decimal("610.00"))
    assert opened.remarks == ("N706",)
    assert "Send the records" in desk.work()["records_wanted"]
    paid: list[Line] = [("29880", "980.00", "549.00", [("CO", "45", "370.00"), ("PR", "2", "61.00")])]
    desk.hear(reversed_(first), decided(paid, "R2", SECOND, payer="CASC2", ordinal=2))
    assert desk.closed() == [(1, "overturned", "610.00")]


def test_s7_sequestration_and_what_the_first_payer_did_are_no_denials() -> None:
    desk = Desk()
    desk.hear(decided([("99214", "250.00", "109.76", [("CO", "45", "110.00"), ("CO", "253", "2.24"), ("PR", "2", "28.00")])], payer="FEDS3"))
    desk.hear(decided([("99214", "250.00", "28.00", [("OA", "23", "222.00")])], "R2", SECOND, payer="CASC2", order=2))
    assert desk.emitted == []


@pytest.mark.parametrize(
    "spec",
    [
        ("99213", "320.00", "0.00", [("CO", "45", "110.00"), ("PR", "1", "210.00")]),
        ("99213", "95.00", "0.00", [("CO", "24", "95.00")]),
    ],
)
def test_s9_zero_payments_are_no_denials(spec: Line) -> None:
    desk = Desk()
    assert desk.hear(decided([spec])) == []
    assert desk.case.status() == "none"


def test_s10_lines_packaged_into_a_case_rate_are_no_denials() -> None:
    desk = Desk()
    lines: list[Line] = [
        ("45385", "6900.00", "3240.00", [("CO", "45", "3300.00"), ("PR", "2", "360.00")]),
        ("NU0250", "600.00", "0.00", [("CO", "97", "600.00")]),
        ("NU0710", "900.00", "0.00", [("CO", "97", "900.00")]),
    ]
    assert desk.hear(decided(lines, kind=ClaimKind.INSTITUTIONAL)) == []


def test_a_case_rate_line_that_is_refused_is_one_denial_worth_the_case_rate() -> None:
    desk = Desk()
    lines: list[Line] = [("45385", "6900.00", "0.00", [("CO", "197", "6900.00")]), ("NU0250", "600.00", "0.00", [("CO", "97", "600.00")])]
    [opened, request] = desk.hear(decided(lines, kind=ClaimKind.INSTITUTIONAL))
    assert isinstance(opened, DenialOpened)
    assert (opened.line_number, opened.gross, opened.expected_recoverable) == (1, Decimal("6900.00"), Decimal("4200.00"))
    assert isinstance(request, CorrectionRequested)


def test_s11_a_reversal_without_correction_opens_no_denial() -> None:
    desk = Desk()
    first = decided([("99213", "275.00", "150.00", [("CO", "45", "105.00"), ("PR", "3", "20.00")])])
    assert desk.hear(first, reversed_(first)) == []
