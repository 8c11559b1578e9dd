"""eligibility.register: join who came with what was done, check it, and ask the first payer.

Reads   rcm.eligibility.registration   PatientRegistered (every version)
        rcm.eligibility.encounter      EncounterOpened (every version)
Writes  rcm.eligibility.encounter      EncounterHeld; EncounterCleared when a correction touched nothing a payer judges;
                                       CoverageVerified, CoverageInactive for payers that answer no inquiries
        rcm.eligibility.inquiry        InquiryRequested
Keeps   one Encounter per visit: both halves in a slot of their own, whichever comes first
Rules   every reason at once; a payer is asked for the date of service; nothing is asked again that a payer has answered (model/checks, model/face)
Elsewhere: reading FHIR (intake/), the call to the payer (gateways/ask), what the answer means (interpret)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.eligibility.model.desk import Desk, Known
from services.eligibility.model.encounter import Encounter
from services.eligibility.model.fold import evolve, initial
from services.eligibility.model.outcome import settle
from shared.contracts import topics
from shared.contracts.eligibility import (
    CoverageInactive,
    CoverageVerified,
    EncounterCleared,
    EncounterHeld,
    EncounterOpened,
    InquiryRequested,
    PatientRegistered,
)
from shared.contracts.event import Event
from shared.stage.stage import Stage


def decide(encounter: Encounter, event: Event, known: Known) -> Sequence[Event]:
    """What follows from a new version of either half; an old one says nothing new."""
    after = evolve(encounter, event)
    return settle(after, known) if after != encounter else ()


STAGE: Stage[Encounter, Desk] = Stage(
    name="eligibility.register",
    subscribes=(topics.REGISTRATIONS, topics.ENCOUNTERS),
    handles=(PatientRegistered, EncounterOpened),
    emits=(EncounterHeld, InquiryRequested, CoverageVerified, CoverageInactive, EncounterCleared),
    initial=initial,
    decide=decide,
    evolve=evolve,
)
