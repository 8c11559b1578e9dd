"""denials.triage: what opens a denial, who is asked, what closes it."""

from datetime import date
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.denials.model.case import DenialCase
from services.denials.model.fold import evolve
from services.denials.stages.triage import STAGE
from shared.contracts.adjudication import ClaimRemitted
from shared.contracts.denials import CorrectionRequested, DenialClosed, DenialOpened
from shared.contracts.event import Event
from shared.contracts.values import Owner
from tests.unit.denials.desk import (
    CLAIM,
    FIRST,
    S4_FIRST,
    S4_SECOND,
    SECOND,
    THIRD,
    Cas,
    Desk,
    Line,
    decided,
    declined,
    line,
    payment,
    person,
    remitted,
    reversed_,
    submitted,
    woken,
)

RESENT = date(2026, 11, 20)
DEADLINE = date(2027, 5, 15)
"""180 days after the first decision."""
VISIT = ("99213", "150.00")


def refused(*adjustments: Cas) -> Line:
    return ("99213", "150.00", "0.00", list(adjustments))


def only(desk: Desk) -> DenialOpened:
    [opened] = desk.of(DenialOpened)
    return opened


@pytest.mark.parametrize(
    ("group", "carc", "category", "cause", "owner"),
    [
        ("CO", "16", "missing_information", "information_missing", Owner.CODING),
        ("CO", "18", "duplicate", "sent_twice", Owner.DENIALS),
        ("CO", "22", "coordination_of_benefits", "other_payer_first", Owner.ELIGIBILITY),
        ("CO", "27", "eligibility", "coverage_ended", Owner.ELIGIBILITY),
        ("CO", "31", "eligibility", "patient_not_identified", Owner.ELIGIBILITY),
        ("PR", "27", "eligibility", "coverage_ended", Owner.ELIGIBILITY),
        ("CO", "29", "timely_filing", "filed_late", Owner.DENIALS),
        ("CO", "50", "medical_necessity", "diagnosis_does_not_support", Owner.CODING),
        ("PR", "96", "non_covered", "not_covered", Owner.DENIALS),
        ("CO", "97", "bundling", "bundled_service", Owner.DENIALS),
        ("CO", "109", "coordination_of_benefits", "other_payer_first", Owner.ELIGIBILITY),
        ("PR", "119", "benefit_limit", "benefit_used_up", Owner.DENIALS),
        ("CO", "197", "authorization", "authorization_missing", Owner.ELIGIBILITY),
        ("PR", "204", "non_covered", "not_covered", Owner.DENIALS),
        ("CO", "226", "information_request", "records_wanted", Owner.DENIALS),
        ("PR", "227", "information_request", "records_wanted", Owner.DENIALS),
        ("PR", "242", "non_covered", "not_covered", Owner.DENIALS),
        ("CO", "252", "information_request", "records_wanted", Owner.DENIALS),
        ("CO", "B7", "other", "other", Owner.DENIALS),
    ],
)
def test_a_refusal_has_a_category_a_root_cause_and_an_owner(group: str, carc: str, category: str, cause: str, owner: Owner) -> None:
    desk = Desk()
    desk.hear(decided([refused((group, carc, "150.00"))]))
    opened = only(desk)
    assert (opened.category.value, opened.root_cause, opened.owner) == (category, cause, owner)
    assert (opened.gross, opened.expected_recoverable) == (Decimal("150.00"), Decimal("92.00"))
    assert [each.owner for each in desk.requests()] == ([] if owner is Owner.DENIALS else [owner])
    assert set(desk.work()) == ({cause} if owner is Owner.DENIALS else set())


@pytest.mark.parametrize(
    "adjustment",
    [
        ("PR", "1"), ("PR", "2"), ("PR", "3"), ("CO", "45"), ("CO", "253"), ("CO", "24"), ("CO", "144"), ("CO", "104"), ("CO", "237"),
    ],
)  # fmt: skip
def test_shares_contract_and_programme_reductions_are_no_denials(adjustment: tuple[str, str]) -> None:
    desk = Desk()
    assert desk.hear(decided([refused((*adjustment, "150.00"))])) == []


