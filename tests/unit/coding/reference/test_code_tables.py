"""Codes are judged by the day: new ones, retired ones, headings, odd ones, and what is no code at all."""

from __future__ import annotations

import lzma
import time
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.coding.reference import hcpcs, icd10
from services.coding.reference.hcpcs import Hcpcs
from services.coding.reference.icd10 import Icd10
from shared.codesets.build import build
from shared.codesets.shapes import is_cpt, is_level_ii
from shared.codesets.table import ALWAYS, OPEN, CodeTable, Row, write

TODAY = date(2026, 11, 2)
NEW_YEAR = date(2026, 10, 1)
EVE = date(2026, 9, 30)


@pytest.fixture(scope="module")
def table() -> Icd10:
    return Icd10.load()


@pytest.mark.parametrize("code", ["E11.9", "E119", " e11.9 ", "QA00101", "QA001.01", "S83.511A"])
def test_codes_are_found_with_or_without_a_dot_and_with_a_letter_in_second_place(table: Icd10, code: str) -> None:
    status = table.status(code, TODAY)
    assert (status.known, status.valid, status.billable, status.reason, status.valid_to) == (True, True, True, "", None)


@pytest.mark.parametrize("code", ["M7221", "I4200", "D6911", "QA171"])
def test_codes_of_the_new_year_begin_on_the_first_of_october(table: Icd10, code: str) -> None:
    assert table.status(code, NEW_YEAR).billable
    before = table.status(code, EVE)
    assert (before.known, before.valid, before.billable, before.reason, before.valid_from) == (True, False, False, "not_yet_valid", NEW_YEAR)


@pytest.mark.parametrize("code", ["S23420A", "T528X1A"])
def test_retired_codes_end_with_their_last_day(table: Icd10, code: str) -> None:
    assert table.status(code, EVE).billable
    after = table.status(code, NEW_YEAR)
    assert (after.known, after.valid, after.billable, after.reason, after.valid_to) == (True, False, False, "retired", EVE)


def test_a_code_that_was_split_is_a_heading_from_then_on(table: Icd10) -> None:
    assert table.status("M722", EVE).billable
    after = table.status("M722", NEW_YEAR)
    assert (after.valid, after.billable, after.reason, after.valid_from) == (True, False, "heading", NEW_YEAR)


@pytest.mark.parametrize("code", ["E11", "M25.56", "S83.511", "A00"])
def test_headings_are_valid_and_not_billable(table: Icd10, code: str) -> None:
    status = table.status(code, TODAY)
    assert (status.known, status.valid, status.billable, status.reason) == (True, True, False, "heading")


@pytest.mark.parametrize("code", ["", "E", "E1", "ZZZ", "99213", "Ñ12", "E119X", "E11999999999", "*", "E11\n9"])
def test_what_is_no_code_is_unknown_and_never_raises(table: Icd10, code: str) -> None:
    status = table.status(code, TODAY)
    assert (status.known, status.valid, status.billable, status.reason) == (False, False, False, "unknown")


def test_a_heading_of_codes_to_come_is_not_valid_yet(table: Icd10) -> None:
    status = table.status("M67A", EVE)
    assert (status.known, status.valid, status.reason, status.valid_from) == (True, False, "not_yet_valid", NEW_YEAR)


def test_nothing_is_valid_before_the_code_set_was(table: Icd10) -> None:
    assert table.status("E119", date(2015, 9, 30)).reason == "not_yet_valid"
    assert table.status("E119", date(2015, 10, 1)).billable


def test_a_change_of_attributes_does_not_end_a_code(table: Icd10) -> None:
    early, late = table.status("A1814", date(2024, 9, 30)), table.status("A1814", date(2024, 10, 1))
    assert (early.valid_from, early.valid_to) == (late.valid_from, late.valid_to) == (date(2015, 10, 1), None)
    assert (early.sex, late.sex, late.age_group) == ("M", None, "adult")


