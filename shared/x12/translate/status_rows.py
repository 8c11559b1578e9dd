"""Rows that 276, 277 and 277CA share: parties, persons, numbers, statuses and lines."""

from collections.abc import Collection, Iterable, Iterator

from shared.x12.characters import Text
from shared.x12.faults import WriteError
from shared.x12.rows import Composite, Row
from shared.x12.translate.days import dtp_rows
from shared.x12.translate.naming import name_row
from shared.x12.translate.status import ClaimNumbers, Party, Person, Status, StatusLine, StatusReport
from shared.x12.translate.status_reading import NUMBERS

MOST_STATUSES = 3
MOST_MODIFIERS = 4
MOST_MESSAGE = 264


def party_row(entity: str, party: Party) -> Row:
    """NM1 of a payer, receiver or provider."""
    return name_row(entity, party.name, party.person, party.id_qualifier, party.id)


def person_row(entity: str, person: Person) -> Row:
    """NM1 of a subscriber, dependent or patient."""
    return name_row(entity, person.name, not person.organization, person.id_qualifier, person.member_id)


def dependent_row(person: Person) -> Row:
    """NM1 of a dependent. Raises WriteError when he has a member id: a patient with a number of his own is a subscriber."""
    if person.member_id:
        raise WriteError("a dependent has no member id: send a patient who has one as the subscriber", "NM1", 9)
    return person_row("QC", person)


def birth_rows(person: Person) -> Iterator[Row]:
    """DMG, when the birth date is known: without it the guide has no place for the sex either."""
    if person.born_on is not None:
        yield ("DMG", "D8", person.born_on, person.sex)


def number_rows(numbers: ClaimNumbers, allowed: Collection[str]) -> Iterator[Row]:
    """REF for each number. Raises WriteError for one that this transaction has no place for."""
    for qualifier, field in NUMBERS.items():
        value = getattr(numbers, field)
        if value and qualifier not in allowed:
            raise WriteError(f"this transaction has no place for a {field.replace('_', ' ')} (REF*{qualifier}): leave it out", "REF", 1)
        if value:
            yield ("REF", qualifier, value)


def report_rows(reports: Iterable[StatusReport]) -> Iterator[Row]:
    """STC, one for each report. Raises WriteError for a report without a status, with more than three, or with half a message."""
    for report in reports:
        if not 1 <= len(report.statuses) <= MOST_STATUSES:
            raise WriteError("a status report has one to three statuses", "STC", 1)
        if len(report.message) > MOST_MESSAGE:
            raise WriteError(f"a message has at most {MOST_MESSAGE} characters", "STC", 12)
        head, *more = [_status(status) for status in report.statuses]
        more += [()] * (MOST_STATUSES - 1 - len(more))
        yield (
            "STC", head, report.effective_on, report.action, report.charge, report.paid, report.adjudicated_on, None,
            report.paid_on, report.payment_number, *more, Text(report.message),
        )  # fmt: skip


def _status(status: Status) -> Composite:
    return (status.category, status.code, status.entity, status.code_list)


def line_rows(line: StatusLine) -> Iterator[Row]:
    """SVC, its statuses, numbers and days. Raises WriteError for more than four modifiers."""
    if len(line.modifiers) > MOST_MODIFIERS:
        raise WriteError("a procedure has at most four modifiers", "SVC", 1)
    yield ("SVC", (line.qualifier, line.code, *line.modifiers), line.charge, line.paid, line.revenue_code, None, None, line.units)
    yield from report_rows(line.reports)
    if line.control_number:
        yield ("REF", "FJ", line.control_number)
    if line.prescription_number:
        yield ("REF", "XZ", line.prescription_number)
    yield from dtp_rows("472", line.service_from, line.service_to)
