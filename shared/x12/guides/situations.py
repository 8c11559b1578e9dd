"""Situational rules of a guide as data: when this stands in a loop, that must (or must not) stand there, too.

    ? accident-date | CLM@11=AA,OA > DTP:439 | an accident needs its date
    ~ late-notice | CLM@20 & !REF:G1 > NTE:ADD@02 | ...

`?` is an error, `~` a warning (an error in the strict profile). Then a stable name, the formula, and a sentence. A formula is
`condition > demand`; both are terms joined by ` & `, all of which hold, or ` / `, one of which holds. A term is

    SEG            such a segment stands in the loop           SEG:431,439    with one of these in its first element (or component)
    SEG@05         its element 5 has a value                   SEG:F8@02.1    component 1 of element 2
    ...=A,B        the value is one of these                   ...#A,B        there is a value, and none of these
    !term          the contrary                                2000B/SBR@01   in the child loop or the loop around it with that id

Without a component a value is compared with each component and each repetition of its element. An empty condition always holds.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One statement about a loop. `element` 0 speaks of the segment; `values` empty: of its presence."""

    loop: str
    segment: str
    qualifiers: frozenset[str]
    element: int
    component: int
    values: frozenset[str]
    excluded: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of which all hold, or (`any_of`) one."""

    terms: tuple[Term, ...]
    any_of: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """When `condition` holds, `demand` must. `severe`: its breach is an error in every profile."""

    name: str
    severe: bool
    condition: Terms
    demand: Terms
    message: str


def read_situation(line: str) -> Situation:
    """A situation from its line. Raises ValueError on one that cannot be understood."""
    name, formula, message = (part.strip() for part in line[1:].split(" | ", 2))
    condition, arrow, demand = formula.partition(">")
    if not arrow or not demand.strip() or not message:
        raise ValueError(f"cannot understand the situation {line!r}")
    return Situation(name, line[0] == "?", _terms(condition.strip()), _terms(demand.strip()), message)


def _terms(text: str) -> Terms:
    if " / " in text:
        return Terms(tuple(_term(part.strip()) for part in text.split(" / ")), True)
    return Terms(tuple(_term(part.strip()) for part in text.split("&") if part.strip()), False)


def _term(text: str) -> Term:
    negated = text.startswith("!")
    place = text.removeprefix("!")
    mark = next((character for character in place if character in "=#"), "")
    place, _, values = place.partition(mark) if mark else (place, "", "")
    loop, slash, place = place.rpartition("/")
    head, at, number = place.partition("@")
    segment, _, qualifiers = head.partition(":")
    element, _, component = number.partition(".")
    if not segment.isalnum() or (at and not element.isdecimal()) or (mark and not (at and values)) or (slash and not loop):
        raise ValueError(f"cannot understand the term {text!r}")
    listed = frozenset(qualifiers.split(",")) - {""}
    return Term(loop, segment, listed, int(element or 0), int(component or 0), frozenset(values.split(",")) - {""}, mark == "#", negated)
