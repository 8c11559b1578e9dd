"""Every query about statements and reminders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.adjudication.model.patient.addressee import Addressee
from services.billing.adjudication.tables import AddresseeRow, StatementRow
from shared.contracts.adjudication import ReminderRequested, StatementRequested
from shared.contracts.event import Message
from shared.db.bulk import insert_new
from shared.db.listing import page
from shared.db.rows import RowStore
from shared.db.sql import Session


class Addressees(RowStore[Addressee]):
    """To whom statements go."""

    def __init__(self) -> None:
        super().__init__(AddresseeRow, Addressee)


async def keep(session: Session, emitted: Sequence[Message], zone: ZoneInfo) -> None:
    """Note statements and reminders as they were asked for; what is noted already is left alone."""
    await insert_new(session, StatementRow, list(_rows(emitted, zone)))


def _rows(emitted: Sequence[Message], zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    for message in emitted:
        event = message.event
        if isinstance(event, StatementRequested | ReminderRequested):
            values = event.model_dump(mode="json", include={"encounter_id", "claim_id", "reasons", "lines"})
            day = event.requested_on or message.envelope.time.astimezone(zone).date()
            more = {"amount": event.amount, "payments": event.payments, "notice": getattr(event, "notice", 1)}
            yield {**values, **more, "event_id": message.envelope.id, "requested_on": day}


async def listed(session: AsyncSession, *, reminders: bool, since: date | None, limit: int, offset: int) -> tuple[list[StatementRow], int]:
    """Statements or reminders, the newest first; and how many there are in all."""
    query = select(StatementRow).where(col(StatementRow.notice) > 1 if reminders else col(StatementRow.notice) == 1)
    query = query.where(col(StatementRow.requested_on) >= since) if since else query
    return await page(session, query, col(StatementRow.requested_on).desc(), col(StatementRow.event_id), limit=limit, offset=offset)


async def of_account(session: AsyncSession, encounter_id: str) -> list[StatementRow]:
    """All that was asked for about one account, in order."""
    query = select(StatementRow).where(col(StatementRow.encounter_id) == encounter_id)
    return list((await session.exec(query.order_by(col(StatementRow.requested_on), col(StatementRow.notice), col(StatementRow.event_id)))).all())


async def one(session: AsyncSession, event_id: str) -> StatementRow | None:
    """A statement or reminder by its id."""
    return (await session.exec(select(StatementRow).where(col(StatementRow.event_id) == event_id))).first()
