"""`rcm kpi` for people and for programs."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from services.billing.adjudication.board.figures import FIGURES
from services.billing.adjudication.board.page import bars
from services.billing.adjudication.board.present import control
from shared.commands import kpi
from shared.contracts.values import ZERO

AGING = {
    "payer": {"0-30": "10.00", "over-120": "0.00", "total": "10.00"},
    "patient": {"0-30": "0.00", "over-120": "40.00", "total": "40.00"},
}
SPLIT = ("payer_paid", "contractual", "sequestration", "capitation", "patient_paid", "patient_open", "payer_open", "denied_open", "disputed")


def answer(charged: str) -> dict[str, Any]:
    """A board of which 10.00 are explained."""
    found = {**dict.fromkeys(SPLIT, ZERO), "written_off": ZERO, "patient_credits": ZERO, "payer_paid": Decimal("10.00")}
    parts = {"value": "92.3", "unit": "percent", "numerator": "12", "denominator": "13", "count": 12, "definition": "", "claims": ""}
    nothing = {**parts, "value": None, "numerator": "0", "denominator": "0", "count": 0}
    figures = {each.name: parts if each.of else {**nothing, "unit": each.unit, "denominator": None} for each in FIGURES}
    sums = {**found, "charged_now": Decimal(charged)}
    return {"population": {"claims": 13}, "as_of": "2026-12-31", "figures": figures, "aging": AGING, "control": control(sums)}


def run(monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], *words: str) -> tuple[int, str, list[str]]:
    asked: list[str] = []

    def tell(service: str, path: str) -> dict[str, Any]:
        asked.append(f"{service} {path}")
        return told

    monkeypatch.setattr(kpi, "tell", tell)
    app = typer.Typer()
    kpi.register(app)
    done = CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})
    return done.exit_code, done.output, asked


def test_the_board_is_printed_with_its_parts_and_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, asked = run(monkeypatch, answer("10.00"), "--from", "2026-01-01", "--payer", "NWHP1")
    assert (code, asked) == (0, ["adjudication /v1/kpi?from=2026-01-01&payer=NWHP1"])


def test_a_charge_that_is_not_explained_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    code, output, _ = run(monkeypatch, answer("12.50"), "--json")
    assert (code, json.loads(output)["control"]["difference"]) == (1, "2.50")


def test_a_figure_is_asked_for_its_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"figure": "voids", "definition": "", "total": 1, "claims": [{"in_numerator": True, "claim_id": "S11A"}]}
    code, _, asked = run(monkeypatch, told, "voids")
    assert (code, asked) == (0, ["adjudication /v1/kpi/voids/claims"])


def test_the_claims_of_a_figure_fit_on_a_narrow_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"in_numerator": True, "claim_id": "EHPOO4ISUHNO6CA4", "billed_on": "2026-01-12", "charged": "1150.00", "patient_owes": "74.00"}
    _, output, _ = run(monkeypatch, {"figure": "denials_overturned", "definition": "", "total": 1, "claims": [row]}, "denials_overturned")
    assert "EHPOO4ISUHNO6CA4" in output
    assert "billed on" not in output


def test_bars_share_one_scale_and_the_longest_is_the_most_that_is_owed() -> None:
    drawn = {bar.label: bar.width for bar in bars(AGING)}
    assert drawn == {"0-30, payer": 95, "0-30, patient": 0, "over 120, payer": 0, "over 120, patient": 380}
