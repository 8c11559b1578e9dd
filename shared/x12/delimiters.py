"""The four separators of an interchange, read from its ISA.

The ISA is the only segment of fixed width: 106 bytes with its terminator. The element separator is byte 4, the component
separator byte 105, the terminator byte 106, and ISA11 holds the repetition separator (a letter such as `U` means none).
One family of files in the trade has an ISA that is a few bytes short: there the sixteenth element separator decides.
"""

from dataclasses import dataclass

from shared.x12.faults import X12Error

HEADER_LENGTH = 106
HEADER_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_SEARCHED = 2 * HEADER_LENGTH


@dataclass(frozen=True, slots=True)
class Delimiters:
    """Element, component and repetition separators and the segment terminator, one character each.

    `repetition` is empty where the interchange has none.
    """

    element: str = "*"
    component: str = ":"
    terminator: str = "~"
    repetition: str = "^"

    def __post_init__(self) -> None:
        used = [mark for mark in (self.element, self.component, self.terminator, self.repetition) if mark]
        if len(set(used)) != len(used) or any(len(mark) != 1 for mark in used) or len(used) < 3:
            raise ValueError("separators must be single, distinct characters")
        if any(mark.isalnum() or mark in " -." for mark in used):
            raise ValueError("a letter, digit, space, hyphen or point cannot separate")


def read_delimiters(text: str, offset: int = 0) -> Delimiters:
    """Separators of the interchange whose ISA begins at the start of `text` (decoded as Latin-1).

    `offset` is the byte position of that start, for the error. Raises X12Error when no ISA is there or its separators
    cannot be told apart.
    """
    if text[:3] != "ISA":
        raise X12Error("no ISA segment where an interchange should begin", offset)
    element = text[3:4]
    at = _last_separator(text, element)
    if at < 0 or len(text) < at + 3:
        raise X12Error("the ISA segment is cut short", offset + min(len(text), HEADER_LENGTH))
    component, terminator = text[at + 1], text[at + 2]
    repetition = text.split(element, 12)[11]
    if len(repetition) != 1 or repetition.isalnum() or repetition in (" ", element, component, terminator):
        repetition = ""
    try:
        return Delimiters(element, component, terminator, repetition)
    except ValueError as error:
        raise X12Error(f"unusable ISA: {error}", offset + at + 1) from error


def _last_separator(text: str, element: str) -> int:
    """Index of the sixteenth element separator, -1 when there are fewer within twice the length of an ISA."""
    fixed = HEADER_LENGTH - 3
    if not element or element.isalnum():
        return -1
    if text[fixed : fixed + 1] == element and text.count(element, 0, fixed + 1) == 16:
        return fixed
    at = -1
    for _ in range(16):
        at = text.find(element, at + 1, _SEARCHED)
        if at < 0:
            return -1
    return at
