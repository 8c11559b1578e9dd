"""Loops 2100 and 2110 of the 835: what the payer decided about one claim and each of its lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.segments import Segment
from shared.x12.translate.adjustment import Adjustment, read_adjustments
from shared.x12.translate.claim import Reference
from shared.x12.translate.values import ZERO, Values

_END = frozenset({"CLP", "LX", "PLB", "SE"})
ONE = Decimal(1)
REVERSAL = "22"
PAID_ELSEWHERE = frozenset({"19", "20", "21"})


@dataclass(frozen=True, slots=True)
class Amount:
    """An AMT or QTY: a qualifier and its number."""

    qualifier: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Party:
    """A crossover carrier (NM1*TT) or corrected payer (NM1*PR): an organisation, its id and the kind of id."""

    name: str
    qualifier: str
    id: str


@dataclass(frozen=True, slots=True)
class RemittedLine:
    """Loop 2110. `charge`, `paid` and adjustments add up: SVC02 = SVC03 + CAS.

    `qualifier` and `code` come from SVC01 (HC procedure, NU revenue code ...), `revenue_code` from SVC04 or, for NU, from
    SVC01. `original_*` is SVC06: what was billed, when the payer adjudicated another code. `paid_units` is SVC05 (one when
    left out), `billed_units` SVC07 (only sent when it differs). `control_number` is REF*6R, the number we gave the line.
    `allowed` is AMT*B6, `remarks` the RARC of LQ*HE.
    """

    ordinal: int
    qualifier: str
    code: str
    modifiers: tuple[str, ...]
    revenue_code: str
    original_qualifier: str
    original_code: str
    original_modifiers: tuple[str, ...]
    charge: Decimal
    paid: Decimal
    paid_units: Decimal
    billed_units: Decimal | None
    service_from: date | None
    service_to: date | None
    control_number: str
    adjustments: tuple[Adjustment, ...]
    allowed: Decimal | None
    remarks: tuple[str, ...]
    references: tuple[Reference, ...]
    amounts: tuple[Amount, ...]
    position: int

    @property
    def units_refused(self) -> Decimal:
        """Billed units that were not paid; zero when the payer states no difference."""
        return ZERO if self.billed_units is None else self.billed_units - self.paid_units

    @property
    def patient_responsibility(self) -> Decimal:
        """Sum of the PR adjustments of the line."""
        return sum((adjustment.amount for adjustment in self.adjustments if adjustment.group == "PR"), ZERO)


@dataclass(frozen=True, slots=True)
class RemittedClaim:
    """Loop 2100 with its lines. A reversal (`status` 22) has every amount negated and names the same account.

    `patient_control_number` is CLP01, `status` CLP02, `charge`, `paid`, `patient_responsibility` CLP03 to CLP05 (None when left
    out: recompute it from PR), `filing_indicator` CLP06, `payer_claim_control_number` CLP07, `facility_code` and `frequency` CLP08 and
    CLP09, `drg` CLP11. Of people only identifiers are kept: `patient_id` (NM1*QC), `subscriber_id` (NM1*IL), `corrected_id`
    (NM1*74: the member id to use from now on). `remarks` joins MIA and MOA. `group_number` is LX01, `provider_number` TS301.
    `position` is that of the CLP in its set.
    """

    ordinal: int
    position: int
    patient_control_number: str
    status: str
    charge: Decimal
    paid: Decimal
    patient_responsibility: Decimal | None
    filing_indicator: str
    payer_claim_control_number: str
    facility_code: str
    frequency: str
    drg: str
    adjustments: tuple[Adjustment, ...]
    lines: tuple[RemittedLine, ...]
    patient_id: str = field(repr=False)
    subscriber_id: str = field(repr=False)
    corrected_id: str = field(repr=False)
    corrected_name: bool
    rendering_id: str
    crossover: Party | None
    corrected_payer: Party | None
    remarks: tuple[str, ...]
    covered_days: Decimal | None
    statement_from: date | None
    statement_to: date | None
    received_on: date | None
    coverage_ended_on: date | None
    references: tuple[Reference, ...]
    amounts: tuple[Amount, ...]
    quantities: tuple[Amount, ...]
    group_number: str
    provider_number: str

    @property
    def is_reversal(self) -> bool:
        """Whether this takes back an earlier decision."""
        return self.status == REVERSAL

    @property
    def was_forwarded(self) -> bool:
        """Whether the payer has sent the claim on to another one (status 19, 20, 21)."""
        return self.status in PAID_ELSEWHERE

    def patient_total(self) -> Decimal:
        """Sum of the PR adjustments of claim and lines: what the patient owes by this payer's decision."""
        own = sum((adjustment.amount for adjustment in self.adjustments if adjustment.group == "PR"), ZERO)
        return own + sum((line.patient_responsibility for line in self.lines), ZERO)


