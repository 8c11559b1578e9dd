"""Routes by which people enter what no file tells: opening balances, adjustments, refunds, contra entries, the end of a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from services.billing.adjudication import periods
from services.billing.adjudication.found import account_of
from services.billing.adjudication.ledger import checks, queries
from services.billing.adjudication.ledger.bodies import Adjust, ClosePeriod, OpenClaims, Refund, TakeBack
from services.billing.adjudication.ledger.opened import encounter_of, opening_events
from services.billing.adjudication.model.account.account import Account
from shared.contracts.adjudication import AdjustmentRecorded, PostingCountered, RefundRecorded
from shared.contracts.event import Event
from shared.contracts.values import ClaimId, EncounterId
from shared.http.access import needs
from shared.http.commands import day_or_today, record
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment

Period = Annotated[str, Path(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter()
    _opening(router, runtime)
    _adjusting(router, runtime)
    _refunding(router, runtime)
    _taking_back(router, runtime)
    _closing(router, runtime)
    return router


def _opening(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/opening-claims", status_code=202, dependencies=[needs("work")])
    async def opened(body: OpenClaims, request: Request) -> JSONResponse:
        """Take over claims of an earlier system, all or none of them; the answer names the account of each."""
        names, payers = runtime.settings.names, {payer.payer_id for payer in runtime.settings.site.payers}

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            files = await runtime.resources.files.several(session, [claim.claim_id for claim in body.claims])
            known = [claim_id for claim_id, file in files.items() if file.is_known]
            return opening_events(body, names, moment.on, known, payers)

        told = [{"claim_id": claim.claim_id, "encounter_id": encounter_of(claim.claim_id, names)} for claim in body.claims]
        return await record(request, runtime, body, build, answer={"claims": told})


def _adjusting(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/claims/{claim_id}/adjustments", status_code=202, dependencies=[needs("work")])
    async def adjust(claim_id: str, body: Adjust, request: Request) -> JSONResponse:
        """Write off or move part of the balance; 422 with what there is when the balance does not hold the amount."""
        answer: dict[str, Any] = {}

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            account = await _account_of(session, runtime, claim_id)
            checks.adjustable(account, claim_id, body)
            told = body.model_dump(include={"kind", "amount", "line_number", "reason"})
            answer["adjustment_id"] = cause
            on = _day(body, moment)
            mine = {"claim_id": ClaimId(claim_id), "encounter_id": account.encounter_id, "adjustment_id": cause, "actor": body.actor}
            return [AdjustmentRecorded(recorded_on=on, **mine, **told)]

        return await record(request, runtime, body, build, answer=answer)


def _refunding(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/accounts/{encounter_id}/refunds", status_code=202, dependencies=[needs("work")])
    async def refund(encounter_id: str, body: Refund, request: Request) -> JSONResponse:
        """Approve a refund of the patient's credit, or record that it was paid."""
        answer: dict[str, Any] = {}

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            checks.refundable(await account_of(session, runtime, encounter_id), body)
            answer["refund_id"] = cause
            told = body.model_dump(include={"step", "amount", "reason"})
            on = _day(body, moment)
            return [RefundRecorded(encounter_id=EncounterId(encounter_id), refund_id=cause, recorded_on=on, actor=body.actor, **told)]

        return await record(request, runtime, body, build, answer=answer)


def _taking_back(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/postings/{posting_id}/counter", status_code=202, dependencies=[needs("work")])
    async def counter(posting_id: str, body: TakeBack, request: Request) -> JSONResponse:
        """Post the exact opposite of a posting that a person made, once. The id is `event_id` of its entries."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            rows = await queries.posting(session, posting_id)
            if not rows or rows[0]["encounter_id"] is None:
                raise Problem(422, "no such posting here", "Give the event_id of its entries, as the account shows them.", place="posting_id")
            account = await account_of(session, runtime, rows[0]["encounter_id"])
            told = {"claim_id": rows[0]["claim_id"], "entries": checks.counterable(rows, account, posting_id)}
            return [_countered(account, posting_id, body, moment, **told)]

        return await record(request, runtime, body, build)

    @router.post("/v1/accounts/{encounter_id}/waiting/{command_id}/withdraw", status_code=202, dependencies=[needs("work")])
    async def withdraw(encounter_id: str, command_id: str, body: TakeBack, request: Request) -> JSONResponse:
        """Withdraw an adjustment or refund that waits for a balance that holds it."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            account = await account_of(session, runtime, encounter_id)
            checks.withdrawable(account, command_id)
            return [_countered(account, command_id, body, moment)]

        return await record(request, runtime, body, build)


def _closing(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/periods/{period}/close", status_code=202, dependencies=[needs("work")])
    async def close(period: Period, body: ClosePeriod, request: Request) -> JSONResponse:
        """Close a posting period and all before it; what comes later is posted into the first one that is open."""
        answer: dict[str, Any] = {}

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            checks.begun(period, moment.on)
            answer["closed_through"] = await periods.close(session, period, body.actor.id, body.reason)
            return []

        return await record(request, runtime, body, build, answer=answer)

    @router.get("/v1/periods", dependencies=[needs("read")])
    async def shown() -> dict[str, Any]:
        """The last closed period; empty while none is."""
        async with runtime.session() as session:
            return await periods.shown(session)


def _countered(account: Account, id: str, body: TakeBack, moment: Moment, **told: Any) -> PostingCountered:
    on = _day(body, moment)
    return PostingCountered(encounter_id=account.encounter_id, posting_id=id, recorded_on=on, actor=body.actor, reason=body.reason, **told)


def _day(body: Adjust | Refund | TakeBack, moment: Moment) -> date:
    return day_or_today(body.recorded_on, moment.on, place="recorded_on", of="on which it was decided or done")


async def _account_of(session: Any, runtime: Runtime, claim_id: str) -> Account:
    file = await runtime.resources.files.get(session, claim_id)
    if file is None or file.encounter_id is None:
        raise Problem(404, "no such claim here", "The ledger knows a claim once it was submitted or taken over.", place="claim_id")
    return await account_of(session, runtime, file.encounter_id)
