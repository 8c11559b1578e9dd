"""The quick proof that a segment is sound: one pattern for its whole text, made from its line of the guide.

What the pattern accepts is sound; what it does not accept is looked at element by element (see elements), which says what is
wrong or that nothing is. So the pattern may be narrower than the rule (a 29 February, a number with many decimals), never wider.
"""

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from shared.x12.delimiters import Delimiters
from shared.x12.guides.notation import ElementRule, Relation, SegmentRule

_DAY = "(?:0[1-9]|1[0-9]|2[0-8])"
_OF_YEAR = f"(?:(?:0[1-9]|1[0-2]){_DAY}|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
_DATE = f"(?!0000)[0-9]{{4}}{_OF_YEAR}"
_TIME = "(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9](?:[0-9]{1,2})?)?"
_FEW_CODES = 12
Proof = Callable[[Sequence[str]], bool]


class SegmentProof:
    """Proves segments of one line: `match` takes the text without its terminator, `also` (None when there is nothing more to prove) the elements."""

    __slots__ = ("also", "match")

    def __init__(self, rule: SegmentRule, delimiters: Delimiters) -> None:
        text = _Pattern(delimiters).segment(rule)
        self.match = re.compile(text).fullmatch
        proofs = [*_relations(rule.relations), *_long_lists(rule, delimiters), *_periods(rule, delimiters)]
        self.also: Proof | None = _all(proofs) if proofs else None


class _Pattern:
    """Builds patterns for one set of separators."""

    def __init__(self, delimiters: Delimiters) -> None:
        self._delimiters = delimiters
        self._element = re.escape(delimiters.element)
        self._component = re.escape(delimiters.component)
        self._repetition = re.escape(delimiters.repetition)
        taken = f"{delimiters.element}{delimiters.component}{delimiters.repetition}{delimiters.terminator}"
        self._any = f"[^{re.escape(taken)}\\x00-\\x1f]"
        self._whole = f"[^{re.escape(delimiters.element)}{re.escape(delimiters.terminator)}]*"

    def segment(self, rule: SegmentRule) -> str:
        """The id, then its elements; those at the end may be left out, or stand there empty."""
        if not rule.elements:
            return f"{rule.id}(?:{self._element}.*)?" if not rule.closed else rule.id
        last = rule.elements[-1].element
        by_number = {number: list(members) for number, members in groupby(rule.elements, key=lambda member: member.element)}
        rest = f"{self._element}*" if rule.closed else f"(?:{self._element}[^{re.escape(self._delimiters.terminator)}]*)?"
        text = rest
        for number in range(last, 0, -1):
            members = by_number.get(number)
            if members is None:
                value, needed = ("" if rule.closed else self._whole), False
            else:
                value, needed = self._values(members, by_number.get(number - 1))
            text = f"{self._element}{value}{text}"
            if not needed:
                text = f"(?:{text})?" if number == last else self._optional(text, by_number, number, last)
        return f"{rule.id}{text}"

    def _optional(self, text: str, by_number: dict[int, list[ElementRule]], number: int, last: int) -> str:
        """An element that may be left out together with all that follow, where none of those must be there."""
        later = (by_number.get(following, []) for following in range(number, last + 1))
        if any(member.usage == "R" and not member.component for members in later for member in members):
            return text
        return f"(?:{text})?"

    def _values(self, members: list[ElementRule], before: list[ElementRule] | None) -> tuple[str, bool]:
        """The pattern of an element and whether it must be there."""
        own = next((member for member in members if not member.component), None)
        parts = [member for member in members if member.component]
        needed = own is not None and own.usage == "R"
        if own is not None and own.usage == "N":
            return "", False
        one = self._parts(parts) if parts else self._value(own) if own is not None else ""
        if any(member.repeats for member in members) and self._repetition:
            one = f"{one}(?:{self._repetition}{one})*"
        if needed and parts:
            one = f"(?!{self._element}|\\Z){one}"  # a composite that must be there is not empty
        return (one if needed else f"(?:{one})?"), needed

    def _parts(self, parts: list[ElementRule]) -> str:
        """A composite: components at its end may be left out."""
        by_number = {part.component: part for part in parts}
        text = ""
        for number in range(max(by_number), 0, -1):
            part = by_number.get(number)
            needed = part is not None and part.usage == "R"
            value = "" if part is None or part.usage == "N" else self._value(part)
            value = value if needed or not value else f"(?:{value})?"
            lead = self._component if number > 1 else ""
            text = f"{lead}{value}{text}"
            if not any(by_number[later].usage == "R" for later in by_number if later >= number) and number > 1:
                text = f"(?:{text})?"
        return text

    def _value(self, rule: ElementRule) -> str:
        """One simple value that is there."""
        match rule.type:
            case "C":
                return f"[^{re.escape(self._delimiters.element)}{re.escape(self._delimiters.terminator)}]+"
            case "DT":
                return f"[0-9]{{2}}{_OF_YEAR}" if rule.most == 6 else _DATE
            case "TM":
                return _TIME
            case "DP":
                return f"{self._any}+"  # judged with its format, see _periods
            case "R" | "N0":
                return self._number(rule)
        if rule.codes and len(rule.codes) <= _FEW_CODES:
            return f"(?:{'|'.join(sorted(map(re.escape, rule.codes)))})"
        most = f"{rule.most}" if rule.most < 1 << 16 else ""
        return f"{self._any}{{{rule.least},{most}}}"

    def _number(self, rule: ElementRule) -> str:
        most = min(rule.most, 1 << 10)
        whole = f"-?[0-9]{{{rule.least},{most}}}"
        if rule.type == "R" and rule.least <= 2 and most >= 3:
            return f"-?(?:[0-9]{{{rule.least},{most}}}|[0-9]{{1,{most - 2}}}\\.[0-9]{{1,2}})"
        return whole


