"""999, 997 and TA1 written from their values: the rows between ST and SE, and whole interchanges.

A 997 of 4010 knows fewer codes and no contexts: what only a 999 can say is said in the nearest older code.
"""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Literal

from shared.x12.characters import Text
from shared.x12.envelope import InterchangeHeader
from shared.x12.rows import Row
from shared.x12.translate.acks import TRIGGER, BusinessUnit, ElementError, FunctionalAck, InterchangeAck, SegmentError, SetAck, Trigger
from shared.x12.write import Writer

Kind = Literal["999", "997"]
VERSIONS: dict[Kind, str] = {"999": "005010X231A1", "997": "004010"}
MOST_CODES = 5
_LONGEST_LOOP = 4
_LONGEST_COPY = 99
_OLDER_SEGMENT = {"I4": "2", "I6": "3", "I7": "3", "I8": "3", "I9": "2"}
_OLDER_ELEMENT = {"11": "3", "12": "3", "13": "3", "I6": "7", "I9": "1", "I10": "10", "I11": "1", "I12": "7", "I13": "10"}
_OLDER_SET = {"18": "6", "19": "1", "I5": "5", "I6": "1"}
_OLDER_GROUP = {"19": "6"}


def functional_rows(ack: FunctionalAck, kind: Kind = "999") -> Iterator[Row]:
    """The segments of a 999 or 997 between ST and SE. At most five codes of a set and of a group are sent."""
    older = kind == "997"
    yield ("AK1", ack.functional_id, ack.group_control_number, None if older else ack.version)
    for each in ack.sets:
        yield from _older_set(each) if older else _set(each)
    codes = _codes(ack.codes, _OLDER_GROUP if older else {})
    yield ("AK9", ack.status, ack.included, ack.received, ack.accepted_count, *codes)


def interchange_row(ack: InterchangeAck) -> Row:
    """The TA1. A date or time that could not be read is answered as 1 January 2000, midnight."""
    on = ack.on.strftime("%y%m%d") if ack.on else "000101"
    return ("TA1", ack.control_number.zfill(9), on, ack.at or time(), ack.status, ack.code)


def write_functional_ack(
    header: InterchangeHeader, acks: Sequence[FunctionalAck], *, kind: Kind = "999", group_control_number: int | str = 1, first_set: int = 1
) -> bytes:
    """One interchange with one group of answers. Raises WriteError where a value cannot be sent."""
    version = VERSIONS[kind]
    writer = Writer(header).group("FA", version, group_control_number)
    for number, ack in enumerate(acks, start=first_set):
        writer.transaction(kind, number, version if kind == "999" else "").add(functional_rows(ack, kind))
    return writer.finish()


def write_interchange_ack(header: InterchangeHeader, ack: InterchangeAck) -> bytes:
    """An interchange that holds one TA1 and nothing else."""
    return Writer(header).acknowledge(*interchange_row(ack)[1:]).finish()


def _set(each: SetAck) -> Iterator[Row]:
    yield ("AK2", each.set_id, each.control_number, each.version)
    for error in each.errors:
        yield from _segment(error)
    yield ("IK5", each.status, *_codes(each.codes, {}))


def _segment(error: SegmentError) -> Iterator[Row]:
    """IK3, what made the rule apply, whose claim it is, then the elements. IK303 holds four characters of the loop id."""
    yield ("IK3", error.segment_id, error.position, error.loop[:_LONGEST_LOOP], error.code)
    yield from map(_trigger, error.triggers)
    if error.unit is not None:
        yield _unit(error.unit)
    for element in error.elements:
        yield ("IK4", _place(element), element.reference, element.code, Text(element.copy[:_LONGEST_COPY]))
        yield from map(_trigger, element.triggers)


def _older_set(each: SetAck) -> Iterator[Row]:
    yield ("AK2", each.set_id, each.control_number)
    for error in each.errors:
        yield ("AK3", error.segment_id, error.position, error.loop[:_LONGEST_LOOP], _OLDER_SEGMENT.get(error.code, error.code))
        for element in error.elements:
            place = (element.element, element.component or None)
            yield ("AK4", place, element.reference, _OLDER_ELEMENT.get(element.code, element.code), Text(element.copy[:_LONGEST_COPY]))
    yield ("AK5", each.status, *_codes(each.codes, _OLDER_SET))


def _place(of: ElementError | Trigger) -> tuple[int, int | None, int | None]:
    return (of.element, of.component or None, of.repetition or None)


def _trigger(trigger: Trigger) -> Row:
    place = _place(trigger) if trigger.element else None
    reference = tuple(trigger.reference.split(":")) if trigger.reference else None
    return ("CTX", TRIGGER, trigger.segment_id, trigger.position, trigger.loop[:_LONGEST_LOOP], place, reference)


def _unit(unit: BusinessUnit) -> Row:
    return ("CTX", (unit.name, Text(unit.value)))


def _codes(codes: Sequence[str], older: dict[str, str]) -> list[str]:
    """Each code once, five at most."""
    return list(dict.fromkeys(older.get(code, code) for code in codes))[:MOST_CODES]
