"""Routes of the bank: its files and deposits in, money without a trace number, what payers carry forward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from services.billing.adjudication.bank.take import take
from services.billing.adjudication.model.clearing.clearing import Clearing
from services.billing.adjudication.model.clearing.payer_balance import PayerBalance
from services.billing.adjudication.model.clearing.same_amount import SameAmount, Untraced
from shared.contracts.adjudication import DepositRecorded, Manual, ProviderAdjustmentExplained
from shared.contracts.event import Event
from shared.contracts.values import MOST_MONEY, ZERO, Money, PayerId, dollars
from shared.http.access import needs
from shared.http.commands import Command, day_or_today, record
from shared.http.listing import FileName, Limit, Offset
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment
from shared.stage.stage import Reject


class Deposit(Command):
    """A line of the bank statement that names a payment of a payer."""

    trace_number: str = Field(min_length=1, max_length=50)
    amount: Money = Field(gt=0, le=MOST_MONEY)
    fee: Money = Field(default=ZERO, ge=0, le=MOST_MONEY)
    """What the bank or the card kept of the payment."""
    payer_id: PayerId | None = None
    deposited_on: date | None = None
    """Today when left out."""


class Assign(Command):
    """Money without a trace number pays this remittance."""

    trace_number: str = Field(min_length=1, max_length=100)


class Explain(Command):
    """What a provider adjustment was for: the account on which it belongs."""

    account: Literal["CLR", "INT-in", "INT-out", "LEVY", "FEE", "NRB", "ADJ"]


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["bank"])
    _files(router, runtime)
    _deposits(router, runtime)
    _explanations(router, runtime)
    _lists(router, runtime)
    return router


def _files(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/intake/bank", status_code=202, dependencies=[needs("intake")])
    async def intake(request: Request, name: FileName = "") -> JSONResponse:
        """A file of the bank as the body, CSV or BAI2. The answer counts deposits and names lines that are set aside."""
        body, told = await request.body(), dict[str, Any]()

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            settings = runtime.settings
            try:
                taken = await take(session, body, name, settings.site, settings.names, moment.at)
            except Reject as refusal:
                raise Problem(422, "this is no file of a bank", f"{str(refusal)[:1].upper()}{str(refusal)[1:]}", place="body") from None
            told.update(taken.told())
            return taken.events

        return await record(request, runtime, body, build, answer=told)


def _deposits(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/deposits", status_code=202, dependencies=[needs("work")])
    async def deposit(body: Deposit, request: Request) -> JSONResponse:
        """Record what the bank shows; found again by trace number, payer and amount."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            values = {name: getattr(body, name) for name in ("trace_number", "amount", "fee", "payer_id", "actor", "reason")}
            return [
                DepositRecorded(
                    deposited_on=day_or_today(body.deposited_on, moment.on, place="deposited_on", of="on which the bank shows the money"), **values
                )
            ]

        return await record(request, runtime, body, build)

    @router.post("/v1/deposits/{number}/assign", status_code=202, dependencies=[needs("work")])
    async def assign(number: str, body: Assign, request: Request) -> JSONResponse:
        """Say which remittance money without a trace number pays."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            line = await _waiting(runtime, number)
            _fits(await runtime.resources.clearings.get(session, body.trace_number), line)
            return [line.assigned_to(body.trace_number, Manual(actor=body.actor, reason=body.reason))]

        return await record(request, runtime, body, build)


def _explanations(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/remittances/{trace_number}/provider-adjustments/{place}/explain", status_code=202, dependencies=[needs("work")])
    async def explain(trace_number: str, place: int, body: Explain, request: Request) -> JSONResponse:
        """Say what a provider adjustment was for that no rule can explain; `place` counts those that the remittance shows as unknown, from 1."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            state: Clearing | None = await runtime.resources.clearings.get(session, trace_number)
            if state is None or not 1 <= place <= len(state.unknown):
                raise Problem(404, "no such adjustment here", "GET /v1/remittances with the trace number lists them as unknown.", place="place")
            if state.unknown[place - 1].meant:
                raise Problem(409, "somebody has explained this adjustment", "GET /v1/remittances shows where it went.", place="place")
            values = {"account": body.account, "recorded_on": moment.on, "actor": body.actor, "reason": body.reason}
            return [ProviderAdjustmentExplained.model_validate({"trace_number": trace_number, "place": place, **values})]

        return await record(request, runtime, body, build)


async def _waiting(runtime: Runtime, number: str) -> Untraced:
    async with runtime.session() as session:
        state: SameAmount | None = await runtime.resources.same_amounts.with_line(session, number)
    line = next((one for one in state.lines if one.number == number), None) if state else None
    if line is None:
        raise Problem(404, "no such deposit waits here", "GET /v1/deposits/untraced lists those that do; it may have been assigned.", place="number")
    return line


def _fits(clearing: Clearing | None, line: Untraced) -> None:
    """Raise 422 when no remittance under the trace number waits for this amount: a deposit is assigned once."""
    if clearing is None:
        told = "GET /v1/remittances lists trace numbers; a deposit can wait for its remittance."
        raise Problem(422, "no such payment here", told, place="trace_number")
    posted, refused = [one.total for one in clearing.undeposited()], [one.total for one in clearing.open_set_aside if one.total]
    waiting, gross = [*posted, *refused], line.amount + line.fee
    if gross not in waiting:
        amounts = ", ".join(map(dollars, waiting)) or "nothing"
        told = f"The deposit is {dollars(gross)}, and {amounts} waits under this trace number. Look for the remittance of that amount."
        raise Problem(422, "the remittance and the deposit differ", told, place="trace_number")


def _lists(router: APIRouter, runtime: Runtime) -> None:
    @router.get("/v1/deposits/untraced", dependencies=[needs("read")])
    async def untraced(limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
        """Money without a trace number that waits in suspense, with the remittances it could pay."""
        async with runtime.session() as session:
            states, total = await runtime.resources.same_amounts.waiting(session, limit, offset)
        return {"deposits": [_line(state, line) for state in states for line in state.lines], "amounts": total}

    @router.get("/v1/clearing", dependencies=[needs("read")])
    async def clearing(settled: bool = False, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
        """What payers carry forward, by payer and reference, the oldest first; below zero the payer will take it back. `settled`: all."""
        async with runtime.session() as session:
            states, total = await runtime.resources.payer_balances.listed(session, settled=settled, limit=limit, offset=offset)
        return {"balances": [_balance(state) for state in states], "total": total}


def _line(state: SameAmount, line: Untraced) -> dict[str, Any]:
    return {
        **line.model_dump(mode="json", exclude={"in_suspense"}),
        "candidates": [one.model_dump(mode="json") for one in state.candidates(line) or state.awaited],
    }


def _balance(state: PayerBalance) -> dict[str, Any]:
    return {
        "payer_id": state.payer_id or state.originator,
        "reference": state.reference,
        "balance": dollars(state.balance),
        "open_since": state.open_since,
        "moves": [one.model_dump(mode="json") for one in state.moves],
    }
