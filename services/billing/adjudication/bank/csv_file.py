"""A bank's download as CSV: one deposit in a line, columns by name in any order.

    date, amount                  needed; amounts such as 1234.50 or "1,234.50", money that went out is negative and left alone
    trace_number                  the payer's number of the payment (TRN02); a check number for checks
    originator, payer             the payer's company id (TRN03); its name or its id in the site's directory
    reference                     the bank's own number of the line
    description                   free text; a TRN segment in it counts where there is no column for the trace number
    fee                           what the bank or the card kept of the payment
    account                       which of our accounts

Other columns are left alone. The separator is that of the header: comma, semicolon or tab.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal

from services.billing.adjudication.bank.line import BankFile, BankLine, Fault, NoDeposit, Unreadable, company, day_of, money_of, number_of, traced
from shared.contracts.values import ZERO
from shared.stage.stage import Reject

SEPARATORS = ",;\t"
NEEDED = ("date", "amount")
KNOWN = (*NEEDED, "trace_number", "originator", "payer", "reference", "description", "fee", "account")
ALSO = {
    "posting_date": "date", "value_date": "date", "credit": "amount", "company_id": "originator", "trn03": "originator",
    "bank_reference": "reference",
    "trace": "trace_number", "check_number": "trace_number", "trn02": "trace_number", "payer_name": "payer", "company_name": "payer",
    "addenda": "description", "memo": "description", "details": "description",
}  # fmt: skip
"""How banks call them, too."""


def read_csv(text: str) -> BankFile:
    """Every line of the file, each by itself: a quote that is never closed spoils one line. Raises Reject when the header lacks day or amount."""
    lines = enumerate(io.StringIO(text, newline=None), 1)
    head = next((line for _, line in lines), "")
    separator = max(SEPARATORS, key=head.count)
    names, file = _header(head, separator), BankFile()
    for number, line in lines:
        try:
            if line.strip():
                file.deposits.append(_line(number, _cells(names, _row(line, separator))))
        except NoDeposit:
            file.others += 1
        except Unreadable as fault:
            file.faults.append(Fault(number, str(fault)))
    return file


def _row(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error:
        raise Unreadable("its quotes do not fit together.") from None


def _header(head: str, separator: str) -> list[str]:
    try:
        names = [_name(cell) for cell in _row(head, separator)] if head.strip() else []
    except Unreadable:
        names = []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Reject(f"the first line names no column {' and no column '.join(missing)}; columns are {', '.join(KNOWN)}.")
    twice = next((name for name in KNOWN if names.count(name) > 1), None)
    if twice:
        raise Reject(f"the first line names the column {twice} twice.")
    return names


def _name(cell: str) -> str:
    name = "_".join(cell.strip().casefold().replace("-", " ").split())
    return ALSO.get(name, name)


def _cells(names: list[str], row: list[str]) -> dict[str, str]:
    if len(row) != len(names):
        raise Unreadable(f"it has {len(row)} columns and the header {len(names)}.")
    return {name: cell.strip() for name, cell in zip(names, row, strict=True)}


def _line(number: int, cells: Mapping[str, str]) -> BankLine:
    def get(name: str) -> str:
        return cells.get(name, "")

    on, amount = day_of(get("date")), money_of(get("amount"))
    text = get("description")
    trace, originator = traced(text)
    return BankLine(
        number=number,
        amount=amount,
        on=on,
        trace=number_of(get("trace_number"), "trace_number") or trace,
        originator=number_of(get("originator"), "originator") or originator or company(text),
        payer=get("payer"),
        text=text,
        reference=number_of(get("reference"), "reference"),
        account=get("account"),
        fee=_fee(get("fee")),
    )


def _fee(text: str) -> Decimal:
    try:
        return money_of(text, "fee") if text else ZERO
    except NoDeposit:
        raise Unreadable("fee is below zero or nothing: leave the cell empty where nothing was kept.") from None
