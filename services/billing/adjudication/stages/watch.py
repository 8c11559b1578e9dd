"""adjudication.watch: visits from the door to the first claim, for what is discharged and not billed, prevented, and estimated.

Reads   rcm.eligibility.encounter   EncounterOpened, EncounterHeld, CoverageInactive, EncounterCleared, PatientEstimated
        rcm.coding.encounter        EncounterCoded, CodingHeld
        rcm.submission.claim        ClaimBuilt, ClaimSubmitted, ClaimWithdrawn
Writes  nothing
Keeps   one Visit per encounter: a slot for each topic
Elsewhere: claims and their states (stages/measure.py), what the figures mean (board/figures.py)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.billing.adjudication.model.visit import FOLDS, Visit, evolve
from shared.contracts import topics
from shared.contracts.event import Event
from shared.contracts.values import EncounterId
from shared.stage.stage import Context, Stage


def decide(visit: Visit, event: Event, context: Context[None]) -> Sequence[Event]:
    """It watches, and says nothing."""
    return ()


STAGE: Stage[Visit, None] = Stage(
    name="adjudication.watch",
    subscribes=(topics.ENCOUNTERS, topics.CODINGS, topics.CLAIMS),
    handles=tuple(FOLDS),
    emits=(),
    initial=lambda key: Visit(encounter_id=EncounterId(key)),
    decide=decide,
    evolve=evolve,
    key=lambda event: str(getattr(event, "encounter_id")),  # noqa: B009  every event that is handled names its encounter
)
