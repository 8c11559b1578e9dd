"""Amounts are exact, whatever they come from, and the bounds of a field hold for each way."""

import json
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from shared.contracts.values import Money, Quantity, Value


class Paid(Value):
    amount: Money
    above: Money = Field(default=Decimal("1.00"), gt=0, le=Decimal("10.00"))
    units: Annotated[Quantity, Field(gt=0)] = Decimal(1)
    perhaps: Annotated[Money | None, Field(ge=0)] = None


@pytest.mark.parametrize(
    ("given", "written"),
    [("92", "92.00"), ("92.5", "92.50"), (".5", "0.50"), ("-0.00", "0.00"), (" 3 ", "3.00"), (7, "7.00"), ("-118.00", "-118.00")],
)
def test_an_amount_is_written_with_two_places_and_never_as_a_negative_zero(given: Any, written: str) -> None:
    for paid in (Paid(amount=given), Paid.model_validate_json(json.dumps({"amount": given}))):
        assert json.loads(paid.model_dump_json())["amount"] == written
    assert Paid(amount=Decimal(written)) == paid


@pytest.mark.parametrize("given", [1.5, True, "1e3", "1_000", "NaN", "Infinity", "", "1.005", "92.000", "٣", "1234567890123.00", None])
def test_what_is_no_exact_amount_is_refused_in_every_way(given: Any) -> None:
    for read in (lambda: Paid(amount=given), lambda: Paid.model_validate_json(json.dumps({"amount": given}))):
        with pytest.raises(ValidationError, match=r"decimal places.*floating-point number"):
            read()


def test_more_than_cents_are_refused_in_a_decimal_too() -> None:
    with pytest.raises(ValidationError):
        Paid(amount=Decimal("1.005"))


@pytest.mark.parametrize("change", [{"above": "0.00"}, {"above": "-1.00"}, {"above": "10.01"}, {"units": "0"}, {"perhaps": "-0.01"}])
def test_bounds_of_a_field_hold_for_text_and_for_decimals(change: dict[str, str]) -> None:
    exact = {name: Decimal(value) for name, value in change.items()}
    for read in (
        lambda: Paid.model_validate({"amount": "1.00", **change}),
        lambda: Paid.model_validate({"amount": "1.00", **exact}),
        lambda: Paid.model_validate_json(json.dumps({"amount": "1.00", **change})),
    ):
        with pytest.raises(ValidationError, match="than"):
            read()


def test_units_are_written_without_superfluous_places() -> None:
    assert json.loads(Paid(amount="1.00", units="40.000").model_dump_json())["units"] == "40"


def test_a_copy_has_the_changes_and_shares_the_rest() -> None:
    class Basket(BaseModel):
        held: tuple[Paid, ...]

    paid = Paid(amount="1.00")
    copy = paid.model_copy(update={"amount": Decimal("2.00")})
    assert copy == Paid(amount="2.00", above="1.00")
    assert (copy.amount, paid.amount) == (Decimal("2.00"), Decimal("1.00"))
    assert copy.model_fields_set == {"amount"}
    assert json.loads(Basket(held=(copy,)).model_dump_json())["held"][0]["amount"] == "2.00"
