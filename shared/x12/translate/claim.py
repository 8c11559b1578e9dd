"""A claim as a document: the parties, the account, the lines. Written as 837P or 837I by write_claim, read by read_claim.

Amounts are dollars (Decimal), units are as billed, codes are without points (diagnosis codes may have theirs: it is
dropped on the way out). Who a patient is does not show in `repr`, so that no log line holds it. Loop and element
numbers are those of 005010X222A1 (professional) and 005010X223A2 (institutional).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from shared.x12.translate.adjudication import InpatientAdjudication, OutpatientAdjudication
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim_details import Attachment, Contract, Indicator, Note, Repricing, SpinalCondition, Transport
from shared.x12.translate.claim_line import Drug, LineAdjudication, ServiceLine
from shared.x12.translate.claim_parties import Condition, Patient, Payer, Provider, Receiver, Submitter, Subscriber
from shared.x12.translate.claim_stay import Diagnosis, Occurrence, Procedure, Stay, ValueCode
from shared.x12.translate.days import Dated
from shared.x12.translate.lazy import Lazy
from shared.x12.translate.naming import Address, Contact, Name, Reference

__all__ = [
    "VERSIONS",
    "Accident",
    "Address",
    "ClaimDocument",
    "Condition",
    "Contact",
    "Diagnosis",
    "Drug",
    "Kind",
    "LineAdjudication",
    "Name",
    "Occurrence",
    "OtherPayer",
    "OtherPayerProvider",
    "Patient",
    "Payer",
    "Procedure",
    "Provider",
    "Receiver",
    "Reference",
    "ServiceLine",
    "Stay",
    "Submitter",
    "Subscriber",
    "ValueCode",
    "split_type_of_bill",
]

Kind = Literal["professional", "institutional"]
VERSIONS: dict[Kind, str] = {"professional": "005010X222A1", "institutional": "005010X223A2"}


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
class ClaimDocument(Lazy):
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
    medical_record_number: str = field(default="", repr=False)
    signature_on_file: bool = True
    assignment: str = "A"
    benefits_assigned: str = "Y"
    release: str = "Y"
    onset_on: date | None = None
    admitted_on: date | None = None
    discharged_on: date | None = None
    accident: Accident | None = None
    patient_paid: Decimal | None = None
    note: str = field(default="", repr=False)
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
