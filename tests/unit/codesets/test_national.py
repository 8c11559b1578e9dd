"""Codes by the day, from what is shipped and from a site's own lists."""

import re
import time
import timeit
from datetime import date
from pathlib import Path

import pytest

from shared.codesets.lists import read_list
from shared.codesets.national import SHIPPED, CodeTables, national
from shared.codesets.table import CodeTable

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("code_set", "code", "before", "first", "last", "after"),
    [
        ("icd10cm", "E119", date(2015, 9, 30), date(2015, 10, 1), TODAY, None),
        ("icd10cm", "M7221", date(2026, 9, 30), date(2026, 10, 1), TODAY, None),
        ("icd10cm", "T528X1A", date(2015, 9, 30), date(2015, 10, 1), date(2026, 9, 30), date(2026, 10, 1)),
        ("icd9cm", "25000", None, date(1995, 1, 1), date(2015, 9, 30), date(2015, 10, 1)),
        ("icd9pcs", "3601", None, date(1995, 1, 1), date(2015, 9, 30), date(2015, 10, 1)),
        ("pos", "10", date(2021, 12, 31), date(2022, 1, 1), TODAY, None),
        ("carc", "B5", None, date(2000, 1, 1), date(2016, 4, 30), date(2016, 5, 1)),
        ("hcpcs", "J9998", None, date(2020, 1, 1), date(2026, 3, 31), date(2026, 4, 1)),
    ],
)
def test_a_code_is_valid_from_its_first_day_to_its_last(
    code_set: str, code: str, before: date | None, first: date, last: date, after: date | None
) -> None:
    knows = national().knows
    assert knows(code_set, code) is True
    assert knows(code_set, code, first) is knows(code_set, code, last) is True
    assert all(knows(code_set, code, day) is False for day in (before, after) if day is not None)


