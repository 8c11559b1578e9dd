"""Values that several events carry: money, identifiers, people at work, documents.

Amounts are `Decimal` with two places and travel as JSON strings; a float is refused, because 0.1 + 0.2 is not 0.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache, partial
from typing import Annotated, Any, NewType, Self

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetPydanticSchema
from pydantic_core import CoreSchema, core_schema

ZERO = Decimal("0.00")
CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Round to whole cents, halves up, as remittances and contracts do. Never yields a negative zero."""
    return amount.quantize(CENT, ROUND_HALF_UP) + ZERO


def dollars(amount: Decimal) -> str:
    """An amount as text, as it travels and is shown: 1234.50. Zero has no sign."""
    return f"{amount + ZERO:.2f}"


MOST_MONEY = Decimal("99999999.99")
"""The largest amount that a claim or remittance can carry: ten digits (data element 782 under HIPAA)."""

BOUNDS = ("gt", "ge", "lt", "le")
"""Of a field, for example `Field(gt=0)`."""
REASON = "an amount is text of digits with at most {} decimal places, such as 1234.50, or an integer, never a floating-point number"


def _exact(digits: int, places: int, write: Callable[[Decimal], str]) -> GetPydanticSchema:
    """How an exact decimal is read and written, without Python code for each amount that is read.

    Binary floating point is refused, and so is text that only a programmer reads as a number (1e9, 1_000), more digits than a column holds, and more
    decimal places than there are cents.
    """
    whole = digits - places
    written = rf"^\s*[+-]?([0-9]{{1,{whole}}}(\.[0-9]{{0,{places}}})?|\.[0-9]{{1,{places}}})\s*$"
    union = partial(core_schema.union_schema, mode="left_to_right", custom_error_type="exact_decimal", custom_error_message=REASON.format(places))
    serialization = core_schema.plain_serializer_function_ser_schema(write, return_schema=core_schema.str_schema(), when_used="json")

    def schema(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        bounds = {name: value for name, value in handler(source).items() if name in BOUNDS}
        held = core_schema.decimal_schema(strict=True, max_digits=digits, decimal_places=places)
        text = core_schema.chain_schema([core_schema.str_schema(strict=True, pattern=written), core_schema.decimal_schema()])
        number = core_schema.chain_schema([core_schema.int_schema(strict=True), core_schema.decimal_schema(max_digits=digits, decimal_places=places)])
        exact = core_schema.json_or_python_schema(union([text, number]), union([held, text, number]), serialization=serialization)
        if not bounds:
            return exact
        return core_schema.chain_schema([exact, core_schema.decimal_schema(**bounds)], serialization=serialization)

    return GetPydanticSchema(schema)


def _money(amount: Decimal) -> str:
    """Two places, and never a negative zero; it has no more than two."""
    return str(amount + ZERO)


Money = Annotated[Decimal, _exact(14, 2, _money)]
"""US dollars with two places."""

Quantity = Annotated[Decimal, _exact(12, 3, lambda quantity: f"{quantity.normalize():f}")]
"""Units of service, minutes or days, as the line says."""

EncounterId = NewType("EncounterId", str)
"""One visit at one provider; derived, says nothing about the person."""
PersonId = NewType("PersonId", str)
CoverageId = NewType("CoverageId", str)
PayerId = NewType("PayerId", str)
"""The payer's id in the site's payer directory, sent as NM109 of loop 2010BB."""
InquiryId = NewType("InquiryId", str)
"""A question to a payer that no encounter belongs to."""
ClaimId = NewType("ClaimId", str)
"""One claim for life: also its patient control number (CLM01, echoed in CLP01). At most 20 characters, derived."""
InterchangeId = NewType("InterchangeId", str)
RemittanceId = NewType("RemittanceId", str)
"""One payment transaction of an 835: one ST, one BPR, one trace number."""
DenialId = NewType("DenialId", str)


class Value(BaseModel):
    """An immutable value. Unknown fields are ignored: readers are tolerant, writers are checked by types."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values, which are not validated. A value is never changed, so what stays is shared; folds make many copies."""
        changes = update or {}
        return type(self)._of({**self.__dict__, **changes}, self.__pydantic_fields_set__ | changes.keys())

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:  # type: ignore[override]  # the plugin's has other names
        """A value from parts that are known to be right and complete: not validated, for places that make thousands of what was validated."""
        return cls._of({**_template(cls), **values}, values.keys() if _fields_set is None else _fields_set)

    @classmethod
    def _of(cls, values: dict[str, Any], named: Set[str]) -> Self:
        made = cls.__new__(cls)
        object.__setattr__(made, "__dict__", values)
        object.__setattr__(made, "__pydantic_fields_set__", set(named))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


@cache
def _template(kind: type[Value]) -> dict[str, Any]:
    """All fields in the order in which they are written, with their defaults, which nobody changes."""
    return {name: None if field.is_required() else field.get_default(call_default_factory=True) for name, field in kind.model_fields.items()}


class ClaimKind(StrEnum):
    """Which claim a bill becomes: 837P (CMS-1500) or 837I (UB-04)."""

    PROFESSIONAL = "professional"
    INSTITUTIONAL = "institutional"


class Owner(StrEnum):
    """The service whose people can mend something."""

    ELIGIBILITY = "eligibility"
    CODING = "coding"
    SUBMISSION = "submission"
    ADJUDICATION = "adjudication"
    DENIALS = "denials"


class Actor(Value):
    """Who did it: a person by staff id (never a patient), or a client of the API."""

    id: str = Field(min_length=1, max_length=64)
    role: str = Field(default="staff", max_length=32)


class Document(Value):
    """A body kept whole in the blob table of the service that received or wrote it."""

    sha256: str
    size: int
    kind: str
    """The transaction, for example 837P, 277CA, 835."""
    name: str = ""
    """The name of the file, without a folder."""


class HoldReason(Value):
    """Why something waits for a person, in words that person can act on. Never holds identifying data."""

    code: str
    """A stable word such as `member_id_missing`."""
    place: str = ""
    """Which field, line or coverage: `coverages[0].member_id`, `lines[2]`."""
    sentence: str
    """What is wrong and what to do next."""


class WorkItem(Value):
    """One thing a person has to do. It is open as long as the state it comes from says so."""

    id: str
    kind: str
    subject: str
    """The encounter or claim it is about."""
    encounter_id: EncounterId | None = None
    claim_id: ClaimId | None = None
    place: str = ""
    sentence: str
    amount: Money | None = None
    due_on: str | None = None
    """ISO date by which it must be done, where a contract or a law sets one."""
