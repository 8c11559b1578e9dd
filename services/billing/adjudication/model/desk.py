"""Where postings are written: the day that decides their period, the contracts, and what every posting has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account import Account
from services.billing.adjudication.model.balances import balances
from services.billing.adjudication.model.claim_account import ClaimAccount
from services.billing.adjudication.model.contract import Contracts
from services.billing.adjudication.model.opening import as_before
from services.billing.adjudication.model.reference import posting_period
from shared.contracts.adjudication import AccountPosted, ClaimPosted, ClaimRemitted, LedgerEntry
from shared.contracts.event import Event

Cause = Literal["charge", "remittance", "reversal", "patient_payment", "application", "opening", "adjustment", "transfer", "contra"]
AccountCause = Literal["patient_payment", "refund", "contra"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What posting needs besides the account."""

    on: date
    contracts: Contracts
    closed_through: str = ""
    """The last closed posting period."""

    def period(self, posted_on: date) -> str:
        """The open month in which it is posted: a late correction goes into the current one."""
        return posting_period(self.on, posted_on, self.closed_through)


Rule = Callable[[Account, Desk], Event | None]


def claim_posted(
    account: Account,
    claim: ClaimAccount,
    cause: Cause,
    entries: Iterable[LedgerEntry],
    on: date,
    desk: Desk,
    remitted: ClaimRemitted | None = None,
    **more: Any,
) -> ClaimPosted:
    """Entries of one claim with the balances they lead to."""
    booked = tuple(entries)
    moved = chart.balance(chart.posted({}, booked), chart.PATIENT_CREDIT)
    return ClaimPosted(
        encounter_id=account.encounter_id,
        claim_id=claim.claim_id,
        cause=cause,
        entries=booked,
        balances=balances(chart.posted(claim.whole, as_before(booked)), account.credit - moved),
        posted_on=on,
        period=desk.period(on),
        trace_number=remitted.trace_number if remitted else "",
        remittance_id=remitted.remittance_id if remitted else None,
        ordinal=remitted.payment.ordinal if remitted else 0,
        **more,
    )


def account_posted(account: Account, cause: AccountCause, entries: Iterable[LedgerEntry], on: date, desk: Desk, **more: Any) -> AccountPosted:
    """Entries that belong to no claim, with the patient's credit that they lead to."""
    booked = tuple(entries)
    moved = chart.balance(chart.posted({}, booked), chart.PATIENT_CREDIT)
    return AccountPosted(
        encounter_id=account.encounter_id,
        cause=cause,
        entries=booked,
        patient_credit=account.credit - moved,
        posted_on=on,
        period=desk.period(on),
        **more,
    )
