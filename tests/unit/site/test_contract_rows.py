"""A contract table with every column, and what is said of rows that contradict themselves."""

from pathlib import Path

import pytest

from shared.site import SiteError, load_site
from tests.unit.site.test_load import edit, folder

__all__ = ["folder"]
HEADER = "payer_id,claim_kind,drg,code,revenue_code,basis,amount,schedule,from_day,lesser_of,carve_out,further_percent,coinsurance,valid_from"
SOUND = """
CASC2,any,,99213,,fee,95.00,,,true,,50,,2026-01-01
CASC2,any,,99214,,percent_of_schedule,120,medicare,,,,,,2026-01-01
CASC2,institutional,470,,,case_rate,9000.00,,,,,,,2026-01-01
CASC2,institutional,,45385,,case_rate,4200.00,,,,,,10,2026-01-01
CASC2,institutional,,,0120,per_diem,2000.00,,,,,,,2026-01-01
CASC2,institutional,,,0120,per_diem,1500.00,,4,,,,,2026-01-01
CASC2,institutional,,C1776,,percent_of_charge,40,,,,true,,,2026-01-01
"""


def write(folder: Path, rows: str) -> None:
    (folder / "contracts.csv").write_text(HEADER + rows)
    (folder / "medicare.csv").write_text("schedule,code,amount,valid_from\nmedicare,99214,100.00,2026-01-01\n")
    edit(folder / "site.yaml", "  contracts: contracts.csv\n", "  contracts: contracts.csv\n  schedules: medicare.csv\n")


def test_every_column_is_read(folder: Path) -> None:
    write(folder, SOUND)
    rows = load_site(folder / "site.yaml").contracts
    assert [row.basis for row in rows] == [
        "fee", "percent_of_schedule", "case_rate", "case_rate", "per_diem", "per_diem", "percent_of_charge",
    ]  # fmt: skip
    assert (rows[0].lesser_of, rows[2].drg, rows[3].coinsurance, rows[5].from_day, rows[6].carve_out) == (True, "470", 10, 4, True)


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("CASC2,any,,99215,,percent_of_charge,,,,,,,,2026-01-01", "amount", "write a percentage such as 120"),
        ("CASC2,any,,99215,,percent_of_schedule,120,,,,,,,2026-01-01", "schedule", "write the name of a fee schedule"),
        ("CASC2,any,,99215,,percent_of_schedule,120,other,,,,,,2026-01-01", "schedule", "is not a fee schedule of the table"),
        ("CASC2,any,,99215,,fee,1.00,medicare,,,,,,2026-01-01", "schedule", "should be empty"),
        ("CASC2,any,471,99215,,case_rate,1.00,,,,,,,2026-01-01", "drg", "leave code and revenue_code empty"),
        ("CASC2,any,471,,,fee,1.00,,,,,,,2026-01-01", "basis", "is a case_rate"),
        ("CASC2,any,,99215,,fee,1.00,,2,,,,,2026-01-01", "from_day", "only a per_diem has days"),
        ("CASC2,any,,99215,,fee,1.00,,0,,,,,2026-01-01", "from_day", "should be at least 1"),
        ("CASC2,any,,99215,,case_rate,1.00,,,,true,,,2026-01-01", "carve_out", "should be empty"),
        ("CASC2,any,,99215,,case_rate,1.00,,,,,50,,2026-01-01", "further_percent", "should be empty"),
        ("CASC2,any,,99215,,packaged,,,,true,,,,2026-01-01", "lesser_of", "should be empty"),
        ("CASC2,any,,99215,,fee,1.00,,,,,,101,2026-01-01", "coinsurance", "a percentage from 0 to 100"),
        ("CASC2,any,,99215,,fee,1.00,,,maybe,,,,2026-01-01", "lesser_of", "should be true or false"),
        ("CASC2,institutional,,,0120,per_diem,1.00,,4,,,,,2026-02-01", "valid_from", "overlaps the row on line 7"),
    ],
)
def test_a_row_that_contradicts_itself_is_named_with_column_and_remedy(folder: Path, row: str, place: str, words: str) -> None:
    write(folder, SOUND + row + "\n")
    with pytest.raises(SiteError) as caught:
        load_site(folder / "site.yaml")
    [problem] = caught.value.problems
    assert (problem.file, problem.place) == ("contracts.csv", place)
    assert words in problem.message
