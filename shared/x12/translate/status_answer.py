"""The 277 that answers a 276 (005010X212): where claims stand, written by a payer and read by a provider."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from shared.x12.interchange import Transaction
from shared.x12.scalars import read_date, read_time
from shared.x12.translate.naming import Contact, read_contact
from shared.x12.translate.status import ClaimNumbers, Party, Person, StatusLine, StatusReport
from shared.x12.translate.status_reading import (
    Level,
    Track,
    first,
    read_claim_numbers,
    read_levels,
    read_line,
    read_party,
    read_person,
    read_reports,
    read_served,
)

VERSION = "005010X212"
AnswerLevel = Literal["receiver", "provider", "claim"]
_LEVELS: dict[str, AnswerLevel] = {"21": "receiver", "19": "provider", "22": "claim", "23": "claim"}


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """What the payer says of one claim (2200D, 2200E), or why he can say nothing to a provider (2200C) or to us at all (2200B).

    `trace` is the TRN02 of our inquiry (at receiver level our BHT03). A claim's report has the `charge`, and once decided what was
    `paid`, when, and by which check. `providers` is empty at receiver level, `subscriber` None above the claim. `contact` is the payer's.
    """

    level: AnswerLevel
    payer: Party
    receiver: Party
    trace: str
    reports: tuple[StatusReport, ...]
    providers: tuple[Party, ...] = ()
    subscriber: Person | None = None
    dependent: Person | None = None
    numbers: ClaimNumbers = field(default_factory=ClaimNumbers)
    service_from: date | None = None
    service_to: date | None = None
    lines: tuple[StatusLine, ...] = ()
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class AnswerBatch:
    """A 277: `reference` is BHT03, the payer's number for it."""

    reference: str
    on: date | None
    at: time | None
    answers: tuple[StatusAnswer, ...]


@dataclass(slots=True)
class _Place:
    """The levels above the one at hand."""

    payer: Party
    receiver: Party
    contact: Contact | None = None
    providers: tuple[Party, ...] = ()
    subscriber: Person | None = None
    dependent: Person | None = None

    def enter(self, level: Level) -> None:
        """Takes in a level; what was below its own kind is left behind."""
        nm1 = first(level.head, "NM1")
        match level.code:
            case "20":
                per = first(level.head, "PER")
                self.payer, self.contact = read_party(nm1), read_contact(per) if per.id else None
            case "21":
                self.receiver = read_party(nm1)
            case "19":
                self.providers = tuple([read_party(each) for each in level.head if each.id == "NM1"])
            case "22":
                self.subscriber = read_person(level.head)
        if level.code in ("20", "21"):
            self.providers = ()
        if level.code in ("20", "21", "19"):
            self.subscriber = None
        self.dependent = read_person(level.head) if level.code == "23" else None


def read_answer_batch(transaction: Transaction) -> AnswerBatch:
    """A 277 as a whole. Raises ValueError when the set is not one that answers a 276."""
    levels = _levels(transaction)
    bht = first(next(levels).head, "BHT")
    return AnswerBatch(bht.get(3), read_date(bht.get(4)), read_time(bht.get(5)), tuple(_answers(levels, transaction.delimiters.component)))


def read_status_answers(transaction: Transaction) -> Iterator[StatusAnswer]:
    """The answers one after the other in flat memory. Raises ValueError when the set is not a 277 that answers a 276."""
    return _answers(_levels(transaction), transaction.delimiters.component)


def _levels(transaction: Transaction) -> Iterator[Level]:
    if transaction.set_id != "277" or transaction.version.startswith("005010X214"):
        raise ValueError("not a 277 that answers a 276")
    return read_levels(transaction)


def _answers(levels: Iterator[Level], component: str) -> Iterator[StatusAnswer]:
    nobody = read_party(first((), "NM1"))
    place = _Place(nobody, nobody)
    for level in levels:
        place.enter(level)
        kind = _LEVELS.get(level.code)
        if kind is not None:
            for track in level.tracks:
                yield _answer(kind, place, track, component)


def _answer(kind: AnswerLevel, place: _Place, track: Track, component: str) -> StatusAnswer:
    return StatusAnswer(
        kind, place.payer, place.receiver, track.trace, read_reports(track.segments, component), place.providers, place.subscriber,
        place.dependent, read_claim_numbers(track.segments), *read_served(track.segments),
        tuple([read_line(line, component) for line in track.lines]), place.contact,
    )  # fmt: skip
