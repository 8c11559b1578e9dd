"""Loops 2100 and 2110 of the 835: what the payer decided about one claim and each of its lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.scalars import ZERO
from shared.x12.translate.adjudication import ClaimGroup, InpatientAdjudication, OutpatientAdjudication
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.lazy import Lazy
from shared.x12.translate.naming import Contact, Name, Reference

ONE = Decimal(1)
REVERSAL = "22"
PAID_ELSEWHERE = frozenset({"19", "20", "21"})
NO_GROUP = ClaimGroup()


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
class Individual:
    """An NM1 about a person, or a provider that may be an organisation (then `is_person` is False and the name has `last` only)."""

    name: Name = field(repr=False)
    qualifier: str = ""
    id: str = field(default="", repr=False)
    is_person: bool = True


@dataclass(frozen=True, slots=True)
class RemittedLine(Lazy):
    """Loop 2110. `charge`, `paid` and adjustments add up: SVC02 = SVC03 + CAS.

    `qualifier` and `code` come from SVC01 (HC procedure, NU revenue code ...), `revenue_code` from SVC04 or, for NU, from
    SVC01. `original_*` is SVC06: what was billed, when the payer adjudicated another code. `paid_units` is SVC05 (one when
    left out), `billed_units` SVC07 (only sent when it differs). `remarks` are the RARC of LQ*HE, `pharmacy_remarks` the codes of LQ*RX.
    `ordinal` counts the lines of the claim, `position` is that of the SVC in its set: places, not part of the content.
    """

    qualifier: str
    code: str
    charge: Decimal
    paid: Decimal
    modifiers: tuple[str, ...] = ()
    revenue_code: str = ""
    paid_units: Decimal = ONE
    billed_units: Decimal | None = None
    original_qualifier: str = ""
    original_code: str = ""
    original_modifiers: tuple[str, ...] = ()
    original_description: str = ""
    service_from: date | None = None
    service_to: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    references: tuple[Reference, ...] = field(default=(), repr=False)
    amounts: tuple[Amount, ...] = ()
    quantities: tuple[Amount, ...] = ()
    remarks: tuple[str, ...] = ()
    pharmacy_remarks: tuple[str, ...] = ()
    ordinal: int = field(default=0, compare=False)
    position: int = field(default=0, compare=False)
    adjusted: Decimal = field(init=False, compare=False, repr=False)
    """Sum of the adjustments."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "adjusted", total(self.adjustments))

    @property
    def control_number(self) -> str:
        """REF*6R: the number we gave the line."""
        return next((reference.value for reference in self.references if reference.qualifier == "6R"), "")

    @property
    def allowed(self) -> Decimal | None:
        """AMT*B6: what the payer allows for the line, its share and the patient's."""
        return next((amount.value for amount in self.amounts if amount.qualifier == "B6"), None)

    @property
    def units_refused(self) -> Decimal:
        """Billed units that were not paid; zero when the payer states no difference."""
        return ZERO if self.billed_units is None else self.billed_units - self.paid_units

    @property
    def patient_responsibility(self) -> Decimal:
        """Sum of the PR adjustments of the line."""
        return total(adjustment for adjustment in self.adjustments if adjustment.group == "PR")


