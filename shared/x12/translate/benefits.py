"""The 271 read: what a payer says about one patient's coverage (005010X279A1, loops 2000A to 2110D)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.envelope import read_dates
from shared.x12.faults import Fault
from shared.x12.interchange import Transaction
from shared.x12.segments import Segment
from shared.x12.translate.claim import Reference
from shared.x12.translate.values import Values

ACTIVE = frozenset({"1", "2", "3", "4", "5"})
INACTIVE = frozenset({"6", "7", "8"})
_LOOPS = {"20": "2000A", "21": "2000B", "22": "2000C", "23": "2000D"}


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
    (C correct and resend, R resend, N do not resend ...).
    """

    loop: str
    code: str
    follow_up: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Loop 2120 between LS and LE: another payer, a primary care provider, a benefit manager. Persons are left unnamed."""

    role: str
    name: str
    qualifier: str
    id: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """One EB with what hangs on it (loop 2110). Empty strings and None mean: not stated.

    `code` is EB01 (1 active, 6 inactive, A coinsurance, B copay, C deductible, G out of pocket, F limit, R other payer ...),
    `coverage_level` EB02, `service_types` EB03, `insurance_type` EB04, `plan` EB05, `time_period` EB06 (23 year, 27 visit,
    29 remaining), `amount` EB07, `percent` EB08, `quantity_qualifier` and `quantity` EB09 and EB10, `authorization_required`
    EB11 and `in_network` EB12 (Y, N, U unknown, W both), `procedure` EB13 (code without modifiers).
    """

    code: str
    coverage_level: str
    service_types: tuple[str, ...]
    insurance_type: str
    plan: str
    time_period: str
    amount: Decimal | None
    percent: Decimal | None
    quantity_qualifier: str
    quantity: Decimal | None
    authorization_required: str
    in_network: str
    procedure_qualifier: str
    procedure: str
    modifiers: tuple[str, ...]
    messages: tuple[str, ...]
    periods: tuple[Period, ...]
    references: tuple[Reference, ...]
    entities: tuple[Entity, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Benefits:
    """The answer about one patient.

    `trace` are our TRN02 numbers as echoed (TRN01 2), `payer_id` and `payer_name` loop 2100A, `member_id` the subscriber's id as
    the payer holds it (compare with what was asked: it may have been corrected), `is_dependent` whether the patient is one,
    `changed` INS: the payer holds other identifying data than was sent. `periods` are plan dates of loop 2100, `rejects` all
    AAA above and at the patient, `references` REF of loop 2100 (6P group number, 18 plan number).
    """

    reference: str
    trace: tuple[str, ...]
    payer_id: str
    payer_name: str
    member_id: str = field(repr=False)
    is_dependent: bool
    changed: bool
    rejects: tuple[Reject, ...]
    periods: tuple[Period, ...]
    references: tuple[Reference, ...]
    benefits: tuple[Benefit, ...]
    faults: tuple[Fault, ...] = field(default=(), compare=False)

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


class _Benefit:
    """One EB while what hangs on it is read."""

    def __init__(self, eb: Segment) -> None:
        self.eb = eb
        self.messages: list[str] = []
        self.periods: list[Period] = []
        self.references: list[Reference] = []
        self.entities: list[Entity] = []


class _Patient:
    """One subscriber or dependent while his answer is read."""

    def __init__(self, is_dependent: bool, member_id: str) -> None:
        self.is_dependent, self.member_id, self.changed = is_dependent, member_id, False
        self.rejects: list[Reject] = []
        self.trace: list[str] = []
        self.periods: list[Period] = []
        self.references: list[Reference] = []
        self.benefits: list[_Benefit] = []


def read_benefits(transaction: Transaction) -> Iterator[Benefits]:
    """The answers of a 271, one for each patient asked about.

    When the payer or the provider level rejects, there is no patient: one answer carries the rejects alone. Raises
    ValueError when the set is not a 271.
    """
    if transaction.set_id != "271":
        raise ValueError("not a 271")
    return _Reader(transaction).answers()


class _Reader:
    """Walks the levels of one 271."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self.reference = self.payer_id = self.payer_name = ""
        self.loop = ""
        self.above: list[Reject] = []
        self.patient: _Patient | None = None

    def answers(self) -> Iterator[Benefits]:
        answered = False
        for segment in self.transaction:
            if segment.id == "HL":
                if self.patient is not None and (self.patient.benefits or self.patient.rejects or segment.get(3) != "23"):
                    answered = True
                    yield self._answer(self.patient, segment)
                self._enter(segment.get(3))
            elif segment.id == "BHT":
                self.reference = segment.get(3)
            elif self.patient is None:
                self._above(segment)
            else:
                self._collect(self.patient, segment)
            last = segment
        if self.patient is not None:
            yield self._answer(self.patient, last)
        elif self.above and not answered:
            yield self._answer(_Patient(False, ""), last)

    def _enter(self, level: str) -> None:
        """A new HL begins; a dependent inherits the member id of his subscriber."""
        self.loop = _LOOPS.get(level, "")
        if level == "20":
            self.above = []
        inherited = self.patient.member_id if self.patient is not None and level == "23" else ""
        self.patient = _Patient(level == "23", inherited) if level in ("22", "23") else None

    def _above(self, segment: Segment) -> None:
        """A segment of the payer's or provider's level."""
        if segment.id == "NM1":
            self.loop = f"2100{self.loop[-1:]}"
            if self.loop == "2100A":
                self.payer_name, self.payer_id = segment.get(3), segment.get(9)
        elif segment.id == "AAA":
            self.above.append(Reject(self.loop, segment.get(3), segment.get(4)))

    def _collect(self, patient: _Patient, segment: Segment) -> None:
        """A segment of the patient's level."""
        get, benefit = segment.get, patient.benefits[-1] if patient.benefits else None
        match segment.id:
            case "EB":
                patient.benefits.append(_Benefit(segment))
                self.loop = f"2110{self.loop[-1:]}"
            case "AAA":
                patient.rejects.append(Reject(self.loop, get(3), get(4)))
            case "NM1" if benefit is None:
                self.loop = f"2100{self.loop[-1:]}"
                if get(1) == "IL" and get(9):
                    patient.member_id = get(9)
            case "NM1" if benefit is not None:
                benefit.entities.append(Entity(get(1), "" if get(2) == "1" else get(3), get(8), get(9)))
            case "TRN" if get(1) == "2":
                patient.trace.append(get(2))
            case "DTP":
                first, last = read_dates(get(2), get(3))
                (patient.periods if benefit is None else benefit.periods).append(Period(get(1), first, last))
            case "REF":
                (patient.references if benefit is None else benefit.references).append(Reference(get(1), get(2)))
            case "MSG" if benefit is not None:
                benefit.messages.append(get(1))
            case "INS" if get(3) == "001":
                patient.changed = True

    def _answer(self, patient: _Patient, at: Segment) -> Benefits:
        values, marks = Values(at), self.transaction.delimiters
        read = [_benefit(benefit, values, marks.component, marks.repetition or "^") for benefit in patient.benefits]
        return Benefits(
            self.reference, tuple(patient.trace), self.payer_id, self.payer_name, patient.member_id, patient.is_dependent,
            patient.changed, tuple(self.above + patient.rejects), tuple(patient.periods), tuple(patient.references), tuple(read),
            tuple(values.faults),
        )  # fmt: skip


def _benefit(parts: _Benefit, values: Values, component: str, repetition: str) -> Benefit:
    eb = values.segment = parts.eb
    get = eb.get
    procedure = [*get(13).split(component), ""]
    return Benefit(
        get(1), get(2), _service_types(get(3), repetition, component), get(4), get(5), get(6),
        values.optional_amount(get(7), 7), values.optional_amount(get(8), 8), get(9), values.optional_amount(get(10), 10),
        get(11), get(12), procedure[0], procedure[1], tuple([code for code in procedure[2:6] if code]),
        tuple(parts.messages), tuple(parts.periods), tuple(parts.references), tuple(parts.entities), eb.position,
    )  # fmt: skip


def _service_types(text: str, repetition: str, component: str) -> tuple[str, ...]:
    """EB03, also where a payer separates its codes with the component separator."""
    return tuple([code for code in text.replace(component, repetition).split(repetition) if code])
