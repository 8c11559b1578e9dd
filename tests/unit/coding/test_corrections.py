"""What coders change: lines keep their numbers, corrections apply on top of each other, requests of payers are answered once."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.coding.model.fold import evolve
from services.coding.model.lines import SourceLine, documented, renumbered
from shared.contracts.coding import CodingHeld, CorrectionDeclined, EncounterCoded
from shared.contracts.eligibility import CapturedCharge
from shared.contracts.values import Owner
from tests.unit.coding.desk import Desk, asked, charge, closed, corrected, icd, line, opened

VISIT, INJECTION, STEROID, BLOOD = charge("99214", "210.00"), charge("20610", "180.00"), charge("J1010", "30.00", units="40"), charge("85025")


def numbers(desk: Desk) -> dict[str | None, int]:
    return {each.code: each.line_number for each in desk.coded().lines}


def test_modifier_25_answers_the_request_and_leaves_the_charge_alone() -> None:
    desk = Desk()
    desk.hear(opened(), asked("DENIAL1"))
    assert desk.chart.status == "asked"
    [again] = desk.hear(corrected(line(1, code="99214", modifiers=("25",)), answers="DENIAL1"))
    assert isinstance(again, EncounterCoded)
    assert (again.version, again.answers, again.total) == (2, "DENIAL1", Decimal("420.00"))
    assert again.lines[0].modifiers == ("25",)
    assert desk.chart.status == "coded"


def test_an_answer_that_was_held_first_still_answers_once_the_hold_ends() -> None:
    desk = Desk()
    desk.hear(opened(), asked("DENIAL1"))
    [hold] = desk.hear(corrected(line(1, modifiers=("LT",)), answers="DENIAL1"))
    assert isinstance(hold, CodingHeld)
    desk.hear(corrected(line(1, modifiers=("25",))))
    assert desk.coded().answers == "DENIAL1"
    assert not desk.chart.work_items()


def test_an_answer_to_a_denial_that_has_ended_meanwhile_sends_no_claim_again() -> None:
    desk = Desk()
    desk.hear(opened(), asked("DENIAL1"), closed("DENIAL1"))
    assert not desk.chart.work_items()
    desk.hear(corrected(line(1, modifiers=("25",)), answers="DENIAL1"))
    assert desk.coded().answers == ""


def test_a_request_that_the_note_does_not_support_is_declined_and_no_code_changes() -> None:
    desk = Desk()
    desk.hear(opened(), asked("DENIAL1", "DENIAL2"))
    [declined] = desk.hear(corrected(declines="DENIAL1"))
    assert isinstance(declined, CorrectionDeclined)
    assert (declined.claim_id, declined.denial_id) == ("CLAIM1", "DENIAL1")
    assert not desk.chart.work_items()
    assert desk.hear(corrected(declines="DENIAL1")) == []


def test_requests_to_other_desks_are_not_ours() -> None:
    desk = Desk()
    desk.hear(opened(), asked("DENIAL1", owner=Owner.ELIGIBILITY))
    assert desk.chart.status == "coded"


def test_a_later_request_for_the_claim_replaces_the_earlier_one_and_one_answer_settles_both() -> None:
    desk = Desk()
    desk.hear(opened(), asked("DENIAL1"), asked("DENIAL2", "DENIAL1", number=3))
    [item] = desk.chart.work_items()
    assert (item.id, item.place) == ("DENIAL2", "lines[2]")
    desk.hear(corrected(line(1, modifiers=("25",)), answers="DENIAL2"))
    assert [each.answers for each in desk.of(EncounterCoded)] == ["", "DENIAL2"]
    assert not desk.chart.work_items()


def test_two_requests_that_do_not_name_each_other_are_both_kept() -> None:
    desk = Desk()
    desk.hear(opened(), asked("DENIAL1"), asked("DENIAL2", number=3, claim="CLAIM2"))
    desk.hear(corrected(line(1, modifiers=("25",)), answers="DENIAL1"))
    assert [item.id for item in desk.chart.work_items()] == ["DENIAL2"]
    desk.hear(corrected(line(3, diagnosis_pointers=(2,)), answers="DENIAL2"))
    assert desk.coded().answers == "DENIAL2"
    assert not desk.chart.work_items()


def test_a_request_ends_with_the_last_of_its_denials() -> None:
    desk = Desk()
    desk.hear(opened(), asked("DENIAL1", "DENIAL2"), closed("DENIAL1"))
    assert [item.id for item in desk.chart.work_items()] == ["DENIAL1"]
    desk.hear(closed("DENIAL2"))
    assert not desk.chart.work_items()


@given(st.permutations([asked("A"), asked("B", "C", number=2, claim="CLAIM2"), closed("A"), closed("B"), closed("C"), opened()]))
def test_in_whatever_order_topics_are_read_and_repeated_the_chart_is_the_same(events: list) -> None:  # type: ignore[type-arg]
    def fold(order: list) -> tuple[object, ...]:  # type: ignore[type-arg]
        chart = Desk().chart
        for event in order:
            chart = evolve(chart, event)
        return chart.opened, chart.lines, chart.requests, frozenset(chart.closed), chart.status

    assert fold(events) == fold(sorted(events, key=repr)) == fold([each for event in events for each in (event, event)])


def test_another_code_or_number_of_units_is_priced_anew() -> None:
    desk = Desk()
    desk.hear(opened(charge("99214", "199.00"), charge("J1885", "3.00")))
    desk.hear(corrected(line(1, code="99213"), line(2, units="4")))
    assert [each.charge for each in desk.coded().lines] == [Decimal("150.00"), Decimal("16.00")]


def test_the_amount_captured_for_one_code_is_never_billed_for_another() -> None:
    desk = Desk()
    desk.hear(opened(VISIT))
    desk.hear(corrected(line(1, code="90471")))
    assert desk.reasons() == {"procedure_not_in_site_table": "lines[0]", "no_price": "lines[0]"}


def test_a_coder_chooses_the_diagnosis_a_line_points_to() -> None:
    desk = Desk()
    desk.hear(opened(diagnoses=icd("E119", "M1711")))
    desk.hear(corrected(line(2, diagnosis_pointers=(2,))))
    assert [each.diagnosis_pointers for each in desk.coded().lines] == [(1, 2), (2,), (1, 2)]
    desk.hear(corrected(diagnoses=("E119",)))
    assert desk.reasons() == {"pointer_beyond_diagnoses": "lines[1]"}


def test_lines_keep_their_numbers_when_the_source_drops_adds_or_reorders_charges() -> None:
    desk = Desk()
    desk.hear(opened(VISIT, INJECTION, STEROID))
    desk.hear(opened(STEROID, BLOOD, INJECTION, version=2))
    assert numbers(desk) == {"20610": 2, "J1010": 3, "85025": 4}
    desk.hear(opened(VISIT, BLOOD, version=3))
    assert numbers(desk) == {"99214": 1, "85025": 4}


def test_a_charge_that_the_source_changed_in_place_is_still_the_same_line() -> None:
    desk = Desk()
    desk.hear(opened(VISIT, INJECTION))
    desk.hear(corrected(line(1, modifiers=("25",))))
    desk.hear(opened(charge("99213", "150.00"), INJECTION, version=2))
    assert [(each.line_number, each.code, each.modifiers) for each in desk.coded().lines] == [(1, "99213", ("25",)), (2, "20610", ())]


charges = st.lists(st.sampled_from([VISIT, INJECTION, STEROID, BLOOD, charge("99213", "150.00"), charge("99213", "149.00")]), min_size=1, max_size=6)


@given(st.lists(charges, min_size=1, max_size=5))
def test_no_two_lines_of_an_encounter_ever_share_a_number_and_none_is_given_away(versions: list[list[CapturedCharge]]) -> None:
    known: tuple[SourceLine, ...] = ()
    for version, captured in enumerate(versions, start=1):
        now = renumbered(known, opened(*captured, version=version))
        assert len({each.number for each in now}) == len(now)
        assert {each.number for each in known} <= {each.number for each in now}
        assert [each.model_copy(update={"number": 0}) for each in now if not each.gone] == list(documented(opened(*captured)))
        known = now


@given(charges, st.randoms(use_true_random=False))
def test_charges_in_another_order_are_the_same_lines(captured: list[CapturedCharge], chance: Random) -> None:
    first = renumbered((), opened(*captured))
    chance.shuffle(captured)
    again = renumbered(first, opened(*captured, version=2))
    assert sorted(again, key=lambda each: each.number) == list(first)
