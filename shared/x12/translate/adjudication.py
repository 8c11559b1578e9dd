# ruff: noqa: RUF009 (an element is a dataclasses.field with its place)
"""How an 835 explains a claim of Medicare, or sums up a provider's claims: MIA, MOA, TS3, TS2. Amounts are dollars."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.x12.translate.laid_out import codes, element

Number = Decimal | None


@dataclass(frozen=True, slots=True)
class InpatientAdjudication:
    """MIA. `covered_days` is MIA01; `remarks` are the RARC of MIA05 and MIA20 to MIA23, at most five."""

    covered_days: Number = element(1, "number")
    remarks: tuple[str, ...] = codes(5, 20, 21, 22, 23)
    operating_outlier: Number = element(2, "number")
    lifetime_psychiatric_days: Number = element(3, "number")
    drg_amount: Number = element(4, "number")
    disproportionate_share: Number = element(6, "number")
    msp_pass_through: Number = element(7, "number")
    capital: Number = element(8, "number")
    capital_federal: Number = element(9, "number")
    capital_hospital: Number = element(10, "number")
    capital_disproportionate_share: Number = element(11, "number")
    old_capital: Number = element(12, "number")
    capital_medical_education: Number = element(13, "number")
    operating_hospital: Number = element(14, "number")
    cost_report_days: Number = element(15, "number")
    operating_federal: Number = element(16, "number")
    capital_outlier: Number = element(17, "number")
    medical_education: Number = element(18, "number")
    professional_component: Number = element(19, "number")
    capital_exception: Number = element(24, "number")


@dataclass(frozen=True, slots=True)
class OutpatientAdjudication:
    """MOA. `rate` is MOA01, `hcpcs_payable` MOA02; `remarks` are the RARC of MOA03 to MOA07."""

    rate: Number = element(1, "number")
    hcpcs_payable: Number = element(2, "number")
    remarks: tuple[str, ...] = codes(3, 4, 5, 6, 7)
    end_stage_renal: Number = element(8, "number")
    professional_component: Number = element(9, "number")


@dataclass(frozen=True, slots=True)
class ProviderSummary:
    """TS3: totals of one provider (TS301, `number`), facility type (TS302) and fiscal year that ends on TS303."""

    number: str = element(1, needed=True)
    facility_code: str = element(2, needed=True)
    fiscal_on: date | None = element(3, "day")
    claims: Number = element(4, "number")
    charge: Number = element(5, "number")
    msp_payer: Number = element(13, "number")
    non_laboratory_charge: Number = element(15, "number")
    hcpcs_reportable_charge: Number = element(17, "number")
    hcpcs_payable: Number = element(18, "number")
    professional_component: Number = element(20, "number")
    msp_patient_liability: Number = element(21, "number")
    patient_reimbursement: Number = element(22, "number")
    interim_payment_claims: Number = element(23, "number")
    interim_payment_adjustment: Number = element(24, "number")


@dataclass(frozen=True, slots=True)
class InpatientSummary:
    """TS2: totals of a provider's inpatient claims under prospective payment."""

    drg_amount: Number = element(1, "number")
    federal: Number = element(2, "number")
    hospital: Number = element(3, "number")
    disproportionate_share: Number = element(4, "number")
    capital: Number = element(5, "number")
    medical_education: Number = element(6, "number")
    outlier_days: Number = element(7, "number")
    day_outlier: Number = element(8, "number")
    cost_outlier: Number = element(9, "number")
    average_length_of_stay: Number = element(10, "number")
    discharges: Number = element(11, "number")
    cost_report_days: Number = element(12, "number")
    covered_days: Number = element(13, "number")
    noncovered_days: Number = element(14, "number")
    msp_pass_through: Number = element(15, "number")
    average_drg_weight: Number = element(16, "number")
    capital_federal: Number = element(17, "number")
    capital_hospital: Number = element(18, "number")
    capital_disproportionate_share: Number = element(19, "number")


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Loop 2000: claims that the payer keeps together. `number` is LX01."""

    number: str = ""
    provider: ProviderSummary | None = None
    inpatient: InpatientSummary | None = None
