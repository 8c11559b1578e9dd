"""835s by HTTP, the same for every service that takes them in: proven before anything is believed, recorded once, the file kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from shared.contracts.event import Event
from shared.db import blobs
from shared.db.received import Received
from shared.http.commands import record
from shared.http.problems import Problem
from shared.remittance.read import Intake
from shared.runtime import Runtime
from shared.stage.gateway import Moment
from shared.stage.stage import Reject

KIND = "835"


async def take(request: Request, runtime: Runtime, intake: Intake, name: str) -> JSONResponse:
    """Record the 835s of the body, a file of this name; sets of other kinds are left alone. Problem 422 without an 835, or when it cannot be read."""
    body = await request.body()

    async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
        try:
            events = await intake.read(body, blobs.document_for(body, KIND, name), Received(session))
        except Reject as refusal:
            raise Problem(422, "this file cannot be read as a whole", str(refusal), place="body") from None
        if not events:
            raise Problem(422, "there is no 835 in this file", "Send remittances here and acknowledgements to submission.", place="body")
        await blobs.put(session, body, kind=KIND, name=name)
        return events

    return await record(request, runtime, body, build)
