"""What routes show: money as text, the ledger's identity spelled out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account import Account
from services.billing.adjudication.model.balances import balances
from services.billing.adjudication.model.claim_account import ClaimAccount
from services.billing.adjudication.tables import ClearingRow, EntryRow, StatementRow
from shared.remittance.claim_file import ClaimFile
from shared.remittance.decision import Decision


def money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def summary(accounts: Mapping[str, Decimal], claims: Mapping[str, Decimal]) -> dict[str, Any]:
    """Over all claims: billed = paid + contractual + patient + open; and the balance of every account."""
    found = balances(claims, -chart.balance(accounts, chart.PATIENT_CREDIT))
    patient = found.patient_paid + found.patient_open
    open_amount = found.payer_open + found.denied_open + found.disputed
    difference = found.charged - found.payer_paid - found.contractual - patient - open_amount
    return {
        "billed": money(found.charged),
        "paid": money(found.payer_paid),
        "contractual": money(found.contractual),
        "patient": money(patient),
        "open": money(open_amount),
        "explained": difference == 0,
        "of_contractual": {
            "sequestration": money(chart.balance(claims, chart.SEQUESTRATION)),
            "capitation": money(chart.balance(claims, chart.CAPITATION)),
        },
        "of_patient": {"paid": money(found.patient_paid), "open": money(found.patient_open)},
        "of_open": {"payer": money(found.payer_open), "denied": money(found.denied_open), "disputed": money(found.disputed)},
        "patient_credit": money(found.patient_credit),
        "cash": money(chart.balance(accounts, chart.CASH)),
        "remit_clearing": money(chart.balance(accounts, chart.REMIT_CLEARING)),
        "payer_clearing": money(chart.balance(accounts, chart.PAYER_CLEARING)),
        "suspense": money(-chart.balance(accounts, chart.SUSPENSE)),
        "trial_balance": {account: money(amount) for account, amount in accounts.items()},
        "balanced": sum(accounts.values()) == 0,
    }


def account(state: Account, entries: Sequence[EntryRow]) -> dict[str, Any]:
    """One account: each claim's balances, the patient's credit, every entry."""
    return {
        "encounter_id": state.encounter_id,
        "patient_credit": money(state.credit),
        "claims": [claim_balances(one, state.credit) for one in state.in_order()],
        "entries": [entry(row) for row in entries],
    }


def claim_balances(claim: ClaimAccount, credit: Decimal) -> dict[str, Any]:
    return {
        "claim_id": claim.claim_id,
        "settled": claim.is_settled,
        "correction_open": claim.correction_is_open,
        "voided": claim.is_voided,
        "balances": balances(claim.books, credit).model_dump(mode="json"),
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
    return {**row.model_dump(mode="json", exclude={"id", "amount"}), "amount": money(row.amount)}


def remittance(row: ClearingRow) -> dict[str, Any]:
    amounts = {name: money(getattr(row, name)) for name in ("total_paid", "deposited", "suspended")}
    return {"trace_number": row.key, **row.model_dump(mode="json", include={"state", "payer_id", "remitted_on", "duplicates"}), **amounts}


def statement(row: StatementRow) -> dict[str, Any]:
    return {**row.model_dump(mode="json", exclude={"amount"}), "amount": money(row.amount)}
