"""What arrives instead of a sound file: findings with a place, in bounded time and memory, and never another exception."""

import gc
import gzip
import io
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.x12.acknowledge import judge_groups, reply_header, write_functional_acks
from shared.x12.check import FileCheck, check_file, report_of
from shared.x12.faults import WriteError
from shared.x12.interchange import read_interchanges
from shared.x12.split import split
from shared.x12.write import Writer
from tests.unit.x12.envelopes import ISA, interchange, transaction
from tests.unit.x12.reading import read_in_every_way
from tests.unit.x12.texts import INQUIRIES, ONE_CLAIM, PAYMENT, THREE_CLAIMS

GROUP = "GS*HC*S*R*20261102*0930*7*X*005010X222A1~"
SET = f"{ISA}{GROUP}ST*837*0001*005010X222A1~"
MEGABYTE = 1 << 20


class Stream(io.RawIOBase):
    """A file that is made while it is read: `start`, then `piece` until `size` bytes have been given."""

    def __init__(self, start: bytes, piece: bytes, size: int) -> None:
        self._start, self._piece, self._size = start, piece * max(1, (1 << 14) // len(piece)), size
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        if self.given >= self._size:
            return b""
        data, self._start = self._start or self._piece, b""
        self.given += len(data)
        return data


class Counting(Stream):
    """As Stream; counts the objects that are alive each time it is read."""

    def __init__(self, start: bytes, piece: bytes, size: int) -> None:
        super().__init__(start, piece, size)
        self.held: list[int] = []

    def read(self, size: int = -1) -> bytes:
        gc.collect()
        self.held.append(len(gc.get_objects()))
        return super().read(size)


@pytest.mark.parametrize("data", [ONE_CLAIM, PAYMENT, INQUIRIES], ids=["837", "835", "270"])
def test_a_file_cut_at_any_byte_is_found_out(data: bytes) -> None:
    for length in range(len(data)):
        report = check_file(data[:length])
        due = "not_x12" if length < 106 else "structure"
        if length == len(data) - 1:
            due = "valid"  # the last terminator alone is missing: noted, for nothing else is in doubt
        assert report.verdict == due, length
        assert report.findings
        assert all(0 <= found.offset <= length for found in report.findings)


@pytest.mark.parametrize("at", range(107, len(ONE_CLAIM), 23))
def test_a_file_cut_anywhere_is_read_in_every_way(at: int) -> None:
    read_in_every_way(ONE_CLAIM[:at])


@pytest.mark.parametrize(
    ("element", "component", "repetition", "terminator"),
    [
        ("|", ">", "^", "\n"),
        ("\x1d", "\x1f", "\x1e", "\x1c"),
        ("*", "<", "U", "\r"),
        ("^", "&", "!", "'"),
        ("*", ":", "^", "~\r\n"),
        ("+", "%", "?", "\n"),
    ],
)
def test_any_separators_and_line_ends_make_no_difference(element: str, component: str, repetition: str, terminator: str) -> None:
    text = THREE_CLAIMS.decode().replace("^*00501", f"{repetition}*00501").replace(":", component)
    data = text.replace("*", element).replace("~", terminator).encode()
    report = check_file(data)
    assert (report.verdict, report.claims, report.findings) == ("valid", 3, [])


@pytest.mark.parametrize(("old", "new"), [(b"~", b"!"), (b"*", b"|"), (b"~", b"\n"), (b"*", b"~"), (b"~", b"*")])
def test_separators_that_change_in_the_middle_are_found(old: bytes, new: bytes) -> None:
    at = THREE_CLAIMS.index(b"CLM*ACCT-2")
    data = THREE_CLAIMS[:at] + THREE_CLAIMS[at:].replace(old, new)
    assert check_file(data).verdict == "structure"
    read_in_every_way(data)


@pytest.mark.parametrize("marks", ["AB:~", "**:~", "*:*~", "*~:~", "1:^~", "* :~", "\n*:\n"])
def test_separators_that_cannot_be_told_apart_are_no_x12(marks: str) -> None:
    element, repetition, component, terminator = marks
    text = ISA.replace("^", repetition).replace(":~", f"{component}{terminator}").replace("*", element)
    assert check_file(text.encode()).verdict in ("not_x12", "structure")
    read_in_every_way(text.encode())


@pytest.mark.parametrize("trailing", ["", "*", "****", ":", "*:::"])
def test_empty_elements_at_the_end_are_found_or_borne_but_never_fatal(trailing: str) -> None:
    data = THREE_CLAIMS.replace(b"UN*1***1~", f"UN*1***1{trailing}~".encode())
    assert check_file(data).verdict in ("valid", "guide")
    read_in_every_way(data)


@pytest.mark.parametrize("id", [b"NM1", b"CLM", b"HL", b"SV1", b"BHT"])
def test_lower_case_segment_ids_are_found_with_their_place(id: bytes) -> None:
    data = THREE_CLAIMS.replace(b"~" + id + b"*", b"~" + id.lower() + b"*")
    report = check_file(data)
    assert report.verdict in ("guide", "unbalanced", "structure")
    assert any(data[found.offset :].startswith(id.lower()) for found in report.findings)
    read_in_every_way(data)


@pytest.mark.parametrize("id", [b"ST", b"SE", b"GS", b"GE", b"IEA"])
def test_lower_case_ids_of_the_envelope_are_a_matter_of_structure(id: bytes) -> None:
    data = THREE_CLAIMS.replace(b"~" + id + b"*", b"~" + id.lower() + b"*")
    assert check_file(data).verdict == "structure"
    read_in_every_way(data)


@pytest.mark.parametrize(
    "data",
    [gzip.compress(ONE_CLAIM), ONE_CLAIM.decode().encode("utf-16"), b"<html><body>502</body></html>", b"\x00" * 4096, bytes(range(256)) * 64],
    ids=["gzip", "UTF-16", "HTML", "NUL", "junk"],
)
def test_what_is_something_else_is_no_x12(data: bytes) -> None:
    assert check_file(data).verdict == "not_x12"
    read_in_every_way(data)


def test_a_byte_order_mark_and_blank_lines_before_the_isa_do_no_harm() -> None:
    assert check_file(b"\xef\xbb\xbf\r\n\r\n" + ONE_CLAIM).verdict == "valid"


def test_ten_thousand_nested_levels_are_read_without_recursion() -> None:
    levels = [f"HL*{number}*{number - 1}*22*1" for number in range(2, 10_002)]
    data = interchange(transaction("BHT*0019*00*R1*20261102*0930*CH", "HL*1**20*1", *levels, version="005010X222A1"))
    report = check_file(data, most=100)
    assert report.verdict == "structure"
    assert report.left_out > 0
    levels = [f"HL*{n}*{n - 1 or ''}*{20 + n % 4}*1" for n in range(1, 10_001)]
    nested = interchange(transaction(*levels, set_id="270", version="005010X279A1"), group=GROUP.replace("HC", "HS").replace("X222A1", "X279A1"))
    assert check_file(nested, most=100).verdict == "guide"
    (part,) = split(nested, "payer")
    assert part.body.count(b"~HL*") == 10_000


@pytest.mark.parametrize(
    ("start", "piece"),
    [(b"", b" "), (b"", b"\n"), (b"", b"\x00"), (b"", b"x"), (b"", b"<p>"), (ISA.encode(), b"x"), (ISA.encode(), b" "), (ISA.encode(), b"~"),
     (ISA.encode(), b"~\r\n"), (SET.encode(), b"x"), (SET.encode(), b"~")],
    ids=repr,
)  # fmt: skip
def test_a_source_without_a_segment_in_sight_is_given_up_after_a_mebibyte(start: bytes, piece: bytes) -> None:
    stream = Stream(start, piece, 64 * MEGABYTE)
    report = check_file(stream)  # type: ignore[arg-type]
    assert report.findings[-1].code in ("not-x12", "truncated")
    assert report.findings[-1].offset < 3 * MEGABYTE
    assert stream.given < 3 * MEGABYTE


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (ISA, "REF*1~"), (ISA, "TA1*1~"), (ISA + "IEA*0*000000042~", "REF*1~"), ("", ISA), ("", ISA + "IEA*0*000000042~"),
        (ISA + GROUP, "ST*837*0001~SE*2*0001~"), (SET, "ZZ*1~"), (SET, "NM1*41*2*A~"), (SET, "HL*1**20*1~"), (SET, "HL*1**22*0~"),
        (f"{SET}HL*1**22*0~CLM*A*1~", "LX*1~SV1*HC:1*1~"), (f"{SET}HL*1**22*0~", "CLM*A*1~"),
        (f"{ISA}{GROUP}ST*835*1~LX*1~", "CLP*1*1*1*1~CAS*CO*45*1~"),
        (f"{ISA}{GROUP}ST*270*0001*005010X279A1~", "HL*1**22*1~NM1*IL*1*A~EQ*30~"), (f"{ISA}{GROUP}ST*271*0001*005010X279A1~HL*1**22*1~", "EB*1~"),
        (f"{ISA}{GROUP}ST*276*0001*005010X212~", "HL*1**22*1~NM1*IL*1*A~TRN*1*2~"), (f"{ISA}{GROUP}ST*277*0001*005010X214~", "HL*1**PT*1~TRN*2*1~"),
        (f"{ISA}{GROUP}ST*278*0001*005010X217~", "HL*1**EV*1~UM*HS*I~"), (f"{ISA}{GROUP}ST*999*0001*005010X231A1~", "AK2*837*1~IK3*A*1~IK5*A~"),
    ],
    ids=repr,
)  # fmt: skip
def test_an_endless_source_leaves_nothing_behind_as_it_passes(start: str, piece: str) -> None:
    size = MEGABYTE // (2 if piece[:2] in ("NM", "LX") else 8)  # what is too many is still looked at for a while
    stream = Counting(start.encode(), piece.encode(), size)
    report_of(FileCheck(stream), most=10)  # type: ignore[arg-type]
    assert stream.held[-1] - stream.held[len(stream.held) // 2] < 3000


@pytest.mark.parametrize("terminator", ["\xb8", "\xa6", "\x85"])
def test_separators_that_no_answer_can_use_are_not_taken_over(terminator: str) -> None:
    data = ONE_CLAIM.decode().replace("~", terminator).encode("latin-1")
    found = next(read_interchanges(data))
    groups = judge_groups(found)
    header = reply_header(found, control_number="9", on=date(2026, 11, 2), at=time(9, 30))
    assert check_file(write_functional_acks(header, groups, group_control_number=1)).verdict == "valid"
    with pytest.raises(WriteError):
        Writer(replace(header, delimiters=found.delimiters))


def test_a_segment_of_more_elements_than_an_answer_can_count_is_answered_all_the_same() -> None:
    found = next(read_interchanges(ONE_CLAIM.replace(b"~BHT*", b"~BHT*" + b"*" * 200 + b"X*")))
    groups = judge_groups(found)
    header = reply_header(found, control_number="9", on=date(2026, 11, 2), at=time(9, 30))
    answer = write_functional_acks(header, groups, group_control_number=1)
    assert check_file(answer).verdict == "valid"
    assert b"IK4*99*" in answer


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", ISA.encode(), ISA.encode() + GROUP.encode(), SET.encode()]),
)
def test_whatever_bytes_come_they_are_judged(data: bytes, before: bytes) -> None:
    read_in_every_way(before + data)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(THREE_CLAIMS.split(b"~") + PAYMENT.split(b"~")[2:]), max_size=60))
def test_segments_in_any_order_are_judged(segments: list[bytes]) -> None:
    read_in_every_way(b"~".join([ISA.encode()[:-1], *segments]) + b"~")
