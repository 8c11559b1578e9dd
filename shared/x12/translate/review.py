"""A review of health care services as values: what a provider asks of a payer or review organization, and what it answers.

278, 005010X217, both directions. Empty text and None mean: not stated. Who the patient is, and free text about him, does
not show in `repr`.
"""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Literal

from shared.x12.faults import Fault
from shared.x12.translate.claim_details import Indicator
from shared.x12.translate.days import Dated
from shared.x12.translate.naming import Trace
from shared.x12.translate.review_care import (
    Admission,
    Ambulance,
    Delivery,
    HomeHealth,
    Oxygen,
    Paperwork,
    SpinalCare,
)
from shared.x12.translate.review_parties import Decision, Member, Party, Refusal

VERSION = "005010X217"
ServiceKind = Literal["professional", "institutional", "dental"]
REQUESTS = frozenset({"01", "13", "36"})
"""BHT02 of a request: 01 cancellation, 13 request, 36 authority to deduct. An answer has 11."""


@dataclass(frozen=True, slots=True)
class Asked:
    """UM: what is asked for. `category` UM01 (AR admission, HS services, SC specialist referral, IN initial reservation), `kind` UM02
    (I initial, 4 extension, R renewal, S revision, 3 cancel, 1 immediate appeal, 2 standard appeal, N reconsideration).

    `place` and `place_list` are UM04 (a place of service with B, a facility type with A); `causes`, `cause_state` and
    `cause_country` UM05; `urgency` UM06 (U urgent, 03 emergency), `health` UM07, `prognosis` UM08, `release` UM09, `delay_reason` UM10.
    """

    category: str
    kind: str
    service_type: str = ""
    place: str = ""
    place_list: str = "B"
    causes: tuple[str, ...] = ()
    cause_state: str = ""
    cause_country: str = ""
    urgency: str = ""
    health: str = ""
    prognosis: str = ""
    release: str = ""
    delay_reason: str = ""


@dataclass(frozen=True, slots=True)
class EventCode:
    """A composite of HI: `qualifier` BK, ABK, BF, ABF (diagnoses), BJ, ABJ (admitting), PR, APR (reason), DR (DRG), LOI (LOINC)."""

    qualifier: str
    code: str = field(repr=False)
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Tooth:
    """TOO: a tooth by the universal numbering and its surfaces."""

    number: str
    surfaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """SV1, SV2 or SV3: the procedure, drug or revenue code asked for. `amount` is dollars, `quantity` in `unit` (UN, MJ, F2, DA).

    `last_code` ends a range of codes, `pointers` count diagnoses of the event from 1, `rate` is SV206, `epsdt` SV111,
    `cavities` SV304, `prosthesis` SV305 (I initial, R replacement).
    """

    kind: ServiceKind
    code: str = ""
    qualifier: str = "HC"
    modifiers: tuple[str, ...] = ()
    description: str = field(default="", repr=False)
    last_code: str = ""
    revenue_code: str = ""
    amount: Decimal | None = None
    unit: str = ""
    quantity: Decimal | None = None
    pointers: tuple[int, ...] = ()
    rate: Decimal | None = None
    epsdt: bool | None = None
    residential_status: str = ""
    level_of_care: str = ""
    cavities: tuple[str, ...] = ()
    prosthesis: str = ""
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ReviewedService:
    """Loop 2000F: one service, as asked for or as decided on. `earlier_authorization` is REF BB, `administrative_number` REF NT."""

    item: ServiceItem | None = None
    asked: Asked | None = None
    decision: Decision | None = None
    dates: tuple[Dated, ...] = ()
    delivery: Delivery | None = None
    traces: tuple[Trace, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    earlier_authorization: str = ""
    administrative_number: str = ""
    wanted: tuple[EventCode, ...] = ()
    teeth: tuple[Tooth, ...] = ()
    paperwork: tuple[Paperwork, ...] = ()
    message: str = field(default="", repr=False)
    providers: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientEvent:
    """Loop 2000E: the stay, visit or course of treatment under review, with its services. `parties` are all its NM1 in order."""

    asked: Asked | None = None
    decision: Decision | None = None
    traces: tuple[Trace, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    earlier_authorization: str = ""
    administrative_number: str = ""
    dates: tuple[Dated, ...] = ()
    codes: tuple[EventCode, ...] = ()
    delivery: Delivery | None = None
    conditions: tuple[Indicator, ...] = ()
    admission: Admission | None = None
    ambulance: Ambulance | None = None
    spinal: SpinalCare | None = None
    oxygen: Oxygen | None = None
    home_health: HomeHealth | None = None
    paperwork: tuple[Paperwork, ...] = ()
    message: str = field(default="", repr=False)
    parties: tuple[Party, ...] = ()
    services: tuple[ReviewedService, ...] = ()

    @property
    def authorization(self) -> str:
        """The number under which something was certified: of the event, else of its first certified service."""
        decisions = [self.decision, *(service.decision for service in self.services)]
        return next((each.number for each in decisions if each is not None and each.is_certified and each.number), "")


@dataclass(frozen=True, slots=True)
class Review:
    """One 278. `purpose` is BHT02, `reference` BHT03 (an answer repeats that of its request), `kind` BHT06 (RU reservation; of an answer
    18 final, 19 more to follow, AT administrative action). `refusals` are those of loop 2000A.

    Events are those of the dependent when there is one, else of the subscriber.
    """

    purpose: str
    reference: str
    on: date | None
    at: time | None
    reviewer: Party
    requester: Party | None = None
    subscriber: Member | None = None
    dependent: Member | None = None
    events: tuple[PatientEvent, ...] = ()
    kind: str = ""
    refusals: tuple[Refusal, ...] = ()
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def is_request(self) -> bool:
        """Whether this asks; an answer decides."""
        return self.purpose in REQUESTS

    @property
    def traces(self) -> tuple[str, ...]:
        """Numbers of the events and services, by which an answer finds its request."""
        found = [list(event.traces) + [trace for service in event.services for trace in service.traces] for event in self.events]
        return tuple(trace.number for traces in found for trace in traces)
