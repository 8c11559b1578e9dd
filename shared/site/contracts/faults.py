"""What is wrong with a row of a contract although each of its cells is sound: the column and what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from shared.site.contracts.row import PER_CLAIM, PERCENTAGES, ContractRow

PLACES_OF_A_CASE_RATE = -2
Fault = tuple[str, str]
"""Column and sentence."""


def contract_faults(row: ContractRow, payers: Collection[str], schedules: Collection[str]) -> Iterator[Fault]:
    """Every fault of one row, given the ids of the site's payers and the names of its fee schedules."""
    if row.payer_id not in payers:
        yield "payer_id", f"{row.payer_id} is not a payer of the site"
    yield from _place_faults(row)
    yield from _amount_faults(row)
    yield from _schedule_faults(row, schedules)
    yield from _flag_faults(row)


def _place_faults(row: ContractRow) -> Iterator[Fault]:
    if row.drg is not None:
        if row.code or row.revenue_code:
            yield "drg", "stands beside a code: a rate for a DRG pays the whole claim, leave code and revenue_code empty"
        if row.basis != "case_rate":
            yield "basis", f"is {row.basis}: a row for a DRG is a case_rate"
    elif row.code is None and row.revenue_code is None:
        yield "code", "is empty, and so is revenue_code: one of them has to say what the row is for"


def _amount_faults(row: ContractRow) -> Iterator[Fault]:
    if row.basis == "packaged" and row.amount:
        yield "amount", "should be empty: a packaged line is paid with another one"
    if row.basis != "packaged" and row.amount is None:
        yield "amount", "is missing" + (": write a percentage such as 120" if row.basis in PERCENTAGES else "")
    exponent = row.amount.as_tuple().exponent if row.amount is not None else 0
    if row.basis in PER_CLAIM and isinstance(exponent, int) and exponent < PLACES_OF_A_CASE_RATE:
        yield "amount", f"'{row.amount}' is not an amount with at most 2 decimal places, such as 4200.00"


def _schedule_faults(row: ContractRow, schedules: Collection[str]) -> Iterator[Fault]:
    if row.basis != "percent_of_schedule":
        if row.schedule is not None:
            yield "schedule", f"should be empty: the basis is {row.basis}, not percent_of_schedule"
    elif row.schedule is None:
        yield "schedule", "is missing: write the name of a fee schedule of the table `schedules`"
    elif row.schedule not in schedules:
        yield "schedule", f"{row.schedule} is not a fee schedule of the table `schedules`"


def _flag_faults(row: ContractRow) -> Iterator[Fault]:
    whole = row.basis in PER_CLAIM or row.basis == "packaged"
    if row.from_day != 1 and not row.is_tier:
        yield "from_day", f"should be empty: the basis is {row.basis}, and only a per_diem has days"
    if row.further_percent is not None and whole:
        yield "further_percent", f"should be empty: the basis {row.basis} pays no single procedure"
    if row.carve_out and whole:
        yield "carve_out", f"should be empty: a carve-out is paid beside a case rate, and {row.basis} is none that could be"
    if row.lesser_of and row.basis == "packaged":
        yield "lesser_of", "should be empty: a packaged line has no price of its own"