class _Parts:
    """What claims and lines have in common while they are read."""

    __slots__ = ("adjustments", "amounts", "dates", "head", "quantities", "references", "remarks")

    def __init__(self, head: Segment) -> None:
        self.head = head
        self.adjustments: list[Adjustment] = []
        self.amounts: list[Amount] = []
        self.quantities: list[Amount] = []
        self.references: list[Reference] = []
        self.remarks: list[str] = []
        self.dates: dict[str, date | None] = {}


def read_claim(
    clp: Segment, segments: Iterator[Segment], values: Values, separator: str, ordinal: int, group: str, provider: str
) -> tuple[RemittedClaim, Segment | None]:
    """One claim from its CLP on; also gives the segment that ended it (None at the end of the set)."""
    claim = part = _Parts(clp)
    lines: list[RemittedLine] = []
    names: dict[str, Segment] = {}
    covered_days: Decimal | None = None
    ended: Segment | None = None
    for segment in segments:
        id = segment.id
        elements = segment.elements
        values.segment = segment
        if id == "CAS":
            part.adjustments += read_adjustments(elements, values.amount)
        elif id == "REF":
            part.references.append(Reference(segment.get(1), segment.get(2)))
        elif id == "DTM":
            part.dates[segment.get(1)] = values.day(segment.get(2), 2)
        elif id == "SVC":
            if part is not claim:
                lines.append(_line(part, values, separator, len(lines) + 1))
            part = _Parts(segment)
        elif id == "AMT":
            part.amounts.append(Amount(segment.get(1), values.amount(segment.get(2), 2)))
        elif id in _END:
            ended = segment
            break
        elif id == "NM1":
            names[segment.get(1)] = segment
        elif id == "LQ":
            if segment.get(1) == "HE":
                part.remarks.append(segment.get(2))
        elif id == "MOA":
            claim.remarks += [code for code in elements[3:8] if code]
        elif id == "MIA":
            covered_days = values.optional_amount(segment.get(1), 1)
            claim.remarks += [code for code in (segment.get(5), *elements[20:24]) if code]
        elif id == "QTY":
            part.quantities.append(Amount(segment.get(1), values.amount(segment.get(2), 2)))
    if part is not claim:
        lines.append(_line(part, values, separator, len(lines) + 1))
    return _claim(claim, lines, names, values, covered_days, ordinal, group, provider), ended


def _claim(
    parts: _Parts,
    lines: list[RemittedLine],
    names: dict[str, Segment],
    values: Values,
    covered_days: Decimal | None,
    ordinal: int,
    group: str,
    provider: str,
) -> RemittedClaim:
    clp = values.segment = parts.head
    get, dates = clp.get, parts.dates
    corrected = names.get("74")
    return RemittedClaim(
        ordinal,
        clp.position,
        get(1),
        get(2),
        values.amount(get(3), 3),
        values.amount(get(4), 4),
        values.optional_amount(get(5), 5),
        get(6),
        get(7),
        get(8),
        get(9),
        get(11),
        tuple(parts.adjustments),
        tuple(lines),
        _id(names.get("QC")),
        _id(names.get("IL")),
        _id(corrected),
        corrected is not None and any(corrected.elements[3:6]),
        _id(names.get("82")),
        _party(names.get("TT")),
        _party(names.get("PR")),
        tuple(parts.remarks),
        covered_days,
        dates.get("232"),
        dates.get("233"),
        dates.get("050"),
        dates.get("036"),
        tuple(parts.references),
        tuple(parts.amounts),
        tuple(parts.quantities),
        group,
        provider,
    )


def _line(parts: _Parts, values: Values, separator: str, ordinal: int) -> RemittedLine:
    svc = values.segment = parts.head
    get, dates = svc.get, parts.dates
    procedure = get(1).split(separator)
    original = get(6).split(separator)
    code = procedure[1] if len(procedure) > 1 else ""
    units = get(5)
    first = dates.get("472") or dates.get("150")
    return RemittedLine(
        ordinal,
        procedure[0],
        code,
        tuple([modifier for modifier in procedure[2:6] if modifier]),
        get(4) or (code if procedure[0] == "NU" else ""),
        original[0],
        original[1] if len(original) > 1 else "",
        tuple([modifier for modifier in original[2:6] if modifier]),
        values.amount(get(2), 2),
        values.amount(get(3), 3),
        values.amount(units, 5) if units else ONE,
        values.optional_amount(get(7), 7),
        first,
        dates.get("151") or first,
        next((reference.value for reference in parts.references if reference.qualifier == "6R"), ""),
        tuple(parts.adjustments),
        next((amount.value for amount in parts.amounts if amount.qualifier == "B6"), None),
        tuple(parts.remarks),
        tuple(parts.references),
        tuple(parts.amounts),
        svc.position,
    )


def _id(nm1: Segment | None) -> str:
    return nm1.get(9) if nm1 is not None else ""


def _party(nm1: Segment | None) -> Party | None:
    return Party(nm1.get(3), nm1.get(8), nm1.get(9)) if nm1 is not None else None
