"""The board on a real PostgreSQL: the SQL counts what plain Python counts, and the running service tells of a claim's life."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from deploy.embedded.testing import Addresses
from services.billing.adjudication.board import present, queries
from services.billing.adjudication.board.figures import BY_NAME
from services.billing.adjudication.board.queries import Span
from services.billing.adjudication.board.stores import Measures, Visits
from services.billing.adjudication.stages import measure, watch
from services.billing.adjudication.tables import Tables
from shared.stage.stage import Bound
from shared.testing import deliver, fresh_schema, messages
from tests.integration.test_adjudication import adjudication, s4
from tests.unit.adjudication import board_story as story
from tests.unit.adjudication.board_story import Life
from tests.unit.adjudication.test_measure import board, shuffled

pytestmark = pytest.mark.anyio
ALWAYS = Span(None, None, None, date(2026, 12, 31))
CREDIT = text(
    "INSERT INTO account (key, document, payer_open, patient_open, patient_credit) VALUES "
    "('visit-S4', '{}', 0, 0, 24.80), ('visit-S11A', '{}', 0, 0, 20.00), ('visit-S5B', '{}', 0, 0, 4.80), ('visit-S1', '{}', 0, 0, 0)"
)


@asynccontextmanager
async def measured(stack: Addresses, schema: str, lives: list[Life]) -> AsyncIterator[AsyncEngine]:
    """A database after both stages have heard everything, each message twice and the topics mixed."""
    async with fresh_schema(stack.database_url, schema, Tables.metadata) as engine:
        given = [each for life in lives for each in messages(shuffled(life.events, seed=7), life.claim)]
        for bound in (Bound(measure.STAGE, Measures()), Bound(watch.STAGE, Visits())):
            for _ in range(2):
                await deliver(engine, bound, [each for each in given if isinstance(each.event, bound.stage.handles)])
        async with engine.begin() as connection:
            await connection.execute(CREDIT)
        yield engine


async def shown(engine: AsyncEngine, span: Span = ALWAYS) -> dict[str, Any]:
    async with AsyncSession(engine) as session:
        return await present.board(session, span)


async def test_the_database_counts_what_a_biller_counts_by_hand(stack: Addresses, prefix: str) -> None:
    lives = story.lives()
    expected, _ = board(lives)
    async with measured(stack, prefix, lives) as engine:
        found = await shown(engine)
    figures = found["figures"]
    assert {name: figures[name]["value"] for name in expected} == expected
    assert found["population"] == {"claims": 13, "charged": "13592.00", "charged_net_of_voids": "13317.00"}
    assert (figures["clean_claim_rate"]["numerator"], figures["clean_claim_rate"]["denominator"]) == ("12", "13")
    assert (figures["initial_denial_rate_line_dollars"]["numerator"], figures["initial_denial_rate_claim_dollars"]["numerator"]) == (
        "2340.00",
        "2550.00",
    )
    control = found["control"]
    names = ("charged", "payers", "contractual", "sequestration", "capitation", "patient", "patient_collected", "denied_open", "patient_credits")
    assert [control[name] for name in names] == [
        "13317.00", "6004.26", "5851.74", "2.24", "95.00", "946.00", "121.00", "420.00", "44.80",
    ]  # fmt: skip
    assert control["explained"]
    assert found["states"] == {"closed": 4, "denied": 1, "patient_owes": 7, "voided": 1}


async def test_receivables_are_aged_from_the_service_and_divided_by_the_daily_charge(stack: Addresses, prefix: str) -> None:
    lives = [*story.lives(), Life("D", [("99214", "210.00")]).visit()]
    async with measured(stack, prefix, lives) as engine:
        found = await shown(engine, Span(None, None, None, date(2026, 4, 11)))
    assert found["aging"]["payer"] == {"0-30": "0.00", "31-60": "420.00", "61-90": "0.00", "91-120": "0.00", "over-120": "0.00", "total": "420.00"}
    assert (found["aging"]["patient"]["31-60"], found["aging"]["patient"]["61-90"], found["aging"]["patient"]["total"]) == (
        "690.00",
        "135.00",
        "825.00",
    )
    figures = found["figures"]
    assert (figures["dnfb_dollars"]["value"], figures["dnfb_dollars"]["count"]) == ("210.00", 1)
    assert figures["days_in_ar"]["numerator"] == "1245.00"
    assert figures["days_in_ar"]["denominator"] == f"{13317 / 90:.2f}"
    assert figures["days_in_ar"]["value"] == "8.4"


async def test_a_span_and_a_payer_narrow_every_figure(stack: Addresses, prefix: str) -> None:
    async with measured(stack, prefix, story.lives()) as engine:
        june = await shown(engine, Span(date(2026, 5, 1), date(2026, 6, 30), None, date(2026, 6, 30)))
        medicare = await shown(engine, Span(None, None, "MCARE", date(2026, 6, 30)))
        nobody = await shown(engine, Span(None, None, "NOBODY", date(2026, 6, 30)))
    assert june["population"]["claims"] == 2
    assert june["figures"]["initial_denial_rate_claims"]["value"] == "100.0"
    assert medicare["population"] == {"claims": 1, "charged": "250.00", "charged_net_of_voids": "250.00"}
    assert nobody["figures"]["clean_claim_rate"]["value"] is None


async def test_every_figure_leads_to_its_claims(stack: Addresses, prefix: str) -> None:
    async with measured(stack, prefix, story.lives()) as engine, AsyncSession(engine) as session:
        totals = {}
        for name, figure in BY_NAME.items():
            rows, total = await queries.listed(session, figure, ALWAYS, 100, 0)
            assert len(rows) == total
            totals[name] = total, [row.get("claim_id") or row["encounter_id"] for row in rows if row["in_numerator"]]
        found = await present.board(session, ALWAYS)
    assert {name: len(hits) for name, (_, hits) in totals.items()} == {name: found["figures"][name]["count"] for name in totals}
    assert totals["clean_claim_rate"][0] == 13
    assert sorted(totals["initial_denial_rate_claims"][1]) == ["S4", "S6A", "S6B"]
    assert sorted(totals["take_backs"][1]) == ["S4", "S5B"]
    assert totals["prevented_dollars"] == (1, ["visit-S2"])
    assert totals["estimate_accuracy"] == (1, ["visit-S2"])


async def test_the_running_service_tells_where_a_claim_is(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with adjudication(stack, prefix, tmp_path) as service:
        await s4(service)
        await service.harness.quiet()
        life = await service.get("/v1/lifecycle/S4")
        assert life["claims"] == [{"claim_id": "S4", "encounter_id": "visit-S4", "payer_id": "NWHP1", "state": "patient_owes"}]
        board = await service.get("/v1/kpi?to=2026-12-31")
        assert (board["population"]["claims"], board["control"]["charged"], board["control"]["explained"]) == (1, "420.00", True)
        listed = await service.get("/v1/kpi/clean_claim_rate/claims")
        assert [(row["claim_id"], row["in_numerator"]) for row in listed["claims"]] == [("S4", True)]
        answer = await service.http.get("/v1/kpi/days_in_ar/claims")
        assert (answer.status_code, answer.json()["place"]) == (404, "figure")
        assert (await service.http.get("/v1/kpi?from=2026-12-31&to=2026-01-01")).status_code == 422
        assert (await service.http.get("/v1/lifecycle/NOBODY")).status_code == 404
        page = await service.http.get("/pages/kpi?from=&to=2026-12-31&payer=")
        assert page.status_code == 200
        assert all(
            words in page.text for words in ("clean claim rate", "100.0 %", "<svg", "24.80", 'href="/pages/kpi/clean_claim_rate?to=2026-12-31"')
        )
        assert "S4" in (await service.http.get("/pages/kpi/clean_claim_rate")).text
        assert (await service.http.get("/kpi")).headers["location"] == "/pages/kpi"
        [said] = await service.harness.rows(
            "adjudication", "SELECT count(*) AS n, max(topic) AS topic FROM outbox WHERE type = 'rcm.adjudication.claim-state-changed.v1'"
        )
        assert said["n"] >= 4
        parked = await service.harness.rows("adjudication", "SELECT reason FROM parked")
        assert parked == []
