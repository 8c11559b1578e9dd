"""adjudication.watch: visits from the door to the first claim, for what is discharged and not billed, prevented, and estimated.

Reads   rcm.eligibility.encounter   EncounterOpened, EncounterHeld, CoverageInactive, EncounterCleared, PatientEstimated
        rcm.coding.encounter        EncounterCoded, CodingHeld
        rcm.submission.claim        ClaimBuilt, ClaimSubmitted, ClaimWithdrawn
Writes  nothing
Keeps   one Visit per encounter: a slot for each topic
Elsewhere: claims and their states (stages/measure.py), what the figures mean (board/figures.py)
"""

from __future__ import annotations

from services.billing.adjudication.model.measure.visit import FOLDS, Visit, evolve
from shared.contracts import topics
from shared.contracts.values import EncounterId
from shared.stage.stage import Stage, key_by, says_nothing

STAGE: Stage[Visit, None] = Stage(
    name="adjudication.watch",
    subscribes=(topics.ENCOUNTERS, topics.CODINGS, topics.CLAIMS),
    handles=tuple(FOLDS),
    emits=(),
    initial=lambda key: Visit(encounter_id=EncounterId(key)),
    decide=says_nothing,
    evolve=evolve,
    key=key_by("encounter_id"),
)
