"""The bank's list of a day as the bank sends it: a CSV download or BAI2, put into the folder that the bank fills."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from zlib import crc32

from deploy.stories.desks import Desks
from deploy.stories.format import payers
from deploy.stories.installation import BANK
from deploy.stories.lookup import Lookup
from deploy.stories.names import Known
from deploy.stories.remittances import Cashier

HEADER = ("date", "amount", "trace_number", "originator", "payer", "reference", "description")
ACH = "142"
"""BAI2 type of an ACH credit received."""


@dataclass(frozen=True)
class Line:
    """One credit of the list. `reference` is the bank's own number of it."""

    trace: str
    payer: str
    origin: str
    amount: Decimal
    reference: str
    text: str = ""


@dataclass
class Bank:
    """Knows what it has paid out."""

    desks: Desks
    known: Known
    cashier: Cashier
    lookup: Lookup
    paid: set[str] = field(default_factory=set)
    """Trace numbers."""

    def deposit(self, told: payers.Bank, on: date, key: str, story: str) -> None:
        """Put the list of the day where the house finds it."""
        lines = [self._line(each, f"{crc32(key.encode()):08x}-{place}") for place, each in enumerate(self._meant(told, story), 1)]
        if not lines:
            raise KeyError("nothing of this story waits to be deposited")
        body = (_bai2 if told.form == "bai2" else _csv)(lines, on)
        for name in (f"{key}.{told.form}", f"again-{key}.{told.form}") if self.desks.twice else (f"{key}.{told.form}",):
            self.desks.house.drop(name, body, BANK)

    def _meant(self, told: payers.Bank, story: str) -> Iterator[payers.BankLine]:
        for name in (*self._waiting(told, story), *told.of):
            yield payers.BankLine(remittance=name)
        yield from told.lines

    def _waiting(self, told: payers.Bank, story: str) -> list[str]:
        """With `all`: remittances of the story that were sent, paid something and were not deposited; one of several with the same trace number."""
        if not told.all:
            return []
        mine = next(each.defined for each in self.known.book.stories if each.name == story)
        found = [name for name, each in self.known.book.remittances.items() if name in mine & self.lookup.told and each.money > 0]
        by_trace = {self.known.trace(name): name for name in reversed(found)}
        return [name for trace, name in reversed(by_trace.items()) if trace not in self.paid]

    def _line(self, told: payers.BankLine, reference: str) -> Line:
        """What the line does not say itself is said of the remittance it names."""
        named = self.known.book.remittances[told.remittance] if told.remittance else None
        trace = told.trace or (self.known.trace(named.name) if named else "")
        payer = told.payer or (named.payer if named else "")
        amount = told.amount if told.amount is not None else named.money if named else Decimal(0)
        self.paid.add(trace)
        origin = self.cashier.origin(payer) if payer else ""
        return Line(trace, payer, origin, amount, reference, told.text)


def _csv(lines: Sequence[Line], on: date) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for each in lines:
        writer.writerow((on.isoformat(), f"{each.amount:.2f}", each.trace, each.origin, each.payer, each.reference, each.text))
    return text.getvalue().encode()


def _bai2(lines: Sequence[Line], on: date) -> bytes:
    """One account of one day; the trace number stands in the addenda, as banks pass it on."""
    day, total = on.strftime("%y%m%d"), sum(_cents(each.amount) for each in lines)
    details = [record for each in lines for record in _detail(each)]
    account = ["03,444555666,USD/", *details]
    account.append(f"49,{total},{len(account) + 1}/")
    group = [f"02,RIVERBEND,071000013,1,{day},,USD,2/", *account]
    group.append(f"98,{total},1,{len(group) + 1}/")
    file = [f"01,071000013,RIVERBEND,{day},0600,1,80,,2/", *group]
    file.append(f"99,{total},1,{len(file) + 1}/")
    return ("\n".join(file) + "\n").encode()


def _detail(line: Line) -> Iterator[str]:
    yield f"16,{ACH},{_cents(line.amount)},Z,{line.reference},,{line.text or line.payer}"
    if line.trace:
        yield f"88,TRN*1*{line.trace}*{line.origin}\\"


def _cents(amount: Decimal) -> int:
    return int(amount * 100)
