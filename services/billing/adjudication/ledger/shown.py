"""What the ledger shows: money as text, the identity spelled out, in total and for each line of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.balances import balances
from shared.contracts.values import ZERO, dollars

Books = Mapping[str, Decimal]


def summary(accounts: Books, totals: Mapping[tuple[bool, bool], Books]) -> dict[str, Any]:
    """Over our claims: billed = paid + contractual + written off + patient + open; the same over those of an earlier system; every account."""

    def of(opening: bool) -> dict[str, Any]:
        mine, beside = totals.get((opening, True), {}), totals.get((opening, False), {})
        return figures(mine, -chart.balance(mine, chart.PATIENT_CREDIT) - chart.balance(beside, chart.PATIENT_CREDIT))

    return {
        **of(opening=False),
        "opening": of(opening=True),
        "cash": dollars(chart.balance(accounts, chart.CASH)),
        "remit_clearing": dollars(chart.balance(accounts, chart.REMIT_CLEARING)),
        "payer_clearing": dollars(chart.balance(accounts, chart.PAYER_CLEARING)),
        "suspense": dollars(-chart.balance(accounts, chart.SUSPENSE)),
        "refunds_due": dollars(-chart.balance(accounts, chart.REFUND)),
        "trial_balance": {account: dollars(amount) for account, amount in accounts.items()},
        "balanced": sum(accounts.values()) == 0,
    }


def figures(books: Books, credit: Decimal) -> dict[str, Any]:
    """What was billed and where it is. `credit` is held for patients beyond what they owe."""
    found = balances(books, credit)
    patient = found.patient_paid + found.patient_open
    open_amount = found.payer_open + found.denied_open + found.disputed
    explained = found.payer_paid + found.contractual + found.written_off + patient + open_amount
    return {
        "billed": dollars(found.charged),
        "paid": dollars(found.payer_paid),
        "contractual": dollars(found.contractual),
        "written_off": dollars(found.written_off),
        "patient": dollars(patient),
        "open": dollars(open_amount),
        "explained": found.charged == explained,
        "of_contractual": {
            "sequestration": dollars(chart.balance(books, chart.SEQUESTRATION)),
            "capitation": dollars(chart.balance(books, chart.CAPITATION)),
        },
        "of_patient": {"paid": dollars(found.patient_paid), "open": dollars(found.patient_open)},
        "of_open": {"payer": dollars(found.payer_open), "denied": dollars(found.denied_open), "disputed": dollars(found.disputed)},
        "patient_credit": dollars(found.patient_credit),
    }


def lines(found: Mapping[int | None, Books]) -> list[dict[str, Any]]:
    """Each line of a claim: charge = paid + adjusted + open. The line None holds what belongs to the claim as a whole."""
    return [_line(number, books) for number, books in found.items()]


def _line(number: int | None, books: Books) -> dict[str, Any]:
    mine = balances(books, ZERO)
    adjusted = mine.contractual + mine.written_off
    left = mine.payer_open + mine.denied_open + mine.disputed + mine.patient_open
    return {
        "line_number": number,
        "charge": dollars(mine.charged),
        "payer_paid": dollars(mine.payer_paid),
        "patient_paid": dollars(mine.patient_paid),
        "adjusted": dollars(adjusted),
        "open": dollars(left),
        "of_open": {
            "payer": dollars(mine.payer_open),
            "denied": dollars(mine.denied_open),
            "disputed": dollars(mine.disputed),
            "patient": dollars(mine.patient_open),
        },
        "explained": mine.charged == mine.payer_paid + mine.patient_paid + adjusted + left,
        "accounts": {account: dollars(amount) for account, amount in books.items()},
    }
