"""What a person may say of a claim of an earlier system: complete, in balance, of days that have come, and not known here."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from services.billing.adjudication.ledger.bodies import OpenClaims
from services.billing.adjudication.ledger.opened import encounter_of, opening_events
from shared.contracts.ids import Names
from shared.http.problems import Problem

NAMES = Names("riverbend", b"0123456789abcdef")
TODAY = date(2026, 9, 20)
REASONS = [{"group": "CO", "carc": "45", "amount": "162.00"}, {"group": "PR", "carc": "2", "amount": "24.80"}]
DECISION = {"remitted_on": "2026-09-01", "lines": [{"line_number": 1, "paid": "233.20", "adjustments": REASONS}]}
CLAIM = {
    "claim_id": "S5B",
    "payer_id": "NWHP1",
    "service_from": "2026-08-10",
    "lines": [{"code": "99205", "charge": "420.00"}],
    "decisions": [DECISION],
}


def body(*claims: dict[str, Any], **changes: Any) -> OpenClaims:
    told = {"claims": claims or (CLAIM,), "actor": {"id": "biller-7"}, "reason": "change of systems"}
    return OpenClaims.model_validate({**told, **changes})


def faults(given: OpenClaims, known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    with pytest.raises(Problem) as problem:
        opening_events(given, NAMES, TODAY, known, {"NWHP1"})
    return [(one["place"], one["reason"]) for one in problem.value.problems]


def test_a_claim_is_complete_with_what_follows_from_it() -> None:
    [event] = opening_events(body(), NAMES, TODAY, (), {"NWHP1"})
    assert (event.total, event.service_to, event.opened_on) == (event.lines[0].charge, date(2026, 8, 10), TODAY)
    [decision] = event.decisions
    assert (decision.payment.charge, decision.payment.paid, decision.payment.lines[0].code) == (Decimal("420.00"), Decimal("233.20"), "99205")
    assert event.encounter_id == encounter_of("S5B", NAMES)


def test_a_decision_that_does_not_add_up_names_place_and_difference() -> None:
    wrong = {**DECISION, "lines": [{**DECISION["lines"][0], "paid": "233.10"}]}  # type: ignore[index]
    said = "charge less paid less adjustments is 0.10 and must be 0.00"
    assert faults(body({**CLAIM, "decisions": [wrong]})) == [("claims[0].decisions[0].lines[0]", said), ("claims[0].decisions[0]", said)]


def test_a_decision_without_lines_must_add_up_as_a_whole() -> None:
    whole = {"remitted_on": "2026-09-01", "paid": "400.00", "adjustments": [{"group": "CO", "carc": "45", "amount": "20.00"}]}
    assert len(opening_events(body({**CLAIM, "decisions": [whole]}), NAMES, TODAY, (), set())) == 1
    assert faults(body({**CLAIM, "decisions": [{**whole, "paid": "400.01"}]}))[0][0] == "claims[0].decisions[0]"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"payer_id": "NOBODY"}, "claims[0].payer_id"),
        ({"service_to": "2026-08-09"}, "claims[0].service_to"),
        ({"service_from": "2026-09-21", "decisions": []}, "claims[0].service_from"),
        ({"lines": [{"line_number": 2, "charge": "400.00"}, {"charge": "20.00"}], "decisions": []}, "claims[0].lines"),
        ({"decisions": [{**DECISION, "lines": [{"line_number": 2, "paid": "420.00"}]}]}, "claims[0].decisions[0].lines"),
    ],
)
def test_what_cannot_be_is_named_by_its_place(change: dict[str, Any], place: str) -> None:
    assert [where for where, _ in faults(body({**CLAIM, **change}))] == [place]


def test_a_claim_that_is_known_or_named_twice_is_refused_and_with_it_all_the_others() -> None:
    assert [place for place, _ in faults(body(CLAIM, {**CLAIM, "claim_id": "OTHER"}), known=("S5B",))] == ["claims[0].claim_id"]
    assert [place for place, _ in faults(body(CLAIM, CLAIM))] == ["claims[0].claim_id", "claims[1].claim_id"]


@pytest.mark.parametrize("change", [{"claim_id": "S 5B"}, {"claim_id": "X" * 21}, {"lines": []}, {"patient_paid": "-1.00"}, {"colour": "red"}])
def test_what_no_claim_has_is_refused_before_anything_else(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        body({**CLAIM, **change})
