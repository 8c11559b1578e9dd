"""The site: one organisation, its people, partners, payers, contracts and prices, as one immutable value.

Lookups never raise for what is not there: they give None, and the stage that asked decides what a missing row means.
Money is US dollars. Dates are dates of service (discharge date for inpatient claims), `valid_to` is the last valid day, None is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.values import ZERO, ClaimKind, cents
from shared.site import shapes
from shared.site.contracts.book import Book, ServiceLine
from shared.site.contracts.price import Claim, PricedClaim, price
from shared.site.contracts.row import ContractRow, Percent, ScheduleRow
from shared.site.dated import Dated, Rows


class Part(BaseModel):
    """A part of the site file. A key we do not know is a fault: a typing error must not silently mean its default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Address(Part):
    line: shapes.Text
    line2: shapes.Text | None = None
    city: shapes.Text
    state: shapes.State
    postal_code: shapes.Zip9
    """Nine digits without a dash (loops 2010AA and 2310C want all nine)."""


class StreetAddress(Address):
    """Where the billing provider is: a street, never a post office box (loop 2010AA)."""

    line: shapes.Street


class BillingProvider(Part):
    """Who bills: PRV*BI, NM1*85."""

    npi: shapes.Npi
    taxonomy: shapes.Taxonomy
    name: shapes.Text | None = None
    """When it differs from the organisation's."""


class Billing(Part):
    professional: BillingProvider
    institutional: BillingProvider

    def of(self, kind: ClaimKind) -> BillingProvider:
        return self.institutional if kind is ClaimKind.INSTITUTIONAL else self.professional


class Contact(Part):
    """Whom a partner calls (PER of loop 1000A)."""

    name: shapes.Text
    telephone: shapes.Telephone
    email: shapes.Text | None = None


class Organisation(Part):
    name: shapes.Text
    tax_id: shapes.TaxId
    """Nine digits without a dash."""
    tax_id_kind: Literal["EI", "SY"] = "EI"
    """REF01 of loop 2010AA."""
    address: StreetAddress
    pay_to_address: Address | None = None
    billing: Billing
    also_paid_as: tuple[shapes.PayeeNumber, ...] = ()
    """Further NPIs and tax ids under which payers pay this organisation; a remittance for anybody else is set aside."""
    contact: Contact


class Partner(Part):
    """One side of an interchange: ISA05–ISA08, GS02/GS03, NM109 of loops 1000A and 1000B."""

    id: shapes.PartnerId
    qualifier: shapes.Qualifier = "ZZ"
    name: shapes.Text | None = None


class Clearinghouse(Part):
    """Where files and inquiries go. The settings of an installation may replace each of these."""

    eligibility_url: shapes.Url | None = None
    outbox: str | None = None
    """Folder into which we write claims."""
    inbox: str | None = None
    """Folder from which we take acknowledgements and remittances."""


class Facility(Part):
    """A place where care happens (loop 2310C, or 2310E of institutional claims)."""

    id: shapes.Word
    name: shapes.Text
    npi: shapes.Npi
    address: Address
    place_of_service: shapes.PlaceOfService
    """CLM05-1 of professional claims."""
    bill_type: shapes.BillType | None = None
    """First three digits of the type of bill of outpatients, such as 013; None where no such claims come from."""
    inpatient_bill_type: shapes.InpatientBillType | None = None
    """Of stays, such as 011; None where nobody is admitted."""


class Provider(Part):
    """A person who renders or attends (NM1*82, NM1*71)."""

    npi: shapes.Npi
    last: shapes.Text
    first: shapes.Text
    middle: shapes.Text | None = None
    taxonomy: shapes.Taxonomy


class Terms(Part):
    """Deadlines of a payer's contract from one day on."""

    valid_from: shapes.Day
    filing_days: int = Field(gt=0)
    """From the date of service (discharge) to the payer's receipt."""
    appeal_days: int = Field(gt=0)
    """From the date of the remittance."""
    tolerance: shapes.Price = ZERO
    """Dollars of a claim by which the payer may allow less than the contract before that is called an underpayment."""
    tolerance_percent: Percent = ZERO
    """The same as a percentage of what the contract allows; the larger of the two counts."""
    sequestration_percent: Percent | None = None
    """What is held back from the payer's own payment (2 for Medicare, CARC 253); None: the contract does not say."""


class TakesReplacement(Part):
    """Whether the payer takes claim frequency 7 and 8 at all (Medicare does not on professional claims)."""

    professional: bool = True
    institutional: bool = True


