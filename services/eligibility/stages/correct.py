"""eligibility.correct: what came back because of registration goes to the people who can mend it.

Reads   rcm.submission.claim    ClaimRejected, those that registration can mend; ClaimSubmitted for the clearance it was built from
        rcm.denials.denial      CorrectionRequested, those for this service; DenialClosed
Writes  rcm.eligibility.encounter   EncounterHeld after a rejection; EncounterCleared once per request it answers, naming it
Keeps   the Encounter: rejections and requests, each open until a clearance answers it or the denial ends
Rules   a rejection holds the visit until something on the claim has changed or a person says that it is right as it stands;
        a request for correction is work beside a visit that stays cleared (model/amends)
Elsewhere: sending the claim again (submission), why a line was denied (denials)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.eligibility.model.desk import Desk, Known
from services.eligibility.model.encounter import Encounter
from services.eligibility.model.fold import evolve, initial
from services.eligibility.model.outcome import settle
from shared.contracts import topics
from shared.contracts.denials import CorrectionRequested, DenialClosed
from shared.contracts.eligibility import CoverageInactive, CoverageVerified, EncounterCleared, EncounterHeld, InquiryRequested
from shared.contracts.event import Event
from shared.contracts.submission import ClaimRejected, ClaimSubmitted
from shared.stage.stage import Stage


def key(event: Event) -> str:
    """The visit; for a denial of a claim without a known visit the claim, of which nothing is kept."""
    return str(getattr(event, "encounter_id", None) or getattr(event, "claim_id", ""))


def decide(encounter: Encounter, event: Event, known: Known) -> Sequence[Event]:
    """What follows from a rejection or request that is new and ours."""
    after = evolve(encounter, event)
    return settle(after, known) if after != encounter else ()


STAGE: Stage[Encounter, Desk] = Stage(
    name="eligibility.correct",
    subscribes=(topics.CLAIMS, topics.DENIALS),
    handles=(ClaimSubmitted, ClaimRejected, CorrectionRequested, DenialClosed),
    emits=(EncounterHeld, EncounterCleared, InquiryRequested, CoverageVerified, CoverageInactive),
    initial=initial,
    decide=decide,
    evolve=evolve,
    key=key,
)
