"""Answering a file: the TA1 for its envelope, a 999 (005010X231A1) for each of its groups.

A set with an error or an envelope fault is rejected (R), one with warnings only is accepted with errors (E), others are
accepted (A). A group is accepted when all its sets are, rejected when none is or its own envelope is faulty, and partly
accepted (P) otherwise. Copies of bad data (IK404) and business identifiers (CTX) are not sent: places and codes are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from shared.x12.envelope import GroupHeader, InterchangeHeader
from shared.x12.faults import Fault, WriteError
from shared.x12.finding import Finding
from shared.x12.interchange import Interchange, Transaction
from shared.x12.profile import DEFAULT, Profile
from shared.x12.translate.acks import InterchangeAck
from shared.x12.validate import validate
from shared.x12.write import Row, Writer

VERSION = "005010X231A1"
_MOST_CODES = 5
_NO_ID = "ZZ"  # stands for what is not a segment id: it may be a piece of data


@dataclass(frozen=True, slots=True)
class SetResult:
    """What is answered about one set."""

    set_id: str
    control_number: str
    implementation: str
    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]

    @property
    def status(self) -> str:
        """IK501: A, E or R."""
        if any(fault.grave for fault in self.faults) or any(finding.severity == "error" for finding in self.findings):
            return "R"
        return "E" if self.findings or self.faults else "A"

    @property
    def codes(self) -> list[str]:
        """IK502 and on, five at most."""
        codes = [fault.code for fault in self.faults if fault.code]
        if any(finding.rule == "version-unknown" for finding in self.findings):
            codes.append("1")
        elif self.findings:
            codes.append("5")
        return list(dict.fromkeys(codes))[:_MOST_CODES]


@dataclass(slots=True)
class GroupResult:
    """What is answered about one functional group. `included` is what its trailer claims, `received` what was found.

    A group that is not `answerable` has no usable GS: the TA1 rejects its interchange, a 999 cannot name it.
    """

    header: GroupHeader
    answerable: bool = True
    sets: list[SetResult] = field(default_factory=list)
    included: int | None = None
    received: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """How many sets are taken in (AK904)."""
        return 0 if any(fault.grave for fault in self.faults) else sum(result.status != "R" for result in self.sets)

    @property
    def status(self) -> str:
        """AK901: A, E, P or R."""
        if any(fault.grave for fault in self.faults) or (self.sets and not self.accepted):
            return "R"
        if self.accepted < len(self.sets):
            return "P"
        return "E" if self.faults or any(result.status == "E" for result in self.sets) else "A"


def judge_set(transaction: Transaction, profile: Profile = DEFAULT) -> SetResult:
    """Validates one set; reads it to its end."""
    found = tuple(validate(transaction, profile))
    return SetResult(transaction.set_id, transaction.control_number, transaction.implementation, found, tuple(transaction.faults))


def judge_groups(interchange: Interchange, profile: Profile = DEFAULT) -> list[GroupResult]:
    """Validates every set of an interchange; reads it to its end. `profile` as for validate."""
    results: dict[int, GroupResult] = {}
    for transaction in interchange.transactions():
        result = results.setdefault(id(transaction.group), GroupResult(transaction.group.header, transaction.group.answerable))
        result.sets.append(judge_set(transaction, profile))
    for group in interchange.groups:
        result = results.setdefault(id(group), GroupResult(group.header, group.answerable))
        result.included, result.received, result.faults = group.included, group.received, group.faults
    return [results[id(group)] for group in interchange.groups]


def functional_rows(group: GroupResult) -> Iterator[Row]:
    """The segments of a 999 between ST and SE."""
    header = group.header
    yield ("AK1", header.functional_id, header.control_number, _echo(header.version, 1, 12))
    for result in group.sets:
        yield ("AK2", _echo(result.set_id, 3, 3, "ZZZ"), _echo(result.control_number, 4, 9, "0000"), _echo(result.implementation, 1, 35))
        if not any(finding.rule == "version-unknown" for finding in result.findings):
            yield from _error_rows(result.findings)
        yield ("IK5", result.status, *result.codes)
    codes = list(dict.fromkeys(fault.code for fault in group.faults if fault.code))[:_MOST_CODES]
    included = group.received if group.included is None else group.included
    yield ("AK9", group.status, included, group.received, group.accepted, *codes)


def write_functional_acks(
    header: InterchangeHeader, groups: Sequence[GroupResult], *, group_control_number: int | str, first_set_control_number: int = 1
) -> bytes:
    """One interchange with a 999 for each group judged that can be answered.

    Raises WriteError when there is none: then the TA1 is all that can be said.
    """
    answerable = [group for group in groups if group.answerable]
    if not answerable:
        raise WriteError("no group can be named in an answer", "AK1", 1)
    writer = Writer(header).group("FA", VERSION, group_control_number)
    for number, group in enumerate(answerable, start=first_set_control_number):
        writer.transaction("999", number, VERSION).add(functional_rows(group))
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


def write_interchange_ack(header: InterchangeHeader, ack: InterchangeAck) -> bytes:
    """An interchange that holds one TA1 and nothing else."""
    on = ack.on.strftime("%y%m%d") if ack.on else "000101"
    number = ack.control_number.zfill(9)
    return Writer(header).acknowledge(number, on, ack.at or time(), ack.status, ack.code).finish()


def reply_header(interchange: Interchange, *, control_number: str, on: date, at: time) -> InterchangeHeader:
    """The header of an answer: sender and receiver change places, usage stays."""
    asked = interchange.header
    return replace(
        asked,
        sender_id=asked.receiver_id,
        sender_qualifier=asked.receiver_qualifier,
        receiver_id=asked.sender_id,
        receiver_qualifier=asked.sender_qualifier,
        control_number=control_number,
        on=on,
        at=at,
        acknowledge=False,
        authorization=("00", ""),
        security=("00", ""),
    )


def _error_rows(findings: Iterable[Finding]) -> Iterator[Row]:
    """IK3 for each segment in error, IK4 for each of its elements, in file order. IK303 holds four characters of the loop id."""
    placed: dict[tuple[int, str, str, str], list[Finding]] = {}
    for finding in findings:
        code = "8" if finding.element else finding.code
        placed.setdefault((finding.position, finding.segment_id, finding.loop, code), []).append(finding)
    for (position, segment_id, loop, code), members in sorted(placed.items(), key=lambda item: item[0]):
        yield ("IK3", segment_id or _NO_ID, position, loop[:4], code)
        if code != "8":
            continue
        for finding in sorted(members, key=lambda member: (member.element, member.component, member.repetition)):
            place = (finding.element, finding.component or None, finding.repetition or None)
            yield ("IK4", place, None, finding.code)


def _echo(value: str, least: int, most: int, instead: str = "") -> str:
    """A value of the sender's that an answer repeats, if it is of the kind that it should be."""
    return value if least <= len(value) <= most and value.isalnum() and value.isascii() else instead