class Payer(Part):
    payer_id: shapes.Word
    """NM109 of loops 2010BB and 2100A."""
    name: shapes.Text
    aliases: tuple[shapes.Text, ...] = ()
    """Names and identifiers under which source systems mention it."""
    claim_filing: shapes.FilingCode
    """SBR09."""
    claim_filing_institutional: shapes.FilingCode | None = None
    """SBR09 of institutional claims where it differs (Medicare)."""
    eligibility: bool = True
    """Answers 270 inquiries."""
    takes_replacement: TakesReplacement = TakesReplacement()
    crossover: bool = False
    """Forwards claims to the next payer by itself."""
    originator_id: str | None = Field(default=None, pattern=r"^[0-9A-Z]{10}$")
    """TRN03 of its remittances: ten characters."""
    terms: tuple[Terms, ...] = Field(min_length=1)

    def filing_code(self, kind: ClaimKind) -> str:
        """SBR09 for this kind of claim."""
        return (kind is ClaimKind.INSTITUTIONAL and self.claim_filing_institutional) or self.claim_filing

    def takes_replacement_of(self, kind: ClaimKind) -> bool:
        return self.takes_replacement.institutional if kind is ClaimKind.INSTITUTIONAL else self.takes_replacement.professional


class TableNames(Part):
    """Files beside the site file, by relative path."""

    contracts: str
    schedules: str | None = None
    """Fee schedules of which contracts pay a percentage."""
    charge_master: str
    procedures: str
    code_map: str | None = None


class Identity(Part):
    """Everything the YAML file itself says."""

    site: shapes.Word
    """In every business key and derived id: never changes over the life of an installation."""
    time_zone: shapes.TimeZone
    production: bool = False
    """Test interchanges (ISA15 = T) unless true."""
    organisation: Organisation
    submitter: Partner
    receiver: Partner
    clearinghouse: Clearinghouse = Clearinghouse()
    facilities: tuple[Facility, ...] = Field(min_length=1)
    providers: tuple[Provider, ...] = Field(min_length=1)
    payers: tuple[Payer, ...] = Field(min_length=1)
    tables: TableNames


class ChargeRow(Dated):
    """One row of the charge master."""

    code: shapes.ProcedureCode | None = None
    revenue_code: shapes.RevenueCode | None = None
    charge: shapes.Price
    """Per unit, up to four places."""
    description: str = ""
    """In the site's own words."""

    def total(self, units: Decimal) -> Decimal:
        """The charge for so many units, in whole cents."""
        return cents(self.charge * units)


class Procedure(Dated):
    """A procedure code the site uses. CPT numbers are in the site's own file only: they are licensed to it."""

    code: shapes.ProcedureCode
    kind: Literal["hcpcs", "cpt"]
    modifiers: shapes.Modifiers = ()
    """The modifiers this site allows with it; `*` allows any."""

    def allows(self, modifier: str) -> bool:
        return modifier in self.modifiers or "*" in self.modifiers


class MappedCode(Dated):
    """A code of another system and the billable code the site bills for it."""

    system: shapes.Word
    """As intake names it: `snomed`, or `other` for the terms of the site itself."""
    code: str
    target_system: Literal["icd10cm", "hcpcs"]
    target_code: str
    """Without a dot."""


class ContractTerms(BaseModel):
    """The deadlines that apply on a day, and how exactly the payer is held to its prices."""

    model_config = ConfigDict(frozen=True)
    filing_days: int
    appeal_days: int
    tolerance: Decimal = ZERO
    tolerance_percent: Decimal = ZERO
    sequestration_percent: Decimal | None = None
    version: str
    """Which dated row of which site file, for the record of a decision."""

    def tolerates(self, expected: Decimal) -> Decimal:
        """By how much less than `expected` may be allowed on a claim, in whole cents."""
        return max(cents(self.tolerance), cents(expected * self.tolerance_percent / 100))

    def held_back(self, payment: Decimal) -> Decimal:
        """What sequestration keeps of a payer's payment; nothing where the contract does not speak of it."""
        return cents(payment * (self.sequestration_percent or ZERO) / 100)


