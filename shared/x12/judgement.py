"""A file judged for its answer: what is found in each set, told as IK3 and IK4 tell it, and what becomes of set and group.

A set with an error or a grave envelope fault is rejected (R), one with warnings only is accepted with errors (E), others are
accepted (A). A group is accepted when all its sets are, rejected when none is or its own envelope is faulty, and partly
accepted (P) otherwise.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from shared.x12.codesets import CodeSets
from shared.x12.controls import GROUP_OF
from shared.x12.envelope import GroupHeader
from shared.x12.faults import Fault
from shared.x12.finding import Finding
from shared.x12.guides import guide_for
from shared.x12.guides.element_numbers import element_number
from shared.x12.interchange import Interchange, Transaction
from shared.x12.profile import DEFAULT, Profile
from shared.x12.translate.acks import ElementError, SegmentError
from shared.x12.translate.write_acks import MOST_CODES, Kind
from shared.x12.validate import MOST_FINDINGS, findings, judged
from shared.x12.witness import Witness

_NO_ID = "ZZ"  # stands for what is not a segment id: it may be a piece of data
_INSIDE = "8"
_NOTED = {"gs01-mismatch": "18", "gs08-mismatch": "19"}
_ANSWERS = "FA"
_OLD = "005"
"""Versions below this one are answered with a 997."""


@dataclass(frozen=True, slots=True)
class SetResult:
    """What is answered about one set. `errors` are its findings as IK3 and IK4 tell them."""

    set_id: str
    control_number: str
    implementation: str
    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]
    errors: tuple[SegmentError, ...] = ()

    @property
    def status(self) -> str:
        """IK501: A, E or R."""
        if any(fault.grave for fault in self.faults) or any(finding.severity == "error" for finding in self.findings):
            return "R"
        return "E" if self.findings or self.faults else "A"

    @property
    def codes(self) -> list[str]:
        """IK502 and on, five at most: of the envelope, then 5 or (where only the guide is broken, not the standard) I5."""
        codes = [code for fault in self.faults if (code := fault.code or _NOTED.get(fault.rule, ""))]
        if self.unknown:
            codes.append("I6" if self.set_id in GROUP_OF else "1")
        else:
            codes += ["I5" if finding.code.startswith("I") else "5" for finding in self.findings]
        return sorted(dict.fromkeys(codes), key=lambda code: code == "I5")[:MOST_CODES]

    @property
    def unknown(self) -> bool:
        """Whether no guide is known for the set and version, so that nothing inside it could be judged."""
        return any(finding.rule == "version-unknown" for finding in self.findings)


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

    @property
    def wants_answer(self) -> bool:
        """Whether a functional answer is due: the group can be named, and is not made of answers itself (GS01 FA)."""
        return self.answerable and self.header.functional_id != _ANSWERS

    @property
    def kind(self) -> Kind:
        """How its sender can be answered: whoever sends 4010 cannot read a 999."""
        return "997" if "0" <= self.header.version < _OLD else "999"


def judge_set(transaction: Transaction, profile: Profile = DEFAULT, codes: CodeSets | None = None, *, copies: bool = False) -> SetResult:
    """Validates one set (see validate); reads it to its end. `copies` keeps bad data for the answer (IK404), and the set in memory meanwhile."""
    guide = guide_for(transaction.set_id, transaction.version)
    witness = Witness(transaction.set_id, guide, transaction.delimiters, keep=copies)
    segments = witness.watch(transaction)
    found = tuple(islice(judged(findings(segments, guide, transaction.delimiters, codes), profile), MOST_FINDINGS))
    deque(segments, 0)  # a set without a guide, or with too many findings, has not been read to its end
    errors = () if guide is None else tuple(_errors(found, witness))
    return SetResult(transaction.set_id, transaction.control_number, transaction.implementation, found, tuple(transaction.faults), errors)


def judge_groups(interchange: Interchange, profile: Profile = DEFAULT, codes: CodeSets | None = None, *, copies: bool = False) -> list[GroupResult]:
    """Validates every set of an interchange; reads it to its end. The rest as for judge_set."""
    results: dict[int, GroupResult] = {}
    for transaction in interchange.transactions():
        result = results.setdefault(id(transaction.group), GroupResult(transaction.group.header, transaction.group.answerable))
        result.sets.append(judge_set(transaction, profile, codes, copies=copies))
    for group in interchange.groups:
        result = results.setdefault(id(group), GroupResult(group.header, group.answerable))
        result.included, result.received, result.faults = group.included, group.received, group.faults
    return [results[id(group)] for group in interchange.groups]


def _errors(found: Iterable[Finding], witness: Witness) -> Iterator[SegmentError]:
    """A segment error for each place and code, in file order; errors inside a segment share one."""
    placed: dict[tuple[int, str, str, str], list[Finding]] = {}
    for finding in found:
        code = _INSIDE if finding.element else finding.code
        placed.setdefault((finding.position, finding.segment_id, finding.loop, code), []).append(finding)
    for (position, segment_id, loop, code), members in sorted(placed.items(), key=lambda item: item[0]):
        inside = code == _INSIDE
        elements = sorted(members, key=lambda member: (member.element, member.component, member.repetition)) if inside else []
        triggers = [] if inside else [trigger for member in members if (trigger := witness.trigger(member)) is not None]
        yield SegmentError(
            segment_id or _NO_ID, position, loop, code, tuple(dict.fromkeys(_element(member, witness) for member in elements)),
            witness.unit(position), tuple(dict.fromkeys(triggers)),
        )  # fmt: skip


def _element(finding: Finding, witness: Witness) -> ElementError:
    number = element_number(finding.segment_id, finding.element, finding.component)
    trigger = witness.trigger(finding)
    place = (min(finding.element, 99), min(finding.component, 99), min(finding.repetition, 9999))  # further than this IK401 cannot count
    return ElementError(*place, number, finding.code, witness.copy(finding), (trigger,) if trigger else ())
