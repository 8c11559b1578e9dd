"""Routes that show the ledger and prove it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Query

from services.billing.adjudication import repository
from services.billing.adjudication.ledger import queries, shown, verify
from shared.contracts.values import dollars
from shared.http.access import needs
from shared.runtime import Runtime


def routes(runtime: Runtime) -> APIRouter:
    """The routes, bound to a runtime."""
    router, site = APIRouter(), runtime.settings.site.site

    @router.get("/v1/ledger/summary", dependencies=[needs("read")])
    async def summary() -> dict[str, Any]:
        """Billed = paid + contractual + written off + patient + open, for our claims and for those of an earlier system; every account."""
        async with runtime.session() as session:
            told = shown.summary(await repository.trial_balance(session), await queries.totals(session))
            clearing = await repository.payer_clearing(session)
        return {**told, "clearing": [{**row, "balance": dollars(row["balance"])} for row in clearing]}

    @router.get("/v1/ledger/digest", dependencies=[needs("read")])
    async def digest() -> dict[str, str]:
        """What a replay must reproduce."""
        async with runtime.session() as session:
            return {"sha256": await queries.digest(session, site)}

    @router.get("/v1/ledger/verify", dependencies=[needs("read")])
    async def verified(digest: str = Query("", pattern="^([0-9a-f]{64})?$")) -> dict[str, Any]:
        """Every balance made again from the entries and held against what the states say; also against a digest, if one is given."""
        async with runtime.session() as session:
            return await verify.report(session, site, digest)

    return router
