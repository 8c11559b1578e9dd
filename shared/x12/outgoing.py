"""The last look at an interchange before it leaves: read again as its receiver will, and validated by its guides."""

from shared.x12.codesets import CodeSets
from shared.x12.faults import Fault, WriteError
from shared.x12.finding import Finding
from shared.x12.interchange import read_interchanges
from shared.x12.profile import DEFAULT, Profile
from shared.x12.validate import validate


def proven(data: bytes, profile: Profile = DEFAULT, codes: CodeSets | None = None) -> bytes:
    """The same bytes, when nothing in them is an error.

    Raises WriteError at the first one, and X12Error when the bytes are no interchange. The error names place and rule, no content.
    """
    for interchange in read_interchanges(data):
        for transaction in interchange.transactions():
            for finding in validate(transaction, profile, codes):
                if finding.severity == "error":
                    raise _refused(finding, transaction.control_number)
            _refuse(transaction.faults)
        _refuse(interchange.all_faults())
    return data


def _refused(finding: Finding, number: str) -> WriteError:
    place = f"set {number}, segment {finding.position}" + (f", loop {finding.loop}" if finding.loop else "")
    return WriteError(f"{finding.message} ({finding.rule}; {place})", finding.segment_id, finding.element, finding.component)


def _refuse(faults: list[Fault]) -> None:
    for fault in faults:
        raise WriteError(f"{fault.message} ({fault.rule})", fault.segment_id, fault.element)