def _all(proofs: list[Proof]) -> Proof:
    if len(proofs) == 1:
        return proofs[0]
    return lambda elements: all(proof(elements) for proof in proofs)


def _relations(relations: tuple[Relation, ...]) -> list[Proof]:
    """Elements that call for each other: settled by which of them are there, so by length alone where none is empty."""
    if not relations:
        return []
    by_length: dict[int, bool] = {}
    by_presence: dict[tuple[bool, ...], bool] = {}

    def proof(elements: Sequence[str]) -> bool:
        if "" not in elements:
            length = len(elements)
            found = by_length.get(length)
            if found is None:
                found = by_length[length] = not any(relation.broken(length.__gt__) for relation in relations)
            return found
        present = tuple(map(bool, elements))
        found = by_presence.get(present)
        if found is None:
            if len(by_presence) > 1000:
                by_presence.clear()
            there = {number for number, is_there in enumerate(present) if is_there}
            found = by_presence[present] = not any(relation.broken(there.__contains__) for relation in relations)
        return found

    return [proof]


def _long_lists(rule: SegmentRule, delimiters: Delimiters) -> list[Proof]:
    """Codes of lists that are too long for a pattern."""
    return [_listed(member, delimiters) for member in rule.elements if len(member.codes) > _FEW_CODES]


def _listed(member: ElementRule, delimiters: Delimiters) -> Proof:
    number, part, codes = member.element, member.component, member.codes
    component, repetition = delimiters.component, delimiters.repetition if member.repeats else ""

    def proof(elements: Sequence[str]) -> bool:
        if number >= len(elements):
            return True
        value = elements[number]
        if not value or value in codes:
            return True
        values = value.split(repetition) if repetition else [value]
        if part:
            values = [each.split(component)[part - 1] if each.count(component) >= part - 1 else "" for each in values]
        return all(not each or each in codes for each in values)

    return proof


_DATE_OR_TIME = {
    "D8": re.compile(_DATE).fullmatch,
    "DT": re.compile(_DATE + "(?:[01][0-9]|2[0-3])[0-5][0-9]").fullmatch,
    "TM": re.compile(_TIME).fullmatch,
}
_PERIOD = re.compile(f"({_DATE})-({_DATE})").fullmatch


def _periods(rule: SegmentRule, delimiters: Delimiters) -> list[Proof]:
    """Dates and periods, each of the format that the element or component before it says."""
    dated = [member for member in rule.elements if member.type == "DP"]
    return [_date_of_part(member, delimiters.component) if member.component else _period(member.element) for member in dated]


def _is_dated(form: str, value: str) -> bool:
    if form == "RD8":
        ends = _PERIOD(value)
        return ends is not None and ends[1] <= ends[2]
    match = _DATE_OR_TIME.get(form)
    return match is not None and match(value) is not None


def _period(number: int) -> Proof:
    def proof(elements: Sequence[str]) -> bool:
        return number >= len(elements) or not elements[number] or _is_dated(elements[number - 1], elements[number])

    return proof


def _date_of_part(member: ElementRule, separator: str) -> Proof:
    def proof(elements: Sequence[str]) -> bool:
        return member.element >= len(elements) or _part_is_dated(elements[member.element], member.component, separator)

    return proof


def _part_is_dated(value: str, component: int, separator: str) -> bool:
    if value.count(separator) < component - 1:
        return True
    parts = value.split(separator)
    return not parts[component - 1] or _is_dated(parts[component - 2], parts[component - 1])
