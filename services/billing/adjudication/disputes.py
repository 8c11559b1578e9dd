"""Disputes as routes show them: what the contract allows, what the payer allowed, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from fastapi import APIRouter
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.adjudication.model.dispute.dispute import Dispute
from services.billing.adjudication.tables import DisputeRow
from shared.contracts.adjudication import UnderpaymentFound
from shared.contracts.event import Event
from shared.contracts.values import dollars
from shared.db.listing import page
from shared.db.rows import RowStore
from shared.db.sql import Session
from shared.http.access import needs
from shared.http.listing import Limit, Offset
from shared.http.problems import Problem
from shared.runtime import Runtime
from shared.site.model import Site

Wanted = Literal["open", "closed", "overpaid", "all"]


class Disputes(RowStore[Dispute]):
    """Claims held against the site's contracts."""

    def __init__(self, site: Site) -> None:
        super().__init__(DisputeRow, Dispute)
        self.site = site

    async def context(self, session: Session, events: Sequence[Event]) -> Site:
        return self.site


def routes(runtime: Runtime) -> APIRouter:
    """The dispute queue."""
    router = APIRouter()
    disputes: Disputes = runtime.resources.disputes

    @router.get("/v1/disputes", dependencies=[needs("read")])
    async def listed(status: Wanted = "open", payer: str | None = None, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
        """Claims that a payer allowed too little or too much on, those with the most at stake first."""
        async with runtime.session() as session:
            keys, total = await queue(session, status=status, payer=payer, limit=limit, offset=offset)
            states = await disputes.several(session, keys)
        return {"disputes": [shown(states[key]) for key in keys if key in states], "total": total}

    @router.get("/v1/disputes/{claim_id}", dependencies=[needs("read")])
    async def one(claim_id: str) -> dict[str, Any]:
        """One claim against its contract."""
        async with runtime.session() as session:
            state = await disputes.get(session, claim_id)
        if state is None:
            raise Problem(404, "no such claim here", "A claim is held against its contract once it was submitted.", place="claim_id")
        return shown(state)

    return router


async def queue(session: AsyncSession, *, status: Wanted, payer: str | None, limit: int, offset: int) -> tuple[list[str], int]:
    """Claim ids by variance, the largest shortfall first; and how many there are in all."""
    query = select(DisputeRow.key).where(col(DisputeRow.status) == status if status != "all" else col(DisputeRow.status) != "none")
    query = query.where(col(DisputeRow.payer_id) == payer) if payer else query
    return await page(session, query, col(DisputeRow.variance), col(DisputeRow.found_on), col(DisputeRow.key), limit=limit, offset=offset)


def shown(dispute: Dispute) -> dict[str, Any]:
    """One dispute; amounts are None where nothing was found."""
    told, under = dispute.told, dispute.told if isinstance(dispute.told, UnderpaymentFound) else None
    closed = dispute.closed if under else None
    return {
        "claim_id": dispute.claim_id,
        "encounter_id": dispute.encounter_id,
        "status": dispute.status,
        "payer_id": told.payer_id if told else None,
        "remittance_id": told.remittance_id if told else None,
        "expected": _money(told.expected if told else None),
        "allowed": _money(told.allowed if told else None),
        "variance": _money(told.allowed - told.expected if told else None),
        "payer_variance": _money(under.payer_variance if under else None),
        "patient_variance": _money(under.patient_variance if under else None),
        "expected_payment": _money(under.expected_payment if under else None),
        "conceded": _money(dispute.conceded),
        "contract_row": told.contract_row if told else "",
        "contract_version": told.contract_version if told else "",
        "found_on": _day(told.found_on if told else None),
        "outcome": closed.outcome if closed else None,
        "recovered": _money(closed.recovered if closed else None),
        "closed_on": _day(closed.closed_on if closed else None),
    }


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else dollars(amount)


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
