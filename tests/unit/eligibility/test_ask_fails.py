"""Whatever happens to a question becomes a fact within the attempts, or another try: never a visit that waits for ever."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from services.eligibility.gateways import ask
from services.eligibility.gateways.inquiry import Question, written
from services.eligibility.gateways.partner import Reply
from services.eligibility.model.encounter import Encounter
from shared.contracts.eligibility import InquiryAnswered, InquiryRequested, InquiryUnanswered
from shared.stage.gateway import Call, Unavailable
from tests.unit.eligibility.test_ask import CASCADE, member, reply
from tests.unit.eligibility.visits import AT, SITE, Clinic, coverage, opened, registered

pytestmark = pytest.mark.anyio


@pytest.fixture
def clinic() -> Clinic:
    clinic = Clinic(payer=None)
    clinic.tell(registered(1, CASCADE), opened())
    return clinic


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What comes back; control numbers without a database."""
    said: dict[str, Any] = {"reply": None}

    async def posted(_office: Any, body: bytes) -> Reply:
        return said["reply"] or Reply(200, reply(body, member()).replace(*said.get("damage", (b"", b""))))

    async def number(_session: Any, _name: str, _count: int) -> int:
        return 7

    monkeypatch.setattr(ask, "post", posted)
    monkeypatch.setattr(ask, "allot", number)
    return said


def office(state: Encounter | None, url: str | None = "http://payer.example") -> Any:
    async def several(_session: Any, keys: list[str]) -> dict[str, Encounter]:
        return {key: state for key in keys if state}

    return SimpleNamespace(site=SITE, encounters=SimpleNamespace(several=several), eligibility_url=url)


def wish(clinic: Clinic) -> InquiryRequested:
    return clinic.state.asked[0]


async def perform(clinic: Clinic, at: Any = None) -> Any:
    where, call = at or office(clinic.state), Call("wish", 3, AT)
    (question,) = await ask.prepare(None, [(wish(clinic), call)], where)
    return await ask.perform(wish(clinic), replace(call, prepared=question), where)


async def test_a_good_answer_is_a_fact_with_both_bodies_kept(clinic: Clinic, post: dict[str, Any]) -> None:
    answer = await perform(clinic)
    (event,) = answer.events
    assert isinstance(event, InquiryAnswered)
    assert event.active is True
    assert event.inquiry is not None
    assert event.answer is not None
    assert [event.inquiry.size, event.answer.size] == [len(body) for body in answer.bodies]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (Reply(200, b"<html>"), "malformed"),
        (Reply(200, b""), "malformed"),
        (Reply(400, b"ISA"), "refused"),
        (Reply(404), "refused"),
    ],
)
async def test_what_is_no_answer_is_no_answer_and_its_body_is_kept(clinic: Clinic, post: dict[str, Any], said: Reply, problem: str) -> None:
    post["reply"] = said
    answer = await perform(clinic)
    (event,) = answer.events
    assert isinstance(event, InquiryUnanswered)
    assert (event.problem, event.attempts) == (problem, 3)
    assert answer.bodies[1] == said.content
    assert event.answer is not None


async def test_an_amount_beyond_reason_is_no_crash(clinic: Clinic, post: dict[str, Any]) -> None:
    post["damage"] = (b"**50~", b"**" + b"9" * 40 + b"~")
    (event,) = (await perform(clinic)).events
    assert isinstance(event, InquiryAnswered | InquiryUnanswered)


async def test_a_busy_payer_is_asked_again_later(clinic: Clinic, post: dict[str, Any]) -> None:
    post["reply"] = Reply(200, _busy(clinic))
    with pytest.raises(Unavailable):
        await perform(clinic)


def _busy(clinic: Clinic) -> bytes:
    return reply(written(Question(wish(clinic), clinic.state, CASCADE, SITE, AT, 7))).replace(b"AAA*N**75*C", b"AAA*N**42*R")


async def test_a_question_that_registration_has_outdated_is_not_put(clinic: Clinic, post: dict[str, Any]) -> None:
    clinic.tell(registered(2, coverage(1, "CASC2", member_id="CSA1000009")))
    answer = await perform(clinic)
    assert [event.problem for event in answer.events] == ["superseded"]
    assert answer.bodies == ()
    assert clinic.tell(*answer.events) == []


async def test_without_a_partner_for_inquiries_the_attempts_end_in_a_fact(clinic: Clinic, post: dict[str, Any]) -> None:
    with pytest.raises(Unavailable):
        await perform(clinic, office(clinic.state, url=None))
    (event,) = ask.GATEWAY.gave_up(wish(clinic), 6)
    assert isinstance(event, InquiryUnanswered)
    assert (event.problem, event.attempts) == ("unreachable", 6)
    assert [type(each).__name__ for each in clinic.tell(event)] == ["CoverageUnanswered", "EncounterHeld"]


async def test_a_question_found_on_its_way_after_a_crash_is_put_again(clinic: Clinic) -> None:
    assert await ask.inquire(wish(clinic), Call("wish", 1, AT), office(clinic.state)) is None
