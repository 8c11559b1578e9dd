"""The 276, claim status request (005010X212), written by a provider and read by a payer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from itertools import count

from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.interchange import Transaction
from shared.x12.rows import Row
from shared.x12.scalars import read_date, read_number, read_time
from shared.x12.translate.days import dtp_rows
from shared.x12.translate.status import ClaimNumbers, Party, Person, StatusLine
from shared.x12.translate.status_reading import Level, first, read_claim_numbers, read_levels, read_line, read_party, read_person, read_served
from shared.x12.translate.status_rows import birth_rows, dependent_row, line_rows, number_rows, party_row, person_row
from shared.x12.write import Writer

VERSION = "005010X212"
MOST_PROVIDERS = 2
_NUMBERS = frozenset({"1K", "BLT", "LU", "6P", "EJ", "XZ", "D9"})


@dataclass(frozen=True, slots=True)
class StatusInquiry:
    """One claim asked about (2200D, or 2200E when the patient is a `dependent`).

    `trace` is TRN02 and comes back in the answer. A claim is found by its `numbers`, `charge` (AMT*T3) and days of service;
    `lines` ask about single services. `providers` may name one provider by two numbers. A patient is asked about with his birth date.
    """

    payer: Party
    receiver: Party
    providers: tuple[Party, ...]
    subscriber: Person
    trace: str
    dependent: Person | None = None
    numbers: ClaimNumbers = field(default_factory=ClaimNumbers)
    charge: Decimal | None = None
    service_from: date | None = None
    service_to: date | None = None
    lines: tuple[StatusLine, ...] = ()


@dataclass(frozen=True, slots=True)
class InquiryBatch:
    """A 276: `reference` is BHT03, which the payer names when he refuses the set as a whole."""

    reference: str
    on: date | None
    at: time | None
    inquiries: tuple[StatusInquiry, ...]


def write_status_inquiries(
    header: InterchangeHeader, batch: InquiryBatch, *, group_control_number: int | str, set_control_number: int | str = 1
) -> bytes:
    """One interchange with one 276. Raises WriteError when nothing is asked or a value cannot be sent."""
    writer = Writer(header).group("HR", VERSION, group_control_number)
    writer.transaction("276", set_control_number, VERSION).add(inquiry_rows(batch))
    return writer.finish()


_Patients = dict[Person, dict[Person | None, list[StatusInquiry]]]


def inquiry_rows(batch: InquiryBatch) -> Iterator[Row]:
    """The segments between ST and SE: payer, receiver, provider, subscriber, dependent, in order of first appearance."""
    if not batch.inquiries:
        raise WriteError("nothing is asked", "HL")
    yield ("BHT", "0010", "13", batch.reference, batch.on, batch.at)
    numbers = count(1)
    for payer, receivers in _grouped(batch.inquiries).items():
        source = next(numbers)
        yield ("HL", source, None, "20", "1")
        yield party_row("PR", payer)
        for receiver, groups in receivers.items():
            asker = next(numbers)
            yield ("HL", asker, source, "21", "1")
            yield party_row("41", receiver)
            for providers, patients in groups.items():
                yield from _provider(providers, patients, asker, numbers)


def _grouped(inquiries: Sequence[StatusInquiry]) -> dict[Party, dict[Party, dict[tuple[Party, ...], _Patients]]]:
    grouped: dict[Party, dict[Party, dict[tuple[Party, ...], _Patients]]] = {}
    for each in inquiries:
        patients = grouped.setdefault(each.payer, {}).setdefault(each.receiver, {}).setdefault(each.providers, {})
        patients.setdefault(each.subscriber, {}).setdefault(each.dependent, []).append(each)
    return grouped


def _provider(providers: tuple[Party, ...], patients: _Patients, parent: int, numbers: Iterator[int]) -> Iterator[Row]:
    if not 1 <= len(providers) <= MOST_PROVIDERS:
        raise WriteError("a claim is asked about with one provider, named once or twice", "NM1")
    number = next(numbers)
    yield ("HL", number, parent, "19", "1")
    for provider in providers:
        yield party_row("1P", provider)
    for subscriber, claims in patients.items():
        yield from _subscriber(subscriber, claims, number, numbers)


def _subscriber(subscriber: Person, claims: dict[Person | None, list[StatusInquiry]], parent: int, numbers: Iterator[int]) -> Iterator[Row]:
    number = next(numbers)
    dependents = [dependent for dependent in claims if dependent is not None]
    yield ("HL", number, parent, "22", "1" if dependents else "0")
    yield from birth_rows(subscriber)
    yield person_row("IL", subscriber)
    for asked in claims.get(None, ()):
        yield from _claim(asked)
    for dependent in dependents:
        yield ("HL", next(numbers), number, "23")
        yield from birth_rows(dependent)
        yield dependent_row(dependent)
        for asked in claims[dependent]:
            yield from _claim(asked)


def _claim(asked: StatusInquiry) -> Iterator[Row]:
    yield ("TRN", "1", asked.trace)
    yield from number_rows(asked.numbers, _NUMBERS)
    if asked.charge is not None:
        yield ("AMT", "T3", asked.charge)
    yield from dtp_rows("472", asked.service_from, asked.service_to)
    for line in asked.lines:
        if line.paid is not None or line.reports or line.prescription_number:
            raise WriteError("a line is asked about without statuses, payment or prescription: those are answered", "SVC")
        yield from line_rows(line)


def read_inquiry_batch(transaction: Transaction) -> InquiryBatch:
    """A 276 as a whole. Raises ValueError when the set is another one."""
    levels = _levels(transaction)
    bht = first(next(levels).head, "BHT")
    return InquiryBatch(bht.get(3), read_date(bht.get(4)), read_time(bht.get(5)), tuple(_inquiries(levels, transaction.delimiters.component)))


def read_status_inquiries(transaction: Transaction) -> Iterator[StatusInquiry]:
    """The claims asked about, one after the other in flat memory. Raises ValueError when the set is not a 276."""
    return _inquiries(_levels(transaction), transaction.delimiters.component)


def _levels(transaction: Transaction) -> Iterator[Level]:
    if transaction.set_id != "276":
        raise ValueError("not a 276")
    return read_levels(transaction)


def _inquiries(levels: Iterator[Level], component: str) -> Iterator[StatusInquiry]:
    payer = receiver = read_party(first((), "NM1"))
    providers: tuple[Party, ...] = ()
    subscriber = read_person(())
    for level in levels:
        dependent: Person | None = None
        match level.code:
            case "20":
                payer = read_party(first(level.head, "NM1"))
            case "21":
                receiver = read_party(first(level.head, "NM1"))
            case "19":
                providers = tuple([read_party(each) for each in level.head if each.id == "NM1"])
            case "22":
                subscriber = read_person(level.head)
            case "23":
                dependent = read_person(level.head)
        for track in level.tracks:
            amount = read_number(first(track.segments, "AMT", "T3").get(2))
            yield StatusInquiry(
                payer, receiver, providers, subscriber, track.trace, dependent, read_claim_numbers(track.segments), amount,
                *read_served(track.segments), tuple([read_line(line, component) for line in track.lines]),
            )  # fmt: skip
