"""A coded encounter from the request to the claim: kept, and fed to the stage that builds claims, in one transaction.

The facts of it name the patient, and one topic alone may carry such facts, which is not ours. So they never enter a topic: the stage takes them here
as it takes the calendar, and what it announces of them (ClaimBuilt) names nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from services.billing.submission import repository
from services.billing.submission.handed.facts import UnknownPayer, encounter_of, facts_of
from services.billing.submission.handed.told import HandedIn
from services.billing.submission.office import Office
from services.billing.submission.repository import Drafts
from services.billing.submission.stages import build
from shared.contracts.event import Event
from shared.http.commands import record
from shared.http.feed import colliding, feed
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.stage.gateway import Moment


class Taking:
    """Takes coded encounters for one runtime."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.office: Office = runtime.resources
        self.drafts = Drafts(self.office.names)

    async def take(self, request: Request, told: HandedIn) -> JSONResponse:
        """202 with the claim's id, its address in Location; the same content again is no news."""
        self._check(told)
        encounter_id = encounter_of(told, self.office.names)
        claim_id = self.office.names.of("claim", encounter_id)
        answer: dict[str, Any] = {"claim_id": claim_id, "encounter_id": encounter_id}

        async def taken(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            last = await self._last(session, encounter_id)
            same = last is not None and last.told == told.model_dump(mode="json")
            version = last.version if last and same else (last.version if last else 0) + 1
            answer.update(version=version, outcome="unchanged" if same else "accepted")
            if not same:
                await repository.hand_in(session, encounter_id, version, told.model_dump(mode="json"))
                facts = facts_of(told, version, self.office.names, self.office.site)
                await feed(session, self.runtime, build.NAME, facts, cause=cause, at=moment.at)
            return ()

        async def attempt() -> JSONResponse:
            return await record(request, self.runtime, await self._meaning(request, told, encounter_id), taken, answer=answer)

        response: JSONResponse = await colliding(attempt)
        response.headers["Location"] = f"/v1/claims/{claim_id}"
        return response

    def _check(self, told: HandedIn) -> None:
        """What no version of the site file could make right later."""
        try:
            facts_of(told, 1, self.office.names, self.office.site)
        except UnknownPayer as fault:
            sentence = "Add it to the site file, or name it by id or alias."
            raise Problem(422, "the payer is not in the payer directory", sentence, place=str(fault)) from None
        today = self.runtime.moment().on
        late = [{"place": place, "reason": "lies in the future"} for place, day in told.days() if day > today]
        if late:
            raise Problem(422, "care lies in the future", "Correct the date.", place=late[0]["place"], problems=late)

    async def _last(self, session: Any, encounter_id: str) -> repository.Handed | None:
        """The last version handed in, with its draft held. A Problem when eligibility and coding have told us of the encounter themselves."""
        draft = (await self.drafts.load(session, [encounter_id])).get(encounter_id)
        last = await repository.handed_in(session, encounter_id)
        if last is None and draft is not None and (draft.registrations or draft.coding):
            raise Problem(409, "this encounter is told by eligibility and coding", "Correct it there; it has one source only.", place="visit_number")
        return last

    async def _meaning(self, request: Request, told: HandedIn, encounter_id: str) -> bytes:
        """What makes two requests the same. Without an Idempotency-Key the version on file belongs to it: what is handed in as it was before a
        change is a new change, not a repeat."""
        body = told.model_dump_json().encode()
        if "idempotency-key" in request.headers:
            return body
        async with self.runtime.session() as session:
            last = await repository.handed_in(session, encounter_id)
        return b"%s\n%d" % (body, last.version if last else 0)
