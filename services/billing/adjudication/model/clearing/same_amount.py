"""Remittances and bank lines of one amount that have not met: where money without a trace number finds what it pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.billing.adjudication.model.clearing.payer_match import is_same_payer
from shared.contracts.adjudication import DepositAssigned, Manual
from shared.contracts.values import ZERO, Money, PayerId, RemittanceId, Value, WorkItem
from shared.stage.stage import State

SENTENCES = {
    0: "The bank shows {amount} of {payer} without a trace number, and no remittance of that payer and amount waits for it. "
    "Find out what it pays and assign it, or wait for the remittance.",
    1: "The bank shows {amount} of a payer it does not name, without a trace number. Assign it if it pays the only one of that amount: {names}.",
    2: "The bank shows {amount} of {payer} without a trace number. Find out which of these it pays, and assign it: {names}.",
}
NAMED = 10
"""How many remittances a sentence names."""


class Awaited(Value):
    """A remittance whose money the bank has not shown."""

    trace_number: str
    remittance_id: RemittanceId
    payer_id: PayerId | None = None
    originator: str = ""
    remitted_on: date


class Untraced(Value):
    """A line of the bank that names no trace number."""

    number: str
    """Ours."""
    amount: Money
    fee: Money = ZERO
    deposited_on: date
    payer_id: PayerId | None = None
    originator: str = ""
    in_suspense: bool = False

    def assigned_to(self, trace_number: str, manual: Manual | None = None) -> DepositAssigned:
        """The line pays the remittance of this trace number, as we found out or as a person says."""
        values = {name: getattr(self, name) for name in ("amount", "fee", "deposited_on", "originator", "payer_id")}
        return DepositAssigned(trace_number=trace_number, deposit=self.number, manual=manual, **values)


class SameAmount(State):
    """Everything of one amount. What has met is forgotten here: the payment knows it."""

    amount: str
    """In dollars with two places; also its key."""
    awaited: tuple[Awaited, ...] = ()
    lines: tuple[Untraced, ...] = ()
    early: tuple[str, ...] = ()
    """Trace numbers of deposits whose remittance has not come."""

    def candidates(self, line: Untraced) -> list[Awaited]:
        """Remittances of the payer that the bank names."""
        return [one for one in self.awaited if is_same_payer(line, one)]

    def columns(self) -> Mapping[str, Any]:
        return {"untraced": len(self.lines)}

    def work_items(self) -> Sequence[WorkItem]:
        """One for each line; it lists what could be meant."""
        return [self._item(line) for line in self.lines if line.in_suspense]

    def _item(self, line: Untraced) -> WorkItem:
        meant = self.candidates(line) or [one for one in self.awaited if is_same_payer(line, one) is None]
        names = ", ".join(f"{one.trace_number} of {one.remitted_on}" for one in meant[:NAMED])
        payer = line.payer_id or line.originator or "a payer it does not name"
        return WorkItem(
            id=f"untraced-{line.number}",
            kind="deposit_untraced",
            subject=line.number,
            place=f"deposit {line.number}",
            sentence=SENTENCES[min(len(meant), 2)].format(amount=line.amount, payer=payer, names=names),
            amount=line.amount,
        )