def test_the_claims_status_decides_nothing() -> None:
    desk = Desk()
    assert desk.hear(decided([refused(("PR", "1", "150.00"))], status="4")) == []
    desk.hear(decided([refused(("CO", "197", "150.00"))], "R2", status="1"))
    assert only(desk).category.value == "authorization"


def test_a_missing_patient_number_goes_to_registration_not_to_coding() -> None:
    desk = Desk()
    desk.hear(remitted(payment([line(1, refused(("CO", "16", "150.00")), remarks=("N382",))]), "R1", FIRST))
    assert (only(desk).root_cause, only(desk).owner) == ("patient_not_identified", Owner.ELIGIBILITY)


@pytest.mark.parametrize("visit", ["99214:25", "85025"])
def test_modifier_25_is_the_cause_only_on_a_visit_without_it(visit: str) -> None:
    desk = Desk()
    desk.hear(decided([(visit, "210.00", "0.00", [("CO", "97", "210.00")]), *S4_FIRST[1:]]))
    assert only(desk).root_cause == "bundled_service"


def test_modifier_25_is_not_the_cause_when_the_procedure_was_on_another_day() -> None:
    desk = Desk()
    lines = [line(number, spec) for number, spec in enumerate(S4_FIRST, start=1)]
    lines[1] = lines[1].model_copy(update={"service_on": date(2026, 9, 29)})
    desk.hear(remitted(payment(lines), "R1", FIRST))
    assert only(desk).root_cause == "bundled_service"


def test_a_payer_that_takes_no_replacement_is_not_sent_one() -> None:
    desk = Desk()
    desk.hear(decided(S4_FIRST, payer="FEDS3"))
    assert (only(desk).root_cause, only(desk).owner) == ("modifier_25_missing", Owner.DENIALS)
    assert desk.requests() == []
    assert "reopening" in desk.work()["modifier_25_missing"]


def test_other_coverage_is_looked_for_whatever_the_payer_takes() -> None:
    desk = Desk()
    desk.hear(decided([refused(("CO", "27", "150.00"))], payer="FEDS3"))
    assert [each.owner for each in desk.requests()] == [Owner.ELIGIBILITY]


def test_a_line_the_contract_does_not_know_is_worth_nothing_until_somebody_says_so() -> None:
    desk = Desk()
    desk.hear(decided([("99999", "80.00", "0.00", [("CO", "197", "80.00")])], payer="NOBODY"))
    assert (only(desk).expected_recoverable, only(desk).appeal_by) == (Decimal("0.00"), date(2026, 12, 16))


def test_a_cut_of_units_is_worth_what_the_contract_still_owes() -> None:
    desk = Desk()
    desk.hear(decided([("J1010", "30.00", "5.00", [("CO", "45", "10.00"), ("CO", "222", "15.00")])]))
    assert (only(desk).gross, only(desk).expected_recoverable) == (Decimal("15.00"), Decimal("5.00"))


def test_only_what_was_won_beyond_the_first_decision_is_recovered() -> None:
    desk = Desk()
    first = decided([("J1010", "30.00", "5.00", [("CO", "45", "10.00"), ("CO", "222", "15.00")])])
    desk.hear(first, reversed_(first), decided([("J1010", "30.00", "10.00", [("CO", "45", "20.00")])], "R2", SECOND, ordinal=2))
    assert desk.closed() == [(1, "overturned", "5.00")]


def test_a_refusal_of_the_whole_claim_is_one_denial_worth_the_whole_claim() -> None:
    desk = Desk()
    desk.hear(submitted(1, date(2026, 11, 2), "99214", "20610"))
    desk.hear(remitted(payment([], adjustments=[("CO", "29", "390.00")]), "R1", FIRST))
    assert (only(desk).line_number, only(desk).gross, only(desk).expected_recoverable) == (0, Decimal("390.00"), Decimal("248.00"))
    assert [item.place for item in desk.case.work_items()] == [""]


