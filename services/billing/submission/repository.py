"""Every query of submission."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.submission.model.claim import Claim
from services.billing.submission.model.draft import Departure, Draft, Versions
from services.billing.submission.model.policy import Policy
from services.billing.submission.stages.build import House
from services.billing.submission.stages.scrub import Desk, Examine
from services.billing.submission.tables import ClaimRow, DispatchRow, DraftRow, HandedInRow
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.submission import ClaimBuilt
from shared.db.bulk import insert_new
from shared.db.listing import page
from shared.db.rows import RowStore
from shared.db.sql import Session, execute
from shared.site.model import Site

REGISTRATIONS = text("SELECT key, (document->'registrations')::text FROM draft WHERE key = ANY(CAST(:encounters AS text[]))")
OTHERS = text("""
    SELECT d.key, (o.document->'built')::text
      FROM draft d
      JOIN draft o ON o.person_id = d.person_id AND o.key <> d.key
      LEFT JOIN claim c ON c.key = o.claim_id
     WHERE d.key = ANY(CAST(:encounters AS text[]))
       AND o.document->'built'->>'service_from' = d.document->'built'->>'service_from'
       AND coalesce(c.status, 'built') <> 'withdrawn'
       AND o.document->'built'->>'frequency' <> '8'
       AND (c.status IN ('released', 'submitted', 'accepted')
            OR (length(o.visit_number), o.visit_number, o.key) < (length(d.visit_number), d.visit_number, d.key))
     ORDER BY d.key, o.key
""")
DEPARTURES = text("""
    SELECT claim_id, submission, interchange_id IS NULL, built->>'payer_id',
           coalesce((built->>'payer_order')::int, 1), coalesce(built->>'frequency', ''),
           coalesce((built->>'registration_version')::int, 0), coalesce((built->>'coding_version')::int, 0),
           coalesce((built->>'clearance_version')::int, 0), coalesce((built->>'prior_version')::int, 0)
      FROM dispatch WHERE claim_id = ANY(CAST(:claims AS text[])) ORDER BY claim_id, submission
""")
READY = text("""
    SELECT key FROM claim c
     WHERE status = 'released'
       AND NOT EXISTS (SELECT 1 FROM dispatch d WHERE d.claim_id = c.key AND d.submission = c.submission)
     ORDER BY updated_at, key LIMIT :limit FOR UPDATE SKIP LOCKED
""")
DISPATCHED = "SELECT built::text FROM dispatch WHERE interchange_id = $1 ORDER BY claim_id"
RECOVER = text("""
    INSERT INTO dispatch (claim_id, submission, interchange_id, built)
    SELECT c.key, c.submission, i.key, c.document->'built'
      FROM interchange i
     CROSS JOIN LATERAL jsonb_array_elements(i.document->'built'->'claims') AS held(claim)
      JOIN claim c ON c.key = held.claim->>'claim_id' AND c.document->'built'->>'submission' = held.claim->>'submission'
    ON CONFLICT DO NOTHING
""")
HANDED_IN = text("SELECT version, told FROM handed_in WHERE encounter_id = :encounter_id ORDER BY version DESC LIMIT 1")
KNOWN = text("SELECT key FROM claim WHERE key = ANY(CAST(:claims AS text[])) AND encounter_id IS NOT NULL")
BY_PAYER_NUMBER = text("SELECT icn, min(key) FROM claim WHERE icn = ANY(CAST(:numbers AS text[])) AND icn <> '' GROUP BY icn HAVING count(*) = 1")
DRAFT_OF = text("SELECT document::text FROM draft WHERE claim_id = :claim_id")
WENT_INTO = text("SELECT submission, interchange_id FROM dispatch WHERE claim_id = :claim_id")
WRITTEN = text("""
    SELECT i.document->'built'->'document'->>'sha256' FROM dispatch d JOIN interchange i ON i.key = d.interchange_id
     WHERE d.claim_id = :claim_id AND (CAST(:submission AS int) IS NULL OR d.submission = :submission)
     ORDER BY d.submission DESC LIMIT 1
""")


@dataclass(frozen=True)
class Handed:
    """The last version of an encounter that was handed in whole."""

    version: int
    told: dict[str, Any]


class Drafts(RowStore[Draft]):
    """Drafts; decisions need the site's names, and what has left the house."""

    def __init__(self, names: Names) -> None:
        super().__init__(DraftRow, Draft)
        self.names = names

    async def context(self, session: Session, events: Sequence[Event]) -> House:
        encounters = {str(getattr(event, "encounter_id", "")) for event in events}
        return House(self.names, await departures(session, [self.names.of("claim", each) for each in sorted(encounters)]))


class Edits(RowStore[Claim]):
    """Claims as edits look at them: with site, registration, and what else the person has been billed for that day."""

    def __init__(self, site: Site, policy: Policy, examine: Examine) -> None:
        super().__init__(ClaimRow, Claim)
        self.site, self.policy, self.examine = site, policy, examine

    async def context(self, session: Session, events: Sequence[Event]) -> Desk:
        encounters = sorted({str(getattr(event, "encounter_id", "")) for event in events})
        if not encounters:
            return Desk(self.site, self.policy, self.examine)
        gone = await departures(session, sorted({str(getattr(event, "claim_id", "")) for event in events}))
        departed = {claim: frozenset(each.submission for each in known) for claim, known in gone.items()}
        known, others = await registrations(session, encounters), await other_claims(session, encounters)
        return Desk(self.site, self.policy, self.examine, known, others, departed)


