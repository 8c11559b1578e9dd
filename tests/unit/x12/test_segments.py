"""The tokenizer keeps every byte, wherever chunks end."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.x12.faults import X12Error
from shared.x12.segments import LONGEST_SEGMENT, Segment, copy_segments, join_segments, read_segments
from tests.unit.x12.envelopes import ISA, interchange, transaction

PLAIN = interchange(transaction("BHT*0019", "NM1*IL*1*DOE*JANE", "HI*ABK:I10*ABF:E119"))

_data = st.text(st.characters(max_codepoint=255, exclude_characters="*:~^|+\n\r"), max_size=12).filter(lambda text: "ISA" not in text)
_segment = st.builds(
    lambda id, parts: "*".join([id, *parts]), st.sampled_from(["NM1", "REF", "SV1", "CLM", "ST", "SE", "GS", "N3"]), st.lists(_data, max_size=6)
)
_gap = st.sampled_from(["", "\n", "\r\n", "  ", "\n\n  "])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """One or two interchanges with separators, line ends and contents of their own, perhaps cut off."""
    text = draw(st.sampled_from(["", "\xef\xbb\xbf", "\n"]))
    for element, terminator in draw(st.lists(st.sampled_from([("*", "~"), ("|", "~"), ("*", "\x1c"), ("+", "'")]), min_size=1, max_size=2)):
        gap = draw(_gap)
        lines = [ISA[:-1], *draw(st.lists(_segment, max_size=6)), "IEA*1*000000042"]
        lines = [line.replace(terminator, "").replace(element, "" if element != "*" else "*").replace("*", element) for line in lines]
        text += "".join(line + terminator + gap for line in lines)
    cut = draw(st.integers(0, 30))
    data = text.encode("latin-1")
    return data[: len(data) - cut] if draw(st.booleans()) and len(data) > 250 else data


@settings(deadline=None)
@given(files(), st.integers(1, 400))
def test_an_untouched_file_is_written_back_byte_by_byte(data: bytes, chunk: int) -> None:
    assert b"".join(copy_segments(read_segments(data, chunk))) == data


@settings(deadline=None)
@given(files(), st.integers(1, 400))
def test_segments_do_not_depend_on_where_chunks_end(data: bytes, chunk: int) -> None:
    def seen(size: int) -> list[tuple[tuple[str, ...], int, int, str]]:
        return [(segment.elements, segment.position, segment.offset, segment.lead) for segment in read_segments(io.BytesIO(data), size)]

    assert seen(chunk) == seen(1 << 16)


@settings(deadline=None)
@given(files())
def test_an_offset_is_the_byte_at_which_the_segment_id_stands(data: bytes) -> None:
    for segment in read_segments(data):
        assert data[segment.offset :].decode("latin-1").startswith(segment.id)


def test_positions_count_from_the_st_of_the_set() -> None:
    data = interchange(transaction("BHT*1"), transaction("BHT*2", "NM1*41", number="0002"))
    positions = [(segment.id, segment.position) for segment in read_segments(data) if segment.id not in ("ISA", "GS", "GE", "IEA")]
    assert positions == [("ST", 1), ("BHT", 2), ("SE", 3), ("ST", 1), ("BHT", 2), ("NM1", 3), ("SE", 4)]


def test_bytes_of_unknown_encodings_survive() -> None:
    data = PLAIN.replace(b"JANE", "ZOË".encode())
    tokens = read_segments(data)
    segments = list(tokens)
    assert join_segments(segments, tokens.delimiters) == data
    assert next(segment for segment in segments if segment.id == "NM1").get(4).encode("latin-1").decode() == "ZOË"


def test_blank_segments_and_line_ends_belong_to_no_segment() -> None:
    data = PLAIN.replace(b"~", b"~\r\n").replace(b"BHT", b"~~ BHT") + b"\x1a"
    tokens = read_segments(data, 50)
    assert [segment.id for segment in tokens] == ["ISA", "GS", "ST", "BHT", "NM1", "HI", "SE", "GE", "IEA"]
    assert tokens.tail == "\r\n\x1a"


def test_each_interchange_has_separators_of_its_own() -> None:
    other = PLAIN.replace(b"*", b"|").replace(b"~", b"\n").replace(b":", b">")
    tokens = read_segments(PLAIN + other, 97)
    seen = [(segment.id, tokens.delimiters.element) for segment in tokens]
    assert [mark for id, mark in seen if id == "HI"] == ["*", "|"]


def test_a_cut_file_followed_by_another_leaves_its_fragment_before_the_next_isa() -> None:
    tokens = read_segments(PLAIN[:-40] + PLAIN, 64)
    second = [segment for segment in tokens if segment.id == "ISA"][1]
    assert second.lead != ""
    assert b"".join(copy_segments(read_segments(PLAIN[:-40] + PLAIN))) == PLAIN[:-40] + PLAIN


def test_a_name_that_contains_isa_begins_no_interchange() -> None:
    assert len(list(read_segments(PLAIN.replace(b"JANE", b"LISA*ISABEL")))) == 9


def test_a_file_without_terminators_is_given_up_before_memory_is() -> None:
    data = ISA.encode() + b"A" * (3 * LONGEST_SEGMENT)
    with pytest.raises(X12Error, match="terminator"):
        list(read_segments(data))


def test_elements_and_components_count_from_one_and_are_empty_beyond_the_end() -> None:
    segment = Segment("SV1", ("SV1", "HC:99213:25", "150"))
    assert (segment.get(2), segment.get(7)) == ("150", "")
    assert (segment.component(1, 3, ":"), segment.component(1, 9, ":"), segment.component(7, 1, ":")) == ("25", "", "")


def test_a_segment_never_shows_its_content() -> None:
    assert repr(Segment("NM1", ("NM1", "IL", "1", "DOE"), 9, 345)) == "Segment(NM1 at 9, byte 345)"


class _Endless(io.RawIOBase):
    """A large file that is made up while it is read."""

    def __init__(self, repeats: int) -> None:
        self._parts: Iterator[bytes] = iter([PLAIN[: PLAIN.index(b"NM1")], *[b"NM1*IL*1*DOE*JANE~HI*ABK:I10~" * 1000] * repeats, b"SE*1*0001~"])

    def read(self, size: int = -1) -> bytes:
        return next(self._parts, b"")


def _peak(repeats: int) -> int:
    tracemalloc.start()
    for _ in read_segments(_Endless(repeats)):  # type: ignore[arg-type]
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file() -> None:
    assert _peak(100) < 1.2 * _peak(10)


@pytest.mark.parametrize("chunk", [7, 61, 1 << 16])
def test_binary_data_may_hold_every_separator(chunk: int) -> None:
    payload = f"~{ISA}*BDS*B64*3*abc~ST*1~"
    data = interchange(transaction("BGN*11*1*20261102", f"BDS*ASC*{len(payload)}*{payload}", "LX*2", set_id="275"))
    tokens = read_segments(data, chunk)
    segments = list(tokens)
    assert [segment.id for segment in segments] == ["ISA", "GS", "ST", "BGN", "BDS", "LX", "SE", "GE", "IEA"]
    assert segments[4].elements == ("BDS", "ASC", str(len(payload)), payload)
    assert data[segments[5].offset :].startswith(b"LX*2")
    assert b"".join(copy_segments(read_segments(data, chunk))) == data


@pytest.mark.parametrize("stated", ["4", "99999999", "x", ""])
def test_binary_data_of_another_length_than_stated_is_read_as_an_ordinary_segment(stated: str) -> None:
    data = interchange(transaction(f"BDS*B64*{stated}*QUJD*D", "LX*2", set_id="275"))
    assert [segment.id for segment in read_segments(data)] == ["ISA", "GS", "ST", "BDS", "LX", "SE", "GE", "IEA"]
    assert b"".join(copy_segments(read_segments(data))) == data
