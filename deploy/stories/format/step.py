"""One step of a story: a day, and the one thing that happens on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import Field, JsonValue, model_validator

from deploy.stories.format.care import Authorize, Code, Encounter, Pay, Register
from deploy.stories.format.expect import Expect, Service
from deploy.stories.format.payers import Acknowledgement, Bank, Openings, Remittance
from deploy.stories.format.shapes import Day, Part, Whole


class Command(Part):
    """A request of a person or a program. Names in braces are replaced: {S4} is the claim, {S4.encounter} the encounter."""

    service: Service
    post: str = Field(pattern=r"^/v1/")
    body: dict[str, JsonValue] = {}
    """`actor` and `reason` are added where they are missing."""
    refused: Whole | None = None
    """The status of the answer, when it has to be refused: 422, 404, 409."""


Kind = Literal[
    "encounter", "register", "authorization", "code", "acknowledgement", "remittance", "bank", "pay", "opening", "command", "expect", "any_order"
]  # fmt: skip


class Deed(Part):
    """Exactly one thing."""

    encounter: Encounter | None = None
    register_: Register | None = Field(default=None, alias="register")
    authorization: Authorize | None = None
    code: Code | None = None
    acknowledgement: Acknowledgement | None = None
    remittance: Remittance | None = None
    bank: Bank | None = None
    pay: Pay | None = None
    opening: Openings | None = None
    command: Command | None = None
    expect: Expect | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        given = self.model_fields_set - {"on"}
        if len(given) != 1:
            raise ValueError(f"a step is exactly one thing, this one is {', '.join(sorted(given)) or 'none'}: give each its own step")
        return self

    @property
    def field(self) -> str:
        return next(iter(self.model_fields_set - {"on"}))

    @property
    def kind(self) -> str:
        return self.field.removesuffix("_")

    @property
    def action(self) -> Any:
        """The thing itself: an `Encounter`, a `Remittance` … ; for `opening` a tuple, for `any_order` a tuple of steps."""
        return getattr(self, self.field)


class Step(Deed):
    """A day and what happens on it. The days of a file never go back."""

    on: Day
    any_order: tuple[Deed, ...] | None = Field(default=None, min_length=2)
    """Things of one day whose order must not matter."""

    def deeds(self) -> Iterator[Deed]:
        """This step, or those of its group."""
        yield from self.any_order or (self,)
