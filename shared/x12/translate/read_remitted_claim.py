"""Reads loop 2100 of an 835: the sums at once, the rest when somebody asks for it.

Every number and date is looked at while the claim streams by, so that faults are known without asking.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from shared.x12.scalars import DAYS, LONGEST, NUMBERS, ZERO
from shared.x12.segments import Segment
from shared.x12.translate.adjudication import ClaimGroup, InpatientAdjudication, OutpatientAdjudication
from shared.x12.translate.adjustment import read_adjustments
from shared.x12.translate.laid_out import check_laid
from shared.x12.translate.lazy import unread
from shared.x12.translate.remitted_claim import RemittedClaim, RemittedLine
from shared.x12.translate.remitted_details import ClaimDetails, LineDetails
from shared.x12.translate.values import Values

_END = frozenset({"CLP", "LX", "PLB", "SE"})
_OPTIONAL_OF_CLAIM, _OPTIONAL_OF_LINE = (5, 12, 13), (5, 7)
_new: Callable[[Any], Any] = object.__new__
_UnreadClaim, _UnreadLine = unread(RemittedClaim), unread(RemittedLine)


def read_claim(
    clp: Segment, segments: Iterator[Segment], values: Values, separator: str, ordinal: int, group: ClaimGroup
) -> tuple[RemittedClaim, Segment | None]:
    """One claim from its CLP on; also gives the segment that ended it (None at the end of the set)."""
    part, parts = [clp], []
    ended: Segment | None = None
    for segment in segments:
        id = segment.id
        if id == "SVC":
            parts.append(part)
            part = [segment]
        elif id in _END:
            ended = segment
            break
        else:
            part.append(segment)
    parts.append(part)
    return _claim(parts, values, separator, ordinal, group), ended


def _claim(parts: list[list[Segment]], values: Values, separator: str, ordinal: int, group: ClaimGroup) -> RemittedClaim:
    """The claim with those fields filled that add up."""
    own = parts[0]
    claim = _new(_UnreadClaim)
    claim.charge, claim.paid = _money(own[0], values, 3, _OPTIONAL_OF_CLAIM)
    claim.adjusted = _adjusted(own, values)
    claim.lines = tuple([_line(part, values, separator, number) for number, part in enumerate(parts[1:], 1)])
    claim.ordinal = ordinal
    claim._source = ClaimDetails(own, group)
    made: RemittedClaim = claim
    return made


def _line(part: list[Segment], values: Values, separator: str, ordinal: int) -> RemittedLine:
    line = _new(_UnreadLine)
    line.charge, line.paid = _money(part[0], values, 2, _OPTIONAL_OF_LINE)
    line.adjusted = _adjusted(part, values)
    line.ordinal = ordinal
    line._source = LineDetails(part, separator)
    made: RemittedLine = line
    return made


def _money(head: Segment, values: Values, at: int, optional: tuple[int, ...]) -> tuple[Decimal, Decimal]:
    """Charge and payment of a CLP or SVC, which stand side by side; its other numbers are looked at."""
    elements, known = head.elements, NUMBERS
    size = len(elements)
    for place in optional:
        if place < size and elements[place] and known[elements[place]] is None:
            _at(head, values).amount(elements[place], place)
    if size > at + 1:
        charge, paid = known[elements[at]], known[elements[at + 1]]
        if charge is not None and paid is not None:
            return charge, paid
    look = _at(head, values).amount
    return look(head.get(at), at), look(head.get(at + 1), at + 1)


def _adjusted(part: list[Segment], values: Values) -> Decimal:
    """The sum of all CAS; every number and date is looked at."""
    off, known, days = ZERO, NUMBERS, DAYS
    for segment in part:
        id = segment.id
        if id == "CAS":
            elements = segment.elements
            amount = known[elements[3]] if len(elements) == 4 else None
            off += amount if amount is not None else _reasons(segment, values)
        elif id == "DTM":
            elements = segment.elements
            if len(elements) > 2 and elements[2] and days[elements[2]] is None:
                _at(segment, values).day(elements[2], 2)
        elif id == "AMT" or id == "QTY":
            elements = segment.elements
            if len(elements) < 3 or not elements[2].replace(".", "", 1).isdecimal() or len(elements[2]) > LONGEST:
                _at(segment, values).amount(segment.get(2), 2)
        elif id == "MIA" or id == "MOA":
            check_laid(InpatientAdjudication if id == "MIA" else OutpatientAdjudication, segment, values)
    return off


def _reasons(cas: Segment, values: Values) -> Decimal:
    return sum((reason.amount for reason in read_adjustments(cas.elements, _at(cas, values).amount)), ZERO)


def _at(segment: Segment, values: Values) -> Values:
    values.segment = segment
    return values
