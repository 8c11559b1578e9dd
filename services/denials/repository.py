"""Every query of the denials desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.denials.model.advice import Advice
from services.denials.model.case import Denial, DenialCase
from services.denials.model.contract import Contracts
from services.denials.model.patient import KnownPatient
from services.denials.model.queue import Queue
from services.denials.tables import AdviceRow, CaseRow, DenialRow, PatientRow, QueueRow, ReceivedRow
from shared.contracts.event import Event, Message
from shared.db.bulk import insert_new, upsert
from shared.db.listing import as_shown, page
from shared.db.rows import RowStore
from shared.db.sql import Session
from shared.site.model import Site


class Cases(RowStore[DenialCase]):
    """Denial cases, judged by the site's contracts."""

    def __init__(self, site: Site) -> None:
        super().__init__(CaseRow, DenialCase)
        self.contracts = Contracts(site)

    async def context(self, session: Session, events: Sequence[Event]) -> Contracts:
        return self.contracts

    async def save(self, session: Session, states: Mapping[str, DenialCase], emitted: Sequence[Message]) -> None:
        """Besides the cases, a row per denial of those about which something was decided."""
        await super().save(session, states, emitted)
        changed = sorted({message.envelope.subject for message in emitted} & states.keys())
        await upsert(session, DenialRow, [_row(denial) for claim in changed for denial in states[claim].denials])


class Patients(RowStore[KnownPatient]):
    """Whom visits are about."""

    def __init__(self) -> None:
        super().__init__(PatientRow, KnownPatient)


class Queues(RowStore[Queue]):
    """Decisions of denials' own intake, by claim."""

    def __init__(self) -> None:
        super().__init__(QueueRow, Queue)


class Advices(RowStore[Advice]):
    """Payments of denials' own intake; what was taken is remembered for good."""

    def __init__(self) -> None:
        super().__init__(AdviceRow, Advice)

    async def save(self, session: Session, states: Mapping[str, Advice], emitted: Sequence[Message]) -> None:
        await super().save(session, states, emitted)
        taken = [(trace, one) for trace, state in states.items() for one in state.taken]
        rows = [{"remittance_id": one.remittance_id, "content": one.content, "trace_number": trace} for trace, one in taken]
        await insert_new(session, ReceivedRow, rows)


BY_CATEGORY = text("""
    SELECT category, count(*) AS denials, count(DISTINCT claim_id) AS claims, sum(gross) AS gross, sum(expected_recoverable) AS expected_recoverable
      FROM denial WHERE outcome IS NULL
     GROUP BY category ORDER BY sum(expected_recoverable) DESC, category
""")
BY_OUTCOME = text("""
    SELECT phase, outcome, count(*) AS denials, count(DISTINCT claim_id) AS claims, sum(gross) AS gross, sum(recovered) AS recovered
      FROM denial GROUP BY phase, outcome ORDER BY phase, outcome
""")
OPENED: tuple[str, ...] = (
    "denial_id", "claim_id", "encounter_id", "payer_id", "line_number", "code", "category", "root_cause", "phase",
    "group", "carc", "owner", "gross", "expected_recoverable", "denied_on", "appeal_by",
)  # fmt: skip


def _row(denial: Denial) -> dict[str, Any]:
    facts = {name: getattr(denial.opened, name) for name in OPENED}
    return {**facts, "outcome": denial.outcome, "recovered": denial.recovered, "closed_on": denial.closed_on}


async def worklist(
    session: AsyncSession, *, status: str | None, category: str | None, payer: str | None, due_before: date | None, limit: int, offset: int
) -> tuple[list[CaseRow], int]:
    """Cases by what the contract would still pay, highest first, then by deadline; and how many there are in all."""
    query = select(CaseRow)
    for column, wanted in ((CaseRow.status, status), (CaseRow.payer_id, payer)):
        query = query.where(col(column) == wanted) if wanted is not None else query
    query = query.where(col(CaseRow.appeal_by) <= due_before) if due_before else query
    if category is not None:
        still_open = select(DenialRow.claim_id).where(col(DenialRow.category) == category, col(DenialRow.outcome).is_(None))
        query = query.where(col(CaseRow.key).in_(still_open))
    order = (col(CaseRow.expected_recoverable).desc(), col(CaseRow.appeal_by), col(CaseRow.key))
    return await page(session, query, *order, limit=limit, offset=offset)


async def by_category(session: Session) -> list[dict[str, Any]]:
    """Open denials by category: lines, claims, gross refused, and what the contract would pay; the most valuable first."""
    return [as_shown(row) for row in (await session.execute(BY_CATEGORY)).mappings()]


async def by_outcome(session: Session) -> list[dict[str, Any]]:
    """Every denial ever opened by phase and outcome (None is open): lines, claims, gross refused, and what was recovered."""
    return [as_shown(row) for row in (await session.execute(BY_OUTCOME)).mappings()]
