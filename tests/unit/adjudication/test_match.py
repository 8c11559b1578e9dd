"""adjudication.match: which claim, which line, and in which order decisions are passed on."""

from datetime import timedelta
from decimal import Decimal

from shared.contracts.adjudication import ClaimRemitted, ClaimUnmatched, DecisionHeld, RemittancePosted
from shared.contracts.submission import ClaimSubmitted
from tests.unit.adjudication import remits
from tests.unit.adjudication.desk import Desk, Prices, gross
from tests.unit.adjudication.remits import PAID, Line, negated, payment, remittance, submitted

LINE: list[Line] = [("99213", "150.00", "92.00", [("CO", "45", "58.00")])]
BETTER: list[Line] = [("99213", "150.00", "100.00", [("CO", "45", "50.00")])]
BILL = [("99213", "150.00")]


def kinds(desk: Desk) -> list[str]:
    return [item.kind for item in desk.work()]


def statuses(desk: Desk) -> list[tuple[str, Decimal]]:
    return [(one.payment.status, one.payment.paid) for one in desk.of(ClaimRemitted)]


def test_a_payment_before_its_claim_waits_in_suspense_and_is_matched_when_the_claim_is_known() -> None:
    desk = Desk()
    desk.deliver(*remittance("T1", ("C1", payment("1", LINE))))
    assert [one.paid for one in desk.of(ClaimUnmatched)] == [Decimal("92.00")]
    assert kinds(desk) == ["claim_unknown"]
    assert gross(desk.of(RemittancePosted)) == {("RC", "SUS"): "92.00"}
    desk.deliver(submitted("C1", BILL))
    assert statuses(desk) == [("1", Decimal("92.00"))]
    assert [one.cause for one in desk.of(RemittancePosted)] == ["suspense", "match"]
    assert desk.trial_balance() == {"CTR": Decimal("58.00"), "RC": Decimal("92.00"), "REV": Decimal("-150.00")}
    assert kinds(desk) == []


def test_a_correction_that_overtakes_its_reversal_waits_for_it() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", LINE))))
    desk.deliver(*remittance("T3", ("C1", payment("1", BETTER, icn="ICN2")), day=9))
    assert [one.cause for one in desk.of(DecisionHeld)] == ["correction_pending"]
    assert kinds(desk) == ["correction_pending"]
    assert desk.trial_balance()["SUS"] == Decimal("-100.00")
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(LINE))), day=10))
    assert statuses(desk) == [("1", Decimal("92.00")), ("22", Decimal("-92.00")), ("1", Decimal("100.00"))]
    assert "SUS" not in desk.trial_balance()
    assert kinds(desk) == []


def test_reversal_and_correction_that_overtake_the_first_decision_wait_for_it() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(LINE))), ("C1", payment("1", BETTER, icn="ICN2")), day=9))
    assert [one.cause for one in desk.of(DecisionHeld)] == ["decision_missing", "correction_pending"]
    desk.deliver(*remittance("T1", ("C1", payment("1", LINE))))
    assert statuses(desk) == [("1", Decimal("92.00")), ("22", Decimal("-92.00")), ("1", Decimal("100.00"))]
    assert desk.trial_balance() == {"CTR": Decimal("50.00"), "RC": Decimal("100.00"), "REV": Decimal("-150.00")}


def test_a_reversal_that_takes_back_more_than_was_remitted_is_not_posted() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", LINE))))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(BETTER))), day=9))
    assert [one.cause for one in desk.of(DecisionHeld)] == ["over_reversal"]
    assert desk.balances("C1").payer_paid == Decimal("92.00")
    assert kinds(desk) == ["over_reversal"]


def test_the_same_amounts_under_other_reasons_are_no_contra() -> None:
    other: list[Line] = [("99213", "150.00", "92.00", [("CO", "97", "58.00")])]
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", LINE))))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(other))), day=9))
    assert [one.cause for one in desk.of(DecisionHeld)] == ["over_reversal"]


def test_an_older_payer_may_reverse_under_group_cr() -> None:
    coarse: list[Line] = [("99213", "150.00", "92.00", [("CR", "45", "58.00")])]
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", LINE))))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(coarse))), day=9))
    assert statuses(desk)[-1] == ("22", Decimal("-92.00"))


def test_a_zero_paid_denial_is_reversed_too() -> None:
    denied: list[Line] = [("99213", "150.00", "0.00", [("CO", "197", "150.00")])]
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", denied))))
    desk.deliver(*remittance("T2", ("C1", payment("22", negated(denied))), ("C1", payment("1", LINE)), day=9))
    assert [status for status, _ in statuses(desk)] == ["1", "22", "1"]
    assert desk.balances("C1").denied_open == 0


def test_a_second_decision_that_calls_the_claim_a_duplicate_is_held() -> None:
    duplicate: list[Line] = [("99213", "150.00", "0.00", [("CO", "18", "150.00")])]
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", LINE))))
    desk.deliver(*remittance("T2", ("C1", payment("1", duplicate, icn="ICN9")), day=9))
    assert [one.cause for one in desk.of(DecisionHeld)] == ["duplicate_decision"]
    assert kinds(desk) == ["duplicate_decision"]


