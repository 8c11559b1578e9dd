"""Envelope faults have a place and touch nobody else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.x12.faults import Fault, X12Error
from shared.x12.interchange import read_interchanges, read_transactions
from tests.unit.x12.envelopes import interchange, transaction

THREE = interchange(*[transaction("BHT*0019", "NM1*IL*1*DOE", number=f"000{n}") for n in (1, 2, 3)])


def faults(data: bytes, chunk: int = 1 << 16) -> tuple[dict[str, list[str]], list[Fault]]:
    """Rules of the faults of each set by ST02, and the faults of interchanges and groups."""
    sets: dict[str, list[str]] = {}
    above: list[Fault] = []
    for found in read_interchanges(data, chunk):
        for each in found.transactions():
            each.load()
            sets[each.control_number] = [fault.rule for fault in each.faults]
        above += found.all_faults()
    return sets, above


def test_a_sound_file_has_no_faults() -> None:
    assert faults(THREE) == ({"0001": [], "0002": [], "0003": []}, [])


def test_header_values_are_read() -> None:
    found = next(read_interchanges(THREE))
    header = found.header
    assert (header.sender_id, header.receiver_id, header.control_number, header.usage) == ("SENDER", "RECEIVER", "000000042", "T")
    assert f"{header.on} {header.at}" == "2026-11-02 09:30:00"
    each = next(found.transactions())
    assert (each.set_id, each.version, each.group.header.control_number) == ("837", "005010X222A1", "7")


def test_sets_can_be_skipped_and_are_checked_all_the_same() -> None:
    found = next(read_interchanges(THREE.replace(b"SE*4*0002", b"SE*9*0002")))
    skipped = list(found.transactions())
    assert [[fault.rule for fault in each.faults] for each in skipped] == [[], ["se01-count"], []]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"SE*4*0002", b"SE*5*0002", ["se01-count"]),
        (b"SE*4*0002", b"SE*X*0002", ["se01-count"]),
        (b"SE*4*0002", b"SE*4*0009", ["se02-number"]),
        (b"SE*4*0002~", b"", ["se-missing"]),
    ],
)
def test_a_fault_of_one_set_stays_with_it(old: bytes, new: bytes, expected: list[str]) -> None:
    sets, above = faults(THREE.replace(old, new))
    assert sets == {"0001": [], "0002": expected, "0003": []}
    assert above == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "level", "code"),
    [
        (b"GE*3*7", b"GE*4*7", "ge01-count", "group", "5"),
        (b"GE*3*7", b"GE*3*8", "ge02-number", "group", "4"),
        (b"GE*3*7~", b"", "ge-missing", "group", "3"),
        (b"IEA*1*", b"IEA*2*", "iea01-count", "interchange", "021"),
        (b"IEA*1*000000042", b"IEA*1*000000043", "iea02-number", "interchange", "001"),
        (b"GE*3*7~", b"GE*3*7~ZZZ*1~", "stray-segment", "interchange", "022"),
        (b"IEA*1*000000042~", b"", "truncated", "interchange", "023"),
        (b"IEA*1*000000042~", b"IEA*1*000000042", "unterminated", "interchange", "022"),
        (b"SENDER         ", b"SENDER", "isa-width", "interchange", "022"),
    ],
)
def test_faults_above_the_sets_have_level_and_code(old: bytes, new: bytes, rule: str, level: str, code: str) -> None:
    sets, above = faults(THREE.replace(old, new))
    assert sets == {"0001": [], "0002": [], "0003": []}
    assert [(fault.rule, fault.level, fault.code) for fault in above] == [(rule, level, code)]


def test_a_set_without_a_group_is_read_and_the_group_is_faulty() -> None:
    data = THREE.replace(b"GS*HC*SENDER*RECEIVER*20261102*0930*7*X*005010X222A1~", b"")
    assert [each.control_number for each in read_transactions(data)] == ["0001", "0002", "0003"]
    assert [fault.rule for fault in faults(data)[1]] == ["gs-missing", "ge02-number"]


def test_a_cut_file_says_where_it_was_cut() -> None:
    cut = THREE[: THREE.index(b"SE*4*0002") + 3]
    sets, above = faults(cut)
    assert sets == {"0001": [], "0002": ["truncated"]}
    assert {fault.rule: fault.offset for fault in above} == {"truncated": cut.rindex(b"SE*"), "ge-missing": cut.index(b"GS*")}


def test_two_interchanges_in_one_file_are_two() -> None:
    assert [len(list(found.transactions())) for found in read_interchanges(THREE + b"\n" + THREE)] == [3, 3]


def test_an_interchange_that_lost_its_end_does_not_swallow_the_next() -> None:
    data = THREE[: THREE.index(b"GE*")] + THREE
    found = [(len(list(each.transactions())), [fault.rule for fault in each.all_faults()]) for each in read_interchanges(data)]
    assert found == [(3, ["iea-missing", "ge-missing"]), (3, ["isa13-duplicate"])]


def test_a_ta1_is_kept_with_the_interchange() -> None:
    data = THREE.replace(b"GS*HC", b"TA1*000000001*261102*0930*A*000~GS*HC", 1)
    found = next(read_interchanges(data))
    list(found.transactions())
    assert [segment.get(1) for segment in found.acknowledgements] == ["000000001"]


def test_a_set_is_read_once_and_before_the_next_is_asked_for() -> None:
    passed = list(read_transactions(THREE))
    with pytest.raises(RuntimeError, match="once"):
        passed[0].load()
    first = next(read_transactions(THREE))
    assert len(first.load()) == 4
    with pytest.raises(RuntimeError, match="once"):
        iter(first)


@pytest.mark.parametrize("data", [b"", b"\n", b"hello", b"ST*837*0001~", b"ISA*short~"])
def test_what_is_not_x12_is_refused(data: bytes) -> None:
    with pytest.raises(X12Error):
        list(read_transactions(data))


def test_no_fault_repeats_what_stands_in_the_file() -> None:
    data = THREE.replace(b"SE*4*0002", b"SE*SECRET*SECRET").replace(b"GE*3*7", b"GE*SECRET*SECRET~SECRET*SECRET")
    found = next(read_interchanges(data))
    texts = [str(fault) for each in found.transactions() for fault in (each.load(), each.faults)[1]]
    texts += [str(fault) for fault in found.all_faults()]
    assert texts
    assert not any("SECRET" in text for text in texts)


@settings(deadline=None)
@given(st.integers(106, len(THREE)), st.integers(1, 300))
def test_a_file_cut_anywhere_is_read_without_an_exception(cut: int, chunk: int) -> None:
    sets, above = faults(THREE[:cut], chunk)
    assert cut == len(THREE) or above or any(sets.values())


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(106, len(THREE) - 1), st.integers(0, 255)), max_size=5))
def test_damaged_bytes_never_raise(changes: list[tuple[int, int]]) -> None:
    data = bytearray(THREE)
    for at, byte in changes:
        data[at] = byte
    faults(bytes(data))
