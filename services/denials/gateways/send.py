"""denials.send: deliver a 275 to the clearinghouse, once.

A wish that was started when the process died is not repeated: the listing of what was delivered tells whether it arrived.
"""

from __future__ import annotations

from services.denials import repository
from services.denials.desk import Resources
from shared.carrier import Carrier
from shared.contracts import topics
from shared.contracts.denials import AttachmentRequested, AttachmentSent
from shared.stage.gateway import Answer, Call, Gateway, Unavailable, Uncertain

ATTEMPTS = 1000
"""A folder that is away comes back; with waits of up to five minutes this is some days."""


async def perform(wish: AttachmentRequested, call: Call, resources: Resources) -> Answer:
    async with resources.connection() as connection:
        body = await repository.body_of(connection, wish.document.sha256)
    if body is None:
        raise Uncertain("the body of the interchange is not in the blob table")
    await _carrier(resources).put(wish.document.name, body)
    return _sent(wish, call, resources)


async def inquire(wish: AttachmentRequested, call: Call, resources: Resources) -> Answer | None:
    if wish.document.name not in await _carrier(resources).listed():
        return None
    return _sent(wish, call, resources)


def _carrier(resources: Resources) -> Carrier:
    if resources.carrier is None:
        raise Unavailable("this installation names no folder of a clearinghouse")
    return resources.carrier


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
