"""A payer's answer becomes a fact, and the fact decides what comes next."""

from datetime import date
from decimal import Decimal

import pytest

from shared.contracts.eligibility import BenefitStated, CoverageInactive, CoverageUnanswered, CoverageVerified, EncounterHeld, InquiryRequested
from shared.contracts.event import Event
from tests.unit.eligibility.visits import (
    Clinic,
    answered,
    codes,
    coverage,
    kinds,
    last_clearance,
    needs_number,
    opened,
    registered,
    unanswered,
)

TWO = registered(1, coverage(1), coverage(2, "CASC2"))


def by_payer(**answers: object) -> object:
    """A payer directory of answers: True, False, None (silence) or AAA codes."""

    def answer(question: InquiryRequested) -> Event:
        said = answers[question.payer_id]
        if said == "silence":
            return unanswered(question)
        return answered(question, None, rejects=(said,)) if isinstance(said, str) else answered(question, bool(said))

    return answer


def run(**answers: object) -> tuple[Clinic, list[Event]]:
    clinic = Clinic(payer=by_payer(**answers))  # type: ignore[arg-type]
    return clinic, clinic.tell(TWO, opened())


def test_the_next_coverage_is_asked_when_the_first_was_not_active_on_the_date() -> None:
    _, events = run(NWHP1=False, CASC2=True)
    assert kinds(events) == ["InquiryRequested", "CoverageInactive", "InquiryRequested", "CoverageVerified", "EncounterCleared"]
    assert [each.payer_id for each in last_clearance(events).coverages] == ["CASC2"]
    assert [each.order for each in last_clearance(events).coverages] == [2]


def test_every_coverage_is_looked_at_because_the_second_payer_pays_what_the_first_leaves() -> None:
    _, events = run(NWHP1=True, CASC2=True)
    assert [(each.payer_id, each.order) for each in last_clearance(events).coverages] == [("NWHP1", 1), ("CASC2", 2)]


def test_with_no_active_coverage_left_the_visit_is_held_with_a_reason_for_each() -> None:
    clinic, events = run(NWHP1=False, CASC2="75")
    assert codes(events) == ["coverage_inactive", "member_not_found"]
    assert [item.place for item in clinic.state.work_items()] == ["coverages[0]", "coverages[1].member_id"]


@pytest.mark.parametrize(("code", "cause"), [("75", "member_not_found"), ("72", "member_not_found"), ("71", "member_not_found"), ("79", "refused")])
def test_a_payer_that_does_not_know_the_member_or_refuses_counts_as_no_coverage(code: str, cause: str) -> None:
    _, events = run(NWHP1=code, CASC2=True)
    assert isinstance(events[1], CoverageInactive)
    assert (events[1].cause, events[1].rejects) == (cause, (code,))


def test_silence_of_the_first_payer_holds_the_visit_and_asks_nobody_else() -> None:
    clinic, events = run(NWHP1="silence", CASC2=True)
    assert kinds(events) == ["InquiryRequested", "CoverageUnanswered", "EncounterHeld"]
    assert codes(events) == ["coverage_unanswered"]
    assert isinstance(events[1], CoverageUnanswered)
    assert events[1].attempts == 5
    assert clinic.state.status == "held"


def test_silence_of_the_second_payer_lets_the_first_one_be_billed_and_leaves_work() -> None:
    clinic, events = run(NWHP1=True, CASC2="silence")
    assert [each.payer_id for each in last_clearance(events).coverages] == ["NWHP1"]
    assert [(item.kind, item.place) for item in clinic.state.work_items()] == [("coverage_unanswered", "coverages[1]")]


def test_an_answer_without_a_status_is_no_answer() -> None:
    clinic = Clinic(payer=lambda question: answered(question, None))
    assert codes(clinic.tell(registered(), opened())) == ["coverage_unanswered"]


def test_a_payer_that_says_it_is_busy_has_not_answered() -> None:
    _, events = run(NWHP1="42", CASC2=True)
    assert codes(events) == ["coverage_unanswered"]


