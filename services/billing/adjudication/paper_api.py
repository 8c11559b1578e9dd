"""Remittances on paper: what a clerk types in is proven, named and told like a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from shared.contracts.adjudication import ClaimPaymentReceived, Imbalance, Manual, RemittanceReceived
from shared.contracts.event import Event
from shared.contracts.values import Document
from shared.db import blobs
from shared.db.received import Received
from shared.http.access import needs
from shared.http.commands import Command, day_or_today, record
from shared.http.problems import Problem
from shared.remittance.naming import PaymentKey, unidentified
from shared.remittance.paper import Paper
from shared.runtime import Runtime
from shared.stage.gateway import Moment

KIND = "EOB"
NAMED = 5
"""How many imbalances a refusal names."""
AS_FILE = "It came as a file: GET /v1/remittances with the trace number shows it."
AS_PAPER = "It was typed in before. To correct that, enter a remittance that takes its claims back (status 22) and decides them again."


class EnterRemittance(Paper, Command):
    """A payment as the paper tells it, with who typed it in and why."""

    @property
    def manual(self) -> Manual:
        return Manual(actor=self.actor, reason=self.reason)


def routes(runtime: Runtime) -> APIRouter:
    """The route, bound to a runtime."""
    router = APIRouter(tags=["adjudication"])

    @router.post("/v1/remittances", status_code=202, dependencies=[needs("work")])
    async def enter(body: EnterRemittance, request: Request) -> JSONResponse:
        """Enter a remittance from paper. Refused (422) when it does not add up, and (409) when it is there already."""

        async def build(session: Any, cause: str, moment: Moment) -> Sequence[Event]:
            _prove(body, runtime, moment)
            key = PaymentKey(body.payer_id, body.trace_number, body.paid, body.remitted_on)
            await _refuse_copies(session, runtime, body, key)
            document = await blobs.put(session, body.model_dump_json().encode(), kind=KIND)
            return list(_told(body, runtime, key, document))

        return await record(request, runtime, body, build)

    return router


def _prove(body: EnterRemittance, runtime: Runtime, moment: Moment) -> None:
    if runtime.settings.site.payer(body.payer_id) is None:
        raise Problem(422, "no such payer here", "Take a payer_id of the site's payer directory.", place="payer_id")
    day_or_today(body.remitted_on, moment.on, place="remitted_on", of="of the check or of the notice")
    out = body.imbalances()
    if out:
        told = "; ".join(_sentence(one) for one in out[-NAMED:])
        raise Problem(422, "this remittance does not add up", f"{told}. Compare with the paper.", place=out[-1].place)


def _sentence(one: Imbalance) -> str:
    return f"{one.level} level, {one.place}: {one.expected} stated, {one.found} found, {abs(one.found - one.expected)} out"


async def _refuse_copies(session: Any, runtime: Runtime, body: EnterRemittance, key: PaymentKey) -> None:
    """A file of the same payment, or the same paper, was there before; `meaning` tells whether it said the same."""
    register, names, meaning = Received(session), runtime.settings.names, body.meaning()
    for id, told, enter in ((key.of_file(names), AS_FILE, False), (key.of_paper(names), AS_PAPER, True)):
        verdict = await register(id, meaning, body.trace_number, enter=enter)
        if verdict == "same":
            raise Problem(409, "this remittance was recorded before", told, place="trace_number")
        if verdict == "other":
            raise Problem(409, "this payment was recorded before, and said something else", f"{told} Find out which is right.", place="trace_number")


def _told(body: EnterRemittance, runtime: Runtime, key: PaymentKey, document: Document) -> Iterator[Event]:
    payer = runtime.settings.site.payer(body.payer_id)
    head = {
        "remittance_id": key.of_paper(runtime.settings.names),
        "payer_id": body.payer_id,
        "trace_number": body.trace_number,
        "remitted_on": body.remitted_on,
        "manual": body.manual,
        "document": document,
    }
    yield RemittanceReceived.model_validate(
        {
            **head,
            "payer_originator": (payer.originator_id if payer else None) or "",
            "total_paid": body.paid,
            "method": body.method,
            "claims": len(body.claims),
            "provider_adjustments": unidentified(body.moved(), runtime.settings.names),
            "content": body.meaning(),
        }
    )
    for number, payment in body.decisions():
        yield ClaimPaymentReceived.model_validate({**head, "claim_id": number, "payment": payment})
