"""eligibility.authorize: a number has been entered; the visit may now be free.

Reads   rcm.eligibility.encounter   AuthorizationRecorded
Writes  rcm.eligibility.encounter   EncounterCleared when everything is there; EncounterHeld when other reasons remain
Keeps   the Encounter: its authorizations in the order in which they were entered
Rules   a number without a procedure covers the whole visit; a number that answers a denial clears the visit again, naming the denial
Elsewhere: which codes need a number (the payer's answer: interpret), REF*G1 of the claim (submission)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.eligibility.model.desk import Desk, Known
from services.eligibility.model.encounter import Encounter
from services.eligibility.model.fold import evolve, initial
from services.eligibility.model.outcome import settle
from shared.contracts import topics
from shared.contracts.eligibility import (
    AuthorizationRecorded,
    CoverageInactive,
    CoverageVerified,
    EncounterCleared,
    EncounterHeld,
    InquiryRequested,
)
from shared.contracts.event import Event
from shared.stage.stage import Stage


def decide(encounter: Encounter, event: Event, known: Known) -> Sequence[Event]:
    """What follows once the number is on file."""
    after = evolve(encounter, event)
    return settle(after, known) if after != encounter else ()


STAGE: Stage[Encounter, Desk] = Stage(
    name="eligibility.authorize",
    subscribes=(topics.ENCOUNTERS,),
    handles=(AuthorizationRecorded,),
    emits=(EncounterCleared, EncounterHeld, InquiryRequested, CoverageVerified, CoverageInactive),
    initial=initial,
    decide=decide,
    evolve=evolve,
)
