"""submission.ask: deliver a 276 to the clearinghouse, once. Its answer is a 277 in the folder of what comes back (intake.py).

A wish that was started when the process died is not repeated: the listing of what was delivered tells whether it arrived.
"""

from __future__ import annotations

from services.billing.submission import repository
from services.billing.submission.gateways.send import ATTEMPTS, carrier_of
from services.billing.submission.office import Office
from shared.contracts import topics
from shared.contracts.submission import ClaimStatusAsked
from shared.stage.gateway import Answer, Call, Gateway, Uncertain


async def perform(wish: ClaimStatusAsked, call: Call, office: Office) -> Answer:
    async with office.connection() as connection:
        body = await repository.body_of(connection, wish.document.sha256)
    if body is None:
        raise Uncertain("the body of the inquiry is not in the blob table")
    await carrier_of(office).put(wish.document.name, body)
    return Answer(())


async def inquire(wish: ClaimStatusAsked, call: Call, office: Office) -> Answer | None:
    return Answer(()) if wish.document.name in await carrier_of(office).listed() else None


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
