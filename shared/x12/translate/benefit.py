"""What a payer says about one patient's coverage: the values of a 271 (005010X279A1, loops 2000A to 2120D)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.faults import Fault
from shared.x12.translate.claim import Diagnosis, Payer
from shared.x12.translate.naming import Address, Contact, Name, Reference, Trace
from shared.x12.translate.parties import Requester, Role

ACTIVE = frozenset({"1", "2", "3", "4", "5"})
INACTIVE = frozenset({"6", "7", "8"})


@dataclass(frozen=True, slots=True)
class Period:
    """A DTP: its qualifier and first and last day (the same for a single day; None when unreadable)."""

    qualifier: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Reject:
    """An AAA: the request was not answered. `loop` is 2000A, 2100A, 2100B, 2100C, 2100D, 2110C or 2110D.

    `code` is AAA03 (75 subscriber not found, 42 payer not responding, 72 invalid member id ...), `follow_up` AAA04
    (C correct and resend, R resend, N do not resend ...), `request_valid` AAA01: nothing is wrong with the request itself.
    """

    loop: str
    code: str
    follow_up: str
    request_valid: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """Loop 2120 between LS and LE: another payer, a primary care provider, a benefit manager.

    `role` is NM101 (PR payer, P3 primary care, 1P provider, VN vendor, X3 utilization management ...), `name` that of an
    organisation, `person` that of a person. `relationship` is NM110, `care` a PRV.
    """

    role: str
    name: str = ""
    qualifier: str = ""
    id: str = ""
    person: Name | None = field(default=None, repr=False)
    address: Address | None = field(default=None, repr=False)
    contacts: tuple[Contact, ...] = ()
    care: Role | None = None
    relationship: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An HSD: how often or how much. So many (`quantity`) visits, days, hours, months or units of fluid (`qualifier` VS DY HS MN FL)
    per `modulus` `unit`s (DA WK MO YR VS) within `periods` of `time_period` (as EB06); `frequency` and `pattern` name week days and times.
    """

    qualifier: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    modulus: Decimal | None = None
    time_period: str = ""
    periods: int | None = None
    frequency: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """An III (loop 2115): with qualifier ZZ the place of service that a benefit is for; GR or NI the nature of an injury; else a body part."""

    qualifier: str = ""
    code: str = ""
    category: str = ""
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Benefit:
    """One EB with what hangs on it (loop 2110). Empty strings and None mean: not stated.

    `code` is EB01 (1 active, 6 inactive, A coinsurance, B copay, C deductible, G out of pocket, F limit, R other payer ...),
    `coverage_level` EB02, `service_types` EB03, `insurance_type` EB04, `plan` EB05, `time_period` EB06 (23 year, 27 visit,
    29 remaining), `amount` EB07, `percent` EB08, `quantity_qualifier` and `quantity` EB09 and EB10, `authorization_required`
    EB11 and `in_network` EB12 (Y, N, U unknown, W both), `procedure` EB13 (code without modifiers, `procedure_through` the last
    of a range), `pointers` EB14 (the patient's diagnoses, counted from 1). `rejects` are AAA of the benefit itself.
    """

    code: str
    coverage_level: str = ""
    service_types: tuple[str, ...] = ()
    insurance_type: str = ""
    plan: str = ""
    time_period: str = ""
    amount: Decimal | None = None
    percent: Decimal | None = None
    quantity_qualifier: str = ""
    quantity: Decimal | None = None
    authorization_required: str = ""
    in_network: str = ""
    procedure_qualifier: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    references: tuple[Reference, ...] = ()
    entities: tuple[Entity, ...] = ()
    position: int = field(default=0, compare=False)
    procedure_through: str = ""
    pointers: tuple[int, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class Military:
    """An MPI: `status` MPI01 (C current, P prior ...), `employment` MPI02, `affiliation` MPI03, `rank` MPI05 and the time of service."""

    status: str
    employment: str
    affiliation: str
    description: str = ""
    rank: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Insured:
    """A subscriber or dependent as the payer knows him (loop 2100C or 2100D).

    `references` are REF (6P group number, 18 plan number; the plan's name is their description), `periods` plan dates,
    `relationship` INS02 (18 himself, 01 spouse, 19 child), `changed` INS03 and INS04: the payer holds other identifying data
    than was sent. `role` is a PRV, `birth_sequence` INS17, `diagnoses` HI.
    """

    name: Name = field(repr=False)
    member_id: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    sex: str = ""
    address: Address | None = field(default=None, repr=False)
    references: tuple[Reference, ...] = field(default=(), repr=False)
    periods: tuple[Period, ...] = ()
    role: Role | None = None
    relationship: str = ""
    changed: bool = False
    birth_sequence: int | None = None
    diagnoses: tuple[Diagnosis, ...] = field(default=(), repr=False)
    military: tuple[Military, ...] = ()
    person: bool = True


_UNNAMED = Insured(Name(""))


@dataclass(frozen=True, slots=True)
class Benefits:
    """The answer about one patient: the dependent where there is one, else the subscriber; nobody where the payer or the provider was refused.

    `rejects` are all AAA above, at and below the patient (those of a benefit stand with it, too), `traces` the TRN of the
    patient, `contacts` whom to ask at the payer (PER of loop 2100A), `payer_entity` its NM101. As read, `reference` is BHT03 and
    `faults` are numbers of the benefits that cannot be read; a date that cannot be read is None.
    """

    payer: Payer
    requester: Requester | None = None
    subscriber: Insured | None = None
    dependent: Insured | None = None
    traces: tuple[Trace, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    rejects: tuple[Reject, ...] = ()
    contacts: tuple[Contact, ...] = ()
    payer_entity: str = "PR"
    reference: str = field(default="", compare=False)
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def patient(self) -> Insured:
        """Who was asked about; unnamed where the payer or the provider was refused."""
        return self.dependent or self.subscriber or _UNNAMED

    @property
    def is_dependent(self) -> bool:
        """Whether the patient is somebody else than the subscriber."""
        return self.dependent is not None

    @property
    def member_id(self) -> str:
        """The subscriber's id as the payer holds it: compare with what was asked, it may have been corrected."""
        return self.subscriber.member_id if self.subscriber is not None else ""

    @property
    def trace(self) -> tuple[str, ...]:
        """Our TRN02 numbers as echoed (TRN01 2)."""
        return tuple([trace.number for trace in self.traces if trace.kind == "2"])

    @property
    def payer_id(self) -> str:
        """NM109 of loop 2100A."""
        return self.payer.id

    @property
    def payer_name(self) -> str:
        """NM103 of loop 2100A."""
        return self.payer.name

    @property
    def periods(self) -> tuple[Period, ...]:
        """Plan dates of the patient."""
        return self.patient.periods

    @property
    def references(self) -> tuple[Reference, ...]:
        """REF of the patient: 6P group number, 18 plan number."""
        return self.patient.references

    @property
    def changed(self) -> bool:
        """Whether the payer holds other identifying data of the patient than was sent."""
        return self.patient.changed

    @property
    def found(self) -> bool:
        """Whether the payer knows the patient."""
        return not self.rejects and bool(self.member_id or self.benefits)

    @property
    def active(self) -> bool | None:
        """Whether coverage of the plan is active; None when the payer does not say.

        Statements about service type 30 (or without one) decide; only without those do statements about single services.
        Where a payer says both (two plans, one of them ended), active wins: look at `benefits` and their periods.
        """
        for whole_plan in (True, False):
            codes = {benefit.code for benefit in self.benefits if _about_plan(benefit) is whole_plan}
            if codes & ACTIVE:
                return True
            if codes & INACTIVE:
                return False
        return None

    def of(self, code: str, service_type: str = "", in_network: str = "") -> list[Benefit]:
        """Benefits with this EB01, for a service type (those of the whole plan, 30, included) and a network where asked."""
        return [
            benefit
            for benefit in self.benefits
            if benefit.code == code
            and (not service_type or service_type in benefit.service_types or "30" in benefit.service_types)
            and (not in_network or benefit.in_network in (in_network, "W", "", "U"))
        ]


def _about_plan(benefit: Benefit) -> bool:
    return not benefit.service_types or "30" in benefit.service_types
