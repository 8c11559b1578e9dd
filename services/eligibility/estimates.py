"""Estimates: where they are kept, and the route that shows one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter

from services.eligibility import commands
from services.eligibility.model.estimate import Estimate, quote
from services.eligibility.office import Office
from services.eligibility.tables import EstimateRow
from shared.contracts.event import Event
from shared.db.rows import RowStore
from shared.db.sql import Session
from shared.http.access import needs
from shared.runtime import Runtime
from shared.site.model import Site


class Estimates(RowStore[Estimate]):
    """Visits with their prices for the patient."""

    def __init__(self, site: Site) -> None:
        super().__init__(EstimateRow, Estimate)
        self.site = site

    async def context(self, session: Session, events: Sequence[Event]) -> Site:
        return self.site


def routes(runtime: Runtime) -> APIRouter:
    """The route, bound to a runtime."""
    router = APIRouter()
    office: Office = runtime.resources
    estimates = Estimates(office.site)

    @router.get("/v1/encounters/{encounter_id}/estimate", dependencies=[needs("read")])
    async def estimate(encounter_id: str) -> dict[str, Any]:
        """What the patient will probably owe; where nobody can say, why."""
        async with runtime.session() as session:
            state = await estimates.get(session, encounter_id)
        if state is None:
            raise commands.unknown()
        return shown(state, office.site)

    return router


def shown(state: Estimate, site: Site) -> dict[str, Any]:
    """The last estimate that was told; `because` says why there is none, or why it cannot be made again."""
    told = state.told.model_dump(mode="json", exclude={"type", "encounter_id"}) if state.told else None
    now = quote(state, site, state.opened.service_from) if state.opened else "The visit is not known yet."
    return {"encounter_id": state.encounter_id, "estimate": told, "because": now if isinstance(now, str) else ""}
