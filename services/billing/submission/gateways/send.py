"""submission.send: deliver an interchange to the clearinghouse, once, and say of each claim in it that it has left the house."""

from __future__ import annotations

from datetime import date

from services.billing.submission import repository
from services.billing.submission.office import Office
from shared.contracts import topics
from shared.contracts.event import Event
from shared.contracts.submission import ClaimBuilt, ClaimSubmitted, InterchangeBuilt, InterchangeSent
from shared.delivery import ATTEMPTS
from shared.stage.gateway import Answer, Call, Gateway

BILLED = tuple(name for name in ClaimSubmitted.model_fields if name in ClaimBuilt.model_fields and name != "type")


async def perform(wish: InterchangeBuilt, call: Call, office: Office) -> Answer:
    await office.deliver(wish.document)
    return await _sent(wish, call, office)


async def inquire(wish: InterchangeBuilt, call: Call, office: Office) -> Answer | None:
    return await _sent(wish, call, office) if await office.was_delivered(wish.document) else None


async def _sent(wish: InterchangeBuilt, call: Call, office: Office) -> Answer:
    """The facts, from the claims as they were written into the file."""
    async with office.connection() as connection:
        claims = await repository.sent_with(connection, wish.interchange_id)
    on = call.at.astimezone(office.site.zone).date()
    sent = InterchangeSent(interchange_id=wish.interchange_id, control_number=wish.control_number, claims=len(claims), document=wish.document)
    facts: list[Event] = [sent, *(submitted(claim, wish, on) for claim in claims)]
    return Answer(tuple(facts))


def submitted(claim: ClaimBuilt, wish: InterchangeBuilt, on: date) -> ClaimSubmitted:
    """What was billed, for everyone who follows the claim. `on` is the day of the wish."""
    return ClaimSubmitted(
        **{name: getattr(claim, name) for name in BILLED},
        interchange_id=wish.interchange_id,
        reference=wish.reference,
        submitted_on=on,
        document=wish.document,
    )


GATEWAY = Gateway[InterchangeBuilt](
    name="submission.send",
    subscribes=topics.INTERCHANGES,
    wish=InterchangeBuilt,
    partner=lambda wish: "clearinghouse",
    subject=lambda wish: wish.interchange_id,
    perform=perform,
    inquire=inquire,
    gave_up=lambda wish, attempts: (),
    attempts=ATTEMPTS,
)
