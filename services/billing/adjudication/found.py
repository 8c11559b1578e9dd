"""What a route is about, or the refusal that says why it is not here."""

from __future__ import annotations

from typing import Any

from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.clearing.clearing import Clearing
from shared.http.problems import Problem
from shared.remittance.claim_file import ClaimFile
from shared.runtime import Runtime


async def account_of(session: Any, runtime: Runtime, encounter_id: str) -> Account:
    """The account of an encounter. Problem 404 when there is none."""
    account: Account | None = await runtime.resources.accounts.get(session, encounter_id)
    if account is None:
        raise Problem(404, "no such account here", "An account begins with its first claim or payment.", place="encounter_id")
    return account


async def file_of(session: Any, runtime: Runtime, claim_id: str) -> ClaimFile:
    """All that is known of a claim. Problem 404 when nobody has spoken of it."""
    file: ClaimFile | None = await runtime.resources.files.get(session, claim_id)
    if file is None:
        raise Problem(404, "no such claim here", "Adjudication knows a claim once it was submitted or a payer spoke of it.", place="claim_id")
    return file


async def clearing_of(session: Any, runtime: Runtime, trace_number: str) -> Clearing:
    """The payment under a trace number. Problem 404 when neither remittance nor deposit has come."""
    clearing: Clearing | None = await runtime.resources.clearings.get(session, trace_number)
    if clearing is None:
        raise Problem(404, "no such payment here", "The trace number is TRN02 of the 835.", place="trace_number")
    return clearing
