"""denials.identify: keep whom each visit is about, for the one thing that has to name the patient.

Reads   rcm.eligibility.registration   PatientRegistered (every version)
Writes  nothing
Keeps   one KnownPatient per visit: the latest registration
Rules   identifying data leave this service in a 275 to the payer only
Elsewhere: the 275 (writing.py), sending it (gateways/send.py)
"""

from __future__ import annotations

from services.denials.model.patient import KnownPatient, evolve
from shared.contracts import topics
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.values import EncounterId
from shared.stage.stage import Stage, says_nothing

STAGE: Stage[KnownPatient, None] = Stage(
    name="denials.identify",
    subscribes=(topics.REGISTRATIONS,),
    handles=(PatientRegistered,),
    emits=(),
    initial=lambda key: KnownPatient(encounter_id=EncounterId(key)),
    decide=says_nothing,
    evolve=evolve,
)
