"""What the site answers: dated, exact to the cent, and None where nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from shared.contracts.values import ClaimKind
from shared.site import Site, load_site
from shared.site.contracts.row import ContractRow
from shared.site.model import ChargeRow

ON = date(2026, 9, 14)
PROFESSIONAL, INSTITUTIONAL = ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL


@dataclass(frozen=True)
class Line:
    code: str | None
    units: Decimal = Decimal(1)
    revenue_code: str | None = None


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(Path(__file__).parents[3] / "deploy" / "site" / "site.yaml")


def money(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def contract(site: Site, **fields: object) -> Site:
    row = ContractRow.model_validate({"payer_id": "NWHP1", "code": "99213", "basis": "fee", "valid_from": "2026-01-01", **fields})
    return site.model_copy(update={"contracts": (*site.contracts, row)})


def test_a_clean_office_visit_is_allowed_what_the_contract_says(site: Site) -> None:
    assert site.allowed("NWHP1", PROFESSIONAL, [Line("99213"), Line("85025")], ON) == money("92.00", "10.50")


def test_units_multiply_the_fee(site: Site) -> None:
    lines = [Line("99214"), Line("20610"), Line("J1010", Decimal(40))]
    assert site.allowed("NWHP1", PROFESSIONAL, lines, ON) == money("128.00", "120.00", "10.00")


@pytest.mark.parametrize(("payer", "rate"), [("NWHP1", "4200.00"), ("CASC2", "4300.00"), ("FEDS3", "3900.00")])
def test_a_case_rate_pays_the_whole_claim_on_its_line_and_packages_the_others(site: Site, payer: str, rate: str) -> None:
    lines = [
        Line(None, revenue_code="0250"),
        Line("45385", Decimal(2), "0750"),
        Line(None, revenue_code="0710"),
        Line("85025", revenue_code="0305"),
        Line(None, revenue_code="0999"),
    ]
    assert site.allowed(payer, INSTITUTIONAL, lines, ON) == money("0.00", rate, "0.00", "0.00", "0.00")


def test_pharmacy_and_recovery_are_packaged_without_a_case_rate_too(site: Site) -> None:
    lines = [Line("G0463", revenue_code="0510"), Line(None, revenue_code="0250"), Line(None, revenue_code="0710")]
    assert site.allowed("FEDS3", INSTITUTIONAL, lines, ON) == money("120.00", "0.00", "0.00")


def test_of_two_case_rates_the_highest_counts_once(site: Site) -> None:
    both = contract(site, code="G0105", basis="case_rate", amount="5000.00", claim_kind="institutional")
    lines = [Line("45385", revenue_code="0750"), Line("G0105", revenue_code="0750")]
    assert both.allowed("NWHP1", INSTITUTIONAL, lines, ON) == money("0.00", "5000.00")


def test_a_case_rate_of_the_hospital_contract_does_not_price_a_professional_claim(site: Site) -> None:
    assert site.allowed("NWHP1", PROFESSIONAL, [Line("45385")], ON) == [None]


def test_what_no_contract_row_covers_is_none(site: Site) -> None:
    assert site.allowed("NWHP1", PROFESSIONAL, [Line("99213")], date(2025, 12, 31)) == [None]
    assert site.allowed("NOBODY", PROFESSIONAL, [Line("99213"), Line("99999")], ON) == [None, None]


@pytest.mark.parametrize(
    "fields",
    [
        {"plan": "A"},
        {"claim_kind": "professional"},
        {"revenue_code": "0510"},
        {"plan": "A", "claim_kind": "professional", "revenue_code": "0510"},
    ],
)
def test_the_more_specific_contract_row_counts(site: Site, fields: dict[str, str]) -> None:
    special = contract(site, amount="77.00", **fields)
    assert special.allowed("NWHP1", PROFESSIONAL, [Line("99213", revenue_code="0510")], ON, plan="A") == money("77.00")
    assert special.allowed("CASC2", PROFESSIONAL, [Line("99213", revenue_code="0510")], ON, plan="A") == money("95.00")


def test_a_row_for_any_code_counts_only_where_the_code_has_none(site: Site) -> None:
    general = contract(site, code="*", amount="5.00")
    assert general.allowed("NWHP1", PROFESSIONAL, [Line("99213"), Line("99999"), Line(None)], ON) == money("92.00", "5.00", "5.00")


def test_a_fee_of_fractions_of_a_cent_is_rounded_half_up_after_the_units(site: Site) -> None:
    drug = contract(site, code="J9999", amount="0.0125")
    assert drug.allowed("NWHP1", PROFESSIONAL, [Line("J9999", Decimal(3)), Line("J9999", Decimal(2))], ON) == money("0.04", "0.03")


def test_prices_are_those_of_the_day(site: Site) -> None:
    rows = [
        ChargeRow.model_validate({"code": "99213", "revenue_code": "0510", "charge": charge, "valid_from": start, "valid_to": end})
        for charge, start, end in (("140.00", "2025-01-01", "2025-12-31"), ("150.00", "2026-01-01", None))
    ]
    dated = site.model_copy(update={"charge_master": tuple(rows)})
    charges = [row and row.charge for row in (dated.charge("99213", None, date(year, 12, 31)) for year in (2024, 2025, 2026))]
    assert charges == [None, Decimal("140.00"), Decimal("150.00")]


def test_the_charge_master_prices_codes_and_bare_revenue_codes(site: Site) -> None:
    drug, pharmacy = site.charge("J1010", None, ON), site.charge(None, "0250", ON)
    assert drug is not None
    assert pharmacy is not None
    assert (drug.total(Decimal(40)), drug.revenue_code, pharmacy.total(Decimal(1))) == (Decimal("30.00"), "0636", Decimal("600.00"))
    assert site.charge("99213", "0999", ON) is None
    assert site.charge(None, None, ON) is None


def test_deadlines_are_those_of_the_contract_on_the_day(site: Site) -> None:
    terms = [site.terms(payer, ON) for payer in ("NWHP1", "CASC2", "FEDS3")]
    assert [(term.filing_days, term.appeal_days) for term in terms if term] == [(180, 180), (90, 60), (365, 120)]
    assert terms[0] is not None
    assert terms[0].version == f"NWHP1 2026-01-01 {site.version[:12]}"
    assert site.terms("NWHP1", date(2025, 12, 31)) is None
    assert site.terms("NOBODY", ON) is None


@pytest.mark.parametrize("text", ["NWHP1", "northwind health plan", " Northwind  Health Plan ", "nwhp"])
def test_a_payer_is_found_by_id_name_or_alias(site: Site, text: str) -> None:
    payer = site.find_payer(None, "", "unheard of", text)
    assert payer is not None
    assert payer.payer_id == "NWHP1"


def test_a_payer_nobody_knows_is_none(site: Site) -> None:
    assert site.find_payer("Mystery Mutual") is None
    assert site.payer(None) is None


def test_the_medicare_like_payer_differs_by_kind_of_claim(site: Site) -> None:
    payer = site.payer("FEDS3")
    assert payer is not None
    assert [payer.takes_replacement_of(kind) for kind in ClaimKind] == [False, True]
    assert [payer.filing_code(kind) for kind in ClaimKind] == ["MB", "MA"]


def test_facilities_providers_and_billing_identities_are_found(site: Site) -> None:
    hospital = site.find_facility("Riverbend Hospital")
    assert hospital is not None
    assert (hospital.id, hospital.bill_type, hospital.inpatient_bill_type, hospital.place_of_service) == ("hospital", "013", "011", "22")
    assert hospital == site.facility("hospital") == site.find_facility("1234567893")
    chen = site.provider("1003000142")
    assert chen is not None
    assert chen.last == "Chen"
    assert site.organisation.billing.of(INSTITUTIONAL).npi == "1234567893"
    assert site.organisation.billing.of(PROFESSIONAL).taxonomy == "207Q00000X"


def test_a_procedure_allows_the_modifiers_of_its_row(site: Site) -> None:
    visit = site.procedure("99214", ON)
    assert visit is not None
    assert (visit.kind, visit.allows("25"), visit.allows("LT")) == ("cpt", True, False)
    assert site.procedure("99214", date(2025, 1, 1)) is None


def test_a_local_code_is_translated_by_the_site_only(site: Site) -> None:
    mapped = site.mapped("other", "RB-KNEE-RIGHT", ON)
    assert mapped is not None
    assert (mapped.target_system, mapped.target_code) == ("icd10cm", "M25561")
    assert site.mapped("snomed", "RB-KNEE-RIGHT", ON) is None
