"""Every fault of a site file is found in one reading, with the line on which to mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shared.site import Problem, SiteError, load_site
from shared.x12.numbers import is_npi

RIVERBEND = Path(__file__).parents[3] / "deploy" / "site"
FILES = ("site.yaml", "contracts.csv", "charge_master.csv", "codes.csv", "snomed_map.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(RIVERBEND / name, tmp_path / name)
    return tmp_path


def edit(path: Path, old: str, new: str, nth: int = 1) -> int:
    """Replace the nth occurrence; the 1-based line on which it stands."""
    text = path.read_text(encoding="utf-8")
    at = -1
    for _ in range(nth):
        at = text.index(old, at + 1)
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text[:at].count("\n") + 1


def append(path: Path, row: str) -> int:
    text = path.read_text(encoding="utf-8") + row + "\n"
    path.write_text(text, encoding="utf-8")
    return text.count("\n")


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(SiteError) as caught:
        load_site(folder / "site.yaml")
    return caught.value.problems


def test_the_example_site_loads(folder: Path) -> None:
    site = load_site(folder / "site.yaml")
    assert (site.site, site.usage, site.zone.key) == ("riverbend", "T", "America/New_York")
    assert site.organisation.address.postal_code == "455011234"
    assert site.organisation.tax_id == "841234567"


@pytest.mark.parametrize(
    ("old", "new", "nth", "place", "words"),
    [
        ("npi: 1003000126", "npi: 1003000127", 1, "providers[0].npi", "check digit"),
        ("npi: 1245319599", "npi: 12453", 1, "organisation.billing.professional.npi", "ten digits"),
        ("taxonomy: 207Q00000X", "taxonomy: 207Q", 1, "organisation.billing.professional.taxonomy", "ten characters"),
        ("tax_id: 84-1234567", "tax_id: 84123", 1, "organisation.tax_id", "nine digits"),
        ("postal_code: 45501-1234", "postal_code: 45501", 2, "facilities[0].address.postal_code", "nine digits"),
        ("line: 100 Riverbend Way", "line: P.O. Box 7", 1, "organisation.address.line", "street address"),
        ("name: Riverbend Health", "name: River*bend", 1, "organisation.name", "X12"),
        ("America/New_York", "America/Riverbend", 1, "time_zone", "not a time zone"),
        ("time_zone: America/New_York", "time_zone: ../etc", 1, "time_zone", "not a time zone"),
        ("production: false", "production: perhaps", 1, "production", "true or false"),
        ("filing_days: 90", "filing_days: ninety", 1, "payers[1].terms[0].filing_days", "whole number"),
        ("filing_days: 90", "filing_days: 0", 1, "payers[1].terms[0].filing_days", "more than 0"),
        ("valid_from: 2026-01-01", "valid_from: 1.1.2026", 2, "payers[1].terms[0].valid_from", "not a date"),
        ("aliases: [Northwind, NWHP]", "aliases: Northwind", 1, "payers[0].aliases", "a list"),
        ("claim_filing: CI", "claim_fillings: CI", 2, "payers[1].claim_fillings", "not a key"),
        ("bill_type: 013", "bill_type: 13", 1, "facilities[1].bill_type", "three digits"),
        ("bill_type: 013", "bill_type: 011", 1, "facilities[1].bill_type", "inpatient_bill_type"),
        ("inpatient_bill_type: 011", "inpatient_bill_type: 013", 1, "facilities[1].inpatient_bill_type", "is 011"),
        ("place_of_service: 11", "place_of_service: 1", 1, "facilities[0].place_of_service", "two digits"),
        ("id: hospital", "id: clinic", 1, "facilities[1].id", "stands here again"),
        ("npi: 1003000142", "npi: 1003000126", 1, "providers[2].npi", "stands here again"),
        ("payer_id: CASC2", "payer_id: NWHP1", 1, "payers[1].payer_id", "stands here again"),
        ("aliases: [Cascade, ", "aliases: [nwhp, ", 1, "payers[1].aliases[0]", "already means payers[0]"),
        ("contracts: contracts.csv", "contracts: no.csv", 1, "tables.contracts", "cannot read no.csv"),
        ("contracts: contracts.csv", "contracts: /etc/passwd", 1, "tables.contracts", "relative path"),
        ("http://127.0.0.1:8190/x12/eligibility", "localhost", 1, "clearinghouse.eligibility_url", "http://"),
    ],
)
def test_a_fault_in_the_yaml_file_is_named_with_its_line_and_place(folder: Path, old: str, new: str, nth: int, place: str, words: str) -> None:
    line = edit(folder / "site.yaml", old, new, nth)
    found = [problem for problem in problems(folder) if problem.place == place]
    assert [(problem.file, problem.line) for problem in found] == [("site.yaml", line)]
    assert words in found[0].message


def test_a_missing_key_is_named_on_the_line_of_what_should_hold_it(folder: Path) -> None:
    edit(folder / "site.yaml", "    claim_filing: MB\n", "")
    line = (folder / "site.yaml").read_text().split("payer_id: FEDS3")[0].count("\n") + 1
    assert Problem("site.yaml", line, "payers[2].claim_filing", "is missing") in problems(folder)


@pytest.mark.parametrize(
    ("file", "row", "place", "words"),
    [
        ("contracts.csv", "NOBODY,,any,99213,,fee,1.00,2026-01-01,", "payer_id", "not a payer"),
        ("contracts.csv", "CASC2,,any,99213,,fee,2.00,2026-06-01,", "valid_from", "overlaps the row on line"),
        ("contracts.csv", "CASC2,,any,99215,,fee,2.00,2026-06-01,2026-05-31", "valid_to", "is before"),
        ("contracts.csv", "CASC2,,any,99215,,fee,2.00001,2026-06-01,", "amount", "at most 4"),
        ("contracts.csv", "CASC2,,any,99215,,fee,,2026-06-01,", "amount", "is missing"),
        ("contracts.csv", "CASC2,,any,99215,,case_rate,2.001,2026-06-01,", "amount", "at most 2"),
        ("contracts.csv", "CASC2,,any,99215,,packaged,2.00,2026-06-01,", "amount", "should be empty"),
        ("contracts.csv", "CASC2,,any,,,fee,2.00,2026-06-01,", "code", "is empty"),
        ("contracts.csv", "CASC2,,any,99215,,guess,2.00,2026-06-01,", "basis", "should be"),
        ("contracts.csv", "CASC2,,any,99215,51,fee,2.00,2026-06-01,", "revenue_code", "four digits"),
        ("contracts.csv", "CASC2,,any,99215,,fee,2.00,2026-06-01", "", "has 8 cells, the header has 9"),
        ("charge_master.csv", "99213,0510,1,Again,2026-02-01,", "valid_from", "overlaps"),
        ("charge_master.csv", ",,1.00,Nothing,2026-02-01,", "code", "is empty"),
        ("charge_master.csv", "99215,0510,1e3,Float,2026-02-01,", "charge", "not an amount"),
        ("charge_master.csv", "99215,0510,-1.00,Negative,2026-02-01,", "charge", "not an amount"),
        ("charge_master.csv", "99215,0510,,Free,2026-02-01,", "charge", "is missing"),
        ("codes.csv", "A1234,cpt,,2026-01-01,", "kind", "does not fit"),
        ("codes.csv", "D1234,hcpcs,,2026-01-01,", "code", "five characters"),
        ("codes.csv", "99215,cpt,25;X,2026-01-01,", "modifiers", "two characters"),
        ("codes.csv", "99213,cpt,,2026-03-01,", "valid_from", "overlaps"),
        ("snomed_map.csv", "local,X,loinc,1,2026-01-01,", "target_system", "should be"),
    ],
)
def test_a_fault_in_a_table_is_named_with_its_line_and_column(folder: Path, file: str, row: str, place: str, words: str) -> None:
    line = append(folder / file, row)
    found = problems(folder)
    assert [(problem.file, problem.line, problem.place) for problem in found] == [(file, line, place)]
    assert words in found[0].message


def test_a_table_without_a_column_is_told_which_one(folder: Path) -> None:
    edit(folder / "codes.csv", "code,kind", "code,sort")
    assert problems(folder) == (
        Problem("codes.csv", 1, "kind", "is a column that is missing"),
        Problem("codes.csv", 1, "sort", "is not a column of this table"),
    )


def test_a_quoted_cell_over_two_lines_does_not_shift_the_line_numbers(folder: Path) -> None:
    append(folder / "charge_master.csv", '99215,0510,1.00,"two\nlines",2026-02-01,')
    line = append(folder / "charge_master.csv", "99216,0510,x,Wrong,2026-02-01,")
    assert [problem.line for problem in problems(folder)] == [line]


def test_every_fault_of_every_file_is_listed_at_once(folder: Path) -> None:
    edit(folder / "site.yaml", "npi: 1003000126", "npi: 1003000127")
    edit(folder / "site.yaml", "production: false", "production: perhaps")
    append(folder / "contracts.csv", "NOBODY,,any,99213,,fee,1.00,2026-01-01,")
    append(folder / "codes.csv", "A1234,cpt,,2026-01-01,")
    assert [problem.file for problem in problems(folder)] == ["codes.csv", "contracts.csv", "site.yaml", "site.yaml"]


def test_a_faulty_payer_in_the_yaml_file_is_not_blamed_on_the_tables(folder: Path) -> None:
    edit(folder / "site.yaml", "claim_filing: MB", "claim_filing: Medicare")
    assert [problem.file for problem in problems(folder)] == ["site.yaml"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [("a: [1\nb: 2\n", 2, "not readable YAML"), ("", 1, "is empty"), ("- a\n", 1, "group of keys"), ("a: &x [*x]\n", 1, "contains itself")],
)
def test_a_file_that_is_no_site_at_all_is_said_to_be_so(tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "site.yaml").write_text(text)
    assert any(problem.line == line and words in problem.message for problem in problems(tmp_path))


def test_a_key_written_twice_is_a_fault_on_its_second_line(tmp_path: Path, folder: Path) -> None:
    edit(folder / "site.yaml", "production: false", "site: other")
    assert problems(folder) == (Problem("site.yaml", 5, "site", "stands here again, first on line 3"),)


def test_a_missing_file_and_a_file_in_another_encoding_are_problems_too(folder: Path) -> None:
    (folder / "codes.csv").write_bytes(b"code,kind,modifiers,valid_from,valid_to\n\xff\n")
    assert problems(folder) == (Problem("codes.csv", 2, "", "is not UTF-8 text"),)
    (folder / "site.yaml").unlink()
    assert "cannot read site.yaml" in problems(folder)[0].message


def test_the_version_changes_with_any_byte_of_any_file(folder: Path) -> None:
    before = load_site(folder / "site.yaml").version
    assert load_site(folder / "site.yaml").version == before
    append(folder / "charge_master.csv", "99215,0510,1.00,More,2026-02-01,")
    assert load_site(folder / "site.yaml").version != before


def test_a_problem_prints_as_editors_expect() -> None:
    assert str(Problem("site.yaml", 12, "payers[2].payer_id", "is missing")) == "site.yaml:12: payers[2].payer_id: is missing"


@pytest.mark.parametrize(
    ("npi", "valid"), [("1234567893", True), ("1245319599", True), ("1003000126", True), ("1234567890", False), ("3003000126", False), ("", False)]
)
def test_the_check_digit_of_an_npi_is_luhn_over_80840(npi: str, valid: bool) -> None:
    assert is_npi(npi) is valid
