"""Each segment of a file in its place, with names."""

import pytest

from shared.x12.faults import X12Error
from shared.x12.outline import outline, values
from tests.unit.x12.texts import ONE_CLAIM, PAYMENT, THREE_CLAIMS


def test_every_segment_comes_once_in_order_with_the_numbers_around_it() -> None:
    placed = list(outline(THREE_CLAIMS))
    assert [each.segment.id for each in placed] == [line.split(b"*")[0].decode() for line in THREE_CLAIMS.split(b"~")[:-1]]
    clm = next(each for each in placed if each.segment.id == "CLM")
    assert (clm.isa, clm.gs, clm.st, clm.kind) == ("000000042", "7", "0001", "837P")
    assert [(each.st, each.gs) for each in (placed[0], placed[1], placed[-1])] == [("", ""), ("", "7"), ("", "7")]


def test_loops_are_told_from_the_outside_in_where_they_begin() -> None:
    placed = list(outline(THREE_CLAIMS))
    begun = [(each.segment.id, each.path[-1]) for each in placed if each.begun]
    assert begun[:5] == [("NM1", "1000A"), ("NM1", "1000B"), ("HL", "2000A"), ("NM1", "2010AA"), ("HL", "2000B")]
    assert all(loop.name for each in placed for loop in each.loops)
    line = [each for each in placed if each.segment.id == "SV1"][2]
    assert line.path == ("2000A", "2000B", "2000C", "2300", "2400")


def test_a_set_without_a_guide_has_no_loops_but_all_its_segments() -> None:
    placed = list(outline(ONE_CLAIM.replace(b"X222A1", b"X299A9")))
    assert len(placed) == ONE_CLAIM.count(b"~")
    assert not any(each.path for each in placed)


def test_an_835_is_known_by_the_version_of_its_group() -> None:
    assert ("2000", "2100", "2110") in {each.path for each in outline(PAYMENT)}


def test_values_have_name_and_meaning_components_and_repetitions_apart() -> None:
    by_id = {each.segment.id: each for each in outline(THREE_CLAIMS.replace(b"11:B:1*Y", b"11:B:7*Y"))}
    clm = {
        (found.element, found.component): (found.name, found.value, found.meaning) for found in values(by_id["CLM"].segment, by_id["CLM"].delimiters)
    }
    assert clm[1, 0] == ("patient control number", "ACCT-3", "")
    assert clm[5, 3] == ("place, frequency", "7", "replacement")
    hi = list(values(by_id["HI"].segment, by_id["HI"].delimiters))
    assert [(found.component, found.value, found.meaning) for found in hi] == [(1, "ABK", "principal diagnosis"), (2, "E119", "")]
    isa = list(values(by_id["ISA"].segment, by_id["ISA"].delimiters))
    assert (11, 0, "^") in [(found.element, found.component, found.value) for found in isa]


def test_repetitions_are_counted() -> None:
    data = ONE_CLAIM.replace(b"HI*ABK:E119", b"ZZ*30^98")
    (zz,) = [each for each in outline(data) if each.segment.id == "ZZ"]
    assert [(found.repetition, found.value) for found in values(zz.segment, zz.delimiters)] == [(1, "30"), (2, "98")]


def test_what_is_no_x12_raises() -> None:
    with pytest.raises(X12Error):
        list(outline(b"<html>"))
