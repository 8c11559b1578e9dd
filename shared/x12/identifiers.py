"""Numbers that a segment says are of a kind, against how such numbers look: NPI, tax ids, ZIP codes, drugs. All are warnings."""

from collections.abc import Callable, Sequence

from shared.x12.finding import Finding, at_element
from shared.x12.numbers import is_ein, is_ndc, is_npi, is_postal_code, is_ssn
from shared.x12.segments import Segment

Test = tuple[Callable[[str], bool], str, str]
_NAMED: dict[str, Test] = {
    "XX": (is_npi, "npi-check-digit", "not a valid NPI (ten digits, check digit)"),
    "FI": (is_ein, "tax-id-shape", "a tax id has nine digits"),
    "24": (is_ein, "tax-id-shape", "an employer's tax id has nine digits"),
    "34": (is_ssn, "tax-id-shape", "a social security number has nine digits"),
}
_REFERENCES: dict[str, Test] = {
    "EI": (is_ein, "tax-id-shape", "an employer's tax id has nine digits"),
    "SY": (is_ssn, "tax-id-shape", "a social security number has nine digits"),
    "TJ": (is_ein, "tax-id-shape", "a tax id has nine digits"),
}
_DRUG: Test = (is_ndc, "ndc-shape", "an NDC has eleven digits (5-4-2), without hyphens")
_ZIP = "a ZIP code has five or nine digits, a Canadian postal code six characters"

LOOKED_AT = frozenset({"NM1", "N1", "N4", "REF", "LIN"})
"""The segments that hold such numbers."""


def check_identifiers(segment: Segment, loop: str) -> Sequence[Finding]:
    """Findings about the numbers of one segment."""
    match segment.id:
        case "REF":
            test, element = _REFERENCES.get(segment.get(1)), 2
        case "NM1":
            test, element = _NAMED.get(segment.get(8)), 9
        case "N1":
            test, element = _NAMED.get(segment.get(3)), 4
        case "N4":
            return () if is_postal_code(segment.get(3), segment.get(4)) else _found(segment, loop, 3, "postal-code-shape", _ZIP)
        case _:
            test, element = (_DRUG if segment.get(2) == "N4" else None), 3
    value = segment.get(element) if test is not None else ""
    if test is None or not value or test[0](value):
        return ()
    return _found(segment, loop, element, test[1], test[2])


def _found(segment: Segment, loop: str, element: int, rule: str, message: str) -> Sequence[Finding]:
    return (at_element(segment, loop, rule, "7", message, (element, 0), "warning"),) if segment.get(element) else ()
