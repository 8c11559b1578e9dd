"""Routes for what leaves the desk on paper or as documents: the appeal packet, and attachments for a payer that asked for them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from services.denials.desk import Resources
from services.denials.model.case import Denial, DenialCase
from services.denials.model.packet import image_of, number_of, packet_of
from services.denials.writing import FIRST_NUMBER, Papers, attachment
from shared.contracts.denials import AttachmentRequested, DenialCategory
from shared.contracts.event import Event
from shared.contracts.values import DenialId, dollars
from shared.db import blobs
from shared.db.sequences import allot
from shared.http.access import needs
from shared.http.commands import Command, record
from shared.http.draw import draw
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.site.model import Site
from shared.stage.gateway import Moment
from shared.x12.faults import WriteError
from shared.x12.translate.attachment import Document

MOST_BYTES = 10_000_000
"""Of one document; payers take less."""


class Attach(Command):
    """A document that the payer asked for."""

    content: str = Field(min_length=4, max_length=4 * MOST_BYTES // 3 + 4, repr=False)
    """Base64 of the file."""
    media_type: str = Field(default="application/pdf", pattern=r"^[a-z]+/[a-z0-9.+-]+$", max_length=60)
    file_name: str = Field(min_length=1, max_length=60, pattern=r"^[^/\\\x00-\x1f]+$")
    request_number: str = Field(default="", max_length=50)
    """The payer's, as its request (277) gave it. Empty: the payer asked in the remittance, and the number is ours."""
    loinc: str = Field(default="", pattern=r"^([0-9]{1,7}-[0-9])?$")
    """What the request asked for."""

    def file(self) -> bytes:
        try:
            return base64.b64decode(self.content, validate=True)
        except binascii.Error:
            raise Problem(422, "the document is not base64", "Send the bytes of the file in base64.", place="content") from None


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router = APIRouter()
    resources: Resources = runtime.resources

    @router.get("/v1/denials/{claim_id}/{denial_id}/packet", dependencies=[needs("read")])
    async def packet(claim_id: str, denial_id: str, request: Request, form: Literal["json", "html"] = Query("json", alias="as")) -> Response:
        """The appeal: letter and enclosures; `as=html` is a page that prints."""
        async with runtime.session() as session:
            case, denial = await found(session, resources, claim_id, denial_id)
        shown = _packet(case, denial, resources)
        if form == "html":
            return draw(runtime, request, "packet.html", packet=shown, today=runtime.moment().on.isoformat())
        return JSONResponse(shown)

    @router.post("/v1/denials/{claim_id}/{denial_id}/attachment", status_code=202, dependencies=[needs("work")])
    async def attach(claim_id: str, denial_id: str, body: Attach, request: Request) -> JSONResponse:
        """Send the payer a document that it asked for, as a 275."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            case, denial = await found(session, resources, claim_id, denial_id)
            return [await _wish(session, resources, case, denial, body, moment)]

        return await record(request, runtime, body, build)

    return router


async def found(session: Any, resources: Resources, claim_id: str, denial_id: str) -> tuple[DenialCase, Denial]:
    """The denial with its case, or 404."""
    case = await resources.cases.get(session, claim_id)
    denial = case.find(DenialId(denial_id)) if case else None
    if case is None or denial is None:
        raise Problem(404, "no such denial here", "Look at the case: GET /v1/denials/<claim> lists its denials.", place="denial_id")
    return case, denial


def _packet(case: DenialCase, denial: Denial, resources: Resources) -> dict[str, Any]:
    """The packet with the deadlines of the contract beside it."""
    site, opened = resources.site, denial.opened
    image, payer = image_of(case, denial), site.payer(opened.payer_id)
    terms = site.terms(opened.payer_id, image.service_to if image else opened.denied_on)
    name = payer.name if payer else opened.payer_id
    packet = packet_of(case, denial, name, site.organisation.name, terms.filing_days if terms else None)
    facts = {"claim_id": opened.claim_id, "denial_id": opened.denial_id, "appeal_by": opened.appeal_by.isoformat()}
    worth = {"gross": dollars(opened.gross), "expected_recoverable": dollars(opened.expected_recoverable)}
    days = {"filing_days": terms.filing_days if terms else None, "appeal_days": (opened.appeal_by - opened.denied_on).days}
    return {**facts, **worth, **days, **packet.model_dump(mode="json")}


async def _wish(session: Any, resources: Resources, case: DenialCase, denial: Denial, body: Attach, moment: Moment) -> AttachmentRequested:
    """The 275 written, kept, and wished for. Everything that is missing is a refusal that says what to do."""
    opened, content = denial.opened, body.file()
    if not denial.is_open or opened.category is not DenialCategory.INFORMATION_REQUEST:
        raise Problem(422, "nobody asks for documents here", "Attach documents to an open denial that is an information request.", place="denial_id")
    number = await allot(session, "attachment")
    control_number = body.request_number or f"A{FIRST_NUMBER + number}"
    papers = await _papers(session, resources, case, denial, body, content, control_number)
    written = _written(papers, resources.site, number, moment)
    kept = await blobs.put(session, content, kind="attachment", name=body.file_name)
    document = await blobs.put(session, written, kind="275", name=f"275-{FIRST_NUMBER + number}.x12")
    return AttachmentRequested(
        denial_id=opened.denial_id,
        claim_id=opened.claim_id,
        encounter_id=opened.encounter_id,
        payer_id=opened.payer_id,
        payer_claim_control_number=papers.icn,
        control_number=control_number,
        solicited=papers.solicited,
        due_on=opened.appeal_by,
        attached=(kept.model_copy(update={"name": ""}),),
        document=document,
        requested_on=moment.on,
        actor=body.actor,
        reason=body.reason,
    )


def _written(papers: Papers, site: Site, number: int, moment: Moment) -> bytes:
    try:
        return attachment(papers, site, number, moment.at)
    except WriteError as fault:
        where = f"{fault.segment}{fault.element:02d}" if fault.element else fault.segment
        raise Problem(422, "the 275 cannot be written", f"At {where}: {fault.reason}. Correct it and send it again.", place=where) from None


async def _papers(session: Any, resources: Resources, case: DenialCase, denial: Denial, body: Attach, content: bytes, control_number: str) -> Papers:
    payer, image, icn = resources.site.payer(denial.opened.payer_id), image_of(case, denial), number_of(case, denial)
    if payer is None:
        raise Problem(422, "the payer is not in the directory", "Add it to the site file, or send the documents by mail.", place="payer_id")
    if image is None:
        raise Problem(422, "nobody has told what was billed", "The claim has to come from submission before documents can name it.", place="claim_id")
    if not icn:
        raise Problem(422, "the payer's number of the claim is not known", "Wait for its acknowledgement, or send the documents by mail.")
    patient = await resources.patients.get(session, denial.opened.encounter_id)
    coverage = patient.coverage(image.coverage_id) if patient else None
    if patient is None or patient.registered is None or coverage is None:
        raise Problem(422, "the registration of the visit is not known", "The 275 names the patient: wait for the registration, or use mail.")
    return Papers(
        claim_id=denial.opened.claim_id,
        denial=denial,
        image=image,
        patient=patient.registered.patient,
        coverage=coverage,
        payer=payer,
        icn=icn,
        control_number=control_number,
        solicited=bool(body.request_number),
        loinc=body.loinc,
        documents=(Document(content, body.media_type, body.file_name),),
    )
