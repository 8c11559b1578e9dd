"""submission.ask: deliver a 276 to the clearinghouse, once. Its answer is a 277 in the folder of what comes back (intake.py)."""

from __future__ import annotations

from services.billing.submission.office import Office
from shared.contracts import topics
from shared.contracts.submission import ClaimStatusAsked
from shared.delivery import ATTEMPTS
from shared.stage.gateway import Answer, Call, Gateway


async def perform(wish: ClaimStatusAsked, call: Call, office: Office) -> Answer:
    await office.deliver(wish.document)
    return Answer(())


async def inquire(wish: ClaimStatusAsked, call: Call, office: Office) -> Answer | None:
    return Answer(()) if await office.was_delivered(wish.document) else None


GATEWAY = Gateway[ClaimStatusAsked](
    name="submission.ask",
    subscribes=topics.ACKNOWLEDGEMENTS,
    wish=ClaimStatusAsked,
    partner=lambda wish: "clearinghouse",
    subject=lambda wish: wish.claim_id,
    perform=perform,
    inquire=inquire,
    gave_up=lambda wish, attempts: (),
    attempts=ATTEMPTS,
)
