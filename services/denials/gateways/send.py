"""denials.send: deliver a 275 to the clearinghouse, once."""

from __future__ import annotations

from services.denials.desk import Resources
from shared.contracts import topics
from shared.contracts.denials import AttachmentRequested, AttachmentSent
from shared.delivery import ATTEMPTS
from shared.stage.gateway import Answer, Call, Gateway


async def perform(wish: AttachmentRequested, call: Call, resources: Resources) -> Answer:
    await resources.deliver(wish.document)
    return _sent(wish, call, resources)


async def inquire(wish: AttachmentRequested, call: Call, resources: Resources) -> Answer | None:
    return _sent(wish, call, resources) if await resources.was_delivered(wish.document) else None


def _sent(wish: AttachmentRequested, call: Call, resources: Resources) -> Answer:
    facts = {name: getattr(wish, name) for name in ("denial_id", "claim_id", "control_number", "document")}
    return Answer((AttachmentSent(**facts, sent_on=call.at.astimezone(resources.site.zone).date()),))


GATEWAY = Gateway[AttachmentRequested](
    name="denials.send",
    subscribes=topics.DENIALS,
    wish=AttachmentRequested,
    partner=lambda wish: "clearinghouse",
    subject=lambda wish: wish.claim_id,
    perform=perform,
    inquire=inquire,
    gave_up=lambda wish, attempts: (),
    attempts=ATTEMPTS,
)
