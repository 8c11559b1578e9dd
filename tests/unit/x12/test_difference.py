"""What differs between two files, by loop and element."""

from shared.x12.difference import differences
from tests.unit.x12.texts import ONE_CLAIM, PAYMENT, THREE_CLAIMS, claim, subscriber


def places(left: bytes, right: bytes, envelope: bool = False) -> list[tuple[str, str, str, int, int]]:
    return [(each.what, each.loop, each.segment, each.element, each.component) for each in differences(left, right, envelope)]


def test_a_file_does_not_differ_from_itself() -> None:
    assert places(THREE_CLAIMS, THREE_CLAIMS, envelope=True) == []


def test_separators_line_ends_and_empty_ends_make_no_difference() -> None:
    other = THREE_CLAIMS.replace(b"*", b"|").replace(b":", b">").replace(b"~", b"\n").replace(b"HI|ABK", b"HI|ABK")
    assert places(THREE_CLAIMS, other) == []
    assert places(THREE_CLAIMS, THREE_CLAIMS.replace(b"UN*1***1~", b"UN*1***1:::****~")) == []


def test_a_changed_value_is_told_with_both_values_places_and_names() -> None:
    (found,) = differences(THREE_CLAIMS, THREE_CLAIMS.replace(b"CLM*ACCT-2*60***11:B:1", b"CLM*ACCT-2*60***11:B:7"))
    assert (found.what, found.kind, found.st, found.loop, found.segment) == ("changed", "837P", "0001", "2300", "CLM")
    assert (found.element, found.component, found.name, found.left, found.right) == (5, 3, "place, frequency", "1", "7")
    assert found.left_position == found.right_position > 0


def test_dates_and_control_numbers_of_the_envelope_count_only_where_asked_for() -> None:
    other = ONE_CLAIM.replace(b"000000042", b"000000043").replace(b"*261102*0930*^", b"*261103*0931*^").replace(b"ST*837*0001", b"ST*837*0009")
    assert places(ONE_CLAIM, other) == []
    found = places(ONE_CLAIM, other, envelope=True)
    assert {("changed", "", "ISA", 9, 0), ("changed", "", "ISA", 13, 0), ("changed", "", "IEA", 2, 0), ("changed", "", "ST", 2, 0)} <= set(found)


def test_a_segment_that_one_file_has_alone_is_told_as_such() -> None:
    other = ONE_CLAIM.replace(b"REF*6R*ACCT-1-2~", b"")
    (found,) = differences(ONE_CLAIM, other)
    assert (found.what, found.segment, found.left, found.right, found.right_position) == ("only_left", "REF", "REF*6R*ACCT-1-2", "", 0)
    assert places(other, ONE_CLAIM) == [("only_right", "2400", "REF", 0, 0)]


def test_a_claim_more_leaves_the_others_in_their_pairs() -> None:
    both = b"~".join([THREE_CLAIMS.split(b"~HL*3")[0], *map(str.encode, claim("ACCT-9", "5"))]) + b"~HL*3" + THREE_CLAIMS.split(b"~HL*3")[1]
    assert {(what, loop) for what, loop, *_ in places(THREE_CLAIMS, both)} == {("only_right", "2300"), ("only_right", "2400")}


def test_a_claim_with_another_number_is_compared_with_the_one_in_its_place() -> None:
    assert places(PAYMENT, PAYMENT.replace(b"CLP*ACCT-1*", b"CLP*ACCT-7*")) == [("changed", "2100", "CLP", 1, 0)]


def test_a_set_that_one_file_has_alone_is_told_segment_by_segment() -> None:
    shorter = subscriber(2, "NWHP1")
    found = list(differences(ONE_CLAIM, ONE_CLAIM.split(b"ST*")[0] + b"GE*0*7~IEA*1*000000042~"))
    assert {each.what for each in found} == {"only_left"}
    assert len(found) == ONE_CLAIM.count(b"~") - 6
    assert shorter[2].split("*")[3] in {each.left.split("*")[3] for each in found if each.segment == "NM1"}
