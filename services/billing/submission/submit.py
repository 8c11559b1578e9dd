"""submission.submit: put released claims into interchanges, as many of one kind as the site allows in one.

Picks   released claims that stand in no interchange (`dispatch` remembers for ever)
Writes  rcm.submission.interchange  InterchangeBuilt, the wish to send it
        rcm.submission.claim        ClaimHeld, for a claim that cannot be written
Rules   one interchange, one group, one set · control numbers without gaps · the reference (BHT03) is the interchange's id · nothing goes that
        breaks its guide · a claim that cannot be written does not take its neighbours along
Elsewhere: sending (gateways/send.py), what a claim says (document.py)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from services.billing.submission import repository
from services.billing.submission.document import document_of
from services.billing.submission.model.claim import Claim
from services.billing.submission.office import Office
from services.billing.submission.writing import trial, unwritable, write
from shared.contracts.event import Event
from shared.contracts.submission import ClaimBuilt, ClaimHeld, ClaimInInterchange, InterchangeBuilt
from shared.contracts.values import ClaimKind, Document, InterchangeId
from shared.db.blobs import put
from shared.db.sequences import allot
from shared.site.model import Site
from shared.stage.stage import Context
from shared.x12.faults import WriteError
from shared.x12.outgoing import proven
from shared.x12.translate.claim import ClaimDocument

TRANSACTIONS = {ClaimKind.PROFESSIONAL: "837P", ClaimKind.INSTITUTIONAL: "837I"}


class Written(NamedTuple):
    """A claim and its document."""

    claim: ClaimBuilt
    document: ClaimDocument


@dataclass(frozen=True, slots=True)
class Batching:
    """The batcher of one installation."""

    office: Office

    async def pick(self, session: Any) -> Sequence[str]:
        return await repository.ready(session, self.office.policy.claims_per_interchange)

    async def gather(self, session: Any, states: Mapping[str, Claim], context: Context[Any]) -> tuple[Sequence[Event], Sequence[bytes]]:
        """One interchange per kind of claim. Its body is stored under its own name, so nothing is left for the caller to store."""
        claims = [state.built for _, state in sorted(states.items()) if state.built]
        known = await repository.registrations(session, [claim.encounter_id for claim in claims])
        events: list[Event] = []
        for kind in ClaimKind:
            written, refused = _documents([claim for claim in claims if claim.kind is kind], known, self.office.site, context.at)
            events += refused
            if written:
                events.append(await self._interchange(session, kind, written, context.at))
        return events, ()

    async def _interchange(self, session: Any, kind: ClaimKind, written: Sequence[Written], at: datetime) -> InterchangeBuilt:
        number = f"{await allot(session, 'interchange'):09d}"
        interchange_id = InterchangeId(self.office.interchange_id(number))
        body = write(self.office.site, [each.document for each in written], number, interchange_id, at)
        transaction = TRANSACTIONS[kind]
        document = await put(session, body, kind=transaction, name=f"{transaction}-{number}.x12")
        claims = [each.claim for each in written]
        await repository.dispatch(session, interchange_id, claims)
        return _built(interchange_id, number, kind, claims, document)


def _built(interchange_id: InterchangeId, number: str, kind: ClaimKind, claims: Sequence[ClaimBuilt], document: Document) -> InterchangeBuilt:
    return InterchangeBuilt(
        interchange_id=interchange_id,
        control_number=number,
        kind=kind,
        reference=interchange_id,
        claims=tuple(ClaimInInterchange(claim_id=each.claim_id, encounter_id=each.encounter_id, submission=each.submission) for each in claims),
        document=document,
    )


def _documents(claims: Sequence[ClaimBuilt], known: Mapping[str, Sequence[Any]], site: Site, at: datetime) -> tuple[list[Written], list[ClaimHeld]]:
    """Documents that can be sent, and holds for the others. Every claim is tried alone only where they fail together."""
    written, refused = list[Written](), list[ClaimHeld]()
    for claim in claims:
        registered = next((each for each in known.get(claim.encounter_id, ()) if each.version == claim.registration_version), None)
        try:
            if registered is None:
                raise WriteError("the registration is not here", "NM1")
            written.append(Written(claim, document_of(claim, registered, site)))
        except WriteError as fault:
            refused.append(_held(claim, fault))
    if not written or _fault(site, written, at) is None:
        return written, refused
    faults = [(each, _fault(site, [each], at)) for each in written]
    return [each for each, fault in faults if fault is None], refused + [_held(each.claim, fault) for each, fault in faults if fault]


def _fault(site: Site, written: Sequence[Written], at: datetime) -> WriteError | None:
    """What keeps these documents from being sent together. They are read again as their receiver will, before a number is spent on them."""
    try:
        proven(trial(site, [each.document for each in written], at))
    except WriteError as fault:
        return fault
    return None


def _held(claim: ClaimBuilt, fault: WriteError) -> ClaimHeld:
    return ClaimHeld(claim_id=claim.claim_id, encounter_id=claim.encounter_id, submission=claim.submission, reasons=(unwritable(fault),))
