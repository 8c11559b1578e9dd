"""Claims of an earlier system: their balances are posted against the opening account, and what payers had decided there can be taken back here.

An entry against the opening account names the account on which the earlier system had the amount. So the ledger has no revenue and no cash that
was never ours, and a reversal still finds, entry for entry, what it has to counter.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from services.billing.adjudication.model import chart
from shared.contracts.adjudication import LedgerEntry

ELSEWHERE = frozenset({chart.REVENUE, chart.REMIT_CLEARING, chart.CASH, chart.CONTRACTUAL, chart.SEQUESTRATION, chart.CAPITATION})
"""What the earlier system has in its own books. Receivables, denials and what the patient owes are ours from now on."""


def taken_over(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Entries as an earlier system made them, with the opening account in place of what stays in its books."""
    return tuple(_taken_over(one) for one in entries)


def as_before(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """The contrary: entries against the opening account as they would have been made here. Others stay as they are."""
    return tuple(_as_before(one) for one in entries)


def difference(books: dict[str, Decimal], entries: Iterable[LedgerEntry]) -> dict[str, Decimal]:
    """What an earlier system adds to our balances so that they tell the whole life of the claim."""
    made = tuple(entries)
    return chart.posted(chart.posted(books, as_before(made)), chart.contra(made))


def _taken_over(one: LedgerEntry) -> LedgerEntry:
    debit, credit = one.debit in ELSEWHERE, one.credit in ELSEWHERE
    if debit == credit:
        return one
    account = one.debit if debit else one.credit
    return one.model_copy(update={"debit" if debit else "credit": chart.OPENING, "reference": account})


def _as_before(one: LedgerEntry) -> LedgerEntry:
    if chart.OPENING not in (one.debit, one.credit):
        return one
    side = "debit" if one.debit == chart.OPENING else "credit"
    return one.model_copy(update={side: one.reference, "reference": ""})
