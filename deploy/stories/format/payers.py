"""What payers and the bank send: acknowledgements, remittances, deposits; and the claims of an earlier system."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from deploy.stories.format.reasons import ProviderLine, Reasons
from deploy.stories.format.shapes import Amount, Day, Name, Part, Truth, Units, Whole, Words


class Acknowledgement(Part):
    """What the clearinghouse or the payer says to one submission of a claim. Without such a step everything is accepted at once."""

    claim: Name
    submission: Whole = 1
    """Which submission it speaks of: a late answer may name an older one."""
    of: Literal["999", "277CA"] = "277CA"
    reject: str | None = Field(default=None, pattern=r"^(A\d:\d{1,3}|[0-9A-Z]{1,3})$")
    """Category and status of a 277CA such as A7:164, or the error code of a 999 such as 5. Left out: accepted."""
    icn: str = ""
    """The payer's claim number; made from the claim's name when left out."""


class RemitLine(Part):
    """One SVC loop."""

    line: Whole | None = None
    """Our line number, echoed in REF*6R; left out, the payer did not echo it."""
    code: str | None = None
    modifiers: Words = ()
    revenue: str | None = Field(default=None, pattern=r"^\d{4}$")
    """Alone it is sent as NU:0250, beside a code as SVC04."""
    units: Units | None = None
    charge: Amount
    paid: Amount
    allowed: Amount | None = None
    adjust: Reasons = ()
    remarks: Words = ()
    served: Day | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.code and not self.revenue:
            raise ValueError("a line needs a code, a revenue code, or both")
        return self


class ClaimSaid(Part):
    """One CLP loop: what the payer says of a claim, or with `reverses` the exact negation of what an earlier remittance said of it."""

    claim: Name | None = None
    """The name of an encounter or of an opening claim."""
    number: str = Field(default="", max_length=20)
    """CLM01 as it stands, where the claim is nobody's here."""
    reverses: Name | None = None
    """The remittance whose words on this claim are taken back (CLP02 = 22)."""
    status: str = Field(default="1", pattern=r"^\d{1,2}$")
    """CLP02."""
    charge: Amount | None = None
    paid: Amount | None = None
    patient: Amount | None = None
    """CLP05; absent when left out."""
    icn: str = ""
    frequency: str = ""
    crossover: str = ""
    """Payer to whom the claim was forwarded (NM1*TT)."""
    adjust: Reasons = ()
    """Claim level only."""
    remarks: Words = ()
    """Of the claim (MOA, MIA)."""
    lines: tuple[RemitLine, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.claim) == bool(self.number):
            raise ValueError("name the claim with `claim`, or give CLM01 with `number`: one of the two")
        if self.reverses and self.model_fields_set & {"charge", "paid", "patient", "lines", "adjust", "status"}:
            raise ValueError("a reversal says only `claim` and `reverses`: its amounts are the exact negation of that remittance")
        if not self.reverses and (self.charge is None or self.paid is None):
            raise ValueError("`charge` and `paid` are needed, even when they are 0.00")
        return self


class Remittance(Part):
    """One 835 transaction. It may be out of balance on purpose: what is written is what is sent."""

    name: Name
    payer: str = ""
    paid: Amount | None = None
    """BPR02."""
    method: Literal["ACH", "CHK", "NON", "FWT"] | None = None
    """BPR04; ACH when something is paid, NON when not."""
    trace: str = Field(default="", max_length=50)
    """TRN02; made from the name when left out."""
    dated: Day | None = None
    """BPR16; the day of the step when left out."""
    payee: str = ""
    """NPI of loop 1000B; the site's when left out."""
    file: Name | None = None
    """Remittances of one day with the same word here stand in one file."""
    claims: tuple[ClaimSaid, ...] = ()
    plb: tuple[ProviderLine, ...] = ()
    copy_of: Name | None = None
    """The same content once more, under another file name and ISA13."""
    out_of_balance: Truth = False
    """Says that this remittance does not add up and is not meant to."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.copy_of and self.model_fields_set - {"name", "copy_of", "file"}:
            raise ValueError("a copy says only `name` and `copy_of`: its content is that of the other one")
        if not self.copy_of and (not self.payer or self.paid is None):
            raise ValueError("`payer` and `paid` are needed, even when nothing is paid (0.00)")
        return self

    @property
    def money(self) -> Decimal:
        """BPR02; of a copy nothing is said here."""
        return self.paid if self.paid is not None else Decimal("0.00")


class BankLine(Part):
    """One line of the bank's list: of a remittance by name, or as it stands."""

    remittance: Name | None = None
    payer: str = ""
    trace: str = ""
    amount: Amount | None = None
    """BPR02 of the remittance when left out."""
    text: str = ""

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.remittance is None and self.amount is None:
            raise ValueError("a line names a `remittance`, or gives an `amount` with `trace` or `text`")
        return self


class Bank(Part):
    """The bank's list of a day. `bank: all` deposits every remittance of the story that paid and was not deposited."""

    all: Truth = False
    of: Words = ()
    """Names of remittances that are deposited with what they paid."""
    lines: tuple[BankLine, ...] = ()
    form: Literal["csv", "bai2"] = Field(default="csv", alias="as")

    @model_validator(mode="before")
    @classmethod
    def _all(cls, given: Any) -> Any:
        return {"all": "true"} if given == "all" else given

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.all or self.of or self.lines):
            raise ValueError("write `bank: all`, or name remittances with `of`, or give `lines`")
        return self


class OpeningLine(Part):
    code: str | None = None
    modifiers: Words = ()
    revenue: str | None = Field(default=None, pattern=r"^\d{4}$")
    units: Units = Decimal(1)
    amount: Amount
    on: Day | None = None


class Opening(Part):
    """A claim of the system before this one, as it stood on the day of the change."""

    name: Name
    number: str = Field(default="", max_length=20)
    """CLM01; the name when left out."""
    payer: str
    kind: Literal["professional", "institutional"] = "professional"
    served: Day
    submitted: Day | None = None
    lines: tuple[OpeningLine, ...] = Field(min_length=1)
    decided: Day | None = None
    """Date of the remittance that stands."""
    said: ClaimSaid | None = None
    """What that remittance said; its claim is this one."""
    patient_paid: Amount = Decimal("0.00")

    @model_validator(mode="before")
    @classmethod
    def _speaks_of_itself(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and isinstance(given.get("said"), Mapping) and "claim" not in given["said"]:
            return {**given, "said": {**given["said"], "claim": given.get("name")}}
        return given

    @property
    def claim_number(self) -> str:
        """CLM01 as it was sent."""
        return self.number or self.name


Openings = Annotated[tuple[Opening, ...], BeforeValidator(lambda given: [given] if isinstance(given, Mapping) else given)]
