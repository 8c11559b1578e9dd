"""Who a claim is about and who exchanges it: providers, subscribers, patients, payers. Loops 1000 to 2010, 2310 to 2420 of the 837.

Who a patient is does not show in `repr`, so that no log line holds it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.translate.naming import Address, Contact, Name, Reference


@dataclass(frozen=True, slots=True)
class Submitter:
    """Loop 1000A: who sends the file and whom to call about it (PER: a telephone number or an e-mail address is needed)."""

    name: str
    id: str
    contact: str
    telephone: str = ""
    extension: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Loop 1000B: who gets the file, usually a clearinghouse."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Payer:
    """Loop 2010BB or 2330B: the payer by name and number (`id_qualifier` PI payer id, XV national plan id)."""

    name: str
    id: str
    id_qualifier: str = "PI"
    address: Address | None = None
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider in any role. `person` is entity type 1, else an organisation (2); `npi` may be empty where a guide allows it.

    As billing provider (2000A, 2010AA) it needs `tax_id` (`tax_id_kind` EI employer, SY social security) and a street
    `address`; `pay_to` is loop 2010AB when payments go elsewhere, `pay_to_plan` 2010AC (with its tax id, REF EI, among its
    references), `currency` CUR02. `taxonomy` is sent for billing, rendering and attending providers.
    """

    npi: str
    name: Name
    person: bool = False
    taxonomy: str = ""
    tax_id: str = ""
    tax_id_kind: str = "EI"
    address: Address | None = None
    pay_to: Address | None = None
    references: tuple[Reference, ...] = ()
    contacts: tuple[Contact, ...] = ()
    pay_to_plan: Payer | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What PAT05 to PAT09 say of a patient (professional only): day of death, weight in pounds, pregnancy."""

    died_on: date | None = field(default=None, repr=False)
    weight: Decimal | None = field(default=None, repr=False)
    pregnant: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Loops 2000B and 2010BA: whose policy it is. Birth date, sex and address are sent only when the subscriber is the patient.

    `sequence` is SBR01 (P, S, T), `filing_indicator` SBR09, `medicare_secondary` SBR05 when Medicare is not primary.
    """

    member_id: str = field(repr=False)
    name: Name = field(repr=False)
    born_on: date | None = field(default=None, repr=False)
    sex: str = "U"
    address: Address | None = field(default=None, repr=False)
    group_number: str = ""
    group_name: str = ""
    sequence: str = "P"
    filing_indicator: str = "CI"
    medicare_secondary: str = ""
    person: bool = True
    id_qualifier: str = "MI"
    references: tuple[Reference, ...] = field(default=(), repr=False)
    contact: Contact | None = field(default=None, repr=False)
    condition: Condition | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Patient:
    """Loops 2000C and 2010CA: a patient who is not the subscriber and has no member id of his own.

    `relationship` is PAT01: 01 spouse, 19 child, 20 employee, 21 unknown, 53 life partner, G8 other.
    """

    relationship: str
    name: Name = field(repr=False)
    born_on: date = field(repr=False)
    sex: str
    address: Address = field(repr=False)
    references: tuple[Reference, ...] = field(default=(), repr=False)
    contact: Contact | None = field(default=None, repr=False)
    condition: Condition | None = field(default=None, repr=False)
