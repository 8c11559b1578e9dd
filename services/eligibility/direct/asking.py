"""A direct question from the request to the answer: recorded once, put to the payer by the gateway, waited for as long as the caller likes."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from services.eligibility import repository
from services.eligibility.direct import shown
from services.eligibility.direct.asked import Asked, payer_of, provider_of, question_of, wish_of
from services.eligibility.direct.whole import payer_named_in
from services.eligibility.gateways import ask_direct
from services.eligibility.gateways.inquiry import written
from services.eligibility.office import Office
from shared.contracts.eligibility import DirectInquiryRequested
from shared.contracts.event import Event
from shared.contracts.values import InquiryId, PayerId
from shared.db import blobs
from shared.http.commands import record
from shared.http.feed import feed
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.site.model import Payer
from shared.stage.gateway import Moment
from shared.x12.faults import WriteError

PATIENCE_SECONDS, MOST_SECONDS = 20, 30
"""How long a request waits for the payer unless `Prefer: wait=` says otherwise, and at most. Payers have twenty seconds (CAQH CORE)."""
WAIT = re.compile(r"\bwait=(\d{1,4})\b")
FIRST_LOOK, LONGEST_LOOK = 0.05, 0.5


class Asking:
    """Direct questions of one runtime."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.office: Office = runtime.resources

    async def person(self, request: Request, asked: Asked) -> str:
        """Record a question about one person; the id under which it is answered."""
        payer = self._payer(asked)
        self._try(asked, payer)

        async def build(session: Any, inquiry_id: InquiryId, digest: str) -> DirectInquiryRequested:
            await repository.note_direct(session, inquiry_id, digest, asked.model_dump(mode="json"))
            return wish_of(asked, inquiry_id, payer)

        return await self._recorded(request, asked.model_dump_json().encode(), build)

    async def whole(self, request: Request, body: bytes) -> str:
        """Record a 270 that another system wrote; the id under which it is answered."""
        payer_id = payer_named_in(body)
        self._has_a_partner()

        async def build(session: Any, inquiry_id: InquiryId, digest: str) -> DirectInquiryRequested:
            await repository.note_direct(session, inquiry_id, digest, None)
            document = await blobs.put(session, body, kind="270", name=f"{inquiry_id}.270")
            return DirectInquiryRequested(inquiry_id=inquiry_id, payer_id=PayerId(payer_id), handed_in=document)

        return await self._recorded(request, body, build)

    async def answer(self, inquiry_id: str, seconds: float = 0) -> repository.DirectInquiry:
        """How the question stands, after waiting for its end at most so long. 404 when nobody asked it."""
        deadline, look = time.monotonic() + seconds, FIRST_LOOK
        while True:
            async with self.runtime.session() as session:
                found = await repository.direct_inquiry(session, inquiry_id)
            if found is None:
                raise Problem(404, "no such question here", "Its id is in the answer to the request that asked it.", place="inquiry_id")
            if found.ended is not None or time.monotonic() + look > deadline:
                return found
            await asyncio.sleep(look)
            look = min(look * 2, LONGEST_LOOK)

    async def _recorded(self, request: Request, body: bytes, build: Any) -> str:
        """The wish goes to the gateway in the same transaction, so that asking does not wait for Kafka; from Kafka it is a repeat."""
        digest = hashlib.sha256(body).hexdigest()
        answer: dict[str, Any] = {}

        async def recorded(session: Any, cause: str, moment: Moment) -> list[Event]:
            inquiry_id = InquiryId(self.office.names.of("inquiry", cause))
            answer["inquiry_id"] = inquiry_id
            wish = await build(session, inquiry_id, digest)
            await feed(session, self.runtime, ask_direct.GATEWAY.name, [wish], cause=cause, at=moment.at)
            return [wish]

        response = await record(request, self.runtime, await self._meaning(request, body, digest), recorded, answer=answer)
        for performer in self.runtime.performers:
            performer.wake.set()
        return str(json.loads(bytes(response.body))["inquiry_id"])

    async def _meaning(self, request: Request, body: bytes, digest: str) -> bytes:
        """What makes two requests the same question: the Idempotency-Key, or else its words and the day, until it ended without an answer."""
        if "idempotency-key" in request.headers:
            return body
        async with self.runtime.session() as session:
            unanswered = await repository.unanswered(session, digest)
        return b"%s\n%s %d" % (body, self.runtime.moment().on.isoformat().encode(), unanswered)

    def _payer(self, asked: Asked) -> Payer:
        payer = payer_of(asked, self.office.site)
        if payer is None:
            raise Problem(422, "the payer is not in the payer directory", "Add it to the site file, or name it by id or alias.", place="payer_id")
        if not payer.eligibility:
            raise Problem(422, "this payer answers no inquiries", "Take the card at its word, or ask the payer by telephone.", place="payer_id")
        self._has_a_partner()
        return payer

    def _has_a_partner(self) -> None:
        if self.office.eligibility_url is None:
            raise Problem(503, "nobody is there to be asked", "Set RCM_ELIGIBILITY_URL to the address that answers 270s.")

    def _try(self, asked: Asked, payer: Payer) -> None:
        """Refuse now what could not be written later."""
        if provider_of(asked, self.office.site) is None:
            sentence, place = "Add it to the site file, or leave it out: then the billing provider asks.", "facility_id"
            place = "provider_npi" if asked.provider_npi else place
            raise Problem(422, "the provider or facility is not in the site file", sentence, place=place)
        try:
            written(question_of(asked, wish_of(asked, InquiryId("TRIAL"), payer), self.office.site, self.runtime.moment().at, 1))
        except WriteError as fault:
            place = f"{fault.segment}{fault.element:02d}" if fault.element else fault.segment
            raise Problem(422, "this cannot be sent in a 270", f"At {place}: {fault.reason}. Correct the value.", place=place) from None


def patience(request: Request) -> float:
    """Seconds from `Prefer: wait=` (RFC 7240)."""
    found = WAIT.search(request.headers.get("prefer", ""))
    return min(int(found.group(1)), MOST_SECONDS) if found else PATIENCE_SECONDS


def later(inquiry_id: str, address: str) -> JSONResponse:
    """202: where the answer will be."""
    return JSONResponse(shown.pending(inquiry_id), 202, headers={"Location": address, "Retry-After": "2"})
