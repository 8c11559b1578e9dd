"""A claim's life and what it adds to the figures, whichever order the topics are read in."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.billing.adjudication.board.present import control
from services.billing.adjudication.model.measure.fold import evolve
from services.billing.adjudication.model.measure.lifecycle import STATES, USUAL, state_of
from services.billing.adjudication.model.measure.measure import Measure
from services.billing.adjudication.model.measure.visit import Visit
from services.billing.adjudication.stages import measure, watch
from shared.contracts.adjudication import ClaimStateChanged, DecisionHeld
from shared.contracts.event import Event, Message
from shared.contracts.ids import event_id
from shared.contracts.submission import ClaimWithdrawn
from shared.contracts.topics import topic_of
from shared.contracts.values import ZERO
from shared.stage.step import Origin, step, subject_of
from tests.unit.adjudication import board_story as story
from tests.unit.adjudication import remits
from tests.unit.adjudication.board_story import Life
from tests.unit.adjudication.tally import figures

ZONE = ZoneInfo("America/New_York")


def told(events: Iterable[Event]) -> tuple[dict[str, Measure], dict[str, Visit], list[ClaimStateChanged]]:
    """Both stages over the events; what they keep, and what is announced."""
    claims: dict[str, Measure] = {}
    visits: dict[str, Visit] = {}
    said: list[ClaimStateChanged] = []
    for number, event in enumerate(events):
        if isinstance(event, ClaimStateChanged):  # known again after a restore
            claims[event.claim_id] = evolve(claims.get(event.claim_id) or Measure(claim_id=event.claim_id), event)
        for stage, states in ((measure.STAGE, claims), (watch.STAGE, visits)):
            if isinstance(event, stage.handles):
                said += _take(stage, states, event, number)
    return claims, visits, said


def _take(stage: Any, states: dict[str, Any], event: Event, number: int) -> list[Any]:
    cause = event_id("test", "outside", str(number), 0)
    [message] = Origin("test", "outside", cause, datetime(2026, 7, 1, 15, tzinfo=UTC)).messages([event])
    key = subject_of(stage, event)
    states[key], emitted = step(stage, states.get(key) or stage.initial(key), message, None, "test", ZONE)
    return [each.event for each in emitted if isinstance(each, Message)]


def shuffled(events: Sequence[Event], seed: int) -> list[Event]:
    """The same events with the order of each topic kept and the topics mixed anew."""
    chance = random.Random(seed)
    queues: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        queues[topic_of(event).name].append(event)
    mixed: list[Event] = []
    while queues:
        name = chance.choice(sorted(queues))
        mixed.append(queues[name].pop(0))
        if not queues[name]:
            del queues[name]
    return mixed


def board(lives: Iterable[Life]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    claims, visits, _ = told(event for life in lives for event in life.events)
    rows = [dict(each.columns()) for each in claims.values()]
    return figures(rows, {key: dict(each.columns()) for key, each in visits.items()}), rows


def test_the_board_after_the_eleven_scenarios_is_what_a_biller_counts_by_hand() -> None:
    found, rows = board(story.lives())
    decided = [row for row in rows if row["decided_on"] and not row["opening"]]
    assert (len(decided), sum(row["charged"] for row in decided), sum(row["charged_now"] for row in decided)) == (
        13,
        Decimal("13592.00"),
        Decimal("13317.00"),
    )
    assert found == {
        "clean_claim_rate": "92.3",
        "first_pass_resolution_rate": "61.5",
        "initial_denial_rate_claims": "23.1",
        "initial_denial_rate_line_dollars": "17.2",
        "initial_denial_rate_claim_dollars": "18.8",
        "denials_overturned": "100.0",
        "rejections": "1",
        "take_backs": "2",
        "take_backs_full": "1",
        "take_backs_partial": "1",
        "voids": "1",
        "underpayments": "1",
        "underpaid_amount": "-600.00",
        "underpayment_recovered": "100.0",
        "prevented_dollars": "412.00",
        "estimate_accuracy": "100.0",
        "net_collection_rate": "83.1",
        "statements": "10",
        "dnfb_dollars": "0.00",
    }


def test_every_dollar_charged_is_explained() -> None:
    _, rows = board(story.lives())
    names = (
        "charged_now", "payer_paid", "contractual", "sequestration", "capitation", "patient_paid", "patient_open", "payer_open", "denied_open",
        "disputed", "written_off",
    )  # fmt: skip
    sums = {name: sum((row[name] for row in rows if not row["opening"]), ZERO) for name in names}
    assert control({**sums, "patient_credits": Decimal("44.80")}) == {
        "charged": "13317.00",
        "payers": "6004.26",
        "contractual": "5851.74",
        "sequestration": "2.24",
        "capitation": "95.00",
        "patient": "946.00",
        "patient_collected": "121.00",
        "written_off": "0.00",
        "denied_open": "420.00",
        "payer_open": "0.00",
        "disputed": "0.00",
        "patient_credits": "44.80",
        "difference": "0.00",
        "explained": True,
    }


ENDS = {
    "S1": "closed", "S2": "closed", "S3": "patient_owes", "S4": "denied", "S5B": "closed", "S6A": "patient_owes", "S6B": "patient_owes",
    "S7": "closed", "S8": "patient_owes", "S9A": "patient_owes", "S9B": "closed", "S10": "patient_owes", "S11A": "voided", "S11B": "patient_owes",
}  # fmt: skip


@pytest.mark.parametrize("life", story.lives(), ids=lambda life: life.claim)
def test_every_order_of_topics_ends_in_the_same_state_and_the_same_columns(life: Life) -> None:
    claims, visits, _ = told(life.events)
    expected = claims[life.claim].columns()
    assert expected["state"] == ENDS[life.claim]
    for seed in range(40):
        mixed, seen, said = told(shuffled(life.events, seed))
        assert mixed[life.claim].columns() == expected, seed
        assert {key: each.columns() for key, each in seen.items()} == {key: each.columns() for key, each in visits.items()}
        assert said[-1].state == expected["state"], seed


@pytest.mark.parametrize("life", story.lives(), ids=lambda life: life.claim)
def test_topics_that_are_read_again_after_a_restore_announce_nothing_anew(life: Life) -> None:
    said = told(life.events)[2]
    for seed in range(20):
        claims, _, again = told([*said, *shuffled(life.events, seed)])
        assert (again, claims[life.claim].columns()["state"]) == ([], ENDS[life.claim]), seed


@pytest.mark.parametrize("life", story.lives(), ids=lambda life: life.claim)
def test_in_the_order_of_the_day_only_usual_steps_occur(life: Life) -> None:
    _, _, said = told(life.events)
    steps = [(each.before, each.state) for each in said]
    assert [(before, after) for before, after in steps if after not in USUAL[before]] == []
    assert [after for _, after in steps[:-1]] == [before for before, _ in steps[1:]]


@pytest.mark.parametrize(
    ("life", "path"),
    [
        (story.s1(), "ready in_transit accepted paid closed"),
        (story.s3(), "ready in_transit rejected ready in_transit accepted patient_owes"),
        (
            story.s4(),
            "ready in_transit accepted partly_denied ready in_transit accepted correction_pending patient_owes closed correction_pending denied",
        ),
        (story.s7(), "ready in_transit accepted forwarded closed"),
        (story.s8(), "ready in_transit accepted paid awaits_next_payer ready in_transit accepted patient_owes"),
        (story.s10(), "ready in_transit accepted underpaid correction_pending patient_owes"),
        (story.s11_wrong(), "ready in_transit accepted patient_owes closed voiding voided"),
    ],
    ids=lambda value: value.claim if isinstance(value, Life) else "",
)
def test_the_way_of_a_claim(life: Life, path: str) -> None:
    assert " ".join(each.state for each in told(life.events)[2]) == path


def test_a_late_rejection_of_an_earlier_submission_never_lowers_the_claim() -> None:
    late = Life("L", [("99204", "325.00")]).visit().sent(1).rejected()
    rejection = late.events[-1]
    late.sent(5).accepted(6)
    assert state_of(told([*late.events, rejection])[0]["L"]) == "accepted"


def test_a_second_word_for_a_denial_that_was_none_takes_it_out_of_the_rates() -> None:
    claim = Life("W", [("99214", "210.00")]).sent(1).decided("W", 20, story.line("99214", "210.00", "0.00", ("CO", "97", "210.00")))
    claim.denied(20, ("210.00", "97"))
    assert told(claim.events)[0]["W"].columns()["denied_lines"] == 1
    claim.ended(30, "0.00", outcome="withdrawn")
    assert told(claim.events)[0]["W"].columns()["denied_lines"] == 0


def test_the_void_that_a_payer_refuses_leaves_the_claim_where_it_was() -> None:
    claim = story.s11("V").sent(30, frequency="8")
    assert state_of(told(claim.events)[0]["V"]) == "voiding"
    claim.rejected()
    assert state_of(told(claim.events)[0]["V"]) == "rejected"


def state(life: Life) -> str | None:
    return state_of(told(life.events)[0][life.claim])


def test_receipts_and_status_answers_move_a_claim_and_decide_nothing() -> None:
    claim = Life("P", [("99214", "210.00")]).sent(1).acknowledged("A1")
    assert state(claim) == "received"
    assert state(claim.accepted(2)) == "accepted"
    assert state(claim.status("P1", 9)) == "pended"
    assert state(claim.status("F0", 12)) == "accepted"


def test_a_receipt_of_an_earlier_submission_says_nothing_of_the_newest() -> None:
    claim = Life("R", [("99214", "210.00")]).sent(1).acknowledged("A1").rejected().sent(5)
    assert state(claim) == "in_transit"


def test_a_decision_that_waits_for_another_one_is_a_correction_pending_until_it_is_told() -> None:
    claim = story.s3()
    held = {**claim.ids, "remittance_id": "R-X", "ordinal": 1, "cause": "correction_pending", "trace_number": "X", "remitted_on": claim.on(40)}
    claim.tell(DecisionHeld.model_validate({**held, "paid": "10.00", "document": story.DOCUMENT}))
    assert state(claim) == "correction_pending"
    claim.reversed("X", 40, story.line("99204", "325.00", "180.00")).posted(40, cause="reversal", payer_open="325.00")
    assert state(claim) == "correction_pending"


def test_nothing_new_is_said_between_a_decision_and_its_posting() -> None:
    claim = Life("N", [("99214", "210.00")]).sent(1).accepted(2).decided("N", 20, story.line("99214", "210.00", "0.00", ("CO", "97", "210.00")))
    assert [each.state for each in told(claim.events)[2]][-1] == "accepted"
    assert state(claim.posted(20, denied_open="210.00")) == "denied"


def test_a_claim_that_a_person_withdrew_is_withdrawn_until_it_is_built_again() -> None:
    claim = Life("W", [("99214", "210.00")]).visit().sent(1).rejected()
    claim.tell(ClaimWithdrawn.model_validate({**claim.ids, "submission": 1, **story.DESK}))
    assert state(claim) == "withdrawn"
    assert state(claim.sent(9)) == "in_transit"


def test_a_discharged_visit_is_unbilled_until_a_claim_has_left() -> None:
    claim = Life("D", [("99214", "210.00")]).visit()
    columns = told(claim.events)[1]["visit-D"].columns()
    assert (columns["state"], columns["gross"], columns["billed_on"]) == ("ready", Decimal("210.00"), None)
    claim.sent(3)
    assert told(claim.events)[1]["visit-D"].columns()["billed_on"] == claim.on(3)


def test_the_table_of_states_names_every_state_once_and_knows_what_follows_it() -> None:
    names = [state for state, _ in STATES]
    assert len(names) == len(set(names))
    assert set(names) == set(USUAL) - {None} == set().union(*USUAL.values())


def test_what_is_said_of_a_claims_state_names_no_care_no_money_and_no_person() -> None:
    carried = {name: field.annotation for name, field in ClaimStateChanged.model_fields.items()}
    assert set(carried) == {"type", "claim_id", "encounter_id", "payer_id", "state", "before", "because", "changed_on", "known"}
    said = " ".join(each.model_dump_json() for life in story.lives() for each in told(life.events)[2])
    care = {line[0].rpartition("|")[2] for life in story.lives() for line in life.bill}
    assert len(care) > 8
    assert [code for code in sorted(care) if code in said] == []


def test_refused_money_that_nobody_fights_for_is_somebodys_work_until_it_is_moved() -> None:
    claim = Life("LOST", [("99213", "150.00")]).visit().sent(1).accepted(2)
    claim.decided("L1", 20, [("99213", "150.00", "0.00", [("CO", "50", "150.00")])]).denied(20, ("150.00", "50")).posted(20, denied_open="150.00")
    assert told(claim.events)[0][claim.claim].work_items() == ()
    claim.ended(40, "0.00", outcome="upheld")
    for seed in range(5):
        [item] = told(shuffled(claim.events, seed))[0][claim.claim].work_items()
        assert (item.kind, item.amount, item.claim_id) == ("denial_given_up", Decimal("150.00"), claim.claim)
        assert "Write it off" in item.sentence
    claim.posted(41, (("WO-den", "150.00"),), cause="adjustment", closed=True, written_off="150.00")
    assert told(claim.events)[0][claim.claim].work_items() == ()


@pytest.mark.parametrize("cause", ["duplicate_decision", "predetermination"])
def test_what_changes_nothing_about_the_claim_does_not_move_it(cause: str) -> None:
    claim = Life("IDLE", [("99213", "150.00")]).visit().sent(1).accepted(2)
    claim.decided("I1", 20, [("99213", "150.00", "100.00", [("CO", "45", "50.00")])]).posted(
        20, closed=True, payer_paid="100.00", contractual="50.00"
    )
    held = {**claim.ids, "remittance_id": "R-I2", "ordinal": 1, "trace_number": "I2", "remitted_on": claim.on(27), "paid": "0.00"}
    waits = DecisionHeld.model_validate({**held, "cause": "correction_pending", "document": story.DOCUMENT})
    assert told([*claim.events, waits])[2][-1].state == "correction_pending"
    assert told([*claim.events, waits, waits.model_copy(update={"cause": cause})])[2][-1].state == "closed"


def test_a_claim_that_is_sent_on_again_with_more_left_to_the_next_payer_is_forwarded_again() -> None:
    claim = story.s7()
    assert told(claim.events)[2][-1].state == "closed"
    claim.reversed("S7-3", 50, remits.S7_MEDICARE).posted(50, cause="reversal", payer_paid="28.00", payer_open="222.00")
    claim.decided("S7-4", 50, remits.S7_MEDICARE, status="19").posted(50, payer_paid="145.60", contractual="102.40", payer_open="2.00")
    assert told(claim.events)[2][-1].state == "forwarded"
    claim.decided("S7-5", 65, remits.S7_MEDIGAP, status="2", order=2, payer="GAP1")
    claim.posted(65, closed=True, payer_paid="147.60", contractual="102.40")
    assert told(claim.events)[2][-1].state == "closed"