@dataclass(frozen=True, slots=True)
class RemittedClaim(Lazy):
    """Loop 2100 with its lines. A reversal (`status` 22) has every amount negated and names the same account.

    `patient_control_number` is CLP01, `status` CLP02, `charge`, `paid`, `patient_responsibility` CLP03 to CLP05 (None when left
    out: recompute it from PR), `filing_indicator` CLP06, `payer_claim_control_number` CLP07, `facility_code` and `frequency` CLP08 and
    CLP09, `drg`, `drg_weight`, `discharge_fraction` CLP11 to CLP13. People: `patient` NM1*QC, `subscriber` NM1*IL, `corrected` NM1*74
    (the name and member id to use from now on), `rendering` NM1*82, `other_subscriber` NM1*GB. `crossover` is NM1*TT,
    `corrected_payer` NM1*PR. `inpatient` is MIA, `outpatient` MOA. Statement period DTM*232 and 233, `received_on` 050,
    `coverage_ended_on` 036. `group` is loop 2000.
    `ordinal` counts the claims of the set, `position` is that of the CLP in it: places, not part of the content.
    """

    patient_control_number: str
    status: str
    charge: Decimal
    paid: Decimal
    patient_responsibility: Decimal | None
    filing_indicator: str
    payer_claim_control_number: str
    facility_code: str = ""
    frequency: str = ""
    drg: str = ""
    drg_weight: Decimal | None = None
    discharge_fraction: Decimal | None = None
    adjustments: tuple[Adjustment, ...] = ()
    lines: tuple[RemittedLine, ...] = ()
    patient: Individual | None = None
    subscriber: Individual | None = None
    corrected: Individual | None = None
    rendering: Individual | None = None
    other_subscriber: Individual | None = None
    crossover: Party | None = None
    corrected_payer: Party | None = None
    inpatient: InpatientAdjudication | None = None
    outpatient: OutpatientAdjudication | None = None
    statement_from: date | None = None
    statement_to: date | None = None
    received_on: date | None = None
    coverage_ended_on: date | None = None
    contacts: tuple[Contact, ...] = ()
    references: tuple[Reference, ...] = field(default=(), repr=False)
    amounts: tuple[Amount, ...] = ()
    quantities: tuple[Amount, ...] = ()
    group: ClaimGroup = NO_GROUP
    ordinal: int = field(default=0, compare=False)
    position: int = field(default=0, compare=False)
    adjusted: Decimal = field(init=False, compare=False, repr=False)
    """Sum of the adjustments of the claim itself, without those of its lines."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "adjusted", total(self.adjustments))

    @property
    def is_reversal(self) -> bool:
        """Whether this takes back an earlier decision."""
        return self.status == REVERSAL

    @property
    def was_forwarded(self) -> bool:
        """Whether the payer has sent the claim on to another one (status 19, 20, 21)."""
        return self.status in PAID_ELSEWHERE

    @property
    def patient_id(self) -> str:
        """The patient's number with the payer."""
        return self.patient.id if self.patient is not None else ""

    @property
    def subscriber_id(self) -> str:
        """The subscriber's number with the payer."""
        return self.subscriber.id if self.subscriber is not None else ""

    @property
    def corrected_id(self) -> str:
        """The member id to use from now on."""
        return self.corrected.id if self.corrected is not None else ""

    @property
    def corrected_name(self) -> bool:
        """Whether the payer knows the person by another name."""
        name = self.corrected.name if self.corrected is not None else None
        return name is not None and any((name.last, name.first, name.middle))

    @property
    def rendering_id(self) -> str:
        """The number of the provider who rendered the service."""
        return self.rendering.id if self.rendering is not None else ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """The RARC of MIA and MOA."""
        inpatient = self.inpatient.remarks if self.inpatient is not None else ()
        return inpatient + (self.outpatient.remarks if self.outpatient is not None else ())

    @property
    def covered_days(self) -> Decimal | None:
        """MIA01."""
        return self.inpatient.covered_days if self.inpatient is not None else None

    @property
    def group_number(self) -> str:
        """LX01."""
        return self.group.number

    @property
    def provider_number(self) -> str:
        """TS301."""
        return self.group.provider.number if self.group.provider is not None else ""

    def patient_total(self) -> Decimal:
        """Sum of the PR adjustments of claim and lines: what the patient owes by this payer's decision."""
        own = total(adjustment for adjustment in self.adjustments if adjustment.group == "PR")
        return own + sum((line.patient_responsibility for line in self.lines), ZERO)


def total(adjustments: Iterable[Adjustment]) -> Decimal:
    """The sum of adjustments."""
    return sum((adjustment.amount for adjustment in adjustments), ZERO)
