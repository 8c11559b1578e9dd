"""Routes on what may be sent next of a claim: the advice, and the commands that it guards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import reduce
from typing import Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.submission import repository
from services.billing.submission.model.advice import About, Advice, Situation, Way, advise, refusal, situation_of
from services.billing.submission.model.claim import Claim
from services.billing.submission.model.draft import Draft
from services.billing.submission.model.draft_fold import departed, evolve
from services.billing.submission.office import Office
from services.billing.submission.repository import Claims
from services.billing.submission.status_inquiry import inquiry_of
from services.billing.submission.writing import unwritable
from shared.contracts.event import Event
from shared.contracts.submission import ClaimReopened, ClaimStatusAsked, ClaimVoidRequested
from shared.db import blobs
from shared.db.sequences import allot
from shared.http.access import needs
from shared.http.commands import Command, record
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment
from shared.x12.faults import WriteError

Decide = Callable[[Claim, Draft, Situation, Any], Event]
REOPENABLE = ("rejected", "accepted", "withdrawn")


class VoidCommand(Command):
    condition: Literal["D5", "D6"] = "D5"
    """Of an institutional claim: D5 wrong person or provider, D6 duplicate or paid back."""


class SendAgain(Command):
    payer_order: int = Field(0, ge=0, le=11)
    """Whose claim: 1 the first payer's; without it, that of the payer billed last."""


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["claims"])
    claims, office = Claims(), runtime.resources

    async def decided(request: Request, claim_id: str, body: Command, decide: Decide) -> JSONResponse:
        """One decision about one claim, with its row locked, so that nothing is sent between looking and deciding."""

        async def build(session: AsyncSession, cause: str, moment: Moment) -> Sequence[Event]:
            claim = (await claims.load(session, [claim_id])).get(claim_id)
            known, draft = await found(session, claim, claim_id)
            order = getattr(body, "payer_order", 0)
            return [decide(known, draft, _situation(office, known, draft, payer_order=order), body)]

        return await record(request, runtime, body, build)

    _asking(router, runtime)
    _commanding(router, decided)
    _inquiring(router, runtime)
    return router


Decided = Callable[[Request, str, Command, Decide], Awaitable[JSONResponse]]


def _commanding(router: APIRouter, decided: Decided) -> None:
    @router.post("/v1/claims/{claim_id}/reopen", status_code=202, dependencies=[needs("work")])
    async def reopen(claim_id: str, body: SendAgain, request: Request) -> JSONResponse:
        """Build the claim again from what is known now: an original after a rejection, a replacement where the payer has it, a refused void."""
        return await decided(request, claim_id, body, _reopen)

    @router.post("/v1/claims/{claim_id}/replace", status_code=202, dependencies=[needs("work")])
    async def replace(claim_id: str, body: SendAgain, request: Request) -> JSONResponse:
        """The same, refused unless the payer has the claim and takes replacements."""
        return await decided(request, claim_id, body, _replace)

    @router.post("/v1/claims/{claim_id}/void", status_code=202, dependencies=[needs("work")])
    async def void(claim_id: str, body: VoidCommand, request: Request) -> JSONResponse:
        """Take the claim back at every payer that has it, as it was last sent; nothing is built of it any more."""
        return await decided(request, claim_id, body, _void)


def _inquiring(router: APIRouter, runtime: Runtime) -> None:
    claims, office = Claims(), runtime.resources

    @router.post("/v1/claims/{claim_id}/inquire", status_code=202, dependencies=[needs("work")])
    async def inquire(claim_id: str, body: Command, request: Request) -> JSONResponse:
        """Ask the payer that was billed last where the claim stands (276); the 277 is shown on the claim when it comes."""

        async def build(session: AsyncSession, cause: str, moment: Moment) -> Sequence[Event]:
            claim = (await claims.load(session, [claim_id])).get(claim_id)
            known, draft = await found(session, claim, claim_id)
            return [await _asked(session, office, known, draft, body, moment)]

        return await record(request, runtime, body, build)


def _asking(router: APIRouter, runtime: Runtime) -> None:
    claims, office = Claims(), runtime.resources

    @router.get("/v1/claims/{claim_id}/advice", dependencies=[needs("read")])
    async def advice(claim_id: str, about: About = "correction", payer_order: int = Query(0, ge=0, le=11)) -> dict[str, Any]:
        """What may be sent next, and why nothing else may. `about`: what is wrong; `payer_order`: by default the payer billed last."""
        async with runtime.session() as session:
            claim, draft = await found(session, await claims.get(session, claim_id), claim_id)
        return shown(claim_id, advise(_situation(office, claim, draft, about=about, payer_order=payer_order)))


