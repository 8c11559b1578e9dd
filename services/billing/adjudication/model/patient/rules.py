"""When the patient is told: the statement once the payers are done, and two reminders while nothing is paid."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.claim_account import ClaimAccount
from services.billing.adjudication.model.account.desk import Desk
from services.billing.adjudication.model.patient.statement import share_told, statement_lines, statement_reasons
from shared.contracts.adjudication import ReminderRequested, StatementRequested
from shared.contracts.event import Event
from shared.contracts.values import ZERO

REMINDER_DAYS = 30
"""Between a statement and its reminder, and between the two reminders. A payment of the patient starts the days anew."""
LAST_NOTICE = 3


def request_statement(account: Account, desk: Desk) -> Event | None:
    """Once per set of decisions, when payers are done with the claim and the patient still owes; again when a person moves more to the patient."""
    for claim in account.in_order():
        if _owes(claim) and (_stands(claim) != claim.stated or share_told(claim) > claim.stated_share):
            return StatementRequested(**_told(account, claim, desk))
    return None


def remind(account: Account, desk: Desk) -> Event | None:
    """The second and the last notice, each when its day has come and nothing was paid since the one before."""
    for claim in account.in_order():
        day = reminder_on(claim)
        if day is not None and account.woken_on is not None and account.woken_on >= day:
            return ReminderRequested(notice=2 if claim.notice == 1 else 3, **_told(account, claim, desk))
    return None


def reminder_on(claim: ClaimAccount) -> date | None:
    """The day of the next reminder; None when none is due, or as long as something of the claim may still change."""
    if not 0 < claim.notice < LAST_NOTICE or claim.noticed_on is None or not _owes(claim):
        return None
    return claim.noticed_on + timedelta(days=REMINDER_DAYS)


def told(claim: ClaimAccount, event: StatementRequested | ReminderRequested) -> ClaimAccount:
    """The claim after the patient was told."""
    changes: dict[str, Any] = {"noticed_on": event.requested_on}
    if isinstance(event, ReminderRequested):
        return claim.model_copy(update={**changes, "notice": event.notice})
    return claim.model_copy(update={**changes, "notice": 1, "stated": _stands(claim), "stated_share": share_told(claim)})


def _owes(claim: ClaimAccount) -> bool:
    return claim.on(chart.PATIENT) > 0 and claim.is_settled


def _stands(claim: ClaimAccount) -> tuple[Any, ...]:
    return tuple(one.reference for one in claim.standing)


def _told(account: Account, claim: ClaimAccount, desk: Desk) -> dict[str, Any]:
    lines = statement_lines(claim)
    return {
        "encounter_id": account.encounter_id,
        "claim_id": claim.claim_id,
        "amount": claim.on(chart.PATIENT),
        "reasons": statement_reasons(claim),
        "lines": lines,
        "payments": sum((one.patient_paid for one in lines), ZERO),
        "requested_on": desk.on,
    }
