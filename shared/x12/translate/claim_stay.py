"""The coded facts of a claim, and the stay that an institutional claim tells of. Loop 2300 of the 837."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from shared.x12.translate.claim_parties import Provider


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An ICD-10-CM code; `present_on_admission` (Y, N, U, W) on inpatient bills only."""

    code: str
    present_on_admission: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """An ICD-10-PCS procedure of an inpatient bill and its day."""

    code: str
    on: date


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An occurrence code with its day, or with both ends when it spans days (`through_on`)."""

    code: str
    on: date
    through_on: date | None = None


@dataclass(frozen=True, slots=True)
class ValueCode:
    """A value code and its amount (dollars, or a count where the code says so)."""

    code: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Stay:
    """What only an institutional claim says (loop 2300 of the 837I).

    `from_on` and `through_on` are the statement's period (DTP 434), `admitted_on` and `admitted_at` DTP 435, `discharged_at`
    the hour of DTP 096. `admission_type`, `admission_source` and `patient_status` are CL101 to CL103. `reasons` are the
    reasons for the visit of outpatients, `conditions` condition codes, `external_causes` how an injury happened, `treatments`
    treatment codes.
    """

    from_on: date
    through_on: date
    patient_status: str
    admission_type: str = ""
    admission_source: str = ""
    admitted_on: date | None = None
    admitted_at: time | None = None
    discharged_at: time | None = None
    admitting: Diagnosis | None = None
    reasons: tuple[Diagnosis, ...] = ()
    external_causes: tuple[Diagnosis, ...] = ()
    drg: str = ""
    procedures: tuple[Procedure, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    value_codes: tuple[ValueCode, ...] = ()
    conditions: tuple[str, ...] = ()
    attending: Provider | None = None
    operating: Provider | None = None
    other_operating: Provider | None = None
    treatments: tuple[str, ...] = ()
