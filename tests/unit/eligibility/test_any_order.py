"""Whatever order and however often messages arrive, the visit ends in the same place; and a rebuild from the topics gives the same state."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.eligibility.model.encounter import Encounter
from services.eligibility.model.fold import evolve, initial
from shared.contracts.eligibility import InquiryRequested
from shared.contracts.event import Event
from shared.contracts.topics import topic_of
from tests.unit.eligibility.visits import (
    ANNA,
    ID,
    Clinic,
    answered,
    coverage,
    denial_closed,
    last_clearance,
    needs_number,
    number,
    opened,
    registered,
    rejected,
    renewed,
    requested,
    submitted,
    unanswered,
)

TWO = (coverage(1), coverage(2, "CASC2"))
REGISTRATIONS = (registered(1, *TWO, consent_on_file=False), registered(2, *TWO), registered(3, coverage(1, member_id="NWA1000009"), TWO[1]))
ENCOUNTERS = (opened(1), number("AUTH1", "73721"), opened(2, codes=("99213", "73721")), renewed())


def guarded(question: InquiryRequested) -> Event:
    return answered(question, question.payer_id == "CASC2", *(needs_number(code) for code in question.procedures if code == "73721"))


def mute(question: InquiryRequested) -> Event:
    return unanswered(question)


def interleaved(first: Sequence[Event], second: Sequence[Event], picks: Sequence[bool]) -> list[Event]:
    """Two topics read in some order, each in its own."""
    left, right, order = list(first), list(second), list(picks)
    merged = []
    while left or right:
        take_left = bool(left) and (not right or (order.pop() if order else True))
        merged.append((left if take_left else right).pop(0))
    return merged


@pytest.mark.parametrize("payer", [guarded, mute])
@given(picks=st.lists(st.booleans(), max_size=7), repeats=st.lists(st.integers(0, 6), max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_order_of_topics_and_repeats_do_not_change_where_a_visit_ends(
    payer: Callable[[InquiryRequested], Event], picks: list[bool], repeats: list[int]
) -> None:
    straight, mixed = Clinic(payer), Clinic(payer)
    straight.tell(*REGISTRATIONS, *ENCOUNTERS)
    merged = interleaved(REGISTRATIONS, ENCOUNTERS, picks)
    for repeat in sorted(repeats, reverse=True):
        merged.insert(repeat + 1, merged[repeat])
    mixed.tell(*merged)
    assert _end(mixed) == _end(straight)
    assert mixed.state.status in ("cleared", "held")


def _end(clinic: Clinic) -> object:
    state = clinic.state
    if state.status == "held":
        return state.status, [(item.kind, item.place) for item in state.work_items()]
    cleared = last_clearance(clinic.log)
    return state.status, cleared.registration_version, cleared.coverages, cleared.authorizations


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_rebuild_that_reads_the_topics_in_another_order_gives_the_same_state(data: st.DataObject) -> None:
    clinic = Clinic(guarded)
    clinic.tell(*REGISTRATIONS, *ENCOUNTERS, submitted(1, 1), rejected(1), requested("D1", "coverage_ended"), requested("D2"))
    clinic.tell(registered(4, coverage(1, "CASC2", member_id="CSA2000009"), actor=ANNA), number("AUTH2", answers="D2"))
    clinic.tell(submitted(2, 3), requested("D3"), denial_closed("D3"))
    topics: dict[str, list[Event]] = {}
    for event in clinic.log:
        topics.setdefault(topic_of(event).name, []).append(event)
    state: Encounter = initial(ID)
    while any(topics.values()):
        name = data.draw(st.sampled_from(sorted(name for name, left in topics.items() if left)))
        state = evolve(state, topics[name].pop(0))
    assert state == clinic.state


@given(st.lists(st.sampled_from([*REGISTRATIONS, *ENCOUNTERS, submitted(), rejected(), requested(), denial_closed()]), max_size=14))
@settings(max_examples=150, deadline=None)
def test_a_visit_with_both_halves_is_always_cleared_held_with_reasons_or_waiting_for_an_answer(events: list[Event]) -> None:
    clinic = Clinic(payer=None)
    clinic.tell(*events)
    state = clinic.state
    if state.registered is None or state.opened is None:
        assert state.status == "incomplete"
        return
    assert state.status in ("waiting", "held", "cleared")
    assert state.status != "held" or state.work_items()
    while state.outstanding:
        clinic.tell(unanswered(state.outstanding[0]))
        state = clinic.state
    assert state.status in ("held", "cleared")


@given(st.lists(st.sampled_from([*REGISTRATIONS, *ENCOUNTERS, submitted(), rejected(), requested()]), max_size=10))
@settings(max_examples=50, deadline=None)
def test_a_state_survives_being_written_and_read(events: list[Event]) -> None:
    clinic = Clinic(guarded)
    clinic.tell(*events)
    assert Encounter.model_validate_json(clinic.state.model_dump_json()) == clinic.state