def test_a_line_that_the_payer_split_is_still_one_line() -> None:
    desk = Desk()
    half: Line = ("99213", "75.00", "0.00", [("CO", "197", "75.00")])
    desk.hear(decided([half, half], numbers=[1, 1]))
    assert desk.opened() == [(1, "authorization", "150.00")]


def test_lines_that_nobody_could_place_never_meet_ours() -> None:
    desk = Desk()
    desk.hear(decided([refused(("CO", "197", "150.00")), refused(("CO", "197", "150.00"))], numbers=[None, 1]))
    assert [number for number, _, _ in desk.opened()] == [-1, 1]


def test_the_causes_of_one_desk_are_one_request_and_those_of_two_desks_two() -> None:
    desk = Desk()
    desk.hear(decided([*S4_FIRST[:2], ("J3301", "48.00", "0.00", [("CO", "50", "48.00")]), ("73721", "412.00", "0.00", [("CO", "197", "412.00")])]))
    coding, authorization = desk.requests()
    assert (coding.owner, coding.root_cause, len(coding.also)) == (Owner.CODING, "modifier_25_missing", 1)
    assert coding.sentence.startswith("Line 1: A visit was bundled")
    assert " Line 3: The payer does not see why" in coding.sentence
    assert (authorization.owner, authorization.root_cause, authorization.also) == (Owner.ELIGIBILITY, "authorization_missing", ())


def test_a_later_request_to_the_same_desk_names_what_it_already_has() -> None:
    desk = Desk()
    desk.hear(decided(S4_FIRST[:1] + S4_FIRST[1:2], numbers=[1, 2]))
    desk.hear(decided([("J3301", "48.00", "0.00", [("CO", "50", "48.00")])], "R1B", numbers=[3]))
    first, second = desk.requests()
    assert second.also == (first.denial_id,)
    assert second.denial_id != first.denial_id


def test_a_decision_on_other_lines_of_a_split_claim_closes_nothing() -> None:
    desk = Desk()
    desk.hear(decided(S4_FIRST[:1], numbers=[1]))
    assert desk.hear(decided(S4_FIRST[1:], "R1B", numbers=[2, 3])) == []
    assert desk.case.status() == "open"


def test_a_second_decision_without_reversal_counts_for_the_lines_it_names() -> None:
    desk = Desk()
    desk.hear(decided(S4_FIRST), decided(S4_SECOND, "R2", SECOND))
    assert desk.closed() == [(1, "overturned", "128.00")]


def test_a_refusal_that_shrinks_is_won_in_part_and_goes_on_as_another_denial() -> None:
    desk = Desk()
    first = decided([refused(("CO", "197", "150.00"))])
    partly: Line = ("99213", "150.00", "46.00", [("CO", "45", "29.00"), ("CO", "197", "75.00")])
    desk.hear(first, reversed_(first), decided([partly], "R2", SECOND, ordinal=2))
    assert desk.closed() == [(1, "partly_overturned", "46.00")]
    rest = desk.of(DenialOpened)[1]
    assert (rest.gross, rest.expected_recoverable, rest.phase) == (Decimal("75.00"), Decimal("46.00"), "repeated")


def test_a_denial_that_becomes_a_deductible_is_overturned_and_one_that_becomes_a_write_off_is_upheld() -> None:
    for adjustments, outcome in (([("CO", "45", "58.00"), ("PR", "1", "92.00")], "overturned"), ([("CO", "45", "150.00")], "upheld")):
        desk = Desk()
        first = decided([refused(("CO", "197", "150.00"))])
        desk.hear(first, reversed_(first), decided([refused(*adjustments)], "R2", SECOND, ordinal=2))
        assert [each.outcome for each in desk.of(DenialClosed)] == [outcome]


def test_the_same_refusal_again_is_the_same_denial_and_comes_back_to_the_desk_once_it_was_fought_for() -> None:
    desk = Desk()
    first = decided(S4_FIRST)
    desk.hear(first, submitted(2, RESENT))
    assert desk.work() == {}
    assert desk.hear(reversed_(first), decided(S4_FIRST, "R2", SECOND, ordinal=2)) == []
    assert "refused it again" in desk.work()["modifier_25_missing"]


