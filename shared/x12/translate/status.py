"""What 276, 277 (005010X212) and 277CA (005010X214) share: parties, persons, the numbers a claim goes by, statuses and lines.

Amounts are dollars. Names, birth dates and member ids identify people: they are left out of every `repr`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.translate.naming import Name

REJECTED = frozenset({"A3", "A6", "A7", "A8"})


@dataclass(frozen=True, slots=True)
class Party:
    """A payer, receiver or provider (NM1). `id_qualifier` tells what `id` is: PI payer id, XV plan id, 46 transmitter id, XX NPI,
    FI tax id, SV provider number. A claim acknowledgement may leave both out for a provider.
    """

    name: Name
    id: str = ""
    id_qualifier: str = ""
    person: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A subscriber, dependent or patient (2100D, 2100E). A dependent has no `member_id` of his own; birth date and sex are asked with, not answered.

    `organization`: the subscriber is an employer or the like, as in workers' compensation.
    """

    name: Name = field(repr=False)
    member_id: str = field(default="", repr=False)
    id_qualifier: str = "MI"
    born_on: date | None = field(default=None, repr=False)
    sex: str = ""
    organization: bool = False


@dataclass(frozen=True, slots=True)
class ClaimNumbers:
    """What a claim goes by (REF of 2200D and 2200E): at the payer 1K, type of bill BLT, location LU and group 6P (asked only), our
    account number EJ, pharmacy prescription XZ, voucher VV (answered only), at a clearinghouse D9.
    """

    payer_claim_control_number: str = ""
    type_of_bill: str = ""
    location: str = ""
    group_number: str = ""
    patient_control_number: str = ""
    prescription_number: str = ""
    voucher: str = ""
    clearinghouse_number: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """One status (a composite of STC): `category` (A0 to R16), `code` (claim status code), `entity` the status speaks of.

    `code_list` RX: the code is one of the pharmacy's (NCPDP), not a claim status code.
    """

    category: str
    code: str
    entity: str = ""
    code_list: str = ""

    @property
    def is_rejection(self) -> bool:
        """Whether this status says that the claim or file was not taken in."""
        return self.category in REJECTED


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One STC: one to three statuses (STC01, STC10, STC11) as of `effective_on`.

    `action` WQ or U (277CA: passed on, refused), `charge` STC04, `paid` STC05, `adjudicated_on` STC06, `paid_on` and `payment_number`
    STC08 and STC09 (check or transfer), `message` STC12.
    """

    statuses: tuple[Status, ...]
    effective_on: date | None = None
    action: str = ""
    charge: Decimal | None = None
    paid: Decimal | None = None
    adjudicated_on: date | None = None
    paid_on: date | None = None
    payment_number: str = ""
    message: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A service line (2210, 2220): procedure by `qualifier` (HC HCPCS, NU revenue code, N4 drug ...), `charge` SVC02, `paid` SVC03
    (answers of a payer only), `units` SVC07, our control number REF*FJ, pharmacy prescription REF*XZ, days of service.
    """

    code: str
    charge: Decimal
    units: Decimal | None = None
    service_from: date | None = None
    service_to: date | None = None
    qualifier: str = "HC"
    modifiers: tuple[str, ...] = ()
    revenue_code: str = ""
    paid: Decimal | None = None
    control_number: str = ""
    prescription_number: str = ""
    reports: tuple[StatusReport, ...] = ()

    @property
    def is_rejected(self) -> bool:
        """Whether any status of the line refuses it."""
        return any(status.is_rejection for status in all_statuses(self.reports))


def all_statuses(reports: tuple[StatusReport, ...]) -> Iterator[Status]:
    """The statuses of all reports, in order."""
    for report in reports:
        yield from report.statuses
