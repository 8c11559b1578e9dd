"""eligibility.ask-direct: put another system's question to the payer, and take the answer.

Reads   rcm.eligibility.direct  DirectInquiryRequested
Writes  rcm.eligibility.direct  DirectInquiryAnswered, DirectInquiryUnanswered
Rules   who is asked about stands in the table `direct_inquiry`, or in the 270 that was handed in; never in an event · asking twice does no harm, so a
        question that was on its way when the process died is simply put again · both bodies are kept
Elsewhere: writing the 270 and reading the 271 (gateways/inquiry, ask: the same as for encounters), what an answer means (model/answer)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.eligibility import repository
from services.eligibility.direct.asked import Asked, question_of
from services.eligibility.gateways.ask import ATTEMPTS, inquire, post, read_reply
from services.eligibility.gateways.inquiry import Question, Unreadable, understood, written
from services.eligibility.gateways.partner import Reply
from services.eligibility.office import Office
from shared.contracts import topics
from shared.contracts.eligibility import DirectInquiryAnswered, DirectInquiryRequested, DirectInquiryUnanswered, InquiryAnswered
from shared.contracts.event import Event
from shared.contracts.values import Document
from shared.db.blobs import document_for
from shared.db.sequences import allot
from shared.stage.gateway import Answer, Call, Gateway, Unavailable
from shared.x12.faults import WriteError, X12Error
from shared.x12.interchange import read_transactions

TOLD = {"active", "rejects", "benefits", "inquiry", "answer"}
MISSED = {"attempts", "problem", "inquiry", "answer"}


async def prepare(session: Any, asked: Sequence[tuple[DirectInquiryRequested, Call]], office: Office) -> list[Question | bytes | None]:
    """What each 270 will say, with its control number, or the 270 that was handed in."""
    known = await repository.directly_asked(session, [wish.inquiry_id for wish, _ in asked])
    number = await allot(session, "inquiry", len(asked))
    prepared = list[Question | bytes | None]()
    for place, (wish, call) in enumerate(asked):
        told = known.get(wish.inquiry_id)
        if wish.handed_in:
            prepared.append(await repository.body(session, wish.handed_in.sha256))
        else:
            prepared.append(question_of(Asked.model_validate(told), wish, office.site, call.at, number + place) if told else None)
    return prepared


async def perform(wish: DirectInquiryRequested, call: Call, office: Office) -> Answer:
    """Post the 270, read the 271."""
    prepared: Question | bytes | None = call.prepared
    if prepared is None:
        return Answer((_unanswered(wish, call.attempt, "no_longer_on_file"),))
    if office.eligibility_url is None:
        raise Unavailable("no address for inquiries is set")
    if isinstance(prepared, bytes):
        return _of_whole(wish, call, await post(office, prepared))
    try:
        body = written(prepared)
    except WriteError:
        return Answer((_unanswered(wish, call.attempt, "cannot_be_written"),))
    answer = read_reply(prepared, call, body, await post(office, body))
    return Answer(tuple(_direct(event, wish) for event in answer.events), answer.bodies)


def _direct(event: Event, wish: DirectInquiryRequested) -> Event:
    """What is known about the stand-in's question, said of the inquiry."""
    about = _about(wish)
    if isinstance(event, InquiryAnswered):
        return DirectInquiryAnswered(**about, **event.model_dump(include=TOLD))
    return DirectInquiryUnanswered(**about, **event.model_dump(include=MISSED))


def _of_whole(wish: DirectInquiryRequested, call: Call, reply: Reply) -> Answer:
    """The reply to somebody else's 270 goes back as it came; it is understood where it speaks of one patient."""
    content, sent = reply.content, wish.handed_in
    came = document_for(content, "271", f"{wish.inquiry_id}.271")
    if not reply.is_success or not _holds_an_answer(content):
        return Answer((_unanswered(wish, call.attempt, "malformed" if reply.is_success else "refused", sent, came),), (content,))
    try:
        said = understood(content, "")
    except Unreadable:
        return Answer((DirectInquiryAnswered(**_about(wish), active=None, inquiry=sent, answer=came),), (content,))
    answered = DirectInquiryAnswered(**_about(wish), active=said.active, rejects=said.rejects, benefits=said.benefits, inquiry=sent, answer=came)
    return Answer((answered,), (content,))


def _holds_an_answer(content: bytes) -> bool:
    try:
        return any(transaction.set_id == "271" for transaction in read_transactions(content))
    except (X12Error, ValueError):
        return False


def _about(wish: DirectInquiryRequested) -> dict[str, Any]:
    return wish.model_dump(include={"inquiry_id", "payer_id", "service_on"})


def _unanswered(
    wish: DirectInquiryRequested, attempts: int, problem: str, inquiry: Document | None = None, answer: Document | None = None
) -> DirectInquiryUnanswered:
    return DirectInquiryUnanswered(**_about(wish), attempts=attempts, problem=problem, inquiry=inquiry, answer=answer)


GATEWAY = Gateway[DirectInquiryRequested](
    name="eligibility.ask-direct",
    subscribes=topics.DIRECT_INQUIRIES,
    wish=DirectInquiryRequested,
    partner=lambda wish: wish.payer_id,
    subject=lambda wish: wish.inquiry_id,
    prepare=prepare,
    perform=perform,
    inquire=inquire,
    gave_up=lambda wish, attempts: (_unanswered(wish, attempts, "unreachable"),),
    attempts=ATTEMPTS,
)
