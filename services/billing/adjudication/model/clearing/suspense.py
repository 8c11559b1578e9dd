"""Money that a payer sent for a claim and that cannot be posted to it yet: Dr remit clearing / Cr suspense, and the contra when it can.

It is posted with the news that the decision waits, and taken back with the news that it is passed on, in the same transaction. So it belongs to the
claim, however many claims of one remittance wait.
"""

from __future__ import annotations

from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.books import Books
from shared.contracts.adjudication import ClaimRemitted, RemittancePosted
from shared.contracts.values import ClaimId
from shared.remittance.claim_file import ClaimFile
from shared.remittance.decision import Decision


def suspended(file: ClaimFile, decision: Decision, books: Books) -> list[RemittancePosted]:
    """Of a decision that begins to wait; nothing where nothing was paid."""
    return _posted(file, decision, books, "suspense")


def released(file: ClaimFile, remitted: ClaimRemitted, books: Books) -> list[RemittancePosted]:
    """Of a decision that has waited and is passed on. `file` is as it was before."""
    mine = (remitted.remittance_id, remitted.payment.ordinal)
    waited = next((one for one in file.waiting if (one.remittance_id, one.payment.ordinal) == mine and one.cause), None)
    return [] if waited is None else _posted(file, waited, books, "match")


def _posted(file: ClaimFile, decision: Decision, books: Books, cause: str) -> list[RemittancePosted]:
    entries = tuple(chart.entry(chart.REMIT_CLEARING, chart.SUSPENSE, decision.payment.paid))
    if not entries:
        return []
    told: dict[str, Any] = {
        "trace_number": decision.trace_number,
        "remittance_id": decision.remittance_id,
        "claim_id": ClaimId(file.claim_id),
        "ordinal": decision.payment.ordinal,
        "cause": cause,
        "entries": chart.contra(entries) if cause == "match" else entries,
        "posted_on": decision.remitted_on,
        "period": books.period(decision.remitted_on),
    }
    return [RemittancePosted.model_validate(told)]
