"""Every query of patient access."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import TextClause, or_, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.eligibility.intake.versions import OnFile
from services.eligibility.model.desk import Desk
from services.eligibility.model.encounter import Encounter
from services.eligibility.model.face import likeness
from services.eligibility.tables import DirectInquiryRow, EncounterRow, NamesakeRow, PersonRow, VisitRow
from shared.contracts.eligibility import DirectInquiryAnswered, DirectInquiryRequested, DirectInquiryUnanswered
from shared.contracts.event import Event, Message, type_name
from shared.contracts.values import EncounterId
from shared.db import blobs
from shared.db.bulk import insert_new, upsert
from shared.db.listing import page
from shared.db.rows import RowStore
from shared.db.sql import Session, execute
from shared.site.model import Site

LAST = "SELECT encounter_id, registered, opened, source FROM visit WHERE encounter_id = ANY(CAST(:ids AS text[])) ORDER BY encounter_id"
KNOWN, HOLD = text(LAST), text(f"{LAST} FOR UPDATE")
VERSIONS = text(
    "SELECT encounter_id, registered->>'version' AS registration, opened->>'version' AS encounter FROM visit "
    "WHERE encounter_id = ANY(CAST(:ids AS text[])) ORDER BY encounter_id"
)
NAMESAKES = text(
    "SELECT v.encounter_id FROM visit v JOIN person p ON p.likeness = v.likeness "
    "WHERE v.encounter_id = ANY(CAST(:ids AS text[])) AND p.person_id <> v.person_id "
    "AND NOT EXISTS (SELECT 1 FROM namesake n WHERE n.likeness = v.likeness AND n.person_id = v.person_id)"
)
DIRECT = {type_name(event): event for event in (DirectInquiryRequested, DirectInquiryAnswered, DirectInquiryUnanswered)}
SAID = text("SELECT type, value FROM outbox WHERE key = :inquiry_id AND type = ANY(CAST(:types AS text[])) ORDER BY id")
UNANSWERED = text("SELECT count(*) FROM direct_inquiry i JOIN outbox o ON o.key = i.inquiry_id AND o.type = :type WHERE i.digest = :digest")
ASKED = text("SELECT inquiry_id, asked FROM direct_inquiry WHERE inquiry_id = ANY(CAST(:ids AS text[]))")


@dataclass(frozen=True)
class DirectInquiry:
    """Another system's question and, once there is one, its end. Both are read from the service's own event log."""

    wish: DirectInquiryRequested
    ended: DirectInquiryAnswered | DirectInquiryUnanswered | None = None


class Encounters(RowStore[Encounter]):
    """Encounters, checked by the site file and against namesakes."""

    def __init__(self, site: Site) -> None:
        super().__init__(EncounterRow, Encounter)
        self.site = site

    async def context(self, session: Session, events: Sequence[Event]) -> Desk:
        """The site, and which visits of the batch are of somebody with the name and birth date of another person."""
        ids = sorted({str(id) for event in events if (id := getattr(event, "encounter_id", None))})
        rows = await execute(session, NAMESAKES, {"ids": ids})
        return Desk(self.site, frozenset(EncounterId(id) for [id] in rows))

    async def save(self, session: Session, states: Mapping[str, Encounter], emitted: Sequence[Message]) -> None:
        """A subject nobody has told us about (a denial of a claim without a visit) leaves no row."""
        known = {key: state for key, state in states.items() if state != Encounter(encounter_id=state.encounter_id)}
        await super().save(session, known, emitted)


async def hold(session: Session, ids: Iterable[str]) -> dict[str, OnFile | None]:
    """The last versions of these visits, kept from everybody else until the end of the transaction; None for a visit that is new."""
    wanted = sorted(set(ids))
    await insert_new(session, VisitRow, [{"encounter_id": id, "person_id": "", "likeness": ""} for id in wanted])
    return await _on_file(session, HOLD, wanted)


async def _on_file(session: Session, query: TextClause, ids: Sequence[str]) -> dict[str, OnFile | None]:
    rows = (await execute(session, query, {"ids": list(ids)})).mappings()
    return {row["encounter_id"]: OnFile.model_validate(dict(row)) if row["registered"] else None for row in rows}


async def keep(session: Session, visits: Sequence[OnFile]) -> None:
    """Write new versions, and who has this name and birth date: whoever had it first is the one others are compared with."""
    rows = [_row(visit) for visit in visits]
    await upsert(session, VisitRow, rows)
    people = {row["likeness"]: row["person_id"] for row in reversed(rows) if row["likeness"]}
    await insert_new(session, PersonRow, [{"likeness": like, "person_id": people[like]} for like in sorted(people)])
    answers = {(row["likeness"], row["person_id"]): visit.registered.same_person for row, visit in zip(rows, visits, strict=True)}
    said = [
        {"likeness": like, "person_id": who, "same_person": answer} for (like, who), answer in sorted(answers.items()) if like and answer is not None
    ]
    await upsert(session, NamesakeRow, said)


async def versions(session: Session, ids: Iterable[str]) -> str:
    """Which versions of these visits are on file, as one text: the same request means something else after they have changed."""
    rows = await execute(session, VERSIONS, {"ids": sorted(set(ids))})
    return ";".join(f"{encounter_id}:{registration}:{encounter}" for encounter_id, registration, encounter in rows)


async def known(session: Session, encounter_id: str) -> OnFile | None:
    """The last versions of one visit, for reading."""
    return (await _on_file(session, KNOWN, [encounter_id])).get(encounter_id)


async def listed(session: AsyncSession, *, status: str | None, q: str | None, limit: int, offset: int) -> tuple[list[EncounterRow], int]:
    """Encounters, those held longest first, then by date of service; and how many there are in all."""
    query = select(EncounterRow)
    query = query.where(col(EncounterRow.status) == status) if status else query
    if q:
        query = query.where(or_(col(EncounterRow.visit_number).startswith(q, autoescape=True), col(EncounterRow.key) == q))
    order = (col(EncounterRow.held_since).asc().nulls_last(), col(EncounterRow.service_from), col(EncounterRow.key))
    return await page(session, query, *order, limit=limit, offset=offset)


def _row(visit: OnFile) -> dict[str, Any]:
    registered = visit.registered
    documents = {name: getattr(visit, name).model_dump(mode="json") for name in ("registered", "opened", "source")}
    return {"encounter_id": registered.encounter_id, "person_id": registered.person_id, "likeness": likeness(registered.patient), **documents}


async def note_direct(session: Session, inquiry_id: str, digest: str, asked: dict[str, Any] | None) -> None:
    """Keep whom a question is about."""
    await insert_new(session, DirectInquiryRow, [{"inquiry_id": inquiry_id, "digest": digest, "asked": asked}])


async def directly_asked(session: Session, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Whom these questions are about, where that is not in a document."""
    rows = await execute(session, ASKED, {"ids": list(ids)})
    return {id: asked if isinstance(asked, dict) else json.loads(asked) for id, asked in rows if asked is not None}


async def body(session: Session, sha256: str) -> bytes | None:
    """A kept body."""
    return await blobs.get(session, sha256)


async def direct_inquiry(session: Session, inquiry_id: str) -> DirectInquiry | None:
    """A question and its end, from what this service announced about it."""
    rows = await execute(session, SAID, {"inquiry_id": inquiry_id, "types": list(DIRECT)})
    said: list[Any] = [DIRECT[kind].model_validate_json(bytes(value)) for kind, value in rows]
    wishes, ends = [each for each in said if isinstance(each, DirectInquiryRequested)], [e for e in said if not isinstance(e, DirectInquiryRequested)]
    return DirectInquiry(wishes[0], ends[0] if ends else None) if wishes else None


async def unanswered(session: Session, digest: str) -> int:
    """How often a question of these words ended without an answer."""
    row = await execute(session, UNANSWERED, {"digest": digest, "type": type_name(DirectInquiryUnanswered)})
    return int(row.scalar_one())
