"""Small values that a claim or a line may carry, each one segment. Loops 2300 and 2400 of 837P and 837I.

Amounts are dollars; a code means what the guide's list at its element says.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Dated:
    """A DTP that has no field of its own: its qualifier (454 initial treatment, 304 last seen, 455 X-ray ...), its day or both ends."""

    qualifier: str
    on: date
    through_on: date | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """PWK: `report` says what it is, `transmission` how it comes (AA on request, BM mail, EL electronically, FX fax ...).

    `control_number` is PWK06, which the attachment repeats; on a line `report` CT is a certificate of medical necessity.
    """

    report: str
    transmission: str
    control_number: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """CN1: the kind of contract (01 DRG, 02 per diem, 04 flat, 05 capitated, 06 percent ...) and its terms."""

    kind: str
    amount: Decimal | None = None
    percent: Decimal | None = None
    code: str = ""
    discount_percent: Decimal | None = None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """NTE: `kind` (ADD, CER, DCP, TPO, UPI ...) and at most 80 characters."""

    kind: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Indicator:
    """CRC: whether the conditions named by `codes` (one to five) apply. `category` 07 ambulance, E1-E3 vision, 75 homebound, ZZ
    screening referral, 70 hospice, 09 equipment."""

    category: str
    applies: bool
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transport:
    """CR1, an ambulance: why (CR104), loaded miles (CR106), the patient's weight in pounds, why a round trip or a stretcher."""

    reason: str
    miles: Decimal
    weight: Decimal | None = field(default=None, repr=False)
    round_trip: str = field(default="", repr=False)
    stretcher: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SpinalCondition:
    """CR2, chiropractic: nature of the condition (CR208: A acute, C chronic, M acute flare ...) and what it is like."""

    nature: str
    description: str = field(default="", repr=False)
    more: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Repricing:
    """HCP: what a repricer allowed. `method` is HCP01, `allowed` HCP02, `saving` HCP03, `organization` HCP04, `rate` HCP05.

    The approved code and units are lines' only (`revenue_code` and units institutional claims', too); `rejection`, `compliance`
    and `exception` are HCP13 to HCP15.
    """

    method: str
    allowed: Decimal
    saving: Decimal | None = None
    organization: str = ""
    rate: Decimal | None = None
    group: str = ""
    group_amount: Decimal | None = None
    revenue_code: str = ""
    qualifier: str = ""
    code: str = ""
    unit: str = ""
    units: Decimal | None = None
    rejection: str = ""
    compliance: str = ""
    exception: str = ""


@dataclass(frozen=True, slots=True)
class LineAmount:
    """AMT of a line: T sales tax, F4 postage; GT service tax, N8 facility tax."""

    qualifier: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Measurement:
    """MEA, a test result: OG starting dosage, TR test result; HT height, R1 hemoglobin, R2 hematocrit, R3 epoetin, R4 creatinine."""

    reference: str
    qualifier: str
    value: Decimal = field(repr=False)


@dataclass(frozen=True, slots=True)
class Equipment:
    """SV5, durable equipment: its code, days needed, prices to rent and to buy, `frequency` 1 weekly, 4 monthly, 6 daily."""

    code: str
    days: Decimal
    rental: Decimal | None
    purchase: Decimal | None
    frequency: str


@dataclass(frozen=True, slots=True)
class Certification:
    """CR3: I initial, R renewed, S revised, and for how many months."""

    kind: str
    months: Decimal


@dataclass(frozen=True, slots=True)
class Purchase:
    """PS1: a service bought from another provider (his number, as in 2420B) and its price."""

    provider_id: str
    charge: Decimal