def test_another_reason_after_the_correction_is_another_denial_and_not_an_initial_one() -> None:
    desk = Desk()
    first = decided(S4_FIRST)
    desk.hear(first, submitted(2, RESENT), reversed_(first))
    desk.hear(decided([("99214:25", "210.00", "0.00", [("CO", "50", "210.00")]), *S4_FIRST[1:]], "R2", SECOND, ordinal=2))
    assert desk.closed() == [(1, "upheld", "0.00")]
    again = desk.of(DenialOpened)[1]
    assert (again.root_cause, again.phase, again.appeal_by) == ("diagnosis_does_not_support", "repeated", date(2027, 5, 30))
    assert len(desk.case.open_denials()) == 1


def test_a_line_that_the_replacement_no_longer_has_is_withdrawn() -> None:
    desk = Desk()
    first = decided(S4_FIRST)
    desk.hear(submitted(1, date(2026, 11, 2), "99214", "20610", "J1010"), first, submitted(2, RESENT, "", "20610", "J1010"))
    desk.hear(reversed_(first), decided(S4_FIRST[1:], "R2", SECOND, ordinal=2, numbers=[2, 3]))
    assert desk.closed() == [(1, "withdrawn", "0.00")]


def test_other_coverage_that_pays_ends_the_denial_of_the_first_payer() -> None:
    desk = Desk()
    desk.hear(decided([refused(("CO", "27", "150.00"))]), submitted(2, RESENT, payer="CASC2"))
    desk.hear(decided([("99213", "150.00", "65.00", [("CO", "45", "55.00"), ("PR", "3", "30.00")])], "R2", SECOND, payer="CASC2"))
    assert desk.closed() == [(1, "other_payer", "95.00")]


def test_other_coverage_that_refuses_too_is_the_initial_denial_of_that_payer() -> None:
    desk = Desk()
    desk.hear(decided([refused(("CO", "27", "150.00"))]), decided([refused(("CO", "197", "150.00"))], "R2", SECOND, payer="CASC2"))
    assert desk.closed() == [(1, "upheld", "0.00")]
    assert [(each.payer_id, each.phase) for each in desk.of(DenialOpened)] == [("NWHP1", "initial"), ("CASC2", "initial")]
    assert len(desk.case.open_denials()) == 1


def test_what_the_second_payer_decides_leaves_the_first_payers_denial_alone() -> None:
    desk = Desk()
    desk.hear(decided(S4_FIRST))
    second: list[Line] = [("99214", "210.00", "0.00", [("OA", "23", "210.00")]), ("20610", "180.00", "12.00", [("OA", "23", "168.00")])]
    decision = decided(second, "R2", SECOND, payer="CASC2", order=2)
    assert desk.hear(decision, reversed_(decision, "R3", THIRD)) == []
    [denial] = desk.case.open_denials()
    assert (denial.refused_again_on, denial.taken_back) == (None, False)


def test_an_appealed_denial_does_not_expire_and_is_asked_after() -> None:
    desk = Desk()
    desk.hear(decided([refused(("CO", "29", "150.00"))]))
    desk.hear(person("appeal", only(desk).denial_id))
    assert desk.work() == {}
    assert desk.hear(woken(date(2027, 5, 16))) == []
    assert "has not decided yet" in desk.work()["filed_late"]
    assert desk.case.wake_on is None


def test_an_appeal_counts_even_where_the_remittance_is_dated_ahead_and_until_the_payer_refuses_again() -> None:
    desk = Desk()
    first = decided([refused(("CO", "29", "150.00"))])
    desk.hear(first)
    desk.hear(person("appeal", only(desk).denial_id, date(2026, 11, 2)))
    assert desk.work() == {}
    desk.hear(reversed_(first), decided([refused(("CO", "29", "150.00"))], "R2", SECOND, ordinal=2))
    assert set(desk.work()) == {"filed_late"}
    desk.hear(person("appeal", only(desk).denial_id, date(2026, 11, 3)))
    assert desk.work() == {}
    assert len(desk.of(DenialOpened)) == 1


