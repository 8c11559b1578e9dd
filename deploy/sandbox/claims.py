"""A claim as the payer understands it, read from an 837."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Person:
    """A subscriber, a patient or a rendering provider (NM1, DMG). `id` is NM109."""

    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    id: str = ""
    birth_on: date | None = None


@dataclass(frozen=True)
class Billing:
    """Who is paid: NM1*85 and REF*EI of loop 2010AA."""

    name: str
    npi: str
    tax_id: str


@dataclass(frozen=True)
class Line:
    """One service line (loop 2400). `code` is empty on facility lines that carry a revenue code only."""

    number: str
    code: str
    modifiers: tuple[str, ...]
    revenue_code: str
    charge: Decimal
    units: Decimal
    served_on: date
    authorization: str = ""


@dataclass(frozen=True)
class Claim:
    """One claim (loop 2300). `kind` is P or I; `original_icn` is REF*F8; `received_on` is BHT04 of its set."""

    kind: str
    payer_id: str
    patient_control_number: str
    charge: Decimal
    facility_code: str
    frequency: str
    received_on: date
    billing: Billing
    subscriber: Person
    lines: tuple[Line, ...]
    patient: Person | None = None
    rendering: Person | None = None
    original_icn: str = ""
    authorizations: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    trace: str = ""

    @property
    def sick_person(self) -> Person:
        """The patient: the subscriber, unless a loop 2000C named somebody else."""
        return self.patient or self.subscriber

    @property
    def first_on(self) -> date:
        return min(line.served_on for line in self.lines)

    @property
    def last_on(self) -> date:
        return max(line.served_on for line in self.lines)
