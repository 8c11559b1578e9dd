"""Checks of one segment against its line of the guide: requirement, type, length, codes, relations."""

import re
from collections.abc import Iterator

from shared.x12.delimiters import Delimiters
from shared.x12.finding import Finding, at_element
from shared.x12.guides.notation import CODES_OF_HI, ElementRule, Relation, SegmentRule
from shared.x12.scalars import read_date, read_time
from shared.x12.segments import Segment

_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_MEANING = {
    "1": "a required value is missing",
    "4": "the value is too short",
    "5": "the value is too long",
    "6": "a character that this type does not allow",
    "7": "the code is not one that this place allows",
    "8": "not a valid date or period",
    "9": "not a valid time",
    "I10": "the guide does not use this element here",
}
_RULES = {
    "1": "element-missing",
    "4": "element-too-short",
    "5": "element-too-long",
    "6": "element-characters",
    "7": "element-code",
    "8": "element-date",
    "9": "element-time",
    "I10": "element-not-used",
}


def check_segment(segment: Segment, rule: SegmentRule, loop: str, delimiters: Delimiters) -> Iterator[Finding]:
    """Findings about one segment."""
    for element in rule.elements:
        yield from _check(segment, element, loop, delimiters)
    for relation in rule.relations:
        yield from _relation(segment, relation, loop)
    if rule.closed:
        yield from _beyond(segment, rule, loop, delimiters)


def _check(segment: Segment, rule: ElementRule, loop: str, delimiters: Delimiters) -> Iterator[Finding]:
    number = rule.element
    whole = segment.get(number)
    values = whole.split(delimiters.repetition) if rule.repeats and delimiters.repetition and whole else [whole]
    for repetition, text in enumerate(values, start=1):
        value, before = text, segment.get(number - 1)
        if rule.component:
            if not text:
                return
            parts = text.split(delimiters.component)
            value = parts[rule.component - 1] if rule.component <= len(parts) else ""
            before = parts[rule.component - 2] if 2 <= rule.component <= len(parts) + 1 else ""
        code = check_value(rule, value, before)
        if code:
            place = (number, rule.component, repetition if rule.repeats else 0)
            yield at_element(segment, loop, _RULES[code], code, _MEANING[code], place)


def _beyond(segment: Segment, rule: SegmentRule, loop: str, delimiters: Delimiters) -> Iterator[Finding]:
    """Elements and components that the line does not write down."""
    if segment.id == "HI":
        if segment.get(CODES_OF_HI + 1):
            yield at_element(segment, loop, "element-not-used", "3", "an HI has room for twelve codes", (CODES_OF_HI + 1, 0))
        return
    written = {element.element for element in rule.elements}
    parts = {element.element: element.component for element in rule.elements if not element.repeats}  # in the order of their numbers
    for number, value in enumerate(segment.elements[1:], start=1):
        if value and number not in written:
            yield at_element(segment, loop, "element-not-used", "I10", _MEANING["I10"], (number, 0))
        elif number in parts and value.rstrip(delimiters.component).count(delimiters.component) >= parts[number] > 0:
            yield at_element(segment, loop, "component-not-used", "13", "more components than the guide uses", (number, parts[number] + 1))


def check_value(rule: ElementRule, value: str, before: str = "") -> str:
    """The error code (IK403) of a value, empty when it is sound. `before` is the element before it: the format of a date."""
    if not value:
        return "1" if rule.usage == "R" else ""
    if rule.usage == "N":
        return "I10"
    if rule.type == "C":
        return ""
    length = len(value)
    match rule.type:
        case "R" | "N0":
            if not (_NUMBER if rule.type == "R" else _WHOLE).fullmatch(value):
                return "6"
            length = sum(map(str.isdigit, value))
        case "DT":
            return "" if read_date(value) or (length == 6 and read_date(f"20{value}")) else "8"
        case "TM":
            return "" if read_time(value) else "9"
        case "DP":
            return _period(value, before)
    if any(mark < " " for mark in value):
        return "6"
    if length < rule.least:
        return "4"
    if length > rule.most:
        return "5"
    return "7" if rule.codes and value not in rule.codes else ""


def _period(value: str, form: str) -> str:
    """Whether a value is the date, period or time that its format says; a period must not end before it begins."""
    match form:
        case "D8":
            return "" if read_date(value) else "8"
        case "RD8":
            first, dash, last = value.partition("-")
            begins, ends = read_date(first), read_date(last)
            return "" if dash and begins and ends and begins <= ends else "8"
        case "DT":
            return "" if read_date(value[:8]) and read_time(value[8:]) else "8"
        case "TM":
            return "" if read_time(value) else "9"
        case "D6":
            return "" if len(value) == 6 and read_date(f"20{value}") else "8"
    return ""


def _relation(segment: Segment, relation: Relation, loop: str) -> Iterator[Finding]:
    if relation.kind == "E":
        rule, code, message = "element-excluded", "10", "this element and another one of the segment exclude each other"
    else:
        rule, code, message = "element-relation", "2", "another element of the segment calls for this one"
    for number in relation.broken(segment.get):
        yield at_element(segment, loop, rule, code, message, (number, 0))
