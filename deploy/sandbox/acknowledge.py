"""Judging a received interchange: TA1 for the envelope, 999 (005010X231A1) for groups and sets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deploy.sandbox.interchange import Group, Interchange, TransactionSet
from deploy.sandbox.outline import GUIDES
from deploy.sandbox.read837 import Submission, Unreadable, read_submission
from deploy.sandbox.structure import Finding, findings
from deploy.sandbox.writer import Body, Row, composite

GUIDE_999 = "005010X231A1"
DUPLICATE = "025"


@dataclass(frozen=True)
class SetVerdict:
    """AK2 to IK5 for one set. `code` is IK501; `submission` is there when the set was taken in."""

    received: TransactionSet
    code: str
    errors: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    submission: Submission | None = None


@dataclass(frozen=True)
class GroupVerdict:
    """AK1 and AK9 for one group. `code` is AK901, `errors` AK905 and following."""

    received: Group
    code: str
    errors: tuple[str, ...]
    sets: tuple[SetVerdict, ...]


@dataclass(frozen=True)
class Expected:
    """What a door takes: GS01, ST01, guides (with what each means), and who judges the inside of a set."""

    group_code: str
    kind: str
    guides: Mapping[str, str]
    judge: Callable[[TransactionSet, str], SetVerdict]


def envelope_fault(interchange: Interchange) -> str:
    """TA105: 023 no IEA, 001 control numbers differ, 021 group count wrong, 022 segments outside groups."""
    trailer = interchange.trailer
    if trailer is None:
        return "023"
    if trailer.at(2) != interchange.control_number:
        return "001"
    if _count(trailer.at(1)) != len(interchange.groups) or not interchange.groups:
        return "021"
    return "022" if interchange.stray else ""


def ta1(interchange: Interchange, fault: str) -> Row:
    """TA1: the control number, date and time of the interchange, accepted or rejected, and why."""
    head = interchange.header
    return ("TA1", interchange.control_number, head.at(9), head.at(10), "R" if fault else "A", fault or "000")


def judge_group(group: Group, expected: Expected) -> GroupVerdict:
    """Each set on its own: one bad set leaves its neighbours alone (AK901 P)."""
    errors = tuple(_group_errors(group, expected))
    if errors:
        return GroupVerdict(group, "R", errors, ())
    numbers = [one.control_number for one in group.sets]
    sets = tuple(_judge_set(one, group, expected, numbers[:index]) for index, one in enumerate(group.sets))
    codes = {verdict.code for verdict in sets}
    if "R" in codes:
        return GroupVerdict(group, "R" if codes == {"R"} else "P", (), sets)
    return GroupVerdict(group, "E" if "E" in codes else "A", (), sets)


def judge_claims(received: TransactionSet, kind: str) -> SetVerdict:
    """An 837 set: rejected for fatal findings, accepted with errors noted for others; its claims are read at once."""
    found = tuple(findings(received.segments, kind))
    if any(finding.fatal for finding in found):
        return SetVerdict(received, "R", ("I5",), found)
    try:
        submission = read_submission(received.segments, kind)
    except Unreadable as fault:
        return SetVerdict(received, "R", ("I5",), (Finding("CLM", 1, str(fault), "3"),))
    return SetVerdict(received, "E" if found else "A", ("I5",) if found else (), found, submission)


CLAIMS = Expected("HC", "837", GUIDES, judge_claims)


def body_999(verdict: GroupVerdict) -> Body:
    """One 999 answers one group."""
    head = verdict.received.header
    rows: list[Row] = [("AK1", head.at(1), head.at(6), head.at(8))]
    for one in verdict.sets:
        rows += _set_rows(one)
    return Body("999", GUIDE_999, [*rows, _group_row(verdict)])


def _group_errors(group: Group, expected: Expected) -> Iterator[str]:
    """AK905: 1 not the group this door takes, 2 guide unknown, 3 no GE, 4 control numbers differ, 5 count wrong."""
    if group.header.at(1) != expected.group_code:
        yield "1"
    elif group.header.at(8) not in expected.guides:
        yield "2"
    if group.trailer is None:
        yield "3"
        return
    if group.trailer.at(2) != group.header.at(6):
        yield "4"
    if _count(group.trailer.at(1)) != len(group.sets):
        yield "5"


def _judge_set(received: TransactionSet, group: Group, expected: Expected, before: Sequence[str]) -> SetVerdict:
    guide = received.guide or group.header.at(8)
    errors = tuple(_set_errors(received, guide, expected, before))
    return SetVerdict(received, "R", errors) if errors else expected.judge(received, expected.guides[guide])


def _set_errors(received: TransactionSet, guide: str, expected: Expected, before: Sequence[str]) -> Iterator[str]:
    """IK502: 1 another kind of set, 2 no SE, 3 control numbers differ, 4 count wrong, 23 number not unique, I6 guide."""
    if received.kind != expected.kind:
        yield "1"
        return
    if not received.closed:
        yield "2"
        return
    trailer = received.segments[-1]
    if trailer.at(2) != received.control_number:
        yield "3"
    if _count(trailer.at(1)) != len(received.segments):
        yield "4"
    if received.control_number in before:
        yield "23"
    if guide not in expected.guides:
        yield "I6"


def _count(text: str) -> int:
    return int(text) if text.isdigit() else -1


def _set_rows(verdict: SetVerdict) -> list[Row]:
    received = verdict.received
    rows: list[Row] = [("AK2", received.kind, received.control_number, received.guide)]
    for finding in verdict.findings:
        rows += _finding_rows(finding)
    return [*rows, ("IK5", verdict.code, *verdict.errors[:5])]


def _finding_rows(finding: Finding) -> Iterator[Row]:
    """IK303 holds four characters (data element 447): 2010AA and 2010BB are both 2010, the position tells them apart."""
    yield "IK3", finding.tag, str(finding.position), finding.loop[:4], finding.code
    if finding.claim:
        yield "CTX", composite("CLM01", finding.claim)
    for one in finding.elements:
        place = composite(str(one.element), str(one.component or ""))
        yield "IK4", place, one.number, one.code, one.found[:99]


def _group_row(verdict: GroupVerdict) -> Row:
    """AK9: sets announced by GE01, received, accepted (E counts as accepted)."""
    trailer, received = verdict.received.trailer, len(verdict.received.sets)
    announced = trailer.at(1) if trailer else str(received)
    accepted = sum(one.code != "R" for one in verdict.sets)
    return ("AK9", verdict.code, announced, str(received), str(accepted), *verdict.errors[:5])
