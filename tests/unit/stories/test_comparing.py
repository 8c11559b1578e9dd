"""Comparing: what is named is compared to the cent, a wrong expectation fails, and the difference can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deploy.stories.compare import differences, report, skipped
from deploy.stories.format import Expect
from deploy.stories.patterns import fits
from tests.unit.stories.written import book, expecting, visit

ITEM = {"service": "coding", "kind": "modifier_25_missing", "claim": "S4", "place": "lines[0]", "amount": None, "says": "Add modifier 25."}
STOOD = {
    "claims": {"S4": {"state": "denied", "balances": {"charged": "420.00", "denied_open": "210.00"}, "accounts": {"DEN": "210.00"}}},
    "work": [ITEM],
}


def told(expected: dict[str, Any], observed: dict[str, Any], alone: bool = True) -> list[str]:
    return [str(each) for each in differences(Expect.model_validate(expected), observed, alone)]


def test_what_is_as_expected_is_silent() -> None:
    expected = {
        "claims": {"S4": {"state": "denied", "balances": {"charged": "420.00"}}},
        "work": [{"service": "coding", "kind": "modifier_25_missing", "claim": "S4"}],
    }
    assert told(expected, STOOD) == []


def test_a_cent_too_much_fails_and_says_where() -> None:
    assert told({"claims": {"S4": {"balances": {"denied_open": "210.01"}}}}, STOOD) == [
        "claims.S4.balances.denied_open: expected 210.01, found 210.00"
    ]


def test_amounts_are_compared_by_value() -> None:
    assert told({"claims": {"S4": {"balances": {"charged": "420.00"}}}}, {"claims": {"S4": {"balances": {"charged": "420"}}}}) == []


def test_what_is_not_there_at_all_fails() -> None:
    assert told({"claims": {"S5": {"state": "denied"}}}, STOOD) == ["claims.S5: expected {state: denied}, found nothing"]
    assert told({"claims": {"S4": {"frequency": "7"}}}, STOOD) == ["claims.S4.frequency: expected 7, found nothing"]


def test_an_empty_text_means_that_there_is_none() -> None:
    assert told({"claims": {"S4": {"icn": ""}}}, {"claims": {"S4": {"icn": ""}}}) == []
    assert told({"claims": {"S4": {"icn": ""}}}, {"claims": {"S4": {"icn": "X1"}}}) == ["claims.S4.icn: expected an empty text, found X1"]


def test_one_work_item_too_many_fails() -> None:
    found = told({"work": []}, STOOD)
    assert found == [
        "work[+]: expected no more, found {service: coding, kind: modifier_25_missing, claim: S4, place: lines[0], says: Add modifier 25.}"
    ]


def test_a_missing_work_item_fails_and_is_not_mistaken_for_another() -> None:
    found = told({"work": [{"service": "adjudication", "kind": "payer_underpaid", "claim": "S4"}]}, STOOD)
    assert found[0] == "work[0]: expected {service: adjudication, kind: payer_underpaid, claim: S4}, found nothing"
    assert found[1].startswith("work[+]: expected no more, found {service: coding, kind: modifier_25_missing")


def test_items_are_paired_whatever_their_order() -> None:
    first, second = {"line": 1, "carc": "97"}, {"line": 2, "carc": "45"}
    assert told({"denials": {"S4": [first, second]}}, {"denials": {"S4": [second, first]}}) == []
    assert told({"denials": {"S4": [first, {"line": 2, "carc": "50"}]}}, {"denials": {"S4": [second, first]}}) == [
        "denials.S4[1].carc: expected 50, found 45"
    ]


def test_a_statement_nobody_expected_fails() -> None:
    assert told({"statements": {"S4": []}}, {"statements": {"S4": [{"amount": "12.00"}]}}) == [
        "statements.S4[+]: expected no more, found {amount: 12.00}"
    ]


def test_words_of_a_sentence_are_looked_for_in_it() -> None:
    expected = {"work": [{"service": "coding", "kind": "modifier_25_missing", "says": "modifier 59"}]}
    assert told(expected, STOOD) == ["work[0].says: expected words with modifier 59, found Add modifier 25."]


SENT = {"outgoing": {"S4": [{"transaction": "837P", "payer": "M", "frequency": "7", "segments": ["CLM*4*420***11:B:7*Y", "REF*F8*ICN9"]}]}}


def test_segments_are_looked_for_and_neighbours_are_shown() -> None:
    assert told({"outgoing": {"S4": [{"has": ["CLM*4*420.00***?:B:7", "REF*F8*ICN9"], "lacks": ["REF*G1"]}]}}, SENT) == []
    assert told({"outgoing": {"S4": [{"has": ["REF*F8*ICN8"], "lacks": ["CLM"]}]}}, SENT) == [
        "outgoing.S4[0].has: expected REF*F8*ICN8, found REF*F8*ICN9",
        "outgoing.S4[0].lacks: expected no CLM, found CLM*4*420***11:B:7*Y",
    ]
    assert told({"outgoing": {"S4": [{"has": ["SVD"]}]}}, SENT) == ["outgoing.S4[0].has: expected SVD, found no SVD segment"]


def test_a_segment_that_may_stand_once_only_is_counted() -> None:
    twice = {"outgoing": {"S8": [{"segments": ["DTP*573*D8*20260422", "AMT*EAF*140", "DTP*573*D8*20260422"]}]}}
    assert told({"outgoing": {"S8": [{"once": ["AMT*EAF*140.00"]}]}}, twice) == []
    assert told({"outgoing": {"S8": [{"once": ["DTP*573", "REF*F8"]}]}}, twice) == [
        "outgoing.S8[0].once: expected REF*F8, found no REF segment",
        "outgoing.S8[0].once: expected DTP*573 once, found DTP*573*D8*20260422, DTP*573*D8*20260422",
    ]


def test_a_transaction_that_was_not_expected_fails() -> None:
    assert told({"outgoing": {"S4": []}}, SENT) == [
        "outgoing.S4[+]: expected no more, found a transaction {transaction: 837P, payer: M, frequency: 7}"
    ]


def test_the_whole_ledger_is_compared_only_alone() -> None:
    expected, observed = {"ledger": {"Cash": "77.50"}}, {"ledger": {"Cash": "77.50", "RC": "1.00"}}
    assert told(expected, observed) == ["ledger.RC: expected 0.00, found 1.00"]
    assert told(expected, observed, alone=False) == []
    assert skipped(Expect.model_validate(expected), alone=False) == ("ledger: the whole ledger is compared only while no other story has begun",)


def test_what_the_api_shows_is_compared_by_what_is_named() -> None:
    item = {"service": "denials", "get": "/v1/denials/X", "is": {"status": "open", "gross": "210.00", "nobody": None}}
    shown = {("denials", "/v1/denials/X"): {"status": "closed", "gross": "210.00", "more": "words"}}
    assert told({"shows": [item]}, {"shows": shown}) == ["denials /v1/denials/X.status: expected open, found closed"]
    assert told({"shows": [item]}, {"shows": {}})[0].startswith("denials /v1/denials/X: expected {status: open")


def test_an_event_that_never_came_counts_as_none() -> None:
    assert told({"events": {"denial-opened": 0}}, {"events": {"claim-submitted": 1}}) == []
    assert told({"events": {"denial-opened": 1}}, {"events": {}}) == ["events.denial-opened: expected 1, found 0"]


def test_the_board_is_compared_by_what_is_named() -> None:
    board = {"kpi": {"figures": {"voids": {"value": "1", "definition": "..."}}}}
    assert told({"kpi": {"figures": {"voids": {"value": "1"}}}}, board) == []
    assert told({"kpi": {"figures": {"voids": {"value": "2"}}}}, board) == ["kpi.figures.voids.value: expected 2, found 1"]


def test_a_report_names_file_step_day_and_line(tmp_path: Path) -> None:
    moment = book(tmp_path, visit("A", expecting("      claims: {A: {state: closed}}"))).timeline[1]
    found = differences(moment.step.action, {"claims": {"A": {"state": "denied"}}})
    assert report(moment, found).splitlines() == [
        "one.yaml, step 2 of 2026-03-03 (expect), line 15: 1 difference",
        "  claims.A.state  expected closed   found denied",
    ]


@pytest.mark.parametrize(
    ("pattern", "segment", "does"),
    [
        ("AMT*D*160.00", "AMT*D*160", True),
        ("AMT*D*160.00", "AMT*D*160.01", False),
        ("SVD*?*160*HC:99205**1", "SVD*PRIMA*160*HC:99205**1", True),
        ("SVD*?*160*HC:99205**2", "SVD*PRIMA*160*HC:99205**1", False),
        ("SV1*HC:99214", "SV1*HC:99214:25*210", False),
        ("CAS*PR*1*100**2*40", "CAS*PR*1*100**2*40", True),
        ("CAS*PR*2", "CAS*PR*1*100**2*40", False),
        ("REF*F8", "REF*F8*ICN9", True),
        ("REF*F8*X", "REF*F8", False),
        ("REF*6R*1", "REF*6R*01", False),
    ],
)
def test_a_pattern_is_the_beginning_of_a_segment(pattern: str, segment: str, does: bool) -> None:
    assert fits(pattern, segment) is does
