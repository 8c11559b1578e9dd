"""Visits at the door: read, compared with what is on file, recorded with their events in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from services.eligibility import repository
from services.eligibility.intake.facts import facts_of
from services.eligibility.intake.fhir.read import NoBundle, read_bundle
from services.eligibility.intake.refusal import faults_of, impossible
from services.eligibility.intake.take import Candidate, NotJson, parsed, take
from services.eligibility.intake.visit import Visit
from services.eligibility.office import Office
from shared.contracts.event import Event
from shared.http.commands import record
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment

AT_ONCE = 500
"""Visits in one batch."""


class Admission:
    """Takes visits in for one runtime."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.office: Office = runtime.resources

    async def visit(self, request: Request, visit: Visit) -> JSONResponse:
        """One visit in our own format."""
        if faults := impossible(visit, self.runtime.moment().on):
            raise Problem(422, "care lies in the future", "Correct the date.", place=faults[0].place, problems=[fault.as_dict() for fault in faults])
        told = facts_of(visit, self.office.names, self.office.site)
        answer: dict[str, Any] = {}
        return await self._record(request, visit.model_dump_json().encode(), [Candidate("", visit.visit_number, told)], answer, single=True)

    async def batch(self, request: Request) -> JSONResponse:
        """Visits in our own format, many in one transaction. 202 when any can be taken, else 422."""
        body = await request.body()
        try:
            given = parsed(body)
        except NotJson as fault:
            raise Problem(400, "this is not JSON", "Send an object with a list of encounters.", place=fault.place) from None
        visits = given.get("encounters") if isinstance(given, dict) else None
        if not isinstance(visits, list) or not 0 < len(visits) <= AT_ONCE:
            raise Problem(422, "no list of encounters", f"Send between 1 and {AT_ONCE} visits under `encounters`.", place="encounters")
        return await self._take(request, body, [self._candidate(f"encounters[{place}]", each) for place, each in enumerate(visits)])

    def _candidate(self, place: str, given: Any) -> Candidate:
        """One visit of a batch, or what is wrong with it."""
        try:
            visit = Visit.model_validate(given)
        except ValidationError as fault:
            number = given.get("visit_number") if isinstance(given, dict) else None
            return Candidate(place, number if isinstance(number, str) else "", None, faults_of(fault))
        faults = impossible(visit, self.runtime.moment().on)
        return Candidate(place, visit.visit_number, None if faults else facts_of(visit, self.office.names, self.office.site), faults)

    async def bundle(self, request: Request, source_system: str) -> JSONResponse:
        """A FHIR bundle. 202 when any encounter can be taken, else 422."""
        body = await request.body()
        try:
            candidates = await asyncio.to_thread(self._read, body, source_system)
        except NotJson as fault:
            raise Problem(400, "this is not JSON", "Send a FHIR Bundle as JSON.", place=fault.place) from None
        except NoBundle as fault:
            raise Problem(422, str(fault), "Send a FHIR R4 Bundle with Encounter resources.", place="Bundle") from None
        return await self._take(request, source_system.encode() + b"\n" + body, candidates)

    def _read(self, body: bytes, source_system: str) -> list[Candidate]:
        site, names = self.office.site, self.office.names
        found = read_bundle(parsed(body), site, self.runtime.moment().on, source_system)
        return [Candidate(each.place, each.visit_number, facts_of(each.visit, names, site) if each.visit else None, each.faults) for each in found]

    async def _take(self, request: Request, body: bytes, candidates: Sequence[Candidate]) -> JSONResponse:
        """Those that can be taken; a request of which nothing can be is refused as a whole."""
        if not any(candidate.told for candidate in candidates):
            faults = [fault.as_dict() for candidate in candidates for fault in candidate.faults]
            raise Problem(422, "none of the encounters can be taken", "Mend the places named in problems and send it again.", problems=faults)
        return await self._record(request, body, candidates, {})

    async def _record(
        self, request: Request, body: bytes, candidates: Sequence[Candidate], answer: dict[str, Any], *, single: bool = False
    ) -> JSONResponse:
        """The answer is filled in while the events are made, before it is written down."""
        ids = [candidate.told.registered.encounter_id for candidate in candidates if candidate.told]

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            taken = take(candidates, await repository.hold(session, ids))
            await repository.keep(session, taken.kept)
            answer.update(taken.answers[0] if single else {"encounters": list(taken.answers)})
            return taken.events

        return await record(request, self.runtime, await self._meaning(request, body, ids), build, answer=answer)

    async def _meaning(self, request: Request, body: bytes, ids: Sequence[str]) -> bytes:
        """What makes two requests the same. Without an Idempotency-Key the versions on file belong to it: a visit that is sent as it was
        before a change is a new change, not a repeat."""
        if "idempotency-key" in request.headers:
            return body
        async with self.runtime.transaction() as session:
            return body + b"\n" + (await repository.versions(session, ids)).encode()