class Site(Identity):
    """A whole, checked site."""

    contracts: tuple[ContractRow, ...]
    schedules: tuple[ScheduleRow, ...] = ()
    charge_master: tuple[ChargeRow, ...]
    procedures: tuple[Procedure, ...]
    code_map: tuple[MappedCode, ...] = ()
    version: str
    """SHA-256 over the site file and its tables: every decision that reads the site records it."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A checked copy: the original's indexes must not answer for other rows."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **(update or {})})

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def usage(self) -> Literal["P", "T"]:
        """ISA15."""
        return "P" if self.production else "T"

    def payer(self, payer_id: str | None) -> Payer | None:
        return self._payers.get(payer_id or "")

    def find_payer(self, *texts: str | None) -> Payer | None:
        """The payer that a source system means: the first text that is an id, a name or an alias, whatever its case and spacing."""
        return next((payer for text in texts if text and (payer := self._aliases.get(folded(text)))), None)

    def provider(self, npi: str | None) -> Provider | None:
        return self._providers.get(npi or "")

    def facility(self, facility_id: str | None) -> Facility | None:
        return self._facilities.get(facility_id or "")

    def find_facility(self, *texts: str | None) -> Facility | None:
        """The facility whose id, name or NPI is the first of these texts that is one. An NPI that facilities share names the first of them."""
        return next((place for text in texts if text and (place := self._places.get(folded(text)))), None)

    def terms(self, payer_id: str, on: date) -> ContractTerms | None:
        """The deadlines for a date of service; None for an unknown payer or a day before its first contract."""
        payer = self.payer(payer_id)
        rows = sorted((row for row in (payer.terms if payer else ()) if row.valid_from <= on), key=lambda row: row.valid_from)
        if not rows:
            return None
        last = rows[-1]
        names = ("filing_days", "appeal_days", "tolerance", "tolerance_percent", "sequestration_percent")
        version = f"{payer_id} {last.valid_from} {self.version[:12]}"
        return ContractTerms(**{name: getattr(last, name) for name in names}, version=version)

    def price(
        self, payer_id: str, kind: ClaimKind | str, lines: Iterable[ServiceLine], on: date, plan: str | None = None, drg: str = ""
    ) -> PricedClaim:
        """What the contract allows for each line of one whole claim, the patient's share included, and which rows say so."""
        return price(Claim(payer_id, kind, tuple(lines), on, plan, drg), self.book)

    def allowed(self, payer_id: str, kind: ClaimKind | str, lines: Iterable[ServiceLine], on: date, plan: str | None = None) -> list[Decimal | None]:
        """The amounts alone. 0.00 is a line that another one pays; None: the contract has no row for it, and nobody may guess."""
        return self.price(payer_id, kind, lines, on, plan).allowed

    def charge(self, code: str | None, revenue_code: str | None, on: date) -> ChargeRow | None:
        """The price per unit. Without a revenue code (professional lines) the code alone decides; with one, a row for it or for any."""
        rows = self._charges.get(code, on)
        if revenue_code is None:
            return rows[0] if rows and code is not None else None
        return next((row for wanted in (revenue_code, None) for row in rows if row.revenue_code == wanted), None)

    def procedure(self, code: str, on: date) -> Procedure | None:
        return next(iter(self._procedures.get(code, on)), None)

    def mapped(self, system: str, code: str, on: date) -> MappedCode | None:
        """The site's own translation of a code of another system."""
        return next(iter(self._map.get((system, code), on)), None)

    @cached_property
    def book(self) -> Book:
        """The contracts, ready to be asked."""
        return Book(self.contracts, self.schedules)

    @cached_property
    def _payers(self) -> Mapping[str, Payer]:
        return {payer.payer_id: payer for payer in self.payers}

    @cached_property
    def _aliases(self) -> Mapping[str, Payer]:
        return {folded(text): payer for payer in self.payers for text in payer_names(payer)}

    @cached_property
    def _providers(self) -> Mapping[str, Provider]:
        return {provider.npi: provider for provider in self.providers}

    @cached_property
    def _facilities(self) -> Mapping[str, Facility]:
        return {facility.id: facility for facility in self.facilities}

    @cached_property
    def _places(self) -> Mapping[str, Facility]:
        return {folded(text): place for place in reversed(self.facilities) for text in (place.npi, place.name, place.id)}

    @cached_property
    def _charges(self) -> Rows[str | None, ChargeRow]:
        return Rows(self.charge_master, lambda row: row.code)

    @cached_property
    def _procedures(self) -> Rows[str, Procedure]:
        return Rows(self.procedures, lambda row: row.code)

    @cached_property
    def _map(self) -> Rows[tuple[str, str], MappedCode]:
        return Rows(self.code_map, lambda row: (row.system, row.code))


def folded(text: str) -> str:
    """A name as it is compared: without regard to case and spacing."""
    return " ".join(text.split()).casefold()


def payer_names(payer: Payer) -> Sequence[str]:
    """Every text under which the directory finds a payer."""
    return (payer.payer_id, payer.name, *payer.aliases)
