"""The chart of accounts and double entry: an amount above zero leaves the credit account and lands on the debit account.

A posting balances by construction. Balances are signed: debits less credits, so that an asset owed to us is positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from shared.contracts.adjudication import LedgerEntry
from shared.contracts.values import ZERO, cents

DENIED = "DEN"
"""Refused by the payer and still fought for."""
DISPUTED = "DSP"
"""Underpaid against the contract."""
PATIENT = "ARPt"
CASH = "Cash"
"""Bank-matched money."""
REMIT_CLEARING = "RC"
"""Posted by a remittance and not yet seen in the bank, or the other way round."""
PAYER_CLEARING = "CLR"
"""Forwarded balances and recoupments, keyed by payer and reference."""
SUSPENSE = "SUS"
PATIENT_CREDIT = "PC"
"""A liability: prepayments and overpayments until they are applied or refunded."""
REVENUE = "REV"
CONTRACTUAL = "CTR"
SEQUESTRATION = "SEQ"
CAPITATION = "CAP"
REFUND = "REF"
"""A liability: credits that are to be paid back."""
WRITTEN_OFF_DENIAL = "WO-den"
WRITTEN_OFF_CHARITY = "WO-char"
WRITTEN_OFF_SMALL = "WO-small"
BAD_DEBT = "BAD"
WRITE_OFFS = (WRITTEN_OFF_DENIAL, WRITTEN_OFF_CHARITY, WRITTEN_OFF_SMALL, BAD_DEBT)
OPENING = "OPEN"
"""Balances of an earlier system; an entry's reference names the account that they were on there."""
INTEREST_RECEIVED = "INT-in"
INTEREST_PAID = "INT-out"
FEE = "FEE"
"""What banks and cards keep of a deposit."""
LEVY = "LEVY"
NON_REIMBURSABLE = "NRB"
"""What a payer's claims say is paid and its payment does not hold, because a programme does not reimburse it (PLB J1)."""
PROVIDER_ADJUSTMENT = "ADJ"
"""What a payer adjusts at the level of the provider without saying why (PLB CS)."""


def receivable(order: int) -> str:
    """The receivable of the payer billed first (1), second (2) and so on: ARP, ARP-2, ARP-3."""
    return "ARP" if order == 1 else f"ARP-{order}"


def is_payer_receivable(account: str) -> bool:
    return account == "ARP" or account.startswith("ARP-")


def entry(
    debit: str, credit: str, amount: Decimal, line: int | None = None, service_on: date | None = None, reference: str = ""
) -> list[LedgerEntry]:
    """One entry; the sides change places when the amount is negative, and nothing comes of zero."""
    if amount == 0:
        return []
    if amount < 0:
        debit, credit = credit, debit
    moved = cents(abs(amount))
    return [LedgerEntry.model_construct(line_number=line, debit=debit, credit=credit, amount=moved, service_on=service_on, reference=reference)]


def contra(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """The exact opposite of stored entries."""
    return tuple(one.model_copy(update={"debit": one.credit, "credit": one.debit}) for one in entries)


def posted(books: Mapping[str, Decimal], entries: Iterable[LedgerEntry]) -> dict[str, Decimal]:
    """The balances after these entries; accounts at zero are left out."""
    after = dict(books)
    for one in entries:
        after[one.debit] = after.get(one.debit, ZERO) + one.amount
        after[one.credit] = after.get(one.credit, ZERO) - one.amount
    return {account: balance for account, balance in after.items() if balance}


def balance(books: Mapping[str, Decimal], account: str) -> Decimal:
    return books.get(account, ZERO)


def payer_open(books: Mapping[str, Decimal]) -> Decimal:
    """What all payers of a claim still owe without having refused or disputed it."""
    return sum((amount for account, amount in books.items() if is_payer_receivable(account)), ZERO)


def period_of(on: date) -> str:
    """The posting period of a day."""
    return f"{on:%Y-%m}"
