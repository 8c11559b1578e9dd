"""Separators are what the ISA says they are."""

import pytest

from shared.x12.delimiters import Delimiters, read_delimiters
from shared.x12.faults import X12Error
from tests.unit.x12.envelopes import ISA


def test_separators_are_read_from_their_places_in_the_isa() -> None:
    assert read_delimiters(ISA) == Delimiters("*", ":", "~", "^")


@pytest.mark.parametrize("terminator", ["\n", "\r", "\x1c", "'"])
@pytest.mark.parametrize("element", ["|", "\x1f", "+"])
def test_any_character_may_separate(terminator: str, element: str) -> None:
    text = ISA.replace("*", element).replace("~", terminator)
    assert read_delimiters(text) == Delimiters(element, ":", terminator, "^")


@pytest.mark.parametrize("repetition", ["U", " ", ":", "0"])
def test_a_letter_or_a_used_separator_in_isa11_means_no_repetition(repetition: str) -> None:
    assert read_delimiters(ISA.replace("*^*", f"*{repetition}*")).repetition == ""


def test_an_isa_that_is_too_short_is_understood_by_its_sixteen_separators() -> None:
    short = ISA.replace("SENDER         ", "SENDER")
    assert read_delimiters(short) == Delimiters("*", ":", "~", "^")


@pytest.mark.parametrize(
    ("text", "offset"),
    [("", 0), ("GS*HC*A*B~", 0), ("ISA", 3), (ISA[:50], 50), (ISA[:104], 104), ("ISA" + "A" * 200, 106)],
)
def test_what_is_no_isa_is_refused_with_its_place(text: str, offset: int) -> None:
    with pytest.raises(X12Error) as refused:
        read_delimiters(text, 1000)
    assert refused.value.offset == 1000 + offset


def test_separators_that_cannot_be_told_apart_are_refused() -> None:
    with pytest.raises(X12Error):
        read_delimiters(ISA[:-2] + "**")
    with pytest.raises(X12Error):
        read_delimiters(ISA[:-1] + "G")