class Claims(RowStore[Claim]):
    """Claims as acknowledgements and routes look at them."""

    def __init__(self) -> None:
        super().__init__(ClaimRow, Claim)


async def registrations(session: Session, encounters: Sequence[str]) -> dict[str, tuple[PatientRegistered, ...]]:
    """Every version of the registration, by encounter."""
    rows = await execute(session, REGISTRATIONS, {"encounters": list(encounters)})
    return {key: tuple(PatientRegistered.model_validate(each) for each in json.loads(versions)) for key, versions in rows}


async def other_claims(session: Session, encounters: Sequence[str]) -> dict[str, tuple[ClaimBuilt, ...]]:
    """By encounter: claims of the same person for other encounters that begin on the same day and come first.

    A claim that was sent comes first, otherwise the lower visit number does, so that of two look-alikes one goes and one waits. Withdrawn ones
    are left out.
    """
    found: dict[str, tuple[ClaimBuilt, ...]] = {}
    for encounter, built in await execute(session, OTHERS, {"encounters": list(encounters)}):
        found[encounter] = (*found.get(encounter, ()), ClaimBuilt.model_validate_json(built))
    return found


async def ready(session: Session, limit: int) -> list[str]:
    """Released claims that stand in no interchange yet, longest waiting first, locked."""
    return list((await execute(session, READY, {"limit": limit})).scalars())


async def dispatch(session: Session, interchange_id: str | None, claims: Sequence[ClaimBuilt]) -> None:
    """Note for ever where these submissions went. The caller holds the rows of the claims."""
    rows = [
        {"claim_id": each.claim_id, "submission": each.submission, "interchange_id": interchange_id, "built": each.model_dump(mode="json")}
        for each in claims
    ]
    await insert_new(session, DispatchRow, rows)


async def recover(session: Session) -> None:
    """After a restore: interchanges built since the backup are known from Kafka, and so is which claims went into them. None goes into a second."""
    await execute(session, RECOVER)


async def departures(session: Session, claims: Sequence[str]) -> dict[str, list[Departure]]:
    """By claim: its submissions that went into an interchange, or were withdrawn."""
    found: dict[str, list[Departure]] = {}
    if claims:
        for claim, submission, withdrawn, payer_id, order, frequency, *versions in await execute(session, DEPARTURES, {"claims": list(claims)}):
            found.setdefault(claim, []).append(Departure(submission, payer_id, Versions(*versions), withdrawn, order, frequency))
    return found


async def known_of(session: Session, claims: Sequence[str]) -> set[str]:
    """Those of these numbers that are claims of ours."""
    return set((await execute(session, KNOWN, {"claims": list(claims)})).scalars()) if claims else set()


async def by_payer_number(session: Session, numbers: Sequence[str]) -> dict[str, str]:
    """Our claims by the payer's number, where it names one of them only."""
    return dict(await execute(session, BY_PAYER_NUMBER, {"numbers": list(numbers)})) if numbers else {}


async def dispatched(session: Session, claim_id: str) -> dict[int, str | None]:
    """By submission: the interchange it went into, or None where it was withdrawn."""
    return dict(await execute(session, WENT_INTO, {"claim_id": claim_id}))


async def sent_with(connection: asyncpg.Connection[Any], interchange_id: str) -> list[ClaimBuilt]:
    """The claims of an interchange as they were written into it."""
    return [ClaimBuilt.model_validate_json(row["built"]) for row in await connection.fetch(DISPATCHED, interchange_id)]


async def listed(
    session: AsyncSession, *, status: str | None, payer: str | None, encounter: str | None, limit: int, offset: int
) -> tuple[list[ClaimRow], int]:
    """Claims by date of service, and how many there are in all."""
    query = select(ClaimRow)
    for column, wanted in ((ClaimRow.status, status), (ClaimRow.payer_id, payer), (ClaimRow.encounter_id, encounter)):
        query = query.where(col(column) == wanted) if wanted is not None else query
    return await page(session, query, col(ClaimRow.service_from), col(ClaimRow.key), limit=limit, offset=offset)


async def draft_of(session: Session, claim_id: str) -> Draft | None:
    """All that a claim is built from; None when there is no such claim."""
    document: str | None = (await execute(session, DRAFT_OF, {"claim_id": claim_id})).scalar_one_or_none()
    return Draft.model_validate_json(document) if document else None


async def drafted(session: Session, claim_id: str) -> ClaimBuilt | None:
    """The newest build of a claim that no edit has seen yet; None when there is no such claim."""
    draft = await draft_of(session, claim_id)
    return draft.built if draft else None


async def written_in(session: Session, claim_id: str, submission: int | None) -> str | None:
    """Hash of the interchange that holds a submission, or the newest of them; None when it stands in none."""
    found: str | None = (await execute(session, WRITTEN, {"claim_id": claim_id, "submission": submission})).scalar_one_or_none()
    return found


async def handed_in(session: Session, encounter_id: str) -> Handed | None:
    """The last version; None when another source tells of the encounter, or nobody yet."""
    row = (await execute(session, HANDED_IN, {"encounter_id": encounter_id})).first()
    if row is None:
        return None
    version, told = row
    return Handed(version, told if isinstance(told, dict) else json.loads(told))


async def hand_in(session: Session, encounter_id: str, version: int, told: dict[str, Any]) -> None:
    """Keep a version."""
    await insert_new(session, HandedInRow, [{"encounter_id": encounter_id, "version": version, "told": told}])
