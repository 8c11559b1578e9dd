# ruff: noqa: RUF009 (an element is a dataclasses.field with its place)
"""What a review says about the care itself: frequency, conditions, admission, transport, oxygen, home health, documents (278, loops 2000E, 2000F)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.x12.translate.laid_out import element


@dataclass(frozen=True, slots=True)
class Delivery:
    """HSD: `quantity` of `unit` (VS visits, DY days, HS hours, FL units, MN months), `frequency` per `per` (DA, WK, MO), for `periods`
    of `period` (7 day, 21 years, 34 month, 35 week ...), on the days of `pattern`, at `time`.
    """

    unit: str = element(1)
    quantity: Decimal | None = element(2, "number")
    per: str = element(3)
    frequency: Decimal | None = element(4, "number")
    period: str = element(5)
    periods: Decimal | None = element(6, "number")
    pattern: str = element(7)
    time: str = element(8)


@dataclass(frozen=True, slots=True)
class Admission:
    """CL1: type (1 emergency, 2 urgent, 3 elective ...) and source of admission, patient status, nursing home status."""

    type: str = element(1)
    source: str = element(2)
    status: str = element(3)
    residential_status: str = element(4)


@dataclass(frozen=True, slots=True)
class Ambulance:
    """CR1: weight in `weight_unit` (LB), `transport` (I first, R return, T transfer, X round trip), `reason`, distance in miles (DH)."""

    transport: str = element(3)
    reason: str = element(4)
    weight_unit: str = element(1)
    weight: Decimal | None = element(2, "number")
    distance_unit: str = element(5)
    distance: Decimal | None = element(6, "number")
    round_trip_purpose: str = element(9, "free", shown=False)
    stretcher_purpose: str = element(10, "free", shown=False)


@dataclass(frozen=True, slots=True)
class SpinalCare:
    """CR2: treatment `number` of `count`, first and last level of subluxation, condition (A acute, C chronic ...), complication, X-rays."""

    number: Decimal | None = element(1, "number")
    count: Decimal | None = element(2, "number")
    first_level: str = element(3)
    last_level: str = element(4)
    period: str = element(5)
    periods: Decimal | None = element(6, "number")
    monthly: Decimal | None = element(7, "number")
    condition: str = element(8)
    complication: bool | None = element(9, "yes")
    description: str = element(10, "free", shown=False)
    further: str = element(11, "free", shown=False)
    x_rays: bool | None = element(12, "yes")


@dataclass(frozen=True, slots=True)
class Oxygen:
    """CR5: equipment (A concentrator, B liquid stationary, ...), flow in litres a minute, blood gas (mm Hg) and saturation (per cent)."""

    equipment: str = element(3)
    second_equipment: str = element(4)
    reason: str = element(5, "free", shown=False)
    flow: Decimal | None = element(6, "number")
    uses_a_day: Decimal | None = element(7, "number")
    hours_a_use: Decimal | None = element(8, "number")
    order: str = element(9, "free", shown=False)
    blood_gas: Decimal | None = element(10, "number")
    saturation: Decimal | None = element(11, "number")
    test_condition: str = element(12)
    finding: str = element(13)
    second_finding: str = element(14)
    third_finding: str = element(15)
    portable_flow: Decimal | None = element(16, "number")
    delivery: str = element(17)
    third_equipment: str = element(18)


@dataclass(frozen=True, slots=True)
class HomeHealth:
    """CR6: prognosis, start of care, certification period, Medicare coverage (Y, N, U), kind of certification, surgery, orders, last stay."""

    prognosis: str = element(1)
    started_on: date | None = element(2, "day")
    certified: tuple[date, date] | None = element(4, "period")
    skilled: str = element(6)
    medicare: str = element(7)
    kind: str = element(8)
    surgery_on: date | None = element(9, "day")
    procedure_qualifier: str = element(10)
    procedure: str = element(11)
    ordered_on: date | None = element(12, "day")
    last_visit_on: date | None = element(13, "day")
    contact_on: date | None = element(14, "day")
    last_stay: tuple[date, date] | None = element(16, "period")
    discharged_from: str = element(17)


@dataclass(frozen=True, slots=True)
class Paperwork:
    """PWK: a document that comes along. `transmission` EL electronic, FX fax, BM mail, AA on request; `control_number` is TRN02 of its 275."""

    report_type: str = element(1)
    transmission: str = element(2)
    control_number: str = element(6, qualifier="AC")
    description: str = element(7, "free", shown=False)
