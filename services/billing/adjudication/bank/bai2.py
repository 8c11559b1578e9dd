"""A bank's file in BAI2 (Cash Management Balance Reporting Specifications, version 2): the ACH credits among its 16 records.

Records: 01 file, 02 group (as-of date, currency), 03 account, 16 detail, 88 continuation, 49, 98 and 99 trailers. Amounts have no point: 7750 is
77.50.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from services.billing.adjudication.bank.line import BankFile, BankLine, Fault, NoDeposit, Unreadable, number_of, traced, within
from shared.stage.stage import Reject

DEPOSITS = frozenset({"142", "164", "165", "166", "169"})
"""ACH credits: received, corporate trade payment, preauthorized, settlement, miscellaneous."""
DOLLARS = ("", "USD")
CENT = Decimal("0.01")


@dataclass(slots=True)
class _Record:
    """A record with its continuations."""

    number: int
    text: str
    code: str = field(init=False)

    def __post_init__(self) -> None:
        self.code = self.text[:2]

    def fields(self) -> list[str]:
        return self.text.partition("/")[0].split(",")


@dataclass(slots=True)
class _Account:
    """Where reading is: the group's day and the account's currency, and the sum that the account's trailer has to show."""

    on: date | None = None
    group_currency: str = ""
    currency: str = ""
    name: str = ""
    ordinal: int = 0
    total: int | None = 0
    """In cents; None when an amount of the account cannot be read."""

    def add(self, cents: int | None) -> None:
        self.total = None if cents is None or self.total is None else self.total + cents


def read_bai2(text: str) -> BankFile:
    """Every record of the file. Raises Reject when the file is cut short or an account's control total does not fit."""
    file, at, code = BankFile(), _Account(), ""
    for record in _records(text):
        code = record.code
        match code:
            case "02":
                at = _group(record, at)
            case "03":
                at = _account(record, at)
            case "16":
                _detail(record, at, file)
            case "49":
                _prove(record, at)
            case "01" | "98" | "99":
                pass
            case _:
                file.faults.append(Fault(record.number, "it is no record of a BAI2 file."))
    if code != "99":
        raise Reject("cut short: the file's trailer (99) is missing. Ask the bank for the whole file.")
    return file


def _records(text: str) -> Iterator[_Record]:
    """Continuations joined to what they continue. A text may break anywhere, so nothing is put between its parts."""
    current: _Record | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if line.startswith("88,") and current is not None:
            current.text = _joined(current.text, line[3:])
            continue
        if current is not None:
            yield current
        current = _Record(number, line)
    if current is not None:
        yield current


def _joined(before: str, more: str) -> str:
    head = before.rstrip()
    if not head.endswith("/"):
        return before + more
    head = head.removesuffix("/")
    return head + more if head.endswith(",") else f"{head},{more}"


def _group(record: _Record, at: _Account) -> _Account:
    fields = [*record.fields(), *[""] * 8]
    try:
        on = datetime.strptime(fields[4], "%y%m%d").date()  # noqa: DTZ007  a day has no time zone
    except ValueError:
        on = None
    return _Account(on=on, group_currency=fields[6], ordinal=at.ordinal)


def _account(record: _Record, at: _Account) -> _Account:
    fields = [*record.fields(), *[""] * 3]
    after = _Account(at.on, at.group_currency, fields[2] or at.group_currency, fields[1], at.ordinal + 1)
    rest = fields[3:]
    while len(rest) >= 3 and any(rest[:2]):
        after.add(_cents(rest[1]) if rest[1] else 0)
        rest = rest[3 + _extra(rest[3:]) + 1 :]
    return after


def _extra(fields: Sequence[str]) -> int:
    """How many fields the funds type (the first of these) brings with it: value date, availability by day."""
    kind = fields[0].strip() if fields else ""
    if kind == "D":
        return 1 + 2 * int(fields[1]) if len(fields) > 1 and fields[1].isdecimal() else 1
    return {"V": 2, "S": 3}.get(kind, 0)


def _detail(record: _Record, at: _Account, file: BankFile) -> None:
    fields = record.text.split(",")
    cents = _cents(fields[2]) if len(fields) > 2 else None
    at.add(cents)
    try:
        file.deposits.append(_line(record.number, fields, cents, at))
    except NoDeposit:
        file.others += 1
    except Unreadable as fault:
        file.faults.append(Fault(record.number, str(fault)))


def _line(number: int, fields: Sequence[str], cents: int | None, at: _Account) -> BankLine:
    """16, type, amount, funds type with what it brings, bank reference, customer reference, text."""
    if len(fields) < 3 or not fields[1].strip().isdecimal():
        raise Unreadable("it is a detail (16) without type code and amount.")
    if fields[1].strip() not in DEPOSITS:
        raise NoDeposit
    if cents is None:
        raise Unreadable("its amount is no number of cents.")
    if at.on is None:
        raise Unreadable("its group (02) has no as-of date.")
    if at.currency not in DOLLARS:
        raise Unreadable("its account is not in US dollars.")
    rest = list(fields[3:]) or [""]
    reference, customer, *words = [*rest[1 + _extra(rest) :], "", ""]
    text = ",".join((customer, *words)).rstrip(", ").removesuffix("/")
    trace, originator = traced(text)
    amount = within(cents * CENT)
    reference = number_of(reference.strip().rstrip("/"), "the bank's reference")
    return BankLine(number, amount, at.on, number_of(trace, "trace number"), originator, "", text, reference, at.name)


def _cents(text: str) -> int | None:
    digits = text.strip().rstrip("/")
    sign, digits = (-1 if digits.startswith("-") else 1), digits.lstrip("+-")
    return sign * int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def _prove(record: _Record, at: _Account) -> None:
    """49: the sum of all amounts of the account."""
    fields = [*record.fields(), ""]
    stated = _cents(fields[1])
    if stated is not None and at.total is not None and stated != at.total:
        out = abs(stated - at.total) * CENT
        raise Reject(f"account {at.ordinal} of the file is {out:.2f} out against its control total (49). Ask the bank for the file again.")
