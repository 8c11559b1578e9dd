"""How an 835 explains a claim of Medicare, or sums up a provider's claims: MIA, MOA, TS3, TS2. Amounts are dollars.

`ELEMENTS` says where each number stands; reader and writer share it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shared.x12.faults import WriteError
from shared.x12.scalars import read_number
from shared.x12.segments import Segment
from shared.x12.translate.values import Values
from shared.x12.write import Value

Number = Decimal | None


@dataclass(frozen=True, slots=True)
class InpatientAdjudication:
    """MIA. `covered_days` is MIA01; `remarks` are the RARC of MIA05 and MIA20 to MIA23, at most five."""

    covered_days: Number = None
    remarks: tuple[str, ...] = ()
    operating_outlier: Number = None
    lifetime_psychiatric_days: Number = None
    drg_amount: Number = None
    disproportionate_share: Number = None
    msp_pass_through: Number = None
    capital: Number = None
    capital_federal: Number = None
    capital_hospital: Number = None
    capital_disproportionate_share: Number = None
    old_capital: Number = None
    capital_medical_education: Number = None
    operating_hospital: Number = None
    cost_report_days: Number = None
    operating_federal: Number = None
    capital_outlier: Number = None
    medical_education: Number = None
    professional_component: Number = None
    capital_exception: Number = None


@dataclass(frozen=True, slots=True)
class OutpatientAdjudication:
    """MOA. `rate` is MOA01, `hcpcs_payable` MOA02; `remarks` are the RARC of MOA03 to MOA07."""

    rate: Number = None
    hcpcs_payable: Number = None
    remarks: tuple[str, ...] = ()
    end_stage_renal: Number = None
    professional_component: Number = None


@dataclass(frozen=True, slots=True)
class ProviderSummary:
    """TS3: totals of one provider (TS301, `number`), facility type (TS302) and fiscal year that ends on TS303."""

    number: str
    facility_code: str
    fiscal_on: date | None
    claims: Number
    charge: Number
    msp_payer: Number = None
    non_laboratory_charge: Number = None
    hcpcs_reportable_charge: Number = None
    hcpcs_payable: Number = None
    professional_component: Number = None
    msp_patient_liability: Number = None
    patient_reimbursement: Number = None
    interim_payment_claims: Number = None
    interim_payment_adjustment: Number = None


@dataclass(frozen=True, slots=True)
class InpatientSummary:
    """TS2: totals of a provider's inpatient claims under prospective payment."""

    drg_amount: Number = None
    federal: Number = None
    hospital: Number = None
    disproportionate_share: Number = None
    capital: Number = None
    medical_education: Number = None
    outlier_days: Number = None
    day_outlier: Number = None
    cost_outlier: Number = None
    average_length_of_stay: Number = None
    discharges: Number = None
    cost_report_days: Number = None
    covered_days: Number = None
    noncovered_days: Number = None
    msp_pass_through: Number = None
    average_drg_weight: Number = None
    capital_federal: Number = None
    capital_hospital: Number = None
    capital_disproportionate_share: Number = None


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Loop 2000: claims that the payer keeps together. `number` is LX01."""

    number: str = ""
    provider: ProviderSummary | None = None
    inpatient: InpatientSummary | None = None


ELEMENTS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "MIA": (
        (1, "covered_days"), (2, "operating_outlier"), (3, "lifetime_psychiatric_days"), (4, "drg_amount"), (6, "disproportionate_share"),
        (7, "msp_pass_through"), (8, "capital"), (9, "capital_federal"), (10, "capital_hospital"), (11, "capital_disproportionate_share"),
        (12, "old_capital"), (13, "capital_medical_education"), (14, "operating_hospital"), (15, "cost_report_days"),
        (16, "operating_federal"), (17, "capital_outlier"), (18, "medical_education"), (19, "professional_component"),
        (24, "capital_exception"),
    ),
    "MOA": ((1, "rate"), (2, "hcpcs_payable"), (8, "end_stage_renal"), (9, "professional_component")),
    "TS3": (
        (4, "claims"), (5, "charge"), (13, "msp_payer"), (15, "non_laboratory_charge"), (17, "hcpcs_reportable_charge"), (18, "hcpcs_payable"),
        (20, "professional_component"), (21, "msp_patient_liability"), (22, "patient_reimbursement"), (23, "interim_payment_claims"),
        (24, "interim_payment_adjustment"),
    ),
    "TS2": (
        (1, "drg_amount"), (2, "federal"), (3, "hospital"), (4, "disproportionate_share"), (5, "capital"), (6, "medical_education"),
        (7, "outlier_days"), (8, "day_outlier"), (9, "cost_outlier"), (10, "average_length_of_stay"), (11, "discharges"),
        (12, "cost_report_days"), (13, "covered_days"), (14, "noncovered_days"), (15, "msp_pass_through"), (16, "average_drg_weight"),
        (17, "capital_federal"), (18, "capital_hospital"), (19, "capital_disproportionate_share"),
    ),
}  # fmt: skip
REMARKS: Mapping[str, tuple[int, ...]] = {"MIA": (5, 20, 21, 22, 23), "MOA": (3, 4, 5, 6, 7)}


def check_numbers(segment: Segment, values: Values) -> None:
    """Notes a fault for each number of a MIA, MOA, TS3 or TS2 that cannot be read."""
    values.segment = segment
    for at, _ in ELEMENTS[segment.id]:
        values.optional_amount(segment.get(at), at)


def read_inpatient(mia: Segment) -> InpatientAdjudication:
    """A MIA; numbers that cannot be read are zero."""
    return InpatientAdjudication(remarks=_remarks(mia), **_numbers(mia))


def read_outpatient(moa: Segment) -> OutpatientAdjudication:
    """A MOA; numbers that cannot be read are zero."""
    return OutpatientAdjudication(remarks=_remarks(moa), **_numbers(moa))


def read_provider_summary(ts3: Segment, values: Values) -> ProviderSummary:
    """A TS3."""
    check_numbers(ts3, values)
    return ProviderSummary(ts3.get(1), ts3.get(2), values.day(ts3.get(3), 3), **_numbers(ts3))


def read_inpatient_summary(ts2: Segment, values: Values) -> InpatientSummary:
    """A TS2."""
    check_numbers(ts2, values)
    return InpatientSummary(**_numbers(ts2))


def adjudication_row(id: str, value: object, first: Iterable[tuple[int, Value]] = ()) -> tuple[Value, ...]:
    """The row of a MIA, MOA, TS3 or TS2; `first` are elements that are no numbers. Raises WriteError for more remarks than it has room for."""
    placed: dict[int, Value] = {0: id, **dict(first)}
    placed.update((at, getattr(value, name)) for at, name in ELEMENTS[id])
    places, remarks = REMARKS.get(id, ()), getattr(value, "remarks", ())
    if len(remarks) > len(places):
        raise WriteError(f"a claim has at most {len(places)} remarks of its own", id, places[-1])
    placed.update(zip(places, remarks, strict=False))
    return tuple(placed.get(at) for at in range(max(placed) + 1))


def _numbers(segment: Segment) -> dict[str, Any]:
    found = ((name, segment.get(at)) for at, name in ELEMENTS[segment.id])
    return {name: (read_number(text) or Decimal(0)) if text else None for name, text in found}


def _remarks(segment: Segment) -> tuple[str, ...]:
    return tuple([code for at in REMARKS[segment.id] if (code := segment.get(at))])
