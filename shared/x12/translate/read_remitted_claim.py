"""Reads loop 2100 of an 835: the sums at once, the rest when somebody asks for it.

Every number and date is looked at while the claim streams by, so that faults are known without asking.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from shared.x12.segments import Segment
from shared.x12.translate.adjudication import (
    ClaimGroup,
    InpatientAdjudication,
    OutpatientAdjudication,
    check_numbers,
    read_inpatient,
    read_outpatient,
)
from shared.x12.translate.adjustment import Adjustment, read_adjustments
from shared.x12.translate.claim import Name, Reference
from shared.x12.translate.read_remittance_header import read_contact
from shared.x12.translate.remittance_header import Contact
from shared.x12.translate.remitted_claim import ONE, Amount, Individual, Party, RemittedClaim, RemittedLine
from shared.x12.translate.values import ZERO, Values, read_day, read_number

_END = frozenset({"CLP", "LX", "PLB", "SE"})
_new, _set = object.__new__, object.__setattr__


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
    get = own[0].get
    claim = _new(RemittedClaim)
    charge, paid = read_number(get(3)), read_number(get(4))
    stated = get(5)
    if charge is None or paid is None or (stated and read_number(stated) is None) or get(12) or get(13):
        _check_amounts(own[0], values, ((3, True), (4, True), (5, False), (12, False), (13, False)))
    _set(claim, "charge", charge or ZERO)
    _set(claim, "paid", paid or ZERO)
    _set(claim, "adjusted", _adjusted(own, values))
    _set(claim, "lines", tuple([_line(part, values, separator, number) for number, part in enumerate(parts[1:], 1)]) if len(parts) > 1 else ())
    _set(claim, "ordinal", ordinal)
    _set(claim, "_source", _ClaimSource(own, group))
    return claim


def _line(part: list[Segment], values: Values, separator: str, ordinal: int) -> RemittedLine:
    get = part[0].get
    line = _new(RemittedLine)
    charge, paid, units, billed = read_number(get(2)), read_number(get(3)), get(5), get(7)
    if charge is None or paid is None or (units and read_number(units) is None) or (billed and read_number(billed) is None):
        _check_amounts(part[0], values, ((2, True), (3, True), (5, False), (7, False)))
    _set(line, "charge", charge or ZERO)
    _set(line, "paid", paid or ZERO)
    _set(line, "adjusted", _adjusted(part, values))
    _set(line, "ordinal", ordinal)
    _set(line, "_source", _LineSource(part, separator))
    return line


def _adjusted(part: list[Segment], values: Values) -> Decimal:
    """The sum of all CAS; every number and date is looked at."""
    off = ZERO
    for segment in part:
        id = segment.id
        if id == "DTM":
            if not read_day(segment.get(2)) and segment.get(2):
                _at(segment, values).day(segment.get(2), 2)
        elif id == "CAS":
            off += _reasons(segment, values)
        elif id in ("AMT", "QTY"):
            if read_number(segment.get(2)) is None:
                _at(segment, values).amount(segment.get(2), 2)
        elif id in ("MIA", "MOA"):
            check_numbers(segment, values)
    return off


def _reasons(cas: Segment, values: Values) -> Decimal:
    elements = cas.elements
    if len(elements) == 4 and (amount := read_number(elements[3])) is not None:
        return amount
    return sum((reason.amount for reason in read_adjustments(elements, _at(cas, values).amount)), ZERO)


def _at(segment: Segment, values: Values) -> Values:
    values.segment = segment
    return values


def _check_amounts(segment: Segment, values: Values, places: tuple[tuple[int, bool], ...]) -> None:
    values.segment = segment
    for place, needed in places:
        if needed or segment.get(place):
            values.amount(segment.get(place), place)


def _known(text: str, element: int = 0) -> Decimal:
    """A number whose fault, if it has one, is known."""
    return read_number(text) or ZERO


class _ClaimSource:
    """The segments of a claim before its first SVC."""

    __slots__ = ("group", "segments")

    def __init__(self, segments: list[Segment], group: ClaimGroup) -> None:
        self.segments = segments
        self.group = group

    def fill(self, claim: RemittedClaim) -> None:
        """Sets every field."""
        clp, parts = self.segments[0], _Parts(self.segments)
        get, name, day = clp.get, parts.names.get, parts.dates.get
        RemittedClaim.__init__(
            claim, get(1), get(2), claim.charge, claim.paid, _optional(get(5)), get(6), get(7), get(8), get(9), get(11),
            _optional(get(12)), _optional(get(13)), tuple(parts.adjustments), claim.lines,
            _individual(name("QC")), _individual(name("IL")), _individual(name("74")), _individual(name("82")), _individual(name("GB")),
            _party(name("TT")), _party(name("PR")), parts.inpatient, parts.outpatient,
            day("232"), day("233"), day("050"), day("036"), tuple(parts.contacts), tuple(parts.references), tuple(parts.amounts),
            tuple(parts.quantities), self.group, claim.ordinal, clp.position,
        )  # fmt: skip


class _LineSource:
    """The segments of a line."""

    __slots__ = ("segments", "separator")

    def __init__(self, segments: list[Segment], separator: str) -> None:
        self.segments = segments
        self.separator = separator

    def fill(self, line: RemittedLine) -> None:
        """Sets every field."""
        svc, parts = self.segments[0], _Parts(self.segments)
        get, day = svc.get, parts.dates.get
        procedure, original = get(1).split(self.separator), get(6).split(self.separator)
        code = procedure[1] if len(procedure) > 1 else ""
        first = day("472") or day("150")
        RemittedLine.__init__(
            line, procedure[0], code, line.charge, line.paid, _modifiers(procedure), get(4) or (code if procedure[0] == "NU" else ""),
            _known(get(5)) if get(5) else ONE, _optional(get(7)), original[0], original[1] if len(original) > 1 else "",
            _modifiers(original), original[6] if len(original) > 6 else "", first, day("151") or first, tuple(parts.adjustments),
            tuple(parts.references), tuple(parts.amounts), tuple(parts.quantities), tuple(parts.remarks), tuple(parts.pharmacy_remarks),
            line.ordinal, svc.position,
        )  # fmt: skip


class _Parts:
    """What stands below a CLP or an SVC, sorted."""

    __slots__ = (
        "adjustments", "amounts", "contacts", "dates", "inpatient", "names", "outpatient", "pharmacy_remarks", "quantities", "references", "remarks",
    )  # fmt: skip

    def __init__(self, segments: list[Segment]) -> None:
        self.adjustments: list[Adjustment] = []
        self.amounts: list[Amount] = []
        self.quantities: list[Amount] = []
        self.references: list[Reference] = []
        self.contacts: list[Contact] = []
        self.remarks: list[str] = []
        self.pharmacy_remarks: list[str] = []
        self.dates: dict[str, date | None] = {}
        self.names: dict[str, Segment] = {}
        self.inpatient: InpatientAdjudication | None = None
        self.outpatient: OutpatientAdjudication | None = None
        for segment in segments:
            self._take(segment, segment.get)

    def _take(self, segment: Segment, get: Callable[[int], str]) -> None:
        match segment.id:
            case "CAS":
                self.adjustments += read_adjustments(segment.elements, _known)
            case "DTM":
                self.dates[get(1)] = read_day(get(2))
            case "REF":
                self.references.append(Reference(get(1), get(2)))
            case "AMT":
                self.amounts.append(Amount(get(1), _known(get(2))))
            case "NM1":
                self.names[get(1)] = segment
            case "LQ" if get(1) == "HE":
                self.remarks.append(get(2))
            case "LQ" if get(1) == "RX":
                self.pharmacy_remarks.append(get(2))
            case "QTY":
                self.quantities.append(Amount(get(1), _known(get(2))))
            case "MIA":
                self.inpatient = read_inpatient(segment)
            case "MOA":
                self.outpatient = read_outpatient(segment)
            case "PER":
                self.contacts.append(read_contact(segment))


def _optional(text: str) -> Decimal | None:
    return _known(text) if text else None


def _modifiers(composite: list[str]) -> tuple[str, ...]:
    return tuple([modifier for modifier in composite[2:6] if modifier])


def _individual(nm1: Segment | None) -> Individual | None:
    if nm1 is None:
        return None
    get = nm1.get
    return Individual(Name(get(3), get(4), get(5), get(7)), get(8), get(9), get(2) != "2")


def _party(nm1: Segment | None) -> Party | None:
    return Party(nm1.get(3), nm1.get(8), nm1.get(9)) if nm1 is not None else None
