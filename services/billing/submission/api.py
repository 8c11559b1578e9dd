"""Routes of submission: claims as they stand, what was sent of them, and what a person may decide about one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.submission import commands, intake, repository
from services.billing.submission.handed import routes as handed
from services.billing.submission.model.claim import Claim
from services.billing.submission.model.edits import OVERRIDABLE
from services.billing.submission.model.payer_status import word_of
from services.billing.submission.office import Office
from services.billing.submission.repository import Claims
from services.billing.submission.tables import ClaimRow
from shared.contracts.event import Event
from shared.contracts.submission import ClaimWithdrawn, HoldOverridden
from shared.db import blobs
from shared.http.access import needs
from shared.http.commands import Command, record
from shared.http.listing import Limit, Offset
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment
from shared.stage.stage import Reject
from shared.x12.content import begins_like_x12
from shared.x12.excerpt import claim_segments

WITHDRAWABLE = ("built", "held", "released", "rejected")
Decide = Callable[[AsyncSession, Claim, Command], Awaitable[Event]]


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["claims"])
    _reading(router, runtime)
    _deciding(router, runtime)
    _receiving(router, runtime)
    router.include_router(commands.routes(runtime))
    router.include_router(handed.routes(runtime))
    return router


def _reading(router: APIRouter, runtime: Runtime) -> None:
    claims = Claims()

    @router.get("/v1/claims", dependencies=[needs("read")])
    async def list_claims(
        status: str | None = None,
        payer: str | None = None,
        encounter: str | None = None,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Claims by date of service."""
        async with runtime.session() as session:
            rows, total = await repository.listed(session, status=status, payer=payer, encounter=encounter, limit=limit, offset=offset)
        return {"claims": [_listed(row) for row in rows], "total": total}

    @router.get("/v1/claims/{claim_id}", dependencies=[needs("read")])
    async def claim(claim_id: str) -> dict[str, Any]:
        """One claim: how it stands, every submission with its answer, and the documents behind them."""
        async with runtime.session() as session:
            return shown(_found(await claims.get(session, claim_id) or await _unjudged(session, claim_id)))

    @router.get("/v1/claims/{claim_id}/x12", dependencies=[needs("phi")])
    async def x12(claim_id: str, submission: int | None = Query(None, ge=1, le=9999), whole: bool = False) -> Response:
        """The claim's part of the interchange it was written into, or the whole interchange; of the newest submission unless another is named."""
        async with runtime.session() as session:
            _found(await claims.get(session, claim_id) or await _unjudged(session, claim_id))
            sha256 = await repository.written_in(session, claim_id, submission)
            body = await blobs.get(session, sha256) if sha256 else None
        part = body if whole else claim_segments(body, claim_id) if body else None
        if part is None:
            raise Problem(404, "this submission is in no interchange", "Look at the claim: it says how far it has come.", place="submission")
        return Response(part, media_type="application/edi-x12")


async def _unjudged(session: AsyncSession, claim_id: str) -> Claim | None:
    """A claim that was built a moment ago."""
    built = await repository.drafted(session, claim_id)
    return Claim(claim_id=built.claim_id, encounter_id=built.encounter_id, built=built) if built else None


def _deciding(router: APIRouter, runtime: Runtime) -> None:
    claims = Claims()

    async def decided(request: Request, claim_id: str, body: Command, decide: Decide) -> JSONResponse:
        """One decision about one claim, with its row locked, so that nothing is sent between looking and deciding."""

        async def build(session: AsyncSession, cause: str, moment: Moment) -> Sequence[Event]:
            claim = _found((await claims.load(session, [claim_id])).get(claim_id))
            return [await decide(session, claim, body)]

        return await record(request, runtime, body, build)

    @router.post("/v1/claims/{claim_id}/release", status_code=202, dependencies=[needs("work")])
    async def release(claim_id: str, body: Command, request: Request) -> JSONResponse:
        """Set the reasons aside that hold the claim, where only a denial is to be feared."""
        return await decided(request, claim_id, body, _override)

    @router.post("/v1/claims/{claim_id}/withdraw", status_code=202, dependencies=[needs("work")])
    async def withdraw(claim_id: str, body: Command, request: Request) -> JSONResponse:
        """This submission is not to be sent (again)."""
        return await decided(request, claim_id, body, _withdraw)


