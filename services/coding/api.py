"""Routes of the coding desk: charts, one chart, and a coder's correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field, model_validator

from services.coding import repository
from services.coding.model.chart import Chart
from services.coding.repository import Charts
from services.coding.tables import ChartRow
from shared.contracts.coding import CodedDiagnosis, CodingCorrected, LineCorrection
from shared.contracts.event import Event
from shared.contracts.values import EncounterId
from shared.http.commands import Command, record
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment


class Correct(Command):
    """What a coder decides: the whole list of diagnoses, single lines, or both. With `answers` alone, the coding is confirmed as it is."""

    diagnoses: tuple[CodedDiagnosis, ...] | None = Field(default=None, max_length=25)
    lines: tuple[LineCorrection, ...] = ()
    answers: str = ""
    """The denial this answers."""

    @model_validator(mode="after")
    def _says_something(self) -> Correct:
        if self.diagnoses is None and not self.lines and not self.answers:
            raise ValueError("give diagnoses, lines, or the denial that this answers")
        return self


def _listed(row: ChartRow) -> dict[str, Any]:
    return {
        "encounter_id": row.key,
        "status": row.status,
        "kind": row.kind,
        "service_from": row.service_from,
        "reason": row.reason,
        "total": None if row.total is None else f"{row.total:.2f}",
    }


def _shown(chart: Chart) -> dict[str, Any]:
    return {"status": chart.status, **chart.model_dump(mode="json", exclude={"wake_on"})}


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["coding"])
    charts: Charts = runtime.resources

    async def found(session: Any, encounter_id: str) -> Chart:
        chart = await charts.get(session, encounter_id)
        if chart is None or chart.opened is None:
            raise Problem(404, "no such encounter here", "Coding knows an encounter once it was registered.", place="encounter_id")
        return chart

    @router.get("/v1/charts")
    async def listed(
        status: str | None = None, reason: str | None = None, limit: int = Query(100, ge=1, le=1000), offset: int = Query(0, ge=0)
    ) -> dict[str, Any]:
        """Charts by date of service, oldest first."""
        async with runtime.session() as session:
            rows, total = await repository.charts(session, status=status, reason=reason, limit=limit, offset=offset)
        return {"charts": [_listed(row) for row in rows], "total": total}

    @router.get("/v1/charts/{encounter_id}")
    async def chart(encounter_id: str) -> dict[str, Any]:
        """One chart: what was documented, corrected, coded, and what is asked."""
        async with runtime.session() as session:
            return _shown(await found(session, encounter_id))

    @router.post("/v1/charts/{encounter_id}/correction", status_code=202)
    async def correct(encounter_id: str, body: Correct, request: Request) -> JSONResponse:
        """A coder's correction, with who and why."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            _check(await found(session, encounter_id), body)
            return [
                CodingCorrected(
                    encounter_id=EncounterId(encounter_id),
                    diagnoses=body.diagnoses,
                    lines=body.lines,
                    answers=body.answers,
                    actor=body.actor,
                    reason=body.reason,
                )
            ]

        return await record(request, runtime, body, build)

    return router


def _check(chart: Chart, body: Correct) -> None:
    """Refuse what names a line or a denial that is not there."""
    documented = chart.opened
    known = len(documented.charges or documented.procedures) if documented else 0
    for place, line in enumerate(body.lines):
        if line.line_number > known:
            raise Problem(422, "there is no such line", f"The encounter has {known} lines.", place=f"lines[{place}].line_number")
    if body.answers and all(request.denial_id != body.answers for request in chart.requests):
        raise Problem(422, "nothing like this was asked", "Take the id from the work item; it may be answered already.", place="answers")
