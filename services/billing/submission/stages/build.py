"""submission.build: make the claim of an encounter when it is registered, cleared and coded; make it again when that is right.

Reads   rcm.eligibility.registration  PatientRegistered (own copy of what identifies the patient)
        rcm.eligibility.encounter     EncounterCleared
        rcm.coding.encounter          EncounterCoded
        rcm.submission.claim          ClaimSubmitted, ClaimAccepted, ClaimRejected, ClaimWithdrawn, ClaimReopened, ClaimVoidRequested: what became of
                                      a build, and what a person wants
        rcm.adjudication.claim        ClaimRemitted: the payer's claim number, where no acknowledgement gave one; SecondaryClaimDue
        the house                     which submissions stand in an interchange: topics have no order between them, so what follows from a
                                      submission (a decision, a correction that somebody asks for) may be read before the news that it was sent
Writes  rcm.submission.claim          ClaimBuilt. Here the key changes: from the encounter to the claim, whose id is derived from the encounter
Keeps   one Draft per encounter
Rules   unsent: built again in place · in flight: wait · rejected: frequency 1 again, no payer number · with the payer: only when somebody asks, and
        then as a replacement of the whole claim with the payer's number · another payer than before: a new original there · CLM01 never changes ·
        a later payer is billed what the first one was, with what was decided before, and again when that changes · a void goes to every payer that
        has the claim, as it was last sent; after it nothing is built · whoever knows less than the newest build rests on is reading again, and waits
Elsewhere: judging the claim (stages/scrub.py), sending it (submit.py, gateways/), deciding what a payer's answer means (stages/acknowledge.py)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.billing.submission.model.assemble import claim_of
from services.billing.submission.model.draft import Departure, Draft
from services.billing.submission.model.draft_fold import departed, evolve
from services.billing.submission.model.turn import made_again, next_wanted
from services.billing.submission.model.voiding import next_void
from shared.contracts import topics
from shared.contracts.adjudication import ClaimRemitted, SecondaryClaimDue
from shared.contracts.coding import EncounterCoded
from shared.contracts.eligibility import EncounterCleared, PatientRegistered
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.submission import (
    ClaimAccepted,
    ClaimBuilt,
    ClaimRejected,
    ClaimReopened,
    ClaimSubmitted,
    ClaimVoidRequested,
    ClaimWithdrawn,
)
from shared.contracts.values import ClaimId, EncounterId
from shared.stage.stage import Context, Stage, key_by

NAME = "submission.build"
FATES = (ClaimSubmitted, ClaimAccepted, ClaimRejected, ClaimWithdrawn, ClaimReopened, ClaimVoidRequested)


@dataclass(frozen=True, slots=True)
class House:
    """Reference of the stage: how claims are named here, and by claim what has left, which is noted before anybody outside knows of it."""

    names: Names
    departures: Mapping[str, Sequence[Departure]] = field(default_factory=dict)


def decide(draft: Draft, event: Event, context: Context[House]) -> Sequence[Event]:
    house = context.reference
    claim_id = ClaimId(house.names.of("claim", draft.encounter_id))
    now = departed(evolve(draft, event), house.departures.get(claim_id, ()))
    claim = next_build(now, now.last) if now.last else first_build(now, claim_id)
    return [] if claim is None else [claim]


def first_build(draft: Draft, claim_id: ClaimId) -> ClaimBuilt | None:
    """The first claim, as soon as all three slots are filled and belong together."""
    return claim_of(draft, claim_id, 1, draft.request)


def next_build(draft: Draft, last: ClaimBuilt) -> ClaimBuilt | None:
    """What has to follow the newest submission, if anything."""
    fate = draft.fate(last.submission)
    if fate == "submitted":
        return None
    if draft.void is not None:
        return next_void(draft, last, last.submission if fate == "unsent" else last.submission + 1)
    return made_again(draft, last) if fate == "unsent" else next_wanted(draft, last)


STAGE = Stage[Draft, House](
    name=NAME,
    subscribes=(topics.REGISTRATIONS, topics.ENCOUNTERS, topics.CODINGS, topics.CLAIMS, topics.REMITTED_CLAIMS),
    handles=(PatientRegistered, EncounterCleared, EncounterCoded, *FATES, ClaimRemitted, SecondaryClaimDue),
    emits=(ClaimBuilt,),
    initial=lambda key: Draft(encounter_id=EncounterId(key)),
    decide=decide,
    evolve=evolve,
    key=key_by("encounter_id"),
    recalls=(ClaimBuilt, *FATES),
)
