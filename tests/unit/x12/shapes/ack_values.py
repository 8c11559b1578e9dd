"""Acknowledgements as their sender thinks of them."""

from dataclasses import replace
from datetime import date, time

from shared.x12.delimiters import Delimiters
from shared.x12.envelope import InterchangeHeader
from shared.x12.translate.acks import BusinessUnit, ElementError, FunctionalAck, InterchangeAck, SegmentError, SetAck, Trigger

HEADER = InterchangeHeader("CLEARPATH1", "RIVERBEND1", date(2026, 11, 2), time(10, 15), "77", usage="T")
OLDER_HEADER = replace(HEADER, version="00401", delimiters=Delimiters(repetition=""))
V = "005010X222A1"
UNIT = BusinessUnit("CLM01", "ACCT-1")
TRACE = BusinessUnit("TRN02", "93175-012547")
CODE = ElementError(5, 2, 0, "1332", "7")


def accepted(number: str = "0001", set_id: str = "837", version: str = V) -> SetAck:
    return SetAck(set_id, number, version, "A", (), ())


def rejected(*errors: SegmentError, number: str = "0001", codes: tuple[str, ...] = ("5",), status: str = "R", set_id: str = "837") -> SetAck:
    return SetAck(set_id, number, V, status, codes, errors)


def group(*sets: SetAck, status: str = "A", codes: tuple[str, ...] = (), functional_id: str = "HC", version: str = V) -> FunctionalAck:
    """A group in which all was found that it claims."""
    taken = 0 if status == "R" else sum(each.accepted for each in sets)
    return FunctionalAck(functional_id, "7", version, status, len(sets), len(sets), taken, codes, sets)


def segment(
    code: str, *elements: ElementError, id: str = "CLM", position: int = 18, loop: str = "2300", unit: BusinessUnit | None = UNIT
) -> SegmentError:
    return SegmentError(id, position, loop, code, elements, unit)


_BY_SEGMENT_CODE = {
    f"segment code {code}": group(rejected(segment(code, *((CODE,) if code == "8" else ()))), status="R")
    for code in ("1", "2", "3", "4", "5", "6", "7", "8", "I4", "I6", "I7", "I8", "I9")
}
_BY_ELEMENT_CODE = {
    f"element code {code}": group(rejected(segment("8", ElementError(2, 0, 0, "782", code))), status="R")
    for code in ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "13", "I6", "I9", "I10", "I11", "I12", "I13")
}
_TRIGGERED = SegmentError("REF", 57, "2300", "3", (), UNIT, (Trigger("CLM", 43, "2300", 5, 3, 0, ""), Trigger("HI", 44, "", 1, 2, 1, "1271")))

FUNCTIONAL: dict[str, FunctionalAck] = {
    "one set accepted": group(accepted()),
    "three sets accepted": group(accepted("0001"), accepted("0002"), accepted("0003")),
    "no set listed": FunctionalAck("HP", "1", "005010X221A1", "A", 2, 2, 2, (), ()),
    "accepted with errors": group(rejected(segment("8", CODE), status="E"), status="E"),
    "one of three rejected": group(accepted("0001"), rejected(segment("8", CODE), number="0002"), accepted("0003"), status="P"),
    "five codes of a set": group(rejected(codes=("2", "3", "4", "7", "5")), status="R"),
    "five codes of a group": group(accepted(), status="R", codes=("3", "4", "5", "6", "19")),
    "claims and received differ": FunctionalAck("HC", "7", V, "R", 4, 3, 0, ("5",), (accepted(),)),
    "guide not supported": group(rejected(codes=("I6",)), status="R"),
    "only the guide is broken": group(rejected(segment("I6"), codes=("I5",)), status="R"),
    "inquiry by its trace": group(
        replace(rejected(segment("8", CODE, id="NM1", loop="2100", unit=TRACE)), set_id="270", version="005010X279A1"), status="R", functional_id="HS"
    ),
    "remittance": group(SetAck("835", "0001", "", "A", (), ()), functional_id="HP", version="005010X221A1"),
    "claim status": group(SetAck("277", "0001", "005010X212", "A", (), ()), functional_id="HN", version="005010X212"),
    "many elements": group(rejected(segment("8", *(ElementError(n, 0, 0, "", "1") for n in range(1, 13)))), status="R"),
    "repetition": group(rejected(segment("8", ElementError(1, 2, 3, "1271", "7"))), status="R"),
    "copy of bad data": group(rejected(segment("8", ElementError(5, 2, 0, "1332", "7", "Q"))), status="R"),
    "what made the rule apply": group(rejected(_TRIGGERED), status="R"),
    "trigger of an element": group(
        rejected(segment("8", ElementError(2, 0, 0, "127", "I9", "", (Trigger("CLM", 18, "2300", 5, 3),)))), status="R"
    ),
    "security codes": group(rejected(codes=("8", "9", "10", "11", "12")), status="R"),
    "late segment": group(rejected(segment("8", CODE, position=999_999)), status="R"),
    **_BY_SEGMENT_CODE,
    **_BY_ELEMENT_CODE,
}  # fmt: skip


def older(ack: FunctionalAck) -> FunctionalAck:
    """The same without what a 997 cannot say."""
    sets = tuple(replace(each, version="", errors=tuple(_older(error) for error in each.errors)) for each in ack.sets)
    return replace(ack, version="", sets=sets)


def _older(error: SegmentError) -> SegmentError:
    elements = tuple(replace(element, repetition=0, triggers=()) for element in error.elements)
    return replace(error, elements=elements, unit=None, triggers=())


def _speaks_old(ack: FunctionalAck) -> bool:
    codes = {*ack.codes, *(code for each in ack.sets for code in each.codes)}
    codes |= {error.code for each in ack.sets for error in each.errors}
    codes |= {element.code for each in ack.sets for error in each.errors for element in error.elements}
    return not any(code.startswith("I") or code in ("12", "13", "19") for code in codes)


OLDER: dict[str, FunctionalAck] = {name: older(ack) for name, ack in FUNCTIONAL.items() if _speaks_old(ack)}

INTERCHANGE: dict[str, InterchangeAck] = {
    "accepted": InterchangeAck("000000042", date(2026, 11, 2), time(9, 30), "A", "000"),
    "midnight of a new century": InterchangeAck("000000001", date(2000, 1, 1), time(), "A", "000"),
    "highest number": InterchangeAck("999999999", date(2026, 12, 31), time(23, 59), "A", "000"),
    **{
        f"{word} for {code:03d}": InterchangeAck("000000042", date(2026, 11, 2), time(9, 30), status, f"{code:03d}")
        for code in range(1, 32)
        for status, word in ((("E", "noted"), ("R", "rejected"))[code % 2],)
    },
}
