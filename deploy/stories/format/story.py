"""A story: what is given, what happens, what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from deploy.stories.format.shapes import Day, Name, Part, Words
from deploy.stories.format.step import Deed, Step

Cells = dict[str, str]
"""A row of a table of the site by its columns; columns that are left out are empty."""


class Person(Part):
    """An invented patient or policyholder."""

    last: str
    first: str
    born: Day
    sex: Literal["F", "M", "U"] = "U"
    mrn: str = ""
    """Made from the name when left out."""
    line: str = "1 Example Street"
    city: str = "Springfield"
    state: str = "OH"
    postal_code: str = "455011234"
    phone: str = "9375550110"


def _texts(given: Any) -> Any:
    """Cells of a row as text; an empty cell is one that is left out."""
    return {name: "" if cell is None else cell for name, cell in given.items()} if isinstance(given, dict) else given


Row = Annotated[Cells, BeforeValidator(_texts)]


class Given(Part):
    """What is added to the base site and its people. The rows are those of the site file and its tables."""

    payers: tuple[dict[str, Any], ...] = ()
    """As in the site file: payer_id, name, claim_filing, terms …"""
    contracts: tuple[Row, ...] = ()
    """Rows of contracts.csv."""
    prices: tuple[Row, ...] = ()
    """Rows of charge_master.csv."""
    codes: tuple[Row, ...] = ()
    """Rows of codes.csv."""
    tables: dict[str, tuple[Row, ...]] = {}
    """Rows of any other table that the site file names, such as fee schedules."""
    patients: dict[Name, Person] = {}


class Story(Part):
    """One file."""

    story: str = Field(min_length=1)
    title: str = ""
    about: str = ""
    needs: Words = ()
    """Other files, beside this one, that have to be played with it."""
    given: Given = Given()
    steps: tuple[Step, ...] = Field(min_length=1)
    file: str = ""
    """Filled in by the reader."""
    lines: tuple[int, ...] = ()
    """The line of each step, filled in by the reader."""

    @property
    def name(self) -> str:
        return self.story

    def deeds(self) -> Iterator[Deed]:
        """Everything that happens, groups opened."""
        for step in self.steps:
            yield from step.deeds()

    def actions(self, *kinds: str) -> Iterator[Any]:
        """The things of these kinds, in their order; openings one by one."""
        for deed in self.deeds():
            if deed.kind in kinds:
                yield from deed.action if deed.kind == "opening" else (deed.action,)

    @cached_property
    def defined(self) -> frozenset[str]:
        """Names of encounters, openings and remittances that this story brings."""
        return frozenset(each.name for each in self.actions("encounter", "opening", "remittance"))

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What it brings and what it speaks of: whose work items are this story's."""
        return self.defined | frozenset(self._mentioned())

    def _mentioned(self) -> Iterable[str]:
        for remittance in self.actions("remittance"):
            yield from (said.claim for said in remittance.claims if said.claim)
        yield from (each.claim for each in self.actions("acknowledgement"))
        yield from (each.encounter for each in self.actions("register", "authorization", "code", "pay"))
        for expect in self.actions("expect"):
            yield from expect.claims or ()