def test_a_submission_before_the_refusal_is_no_answer_to_it_however_late_it_is_read() -> None:
    desk = Desk()
    desk.hear(decided([refused(("CO", "29", "150.00"))], submission=2), submitted(2, RESENT))
    assert set(desk.work()) == {"filed_late"}


def test_a_corrected_claim_that_the_payer_has_does_not_expire() -> None:
    desk = Desk()
    desk.hear(decided(S4_FIRST), submitted(2, RESENT))
    assert desk.hear(woken(date(2027, 5, 16))) == []
    assert desk.case.status() == "open"


def test_what_nobody_fought_for_expires_the_day_after_the_deadline_and_not_before() -> None:
    desk = Desk()
    desk.hear(submitted(1, date(2026, 11, 2)), decided(S4_FIRST))
    assert desk.case.wake_on == date(2027, 5, 16)
    assert desk.hear(woken(DEADLINE)) == []
    desk.hear(woken(date(2027, 5, 16)))
    assert desk.closed() == [(1, "expired", "0.00")]
    assert desk.case.wake_on is None


def test_money_that_comes_after_a_denial_expired_is_recovered_all_the_same() -> None:
    desk = Desk()
    first = decided(S4_FIRST)
    desk.hear(first, woken(date(2027, 5, 16)), reversed_(first, "R9", date(2027, 6, 1)))
    desk.hear(decided(S4_SECOND, "R9", date(2027, 6, 1), ordinal=2))
    assert desk.closed() == [(1, "expired", "0.00"), (1, "overturned", "128.00")]
    assert desk.case.columns()["recovered"] == Decimal("128.00")


@pytest.mark.parametrize(("decision", "outcome"), [("give_up", "upheld"), ("withdraw", "withdrawn")])
def test_what_a_person_ended_is_not_opened_again_by_the_same_refusal(decision: str, outcome: str) -> None:
    desk = Desk()
    first = decided([refused(("CO", "18", "150.00"))])
    desk.hear(first)
    desk.hear(person(decision, only(desk).denial_id))
    assert desk.closed() == [(1, outcome, "0.00")]
    assert desk.of(DenialClosed)[0].closed_on == date(2026, 11, 20)
    assert desk.hear(person("give_up", only(desk).denial_id)) == []
    assert desk.hear(reversed_(first), decided([refused(("CO", "18", "150.00"))], "R2", SECOND, ordinal=2)) == []


def test_a_request_that_coding_declines_is_work_for_the_desk() -> None:
    desk = Desk()
    desk.hear(decided(S4_FIRST))
    desk.hear(declined(only(desk).denial_id))
    assert desk.work()["modifier_25_missing"].startswith("CO-97 refused 210.00. Nothing to correct was found. Appeal by 2027-05-15")


def test_a_decision_on_a_paid_line_that_is_taken_back_is_marked_as_after_payment() -> None:
    desk = Desk()
    paid = decided([("99213", "150.00", "92.00", [("CO", "45", "58.00")])])
    desk.hear(paid, reversed_(paid), decided([refused(("CO", "50", "150.00"))], "R2", SECOND, ordinal=2))
    assert only(desk).phase == "after_payment"


def test_denials_are_found_by_their_claim() -> None:
    assert STAGE.key is not None
    assert {STAGE.key(event) for event in (decided(S4_FIRST), submitted(1, FIRST), declined("D"), person("appeal", "D"))} == {CLAIM}


# What holds for every sequence of decisions.

