"""The parts of a case: what happened, what the records say of it, what people know, and what the world makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Stop = Literal["registration", "coverage", "authorization", "coding"]
When = Literal["hold", "rejection", "denial"]


@dataclass(frozen=True)
class Item:
    """One captured charge. Without a procedure code it is a line of a facility claim under its revenue code alone."""

    code: str
    units: int = 1
    modifiers: tuple[str, ...] = ()
    revenue_code: str = ""

    @property
    def price_key(self) -> str:
        return self.code or self.revenue_code


@dataclass(frozen=True)
class Diagnosis:
    """A code as the clinician recorded it; ICD-10-CM without its dot."""

    code: str
    system: Literal["icd10cm", "snomed", "local"] = "icd10cm"


@dataclass(frozen=True)
class Policy:
    """A patient's policy: what the payer's roster says, and how much of it the hospital's records got right."""

    payer: str
    plan: str = "A"
    terminated_on: date | None = None
    retro_terminated_on: date | None = None
    """The claims side of the payer sees this end, its 271 does not."""
    deductible_left: str = ""
    wellness_used: bool = False
    authorizations: tuple[tuple[str, str], ...] = ()
    """Code and number that the payer gave."""
    typo: bool = False
    """The member id in the records has a wrong digit."""
    recorded: bool = True
    """Whether the records mention this policy at all."""
    known: bool = True
    """Whether a payer of this world has it on its roster."""
    mentioned_as: str = ""
    """An alias of the payer instead of its id."""


@dataclass(frozen=True)
class Authorization:
    """A number the authorization desk can get."""

    procedure: str
    number: str
    when: When = "hold"
    corrected: str = ""
    """The right number, found after a denial."""


@dataclass(frozen=True)
class Coding:
    """What a coder finds in the note."""

    reason: str
    when: When = "hold"
    diagnoses: tuple[str, ...] = ()
    """The whole list, ICD-10-CM without dots."""
    modifiers: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    """Line number, code and all modifiers the line should have."""


@dataclass(frozen=True)
class Payment:
    """What the patient pays at the desk."""

    amount: str
    kind: Literal["copay", "estimate"]


@dataclass(frozen=True)
class Denial:
    code: str
    """Of the line; its revenue code where it has none."""
    group: str
    carc: str


@dataclass(frozen=True)
class Outcome:
    """What the world makes of it once everybody has given the answers they have."""

    sentence: str
    stops: Stop | None = None
    """The desk where it waits before there is a claim."""
    claim: bool = True
    """Whether a claim is sent in the end."""
    rejected: str = ""
    """277CA category and status of the first submission."""
    denials: tuple[Denial, ...] = ()
    """At the first adjudication. Packaged lines are no denials."""
    overturned: bool = False
    payer_paid: str = ""
    patient_share: str = ""
    """Final amounts, where the case states them."""


@dataclass(frozen=True)
class Case:
    """One encounter with its hand-made story."""

    name: str
    items: tuple[Item, ...]
    policies: tuple[Policy, ...]
    diagnoses: tuple[Diagnosis, ...]
    outcome: Outcome
    facility: bool = False
    on: date | None = None
    """None: a working day of the calendar."""
    late_evening: bool = False
    """Ends after midnight in UTC, but not where the hospital is."""
    person: Literal["new", "previous", "previous, other record"] = "new"
    same_day: bool = False
    """On the day of the visit before."""
    last_name: str = ""
    first_name: str = ""
    child: bool = False
    """Covered by a parent's policy."""
    subscriber_recorded: bool = True
    birth_date_recorded: bool = True
    consent_recorded: bool = True
    charges_recorded: bool = True
    """Otherwise the records hold the procedures only."""
    priced: bool = True
    """Whether the records state amounts; otherwise the charge master prices the lines."""
    authorization: Authorization | None = None
    coding: Coding | None = None
    payment: Payment | None = None