@pytest.mark.parametrize(
    ("code", "unacceptable", "external", "manifestation"),
    [("Z1211", True, False, False), ("V0001XA", True, True, False), ("E119", False, False, False), ("F0280", True, False, True)],
)
def test_what_may_not_be_the_principal_diagnosis_is_marked(table: Icd10, code: str, unacceptable: bool, external: bool, manifestation: bool) -> None:
    status = table.status(code, TODAY)
    assert (status.unacceptable_principal, status.external_cause, status.manifestation) == (unacceptable, external, manifestation)


@pytest.mark.parametrize(("on", "count"), [(date(2024, 10, 1), 74260), (date(2025, 10, 1), 74719), (NEW_YEAR, 74879)])
def test_each_year_has_as_many_codes_as_were_published(on: date, count: int) -> None:
    everything = CodeTable.load(icd10.TABLE)
    assert sum(row.covers(on) for row in everything._from("")) == count


def test_the_tables_are_small_and_load_fast() -> None:
    assert icd10.TABLE.stat().st_size + hcpcs.TABLE.stat().st_size < 1_500_000
    begun = time.perf_counter()
    Icd10.load()
    assert time.perf_counter() - begun < 0.3
    tracemalloc.start()
    kept = Icd10.load()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kept.version.startswith("FY2016-FY2027 ")
    assert peak < 25_000_000


def test_level_ii_codes_are_listed_and_dental_codes_are_not() -> None:
    table = Hcpcs.load()
    assert all(table.valid(code, TODAY) for code in ("G0439", "G0463", "J1010", "J3301", "A4550", "L1830"))
    assert not any(table.valid(code, TODAY) for code in ("D0120", "99213", "J1", "V9999", ""))


def test_procedure_codes_are_told_apart_by_shape() -> None:
    assert [is_cpt(code) for code in ("99213", "0001U", "0042T", "2000F", "J3301", "9921")] == [True, True, True, True, False, False]
    assert [is_level_ii(code) for code in ("J3301", "D0120", "99213", "G0439")] == [True, False, False, True]


def test_a_built_table_reads_back_and_is_the_same_twice(tmp_path: Path) -> None:
    source = tmp_path / "codes.csv.xz"
    lines = ["code,start,end,mce_attributes", "A01,20200101,20201231,female|qadm", "A01,20210101,,female", "A02,20200101,20200630,", "A02,20210101,,"]
    source.write_bytes(lzma.compress("\n".join(lines).encode()))
    first = build("icd10cm", source, "test", tmp_path / "first")
    second = build("icd10cm", source, "test", tmp_path / "second")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    assert first.version == second.version
    assert first.rows("A01") == [Row("A01", date(2020, 1, 1), OPEN, frozenset({"female"}))]
    gap = Icd10(first).status("A02", date(2020, 9, 1))
    assert (gap.reason, gap.valid_to) == ("retired", date(2020, 6, 30))
    assert Icd10(first).status("A02", date(2021, 1, 1)).valid_from == date(2021, 1, 1)


def test_a_source_without_dates_is_valid_always_and_keeps_level_ii_only(tmp_path: Path) -> None:
    source = tmp_path / "codes.csv"
    source.write_text("code\nJ1010\nD0120\n99213\n", encoding="utf-8")
    table = build("hcpcs", source, "test", tmp_path / "table")
    assert [row.code for row in table._from("")] == ["J1010"]
    assert (table.rows("J1010")[0].first, table.rows("J1010")[0].last) == (ALWAYS, OPEN)


@pytest.mark.parametrize("body", [b"", b"no table", lzma.compress(b"no table"), lzma.compress(b"{}\n")])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "broken").write_bytes(body)
    with pytest.raises(ValueError, match=r"."):
        CodeTable.load(tmp_path / "broken")


def test_every_row_of_a_table_is_found_by_its_code(tmp_path: Path) -> None:
    rows = [Row(f"{letter}{number:03d}", NEW_YEAR + timedelta(days=number), OPEN) for letter in "ABC" for number in range(80)]
    write(tmp_path / "table", "test", "test", rows)
    table = CodeTable.load(tmp_path / "table")
    assert all(table.rows(row.code) == [row] for row in rows)
    assert [row.code for row in table.below("B00")] == [f"B00{number}" for number in range(10)]