CARCS: list[Cas] = [("CO", "97", "150.00"), ("CO", "197", "150.00"), ("PR", "27", "150.00"), ("CO", "45", "150.00"), ("PR", "1", "150.00")]
specs = st.sampled_from([refused(each) for each in CARCS] + [("99213", "150.00", "92.00", [("CO", "45", "58.00")])])
claims = st.lists(specs, min_size=1, max_size=3)
payers = st.sampled_from([("NWHP1", 1), ("CASC2", 1), ("CASC2", 2)])
happenings = st.one_of(
    st.tuples(st.just("decision"), claims, payers, st.booleans()),
    st.tuples(st.just("person"), st.sampled_from(["appeal", "give_up", "withdraw"]), st.integers(0, 5), st.just(True)),
    st.tuples(st.just("resent"), st.integers(1, 4), st.just(0), st.just(True)),
    st.tuples(st.just("woken"), st.integers(0, 300), st.just(0), st.just(True)),
)


def story(steps: list) -> list[Event]:  # type: ignore[type-arg]
    """Events in a plausible order: a decision is mostly preceded by the reversal of the one before it."""
    events: list[Event] = []
    standing: dict[tuple[str, int], ClaimRemitted] = {}
    desk, sent = Desk(), 1
    for place, (what, first, second, tidy) in enumerate(steps):
        new: list[Event] = []
        on = date.fromordinal(FIRST.toordinal() + place)
        if what == "decision":
            decision = decided(first, f"R{place}", on, payer=second[0], order=second[1], submission=sent)
            if tidy and second in standing:
                new.append(reversed_(standing[second], f"R{place}", decision.remitted_on))
            standing[second] = decision
            new.append(decision)
        elif what == "person":
            known = desk.of(DenialOpened)
            new += [person(first, known[second].denial_id)] if second < len(known) else []
        elif what == "resent":
            sent = max(sent, first)
            new.append(submitted(first, on, "99213", "99213", "99213"))
        else:
            new.append(woken(date.fromordinal(FIRST.toordinal() + first)))
        desk.hear(*new)
        events += new
    return events


@given(st.lists(happenings, max_size=7))
def test_a_line_never_has_two_open_denials_of_payers_in_one_place(steps: list) -> None:  # type: ignore[type-arg]
    desk = Desk()
    for event in story(steps):
        desk.hear(event)
        open_now = [(each.opened.payer_order, each.line_number) for each in desk.case.open_denials()]
        assert len(open_now) == len(set(open_now))
        assert all(each.opened.gross >= each.opened.expected_recoverable >= 0 for each in desk.case.denials)


@given(st.lists(happenings, max_size=7))
def test_a_message_that_comes_twice_changes_nothing_and_emits_nothing(steps: list) -> None:  # type: ignore[type-arg]
    once, twice = Desk(), Desk()
    for event in story(steps):
        once.hear(event)
        twice.hear(event)
        again = twice.hear(event)
        assert again == []
    assert once.case == twice.case


@given(st.lists(happenings, max_size=7))
def test_every_open_denial_is_on_somebodys_desk_or_at_the_payer(steps: list) -> None:  # type: ignore[type-arg]
    desk = Desk()
    desk.hear(*story(steps))
    ours = {item.id for item in desk.case.work_items()}
    asked = set(chain.from_iterable((each.denial_id, *each.also) for each in desk.of(CorrectionRequested)))
    for denial in desk.case.open_denials():
        assert denial.opened.denial_id in ours | asked or desk.case.waits_for_payer(denial)


@given(st.lists(happenings, max_size=7), st.randoms(use_true_random=False))
def test_topics_may_be_read_in_any_interleaving_when_the_state_is_rebuilt(steps: list, chance) -> None:  # type: ignore[no-untyped-def,type-arg]
    desk = Desk()
    given_events = [event for event in story(steps) if not isinstance(event, type(woken(FIRST)))]
    own: list[Event] = []
    for event in given_events:
        own += [event, *desk.hear(event)]
    submissions = [event for event in own if event.type.startswith("rcm.submission")]
    others = [event for event in own if event not in submissions]
    for submission in submissions:
        others.insert(chance.randint(0, len(others)), submission)
    folded = DenialCase(claim_id=CLAIM)
    for event in others:
        folded = evolve(folded, event)
    assert folded.denials == desk.case.denials
    assert folded.resent_on == desk.case.resent_on
