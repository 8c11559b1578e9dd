"""Invented people with obviously invented names, the days they come, and their places on the payers' rosters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from deploy.samples.case import Case, Policy
from deploy.samples.world import DOCTORS, FIRST_VISIT, LAST_VISIT, MEMBER_PREFIXES, Doctor

TREES = (
    "alder apple ash aspen bay beech birch box cedar cherry cypress elder elm fir fig hazel hemlock hickory holly juniper larch laurel lemon "
    "lime linden maple myrtle oak olive palm pear pine plane plum poplar quince rowan spruce walnut willow yew"
)
WOMEN = "Ada Bea Cleo Dora Edda Fay Greta Hilda Ida Jana Kira Lena Mona Nora Olga Petra Rita Sara Tilda Vera"
MEN = "Adam Bert Carl Dirk Emil Fred Gus Hank Ivan Jack Kurt Leo Max Nils Otto Paul Rolf Sven Tom Viktor"
LAST_NAMES = tuple(f"Test{tree}" for tree in TREES.split())
FIRST_NAMES = {"F": WOMEN.split(), "M": MEN.split()}
SPACING = 37
"""Member ids of different people differ by at least this much, so that one wrong digit at the end names nobody."""


@dataclass(frozen=True)
class Person:
    mrn: str
    last: str
    first: str
    birth: date
    sex: str
    street: str
    zip9: str
    phone: str


@dataclass(frozen=True)
class Member:
    """One policy of one person, as the payer has it."""

    policy: Policy
    member_id: str
    """The person's own number; on cards and claims only where there is no subscriber."""
    subscriber_id: str = ""
    """The number on the card when the policy is somebody else's."""

    @property
    def card_id(self) -> str:
        return self.subscriber_id or self.member_id

    @property
    def recorded_id(self) -> str:
        """What the hospital's records say."""
        last = int(self.card_id[-1])
        return f"{self.card_id[:-1]}{(last + 1) % 10}" if self.policy.typo else self.card_id


@dataclass(frozen=True)
class Visit:
    """One encounter of the samples with everything that was drawn for it."""

    number: str
    case: Case
    on: date
    person: Person
    members: tuple[Member, ...]
    doctor: Doctor
    parent: Person | None = None
    same_as: str = ""
    """The visit that holds the same services, which the payer will take for a duplicate."""


@dataclass
class Town:
    """Draws people one after the other: the first n visits are the same however many follow."""

    draw: Random
    names: set[tuple[str, str, date]] = field(default_factory=set)
    people: int = 0
    members: int = 0

    def visits(self, cases: Sequence[Case], count: int) -> Iterator[Visit]:
        before: Visit | None = None
        for place in range(count):
            case = cases[place % len(cases)]
            before = self._visit(f"V{100001 + place}", case, before if case.person != "new" else None)
            yield before

    def _visit(self, number: str, case: Case, before: Visit | None) -> Visit:
        on = before.on if before and case.same_day else case.on or self._working_day()
        doctor = before.doctor if before and case.same_day else self.draw.choice(DOCTORS)
        if before is not None:
            person = before.person if case.person == "previous" else replace(before.person, mrn=self._mrn())
            return Visit(number, case, on, person, before.members, doctor, before.parent, before.number if case.same_day else "")
        federal = any(policy.payer == "FEDS3" for policy in case.policies)
        parent = self._person(case, 1975, 1990) if case.child else None
        years = (2012, 2020) if case.child else (1936, 1958) if federal else (1960, 2004)
        person = self._person(case, *years, family=parent)
        members = tuple(self._member(policy, case.child) for policy in case.policies)
        return Visit(number, case, on, person, members, doctor, parent)

    def _person(self, case: Case, earliest: int, latest: int, family: Person | None = None) -> Person:
        sex = "F" if case.first_name else self.draw.choice("FM")
        while True:
            last = family.last if family else case.last_name or self.draw.choice(LAST_NAMES)
            first = case.first_name or self.draw.choice(FIRST_NAMES[sex])
            birth = date(earliest, 1, 1) + timedelta(days=self.draw.randrange(365 * (latest - earliest)))
            if (last, first, birth) not in self.names:
                break
        self.names.add((last, first, birth))
        street, tail = f"{self.draw.randrange(1, 999)} Example Street", self.draw.randrange(1000, 9999)
        phone = f"93755501{self.draw.randrange(100):02d}"
        if family:
            street, zip9, phone = family.street, family.zip9, family.phone
        else:
            zip9 = f"45501{tail}"
        return Person(self._mrn(), last, first, birth, sex, street, zip9, phone)

    def _member(self, policy: Policy, child: bool) -> Member:
        subscriber = self._number(policy) if child else ""
        return Member(policy, self._number(policy), subscriber)

    def _number(self, policy: Policy) -> str:
        self.members += 1
        return f"{MEMBER_PREFIXES[policy.payer, policy.plan]}{1000003 + SPACING * self.members:07d}"

    def _mrn(self) -> str:
        self.people += 1
        return f"MRN{500000 + self.people}"

    def _working_day(self) -> date:
        while True:
            on = FIRST_VISIT + timedelta(days=self.draw.randrange((LAST_VISIT - FIRST_VISIT).days + 1))
            if on.weekday() < 5:
                return on
