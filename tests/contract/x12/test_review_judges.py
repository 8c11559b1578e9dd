"""What we write of 278 and 275, read by programs that know nothing of ours.

No public validator knows these guides: pyx12 has maps of the 4010 versions of the 278 only, x12sdk and oxedi have neither set.
So pyx12 judges the envelope and the HL numbers, x12sdk the segments, and the tree and its order are checked here, from the
text alone.
"""

import io
import re

import pytest
import pyx12.x12file
from x12sdk.io import X12SegmentReader

from tests.unit.x12.shapes.review import SHAPES

FILES = [(kind, name, data.decode("ascii")) for kind, shapes in SHAPES.items() for name, data in shapes.items()]
NAMES = [f"{kind}: {name}" for kind, name, _ in FILES]
LOST_BY_PYX12 = {"275: a big document"}
"""It loses segments that are longer than the 8 KiB that it reads at a time."""
KEPT = [(name, text) for name, (_, _, text) in zip(NAMES, FILES, strict=True) if name not in LOST_BY_PYX12]
REVIEWS = [each for each in FILES if each[0] != "275"]
_ABOVE = {"21": {"20"}, "22": {"21"}, "23": {"22"}, "EV": {"22", "23"}, "SS": {"EV"}}
_EVENT = ["HL", "TRN", "AAA", "UM", "HCR", "REF", "DTP", "HI", "HSD", "CRC", "CL1", "CR1", "CR2", "CR5", "CR6", "PWK", "MSG", "NM1"]
_SERVICE = ["HL", "TRN", "AAA", "UM", "HCR", "REF", "DTP", "HI", "SV1", "SV2", "SV3", "TOO", "HSD", "PWK", "MSG", "NM1"]


def split(text: str) -> list[list[str]]:
    """Segments and elements of a file with our own separators."""
    return [segment.split("*") for segment in text.split("~") if segment]


def levels(segments: list[list[str]]) -> list[list[list[str]]]:
    """The segments of each HL."""
    found: list[list[list[str]]] = []
    for segment in segments:
        if segment[0] == "HL":
            found.append([segment])
        elif found and segment[0] not in ("SE", "GE", "IEA"):
            found[-1].append(segment)
    return found


def test_there_are_thirty_shapes_of_each() -> None:
    assert {kind: len(shapes) >= 30 for kind, shapes in SHAPES.items()} == {"278 request": True, "278 answer": True, "275": True}


@pytest.mark.parametrize("text", [text for _, text in KEPT], ids=[name for name, _ in KEPT])
def test_pyx12_reads_envelope_and_levels_without_an_error(text: str) -> None:
    known = text.replace("*00602*", "*00501*", 1)  # it knows no envelope of the 006020 release, which is the same
    with pyx12.x12file.X12Reader(io.StringIO(known)) as reader:
        read, errors = [], []
        for segment in reader:
            read.append(segment.get_seg_id())
            errors.extend(reader.pop_errors())
        reader.cleanup()
        errors.extend(reader.pop_errors())
    assert errors == []
    assert read == [segment[0] for segment in split(text)]


@pytest.mark.parametrize("text", [text for _, _, text in FILES], ids=NAMES)
def test_x12sdk_reads_the_same_segments(text: str) -> None:
    with X12SegmentReader(text) as reader:
        assert [fields for _, fields in reader.segments()] == split(text)


@pytest.mark.parametrize("text", [text for _, _, text in REVIEWS], ids=NAMES[: len(REVIEWS)])
def test_levels_are_numbered_from_one_and_stand_under_their_own(text: str) -> None:
    tree = [segment for segment in split(text) if segment[0] == "HL"]
    kinds = {hl[1]: hl[3] for hl in tree}
    assert [hl[1] for hl in tree] == [str(number) for number in range(1, len(tree) + 1)]
    assert all(hl[2] == "" if hl[3] == "20" else kinds[hl[2]] in _ABOVE[hl[3]] for hl in tree)
    assert all((hl[4] == "1") is any(other[2] == hl[1] for other in tree) for hl in tree)


@pytest.mark.parametrize("text", [text for _, _, text in REVIEWS], ids=NAMES[: len(REVIEWS)])
def test_segments_of_events_and_services_stand_in_the_order_of_the_standard(text: str) -> None:
    for level in levels(split(text)):
        due = {"EV": _EVENT, "SS": _SERVICE}.get(level[0][3], [])
        own = [segment[0] for segment in level]
        until_names = own[: own.index("NM1")] if "NM1" in own else own
        assert [due.index(id) for id in until_names if due] == sorted(due.index(id) for id in until_names if due)


@pytest.mark.parametrize("text", list(SHAPES["275"].values()), ids=list(SHAPES["275"]))
def test_a_document_is_as_long_as_the_segment_says(text: bytes) -> None:
    found = re.findall(rb"~BDS\*B64\*(\d+)\*([A-Za-z0-9+/=]+)(?=~)", text)
    assert found
    assert all(int(length) == len(payload) for length, payload in found)
