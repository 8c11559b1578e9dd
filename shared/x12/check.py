"""A whole file judged: what it holds, everything found in it in one shape, and one word about it. Memory stays flat.

The word is the gravest that applies: `not_x12` (no interchange could be begun), `structure` (envelope, counts, control numbers,
a cut file, lines of another guide), `unbalanced` (sums that do not hold), `guide` (anything else of severity error), `valid`.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Literal, cast

from shared.x12.codesets import CodeSets
from shared.x12.content import SetKind, Tap, hint_at, kind_of
from shared.x12.faults import OF_VALUES, Fault, X12Error
from shared.x12.finding import Finding
from shared.x12.guides import guide_for
from shared.x12.interchange import Interchange, Transaction, read_interchanges
from shared.x12.profile import DEFAULT, Profile, Severity
from shared.x12.segments import CHUNK, Segment, Source
from shared.x12.validate import findings

Verdict = Literal["valid", "guide", "unbalanced", "structure", "not_x12"]
NOTED = frozenset({"unterminated"})
"""Faults that leave no doubt about the content: warnings unless the profile is strict."""
_BALANCE = 3
_CLAIM = {"837": "CLM", "835": "CLP"}
STRUCTURAL = frozenset({"guide-mismatch"})
"""Rules of a guide whose breach says that the set is not of the kind that it names."""


@dataclass(frozen=True, slots=True)
class FileFinding:
    """One thing found, by its place. `code` is the stable name of the rule; `isa`, `gs` and `st` are the control numbers around it.

    `position` counts segments of the set (ST is 1; 0 outside a set), `offset` bytes of the file. `claim` is the position of the segment
    that begins the claim concerned (0: none). `type` is the kind of check (see profile); 1 for the envelope.
    """

    code: str
    severity: Severity
    isa: str
    gs: str
    st: str
    segment: str
    position: int
    loop: str
    element: int
    component: int
    message: str
    offset: int
    claim: int = 0
    type: int = 1
    structural: bool = False


class FileCheck:
    """Reads a file once. Iterating gives its findings as they become known; after that the rest is complete.

    `transactions` has one entry for each set (and one for an interchange that holds acknowledgements only), `claims` counts CLM and CLP,
    `counts` findings by severity and code.
    """

    def __init__(self, source: Source, profile: Profile = DEFAULT, chunk: int = CHUNK, codes: CodeSets | None = None) -> None:
        self.transactions: list[SetKind] = []
        self.claims = 0
        self.counts: Counter[tuple[Severity, str]] = Counter()
        self.tap = Tap(source)
        self._profile = profile
        self._codes = codes
        self._chunk = chunk
        self._gravest: Verdict = "valid"

    def __iter__(self) -> Iterator[FileFinding]:
        for found in self._read():
            judged = self._judged(found)
            if judged is not None:
                yield judged

    @property
    def verdict(self) -> Verdict:
        """One word about the file; complete once it has been read."""
        return self._gravest

    def count(self, severity: Severity) -> int:
        """How many findings of this severity there were."""
        return sum(number for (kind, _), number in self.counts.items() if kind == severity)

    def _judged(self, found: FileFinding) -> FileFinding | None:
        """The finding as the profile has it, counted; None when it is switched off."""
        severity = self._profile.judge(found.code, found.type, found.severity)
        if severity == "off":
            return None
        self.counts[severity, found.code] += 1
        if severity == "error":
            word: Verdict = "structure" if found.structural else "unbalanced" if found.type == _BALANCE else "guide"
            self._gravest = max(self._gravest, word, key=_GRAVITY.index)
        return found if severity == found.severity else replace(found, severity=severity)

    def _read(self) -> Iterator[FileFinding]:
        last: Interchange | None = None
        told = 0
        try:
            for interchange in read_interchanges(cast(BinaryIO, self.tap), self._chunk):
                yield from _late(last, told)
                last = interchange
                yield from self._interchange(interchange)
                told = len(interchange.faults)
        except X12Error as fault:
            if last is None:
                self._gravest = "not_x12"
            message = f"{fault}{hint_at(self.tap.head) if last is None else ''}"
            yield FileFinding("not-x12", "error", "", "", "", "", 0, "", 0, 0, message, fault.offset, structural=last is not None)
        yield from _late(last, told)

    def _interchange(self, interchange: Interchange) -> Iterator[FileFinding]:
        isa, before = interchange.isa.get(13).strip(), len(self.transactions)
        for transaction in interchange.transactions():
            yield from self._set(transaction, isa)
        for ta1 in interchange.acknowledgements:
            alone = Segment(ta1.id, ta1.elements, 0, ta1.offset)
            yield from (_of_finding(found, (isa, "", "")) for found in findings([alone], guide_for(ta1.id, ""), interchange.delimiters))
        for group in interchange.groups:
            yield from (_of_fault(fault, isa, group.header.control_number, "") for fault in group.faults)
        if interchange.acknowledgements and len(self.transactions) == before:
            self.transactions.append(SetKind("TA1", interchange.header.version))
        elif len(self.transactions) == before:
            message = "the interchange holds neither a set nor an acknowledgement"
            yield FileFinding("interchange-empty", "error", isa, "", "", "ISA", 0, "", 0, 0, message, interchange.isa.offset, structural=True)
        yield from (_of_fault(fault, isa, "", "") for fault in interchange.faults)

    def _set(self, transaction: Transaction, isa: str) -> Iterator[FileFinding]:
        kind = kind_of(transaction.set_id, transaction.version)
        self.transactions.append(kind)
        numbers = (isa, transaction.group.header.control_number, transaction.control_number)
        claims = _Claims(_CLAIM.get(transaction.set_id, ""))
        guide = guide_for(transaction.set_id, transaction.version)
        segments = claims.watch(transaction)
        for finding in findings(segments, guide, transaction.delimiters, self._codes):
            yield _of_finding(finding, numbers)
        deque(segments, 0)  # a set without a guide has not been read yet
        self.claims += claims.count
        if transaction.set_id == "837" and not claims.count:
            yield _about(Segment("ST", (), 1, transaction.offset), numbers, "no-claims", "the set holds no claim")
        yield from (_of_fault(fault, *numbers) for fault in transaction.faults)


_GRAVITY: tuple[Verdict, ...] = ("valid", "guide", "unbalanced", "structure", "not_x12")


@dataclass(slots=True)
class _Claims:
    """Counts claims while a set is validated."""

    id: str
    count: int = 0

    def watch(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        for segment in segments:
            if segment.id == self.id:
                self.count += 1
            yield segment


@dataclass(slots=True)
class FileReport:
    """A file's judgement with its findings, `left_out` of which (the later ones of a severity) are counted only."""

    verdict: Verdict
    transactions: list[SetKind]
    claims: int
    findings: list[FileFinding]
    counts: Counter[tuple[Severity, str]]
    left_out: int = 0
    kept: Counter[Severity] = field(default_factory=Counter)


