"""Routes of the coding desk: charts, one chart, and a coder's correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import ConfigDict, Field, model_validator

from services.coding import repository
from services.coding.check import CodedEncounter, checked
from services.coding.model.assemble import assemble
from services.coding.model.chart import Chart
from services.coding.model.stay import DraftStay
from services.coding.repository import Charts
from services.coding.tables import ChartRow
from shared.contracts.coding import CodedDiagnosis, CodingCorrected, LineCorrection, StayCorrection
from shared.contracts.event import Event
from shared.contracts.values import EncounterId
from shared.http.access import needs
from shared.http.commands import Command, record
from shared.http.listing import Limit, Offset
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment


class Diagnosis(CodedDiagnosis):
    """As in the contract; here a typing error in a field's name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LineChange(LineCorrection):
    """As in the contract; here a typing error in a field's name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def _changes_something(self) -> LineChange:
        if not self.model_fields_set - {"line_number"}:
            raise ValueError("say what changes on the line")
        return self


class StayChange(StayCorrection):
    """As in the contract; here a typing error in a field's name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Correct(Command):
    """What a coder decides: the whole list of diagnoses, single lines, what is said of a stay. With nothing of it, all is coded again as it is."""

    diagnoses: tuple[Diagnosis, ...] | None = Field(default=None, min_length=1, max_length=25)
    lines: tuple[LineChange, ...] = ()
    stay: StayChange | None = None
    answers: str = ""
    """The request (id of its work item) that this answers: the claim goes out again."""
    declines: str = ""
    """The request that the documentation does not support: the claim stays as it is, the denials desk takes over."""

    @model_validator(mode="after")
    def _declines_or_corrects(self) -> Correct:
        if self.declines and (self.diagnoses or self.lines or self.stay or self.answers):
            raise ValueError("a request is answered or declined, not both")
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


def _shown(chart: Chart, charts: Charts) -> dict[str, Any]:
    facts = chart.model_dump(mode="json", include={"encounter_id", "version", "opened", "coded", "corrections", "reasons", "rejection"})
    requests = [each.model_dump(mode="json") for each in chart.requests]
    return {"status": chart.status, **facts, "requests": requests, "draft": _draft(chart, charts)}


def _draft(chart: Chart, charts: Charts) -> dict[str, Any] | None:
    """What would stand on the claim now, with the numbers by which lines are corrected."""
    if chart.opened is None:
        return None
    draft = assemble(chart.opened, chart.lines, chart.corrections, charts.reference)
    lines = [
        {
            "line_number": line.line_number,
            "code": line.code,
            "modifiers": line.modifiers,
            "revenue_code": line.revenue_code,
            "units": f"{line.units.normalize():f}",
            "charge": None if line.charge is None else f"{line.charge:.2f}",
            "service_on": line.service_on,
            "diagnosis_pointers": draft.pointers(line),
        }
        for line in draft.lines
    ]
    return {"diagnoses": [each.model_dump(mode="json") for each in draft.diagnoses], "lines": lines, "stay": _stay(draft.stay)}


def _stay(stay: DraftStay | None) -> dict[str, Any] | None:
    if stay is None:
        return None
    procedures = [{"code": each.code, "performed_on": each.performed_on} for each in stay.procedures]
    return {**stay.admission.model_dump(mode="json"), "admitting_diagnosis": stay.admitting_diagnosis, "procedures": procedures}


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter(tags=["coding"])
    charts: Charts = runtime.resources

    async def found(session: Any, encounter_id: str) -> Chart:
        chart = await charts.get(session, encounter_id)
        if chart is None or chart.opened is None:
            raise Problem(404, "no such encounter here", "Coding knows an encounter once it was registered.", place="encounter_id")
        return chart

    @router.post("/v1/check", dependencies=[needs("read")])
    async def check(body: CodedEncounter) -> dict[str, Any]:
        """What the rules of this service say of a coded encounter. Nothing is stored."""
        return checked(body, charts.reference)

    @router.get("/v1/charts", dependencies=[needs("read")])
    async def listed(status: str | None = None, reason: str | None = None, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
        """Charts by date of service, oldest first."""
        async with runtime.session() as session:
            rows, total = await repository.charts(session, status=status, reason=reason, limit=limit, offset=offset)
        return {"charts": [_listed(row) for row in rows], "total": total}

    @router.get("/v1/charts/{encounter_id}", dependencies=[needs("read")])
    async def chart(encounter_id: str) -> dict[str, Any]:
        """One chart: what was documented, corrected, coded, and what is asked."""
        async with runtime.session() as session:
            return _shown(await found(session, encounter_id), charts)

    @router.post("/v1/charts/{encounter_id}/correction", status_code=202, dependencies=[needs("work")])
    async def correct(encounter_id: str, body: Correct, request: Request) -> JSONResponse:
        """A coder's correction, with who and why."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            _check(await found(session, encounter_id), body)
            facts = {name: getattr(body, name) for name in ("diagnoses", "lines", "stay", "answers", "declines", "actor", "reason")}
            return [CodingCorrected(encounter_id=EncounterId(encounter_id), **facts)]

        return await record(request, runtime, body, build)

    return router


def _check(chart: Chart, body: Correct) -> None:
    """Refuse what names a line, a stay or a request that is not there."""
    if body.stay is not None and (chart.opened is None or chart.opened.stay is None):
        raise Problem(422, "there is no stay", "The source system sent no admission. Have it send the stay.", place="stay")
    known = sorted(line.number for line in chart.lines if not line.gone)
    for place, line in enumerate(body.lines):
        if line.line_number not in known:
            numbers = ", ".join(map(str, known)) or "none"
            raise Problem(422, "there is no such line", f"The encounter has the lines {numbers}.", place=f"lines[{place}].line_number")
    for name in ("answers", "declines"):
        wanted = getattr(body, name)
        if wanted and all(request.denial_id != wanted for request in chart.requests):
            raise Problem(422, "nothing like this is asked", "Take the id from the work item; it may be settled already.", place=name)
