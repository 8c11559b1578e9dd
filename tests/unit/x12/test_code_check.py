"""Codes are judged by the list that their place means and by the day that counts; findings name the place, never the code."""

from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from shared.codesets.national import national
from shared.x12.code_check import CodeCheck
from shared.x12.codesets import CodeSets, Spans
from shared.x12.delimiters import Delimiters
from shared.x12.finding import Finding
from shared.x12.guides import guide_for
from shared.x12.guides.notation import Guide, read_guide
from shared.x12.identifiers import check_identifiers
from shared.x12.interchange import read_transactions
from shared.x12.loop import Loop
from shared.x12.read import walk
from shared.x12.segments import Segment
from shared.x12.validate import findings
from tests.unit.x12.coded import BENEFITS, INPATIENT, PAYMENT, PROFESSIONAL, STATUS

SEPARATORS = Delimiters()


EVER = ((date.min, date.max),)


class Asked:
    """Says the same about every code, and remembers what it was asked."""

    def __init__(self, answer: Spans | None = EVER) -> None:
        self.answer = answer
        self.questions: list[tuple[str, str]] = []

    def spans(self, code_set: str, code: str) -> Spans | None:
        self.questions.append((code_set, code))
        return self.answer


class OneDay(Asked):
    """Knows one code on one day only, and all others on every day."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__()
        self.code, self.on = code, on

    def spans(self, code_set: str, code: str) -> Spans | None:
        return ((self.on, self.on),) if code == self.code else super().spans(code_set, code)


def of_codes(segments: Iterable[Segment], guide: Guide, delimiters: Delimiters, codes: CodeSets) -> Iterator[Finding]:
    """The findings about codes among all that there are."""
    return (finding for finding in findings(segments, guide, delimiters, codes) if finding.rule.startswith("code-") and finding.snip == 5)


def found(data: bytes, codes: CodeSets) -> list[Finding]:
    every: list[Finding] = []
    for transaction in read_transactions(data):
        guide = guide_for(transaction.set_id, transaction.version)
        assert guide is not None
        every += of_codes(transaction, guide, transaction.delimiters, codes)
    return every


@pytest.mark.parametrize(
    ("data", "question"),
    [
        (PROFESSIONAL, ("icd10cm", "I10", date(2026, 10, 5))),
        (PROFESSIONAL, ("pos", "11", date(2026, 10, 5))),
        (PROFESSIONAL, ("hcpcs", "J1885", date(2026, 10, 5))),
        (PROFESSIONAL, ("modifier", "RT", date(2026, 10, 5))),
        (PROFESSIONAL, ("taxonomy", "207RC0000X", None)),
        (PROFESSIONAL, ("state", "OH", None)),
        (INPATIENT, ("icd10cm", "M7221", date(2026, 10, 2))),
        (INPATIENT, ("icd10pcs", "027034Z", date(2026, 10, 2))),
        (INPATIENT, ("tob", "11", date(2026, 10, 2))),
        (INPATIENT, ("revenue", "0636", date(2026, 9, 29))),
        (INPATIENT, ("span", "74", date(2026, 10, 2))),
        (INPATIENT, ("drg", "247", date(2026, 10, 2))),
        (PAYMENT, ("carc", "45", date(2026, 11, 16))),
        (PAYMENT, ("rarc", "MA01", date(2026, 11, 16))),
        (PAYMENT, ("rarc", "N381", date(2026, 11, 16))),
        (PAYMENT, ("hcpcs", "99213", date(2026, 10, 5))),
        (STATUS, ("status-category", "F1", date(2026, 11, 2))),
        (STATUS, ("status-code", "65", date(2026, 11, 2))),
        (STATUS, ("entity", "PR", date(2026, 11, 2))),
        (BENEFITS, ("icd10cm", "E119", date(2026, 11, 2))),
        (BENEFITS, ("hcpcs", "J1885", date(2026, 11, 2))),
    ],
)
def test_a_code_is_asked_for_in_its_list_and_judged_by_its_day(data: bytes, question: tuple[str, str, date | None]) -> None:
    code_set, code, on = question
    codes = Asked()
    assert found(data, codes) == []
    assert (code_set, code) in codes.questions
    assert found(data, OneDay(code, on or date(1999, 1, 1))) == []
    expired = {finding.rule for finding in found(data, OneDay(code, date(1999, 1, 1)))}
    assert expired == ({"code-expired"} if on else set())


@pytest.mark.parametrize(
    ("facility", "on", "is_sound"), [("13", date(2026, 9, 28), True), ("13", date(2026, 10, 2), True), ("11", date(2026, 9, 28), False)]
)
def test_an_inpatient_bill_is_coded_by_its_last_day_and_another_one_by_either_end(facility: str, on: date, is_sound: bool) -> None:
    bill = INPATIENT.replace(b"11:A:1", f"{facility}:A:1".encode())
    assert (found(bill, OneDay("M7221", on)) == []) is is_sound


def test_where_nothing_is_known_nothing_is_found() -> None:
    assert [found(data, Asked(None)) for data in (PROFESSIONAL, INPATIENT, PAYMENT, STATUS, BENEFITS)] == [[]] * 5


def test_a_payment_without_a_day_of_service_is_judged_without_one() -> None:
    undated = PAYMENT.replace(b"DTM*472*20261005~", b"").replace(b"DTM*232*20261005~", b"").replace(b"DTM*233*20261005~", b"")
    assert found(undated, OneDay("99213", date(1999, 1, 1))) == []
    assert found(undated, Asked(())) != []


def test_what_was_sound_on_one_day_is_judged_anew_on_another() -> None:
    two = PROFESSIONAL.replace(b"HC:99213:25", b"HC:J1885:JZ:RT").replace(b"D8*20261005~LX*3", b"D8*20261006~LX*3")
    (finding,) = found(two, OneDay("J1885", date(2026, 10, 5)))
    assert (finding.rule, finding.segment_id, finding.element, finding.component) == ("code-expired", "SV1", 1, 2)


@pytest.mark.parametrize(
    ("data", "old", "new", "place"),
    [
        (PROFESSIONAL, "ABF:I10", "ABF:I109", ("code-unknown", "HI", "2300", 2, 2, "7")),
        (PROFESSIONAL, "ABF:I10", "ABF:T528X1A", ("code-expired", "HI", "2300", 2, 2, "I6")),
        (PROFESSIONAL, "JZ:RT", "JZ:XY", ("code-unknown", "SV1", "2400", 1, 4, "7")),
        (PROFESSIONAL, "207RC0000X", "307RC0000X", ("code-unknown", "PRV", "2310B", 3, 0, "7")),
        (INPATIENT, "ABF:M7221", "ABF:M7229", ("code-unknown", "HI", "2300", 2, 2, "7")),
        (PAYMENT, "CAS*CO*45*60", "CAS*CO*945*60", ("code-unknown", "CAS", "2110", 2, 0, "7")),
        (STATUS, "F1:65:PR", "F1:965:PR", ("code-unknown", "STC", "2220D", 1, 2, "7")),
        (BENEFITS, "HC:J1885", "HC:J188", ("code-unknown", "EB", "2110C", 13, 2, "7")),
    ],
)
def test_findings_name_the_place_and_never_the_code(data: bytes, old: str, new: str, place: tuple[str, str, str, int, int, str]) -> None:
    (finding,) = found(data.replace(old.encode(), new.encode()), national())
    assert (finding.rule, finding.segment_id, finding.loop, finding.element, finding.component, finding.code) == place
    assert (finding.severity, finding.snip) == ("warning", 5)
    assert not {part for part in new.replace("*", ":").split(":") if len(part) > 3} & set(finding.message.split())


def test_the_qualifier_decides_which_list_is_meant() -> None:
    guide = read_guide("837", ("",), "ST R 1\nHI S * | 1 R C | 1.1 R ID 1-3 | 1.2 R AN 1-30 #icd\nREF S * | 1 R ID 2 | 2 R AN 1-9 #taxonomy\n", {})
    pairs = {"ABK": "icd10cm", "BK": "icd9cm", "BBQ": "icd10pcs", "BR": "icd9pcs", "BE": "value", "BG": "condition", "BH": "occurrence", "BI": "span"}
    segments = [Segment("ST", ("ST",), 1), *(Segment("HI", ("HI", f"{qualifier}:1"), 2) for qualifier in (*pairs, "ZZ"))]
    segments += [Segment("REF", ("REF", "PXC", "207Q"), 3), Segment("REF", ("REF", "0B", "LICENSE"), 4)]
    codes = Asked()
    assert list(of_codes(segments, guide, SEPARATORS, codes)) == []
    assert [code_set for code_set, _ in codes.questions] == [*pairs.values(), "taxonomy"]


def test_each_repetition_is_judged_by_itself() -> None:
    guide = read_guide("271", ("",), "ST R 1\nEB S * | 1 R ID 1-2^ #service-type\n", {})
    (finding,) = of_codes([Segment("EB", ("EB", "30^ZZ^98"), 2)], guide, SEPARATORS, national())
    assert (finding.element, finding.component, finding.repetition) == (1, 0, 2)


def test_an_element_with_a_list_of_its_own_is_judged_by_that() -> None:
    guide = read_guide("271", ("",), "ST R 1\nEB S * | 1 R ID 1-2 =ZZ #service-type\n", {})
    assert list(of_codes([Segment("EB", ("EB", "QQ"), 2)], guide, SEPARATORS, national())) == []


def test_a_reason_is_judged_by_the_day_of_the_payment() -> None:
    guide = read_guide("835", ("",), "ST R 1\nBPR S 1\nCAS S * | 1 R ID 2 | 2 R ID 1-5 #carc | 3 R R 1-18 | 5 S ID 1-5 #carc | 6 S R 1-18\n", {})
    segment = Segment("CAS", ("CAS", "CO", "45", "1", "", "B5", "2"), 9)

    def on(day: str) -> list[Finding]:
        paid = Segment("BPR", ("BPR", *[""] * 15, day), 2)
        return list(of_codes([Segment("ST", ("ST",), 1), paid, segment], guide, SEPARATORS, national()))

    assert on("20160430") == []
    (finding,) = on("20160501")
    assert (finding.rule, finding.position, finding.element) == ("code-expired", 9, 5)


def _rules(root: object) -> list[object]:
    own = list(root.rules())  # type: ignore[attr-defined]
    return own + [rule for child in root.loops() for rule in _rules(child)]  # type: ignore[attr-defined]


def test_a_sound_code_is_looked_up_once_and_a_wrong_one_is_found_every_time() -> None:
    transaction = next(iter(read_transactions(PROFESSIONAL)))
    guide = guide_for(transaction.set_id, transaction.version)
    assert guide is not None
    loops = _all(list(walk(transaction, guide, ":"))[-1])
    codes = Asked()
    check = CodeCheck(codes, transaction.delimiters)
    first = [list(check.loop(loop)) for loop in loops]
    asked_once = len(codes.questions)
    assert [list(check.loop(loop)) for loop in loops] == first
    assert len(codes.questions) == asked_once > 0
    wrong = CodeCheck(Asked(()), transaction.delimiters)
    assert [len(wrong.loop(loop)) for loop in loops] == [len(wrong.loop(loop)) for loop in loops]


def _all(loop: Loop) -> list[Loop]:
    return [loop, *(inner for child in loop.children for inner in _all(child))]


@pytest.mark.parametrize(
    ("elements", "rule"),
    [
        (("NM1", "85", "2", "X", "", "", "", "", "XX", "1245319598"), "npi-check-digit"),
        (("N1", "PE", "X", "XX", "124531959"), "npi-check-digit"),
        (("N1", "PE", "X", "FI", "84123456"), "tax-id-shape"),
        (("REF", "EI", "84-123456"), "tax-id-shape"),
        (("REF", "SY", "12345678"), "tax-id-shape"),
        (("N4", "X", "OH", "455011"), "postal-code-shape"),
        (("N4", "X", "ON", "45501", "CA"), "postal-code-shape"),
        (("LIN", "", "N4", "0409379501"), "ndc-shape"),
    ],
)
def test_numbers_that_cannot_be_what_they_are_said_to_be_are_found(elements: tuple[str, ...], rule: str) -> None:
    (finding,) = check_identifiers(Segment(elements[0], elements, 2), "X")
    assert (finding.rule, finding.severity, finding.snip) == (rule, "warning", 5)


@pytest.mark.parametrize(
    "elements",
    [
        ("NM1", "85", "2", "X", "", "", "", "", "XX", "1245319599"),
        ("NM1", "IL", "1", "X", "", "", "", "", "MI", "1"),
        ("NM1", "IL", "1"),
        ("N1", "PE", "X", "FI", "841234567"),
        ("REF", "EI", "84-1234567"),
        ("REF", "SY", "123-45-6789"),
        ("REF", "G1", "1"),
        ("N4", "X", "OH", "45501"),
        ("N4", "X", "OH", "45501-1234"),
        ("N4", "X", "ON", "M5V 3L9", "CA"),
        ("N4", "X", "", "SW1A 1AA", "GB"),
        ("N4", "X"),
        ("LIN", "", "N4", "00409379501"),
        ("LIN", "", "UP", "1"),
        ("HL", "1"),
    ],
)
def test_numbers_that_may_be_right_are_left_alone(elements: tuple[str, ...]) -> None:
    assert list(check_identifiers(Segment(elements[0], elements, 2), "X")) == []