def test_an_estimate_holds_nothing_back_and_is_nobodys_work() -> None:
    desk = Desk()
    desk.deliver(
        submitted("C1", BILL), *remittance("T0", ("C1", payment("25", [("99213", "150.00", "0.00", [("OA", "101", "150.00")])], icn="ICN0")))
    )
    assert [one.cause for one in desk.of(DecisionHeld)] == ["predetermination"]
    assert kinds(desk) == []
    desk.deliver(*remittance("T1", ("C1", payment("1", LINE)), day=9))
    assert statuses(desk)[-1][0] == "1"
    assert not desk.account("visit-C1").claims["C1"].correction_is_open


def test_a_payer_may_split_one_claim_into_several_decisions() -> None:
    bill = [("99213", "150.00"), ("85025", "40.00")]
    first, second = payment("1", [LINE[0]]), payment("1", [("85025", "40.00", "10.50", [("CO", "45", "29.50")])], icn="ICN2")
    second = second.model_copy(update={"lines": tuple(line.model_copy(update={"line_number": 2}) for line in second.lines)})
    desk = Desk()
    desk.deliver(submitted("C1", bill), *remittance("T1", ("C1", first), ("C1", second)))
    assert len(desk.of(ClaimRemitted)) == 2
    assert desk.balances("C1").payer_open == 0


def test_a_later_payer_waits_for_the_one_before_it() -> None:
    desk = Desk(Prices({"99214": "140.00"}))
    desk.deliver(submitted("S7", [("99214", "250.00")], payer_id="FEDS3"))
    desk.deliver(*remittance("TG", ("S7", payment("2", remits.S7_MEDIGAP)), payer=""))
    assert [one.cause for one in desk.of(DecisionHeld)] == ["prior_payer_pending"]
    desk.deliver(*remittance("TM", ("S7", payment("19", remits.S7_MEDICARE)), payer="FEDS3"))
    assert [one.payer_order for one in desk.of(ClaimRemitted)] == [1, 2]
    assert desk.balances("S7").payer_paid == Decimal("137.76")


def test_a_decision_about_other_charges_than_were_billed_is_held() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", [("99213", "140.00")]), *remittance("T1", ("C1", payment("1", LINE))))
    assert [one.cause for one in desk.of(DecisionHeld)] == ["unexplained"]
    assert desk.balances("C1").payer_open == Decimal("140.00")


def test_another_payer_decides_on_what_the_first_one_refused() -> None:
    refused: list[Line] = [("99213", "150.00", "0.00", [("CO", "27", "150.00")])]
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("4", refused))))
    desk.deliver(submitted("C1", BILL, 2, PAID + timedelta(days=5), payer_id="CASC2"))
    desk.deliver(*remittance("T2", ("C1", payment("1", LINE, icn="B1")), day=30, payer="CASC2"))
    found = desk.balances("C1")
    assert (found.payer_paid, found.denied_open, found.payer_open) == (Decimal("92.00"), Decimal("0.00"), Decimal("0.00"))


def test_the_same_decision_under_two_events_is_remitted_once() -> None:
    desk = Desk()
    events = remittance("T1", ("C1", payment("1", LINE)))
    desk.deliver(submitted("C1", BILL), *events, events[1])
    assert len(desk.of(ClaimRemitted)) == 1


def test_an_unknown_payer_is_taken_from_the_claim() -> None:
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", payment("1", LINE)), payer=""))
    assert [one.payer_id for one in desk.of(ClaimRemitted)] == ["NWHP1"]


def test_lines_match_by_what_was_billed_when_no_number_is_echoed() -> None:
    desk = Desk()
    desk.deliver(submitted("S4", remits.S4_BILL), submitted("S4", remits.S4_AGAIN, 2, frequency="7"))
    shuffled = [remits.S4_SECOND[2], remits.S4_SECOND[0], remits.S4_SECOND[1]]
    desk.deliver(*remittance("T1", ("S4", payment("1", shuffled, numbered=False))))
    remitted = desk.of(ClaimRemitted)[0].payment
    assert [(line.line_number, line.code, line.modifiers) for line in remitted.lines] == [(3, "J1010", ()), (1, "99214", ("25",)), (2, "20610", ())]


def test_two_equal_lines_are_never_told_apart_by_position() -> None:
    twice: list[Line] = [LINE[0], LINE[0]]
    desk = Desk()
    desk.deliver(submitted("C1", [*BILL, *BILL]), *remittance("T1", ("C1", payment("1", twice, numbered=False))))
    assert [line.line_number for line in desk.of(ClaimRemitted)[0].payment.lines] == [None, None]
    assert kinds(desk) == ["line_unmatched", "line_unmatched"]
    assert desk.balances("C1").payer_paid == Decimal("184.00")


def test_a_number_that_is_not_ours_counts_as_not_echoed() -> None:
    strange = payment("1", LINE)
    strange = strange.model_copy(update={"lines": tuple(line.model_copy(update={"line_number": 77}) for line in strange.lines)})
    desk = Desk()
    desk.deliver(submitted("C1", BILL), *remittance("T1", ("C1", strange)))
    assert [line.line_number for line in desk.of(ClaimRemitted)[0].payment.lines] == [1]


def test_the_document_of_every_submission_is_the_same_claim() -> None:
    desk = Desk()
    events: list[ClaimSubmitted] = [submitted("C1", BILL, number) for number in (1, 2, 2)]
    desk.deliver(*events)
    assert [one.submission for one in desk.file("C1").billed] == [1, 2]
