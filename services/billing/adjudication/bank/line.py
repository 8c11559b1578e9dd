"""A bank's file as read: what came in, what is no deposit, and which lines cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from shared.contracts.values import MOST_MONEY, ZERO

TRACE = re.compile(r"TRN\*1\*([^*~\\]{1,50})(?:\*([^*~\\\s]{0,10}))?")
"""Reassociation trace in the addendum of a health plan's ACH payment (CCD+): the TRN segment of the remittance."""
COMPANY = re.compile(r"\b(?:ORIG(?:INATOR)?(?:\s+CO)?|CO(?:MPANY)?)\s*ID\s*[:=]?\s*([0-9A-Z]{9,10})\b")
MONEY = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?", re.ASCII)
REWRITTEN = re.compile(r"\d(\.\d+)?E\+\d+", re.ASCII)
LONGEST = 50
"""Characters of a trace number (data element 127)."""
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d")


class Unreadable(Exception):
    """What is wrong with a line and what to do; never what stands in it."""


class NoDeposit(Exception):
    """The line is sound and says nothing about money that came in."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """One deposit. `trace` and `originator` are TRN02 and TRN03 where the bank passes them on."""

    number: int
    """The line of the file, counted from 1."""
    amount: Decimal
    on: date
    trace: str = ""
    originator: str = ""
    payer: str = ""
    """A name or id of the payer, in the bank's words."""
    text: str = field(default="", repr=False)
    """Everything else the bank says; only read, never kept."""
    reference: str = ""
    account: str = field(default="", repr=False)
    fee: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is set aside."""

    number: int
    reason: str


@dataclass(slots=True)
class BankFile:
    """All lines of a file, each of them in exactly one of three places."""

    deposits: list[BankLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    others: int = 0
    """Money that went out, sums, and other kinds of entries."""


def traced(text: str) -> tuple[str, str]:
    """Trace number and originator of the TRN segment in a text; empty where there is none, or several that differ."""
    found = {(trace.strip(), originator or "") for trace, originator in TRACE.findall(text)}
    if len({trace for trace, _ in found}) != 1:
        return "", company(text)
    trace, originator = max(found, key=lambda pair: len(pair[1]))
    return trace, originator or company(text)


def company(text: str) -> str:
    """The originator where the bank names it beside the addendum."""
    found = set(COMPANY.findall(text.upper()))
    return found.pop() if len(found) == 1 else ""


def number_of(text: str, what: str) -> str:
    """A number as it stands in the file. Raises Unreadable for one that nothing can be found by."""
    if REWRITTEN.fullmatch(text.upper()):
        raise Unreadable(f"{what} was rewritten by a spreadsheet and has lost digits: take the file as the bank wrote it.")
    if len(text) > LONGEST or not text.isprintable():
        raise Unreadable(f"{what} is no number of at most {LONGEST} printable characters.")
    return text


def money_of(text: str, what: str = "amount") -> Decimal:
    """Dollars and cents. Raises NoDeposit for money that went out or nothing, Unreadable for what is no amount."""
    if text.startswith(("-", "(")) and MONEY.fullmatch(text.strip("-()")):
        raise NoDeposit
    found = MONEY.fullmatch(text)
    if found is None:
        raise Unreadable(f"{what} is no amount such as 1234.50.")
    amount = Decimal(found[1].replace(",", "") + (found[2] or "")).quantize(ZERO)
    return within(amount, what)


def within(amount: Decimal, what: str = "amount") -> Decimal:
    if amount > MOST_MONEY:
        raise Unreadable(f"{what} is larger than a payment can be.")
    if not amount:
        raise NoDeposit
    return amount


def day_of(text: str) -> date:
    """A day as 2026-11-04, 11/04/2026 or 20261104."""
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise Unreadable("date is no day such as 2026-11-04.")
