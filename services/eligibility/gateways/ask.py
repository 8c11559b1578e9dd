"""eligibility.ask: put a question to the payer, through the clearinghouse, and take the answer.

Asking twice does no harm, so a question that was on its way when the process died is simply put again. Whatever comes back, or nothing, becomes a
fact within the attempts; both bodies are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.eligibility.gateways.inquiry import Question, Unreadable, understood, written
from services.eligibility.gateways.partner import Reply
from services.eligibility.model.encounter import Encounter
from services.eligibility.office import Office
from shared.contracts import topics
from shared.contracts.eligibility import InquiryAnswered, InquiryRequested, InquiryUnanswered
from shared.contracts.event import Event
from shared.contracts.values import Document
from shared.db.blobs import document_for
from shared.db.sequences import allot
from shared.stage.gateway import Answer, Call, Gateway, Unavailable
from shared.x12.faults import WriteError

ATTEMPTS = 6
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses after which the same question may be put again."""
ABOUT = {"encounter_id", "coverage_id", "payer_id", "registration_version", "service_on"}


async def prepare(session: Any, asked: Sequence[tuple[InquiryRequested, Call]], office: Office) -> list[Question | None]:
    """What each 270 will say, with its control number; None where registration has changed it since: a newer question is on its way."""
    states = await office.encounters.several(session, [wish.encounter_id for wish, _ in asked])
    number = await allot(session, "inquiry", len(asked))
    return [_question(wish, call, states.get(wish.encounter_id), number + place, office) for place, (wish, call) in enumerate(asked)]


def _question(wish: InquiryRequested, call: Call, encounter: Encounter | None, number: int, office: Office) -> Question | None:
    if encounter is None or not encounter.is_current(wish):
        return None
    coverage = next(each for each in encounter.coverages if each.coverage_id == wish.coverage_id)
    return Question(wish, encounter, coverage, office.site, call.at, number)


async def perform(wish: InquiryRequested, call: Call, office: Office) -> Answer:
    """Write the 270 from the registration on file, post it, read the 271."""
    question: Question | None = call.prepared
    if question is None:
        return Answer((_unanswered(wish, call.attempt, "superseded"),))
    if office.eligibility_url is None:
        raise Unavailable("no address for inquiries is set")
    try:
        body = written(question)
    except WriteError:
        return Answer((_unanswered(wish, call.attempt, "cannot_be_written"),))
    return read_reply(question, call, body, await post(office, body))


async def inquire(wish: Event, call: Call, office: Office) -> Answer | None:
    """Nothing changes at the payer by being asked: ask again."""
    return None


async def post(office: Office, body: bytes) -> Reply:
    """The reply to a 270. Raises Unavailable when nobody answers or we shall come back later."""
    reply = await office.partner.post(office.eligibility_url or "", body)
    if reply.status in LATER:
        raise Unavailable(f"HTTP {reply.status}")
    return reply


def read_reply(question: Question, call: Call, body: bytes, reply: Reply) -> Answer:
    """InquiryAnswered or InquiryUnanswered with both bodies. Raises Unavailable when the payer asks us to come back."""
    wish, content = question.wish, reply.content
    sent, came = document_for(body, "270", f"{question.trace}.270"), document_for(content, "271", f"{question.trace}.271")
    if not reply.is_success:
        return Answer((_unanswered(wish, call.attempt, "refused", sent, came),), (body, content))
    try:
        said = understood(content, question.trace)
    except Unreadable:
        return Answer((_unanswered(wish, call.attempt, "malformed", sent, came),), (body, content))
    about = wish.model_dump(include=ABOUT)
    answered = InquiryAnswered(**about, active=said.active, rejects=said.rejects, benefits=said.benefits, inquiry=sent, answer=came)
    return Answer((answered,), (body, content))


def _unanswered(
    wish: InquiryRequested, attempts: int, problem: str, inquiry: Document | None = None, answer: Document | None = None
) -> InquiryUnanswered:
    return InquiryUnanswered(**wish.model_dump(include=ABOUT), attempts=attempts, problem=problem, inquiry=inquiry, answer=answer)


GATEWAY = Gateway[InquiryRequested](
    name="eligibility.ask",
    subscribes=topics.INQUIRIES,
    wish=InquiryRequested,
    partner=lambda wish: wish.payer_id,
    subject=lambda wish: wish.encounter_id,
    prepare=prepare,
    perform=perform,
    inquire=inquire,
    gave_up=lambda wish, attempts: (_unanswered(wish, attempts, "unreachable"),),
    attempts=ATTEMPTS,
)
