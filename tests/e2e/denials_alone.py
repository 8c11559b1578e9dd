"""Denials with nothing but the 835s of a demonstration, and what the whole system opened from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import httpx

from deploy.embedded.testing import Addresses
from services.denials.service import SERVICE
from shared.contracts.ids import Names
from shared.harness import running
from shared.http.app import create_app
from shared.runtime import Runtime
from shared.settings import Settings
from tests.integration.desks import SITE

EVERY_DENIAL = "SELECT claim_id, line_number, category, gross, appeal_by::text AS appeal_by FROM denial"
Opened = set[tuple[str, int, str, Decimal, str]]
"""Claim, line, category, gross, deadline."""


def told(visits: Iterable[dict[str, Any]]) -> Opened:
    """The denials of a finished demonstration, from its `outcomes.json`."""
    claims = [claim for visit in visits for claim in visit["claims"]]
    return {_row(claim["claim_id"], each) for claim in claims for each in claim["denials"]}


async def opened(stack: Addresses, prefix: str, files: Iterable[str]) -> Opened:
    """What denials opens from these files, with an intake of its own and no other service."""
    names = Names(SITE.site, b"another key than that of the demonstration")
    more = {"today": date(2026, 11, 2), "open_access": True, "denials_intake": True}
    runtime = Runtime(SERVICE, Settings(site=SITE, names=names, kafka=stack.bootstrap, database=stack.database_url, prefix=prefix, **more))
    async with running(runtime) as harness:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(runtime)), base_url="http://denials") as http:
            for text in files:
                answer = await http.post("/v1/intake/x12", content=text.encode())
                assert answer.status_code == 202, answer.text
        await harness.quiet(seconds=120)
        return {_row(row["claim_id"], row) for row in await harness.rows("denials", EVERY_DENIAL)}


def _row(claim_id: str, each: dict[str, Any]) -> tuple[str, int, str, Decimal, str]:
    return claim_id, each["line_number"], each["category"], Decimal(each["gross"]), each["appeal_by"]
