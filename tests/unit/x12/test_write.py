"""The writer counts, trims, transliterates and refuses."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.x12.characters import Text, room, transliterate
from shared.x12.delimiters import Delimiters
from shared.x12.faults import WriteError
from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.rows import Row, SegmentFormat, amount
from shared.x12.write import Writer
from tests.unit.x12.samples import HEADER

FORMAT = SegmentFormat(Delimiters())


@pytest.mark.parametrize(
    ("value", "text"),
    [("150.00", "150"), ("77.5", "77.5"), ("0.75", "0.75"), ("-0", "0"), ("-0.00", "0"), ("1E+3", "1000"), ("1E-2", "0.01"), ("-12.30", "-12.3")],
)
def test_amounts_have_no_exponent_and_no_needless_zero(value: str, text: str) -> None:
    assert amount(Decimal(value)) == text


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2))
def test_amounts_keep_their_value(value: Decimal) -> None:
    assert Decimal(amount(value)) == value


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (("DTP", "472", "D8", date(2026, 1, 2)), "DTP*472*D8*20260102~"),
        (("BHT", None, time(7, 5)), "BHT**0705~"),
        (("SV1", ("HC", "99213", "", None), Decimal("150.00"), "UN", 1, None, None, (1, 2)), "SV1*HC:99213*150*UN*1***1:2~"),
        (("EQ", ["98", "30"]), "EQ*98^30~"),
        (("HI", [("ABK", "I10"), ("ABF", "E119")]), "HI*ABK:I10^ABF:E119~"),
        (("NM1", "IL", "1", Text("Peña"), Text("Zoë"), None, "", None), "NM1*IL*1*Pena*Zoe~"),
        (("NTE", "ADD", Text(" a*b: c~d\ne  f ")), "NTE*ADD*a b c d e f~"),
        (("N3", "12 Elm Street  "), "N3*12 Elm Street~"),
        (("SV1", ("HC", "A0998", "", Text("  two  words "))), "SV1*HC:A0998::two words~"),
    ],
)
def test_values_are_written_as_x12_wants_them(row: Row, text: str) -> None:
    assert FORMAT.text(row) == text


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (("NM1", "IL", "1", "A*B"), ("NM1", 3, 0)),
        (("NM1", "IL", "1", "A~B"), ("NM1", 3, 0)),
        (("REF", "G1", "A:B"), ("REF", 2, 0)),
        (("REF", "G1", "A^B"), ("REF", 2, 0)),
        (("REF", "G1", "A\tB"), ("REF", 2, 0)),
        (("REF", "G1", "漢"), ("REF", 2, 0)),
        (("REF", "G1", "Ñ123"), ("REF", 2, 0)),
        (("SV1", ("HC", "9:9")), ("SV1", 1, 2)),
        (("AMT", "D", Decimal("NaN")), ("AMT", 2, 0)),
        (("AMT", "D", Decimal("sNaN")), ("AMT", 2, 0)),
        (("SV1", ("HC", Decimal("sNaN"))), ("SV1", 1, 2)),
        (("AMT", "D", 1.5), ("AMT", 2, 0)),
        (("AMT", "D", True), ("AMT", 2, 0)),
        (("REF", None, ""), ("REF", 0, 0)),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_place(row: Row, place: tuple[str, int, int]) -> None:
    with pytest.raises(WriteError) as refused:
        FORMAT.text(row)
    assert (refused.value.segment, refused.value.element, refused.value.component) == place
    assert not any(str(value) in str(refused.value) for value in row[2:] if isinstance(value, str) and len(value) > 1)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_free_text_is_sent_or_refused_but_never_breaks_the_segment(text: str) -> None:
    try:
        line = FORMAT.text(("NTE", "ADD", Text(text)))
    except WriteError:
        return
    assert line.isascii()
    assert line.count("*") <= 2
    assert line.count("~") == 1


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=30))
def test_latin_names_have_a_spelling(text: str) -> None:
    spelled = transliterate(text)
    assert transliterate(spelled) == spelled
    assert transliterate("Ñandú Müller Strauß Łukasz Øre") == "Nandu Muller Strauss Lukasz Ore"


def test_counts_and_control_numbers_are_the_writers_business() -> None:
    writer = Writer(HEADER).group("HC", "005010X222A1", 7)
    writer.transaction("837", 1, "005010X222A1").segment("BHT", "0019").segment("NM1", "41")
    assert writer.segments_in_set == 3
    writer.transaction("837", "0002", "005010X222A1").add([("BHT", "0019")])
    writer.group("HP", "005010X221A1", 8, sender="S", receiver="R").transaction("835", 1)
    data = writer.finish()
    assert len(data[: data.index(b"~") + 1]) == 106
    found = next(read_interchanges(data))
    assert [(each.set_id, each.control_number, len(each.load()), each.faults) for each in found.transactions()] == [
        ("837", "0001", 4, []),
        ("837", "0002", 3, []),
        ("835", "0001", 2, []),
    ]
    assert found.all_faults() == []
    assert [(group.header.control_number, group.included) for group in found.groups] == [("7", 2), ("8", 1)]


def test_line_ends_are_for_people() -> None:
    data = Writer(HEADER, line_ends=True).group("HC", "V", 1).transaction("837", 1).segment("BHT", "1").finish()
    assert data.splitlines()[-1].startswith(b"IEA")
    assert [len(each.load()) for each in read_transactions(data)] == [3]


def test_separators_of_the_partner_are_used() -> None:
    header = replace(HEADER, delimiters=Delimiters("|", ">", "\n", ""))
    data = Writer(header).group("HC", "V", 1).transaction("837", 1).segment("REF", "G1", "A*B:C").finish()
    assert b"REF|G1|A*B:C\n" in data
    with pytest.raises(WriteError, match="repetition"):
        Writer(header).group("HC", "V", 1).transaction("837", 1).segment("EQ", ["98", "30"])


@pytest.mark.parametrize(
    "change",
    [{"sender_id": "X" * 16}, {"sender_id": "A*B"}, {"receiver_id": "Ñ"}, {"control_number": "1234567890"}, {"control_number": "A"}, {"on": None}],
)
def test_an_isa_that_would_not_fit_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(WriteError):
        Writer(replace(HEADER, **change))  # type: ignore[arg-type]


def test_parts_out_of_place_are_refused() -> None:
    with pytest.raises(WriteError):
        Writer(HEADER).transaction("837", 1)
    with pytest.raises(WriteError):
        Writer(HEADER).group("HC", "V", 1).segment("BHT", "1")
    with pytest.raises(WriteError):
        Writer(HEADER).group("HC", "V", 1).acknowledge("1")
    writer = Writer(HEADER)
    writer.finish()
    with pytest.raises(WriteError):
        writer.finish()


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ("Müller-Ångström", "Muller-Angstrom"), ("Nguyễn Thị Ánh", "Nguyen Thi Anh"), ("Łukasz Żółć", "Lukasz Zolc"), ("Peña Núñez", "Pena Nunez"),
        ("Kaʻahumanu", "Ka'ahumanu"), ("D’Arcy", "D'Arcy"), ("Zoe\u0308", "Zoe"), ("Anna\u200d Maria\u200f", "Anna Maria"), ("Ａｄａ", "Ada"),
        ("O~Brien*Test:a^b", "O Brien Test a b"), ("Đặng", "Dang"), ("İnci Işık", "Inci Isik"), ("Strauß", "Strauss"), ("A\u2028B\tC", "A B C"),
    ],
)  # fmt: skip
def test_a_name_is_sent_in_its_nearest_spelling(told: str, sent: str) -> None:
    assert FORMAT.text(("NM1", "IL", Text(told))) == f"NM1*IL*{sent}~"
    assert room(told, 60) == ""


@pytest.mark.parametrize(
    ("told", "fault"),
    [("田中", "no spelling"), ("محمد", "no spelling"), ("Иванов", "no spelling"), ("😀", "no spelling"), ("~*:^", "separators"), ("x" * 61, "60")],
)
def test_a_name_that_cannot_be_sent_whole_is_not_sent(told: str, fault: str) -> None:
    assert fault in room(told, 60)
    assert told not in room(told, 60)
