"""Every query of the coding desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.coding.model.chart import Chart
from services.coding.model.reference import Reference
from services.coding.tables import ChartRow
from shared.contracts.event import Event
from shared.db.listing import page
from shared.db.rows import RowStore
from shared.db.sql import Session


class Charts(RowStore[Chart]):
    """Charts, judged by the dated code tables."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(ChartRow, Chart)
        self.reference = reference

    async def context(self, session: Session, events: Sequence[Event]) -> Reference:
        return self.reference


async def charts(session: AsyncSession, *, status: str | None, reason: str | None, limit: int, offset: int) -> tuple[list[ChartRow], int]:
    """Charts by date of service, oldest first; and how many there are in all."""
    query = select(ChartRow)
    for column, wanted in ((ChartRow.status, status), (ChartRow.reason, reason)):
        query = query.where(col(column) == wanted) if wanted is not None else query
    return await page(session, query, col(ChartRow.service_from), col(ChartRow.key), limit=limit, offset=offset)
