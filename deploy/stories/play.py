"""A book of stories played from its first day to its last: each step is given to the house, which then comes to rest, and checkpoints are compared.

Ways of playing: as written; `twice`, when every message, file and command comes two times; `shuffled`, when what may happen in any order does;
`killed`, when the house is ended without warning a moment after each input, and starts again on what it had kept.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from deploy.stories.bank import Bank
from deploy.stories.clearinghouse import Clearinghouse
from deploy.stories.compare import Difference, differences, skipped
from deploy.stories.deeds import Deeds
from deploy.stories.desks import Desks, Refused
from deploy.stories.format import Book, Deed, Expect, Moment, fill
from deploy.stories.installation import Installation, Servers, installation
from deploy.stories.lookup import Lookup, Meaningless
from deploy.stories.names import Known
from deploy.stories.observe import Observer
from deploy.stories.payers import Payers, at_their_desk
from deploy.stories.remittances import Cashier, UnknownPayer
from shared.x12.faults import WriteError

LONGEST_GRACE_S = 0.25
"""How long the house may live on after an input before it is killed."""
FAULTS = (Refused, Meaningless, UnknownPayer, WriteError, KeyError)
"""What a story may have asked in vain; a house that is broken ends the play."""


@dataclass(frozen=True)
class Mode:
    """How a book is played."""

    twice: bool = False
    killed: bool = False
    shuffled: int | None = None
    """Seed of the order of what may come in any order."""

    @property
    def word(self) -> str:
        names = {"twice": self.twice, "killed at every step": self.killed, f"shuffled with {self.shuffled}": self.shuffled is not None}
        return " and ".join(name for name, is_so in names.items() if is_so) or "once"


@dataclass
class Checked:
    """One checkpoint, or one step that could not be done."""

    moment: Moment
    found: list[Difference]
    skipped: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass
class Outcome:
    """What came of a book. `digest` is the ledger's: equal for every way of playing."""

    checked: list[Checked] = field(default_factory=list)
    digest: str = ""
    seconds: float = 0.0
    steps: int = 0

    def of(self, story: str) -> list[Checked]:
        return [each for each in self.checked if each.moment.story.name == story]

    @property
    def faults(self) -> list[Checked]:
        return [each for each in self.checked if each.found]


@dataclass
class Player:
    """Plays one book in one installation."""

    book: Book
    house: Installation
    deeds: Deeds
    observer: Observer
    mode: Mode
    chance: random.Random
    tell: Callable[[Moment], None] = lambda moment: None

    def play(self) -> Outcome:
        """Everything, in the order of days. A step that cannot be done is a difference of its story, whose later steps are left out."""
        outcome, began, broken = Outcome(), time.monotonic(), set[str]()
        for moment in self.book.timeline:
            if moment.story.name in broken:
                continue
            self.tell(moment)
            started = time.monotonic()
            checked = self._step(moment)
            outcome.steps += 1
            if checked is not None:
                outcome.checked.append(replace(checked, seconds=time.monotonic() - started))
                if moment.step.kind != "expect":
                    broken.add(moment.story.name)
        outcome.digest = self.observer.digest()
        outcome.seconds = time.monotonic() - began
        return outcome

    def _step(self, moment: Moment) -> Checked | None:
        try:
            self.house.turn_to(moment.on)
            self._settle()
            if moment.step.kind == "expect":
                return self._check(moment, moment.step.action)
            for place, deed in enumerate(self._in_order(moment)):
                self._do(moment, deed, place)
        except FAULTS as fault:
            said = str(fault.args[0]) if fault.args else type(fault).__name__
            return Checked(moment, [Difference(moment.step.kind, "that it can be done", said)])
        return None

    def _in_order(self, moment: Moment) -> Sequence[Deed]:
        found = list(moment.step.deeds())
        if self.mode.shuffled is not None:
            self.chance.shuffle(found)
        return found

    def _do(self, moment: Moment, deed: Deed, place: int) -> None:
        self.deeds.do(deed, moment.on, f"{moment.story.name}-{moment.number}-{place}", moment.story.name)
        if self.mode.killed:
            time.sleep(self.chance.uniform(0, LONGEST_GRACE_S))
            self.house.kill()
            self.house.start()
        self._settle()

    def _settle(self) -> None:
        """Wait until neither the house nor the clearinghouse has anything left to do."""
        self.house.rest()
        while self.deeds.clearinghouse.look():
            self.house.rest()

    def _check(self, moment: Moment, expect: Expect) -> Checked:
        alone = self.book.is_alone(moment)
        meant = Expect.model_validate(fill(_written(expect), self.deeds.lookup.of))
        observed = self.observer.observed(moment.story, meant)
        return Checked(moment, differences(meant, observed, alone), skipped(meant, alone))


def _written(expect: Expect) -> dict[str, Any]:
    """The checkpoint as it was written: amounts and days as text, only what is named."""
    return expect.model_dump(mode="json", exclude_unset=True, by_alias=True)


@contextmanager
def player(book: Book, servers: Servers, folder: Path, mode: Mode, tell: Callable[[Moment], None] = lambda moment: None) -> Iterator[Player]:
    """Everything that a book needs, running for the length of the block. `folder` keeps what was sent and received, and the log."""
    site, payers = book.write_site(folder / "site"), Payers()
    with (
        at_their_desk(payers) as address,
        installation(servers, site, folder, address, book.timeline[0].on, twice=mode.twice) as house,
    ):
        known = Known(book, house.settings.names)
        desks = Desks(house, mode.twice)
        clearinghouse = Clearinghouse(house, known, book.timeline[0].on, twice=mode.twice)
        lookup = Lookup(desks, known)
        cashier = Cashier(house.settings.site, known)
        deeds = Deeds(desks, known, clearinghouse, cashier, payers, Bank(desks, known, cashier, lookup), lookup)
        observer = Observer(desks, known, clearinghouse)
        yield Player(book, house, deeds, observer, mode, random.Random(mode.shuffled or 0), tell)