def test_terms_of_the_plan_are_read_from_the_benefits() -> None:
    benefits = (
        BenefitStated(info="1", service_types=("30",), plan="CASCADE A"),
        BenefitStated(info="B", service_types=("30",), amount=Decimal("40.00")),
        BenefitStated(info="B", service_types=("98",), amount=Decimal("25.00"), in_network=True),
        BenefitStated(info="B", service_types=("98",), amount=Decimal("90.00"), in_network=False),
        BenefitStated(info="A", service_types=("30",), rate=Decimal("0.2")),
        BenefitStated(info="C", service_types=("30",), time_period="23", amount=Decimal("500.00")),
        BenefitStated(info="C", service_types=("30",), time_period="29", amount=Decimal("50.00")),
    )
    clinic = Clinic(payer=lambda question: answered(question, True, *benefits))
    fact = clinic.tell(registered(), opened())[1]
    assert isinstance(fact, CoverageVerified)
    assert (fact.plan, fact.copay, fact.coinsurance_rate, fact.deductible_left) == (
        "CASCADE A",
        Decimal("25.00"),
        Decimal("0.2"),
        Decimal("50.00"),
    )


def test_a_deductible_whose_rest_the_payer_does_not_state_stays_unknown() -> None:
    benefit = BenefitStated(info="C", service_types=("30",), time_period="23", amount=Decimal("500.00"))
    clinic = Clinic(payer=lambda question: answered(question, True, benefit))
    fact = clinic.tell(registered(), opened())[1]
    assert isinstance(fact, CoverageVerified)
    assert fact.deductible_left is None


def test_a_procedure_that_needs_a_number_holds_the_visit_and_names_the_code() -> None:
    clinic = Clinic(payer=lambda question: answered(question, True, needs_number("73721"), needs_number("99999")))
    events = clinic.tell(registered(), opened(codes=("99213", "73721")))
    assert kinds(events) == ["InquiryRequested", "CoverageVerified", "EncounterHeld"]
    assert isinstance(events[-1], EncounterHeld)
    assert [(reason.code, reason.place) for reason in events[-1].reasons] == [("authorization_needed", "procedures[73721]")]


def test_an_answer_to_an_outdated_question_is_ignored_and_the_newer_one_counts() -> None:
    clinic = Clinic(payer=None)
    (old,) = clinic.tell(registered(), opened())
    (new,) = clinic.tell(registered(2, coverage(member_id="NWA1000009")))
    assert isinstance(old, InquiryRequested)
    assert isinstance(new, InquiryRequested)
    assert clinic.tell(answered(old, False)) == []
    assert kinds(clinic.tell(answered(new))) == ["CoverageVerified", "EncounterCleared"]


def test_an_answer_stays_good_when_only_consent_changed_while_it_was_on_its_way() -> None:
    clinic = Clinic(payer=None)
    (question,) = clinic.tell(registered(), opened())
    assert isinstance(question, InquiryRequested)
    assert clinic.tell(registered(2, actor=None, patient={"phone": "9375550101"})) == []
    events = clinic.tell(answered(question))
    assert kinds(events) == ["CoverageVerified", "EncounterCleared"]
    assert last_clearance(events).registration_version == 2


def test_an_answer_about_fewer_codes_does_not_clear_a_visit_that_has_more_by_now() -> None:
    clinic = Clinic(payer=None)
    (first,) = clinic.tell(registered(), opened())
    (second,) = clinic.tell(opened(2, codes=("99213", "85025", "73721")))
    assert isinstance(first, InquiryRequested)
    assert isinstance(second, InquiryRequested)
    assert clinic.tell(answered(first)) == []
    assert codes(clinic.tell(answered(second, True, needs_number("73721")))) == ["authorization_needed"]


def test_the_same_answer_twice_changes_nothing() -> None:
    clinic = Clinic(payer=None)
    (question,) = clinic.tell(registered(), opened())
    assert isinstance(question, InquiryRequested)
    clinic.tell(answered(question))
    before = clinic.state
    assert clinic.tell(answered(question)) == []
    assert clinic.state == before


def test_a_coverage_that_moved_up_is_billed_first_without_being_asked_again() -> None:
    clinic, _ = run(NWHP1=True, CASC2=True)
    swapped = registered(2, coverage(2, "CASC2").model_copy(update={"order": 1}), coverage(1).model_copy(update={"order": 2}))
    events = clinic.tell(swapped)
    assert kinds(events) == ["EncounterCleared"]
    assert [(each.payer_id, each.order) for each in last_clearance(events).coverages] == [("CASC2", 1), ("NWHP1", 2)]


def test_the_date_of_service_decides_not_the_day_of_the_question() -> None:
    clinic = Clinic(payer=None, on=date(2026, 12, 24))
    (question,) = clinic.tell(registered(), opened())
    assert isinstance(question, InquiryRequested)
    assert question.service_on == date(2026, 9, 14)
