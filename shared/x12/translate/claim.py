"""A claim as a document: the parties, the account, the lines. Written as 837P or 837I by write_claim, read by read_claim.

Amounts are dollars (Decimal), units are as billed, codes are without points (diagnosis codes may have theirs: it is
dropped on the way out). Who a patient is does not show in `repr`, so that no log line holds it. Loop and element
numbers are those of 005010X222A1 (professional) and 005010X223A2 (institutional).
"""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Literal

from shared.x12.translate.adjudication import InpatientAdjudication, OutpatientAdjudication
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim_details import (
    Attachment,
    Certification,
    Contract,
    Dated,
    Equipment,
    Indicator,
    LineAmount,
    Measurement,
    Note,
    Purchase,
    Repricing,
    SpinalCondition,
    Transport,
)

Kind = Literal["professional", "institutional"]
VERSIONS: dict[Kind, str] = {"professional": "005010X222A1", "institutional": "005010X223A2"}


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name; an organisation has `last` only."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """N3 and N4. `postal_code` has nine digits for billing providers and service facilities. `country` and `subdivision` only abroad."""

    line: str
    city: str
    state: str = ""
    postal_code: str = ""
    line2: str = ""
    country: str = ""
    subdivision: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A REF: a qualifier and the number it names; `description` is REF03, where a guide has one (the name of a plan or group).

    On a line of a claim `payer_id` (REF04) tells whose number it is, when it is another payer's.
    """

    qualifier: str
    value: str
    description: str = ""
    payer_id: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A PER: whom to ask. `numbers` are one to three pairs of qualifier (TE telephone, EM e-mail, FX fax, EX extension) and number."""

    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


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


@dataclass(frozen=True, slots=True)
class Drug:
    """Loop 2410: an 11-digit NDC with its quantity in the drug's own unit (UN, ML, GR, F2, ME), not in HCPCS units.

    `prescription` is REF*XZ, `link` REF*VY (the parts of a compound that has no prescription number share it).
    """

    ndc: str
    quantity: Decimal
    unit: str
    prescription: str = ""
    link: str = ""
    qualifier: str = "N4"


@dataclass(frozen=True, slots=True)
class LineAdjudication:
    """Loop 2430: what an earlier payer did with the line. `payer_id` equals the id of that payer in 2330B.

    `bundled_into` is SVD06, the number (LX01) of the line that this one was paid with.
    """

    payer_id: str
    paid: Decimal
    units: Decimal
    adjudicated_on: date
    adjustments: tuple[Adjustment, ...] = ()
    code: str = ""
    modifiers: tuple[str, ...] = ()
    revenue_code: str = ""
    remaining: Decimal | None = None
    bundled_into: int | None = None
    qualifier: str = "HC"


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """Loop 2400. `pointers` count the claim's diagnoses from 1, the first is the main one (professional only, at most four).

    `control_number` is REF*6R, unique in the claim and echoed by the 835. `unit` is UN, MJ (minutes) or DA (days);
    `place` only where it differs from the claim's. A professional line needs `code`, an institutional one `revenue_code`.
    `note` is NTE*ADD (professional) or NTE*TPO (institutional), `notes` are others. `patients` is QTY*PT (an ambulance),
    `obstetric_units` QTY*FL. `pick_up` and `drop_off` are 2420G and 2420H where they differ from the claim's.
    """

    charge: Decimal
    units: Decimal
    on: date | None
    code: str = ""
    modifiers: tuple[str, ...] = ()
    pointers: tuple[int, ...] = ()
    control_number: str = ""
    revenue_code: str = ""
    through_on: date | None = None
    unit: str = "UN"
    qualifier: str = "HC"
    description: str = ""
    place: str = ""
    emergency: bool = False
    noncovered: Decimal | None = None
    drug: Drug | None = None
    note: str = ""
    rendering: Provider | None = None
    adjudications: tuple[LineAdjudication, ...] = ()
    screening: bool = False
    family_planning: bool = False
    copay_exempt: bool = False
    dates: tuple[Dated, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    references: tuple[Reference, ...] = ()
    amounts: tuple[LineAmount, ...] = ()
    notes: tuple[Note, ...] = ()
    fixed_format: tuple[str, ...] = field(default=(), repr=False)
    indicators: tuple[Indicator, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    contract: Contract | None = None
    equipment: Equipment | None = None
    certification: Certification | None = None
    transport: Transport | None = None
    patients: Decimal | None = None
    obstetric_units: Decimal | None = None
    purchase: Purchase | None = None
    repricing: Repricing | None = None
    purchased_from: Provider | None = None
    facility: Provider | None = None
    supervising: Provider | None = None
    ordering: Provider | None = None
    referring: Provider | None = None
    primary_care: Provider | None = None
    operating: Provider | None = None
    other_operating: Provider | None = None
    pick_up: Address | None = field(default=None, repr=False)
    drop_off: Address | None = field(default=None, repr=False)
    drop_off_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OtherPayerProvider:
    """Loops 2330C to 2330I: a provider by the numbers that the other payer gave him. `role` is NM101."""

    role: str
    person: bool
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class OtherPayer:
    """Loops 2320, 2330A and 2330B: a payer before or after the one billed now.

    `paid` is AMT*D, `remaining` AMT*EAF, `adjudicated_on` DTP*573 at claim level (leave it out when the lines carry it),
    `adjustments` those of the claim as a whole, `noncovered` AMT*A8. `relationship` is the patient's to that subscriber (SBR02,
    18 self). `inpatient` is MIA (institutional only), `outpatient` MOA.
    """

    payer: Payer
    subscriber: Subscriber
    relationship: str = "18"
    paid: Decimal | None = None
    remaining: Decimal | None = None
    adjudicated_on: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    payer_claim_control_number: str = ""
    benefits_assigned: str = "Y"
    release: str = "Y"
    noncovered: Decimal | None = None
    patient_signed: bool = True
    inpatient: InpatientAdjudication | None = None
    outpatient: OutpatientAdjudication | None = None
    providers: tuple[OtherPayerProvider, ...] = ()


@dataclass(frozen=True, slots=True)
class Accident:
    """CLM11 and DTP*439: one or two `causes` of AA (auto), EM (employment), OA (other). AA needs the state, abroad the country.

    The day may be left out when the cause is EM alone.
    """

    causes: tuple[str, ...]
    on: date | None
    state: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ClaimDocument:
    """One claim. `charge` is the total of the lines (the writer does not correct it: the validator compares).

    `patient_control_number` is CLM01, at most 20 characters, echoed by the payer. `place` is CLM05-1: the place of service
    of a professional claim, the first two digits of the type of bill (without leading zero) of an institutional one.
    `frequency` 1 is original, 7 replaces, 8 voids; 7 and 8 need `payer_claim_control_number` (REF*F8). `diagnoses` begin with
    the principal one. `assignment` is CLM07 (A, B, C), `benefits_assigned` CLM08 (Y, N, W), `release` CLM09 (Y, I);
    `patient_signed` is false where CLM10 says P, `special_program` is CLM12. `note` is NTE*ADD, `notes` are others,
    `anesthesia_for` the surgery of HI BP and BO, `conditions` the condition codes of a professional claim.
    """

    kind: Kind
    patient_control_number: str
    charge: Decimal
    place: str
    billing: Provider
    subscriber: Subscriber
    payer: Payer
    diagnoses: tuple[Diagnosis, ...]
    lines: tuple[ServiceLine, ...]
    frequency: str = "1"
    patient: Patient | None = None
    stay: Stay | None = None
    authorization: str = ""
    referral: str = ""
    payer_claim_control_number: str = ""
    medical_record_number: str = ""
    signature_on_file: bool = True
    assignment: str = "A"
    benefits_assigned: str = "Y"
    release: str = "Y"
    onset_on: date | None = None
    admitted_on: date | None = None
    discharged_on: date | None = None
    accident: Accident | None = None
    patient_paid: Decimal | None = None
    note: str = ""
    delay_reason: str = ""
    references: tuple[Reference, ...] = ()
    referring: Provider | None = None
    rendering: Provider | None = None
    facility: Provider | None = None
    supervising: Provider | None = None
    other_payers: tuple[OtherPayer, ...] = ()
    patient_signed: bool = True
    special_program: str = ""
    dates: tuple[Dated, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    contract: Contract | None = None
    fixed_format: tuple[str, ...] = field(default=(), repr=False)
    notes: tuple[Note, ...] = ()
    transport: Transport | None = None
    spinal: SpinalCondition | None = None
    indicators: tuple[Indicator, ...] = ()
    anesthesia_for: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    repricing: Repricing | None = None
    primary_care: Provider | None = None
    pick_up: Address | None = field(default=None, repr=False)
    drop_off: Address | None = field(default=None, repr=False)
    drop_off_name: str = field(default="", repr=False)


def split_type_of_bill(type_of_bill: str) -> tuple[str, str]:
    """Facility code and frequency (CLM05-1, CLM05-3) of a type of bill written with three or four digits, such as 0131.

    Raises ValueError when it has another length.
    """
    digits = type_of_bill.removeprefix("0")
    if len(digits) != 3:
        raise ValueError("a type of bill has three digits after the leading zero")
    return digits[:2], digits[2]
