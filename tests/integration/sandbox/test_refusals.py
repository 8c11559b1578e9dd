"""Each refusal of the demonstration world, as a decision on one claim."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from deploy.sandbox.adjudicate import Result, adjudicate, reversal
from deploy.sandbox.claims import Billing, Claim, Line, Person
from deploy.sandbox.payer import payers
from deploy.sandbox.roster import Member
from deploy.sandbox.rules import History, service_key

SERVED, RECEIVED = date(2026, 10, 5), date(2026, 11, 2)
CHARGES = {
    "99213": "150.00",
    "99214": "210.00",
    "85025": "40.00",
    "20610": "180.00",
    "J3301": "12.00",
    "A4550": "35.00",
    "L1830": "130.00",
    "73721": "412.00",
    "G0105": "2900.00",
    "G0439": "180.00",
    "G0463": "260.00",
    "45385": "6900.00",
    "99999": "10.00",
    "0250": "600.00",
}


def line(code: str, *modifiers: str, units: str = "1", revenue: str = "", on: date = SERVED) -> Line:
    charge = Decimal(CHARGES[code or revenue]) * Decimal(units)
    return Line("1", code, modifiers, revenue, charge, Decimal(units), on)


def claim(payer: str, *lines: Line, **changes: object) -> Claim:
    person = Person("DOE", "JANE", "", "M1", date(1980, 1, 1))
    whole = Claim("P", payer, "C1", sum((one.charge for one in lines), Decimal(0)), "11", "1", RECEIVED, Billing("R", "1", "2"), person, lines)
    return replace(whole, **changes)  # type: ignore[arg-type]


def member(payer: str, plan: str = "A", **changes: object) -> Member:
    plain = Member(payer, "M1", "DOE", "JANE", date(1980, 1, 1), "F", plan, date(2026, 1, 1))
    return replace(plain, **changes)  # type: ignore[arg-type]


def decide(asked: Claim, who: Member | None = None, history: History | None = None) -> Result:
    return adjudicate(asked, who or member(asked.payer_id), payers()[asked.payer_id], history or History())


def reasons(result: Result) -> list[str]:
    """The refusals and adjustments of each line, without amounts."""
    return [" ".join(f"{one.group}-{one.reason}" for one in decided.adjustments) for decided in result.lines]


def test_a_visit_beside_an_injection_needs_modifier_25() -> None:
    asked = claim("NWHP1", line("99214"), line("20610"))
    assert reasons(decide(asked)) == ["CO-97", "CO-45"]
    contested = claim("NWHP1", line("99214", "25"), line("20610"))
    assert reasons(decide(contested)) == ["CO-45 PR-3", "CO-45"]


def test_a_visit_on_another_day_than_the_injection_is_paid() -> None:
    asked = claim("NWHP1", line("99214"), line("20610", on=date(2026, 10, 6)))
    assert reasons(decide(asked)) == ["CO-45 PR-3", "CO-45"]


@pytest.mark.parametrize("payer", ["NWHP1", "CASC2", "FEDS3"])
def test_a_scan_needs_the_authorization_on_the_roster(payer: str) -> None:
    known = member(payer, authorizations=frozenset({("73721", "AUTH1")}))
    assert reasons(decide(claim(payer, line("73721")), known)) == ["CO-197"]
    assert reasons(decide(claim(payer, line("73721"), authorizations=("OTHER",)), known)) == ["CO-197"]
    assert "CO-197" not in reasons(decide(claim(payer, line("73721"), authorizations=("AUTH1",)), known))


def test_an_authorization_for_another_procedure_does_not_help() -> None:
    known = member("NWHP1", authorizations=frozenset({("L1830", "AUTH1")}))
    assert reasons(decide(claim("NWHP1", line("73721"), authorizations=("AUTH1",)), known)) == ["CO-197"]


def test_an_authorization_may_stand_on_the_line() -> None:
    known = member("NWHP1", authorizations=frozenset({("73721", "AUTH1")}))
    asked = replace(line("73721"), authorization="AUTH1")
    assert reasons(decide(claim("NWHP1", asked), known)) == ["CO-45"]


def test_only_cascade_wants_an_authorization_for_the_orthosis() -> None:
    assert reasons(decide(claim("CASC2", line("L1830")), member("CASC2", "B"))) == ["CO-197"]
    assert reasons(decide(claim("NWHP1", line("L1830")))) == ["CO-45"]


@pytest.mark.parametrize(("payer", "days"), [("NWHP1", 180), ("CASC2", 90), ("FEDS3", 365)])
def test_the_filing_limit_counts_from_service_to_receipt(payer: str, days: int) -> None:
    always = member(payer, "A", effective_on=None)
    on_time, late = date.fromordinal(RECEIVED.toordinal() - days), date.fromordinal(RECEIVED.toordinal() - days - 1)
    assert "CO-29" not in reasons(decide(claim(payer, line("85025", on=on_time)), always))
    assert reasons(decide(claim(payer, line("85025", on=late), line("99213", on=late)), always)) == ["CO-29", "CO-29"]


def test_a_replacement_is_in_time_when_the_first_claim_was() -> None:
    served = date(2026, 4, 1)
    late = claim("NWHP1", line("85025", on=served), frequency="7")
    assert reasons(decide(late)) == ["CO-29"]
    assert reasons(decide(late, history=History(first_received_on=date(2026, 4, 20)))) == ["CO-45"]


def test_a_second_wellness_visit_in_the_plan_year_is_the_patients() -> None:
    assert reasons(decide(claim("NWHP1", line("G0439")), member("NWHP1", wellness_used=True))) == ["PR-119"]
    assert reasons(decide(claim("NWHP1", line("G0439")))) == ["CO-45 PR-3"]


def test_the_tray_is_never_paid_separately_at_cascade() -> None:
    assert reasons(decide(claim("CASC2", line("A4550")), member("CASC2", "B"))) == ["CO-97"]
    assert reasons(decide(claim("NWHP1", line("A4550")))) == ["CO-45"]


def test_the_injection_at_federal_needs_a_diagnosis_that_starts_with_M() -> None:
    unsupported = decide(claim("FEDS3", line("J3301"), diagnoses=("I10",)))
    assert reasons(unsupported) == ["CO-50"]
    assert unsupported.lines[0].remarks == ("N115",)
    assert reasons(decide(claim("FEDS3", line("J3301"), diagnoses=("I10", "M1711")))) == ["CO-45 CO-253 PR-2"]
    assert reasons(decide(claim("NWHP1", line("J3301"), diagnoses=("I10",)))) == ["CO-45"]


def test_a_retroactive_end_of_coverage_denies_later_services_only() -> None:
    gone = member("NWHP1", retro_terminated_on=date(2026, 10, 4))
    assert reasons(decide(claim("NWHP1", line("99213"), line("85025", on=date(2026, 10, 4))), gone)) == ["CO-27", "CO-45"]


def test_services_outside_the_coverage_are_refused() -> None:
    assert reasons(decide(claim("NWHP1", line("99213")), member("NWHP1", terminated_on=date(2026, 9, 1)))) == ["CO-27"]
    assert reasons(decide(claim("NWHP1", line("99213")), member("NWHP1", effective_on=date(2026, 11, 1)))) == ["CO-26"]


def test_northwind_wants_records_for_the_colonoscopy_the_first_time() -> None:
    asked = claim("NWHP1", line("G0105"))
    assert reasons(decide(asked)) == ["CO-252"]
    assert decide(asked).lines[0].remarks == ("N706",)
    assert reasons(decide(replace(asked, frequency="7"))) == ["CO-45"]
    assert reasons(decide(claim("CASC2", line("G0105")), member("CASC2", "B"))) == ["CO-45"]


def test_the_same_service_on_another_claim_is_a_duplicate() -> None:
    asked = claim("NWHP1", line("99213"), line("85025"))
    seen = History(frozenset({service_key(asked, line("99213"))}))
    assert reasons(decide(asked, history=seen)) == ["CO-18", "CO-45"]


def test_another_modifier_day_or_kind_of_claim_is_no_duplicate() -> None:
    asked = claim("NWHP1", line("99213"))
    for other in (line("99213", "25"), line("99213", on=date(2026, 10, 6))):
        assert reasons(decide(asked, history=History(frozenset({service_key(asked, other)})))) == ["CO-45 PR-3"]
    institutional = replace(asked, kind="I")
    assert reasons(decide(asked, history=History(frozenset({service_key(institutional, line("99213"))})))) == ["CO-45 PR-3"]


def test_a_code_without_a_price_is_refused_in_each_payers_way() -> None:
    assert reasons(decide(claim("NWHP1", line("99999")))) == ["PR-204"]
    federal = decide(claim("FEDS3", line("99999")))
    assert reasons(federal) == ["CO-16"]
    assert federal.lines[0].remarks == ("M51",)


def test_supplies_without_a_code_are_packaged_on_facility_claims() -> None:
    asked = claim("NWHP1", line("G0463", revenue="0510"), line("", revenue="0250"), kind="I")
    assert reasons(decide(asked)) == ["CO-45 PR-3", "CO-97"]


def test_a_case_rate_packages_every_other_line() -> None:
    asked = claim("CASC2", line("45385", revenue="0750"), line("G0463", revenue="0510"), line("", revenue="0250"), kind="I")
    result = decide(asked, member("CASC2", "B"))
    assert reasons(result) == ["CO-45", "CO-97", "CO-97"]
    assert result.paid == Decimal("4300.00")


def test_the_copay_falls_on_the_first_visit_that_is_paid() -> None:
    asked = claim("NWHP1", line("85025"), line("99213"), line("99214", on=date(2026, 10, 6)))
    assert reasons(decide(asked)) == ["CO-45", "CO-45 PR-3", "CO-45"]
    refused = claim("NWHP1", line("99214"), line("20610"), line("99213", on=date(2026, 10, 6)))
    assert reasons(decide(refused)) == ["CO-97", "CO-45", "CO-45 PR-3"]


def test_the_deductible_shrinks_with_every_claim() -> None:
    who = member("CASC2", deductible_left=Decimal("50.00"))
    first = decide(claim("CASC2", line("85025")), who)
    assert (first.paid, first.deductible) == (Decimal("0.00"), Decimal("10.50"))
    second = decide(claim("CASC2", line("99213")), who, History(deductible_used=Decimal("10.50")))
    assert second.deductible == Decimal("39.50")
    assert second.patient_share == Decimal("50.60"), "39.50 and 20 % of 55.50"


def test_no_plan_pays_more_than_was_charged() -> None:
    cheap = replace(line("99213"), charge=Decimal("20.00"))
    result = decide(claim("NWHP1", cheap))
    assert reasons(result) == ["PR-3"]
    assert result.paid == Decimal("0.00")


def test_half_a_cent_rounds_up() -> None:
    """2 % of 8.40 is 0.168; 20 % of 10.50 is 2.10: the payer keeps 0.17."""
    result = decide(claim("FEDS3", line("85025")))
    assert [one.amount for one in result.lines[0].adjustments] == [Decimal("29.50"), Decimal("0.17"), Decimal("2.10")]
    assert result.paid == Decimal("8.23")


def test_every_line_balances_and_its_reversal_is_its_negative() -> None:
    asked = claim("FEDS3", line("99214"), line("20610"), line("J3301", units="3"), line("73721"))
    result = decide(asked)
    for decided, back in zip(result.lines, reversal(result).lines, strict=True):
        assert decided.paid + sum(one.amount for one in decided.adjustments) == decided.line.charge
        assert back.paid == -decided.paid
        assert [-one.amount for one in back.adjustments] == [one.amount for one in decided.adjustments]
