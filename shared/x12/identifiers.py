"""Numbers that a segment says are of a kind, against how such numbers look: NPI, tax ids, ZIP codes, drugs. All are warnings."""

from collections.abc import Callable, Iterator

from shared.x12.finding import Finding, at_element
from shared.x12.numbers import is_ein, is_ndc, is_npi, is_postal_code, is_ssn
from shared.x12.segments import Segment

_NAMED = {
    "XX": (is_npi, "npi-check-digit", "not a valid NPI (ten digits, check digit)"),
    "FI": (is_ein, "tax-id-shape", "a tax id has nine digits"),
    "24": (is_ein, "tax-id-shape", "an employer's tax id has nine digits"),
    "34": (is_ssn, "tax-id-shape", "a social security number has nine digits"),
}
_REFERENCES = {
    "EI": (is_ein, "tax-id-shape", "an employer's tax id has nine digits"),
    "SY": (is_ssn, "tax-id-shape", "a social security number has nine digits"),
    "TJ": (is_ein, "tax-id-shape", "a tax id has nine digits"),
}
_DRUG = (is_ndc, "ndc-shape", "an NDC has eleven digits (5-4-2), without hyphens")
_ZIP = "a ZIP code has five or nine digits, a Canadian postal code six characters"
Test = tuple[Callable[[str], bool], str, str]

LOOKED_AT = frozenset({"NM1", "N1", "N4", "REF", "LIN"})
"""The segments that hold such numbers."""


def check_identifiers(segment: Segment, loop: str) -> Iterator[Finding]:
    """Findings about the numbers of one segment."""
    match segment.id:
        case "NM1":
            yield from _test(segment, loop, _NAMED.get(segment.get(8)), 9)
        case "N1":
            yield from _test(segment, loop, _NAMED.get(segment.get(3)), 4)
        case "REF":
            yield from _test(segment, loop, _REFERENCES.get(segment.get(1)), 2)
        case "LIN":
            yield from _test(segment, loop, _DRUG if segment.get(2) == "N4" else None, 3)
        case "N4":
            yield from _test(segment, loop, (lambda code: is_postal_code(code, segment.get(4)), "postal-code-shape", _ZIP), 3)


def _test(segment: Segment, loop: str, test: Test | None, element: int) -> Iterator[Finding]:
    value = segment.get(element)
    if test is None or not value:
        return
    is_sound, rule, message = test
    if not is_sound(value):
        yield at_element(segment, loop, rule, "7", message, (element, 0), "warning")
