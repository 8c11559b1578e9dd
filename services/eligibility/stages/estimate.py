"""eligibility.estimate: tell the patient's probable share before the service, from contract and benefits.

Reads   rcm.eligibility.encounter   EncounterOpened, CoverageVerified, CoverageInactive, CoverageUnanswered, EncounterHeld, EncounterCleared
Writes  rcm.eligibility.encounter   PatientEstimated
Keeps   one Estimate per visit: its charges, the coverages that were confirmed, the last estimate
Rules   deductible, then coinsurance of the rest, then copay, never above the contract's price; told when every coverage has been looked at, also
        while an authorization is awaited, and again when it changes; nothing is guessed (model/estimate)
Elsewhere: the payer's answer (interpret), what the patient owes in the end (adjudication)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.eligibility.model.estimate import Estimate, evolve, quote
from shared.contracts import topics
from shared.contracts.eligibility import (
    CoverageInactive,
    CoverageUnanswered,
    CoverageVerified,
    EncounterCleared,
    EncounterHeld,
    EncounterOpened,
    PatientEstimated,
)
from shared.contracts.event import Event
from shared.contracts.values import EncounterId
from shared.site.model import Site
from shared.stage.stage import Context, Stage

WHEN = {"type", "version", "estimated_on", "contract_version"}
"""Fields that make no new estimate of an old one."""


def decide(estimate: Estimate, event: Event, context: Context[Site]) -> Sequence[Event]:
    after = evolve(estimate, event)
    found = quote(after, context.reference, context.on)
    if isinstance(found, str) or (after.told is not None and after.told.model_dump(exclude=WHEN) == found.model_dump(exclude=WHEN)):
        return ()
    return (found,)


STAGE: Stage[Estimate, Site] = Stage(
    name="eligibility.estimate",
    subscribes=(topics.ENCOUNTERS,),
    handles=(EncounterOpened, CoverageVerified, CoverageInactive, CoverageUnanswered, EncounterHeld, EncounterCleared),
    emits=(PatientEstimated,),
    initial=lambda key: Estimate(encounter_id=EncounterId(key)),
    decide=decide,
    evolve=evolve,
)
