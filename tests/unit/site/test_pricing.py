"""What a contract allows: every way of paying, and what holds for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.site.contracts.book import Book
from shared.site.contracts.price import Claim, PricedClaim, price
from shared.site.contracts.row import ContractRow, ScheduleRow

ON = date(2026, 3, 2)
CODES = ("10021", "20610", "45385", "73721", "99213")


@dataclass(frozen=True)
class Line:
    code: str | None = None
    charge: Decimal | None = None
    units: Decimal = Decimal(1)
    revenue_code: str | None = None
    service_on: date = ON


def row(code: str | None, basis: str, amount: str | None = None, **more: Any) -> ContractRow:
    return ContractRow.model_validate({"payer_id": "P", "code": code, "basis": basis, "amount": amount, "valid_from": "2026-01-01", **more})


def priced(rows: Iterable[ContractRow], *lines: Line, on: date = ON, drg: str = "", schedules: Iterable[ScheduleRow] = ()) -> PricedClaim:
    return price(Claim("P", "institutional", lines, on, drg=drg), Book(rows, schedules))


def amounts(*texts: str | None) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


def charged(text: str, code: str | None = "99213", **more: Any) -> Line:
    return Line(code, Decimal(text), **more)


def test_a_percentage_of_the_charge_is_rounded_to_whole_cents() -> None:
    assert priced([row("*", "percent_of_charge", "62.5")], charged("33.33"), Line("99213")).allowed == amounts("20.83", None)


def test_a_percentage_of_a_fee_schedule_follows_the_fee_of_its_day() -> None:
    fees = [
        ScheduleRow.model_validate({"schedule": "medicare", "code": "99213", "amount": amount, "valid_from": start, "valid_to": end})
        for amount, start, end in (("90.00", "2026-01-01", "2026-06-30"), ("100.00", "2026-07-01", None))
    ]
    rows = [row("*", "percent_of_schedule", "120", schedule="medicare")]
    lines = (Line("99213", units=Decimal(2)), Line("99214"))
    assert priced(rows, *lines, schedules=fees).allowed == amounts("216.00", None)
    assert priced(rows, *lines, schedules=fees, on=date(2026, 7, 1)).allowed == amounts("240.00", None)
    assert priced(rows, *lines, schedules=fees, on=date(2025, 12, 31)).allowed == amounts(None, None)


def test_a_drg_pays_the_claim_before_any_code_does() -> None:
    rows = [row(None, "case_rate", "9000.00", drg="470"), row("45385", "case_rate", "4200.00")]
    lines = (Line("45385"), Line(revenue_code="0120", units=Decimal(3)))
    assert priced(rows, *lines, drg="470").allowed == amounts("9000.00", "0.00")
    assert priced(rows, *lines, drg="999").allowed == amounts("4200.00", "0.00")
    assert priced(rows, Line("99213")).allowed == amounts(None)


def test_a_carve_out_is_paid_beside_the_case_rate() -> None:
    rows = [row("45385", "case_rate", "4200.00"), row("C1776", "percent_of_charge", "40", carve_out=True)]
    found = priced(rows, charged("6900.00", "45385"), charged("5000.00", "C1776"), charged("600.00", None))
    assert found.allowed == amounts("4200.00", "2000.00", "0.00")
    assert [line.packaged for line in found.lines] == [False, False, True]
    assert found.names == ("P 45385 case_rate 4200.00 from 2026-01-01", "P C1776 percent_of_charge 40 from 2026-01-01")


def test_days_of_a_stay_are_paid_by_their_number_and_the_rest_is_packaged() -> None:
    rows = [
        row(None, "per_diem", "2000.00", revenue_code="0120"),
        row(None, "per_diem", "1500.00", revenue_code="0120", from_day=3),
        row(None, "per_diem", "4000.00", revenue_code="0200"),
        row("C1776", "fee", "700.00", carve_out=True),
    ]
    stay = (Line(revenue_code="0200", units=Decimal(1)), Line(revenue_code="0120", units=Decimal(3)), Line("C1776"), Line("99213"))
    assert priced(rows, *stay).allowed == amounts("4000.00", "5000.00", "700.00", "0.00")


def test_the_lesser_of_contract_and_charge_needs_the_charge() -> None:
    rows = [row("99213", "fee", "92.00", lesser_of=True)]
    assert priced(rows, charged("80.00"), charged("150.00"), Line("99213")).allowed == amounts("80.00", "92.00", None)


def test_a_case_rate_with_lesser_of_pays_no_more_than_the_whole_claim_was_charged() -> None:
    rows = [row("45385", "case_rate", "4200.00", lesser_of=True)]
    assert priced(rows, charged("3000.00", "45385"), charged("600.00", None)).allowed == amounts("3600.00", "0.00")
    assert priced(rows, charged("3000.00", "45385"), charged("1600.00", None)).allowed == amounts("4200.00", "0.00")


def test_the_highest_of_several_procedures_keeps_its_price_and_each_day_has_one() -> None:
    rows = [row(code, "fee", fee, further_percent="50") for code, fee in (("10021", "100.00"), ("20610", "300.00"), ("45385", "200.00"))]
    lines = (Line("10021"), Line("20610"), Line("45385"), Line("45385", service_on=date(2026, 3, 3)))
    assert priced(rows, *lines).allowed == amounts("50.00", "300.00", "100.00", "200.00")


def test_coinsurance_is_known_only_if_every_paid_line_states_it() -> None:
    rate = row("45385", "case_rate", "4200.00", coinsurance="10")
    assert priced([rate], Line("45385"), Line(revenue_code="0250")).coinsurance == Decimal("420.00")
    beside = row("C1776", "fee", "700.00", carve_out=True)
    assert priced([rate, beside], Line("45385"), Line("C1776")).coinsurance is None


def test_rows_count_from_their_first_to_their_last_day() -> None:
    rows = [row("99213", "fee", "92.00", valid_to="2026-03-01"), row("99213", "fee", "95.00", valid_from="2026-03-02")]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 2)]
    assert [priced(rows, Line("99213"), on=on).allowed for on in days] == [[None], amounts("92.00"), amounts("92.00"), amounts("95.00")]


money = st.integers(1, 1_000_000).map(lambda number: Decimal(number) / 100)
lines = st.lists(st.builds(Line, st.sampled_from(CODES), money, st.integers(1, 9).map(Decimal)), min_size=1, max_size=8)
fees = st.dictionaries(st.sampled_from(CODES), money, min_size=1)


@given(lines, fees, money)
def test_the_lines_of_a_case_rate_add_up_to_it(claim: list[Line], fees: dict[str, Decimal], rate: Decimal) -> None:
    rows = [row(code, "fee", str(fee)) for code, fee in fees.items()]
    found = priced([*rows, row("4538F", "case_rate", str(rate))], *claim, Line("4538F"))
    assert sum(amount or Decimal(0) for amount in found.allowed) == rate


@given(lines, fees, st.sampled_from(("fee", "percent_of_charge", "case_rate", "per_diem")), st.booleans())
def test_with_lesser_of_no_contract_pays_more_than_was_charged(claim: list[Line], fees: dict[str, Decimal], basis: str, further: bool) -> None:
    more = {"further_percent": "50"} if further and basis in ("fee", "percent_of_charge") else {}
    rows = [row(code, basis, str(fee), lesser_of=True, **more) for code, fee in fees.items()]
    found = priced(rows, *claim)
    if basis in ("fee", "percent_of_charge"):
        assert all(amount is None or amount <= (line.charge or 0) for amount, line in zip(found.allowed, claim, strict=True))
    assert sum(amount or Decimal(0) for amount in found.allowed) <= sum(line.charge or Decimal(0) for line in claim)


@given(lines, fees, st.randoms(use_true_random=False))
def test_a_reduction_for_several_procedures_does_not_depend_on_their_order(claim: list[Line], fees: dict[str, Decimal], chance: Any) -> None:
    rows = [row(code, "fee", str(fee), further_percent="50") for code, fee in fees.items()]
    other = list(claim)
    chance.shuffle(other)

    def outcome(ordered: list[Line]) -> list[tuple[str, Decimal, Decimal]]:
        pairs = zip(ordered, priced(rows, *ordered).allowed, strict=True)
        return sorted((line.code or "", line.charge or Decimal(0), amount or Decimal(-1)) for line, amount in pairs)

    assert outcome(claim) == outcome(other)


@given(lines, fees)
def test_a_line_without_a_row_has_no_price(claim: list[Line], fees: dict[str, Decimal]) -> None:
    found = priced([row(code, "fee", str(fee)) for code, fee in fees.items()], *claim)
    assert [amount is None for amount in found.allowed] == [line.code not in fees for line in claim]


def test_what_is_charged_for_a_line_changes_nothing_without_lesser_of() -> None:
    rows = [row("99213", "fee", "92.00")]
    line = charged("150.00")
    assert priced(rows, line).allowed == priced(rows, replace(line, charge=None)).allowed == amounts("92.00")
