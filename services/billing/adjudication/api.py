"""Routes of adjudication: remittances in, money of patients and of the bank, the ledger as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from services.billing.adjudication import bank_api, disputes, paper_api, repository, views
from services.billing.adjudication.board import api as board
from services.billing.adjudication.board import page
from services.billing.adjudication.found import account_of, clearing_of, file_of
from services.billing.adjudication.ledger import entering, queries, shown, telling
from services.billing.adjudication.patient import api as patient
from services.billing.adjudication.patient import statements
from shared.contracts.adjudication import PatientPaymentRecorded
from shared.contracts.event import Event
from shared.contracts.values import MOST_MONEY, EncounterId, Money, dollars
from shared.http import remittances as intake_835
from shared.http.access import needs
from shared.http.commands import Command, day_or_today, record
from shared.http.listing import FileName, Limit, Offset
from shared.runtime import Runtime
from shared.stage.gateway import Moment

State = Literal["received", "deposited", "no_deposit_due", "set_aside", "mismatched", "awaiting_remittance"]


class Pay(Command):
    """Money of the patient: a copay at the desk, or a payment later."""

    amount: Money = Field(gt=0, le=MOST_MONEY)
    method: Literal["cash", "card", "check", "transfer"]
    received_on: date | None = None
    """Today when left out."""


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["adjudication"])
    _money_in(router, runtime)
    _accounts(router, runtime)
    _ledger(router, runtime)
    router.include_router(bank_api.routes(runtime))
    router.include_router(paper_api.routes(runtime))
    router.include_router(disputes.routes(runtime))
    router.include_router(patient.routes(runtime))
    router.include_router(entering.routes(runtime))
    router.include_router(telling.routes(runtime))
    router.include_router(board.routes(runtime))
    router.include_router(page.routes(runtime))
    return router


def _money_in(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/intake/x12", status_code=202, dependencies=[needs("intake")])
    async def intake(request: Request, name: FileName = "") -> JSONResponse:
        """A file with one or more 835s as the body; sets of other kinds in it are left alone."""
        return await intake_835.take(request, runtime, runtime.resources.intake, name)

    @router.post("/v1/accounts/{encounter_id}/payments", status_code=202, dependencies=[needs("work")])
    async def pay(encounter_id: str, body: Pay, request: Request) -> JSONResponse:
        """Record money of the patient; it is credit of the account until the patient owes something."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            received_on = day_or_today(body.received_on, moment.on, place="received_on", of="on which the money was received")
            values = {"amount": body.amount, "method": body.method, "actor": body.actor, "reason": body.reason}
            return [PatientPaymentRecorded(encounter_id=EncounterId(encounter_id), received_on=received_on, **values)]

        return await record(request, runtime, body, build)


def _accounts(router: APIRouter, runtime: Runtime) -> None:
    @router.get("/v1/accounts/{encounter_id}", dependencies=[needs("read")])
    async def account(encounter_id: str) -> dict[str, Any]:
        """Balances and entries of one account."""
        async with runtime.session() as session:
            state = await account_of(session, runtime, encounter_id)
            told = await statements.of_account(session, encounter_id)
            return views.account(state, await repository.entries(session, encounter_id=encounter_id), told)

    @router.get("/v1/claims/{claim_id}", dependencies=[needs("read")])
    async def claim(claim_id: str) -> dict[str, Any]:
        """One claim: what was billed, what payers decided, what waits, where the money is."""
        async with runtime.session() as session:
            file = await file_of(session, runtime, claim_id)
            state = await runtime.resources.accounts.get(session, file.encounter_id) if file.encounter_id else None
            told = views.claim(file, state, await repository.entries(session, claim_id=claim_id))
            return {**told, "lines": shown.lines(await queries.lines(session, claim_id))}


def _ledger(router: APIRouter, runtime: Runtime) -> None:
    @router.get("/v1/remittances", dependencies=[needs("read")])
    async def remittances(state: State | None = None, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
        """Payments by trace number, the newest first."""
        async with runtime.session() as session:
            rows, total = await repository.remittances(session, state=state, limit=limit, offset=offset)
            waiting = await repository.suspended(session, [row.key for row in rows])
        return {"remittances": [views.remittance(row, waiting.get(row.key, ())) for row in rows], "total": total}

    @router.get("/v1/remittances/{trace_number}", dependencies=[needs("read")])
    async def remittance(trace_number: str) -> dict[str, Any]:
        """One payment: remittances and deposits under its trace number, and what of it is posted."""
        async with runtime.session() as session:
            state = await clearing_of(session, runtime, trace_number)
            posted: Decimal = await repository.posted_to_clearing(session, trace_number)
            waiting = (await repository.suspended(session, [trace_number])).get(trace_number, [])
        shown = {**state.model_dump(mode="json", exclude={"wake_on"}), "suspended": [{**one, "paid": dollars(one["paid"])} for one in waiting]}
        return {**shown, "state": state.state, "total_paid": dollars(state.expected), "posted_to_clearing": dollars(posted)}
