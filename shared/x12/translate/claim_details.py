# ruff: noqa: RUF009 (an element is a dataclasses.field with its place)
"""Small values that a claim or a line may carry, each one segment. Loops 2300 and 2400 of 837P and 837I.

Amounts are dollars; a code means what the guide's list at its element says.
"""

from dataclasses import dataclass
from decimal import Decimal

from shared.x12.translate.laid_out import codes, element

MOST_OF_NOTE = 80
"""NTE02, K301, CR109 and CR110, CR210 and CR211."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """PWK: `report` says what it is, `transmission` how it comes (AA on request, BM mail, EL electronically, FX fax ...).

    `control_number` is PWK06, which the attachment repeats; on a line `report` CT is a certificate of medical necessity.
    """

    report: str = element(1, needed=True)
    transmission: str = element(2, needed=True)
    control_number: str = element(6, qualifier="AC")


@dataclass(frozen=True, slots=True)
class Contract:
    """CN1: the kind of contract (01 DRG, 02 per diem, 04 flat, 05 capitated, 06 percent ...) and its terms."""

    kind: str = element(1, needed=True)
    amount: Decimal | None = element(2, "number")
    percent: Decimal | None = element(3, "number")
    code: str = element(4)
    discount_percent: Decimal | None = element(5, "number")
    version: str = element(6)


@dataclass(frozen=True, slots=True)
class Note:
    """NTE: `kind` (ADD, CER, DCP, TPO, UPI ...) and at most 80 characters."""

    kind: str = element(1, needed=True)
    text: str = element(2, "free", shown=False, needed=True, most=MOST_OF_NOTE)


@dataclass(frozen=True, slots=True)
class Indicator:
    """CRC: whether the conditions named by `codes` (one to five) apply. `category` 07 ambulance, E1-E3 vision, 75 homebound, ZZ
    screening referral, 70 hospice, 09 equipment."""

    category: str = element(1, needed=True)
    applies: bool | None = element(2, "yes", needed=True)
    codes: tuple[str, ...] = codes(3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Transport:
    """CR1, an ambulance: why (CR104), loaded miles (CR106), the patient's weight in pounds, why a round trip or a stretcher."""

    reason: str = element(4, needed=True)
    miles: Decimal = element(6, "amount", qualifier="DH")
    weight: Decimal | None = element(2, "number", qualifier="LB", shown=False)
    round_trip: str = element(9, "free", shown=False, most=MOST_OF_NOTE)
    stretcher: str = element(10, "free", shown=False, most=MOST_OF_NOTE)


@dataclass(frozen=True, slots=True)
class SpinalCondition:
    """CR2, chiropractic: nature of the condition (CR208: A acute, C chronic, M acute flare ...) and what it is like."""

    nature: str = element(8, needed=True)
    description: str = element(10, "free", shown=False, most=MOST_OF_NOTE)
    more: str = element(11, "free", shown=False, most=MOST_OF_NOTE)


@dataclass(frozen=True, slots=True)
class Repricing:
    """HCP: what a repricer allowed. `method` is HCP01, `allowed` HCP02, `saving` HCP03, `organization` HCP04, `rate` HCP05.

    The approved code and units are lines' only (`revenue_code` and units institutional claims', too); `rejection`, `compliance`
    and `exception` are HCP13 to HCP15.
    """

    method: str = element(1, needed=True)
    allowed: Decimal = element(2, "amount")
    saving: Decimal | None = element(3, "number")
    organization: str = element(4)
    rate: Decimal | None = element(5, "number")
    group: str = element(6)
    group_amount: Decimal | None = element(7, "number")
    revenue_code: str = element(8)
    qualifier: str = element(9)
    code: str = element(10)
    unit: str = element(11)
    units: Decimal | None = element(12, "number")
    rejection: str = element(13)
    compliance: str = element(14)
    exception: str = element(15)


@dataclass(frozen=True, slots=True)
class LineAmount:
    """AMT of a line: T sales tax, F4 postage; GT service tax, N8 facility tax."""

    qualifier: str = element(1, needed=True)
    amount: Decimal = element(2, "amount")


@dataclass(frozen=True, slots=True)
class Measurement:
    """MEA, a test result: OG starting dosage, TR test result; HT height, R1 hemoglobin, R2 hematocrit, R3 epoetin, R4 creatinine."""

    reference: str = element(1, needed=True)
    qualifier: str = element(2, needed=True)
    value: Decimal = element(3, "amount", shown=False)


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

    kind: str = element(1, needed=True)
    months: Decimal = element(3, "amount", qualifier="MO")


@dataclass(frozen=True, slots=True)
class Purchase:
    """PS1: a service bought from another provider (his number, as in 2420B) and its price."""

    provider_id: str = element(1, needed=True)
    charge: Decimal = element(2, "amount")
