"""What fits a schema and still must not reach a stage."""

from __future__ import annotations

import pytest

from shared.contracts.adjudication import DepositRecorded
from shared.contracts.event import Event
from shared.contracts.values import Actor
from shared.db.delivery import Delivery
from shared.db.objection import objection
from shared.testing import AT, message

DEPOSIT = DepositRecorded(trace_number="T1", amount="1.00", deposited_on=AT.date(), actor=Actor(id="cash-1"), reason="Bank list")  # type: ignore[arg-type]


def delivered(event: Event, value: bytes | None = None) -> tuple[Delivery, Event]:
    envelope = message(event).envelope
    raw = event.model_dump_json().encode() if value is None else value
    return Delivery(envelope, raw), type(event).model_validate_json(raw)


def test_a_sound_event_meets_none() -> None:
    assert objection(*delivered(DEPOSIT)) == ""


def test_a_nul_in_a_text_is_named_by_its_place() -> None:
    event = DEPOSIT.model_copy(update={"actor": Actor(id="cash\0")})
    assert objection(*delivered(event)) == "actor.id: holds a NUL character, which is no text"


@pytest.mark.parametrize("reason", [r"C:\u0000", r"\\u0000 as text"])
def test_a_backslash_is_not_a_nul(reason: str) -> None:
    assert objection(*delivered(DEPOSIT.model_copy(update={"reason": reason}))) == ""


def test_a_nul_in_a_member_that_nobody_reads_does_no_harm() -> None:
    raw = DEPOSIT.model_dump_json().encode()
    assert objection(*delivered(DEPOSIT, raw[:-1] + rb', "later": "\u0000"}')) == ""


def test_an_event_under_the_key_of_another_is_refused() -> None:
    delivery, _ = delivered(DEPOSIT)
    assert objection(delivery, DEPOSIT.model_copy(update={"trace_number": "T2"})) == "key: is not the trace_number of the event"
