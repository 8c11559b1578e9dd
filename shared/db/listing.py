"""What people list: one page of what a query finds, and how much there is in all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from shared.contracts.values import dollars

T = TypeVar("T")


def as_shown(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with its amounts as text."""
    return {str(name): dollars(value) if isinstance(value, Decimal) else value for name, value in row.items()}


async def page(session: AsyncSession, query: SelectOfScalar[T], *order: Any, limit: int, offset: int) -> tuple[list[T], int]:
    """The rows of this page in this order, and the number of all rows."""
    total = (await session.exec(select(func.count()).select_from(query.subquery()))).one()
    rows = await session.exec(query.order_by(*order).limit(limit).offset(offset))
    return list(rows.all()), total