def check_file(source: Source, profile: Profile = DEFAULT, most: int = 10_000, codes: CodeSets | None = None) -> FileReport:
    """Reads a whole file (bytes, or a binary file) and keeps at most `most` findings of each severity. Never raises X12Error."""
    return report_of(FileCheck(source, profile, codes=codes), most)


def report_of(check: FileCheck, most: int = 10_000) -> FileReport:
    """As check_file, for a check that has not been read yet."""
    report = FileReport("valid", check.transactions, 0, [], check.counts)
    for found in check:
        if report.kept[found.severity] < most:
            report.kept[found.severity] += 1
            report.findings.append(found)
        else:
            report.left_out += 1
    report.verdict, report.claims = check.verdict, check.claims
    return report


def _late(interchange: Interchange | None, told: int) -> Iterator[FileFinding]:
    """Faults of an interchange that became known after its end: what stands between it and the next one."""
    if interchange is not None:
        yield from (_of_fault(fault, interchange.isa.get(13).strip(), "", "") for fault in interchange.faults[told:])


def _of_finding(finding: Finding, numbers: tuple[str, str, str]) -> FileFinding:
    return FileFinding(
        finding.rule, finding.severity, *numbers, finding.segment_id, finding.position, finding.loop, finding.element, finding.component,
        finding.message, finding.offset, finding.claim, finding.snip, finding.rule in STRUCTURAL,
    )  # fmt: skip


def _of_fault(fault: Fault, isa: str, gs: str, st: str) -> FileFinding:
    noted = fault.rule in NOTED
    return FileFinding(
        fault.rule, "warning" if noted else "error", isa, gs, st, fault.segment_id, fault.position, "", fault.element, 0,
        fault.message, fault.offset, structural=not noted and fault.rule not in OF_VALUES,
    )  # fmt: skip


def _about(segment: Segment, numbers: tuple[str, str, str], code: str, message: str) -> FileFinding:
    return FileFinding(code, "error", *numbers, segment.id, segment.position, "", 0, 0, message, segment.offset, structural=True)
