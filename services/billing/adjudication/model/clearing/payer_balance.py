"""What a payer carries forward under one reference, over as many payments as it takes: it ends at zero, or somebody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from shared.contracts.adjudication import PayerBalanceMoved
from shared.contracts.values import ZERO, Money, PayerId, RemittanceId, Value, WorkItem
from shared.stage.stage import State

PATIENCE = timedelta(days=60)
"""How long a balance may stand before somebody asks the payer."""
SHOWN = 16
OWED = "The payer was to take back {} by a later payment since {} and has not. Ask it when and how, and keep the money ready."
TAKEN = "The payer took back {} on {} and no remittance says what for. Ask it which claim or overpayment this is."


def key_of(event: PayerBalanceMoved) -> str:
    """Payer and reference. The reference is hashed: some payers put the member's number into it."""
    payer = event.payer_id or event.payer_originator
    return f"{payer}|{sha256(event.reference.encode()).hexdigest()[:SHOWN]}"


class Move(Value):
    """One PLB entry."""

    trace_number: str
    remittance_id: RemittanceId
    code: str
    amount: Money
    moved_on: date


class PayerBalance(State):
    """A payer and a reference. Below zero the payer has yet to take the money back, above zero it took back more than it had announced."""

    key: str
    payer_id: PayerId | None = None
    originator: str = ""
    reference: str = ""
    moves: tuple[Move, ...] = ()
    as_of: date | None = None

    @property
    def balance(self) -> Decimal:
        return sum((one.amount for one in self.moves), ZERO)

    @property
    def open_since(self) -> date | None:
        """The day from which it has not been at zero; None while it is."""
        since, balance = None, ZERO
        for one in sorted(self.moves, key=lambda move: move.moved_on):
            balance += one.amount
            since = None if not balance else since or one.moved_on
        return since

    def columns(self) -> Mapping[str, Any]:
        return {"payer_id": self.payer_id or self.originator, "balance": self.balance, "open_since": self.open_since}

    def work_items(self) -> Sequence[WorkItem]:
        """One when it has stood for too long. It names the payment that opened it and not the reference, which may identify a patient."""
        since, balance = self.open_since, self.balance
        if since is None or self.as_of is None or self.as_of < since + PATIENCE:
            return ()
        trace = next(one.trace_number for one in self.moves if one.moved_on == since)
        sentence = OWED.format(-balance, since) if balance < 0 else TAKEN.format(balance, since)
        id = f"payer-balance-{self.key}"
        return [
            WorkItem(id=id, kind="payer_clearing_open", subject=trace, place=f"remittance {trace}", sentence=sentence, amount=balance),
        ]