def _receiving(router: APIRouter, runtime: Runtime) -> None:
    office: Office = runtime.resources

    @router.post("/v1/intake/x12", status_code=202, dependencies=[needs("intake")])
    async def receive(request: Request, name: str = Query("", max_length=200)) -> JSONResponse:
        """TA1, 999, 277CA and 277 by HTTP instead of the folder; the same body is taken once."""
        body = await request.body()

        async def build(session: AsyncSession, cause: str, moment: Moment) -> Sequence[Event]:
            events = await intake.named(session, _acknowledgements(body, name, office))
            await blobs.put(session, body, kind="submission.intake", name=name)
            return events

        return await record(request, runtime, body, build)


def _acknowledgements(body: bytes, name: str, office: Office) -> list[Event]:
    if not begins_like_x12(body):
        raise Problem(422, "this is no X12 interchange", "It has to begin with an ISA segment.", place="body")
    try:
        events = intake.acknowledgements(body, name, office)
    except Reject as fault:
        raise Problem(422, "the interchange cannot be read", str(fault), place="body") from fault
    if not events:
        raise Problem(422, "nothing here is for submission", "Send a TA1, a 999 for claims, a 277CA or a 277.", place="body")
    return events


async def _override(session: AsyncSession, claim: Claim, body: Command) -> HoldOverridden:
    if claim.status != "held":
        raise Problem(422, "the claim is not held", f"It is {claim.status}.", place="claim_id")
    lasting = sorted({each.code for each in claim.reasons} - OVERRIDABLE)
    if lasting:
        raise Problem(422, "a reason of this hold cannot be set aside", f"Correct what it names: {', '.join(lasting)}.", place="reasons")
    codes = tuple(sorted({each.code for each in claim.reasons}))
    return HoldOverridden(**commands.about(claim), codes=codes, actor=body.actor, reason=body.reason)


async def _withdraw(session: AsyncSession, claim: Claim, body: Command) -> ClaimWithdrawn:
    """An unsent submission is noted as going nowhere in the same transaction, so that no interchange takes it meanwhile."""
    gone = (await repository.dispatched(session, claim.claim_id)).get(claim.number)
    if claim.status not in WITHDRAWABLE or (gone and claim.status != "rejected"):
        raise Problem(422, "the claim cannot be withdrawn", "It has left the house, or was withdrawn before.", place="claim_id")
    if claim.status != "rejected" and claim.built:
        await repository.dispatch(session, None, [claim.built])
    return ClaimWithdrawn(**commands.about(claim), actor=body.actor, reason=body.reason)


def _found(claim: Claim | None) -> Claim:
    if claim is None:
        raise Problem(404, "no such claim here", "A claim is known once its encounter is cleared and coded.", place="claim_id")
    return claim


def _listed(row: ClaimRow) -> dict[str, Any]:
    names = ("encounter_id", "status", "submission", "frequency", "payer_id", "kind", "service_from", "icn")
    return {"claim_id": row.key, **{name: getattr(row, name) for name in names}, "total": None if row.total is None else f"{row.total:.2f}"}


def shown(claim: Claim) -> dict[str, Any]:
    """A claim for people: amounts as text, codes and dates, nothing that names the patient."""
    return {
        "claim_id": claim.claim_id,
        "encounter_id": claim.encounter_id,
        "status": claim.status,
        "icn": claim.icn,
        "held_for": [each.model_dump(mode="json") for each in claim.reasons],
        "warnings": [each.model_dump(mode="json") for each in claim.warnings],
        "overridden": list(claim.overridden),
        "built": claim.built.model_dump(mode="json", exclude={"type"}) if claim.built else None,
        "submissions": [each.model_dump(mode="json") for _, each in sorted(claim.submissions.items())],
        "withdrawn": list(claim.withdrawn),
        "payer_status": _payer_status(claim),
        "unmatched_acknowledgements": [each.model_dump(mode="json") for each in claim.pending],
    }


def _payer_status(claim: Claim) -> dict[str, Any] | None:
    """What the payer said last when it was asked: one word, and the codes it stands for."""
    reported = claim.reported
    return {"word": word_of(reported), **reported.model_dump(mode="json", exclude={"type", "claim_id"})} if reported else None
