"""The members the payers know, from a CSV that is read again whenever it changes.

Columns: payer_id, member_id, last_name, first_name, birth_date, sex, plan, effective_on, terminated_on,
retro_terminated_on, deductible_left, wellness_used, authorizations (`73721:AUTH1;L1830:AUTH2`),
subscriber_member_id (filled for dependents who are claimed under the id of a subscriber).
"""

import csv
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from deploy.sandbox.money import ZERO, money
from deploy.sandbox.payer import payers


@dataclass(frozen=True)
class Member:
    """One roster row. `retro_terminated_on` is what claims see and the 271 does not know yet."""

    payer_id: str
    member_id: str
    last_name: str
    first_name: str
    birth_on: date
    sex: str
    plan: str
    effective_on: date | None = None
    terminated_on: date | None = None
    retro_terminated_on: date | None = None
    deductible_left: Decimal = ZERO
    wellness_used: bool = False
    authorizations: frozenset[tuple[str, str]] = frozenset()
    subscriber_member_id: str = ""

    @property
    def card_id(self) -> str:
        """The id on the card: the subscriber's, for a dependent who has none of their own."""
        return self.subscriber_member_id or self.member_id

    @property
    def key(self) -> str:
        """Names the person in the store without saying who it is."""
        natural = "|".join((self.payer_id, self.card_id, folded(self.first_name), self.birth_on.isoformat()))
        return hashlib.sha256(natural.encode()).hexdigest()[:24]

    def active_on(self, day: date) -> bool:
        """Covered on that day, as the eligibility system knows it."""
        begun = self.effective_on is None or day >= self.effective_on
        return begun and (self.terminated_on is None or day <= self.terminated_on)


def folded(name: str) -> str:
    """Names compare without case, accents and punctuation: X12 files lose them on the way."""
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.upper() if plain.isalnum() else "".join(letter for letter in plain.upper() if letter.isalnum())


class Roster:
    """The current members. A missing file is an empty roster, a malformed row is skipped and counted."""

    def __init__(self, path: Path | None) -> None:
        self._path, self.skipped = path, 0
        self._stamp: tuple[int, int] | None = None
        self._index = _Index(())

    def holders(self, payer_id: str, card_id: str) -> list[Member]:
        """Everybody claimed under exactly this id: the subscriber, and dependents without an id of their own."""
        return self._current().by_card.get((payer_id, card_id), [])

    def named(self, payer_id: str, last: str, first: str, birth_on: date | None) -> list[Member]:
        """Everybody of that name and birth date, whatever the id."""
        return self._current().by_name.get((payer_id, folded(last), folded(first), birth_on), [])

    def _current(self) -> "_Index":
        """Read again when the file's time or size has changed; a file that is gone for a moment changes nothing."""
        if self._path is not None and (stamp := _stamp(self._path)) not in (None, self._stamp):
            self._index = _Index(self._read(self._path))
            self._stamp = stamp
        return self._index

    def _read(self, path: Path) -> Iterator[Member]:
        self.skipped = 0
        with path.open(newline="", encoding="utf-8-sig") as lines:
            for row in csv.DictReader(lines):
                try:
                    yield _member({name: (value or "").strip() for name, value in row.items() if name})
                except (KeyError, ValueError):
                    self.skipped += 1


def _stamp(path: Path) -> tuple[int, int] | None:
    """Time and size; None while there is no such file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size


class _Index:
    """Members by what they are looked for."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.by_card: dict[tuple[str, str], list[Member]] = {}
        self.by_name: dict[tuple[str, str, str, date | None], list[Member]] = {}
        for one in members:
            name = (one.payer_id, folded(one.last_name), folded(one.first_name), one.birth_on)
            self.by_card.setdefault((one.payer_id, one.card_id), []).append(one)
            self.by_name.setdefault(name, []).append(one)


def _member(row: dict[str, str]) -> Member:
    """A row of a payer and plan that exist; KeyError or ValueError otherwise."""
    payers()[row["payer_id"]].plans[row["plan"]]
    return Member(
        payer_id=row["payer_id"],
        member_id=row["member_id"],
        last_name=row["last_name"],
        first_name=row["first_name"],
        birth_on=date.fromisoformat(row["birth_date"]),
        sex=row["sex"],
        plan=row["plan"],
        effective_on=_day(row.get("effective_on", "")),
        terminated_on=_day(row.get("terminated_on", "")),
        retro_terminated_on=_day(row.get("retro_terminated_on", "")),
        deductible_left=money(row.get("deductible_left") or "0"),
        wellness_used=row.get("wellness_used", "").upper() == "Y",
        authorizations=_authorizations(row.get("authorizations", "")),
        subscriber_member_id=row.get("subscriber_member_id", ""),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _authorizations(text: str) -> frozenset[tuple[str, str]]:
    pairs = (pair.partition(":") for pair in text.split(";") if ":" in pair)
    return frozenset((code.strip(), number.strip()) for code, _, number in pairs)
