"""What stands below a CLP or an SVC, as values, when somebody asks for it.

Faults are known by then: a number that cannot be read is zero here, a date None.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from shared.x12.scalars import DAYS, NUMBERS, ZERO
from shared.x12.segments import Segment
from shared.x12.translate.adjudication import ClaimGroup, InpatientAdjudication, OutpatientAdjudication
from shared.x12.translate.adjustment import Adjustment, read_adjustments
from shared.x12.translate.laid_out import read_laid
from shared.x12.translate.lazy import opened
from shared.x12.translate.naming import Contact, Reference, read_contact, read_name
from shared.x12.translate.remitted_claim import ONE, Amount, Individual, Party

_new = cast(Callable[[Any], Any], object.__new__)
_ADJUSTMENTS, _PEOPLE, _REST = 1, 2, 4
_PEOPLE_OF_CLAIM = frozenset({"patient", "subscriber", "corrected", "rendering", "other_subscriber"})
_OpenAdjustment, _OpenAmount = opened(Adjustment), opened(Amount)
_NO_CODE = [""]
_SEEN = frozenset({"CLP", "SVC", "CAS"})
"""Read apart from what stands below."""


class ClaimDetails:
    """The segments of a claim before its first SVC: reasons, persons and the rest, each read when it is first asked for."""

    __slots__ = ("_group", "_missing", "_segments")

    def __init__(self, segments: list[Segment], group: ClaimGroup) -> None:
        self._segments = segments
        self._group = group
        self._missing = _ADJUSTMENTS | _PEOPLE | _REST

    def fill(self, claim: Any, name: str) -> bool:
        """Sets the field and those that come with it; tells whether all are set."""
        if name == "adjustments":
            claim.adjustments = _adjustments(self._segments)
            self._missing &= ~_ADJUSTMENTS
        elif name in _PEOPLE_OF_CLAIM:
            self._people(claim)
            self._missing &= ~_PEOPLE
        else:
            self._rest(claim)
            self._missing &= ~_REST
        return not self._missing

    def _people(self, claim: Any) -> None:
        found = {segment.get(1): segment for segment in self._segments if segment.id == "NM1"}.get
        claim.patient, claim.subscriber = _individual(found("QC")), _individual(found("IL"))
        claim.corrected, claim.rendering = _individual(found("74")), _individual(found("82"))
        claim.other_subscriber = _individual(found("GB"))

    def _rest(self, claim: Any) -> None:
        clp = self._segments[0]
        below = _Below(self._segments)
        get, day = clp.get, below.dates.get
        claim.position = clp.position
        claim.patient_control_number, claim.status, claim.patient_responsibility = get(1), get(2), _optional(get(5))
        claim.filing_indicator, claim.payer_claim_control_number = get(6), get(7)
        claim.facility_code, claim.frequency = get(8), get(9)
        claim.drg, claim.drg_weight, claim.discharge_fraction = get(11), _optional(get(12)), _optional(get(13))
        claim.crossover, claim.corrected_payer = _party(below.names.get("TT")), _party(below.names.get("PR"))
        claim.inpatient, claim.outpatient = below.inpatient, below.outpatient
        claim.statement_from, claim.statement_to, claim.received_on, claim.coverage_ended_on = day("232"), day("233"), day("050"), day("036")
        claim.references, claim.contacts = tuple(below.references), tuple(below.contacts)
        claim.amounts, claim.quantities = tuple(below.amounts), tuple(below.quantities)
        claim.group = self._group


class LineDetails:
    """The segments of a line: reasons and the rest, each read when it is first asked for."""

    __slots__ = ("_missing", "_segments", "_separator")

    def __init__(self, segments: list[Segment], separator: str) -> None:
        self._segments = segments
        self._separator = separator
        self._missing = _ADJUSTMENTS | _REST

    def fill(self, line: Any, name: str) -> bool:
        """Sets the field and those that come with it; tells whether all are set."""
        if name == "adjustments":
            line.adjustments = _adjustments(self._segments)
            self._missing &= ~_ADJUSTMENTS
        else:
            self._service(line, self._segments[0])
            self._rest(line, _Below(self._segments))
            self._missing &= ~_REST
        return not self._missing

    def _service(self, line: Any, svc: Segment) -> None:
        get = svc.get
        procedure = get(1).split(self._separator)
        line.position = svc.position
        line.qualifier, line.code, line.modifiers = procedure[0], procedure[1] if len(procedure) > 1 else "", _modifiers(procedure)
        line.revenue_code = get(4) or (line.code if procedure[0] == "NU" else "")
        line.paid_units, line.billed_units = _known(get(5)) if get(5) else ONE, _optional(get(7))
        original = get(6).split(self._separator) if get(6) else _NO_CODE
        line.original_qualifier, line.original_code = original[0], original[1] if len(original) > 1 else ""
        line.original_modifiers, line.original_description = _modifiers(original), original[6] if len(original) > 6 else ""

    def _rest(self, line: Any, below: "_Below") -> None:
        day = below.dates.get
        line.service_from = first = day("472") or day("150")
        line.service_to = day("151") or first
        line.references, line.amounts, line.quantities = tuple(below.references), tuple(below.amounts), tuple(below.quantities)
        line.remarks, line.pharmacy_remarks = tuple(below.remarks), tuple(below.pharmacy_remarks)


class _Below:
    """The segments below a CLP or an SVC, sorted; reasons apart."""

    __slots__ = (
        "amounts", "contacts", "dates", "inpatient", "names", "outpatient", "pharmacy_remarks", "quantities", "references", "remarks",
    )  # fmt: skip

    def __init__(self, segments: list[Segment]) -> None:
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
            id = segment.id
            if id == "DTM":
                self.dates[segment.get(1)] = DAYS[segment.get(2)]
            elif id == "REF":
                self.references.append(Reference(segment.get(1), segment.get(2)))
            elif id == "AMT":
                self.amounts.append(_amount(segment.get(1), segment.get(2)))
            elif id == "NM1":
                self.names[segment.get(1)] = segment
            elif id not in _SEEN:
                self._rarely(segment)

    def _rarely(self, segment: Segment) -> None:
        match segment.id:
            case "LQ" if segment.get(1) == "HE":
                self.remarks.append(segment.get(2))
            case "LQ" if segment.get(1) == "RX":
                self.pharmacy_remarks.append(segment.get(2))
            case "QTY":
                self.quantities.append(_amount(segment.get(1), segment.get(2)))
            case "MIA":
                self.inpatient = read_laid(InpatientAdjudication, segment)
            case "MOA":
                self.outpatient = read_laid(OutpatientAdjudication, segment)
            case "PER":
                self.contacts.append(read_contact(segment))


def _known(text: str, element: int = 0) -> Decimal:
    """A number whose fault, if it has one, is known."""
    return NUMBERS[text] or ZERO


def _optional(text: str) -> Decimal | None:
    return _known(text) if text else None


def _adjustments(segments: Iterable[Segment]) -> tuple[Adjustment, ...]:
    found: list[Adjustment] = []
    for segment in segments:
        if segment.id == "CAS":
            elements = segment.elements
            if len(elements) == 4:
                found.append(_adjustment(elements[1], elements[2], NUMBERS[elements[3]] or ZERO))
            else:
                found += read_adjustments(elements, _known)
    return tuple(found)


def _adjustment(group: str, carc: str, amount: Decimal) -> Adjustment:
    """The usual one, without a quantity."""
    made = _new(_OpenAdjustment)
    made.group, made.carc, made.amount, made.quantity = group, carc, amount, None
    made.__class__ = Adjustment
    return cast(Adjustment, made)


def _amount(qualifier: str, text: str) -> Amount:
    made = _new(_OpenAmount)
    made.qualifier, made.value = qualifier, _known(text)
    made.__class__ = Amount
    return cast(Amount, made)


def _modifiers(composite: list[str]) -> tuple[str, ...]:
    return tuple([modifier for modifier in composite[2:6] if modifier])


def _individual(nm1: Segment | None) -> Individual | None:
    if nm1 is None:
        return None
    get = nm1.get
    return Individual(read_name(nm1), get(8), get(9), get(2) != "2")


def _party(nm1: Segment | None) -> Party | None:
    return Party(nm1.get(3), nm1.get(8), nm1.get(9)) if nm1 is not None else None
