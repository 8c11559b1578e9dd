"""Answering a file: the TA1 for its envelope, a 999 (005010X231A1) for each of its groups, a 997 for a group of 4010.

Places and codes are sent, and the sender's own name of the claim or inquiry (CTX); copies of bad data (IK404) only where both
sides want them. What is accepted and what is not: see judgement.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from shared.x12.delimiters import Delimiters
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.interchange import Interchange
from shared.x12.judgement import GroupResult, SetResult, judge_groups, judge_set
from shared.x12.translate.acks import FunctionalAck, InterchangeAck, SetAck
from shared.x12.translate.write_acks import MOST_CODES, VERSIONS, Kind, functional_rows, write_interchange_ack
from shared.x12.write import Writer

__all__ = [
    "GroupResult",
    "SetResult",
    "functional_ack",
    "interchange_ack",
    "judge_groups",
    "judge_set",
    "reply_header",
    "write_functional_acks",
    "write_interchange_ack",
]

_MOST_SETS = 999_999


def functional_ack(group: GroupResult) -> FunctionalAck:
    """What a 999 (or 997) says about a group."""
    header = group.header
    sets = [
        SetAck(
            _echo(result.set_id, 3, 3, "ZZZ"), _echo(result.control_number, 4, 9, "0000"), _echo(result.implementation, 1, 35),
            result.status, tuple(result.codes), result.errors,
        )
        for result in group.sets
    ]  # fmt: skip
    codes = tuple(dict.fromkeys(fault.code for fault in group.faults if fault.code))[:MOST_CODES]
    included, received = (min(count, _MOST_SETS) for count in (group.received if group.included is None else group.included, group.received))
    version = _echo(header.version, 1, 12, "000000")
    return FunctionalAck(header.functional_id, header.control_number, version, group.status, included, received, group.accepted, codes, tuple(sets))


def write_functional_acks(
    header: InterchangeHeader, groups: Sequence[GroupResult], *, group_control_number: int, first_set_control_number: int = 1
) -> bytes:
    """One interchange with a 999 (or 997) for each group judged that can be answered; answers themselves (GS01 FA) are not.

    Answers to one pair of application codes (GS02, GS03) and of one kind share a group; groups count on from
    `group_control_number`. Raises WriteError when no group can be answered: then the TA1 is all that can be said.
    """
    answers: dict[tuple[Kind, str, str], list[FunctionalAck]] = {}
    for group in groups:
        if group.wants_answer:
            place = (group.kind, _code(group.header.receiver_code, header), _code(group.header.sender_code, header))
            answers.setdefault(place, []).append(functional_ack(group))
    if not answers:
        raise WriteError("no group is there that can be named in an answer: send the TA1 alone", "AK1", 1)
    writer, number = Writer(header), first_set_control_number
    for count, ((kind, sender, receiver), acks) in enumerate(answers.items()):
        version = VERSIONS[kind]
        writer.group("FA", version, group_control_number + count, sender=sender, receiver=receiver)
        for ack in acks:
            writer.transaction(kind, number, version if kind == "999" else "").add(functional_rows(ack, kind))
            number += 1
    return writer.finish()


def interchange_ack(interchange: Interchange, *, duplicate: bool = False) -> InterchangeAck:
    """The TA1 for an interchange that has been read to its end.

    `duplicate` says that this ISA13 has come from this partner before. Faults that leave no doubt about the content (an ISA
    of odd width, a last terminator missing) are noted (E), all others reject (R).
    """
    header = interchange.header
    if duplicate:
        status, code = "R", "025"
    elif not interchange.faults:
        status, code = "A", "000"
    else:
        grave = [fault for fault in interchange.faults if fault.grave]
        status, code = ("R" if grave else "E"), (grave or interchange.faults)[0].code
    return InterchangeAck(header.control_number, header.on, header.at, status, code)


def reply_header(interchange: Interchange, *, control_number: str, on: date, at: time) -> InterchangeHeader:
    """The header of an answer: sender and receiver change places, usage stays; a code of the ISA that means nothing is not repeated."""
    asked = interchange.header
    wrong = {fault.element for fault in interchange.faults if fault.rule == "isa-code"}
    marks = asked.delimiters
    usable = (marks.element + marks.component + marks.repetition + marks.terminator).isascii()
    return replace(
        asked,
        sender_id=asked.receiver_id,
        sender_qualifier="ZZ" if 7 in wrong else asked.receiver_qualifier,
        receiver_id=asked.sender_id,
        receiver_qualifier="ZZ" if 5 in wrong else asked.sender_qualifier,
        control_number=control_number,
        on=on,
        at=at,
        usage="P" if 15 in wrong else asked.usage,
        version="00501" if 12 in wrong else asked.version,
        acknowledge=False,
        authorization=("00", ""),
        security=("00", ""),
        delimiters=marks if usable else Delimiters(),
    )


def _code(value: str, header: InterchangeHeader) -> str:
    """An application code of the sender's as the answer repeats it; empty (the id of the interchange then) where it cannot be repeated."""
    text, marks = value.strip(), header.delimiters
    separates = any(mark in text for mark in (marks.element, marks.component, marks.repetition, marks.terminator) if mark)
    return text if 2 <= len(text) <= 15 and text.isascii() and text.isprintable() and not separates else ""


def _echo(value: str, least: int, most: int, instead: str = "") -> str:
    """A value of the sender's that an answer repeats, if it is of the kind that it should be."""
    text = value.strip()
    return text if least <= len(text) <= most and text.isalnum() and text.isascii() else instead
