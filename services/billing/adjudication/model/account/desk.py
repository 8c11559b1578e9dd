"""Where postings are written: the day that decides their period, the contracts, and what every posting has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from services.billing.adjudication.model.account.opening import as_before
from services.billing.adjudication.model.balances import balances
from services.billing.adjudication.model.books import Books
from services.billing.adjudication.model.dispute.contract import Contracts
from shared.contracts.adjudication import AccountPosted, ClaimPosted, ClaimRemitted, LedgerEntry
from shared.contracts.event import Event

Cause = Literal["charge", "remittance", "reversal", "patient_payment", "application", "opening", "adjustment", "transfer", "contra"]
AccountCause = Literal["patient_payment", "refund", "contra"]


@dataclass(frozen=True, slots=True)
class Desk(Books):
    """What posting needs besides the account: the books, and the contracts that a decision is held to."""

    contracts: Contracts = field(kw_only=True)


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
