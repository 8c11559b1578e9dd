"""What ISA, GS and ST say about themselves, and numbers that come twice."""

import pytest

from shared.x12.controls import Numbers
from shared.x12.faults import Fault
from shared.x12.interchange import read_interchanges
from tests.unit.x12.envelopes import ISA, interchange, transaction

V = "005010X222A1"
SOUND = interchange(transaction("BHT*0019", version=V), transaction("BHT*0019", number="0002", version=V))


def faults(data: bytes) -> list[Fault]:
    """All envelope faults of a file."""
    found: list[Fault] = []
    for each in read_interchanges(data):
        for member in each.transactions():
            member.skip()
            found += member.faults
        found += each.all_faults()
    return found


def test_a_sound_envelope_has_no_fault() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "place", "grave"),
    [
        (b"ISA*00*", b"ISA*99*", "isa-code", ("ISA", 1), False),
        (b"*ZZ*SENDER ", b"*QQ*SENDER ", "isa-code", ("ISA", 5), False),
        (b"*SENDER         *ZZ", b"*               *ZZ", "isa-code", ("ISA", 6), False),
        (b"*00501*", b"*00999*", "isa-code", ("ISA", 12), False),
        (b"*0*T*:~", b"*0*X*:~", "isa-code", ("ISA", 15), False),
        (b"*0*T*:~", b"*7*T*:~", "isa-code", ("ISA", 14), False),
        (b"*261102*", b"*261302*", "isa-date", ("ISA", 9), False),
        (b"*0930*^", b"*2530*^", "isa-date", ("ISA", 10), False),
        (b"*20261102*0930*7", b"*20261132*0930*7", "gs-date", ("GS", 4), False),
        (b"*20261102*0930*7", b"*20261102*0960*7", "gs-date", ("GS", 5), False),
        (b"*7*X*", b"*7*Y*", "gs-code", ("GS", 7), False),
        (b"GS*HC", b"GS*HP", "gs01-mismatch", ("ST", 1), False),
        (b"ST*837*0002*005010X222A1", b"ST*837*0002*005010X223A2", "gs08-mismatch", ("ST", 3), False),
        (b"ST*837*0002", b"ST*837*0001", "st02-duplicate", ("ST", 2), True),
    ],
)
def test_a_value_of_the_envelope_that_cannot_be_is_found_at_its_place(old: bytes, new: bytes, rule: str, place: tuple[str, int], grave: bool) -> None:
    assert old in SOUND
    found = next(each for each in faults(SOUND.replace(old, new)) if each.rule == rule)
    assert ((found.segment_id, found.element), found.grave) == (place, grave)


def test_a_group_number_that_comes_twice_in_an_interchange_is_found() -> None:
    group = SOUND[SOUND.index(b"GS*") : SOUND.index(b"IEA")]
    twice = ISA.encode() + group + group + b"IEA*2*000000042~"
    assert [each.rule for each in faults(twice)] == ["gs06-duplicate"]


def test_an_interchange_number_that_comes_twice_in_a_file_is_found() -> None:
    assert [each.rule for each in faults(SOUND + SOUND)] == ["isa13-duplicate"]


def test_numbers_are_remembered_in_bounded_memory() -> None:
    numbers = Numbers()
    assert not any(numbers.repeats(f"{number:09d}") for number in range(100_000))
    assert numbers.repeats("000000005")
    assert not numbers.repeats("000100001")


def test_numbers_with_letters_are_told_apart_too() -> None:
    numbers = Numbers()
    assert [numbers.repeats(number) for number in ("A1", "A2", "A1")] == [False, False, True]
