"""Every query about the bank: money without a trace number, what payers carry forward, lines that were taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.adjudication.model.books import Closed
from services.billing.adjudication.model.clearing.payer_balance import PayerBalance
from services.billing.adjudication.model.clearing.same_amount import SameAmount
from services.billing.adjudication.periods import closed_through
from services.billing.adjudication.repository import enter_in_ledger
from services.billing.adjudication.tables import PayerBalanceRow, SameAmountRow
from shared.contracts.event import Event, Message
from shared.db.listing import page
from shared.db.rows import RowStore
from shared.db.sql import Session, execute

TAKE = text(
    "INSERT INTO bank_line (id, sha256) SELECT given.id, :sha256 FROM unnest(CAST(:ids AS text[])) AS given(id) ON CONFLICT DO NOTHING RETURNING id"
)


class SameAmounts(RowStore[SameAmount]):
    """Remittances and bank lines by amount; their postings go into the ledger."""

    def __init__(self) -> None:
        super().__init__(SameAmountRow, SameAmount)

    async def context(self, session: Session, events: Sequence[Event]) -> Closed:
        return Closed(await closed_through(session))

    async def project(self, session: Session, emitted: Sequence[Message]) -> None:
        await enter_in_ledger(session, emitted)

    async def with_line(self, session: AsyncSession, number: str) -> SameAmount | None:
        """Where a bank line without a trace number waits, by our number of it."""
        holds = col(SameAmountRow.document).contains({"lines": [{"number": number}]})
        row = (await session.exec(select(SameAmountRow).where(col(SameAmountRow.untraced) > 0, holds))).first()
        return None if row is None else SameAmount.model_validate(row.document)

    async def waiting(self, session: AsyncSession, limit: int, offset: int) -> tuple[list[SameAmount], int]:
        """Those that hold a bank line without a trace number, and how many there are."""
        query = select(SameAmountRow).where(col(SameAmountRow.untraced) > 0)
        rows, total = await page(session, query, col(SameAmountRow.key), limit=limit, offset=offset)
        return [SameAmount.model_validate(row.document) for row in rows], total


class PayerBalances(RowStore[PayerBalance]):
    """What payers carry forward."""

    def __init__(self) -> None:
        super().__init__(PayerBalanceRow, PayerBalance)

    async def listed(self, session: AsyncSession, *, settled: bool, limit: int, offset: int) -> tuple[list[PayerBalance], int]:
        """Balances that are not at zero, the oldest first; with those that are, if `settled`."""
        query = select(PayerBalanceRow)
        query = query if settled else query.where(col(PayerBalanceRow.open_since).is_not(None))
        order = (col(PayerBalanceRow.open_since).nullslast(), col(PayerBalanceRow.key))
        rows, total = await page(session, query, *order, limit=limit, offset=offset)
        return [PayerBalance.model_validate(row.document) for row in rows], total


async def take_new(session: Session, ids: Sequence[str], sha256: str) -> set[str]:
    """Those of these lines that no file brought before; they count as taken from now on. Two files at once wait for each other here."""
    if not ids:
        return set()
    values: Mapping[str, Any] = {"ids": sorted(ids), "sha256": sha256}
    return {str(id) for id in (await execute(session, TAKE, values)).scalars()}
