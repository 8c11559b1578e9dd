"""adjudication.measure: where each claim is in its life, and what it adds to the figures of the board.

Reads   rcm.submission.claim             ClaimBuilt, ClaimHeld, ClaimReleased, ClaimSubmitted, ClaimAccepted, ClaimRejected, ClaimWithdrawn,
                                         ClaimVoidRequested
        rcm.submission.acknowledgement   ClaimAcknowledged, ClaimStatusReported
        rcm.adjudication.claim           ClaimRemitted, DecisionHeld, SecondaryClaimDue
        rcm.adjudication.account         ClaimPosted, StatementRequested, OpeningClaimRecorded, UnderpaymentFound, UnderpaymentClosed
        rcm.denials.denial               DenialOpened, DenialClosed
Writes  rcm.adjudication.state           ClaimStateChanged
Keeps   one Measure per claim: a slot for each topic
Rules   the state follows from what is known, not from the order in which it came (model/measure/lifecycle.py)
Elsewhere: visits that are not billed yet (stages/watch.py), what the figures mean (board/figures.py)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.billing.adjudication.model.measure.fold import FOLDS, evolve
from services.billing.adjudication.model.measure.lifecycle import state_of
from services.billing.adjudication.model.measure.measure import Measure
from shared.contracts import topics
from shared.contracts.adjudication import ClaimStateChanged
from shared.contracts.event import Event
from shared.contracts.values import ClaimId, PayerId
from shared.stage.stage import Context, Folded, Stage, key_by


def decide(claim: Measure, event: Event, context: Context[None]) -> Sequence[Event]:
    """Say it when the one word has changed, and never from less than it was said from before. A claim without an encounter is told of later."""
    after = evolve(claim, event)
    state = state_of(after)
    if state is None or state == claim.told or not after.encounter_id or after.is_behind:
        return Folded((), after)
    changed = ClaimStateChanged(
        claim_id=after.claim_id,
        encounter_id=after.encounter_id,
        payer_id=turn_of(after),
        state=state,
        before=claim.told,
        because=event.type,
        changed_on=context.on,
        known=after.known,
    )
    return Folded((changed,), evolve(after, changed))


def turn_of(claim: Measure) -> PayerId:
    """Whose turn it is: who was billed last, or who decided last when nothing of ours was billed."""
    verdicts = claim.decided.verdicts
    return claim.sent.payer_id or (verdicts[max(verdicts)].payer_id if verdicts else PayerId(""))


STAGE: Stage[Measure, None] = Stage(
    name="adjudication.measure",
    subscribes=(topics.CLAIMS, topics.ACKNOWLEDGEMENTS, topics.REMITTED_CLAIMS, topics.ACCOUNTS, topics.DENIALS),
    handles=tuple(kind for kind in FOLDS if kind is not ClaimStateChanged),
    emits=(ClaimStateChanged,),
    initial=lambda key: Measure(claim_id=ClaimId(key)),
    decide=decide,
    evolve=evolve,
    key=key_by("claim_id"),
    recalls=(ClaimStateChanged,),
)
