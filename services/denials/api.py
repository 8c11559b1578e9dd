"""Routes of the denials desk: the worklist, one case, and a person's decision about a denial."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from services.denials import papers, repository
from services.denials.model.case import Denial, DenialCase
from services.denials.model.evidence import filing_words, proof_of
from services.denials.tables import CaseRow
from shared.contracts.denials import DenialCategory, DenialDecided
from shared.contracts.event import Event
from shared.contracts.values import ZERO, ClaimId, DenialId, dollars
from shared.http import remittances
from shared.http.access import needs
from shared.http.commands import Command, record
from shared.http.listing import FileName, Limit, Offset
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment

SWITCHED_OFF = "Send them to adjudication. Where there is none, start denials with RCM_DENIALS_INTAKE=x12."


Status = Literal["open", "closed", "none", "all"]
"""Of a case: something is refused, nothing is any more, nothing ever was."""


class Decide(Command):
    """A denial was appealed, is given up, or is taken out of the worklist because it was none."""

    decision: Literal["appeal", "give_up", "withdraw"]


def _listed(row: CaseRow) -> dict[str, Any]:
    return {
        "claim_id": row.key,
        "encounter_id": row.encounter_id,
        "payer_id": row.payer_id,
        "status": row.status,
        "category": row.category,
        "appeal_by": row.appeal_by,
        "gross": dollars(row.gross),
        "expected_recoverable": dollars(row.expected_recoverable),
        "recovered": dollars(row.recovered),
    }


def _shown(case: DenialCase) -> dict[str, Any]:
    facts = case.model_dump(mode="json", include={"claim_id", "encounter_id", "payer_id", "decisions", "resent_on"})
    return {
        "status": case.status(),
        **facts,
        "gross": dollars(sum((each.opened.gross for each in case.open_denials()), ZERO)),
        "expected_recoverable": dollars(case.at_risk()),
        "recovered": dollars(sum((each.recovered for each in case.denials), ZERO)),
        "denials": [_denial(case, each) for each in case.denials],
    }


def _denial(case: DenialCase, denial: Denial) -> dict[str, Any]:
    """One denial, and who has to act next: nobody once it is closed."""
    asked = denial.opened.owner.value if case.is_asked(denial) else "denials"
    waits_for = None if not denial.is_open else "payer" if case.waits_for_payer(denial) else asked
    facts = denial.opened.model_dump(mode="json", exclude={"type", "claim_id", "encounter_id"})
    outcome = denial.model_dump(mode="json", include={"request", "outcome", "recovered", "closed_on"})
    return {**facts, **outcome, "waits_for": waits_for, **_evidence(case, denial)}


def _evidence(case: DenialCase, denial: Denial) -> dict[str, Any]:
    """Proof of timely filing where it is in question, and documents that were sent."""
    attached = [one.model_dump(mode="json") for one in case.attachments if one.denial_id == denial.opened.denial_id]
    if denial.opened.category is not DenialCategory.TIMELY_FILING:
        return {"filing_proof": None, "attachments": attached}
    proof = proof_of(case.acceptances, denial.opened)
    accepted_on = proof.acceptance.accepted_on.isoformat() if proof.is_found and proof.acceptance else None
    facts = {"found": proof.is_found, "accepted_on": accepted_on, "sentence": filing_words(proof)}
    return {"filing_proof": {**facts, **proof.model_dump(mode="json")}, "attachments": attached}


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["denials"])

    @router.post("/v1/intake/x12", status_code=202, dependencies=[needs("intake")])
    async def intake(request: Request, name: FileName = "") -> JSONResponse:
        """A file with one or more 835s, where no adjudication service takes them; sets of other kinds in it are left alone."""
        if runtime.resources.intake is None:
            raise Problem(409, "denials takes no 835s here", SWITCHED_OFF)
        return await remittances.take(request, runtime, runtime.resources.intake, name)

    _cases(router, runtime)
    _decisions(router, runtime)
    router.include_router(papers.routes(runtime))
    return router


async def _found(session: Any, runtime: Runtime, claim_id: str) -> DenialCase:
    case: DenialCase | None = await runtime.resources.cases.get(session, claim_id)
    if case is None:
        raise Problem(404, "no such claim here", "The denials desk knows a claim once it was sent.", place="claim_id")
    return case


def _cases(router: APIRouter, runtime: Runtime) -> None:
    @router.get("/v1/denials", dependencies=[needs("read")])
    async def worklist(
        status: Status = "open",
        category: DenialCategory | None = None,
        payer: str | None = None,
        due_before: date | None = None,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Cases by what the contract would still pay, highest first."""
        async with runtime.session() as session:
            rows, total = await repository.worklist(
                session, status=None if status == "all" else status, category=category, payer=payer, due_before=due_before, limit=limit, offset=offset
            )
        return {"cases": [_listed(row) for row in rows], "total": total}

    @router.get("/v1/denials/summary", dependencies=[needs("read")])
    async def summary() -> dict[str, Any]:
        """Open denials by category, and every denial by phase and outcome."""
        async with runtime.session() as session:
            return {"categories": await repository.by_category(session), "outcomes": await repository.by_outcome(session)}

    @router.get("/v1/denials/{claim_id}", dependencies=[needs("read")])
    async def case(claim_id: str) -> dict[str, Any]:
        """One case with all its denials, open and closed."""
        async with runtime.session() as session:
            return _shown(await _found(session, runtime, claim_id))


def _decisions(router: APIRouter, runtime: Runtime) -> None:
    @router.post("/v1/denials/{claim_id}/{denial_id}/decision", status_code=202, dependencies=[needs("work")])
    async def decide(claim_id: str, denial_id: str, body: Decide, request: Request) -> JSONResponse:
        """A person's decision, with who and why."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            denial = (await _found(session, runtime, claim_id)).find(DenialId(denial_id))
            if denial is None or not denial.is_open:
                raise Problem(422, "this denial is not open", "Look at the case: it may have been decided already.", place="denial_id")
            ids = {"denial_id": DenialId(denial_id), "claim_id": ClaimId(claim_id)}
            return [DenialDecided(**ids, decision=body.decision, decided_on=moment.on, actor=body.actor, reason=body.reason)]

        return await record(request, runtime, body, build)
