"""The 277 that answers a 276, as a payer writes it: answers under payer, receiver, provider, subscriber and dependent.

The order of first appearance is kept; a receiver's or provider's own answer comes before those about claims.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.rows import Row
from shared.x12.translate.days import dtp_rows
from shared.x12.translate.naming import Contact, contact_rows
from shared.x12.translate.status import Party, Person, StatusLine
from shared.x12.translate.status_answer import VERSION, AnswerBatch, StatusAnswer
from shared.x12.translate.status_inquiry import MOST_PROVIDERS
from shared.x12.translate.status_rows import dependent_row, line_rows, number_rows, party_row, person_row, report_rows
from shared.x12.write import Writer

_NUMBERS = frozenset({"1K", "BLT", "EJ", "XZ", "VV", "D9"})
_Providers = tuple[Party, ...]


def write_status_answers(
    header: InterchangeHeader, batch: AnswerBatch, *, group_control_number: int | str, set_control_number: int | str = 1
) -> bytes:
    """One interchange with one 277. Raises WriteError when nothing is answered or a value cannot be sent."""
    writer = Writer(header).group("HN", VERSION, group_control_number)
    writer.transaction("277", set_control_number, VERSION).add(answer_rows(batch))
    return writer.finish()


@dataclass(slots=True)
class _Answers:
    """What is said at one level, and the levels below."""

    own: list[StatusAnswer] = field(default_factory=list)
    below: dict[_Providers | Person, "_Answers"] = field(default_factory=dict)

    def under(self, key: _Providers | Person) -> "_Answers":
        """The level below with this key, made when it is new."""
        return self.below.setdefault(key, _Answers())


_Payers = dict[tuple[Party, Contact | None], dict[Party, _Answers]]


def answer_rows(batch: AnswerBatch) -> Iterator[Row]:
    """The segments between ST and SE."""
    if not batch.answers:
        raise WriteError("nothing is answered", "HL")
    yield ("BHT", "0010", "08", batch.reference, batch.on, batch.at, "DG")
    numbers = count(1)
    for (payer, contact), receivers in _grouped(batch).items():
        source = next(numbers)
        yield ("HL", source, None, "20", "1")
        yield party_row("PR", payer)
        yield from contact_rows(() if contact is None else (contact,))
        for receiver, answers in receivers.items():
            yield from _receiver(receiver, answers, source, numbers)


def _grouped(batch: AnswerBatch) -> _Payers:
    grouped: _Payers = {}
    for answer in batch.answers:
        at = grouped.setdefault((answer.payer, answer.contact), {}).setdefault(answer.receiver, _Answers())
        for key in _path(answer):
            at = at.under(key)
        at.own.append(answer)
    return grouped


def _path(answer: StatusAnswer) -> list[_Providers | Person]:
    """The levels below the receiver that lead to an answer. Raises WriteError when it lacks what its level calls for."""
    if answer.level == "receiver":
        return []
    if not 1 <= len(answer.providers) <= MOST_PROVIDERS:
        raise WriteError("an answer about a provider or claim names the provider once or twice", "NM1")
    if answer.level == "provider":
        return [answer.providers]
    if answer.subscriber is None:
        raise WriteError("an answer about a claim names the subscriber", "NM1")
    return [answer.providers, answer.subscriber, *([] if answer.dependent is None else [answer.dependent])]


def _hl(number: int, parent: int, code: str, answers: _Answers) -> Row:
    return ("HL", number, parent, code, "1" if answers.below else "0")


def _receiver(receiver: Party, answers: _Answers, parent: int, numbers: Iterator[int]) -> Iterator[Row]:
    number = next(numbers)
    yield _hl(number, parent, "21", answers)
    yield party_row("41", receiver)
    yield from _above_claims(answers, "2")
    for providers, below in answers.below.items():
        if isinstance(providers, tuple):
            yield from _provider(providers, below, number, numbers)


def _above_claims(answers: _Answers, trace_type: str) -> Iterator[Row]:
    """Loop 2200B or 2200C. Raises WriteError for a second one, or one with what only a claim has."""
    for ordinal, answer in enumerate(answers.own):
        if ordinal or answer.lines or answer.service_from or any(report.charge is not None for report in answer.reports):
            raise WriteError("a receiver or provider is answered once, with statuses alone", "TRN")
        yield ("TRN", trace_type, answer.trace)
        yield from report_rows(answer.reports)


def _provider(providers: _Providers, answers: _Answers, parent: int, numbers: Iterator[int]) -> Iterator[Row]:
    number = next(numbers)
    yield _hl(number, parent, "19", answers)
    for provider in providers:
        yield party_row("1P", provider)
    yield from _above_claims(answers, "1")
    for subscriber, below in answers.below.items():
        if isinstance(subscriber, Person):
            yield from _subscriber(subscriber, below, number, numbers)


def _subscriber(subscriber: Person, answers: _Answers, parent: int, numbers: Iterator[int]) -> Iterator[Row]:
    number = next(numbers)
    yield _hl(number, parent, "22", answers)
    yield person_row("IL", subscriber)
    yield from _claims(answers)
    for dependent, below in answers.below.items():
        if isinstance(dependent, Person):
            yield ("HL", next(numbers), number, "23")
            yield dependent_row(dependent)
            yield from _claims(below)


def _claims(answers: _Answers) -> Iterator[Row]:
    for answer in answers.own:
        yield ("TRN", "2", answer.trace)
        yield from report_rows(answer.reports)
        yield from number_rows(answer.numbers, _NUMBERS)
        yield from dtp_rows("472", answer.service_from, answer.service_to)
        for line in answer.lines:
            yield from _line(line)


def _line(line: StatusLine) -> Iterator[Row]:
    if line.paid is None or line.prescription_number:
        raise WriteError("a line is answered with what was paid for it (zero when nothing was), without a prescription number", "SVC", 3)
    yield from line_rows(line)
