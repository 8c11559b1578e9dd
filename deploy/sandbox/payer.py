"""A payer of the demonstration world: prices, plans and limits, read from `payers/*.toml`."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent / "payers"
VISITS = ("G0439", "G0463")


@dataclass(frozen=True)
class Plan:
    """What the member pays. `copay` per claim with a visit; `coinsurance` as a fraction, after any deductible.

    `drugs_in_full` spares drugs given at the visit (HCPCS J codes) the coinsurance.
    """

    name: str
    copay: Decimal = Decimal(0)
    coinsurance: Decimal = Decimal(0)
    deductible: bool = False
    drugs_in_full: bool = False

    def coinsurance_on(self, code: str) -> Decimal:
        """The fraction of a line that the patient pays."""
        return Decimal(0) if self.drugs_in_full and code.startswith("J") else self.coinsurance


@dataclass(frozen=True)
class Refusal:
    """Why a line is not paid: CAS01, CAS02, and a remark for LQ02 (code list HE) where the reason asks for one."""

    group: str
    reason: str
    remark: str = ""


@dataclass(frozen=True)
class Payer:
    """One payer. Fees are per unit; a case rate pays for a whole outpatient claim."""

    id: str
    name: str
    claim_filing_code: str
    insurance_type: str
    icn_digit: str
    filing_limit_days: int
    not_on_schedule: Refusal
    plans: dict[str, Plan]
    fees: dict[str, Decimal]
    case_rates: dict[str, Decimal]
    authorization: dict[str, tuple[str, ...]]
    address: dict[str, str]
    contact: dict[str, str]
    bank: dict[str, str]
    sequestration: Decimal = Decimal(0)
    claim_remark: str = ""
    corrects_professional_claims: bool = True
    records_wanted: tuple[str, ...] = ()
    never_separately_paid: tuple[str, ...] = ()
    diagnosis_must_start_with: dict[str, str] | None = None

    def price(self, code: str) -> Decimal | None:
        """The allowed amount per unit, or None when the code is not on the schedule."""
        return self.fees.get(code, self.case_rates.get(code))


def is_visit(code: str) -> bool:
    """Visits carry the copay: 992xx and the two visit codes of the Medicare programme."""
    return code.startswith("992") or code in VISITS


@cache
def payers() -> dict[str, Payer]:
    """All payers by id (NM109 of loop 2010BB)."""
    found = [_payer(tomllib.loads(path.read_text())) for path in sorted(HOME.glob("*.toml"))]
    return {payer.id: payer for payer in found}


def _payer(facts: dict[str, Any]) -> Payer:
    shaped = dict(facts)
    shaped["plans"] = {letter: _plan(plan) for letter, plan in facts["plans"].items()}
    shaped["fees"] = {code: Decimal(text) for code, text in facts["fees"].items()}
    shaped["case_rates"] = {code: Decimal(text) for code, text in facts["case_rates"].items()}
    shaped["not_on_schedule"] = Refusal(**facts["not_on_schedule"])
    shaped["sequestration"] = Decimal(facts.get("sequestration", "0"))
    for name in ("records_wanted", "never_separately_paid"):
        shaped[name] = tuple(facts.get(name, ()))
    return Payer(**shaped)


def _plan(facts: dict[str, Any]) -> Plan:
    amounts = {name: Decimal(facts.get(name, "0")) for name in ("copay", "coinsurance")}
    return Plan(facts["name"], deductible=facts.get("deductible", False), drugs_in_full=facts.get("drugs_in_full", False), **amounts)
