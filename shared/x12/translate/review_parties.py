"""Who takes part in a review, and what is said of each level of it (278, 005010X217): names, traces, refusals, decisions."""

from dataclasses import dataclass, field
from datetime import date

from shared.x12.translate.laid_out import element
from shared.x12.translate.naming import Address, Contact, Name, Reference

CERTIFIED = frozenset({"A1", "A2", "A6"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """AAA: why a request could not be processed at its level. `valid` is AAA01, `code` AAA03 (75 subscriber not found, 43 provider
    id invalid, 33 input errors, 15 required information missing, 42 unable to respond ...), `follow_up` AAA04 (C correct and
    resend, N do not resend, R resend ...).
    """

    code: str = element(3)
    follow_up: str = element(4)
    valid: bool | None = element(1, "yes")


@dataclass(frozen=True, slots=True)
class Decision:
    """HCR: what was decided. `action` A1 certified in total, A2 certified in part, A3 not certified, A4 pended, A6 modified,
    C cancelled, CT contact the payer, NA no action required. `number` is the authorization number, `reason` HCR03.
    """

    action: str = element(1)
    number: str = element(2)
    reason: str = element(3)
    second_opinion: bool | None = element(4, "yes")

    @property
    def is_certified(self) -> bool:
        """Whether services were allowed: wholly, partly or in another way than asked."""
        return self.action in CERTIFIED


@dataclass(frozen=True, slots=True)
class Party:
    """An NM1 with what hangs on it: review organization (X3), requester (1P, FA), providers (SJ service, 71 attending, FA facility,
    DN referring ...), contacts (ABG, PR ...), transport locations (PW, 45 ...), other review organizations.

    `qualifier` and `id` are NM108 and NM109 (XX an NPI, 46 a trading partner, PI a payer, 24 a tax id). The `description` of a
    license (REF 0B) is its state. `provider_role` and `taxonomy` are PRV. `denied_on` and `denial_reason` belong to another review
    organization.
    """

    role: str
    name: Name = field(repr=False)
    person: bool = False
    qualifier: str = ""
    id: str = ""
    prefix: str = ""
    references: tuple[Reference, ...] = ()
    address: Address | None = field(default=None, repr=False)
    contacts: tuple[Contact, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    provider_role: str = ""
    taxonomy: str = ""
    denial_reason: str = ""
    denied_on: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Subscriber (2010C) or dependent (2010D, who has no member id). `relationship` is INS02 (18 self), `birth_order` INS17."""

    name: Name = field(repr=False)
    member_id: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    sex: str = field(default="", repr=False)
    address: Address | None = field(default=None, repr=False)
    references: tuple[Reference, ...] = field(default=(), repr=False)
    relationship: str = ""
    employment_status: str = ""
    birth_order: int | None = None
    prefix: str = field(default="", repr=False)
    refusals: tuple[Refusal, ...] = ()
