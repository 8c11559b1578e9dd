"""What routes show: money as text, the ledger's identity spelled out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from services.billing.adjudication.model.balances import balances
from services.billing.adjudication.model.patient.holds import holds
from services.billing.adjudication.patient.present import summary as statement
from services.billing.adjudication.tables import ClearingRow, EntryRow, StatementRow
from shared.contracts.values import dollars
from shared.remittance.claim_file import ClaimFile
from shared.remittance.decision import Decision


def account(state: Account, entries: Sequence[EntryRow], told: Sequence[StatementRow] = ()) -> dict[str, Any]:
    """One account: each claim's balances, the patient's credit, every entry."""
    return {
        "encounter_id": state.encounter_id,
        "patient_open": dollars(sum((one.on(chart.PATIENT) for one in state.claims.values()), Decimal(0))),
        "patient_credit": dollars(state.credit),
        "holds": [one.model_dump(mode="json") for one in holds(state)],
        "statements": [statement(row) for row in told],
        "claims": [claim_balances(one, state.credit) for one in state.in_order()],
        "entries": [entry(row) for row in entries],
    }


def claim_balances(claim: ClaimAccount, credit: Decimal) -> dict[str, Any]:
    return {
        "claim_id": claim.claim_id,
        "settled": claim.is_settled,
        "correction_open": claim.correction_is_open,
        "voided": claim.is_voided,
        "balances": balances(claim.whole, credit).model_dump(mode="json"),
        "accounts": {name: dollars(amount) for name, amount in claim.books.items()},
    }


def claim(file: ClaimFile, state: Account | None, entries: Sequence[EntryRow]) -> dict[str, Any]:
    """One claim: submissions, decisions that stand and that wait, balances, entries."""
    mine = state.claims.get(file.claim_id) if state else None
    return {
        "claim_id": file.claim_id,
        "encounter_id": file.encounter_id,
        "submissions": [one.model_dump(mode="json", include={"submission", "frequency", "payer_id", "total", "submitted_on"}) for one in file.billed],
        "standing": [decision(one) for one in file.standing],
        "waiting": [{**decision(one), "cause": one.cause} for one in file.waiting],
        "account": claim_balances(mine, state.credit) if mine and state else None,
        "entries": [entry(row) for row in entries],
    }


def decision(one: Decision) -> dict[str, Any]:
    origin = {"remittance_id", "payer_id", "payer_order", "trace_number", "remitted_on"}
    return {**one.model_dump(mode="json", include=origin), "payment": one.payment.model_dump(mode="json")}


def entry(row: EntryRow) -> dict[str, Any]:
    return {**row.model_dump(mode="json", exclude={"id", "amount"}), "amount": dollars(row.amount)}


def remittance(row: ClearingRow, waiting: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A payment in a list, with what of it waits for its claims."""
    amounts = {name: dollars(getattr(row, name)) for name in ("total_paid", "deposited")}
    amounts["suspended"] = dollars(sum((one["paid"] for one in waiting), Decimal(0)))
    return {"trace_number": row.key, **row.model_dump(mode="json", include={"state", "payer_id", "remitted_on", "duplicates"}), **amounts}
