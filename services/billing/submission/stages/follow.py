"""submission.follow: know every interchange, and tell each claim of a refused one.

Reads   rcm.submission.interchange      InterchangeBuilt, InterchangeSent, InterchangeAcknowledged
Writes  rcm.submission.acknowledgement  ClaimAcknowledged, one per claim of a refused interchange. Here the key changes: from the file to its claims
Keeps   one Interchange per file
Rules   a 999 that accepts says nothing about a claim · a refused file refuses all its claims; where the 999 names the faulty ones, the others are
        blameless and go again by themselves · an acknowledgement of a file nobody knows is a work item
Elsewhere: what a refusal means for the claim (stages/acknowledge.py)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.billing.submission.model.interchange import Interchange, evolve
from shared.contracts import topics
from shared.contracts.event import Event
from shared.contracts.submission import ClaimAcknowledged, InterchangeAcknowledged, InterchangeBuilt, InterchangeSent, StatusCode
from shared.contracts.values import InterchangeId
from shared.stage.stage import Context, Stage

NAME = "submission.follow"
UNREADABLE = StatusCode(category="A3")


def decide(interchange: Interchange, event: Event, context: Context[None]) -> Sequence[Event]:
    """Tells the claims once, when both the file and its refusal are known."""
    now = evolve(interchange, event)
    known_before = interchange.built is not None and interchange.refused is not None
    if known_before or now.built is None or now.refused is None:
        return []
    return _refusals(now.built, now.refused)


def _refusals(built: InterchangeBuilt, refused: InterchangeAcknowledged) -> list[Event]:
    ours = {each.claim_id for each in built.claims}
    blamed = ours.intersection(refused.blamed)
    return [
        ClaimAcknowledged(
            claim_id=each.claim_id,
            reference=built.reference,
            source=refused.source,
            statuses=(UNREADABLE,),
            blameless=bool(blamed) and each.claim_id not in blamed,
            document=refused.document,
        )
        for each in built.claims
    ]


STAGE = Stage[Interchange, None](
    name=NAME,
    subscribes=(topics.INTERCHANGES,),
    handles=(InterchangeBuilt, InterchangeSent, InterchangeAcknowledged),
    emits=(ClaimAcknowledged,),
    initial=lambda key: Interchange(interchange_id=InterchangeId(key)),
    decide=decide,
    evolve=evolve,
)