@pytest.mark.parametrize(
    ("code_set", "known", "unknown"),
    [
        ("icd10cm", ("I10", "QA00101"), ("E11", "E11.9", "e119", "I109", "")),
        ("icd10pcs", ("027034Z",), ("027034O", "027034", "E119")),
        ("icd9cm", ("4019", "V5811", "E8788"), ("A1", "12", "401.9")),
        ("hcpcs", ("J1885", "G0439"), ("J188", "R9999", "99A99", "")),
        ("modifier", ("RT", "JZ", "RH", "XU"), ("XY", "9Z", "R", "")),
        ("revenue", ("0120", "0636", "120"), ("0198", "9999", "12")),
        ("tob", ("111", "0137", "11", "32A"), ("991", "11T", "1", "")),
        ("place", ("11", "13", "81"), ("98", "1")),
        ("pos", ("11", "99"), ("13A", "98")),
        ("value", ("80", "A1", "FC"), ("99", "ZZ1")),
        ("condition", ("C1", "DR"), ("QQ", "00")),
        ("occurrence", ("11", "A3"), ("74", "99")),
        ("span", ("74", "M1"), ("11", "99")),
        ("carc", ("45", "P12", "A1"), ("945", "045", "PR1")),
        ("rarc", ("MA01", "N381", "N905", "M15"), ("N9999", "MA1", "381")),
        ("plb", ("WO", "FB", "72"), ("XX", "")),
        ("status-category", ("A7", "F3F", "R17"), ("A9", "Z1")),
        ("status-code", ("0", "20", "562"), ("965", "-1")),
        ("entity", ("IL", "85"), ("0Z",)),
        ("service-type", ("30", "98", "UC"), ("ZZ", "00")),
        ("patient-status", ("01", "30", "1"), ("99", "77", "")),
        ("admission-source", ("1", "D"), ("Z",)),
        ("admission-type", ("1", "9"), ("7",)),
        ("state", ("OH", "PR", "ON"), ("ZZ", "oh")),
        ("country", ("US", "MX"), ("XX",)),
        ("currency", ("USD", "CAD"), ("US",)),
        ("frequency", ("1", "7", "G"), ("T", "")),
    ],
)
def test_each_set_knows_its_codes_and_no_others(code_set: str, known: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    knows = national().knows
    assert [code for code in known if knows(code_set, code) is not True] == []
    assert [code for code in unknown if knows(code_set, code) is not False] == []


@pytest.mark.parametrize(
    ("code_set", "code"),
    [
        ("hcpcs", "99213"),
        ("hcpcs", "0001U"),
        ("hcpcs", "D0120"),
        ("modifier", "25"),
        ("modifier", "P3"),
        ("taxonomy", "207Q00000X"),
        ("taxonomy", "203BF0100Y"),
        ("drg", "247"),
        ("drg", "1744"),
        ("ndc", "00409379501"),
        ("hipps", "RUC10"),
        ("treatment", "A01"),
        ("cdt", "D0120"),
        ("country", "CAN"),
        ("nothing", "1"),
    ],
)
def test_nothing_is_said_about_codes_whose_list_is_not_here(code_set: str, code: str) -> None:
    assert national().knows(code_set, code) is national().knows(code_set, code, TODAY) is None


@pytest.mark.parametrize("code", ["207Q00000Z", "999Q00000X", "207Q0000X", "207QA040X", "2420A", ""])
def test_a_taxonomy_code_has_its_shape_and_a_known_classification(code: str) -> None:
    assert national().knows("taxonomy", code) is False


def test_a_sites_lists_are_asked_instead_of_ours_and_the_later_folder_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir(), second.mkdir()
    (first / "cpt.csv").write_text("Code,Start,End\n99213,,\n99301,,20060101\n", encoding="utf-8")
    (first / "carc.txt").write_text("45", encoding="utf-8")
    (second / "carc.txt").write_text("45 945", encoding="utf-8")
    (second / "taxonomy.csv").write_text("Code,Grouping\n207Q00000X,Group\n", encoding="utf-8-sig")
    knows = CodeTables(first, second).knows
    assert (knows("hcpcs", "99213"), knows("hcpcs", "99999"), knows("hcpcs", "99301", TODAY)) == (True, False, False)
    assert (knows("carc", "45"), knows("carc", "945"), knows("carc", "1")) == (True, True, False)
    assert (knows("taxonomy", "207Q00000X"), knows("taxonomy", "208D00000X")) == (True, False)
    assert knows("pos", "11") is True


def test_a_sites_list_of_level_ii_is_taken_at_its_word(tmp_path: Path) -> None:
    (tmp_path / "hcpcs.csv").write_text("code,start,end\nJ1885,20000101,\nJ9998,20000101,20101231\n", encoding="utf-8")
    knows = CodeTables(tmp_path).knows
    assert (knows("hcpcs", "J1885", TODAY), knows("hcpcs", "J9998", date(2010, 12, 31)), knows("hcpcs", "J9997")) == (True, True, False)


@pytest.mark.parametrize("text", ["number\n1\n", "code,start\n99213,yesterday\n", 'code\n" "\n'])
def test_a_sites_list_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "cpt.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        CodeTables(tmp_path).knows("cpt", "99213")


def test_what_is_shipped_is_small_quick_and_holds_no_licensed_number() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 1_500_000
    begun = time.perf_counter()
    tables = CodeTables()
    for path in SHIPPED.iterdir():
        tables.knows(path.name.partition(".")[0], "A00")
    assert time.perf_counter() - begun < 0.3
    everything = {path: set(read_list(path.read_text(encoding="utf-8"))) for path in SHIPPED.glob("*.txt")}
    everything[SHIPPED / "hcpcs.tab.xz"] = {row.code for row in CodeTable.load(SHIPPED / "hcpcs.tab.xz")}
    licensed = re.compile(r"\d{4}[0-9AFMTU]|D\d{4}")
    assert [code for codes in everything.values() for code in codes if licensed.fullmatch(code)] == []
    assert not {code for code in everything[SHIPPED / "modifier.txt"] if re.fullmatch(r"\d\d|P[1-6]", code)}


def test_text_lists_hold_numbers_and_no_descriptions() -> None:
    for path in SHIPPED.glob("*.txt"):
        assert max(map(len, read_list(path.read_text(encoding="utf-8")))) <= 5, path.name


@pytest.mark.parametrize(("name", "least"), [("icd10cm", 80_000), ("icd10pcs", 80_000), ("hcpcs", 7_000)])
def test_tables_are_whole(name: str, least: int) -> None:
    assert len(CodeTable.load(SHIPPED / f"{name}.tab.xz")) >= least


@pytest.mark.parametrize(("on", "count"), [(date(2025, 10, 1), 79_115), (date(2026, 4, 1), 79_193), (date(2026, 10, 1), 79_256)])
def test_each_year_has_as_many_procedures_as_were_published(on: date, count: int) -> None:
    assert sum(row.covers(on) for row in CodeTable.load(SHIPPED / "icd10pcs.tab.xz")) == count


def test_asking_again_costs_less_than_a_microsecond() -> None:
    spans = national().spans
    spans("icd10cm", "E119")
    assert min(timeit.repeat(lambda: spans("icd10cm", "E119"), number=10_000, repeat=7)) / 10_000 < 1e-6
