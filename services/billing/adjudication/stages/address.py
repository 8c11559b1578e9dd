"""adjudication.address: keep to whom a statement goes.

Reads   rcm.eligibility.registration  PatientRegistered (every version)
Writes  nothing
Keeps   one Addressee per encounter: name and address, the newest version
Rules   identifying data is copied from its one topic and never passed on; a statement without it goes by its account number
Elsewhere: what a statement says (model/patient/statement.py), the page (patient/)
"""

from __future__ import annotations

from services.billing.adjudication.model.patient.addressee import Addressee, evolve
from shared.contracts import topics
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.values import EncounterId
from shared.stage.stage import Stage, says_nothing

STAGE: Stage[Addressee, None] = Stage(
    name="adjudication.address",
    subscribes=(topics.REGISTRATIONS,),
    handles=(PatientRegistered,),
    emits=(),
    initial=lambda key: Addressee(encounter_id=EncounterId(key)),
    decide=says_nothing,
    evolve=evolve,
)
