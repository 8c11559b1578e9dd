"""Faulty files of 4010 and the 997 that another validator answers with: ours says the same, or the table says why not.

Compared: the status of group and set with counts and codes (AK9, AK5), and every segment and element named (AK3, AK4).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from shared.x12.interchange import read_interchanges
from shared.x12.translate.acks import FunctionalAck, SetAck, read_functional_ack
from tests.unit.x12.outside import body, needs_outside, x12_files
from tests.unit.x12.shapes.acks import answered, envelope_answered

pytestmark = [pytest.mark.outside, needs_outside]

Fact = tuple[str | int, ...]
FOLDER = "x12/source_and_expected_ack/pyx12__"
SOURCE, EXPECTED = ".source.x12", ".expected.997"


@dataclass(frozen=True)
class Difference:
    """What only the other answer says, what only ours says, and why."""

    theirs: frozenset[Fact]
    ours: frozenset[Fact]
    why: str


UNBALANCED = "sums are checked here, and a set whose money does not add up is rejected"
PLACE = "a missing segment is placed at the one that begins its loop, there at the last one before the gap"


def _at(place: Fact, *facts: Fact) -> frozenset[Fact]:
    """Facts about the set of a group, which are the first two values of each."""
    return frozenset((fact[0], *place, *fact[1:]) for fact in facts)


DIFFERENCES: dict[str, tuple[Difference, ...]] = {
    "835id": (
        Difference(
            frozenset({("AK9", "3444", "A", 1, 1, 1), ("AK5", "3444", "40731", "A")}),
            frozenset({("AK9", "3444", "R", 1, 1, 0), ("AK5", "3444", "40731", "R"), ("code", "3444", "40731", "5")})
            | _at(("3444", "40731"), ("AK4", "BPR", 2, 2, 0, "782", "7")),
            UNBALANCED,
        ),
    ),
    "bad_2010AA_bug": (Difference(_at(("56", "000000001"), ("AK3", "NM1", 8, "3")), _at(("56", "000000001"), ("AK3", "NM1", 7, "3")), PLACE),),
    "bad_header_looping": (
        Difference(
            _at(("383880001", "0001"), *(("AK3", id, at, "1") for id, at in (("N1", 39), ("N3", 40), ("N4", 41), ("N1", 42)))),
            _at(("383880001", "0001"), *(("AK3", id, at, "2") for id, at in (("N1", 39), ("N3", 40), ("N4", 41), ("N1", 42)))),
            "these are segments of the set in the wrong place (2), not unknown ones (1)",
        ),
        Difference(
            _at(("383880001", "0001"), ("AK4", "DTM", 5, 2, 0, "373", "8")),
            frozenset(),
            "11 November 1111 is a day of the calendar; whether it makes sense is not for the syntax to say",
        ),
    ),
    "ele": (
        Difference(
            frozenset({("TA1", "R", "015")}),
            frozenset({("TA1", "E", "015")}),
            "an hour that does not exist leaves no doubt about what was sent: noted, not refused",
        ),
        Difference(
            frozenset({("code", "1", "1")}),
            frozenset({("code", "1", "300145997", "5")}) | _at(("1", "300145997"), ("AK4", "ST", 1, 2, 0, "329", "5")),
            "the group is supported; the control number of ten characters is named where it stands",
        ),
    ),
    "elements": (
        Difference(
            _at(("56", "000000001"), ("AK4", "NM1", 15, 8, 0, "66", "7")),
            frozenset(),
            "a value that is too long is told once; that it is no code of the list either adds nothing",
        ),
        Difference(frozenset(), _at(("56", "000000001"), ("AK4", "CLM", 23, 2, 0, "782", "7")), UNBALANCED),
        Difference(
            frozenset(),
            _at(("56", "000000001"), ("AK3", "REF", 23, "3"), ("AK4", "NM1", 9, 9, 0, "67", "7")),
            "frequency 8 without the payer's number, and an NPI that is none",
        ),
    ),
    "multiple_trn": (
        Difference(
            _at(("18", "11280001"), *(("AK3", id, 2, "3") for id in ("REF", "NM1", "HL")))
            | frozenset(("AK3", "17", f"1128000{number}", "HL", 2, "3") for number in (1, 2, 3)),
            _at(("18", "11280001"), *(("AK3", id, 1, "3") for id in ("REF", "NM1", "HL")))
            | frozenset(("AK3", "17", f"1128000{number}", "HL", 1, "3") for number in (1, 2, 3)),
            PLACE,
        ),
        Difference(
            frozenset(),
            _at(("383880001", "0001"), ("AK3", "TRN", 1, "3"), ("AK3", "N1", 1, "3")),
            "everything that is missing is named, not only what is missing first",
        ),
    ),
    "per_segment_repeat": (
        Difference(frozenset(), _at(("56", "000000001"), ("AK4", "CLM", 24, 2, 0, "782", "7")), UNBALANCED),
        Difference(frozenset(), _at(("56", "000000001"), ("AK4", "NM1", 10, 9, 0, "67", "7")), "an NPI that is none"),
    ),
    "simple1": (
        Difference(
            frozenset(),
            _at(("17", "11280001"), ("AK3", "REF", 1, "3"), ("AK3", "NM1", 1, "3")),
            "everything that is missing is named, not only what is missing first",
        ),
    ),
    "simple_837p": (
        Difference(
            frozenset({("AK9", "1167", "A", 1, 1, 1), ("AK5", "1167", "1179", "A")}),
            frozenset({("AK9", "1167", "R", 1, 1, 0), ("AK5", "1167", "1179", "R"), ("code", "1167", "1179", "5")})
            | _at(("1167", "1179"), ("AK4", "CLM", 19, 2, 0, "782", "7"), ("AK4", "CLM", 49, 2, 0, "782", "7")),
            UNBALANCED,
        ),
    ),
}
PAIRS = [path[len(FOLDER) : -len(EXPECTED)] for path in x12_files() if path.startswith(FOLDER) and path.endswith(EXPECTED)] or ["no corpus"]


def facts(data: bytes) -> frozenset[Fact]:
    """What a file of acknowledgements says, without the order in which it says it."""
    found: list[Fact] = []
    for interchange in read_interchanges(data):
        for transaction in interchange.transactions():
            found += _of_group(read_functional_ack(transaction))
        found += [("TA1", segment.get(4), segment.get(5)) for segment in interchange.acknowledgements]
    return frozenset(found)


def _of_group(ack: FunctionalAck) -> Iterator[Fact]:
    number = ack.group_control_number
    yield ("AK9", number, ack.status, ack.included, ack.received, ack.accepted_count)
    yield from (("code", number, code) for code in ack.codes)
    for each in ack.sets:
        yield from _of_set(number, each)


def _of_set(group: str, ack: SetAck) -> Iterator[Fact]:
    place = (group, ack.control_number)
    yield ("AK5", *place, ack.status)
    yield from (("code", *place, code) for code in ack.codes)
    for error in ack.errors:
        if not error.elements:
            yield ("AK3", *place, error.segment_id, error.position, error.code)
        for element in error.elements:
            yield ("AK4", *place, error.segment_id, error.position, element.element, element.component, element.reference, element.code)


@pytest.mark.parametrize("pair", PAIRS)
def test_our_answer_to_a_faulty_file_is_the_expected_one_or_the_table_says_why_not(pair: str) -> None:
    source, expected = body(f"{FOLDER}{pair}{SOURCE}"), facts(body(f"{FOLDER}{pair}{EXPECTED}"))
    ours = facts(answered(source))
    if any(fact[0] == "TA1" for fact in expected):
        ours |= facts(envelope_answered(source))
    known = DIFFERENCES.get(pair, ())
    assert expected - ours == frozenset().union(*(difference.theirs for difference in known))
    assert ours - expected == frozenset().union(*(difference.ours for difference in known))


def test_most_of_what_the_other_validator_says_is_said_here_too() -> None:
    theirs = sum(len(facts(body(f"{FOLDER}{pair}{EXPECTED}"))) for pair in PAIRS)
    differing = sum(len(difference.theirs) for known in DIFFERENCES.values() for difference in known if difference.why != PLACE)
    assert (theirs, differing) == (70, 12)
