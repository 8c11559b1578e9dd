"""The account of one encounter: its claims with their balances, and what the patient has paid ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from services.billing.adjudication.model.account.work import unclaimed, unclaimed_on, work_items_of
from services.billing.adjudication.model.manual.instruction import Instruction
from services.billing.adjudication.model.manual.work import manual_items_of
from shared.contracts.adjudication import AdjustmentRecorded, Manual
from shared.contracts.values import ZERO, ClaimId, EncounterId, Money, Value, WorkItem
from shared.stage.stage import State


class Receipt(Value):
    """Money of the patient that is not posted yet."""

    amount: Money
    received_on: date
    manual: Manual | None = None
    """Who took it, and for what; None in states older than this field."""


class Account(State):
    """All claims of one encounter; a prepayment belongs to the account until a patient's share is posted."""

    encounter_id: EncounterId
    claims: dict[str, ClaimAccount] = {}
    books: dict[str, Money] = {}
    """Entries that belong to no claim."""
    receipts: tuple[Receipt, ...] = ()
    commands: tuple[Instruction, ...] = ()
    """What people told us to post and the balance does not hold yet, in order of arrival."""
    payer_refunds: tuple[AdjustmentRecorded, ...] = ()
    """Credits of payers that left their claims and whose money is still to leave the bank."""
    countered: tuple[str, ...] = ()
    """Postings that were taken back, by their event id."""
    credit_on: date | None = None
    """When the latest patient credit arose."""
    woken_on: date | None = None

    @property
    def credit(self) -> Decimal:
        """What we hold for the patient."""
        held = chart.balance(self.books, chart.PATIENT_CREDIT) + sum((claim.on(chart.PATIENT_CREDIT) for claim in self.claims.values()), ZERO)
        return -held

    def claim(self, claim_id: str) -> ClaimAccount:
        return self.claims.get(claim_id) or ClaimAccount(claim_id=ClaimId(claim_id))

    def in_order(self) -> list[ClaimAccount]:
        """Oldest service first: the order in which the patient's money is applied."""
        return sorted(self.claims.values(), key=lambda one: (one.billed.service_from if one.billed else date.max, one.claim_id))

    def columns(self) -> Mapping[str, Any]:
        books = [claim.books for claim in self.claims.values()]
        return {
            "patient_open": sum((chart.balance(one, chart.PATIENT) for one in books), ZERO),
            "patient_credit": self.credit,
            "payer_open": sum((chart.payer_open(one) for one in books), ZERO),
        }

    def work_items(self) -> Sequence[WorkItem]:
        claims, to_pay = self.in_order(), -chart.balance(self.books, chart.REFUND)
        mine = manual_items_of(self.encounter_id, self.commands, claims, to_pay)
        stray = [unclaimed(self.encounter_id, self.credit)] if self._is_due(self.unclaimed_on) else []
        return [*work_items_of(self.encounter_id, claims, self.credit, self.woken_on), *mine, *stray]

    @property
    def unclaimed_on(self) -> date | None:
        """The day from which money of the patient without a claim is somebody's work."""
        return unclaimed_on(self.credit, self.credit_on, self.claims)

    def _is_due(self, day: date | None) -> bool:
        return day is not None and self.woken_on is not None and self.woken_on >= day
