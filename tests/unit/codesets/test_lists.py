"""Text lists say what they say, and nothing else is understood."""

from datetime import date

import pytest

from shared.codesets.lists import ALWAYS, read_list, written


def test_ranges_run_over_digits_at_the_end_or_over_the_last_character() -> None:
    assert list(read_list("08-11 MA9-MA11 AA-AC X")) == ["08", "09", "10", "11", "MA9", "MA10", "MA11", "AA", "AB", "AC", "X"]


def test_days_belong_to_all_codes_of_a_range_and_are_included() -> None:
    listed = read_list("A1-A2@..20160430 B1@20230101.. C1@20200101..20201231 D1")
    assert listed["A2"] == ((date.min, date(2016, 4, 30)),)
    assert listed["B1"] == ((date(2023, 1, 1), date.max),)
    assert listed["C1"] == ((date(2020, 1, 1), date(2020, 12, 31)),)
    assert listed["D1"] == ALWAYS


def test_comments_and_blank_lines_are_no_codes() -> None:
    assert list(read_list("# 01 02\n\n03 # 04\n")) == ["03"]


@pytest.mark.parametrize("text", ["A-1", "AZ-AA", "9-1x", "A*1", "A1@2020", "01-AB", "A1@20201301.."])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_list(text)


@pytest.mark.parametrize("codes", [["01", "02", "03", "05"], ["M1", "M2", "M3", "M10", "N1"], ["AA", "AB", "AC"], ["9", "10", "11"], ["X"]])
def test_what_is_written_reads_back(codes: list[str]) -> None:
    assert sorted(read_list(" ".join(written(codes)))) == sorted(codes)


def test_three_that_follow_each_other_are_written_as_a_range() -> None:
    assert list(written(["03", "01", "02", "07"])) == ["01-03", "07"]
