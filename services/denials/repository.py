"""Every query of the denials desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.denials.model.case import DenialCase
from services.denials.model.contract import Contracts
from services.denials.tables import CaseRow
from shared.contracts.event import Event
from shared.db.rows import RowStore
from shared.site.model import Site


class Cases(RowStore[DenialCase]):
    """Denial cases, judged by the site's contracts."""

    def __init__(self, site: Site) -> None:
        super().__init__(CaseRow, DenialCase)
        self.contracts = Contracts(site)

    async def context(self, session: AsyncSession, events: Sequence[Event]) -> Contracts:
        return self.contracts


async def worklist(
    session: AsyncSession, *, status: str | None, category: str | None, payer: str | None, due_before: date | None, limit: int, offset: int
) -> tuple[list[CaseRow], int]:
    """Cases by what the contract would still pay, highest first, then by deadline; and how many there are in all."""
    query = select(CaseRow)
    for column, wanted in ((CaseRow.status, status), (CaseRow.category, category), (CaseRow.payer_id, payer)):
        query = query.where(col(column) == wanted) if wanted is not None else query
    query = query.where(col(CaseRow.appeal_by) <= due_before) if due_before else query
    total = (await session.exec(select(func.count()).select_from(query.subquery()))).one()
    query = query.order_by(col(CaseRow.expected_recoverable).desc(), col(CaseRow.appeal_by), col(CaseRow.key))
    return list((await session.exec(query.limit(limit).offset(offset))).all()), total


async def summary(session: AsyncSession) -> list[dict[str, Any]]:
    """Open cases by category: how many, gross refused, and what the contract would pay."""
    query = (
        select(CaseRow.category, func.count(), func.sum(CaseRow.gross), func.sum(CaseRow.expected_recoverable))
        .where(col(CaseRow.status) == "open")
        .group_by(col(CaseRow.category))
        .order_by(func.sum(CaseRow.expected_recoverable).desc())
    )
    rows = (await session.exec(query)).all()
    return [
        {"category": category, "cases": count, "gross": f"{gross or Decimal(0):.2f}", "expected_recoverable": f"{worth or Decimal(0):.2f}"}
        for category, count, gross, worth in rows
    ]
