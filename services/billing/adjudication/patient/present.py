"""A statement as its page shows it: amounts with their signs and separators, days as people write them, whom to ask."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model.patient.addressee import Recipient
from services.billing.adjudication.tables import StatementRow
from shared.contracts.values import dollars
from shared.site.model import Organisation

AMOUNTS = ("billed", "allowed", "paid", "adjusted", "patient_paid", "owed")
TITLES = {1: "Statement", 2: "Second notice", 3: "Final notice"}


def summary(row: StatementRow) -> dict[str, Any]:
    """A statement or reminder in a list: amounts as text."""
    amounts = {name: dollars(getattr(row, name)) for name in ("amount", "payments")}
    return {**row.model_dump(mode="json", exclude={"amount", "payments"}), **amounts}


def page(row: StatementRow, recipient: Recipient | None, organisation: Organisation) -> dict[str, Any]:
    """The values of the page. Without a recipient the account number stands for it."""
    return {
        "title": TITLES[row.notice],
        "account": row.encounter_id,
        "claim": row.claim_id,
        "day": long_day(row.requested_on),
        "to": [recipient.name, *postal(recipient.address)] if recipient else [],
        "lines": [_line(one) for one in row.lines],
        "totals": {name: printed(sum((Decimal(one[name]) for one in row.lines), Decimal(0))) for name in AMOUNTS} if row.lines else {},
        "amount": printed(row.amount),
        "payments": printed(row.payments) if row.payments else "",
        "reasons": row.reasons,
        "organisation": organisation.name,
        "sender": postal(organisation.pay_to_address or organisation.address),
        "contact": organisation.contact,
        "telephone": telephone(organisation.contact.telephone),
    }


def _line(one: dict[str, Any]) -> dict[str, Any]:
    code = " ".join(filter(None, (one.get("code"), f"revenue code {one['revenue_code']}" if one.get("revenue_code") else "")))
    shown = {name: printed(Decimal(one[name])) for name in AMOUNTS}
    on = one.get("service_on")
    return {**shown, "service": code or "Claim as a whole", "on": long_day(date.fromisoformat(on)) if on else "", "reasons": one.get("reasons", [])}


def printed(amount: Decimal) -> str:
    """1,234.50, below zero with a minus sign."""
    return f"{amount:,.2f}".replace("-", "\N{MINUS SIGN}")


def long_day(day: date) -> str:
    """October 1, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def postal(address: Any) -> list[str]:
    """The lines of an address; empty when there is none."""
    if address is None:
        return []
    code = address.postal_code
    zip_code = f"{code[:5]}-{code[5:]}" if len(code) == 9 and code.isdigit() else code
    place = f"{address.city}, {address.state} {zip_code}".strip(" ,")
    return [line for line in (address.line, address.line2, place) if line]


def telephone(number: str) -> str:
    """937-555-0100."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}" if len(number) == 10 and number.isdigit() else number
