"""What people read off the books: equal figures of two schemas mean equal books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.adjudication.board import present
from services.billing.adjudication.board.queries import Span
from services.billing.adjudication.ledger import verify


async def read_off(site: str, session: AsyncSession, today: date) -> Mapping[str, Any]:
    """The verified ledger with its digest, and the whole board of a day."""
    ledger = await verify.report(session, site)
    return {"ledger": ledger, "board": await present.board(session, Span(None, None, None, today))}
