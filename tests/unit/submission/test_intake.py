from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from services.billing.submission import intake
from services.billing.submission.model.policy import Policy
from services.billing.submission.office import Office
from shared.contracts.submission import ClaimAcknowledged, InterchangeAcknowledged
from shared.stage.stage import Reject
from shared.x12.content import begins_like_x12
from shared.x12.envelope import InterchangeHeader
from shared.x12.rows import Row
from shared.x12.write import Writer
from tests.unit.submission.given import NAMES, SITE

OFFICE = Office(SITE, NAMES, Policy(), None, None, "", "")
FILE = OFFICE.interchange_id("000000007")
REFUSED: list[Row] = [
    ("AK1", "HC", "7", "005010X222A1"),
    ("AK2", "837", "0001", "005010X222A1"),
    ("IK3", "CLM", "31", "2300", "8"),
    ("CTX", ("CLM01", "CLAIM9")),
    ("IK4", ("5", "3"), "1325", "7", "X"),
    ("IK5", "R", "5"),
    ("AK9", "R", "1", "1", "0"),
]
TAKEN: list[Row] = [
    ("AK1", "HC", "7", "005010X222A1"),
    ("AK2", "837", "0001", "005010X222A1"),
    ("IK5", "A"),
    ("AK9", "A", "1", "1", "1"),
]


def status(*claims: list[Row], file: str = "A1:19") -> list[Row]:
    rows: list[Row] = [
        ("BHT", "0085", "08", "1", date(2026, 11, 3), time(9), "TH"),
        ("HL", "1", None, "20", "1"), ("NM1", "PR", "2", "Payer", None, None, None, None, "PI", "NWHP1"), ("TRN", "1", "X1"),
        ("HL", "2", "1", "21", "1"), ("NM1", "41", "2", "Us", None, None, None, None, "46", "RIVERBEND1"), ("TRN", "2", FILE),
        ("STC", tuple(file.split(":")), date(2026, 11, 3), "WQ", "190"),
    ]  # fmt: skip
    return [*rows, *(row for claim in claims for row in claim)]


def claim(number: str, code: str, *more: Row) -> list[Row]:
    return [
        ("HL", "4", "3", "PT"), ("NM1", "QC", "1", "Testmann", "Ada"), ("TRN", "2", number),
        ("STC", tuple(code.split(":")), date(2026, 11, 3), "WQ", "190"), *more,
    ]  # fmt: skip


def file(*sets: tuple[str, str, str, list[Row]], ta1: Row | None = None) -> bytes:
    writer = Writer(InterchangeHeader("CLEARPATH1", "RIVERBEND1", date(2026, 11, 3), time(9), "000000900"))
    if ta1:
        writer.acknowledge(*ta1)
    for number, (functional_id, set_id, version, rows) in enumerate(sets, 1):
        writer.group(functional_id, version, number).transaction(set_id, number, version).add(rows)
    return writer.finish()


def functional(rows: list[Row]) -> tuple[str, str, str, list[Row]]:
    return "FA", "999", "005010X231A1", rows


def statuses(rows: list[Row]) -> tuple[str, str, str, list[Row]]:
    return "HN", "277", "005010X214", rows


def read(body: bytes) -> list[Any]:
    return intake.acknowledgements(body, "ANSWER.x12", OFFICE)


def test_a_999_that_accepts_names_our_file() -> None:
    (event,) = read(file(functional(TAKEN)))
    assert isinstance(event, InterchangeAcknowledged)
    assert (event.interchange_id, event.control_number, event.source, event.accepted) == (FILE, "7", "999", True)
    assert (event.document.kind, event.document.name) == ("999", "ANSWER.x12")


def test_a_999_that_refuses_says_where_and_blames_the_claim_it_names() -> None:
    (event,) = read(file(functional(REFUSED)))
    assert (event.accepted, event.blamed, event.errors) == (False, ("CLAIM9",), ("CLM05-3 (segment 31): 7", "set 0001: 5"))


def test_a_999_about_somebody_elses_group_is_not_ours() -> None:
    assert read(file(functional([("AK1", "HS", "7", "005010X279A1"), ("AK9", "A", "1", "1", "1")]))) == []


def test_a_ta1_names_our_file_by_its_interchange_number() -> None:
    (event,) = read(file(ta1=("000000007", "261102", "1004", "R", "023")))
    assert (event.interchange_id, event.source, event.accepted, event.errors) == (FILE, "TA1", False, ("TA105: 023",))


def test_a_277ca_speaks_of_each_claim() -> None:
    first, second = read(file(statuses(status(claim("C1", "A2:20", ("REF", "1K", "ICN1")), claim("C2", "A7:164:IL")))))
    assert isinstance(first, ClaimAcknowledged)
    assert (first.claim_id, first.reference, first.source, first.payer_claim_control_number) == ("C1", FILE, "277CA", "ICN1")
    assert first.effective_on == date(2026, 11, 3)
    assert [(each.category, each.status, each.entity) for each in second.statuses] == [("A7", "164", "IL")]
    assert "Testmann" not in first.model_dump_json()


def test_a_refused_line_refuses_its_claim() -> None:
    line: list[Row] = [("SVC", ("HC", "99213"), "150", "0"), ("STC", ("A7", "454"), None, "U"), ("REF", "FJ", "1")]
    (event,) = read(file(statuses(status(claim("C1", "A1:19", *line)))))
    assert [(each.category, each.status) for each in event.statuses] == [("A1", "19"), ("A7", "454")]


def test_a_277ca_that_refuses_the_file_and_names_no_claim_refuses_all_of_it() -> None:
    (event,) = read(file(statuses(status(file="A3:24"))))
    assert (event.interchange_id, event.source, event.accepted, event.errors) == (FILE, "277CA", False, ("A3:24",))


def test_a_file_may_mix_ours_with_what_is_not() -> None:
    other = "HP", "835", "", [("BPR", "H", "0", "C", "NON")]
    answer = "HN", "277", "005010X212", status()
    events = read(file(other, functional(TAKEN), answer, statuses(status(claim("C1", "A2:20")))))  # type: ignore[arg-type]
    assert [type(event).__name__ for event in events] == ["InterchangeAcknowledged", "ClaimAcknowledged"]


def test_a_claim_without_a_number_is_not_dropped() -> None:
    (event,) = read(file(statuses(status([row for row in claim("C1", "A7:164:IL") if row[0] != "TRN"]))))
    assert event.claim_id == intake.UNNAMED


def test_a_file_that_is_cut_off_is_set_aside() -> None:
    body = file(statuses(status(claim("C1", "A2:20"))))
    with pytest.raises(Reject, match="cut off"):
        read(body[: body.index(b"SE*")])


def test_what_is_no_interchange_is_not_looked_at() -> None:
    assert begins_like_x12(b"\xef\xbb\xbfISA*00*")
    assert not begins_like_x12(b"<html>")
    with pytest.raises(Reject, match="no X12"):
        read(b"ISA*00")