async def found(session: AsyncSession, claim: Claim | None, claim_id: str) -> tuple[Claim, Draft]:
    """The claim and its draft, which knows all that has left. Raises Problem when there is none."""
    draft = await repository.draft_of(session, claim_id)
    if draft is None or draft.built is None:
        raise Problem(404, "no such claim here", "A claim is known once its encounter is cleared and coded.", place="claim_id")
    gone = await repository.departures(session, [claim_id])
    known = claim or Claim(claim_id=draft.built.claim_id, encounter_id=draft.encounter_id, built=draft.built)
    return known, _informed(departed(draft, gone.get(claim_id, ())), known)


def _informed(draft: Draft, claim: Claim) -> Draft:
    """The draft with what the claim has heard: its own reader may be a moment behind."""
    heard = (each for submission in claim.submissions.values() for each in (submission.billed, submission.accepted, submission.rejected))
    return reduce(evolve, (each for each in heard if each), draft)


def _situation(office: Office, claim: Claim, draft: Draft, **asked: Any) -> Situation:
    order = asked.get("payer_order") or 0
    bill = next((each for each in (draft.last_of(order) if order else draft.last, draft.last) if each), None)
    payer = office.site.payer(bill.payer_id) if bill else None
    takes = payer is None or bill is None or payer.takes_replacement_of(bill.kind)
    return situation_of(draft, takes_replacements=takes, held=claim.status == "held", **asked)


def _reopen(claim: Claim, draft: Draft, situation: Situation, body: SendAgain) -> ClaimReopened:
    if claim.status not in REOPENABLE:
        raise Problem(422, "the claim cannot be reopened", f"It is {claim.status}: wait for its acknowledgement.", place="claim_id")
    way: Way = "void" if situation.void == "refused" else "replace" if situation.has_it else "send_original"
    _refuse(situation, way, "the claim cannot be reopened")
    return _again(claim, draft, body)


def _replace(claim: Claim, draft: Draft, situation: Situation, body: SendAgain) -> ClaimReopened:
    _refuse(situation, "replace", "the claim cannot be replaced")
    return _again(claim, draft, body)


def _void(claim: Claim, draft: Draft, situation: Situation, body: VoidCommand) -> ClaimVoidRequested:
    _refuse(situation, "void", "the claim cannot be voided")
    return ClaimVoidRequested(**about(claim), condition=body.condition, actor=body.actor, reason=body.reason)


async def _asked(session: AsyncSession, office: Office, claim: Claim, draft: Draft, body: Command, moment: Moment) -> ClaimStatusAsked:
    """The wish, with its 276 in the blob table. It spends an interchange number: a partner takes each number once, whatever the file holds."""
    bill = draft.as_left(claim.newest.billed.submission) if claim.newest else None
    if bill is None or (claim.newest and claim.newest.said == "rejected"):
        raise Problem(422, "no payer has this claim", "Only what was sent and not refused can be asked about.", place="claim_id")
    holding = draft.holding(bill.payer_id, bill.payer_order)
    number = f"{await allot(session, 'interchange'):09d}"
    try:
        registered = draft.registration(bill.registration_version)
        content = inquiry_of(bill, holding.number if holding else "", registered, office.site, number, moment.at)
    except WriteError as fault:
        raise Problem(422, "the inquiry cannot be written", unwritable(fault).sentence, place="claim_id") from fault
    document = await blobs.put(session, content, kind="276", name=f"276-{number}.x12")
    asked = {**about(claim), "submission": bill.submission, "payer_id": bill.payer_id}
    return ClaimStatusAsked(**asked, control_number=number, actor=body.actor, reason=body.reason, document=document)


def _refuse(situation: Situation, way: Way, title: str) -> None:
    why = refusal(situation, way)
    if why:
        raise Problem(422, title, why, place="claim_id")


def _again(claim: Claim, draft: Draft, body: SendAgain) -> ClaimReopened:
    """The submission that is to be made again: the newest one, or the newest one to the payer that is named."""
    named = draft.last_of(body.payer_order) if body.payer_order else None
    if body.payer_order and named is None:
        raise Problem(422, "this payer was sent nothing of the claim", "Look at the claim: it says who was billed.", place="payer_order")
    newest = about(claim)
    return ClaimReopened(**{**newest, "submission": named.submission if named else newest["submission"]}, actor=body.actor, reason=body.reason)


def about(claim: Claim) -> dict[str, Any]:
    """What names the newest submission of a claim."""
    return {"claim_id": claim.claim_id, "encounter_id": claim.encounter_id, "submission": claim.number}


def shown(claim_id: str, advice: Advice) -> dict[str, Any]:
    """The advice for people and for programs."""
    return {
        "claim_id": claim_id,
        "advice": advice.way,
        "frequency": advice.frequency,
        "payer_claim_control_number": advice.number,
        "because": list(advice.because),
        "refused": advice.refused,
    }
