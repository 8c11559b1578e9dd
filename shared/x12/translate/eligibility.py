"""Eligibility: the 270 inquiry as values, and written (005010X279A1). A payer reads it with read_inquiries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import Fault, WriteError
from shared.x12.rows import Row
from shared.x12.translate.claim import Diagnosis, Payer, Provider
from shared.x12.translate.days import dtp_rows
from shared.x12.translate.naming import Address, Name, Reference, Trace, name_row, partial_address_rows, reference_rows, trace_rows
from shared.x12.translate.parties import VERSION, Role, role_rows
from shared.x12.write import Writer

__all__ = ["VERSION", "Inquiry", "Member", "Question", "inquiry_set", "write_inquiries"]
MOST_DIAGNOSES = 8


@dataclass(frozen=True, slots=True)
class Member:
    """The subscriber or a dependent asked about (loop 2100C or 2100D). A dependent has no member id of his own.

    `group_number` is REF*6P, `references` any other REF; `role` a provider who takes part in the care (PRV), `birth_sequence`
    INS17 (1 is the first of twins), `diagnoses` HI. `person` is no only where an employer is the subscriber.
    """

    name: Name = field(repr=False)
    born_on: date | None = field(default=None, repr=False)
    sex: str = ""
    member_id: str = field(default="", repr=False)
    address: Address | None = field(default=None, repr=False)
    group_number: str = ""
    references: tuple[Reference, ...] = field(default=(), repr=False)
    role: Role | None = None
    birth_sequence: int | None = None
    diagnoses: tuple[Diagnosis, ...] = field(default=(), repr=False)
    person: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One EQ with what hangs on it (loop 2110C or 2110D).

    Asks for `service_types` (EQ01) or one procedure (EQ02: `qualifier`, HC for HCPCS and CPT, `code`, `modifiers`); `family`
    for the whole family (EQ03). `pointers` count the patient's diagnoses from 1. `spend_down` and `billed` are dollars (AMT*R,
    AMT*PB, subscribers only), `place` a place of service (III), `authorization` a referral (9F) or prior authorization (G1).
    `on` and `through_on` where they differ from those of the patient.
    """

    service_types: tuple[str, ...] = ()
    code: str = ""
    modifiers: tuple[str, ...] = ()
    qualifier: str = "HC"
    family: bool = False
    pointers: tuple[int, ...] = ()
    spend_down: Decimal | None = None
    billed: Decimal | None = None
    place: str = ""
    authorization: Reference | None = None
    on: date | None = None
    through_on: date | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One patient's question. `trace` is TRN02, `originator_id` TRN03 (ten characters: a 9 or 1 and the tax id).

    Asks for `service_types` (30 is the plan as a whole), or for one procedure (`code` with `modifiers`), or, where given, all of
    `questions`: see `asked`. As of `on` or the period up to `through_on` (None: the day of the inquiry). `relationship` (INS02)
    goes with a dependent. `payer_entity` and `provider_entity` are NM101, `provider_id` stands in place of an NPI,
    `provider_role` is the PRV of loop 2100B, `card_issued_on` DTP*102. As read, `reference` and `purpose` are BHT03 and BHT02
    (13 request, 01 cancellation), `faults` values that could not be read.
    """

    payer: Payer
    provider: Provider
    subscriber: Member
    trace: str
    originator_id: str
    on: date | None
    through_on: date | None = None
    service_types: tuple[str, ...] = ("30",)
    code: str = ""
    modifiers: tuple[str, ...] = ()
    dependent: Member | None = None
    relationship: str = ""
    questions: tuple[Question, ...] = ()
    further_traces: tuple[Trace, ...] = ()
    trace_department: str = ""
    card_issued_on: date | None = None
    payer_entity: str = "PR"
    provider_entity: str = "1P"
    provider_id: Reference | None = None
    provider_role: Role | None = None
    reference: str = field(default="", compare=False)
    purpose: str = field(default="13", compare=False)
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def asked(self) -> tuple[Question, ...]:
        """What is asked, whichever way it was stated."""
        if self.questions:
            return self.questions
        return (Question(code=self.code, modifiers=self.modifiers) if self.code else Question(self.service_types),)

    @property
    def patient(self) -> Member:
        """Whose coverage is asked about."""
        return self.subscriber if self.dependent is None else self.dependent


def write_inquiries(
    header: InterchangeHeader, inquiries: Sequence[Inquiry], *, reference: str, group_control_number: int | str, set_control_number: int | str = 1
) -> bytes:
    """One interchange with one 270. `reference` is BHT03, echoed by the 271. Raises WriteError when a value cannot be sent."""
    if header.on is None or header.at is None:
        raise WriteError("an interchange needs a date and a time", "ISA", 9)
    writer = Writer(header).group("HS", VERSION, group_control_number)
    writer.transaction("270", set_control_number, VERSION).add(inquiry_set(inquiries, reference, header.on, header.at))
    return writer.finish()


def inquiry_set(inquiries: Sequence[Inquiry], reference: str, on: date, at: time, *, purpose: str = "13") -> Iterator[Row]:
    """The segments between ST and SE: each inquiry under its payer (2000A) and provider (2000B), in order of first appearance."""
    if not inquiries:
        raise WriteError("nothing is asked", "HL")
    grouped: dict[Row, dict[tuple[Row, ...], list[Inquiry]]] = {}
    for inquiry in inquiries:
        grouped.setdefault(_payer_row(inquiry), {}).setdefault(tuple(_provider_rows(inquiry)), []).append(inquiry)
    spend_down = any(question.spend_down is not None for inquiry in inquiries for question in inquiry.asked)
    yield ("BHT", "0022", purpose, reference, on, at, "RT" if spend_down else None)
    counter = 0
    for payer, providers in grouped.items():
        source = counter = counter + 1
        yield ("HL", source, None, "20", "1")
        yield payer
        for provider, asked in providers.items():
            receiver = counter = counter + 1
            yield ("HL", receiver, source, "21", "1")
            yield from provider
            for inquiry in asked:
                yield from _levels(inquiry, counter + 1, receiver)
                counter += 1 if inquiry.dependent is None else 2


def _payer_row(inquiry: Inquiry) -> Row:
    payer = inquiry.payer
    return name_row(inquiry.payer_entity, Name(payer.name), False, payer.id_qualifier, payer.id)


def _provider_rows(inquiry: Inquiry) -> Iterator[Row]:
    """Loop 2100B."""
    provider, other = inquiry.provider, inquiry.provider_id or Reference("XX", inquiry.provider.npi)
    yield name_row(inquiry.provider_entity, provider.name, provider.person, other.qualifier, other.value)
    yield from reference_rows(provider.references)
    yield from partial_address_rows(provider.address)
    yield from role_rows(inquiry.provider_role)


def _levels(inquiry: Inquiry, number: int, receiver: int) -> Iterator[Row]:
    """Loop 2000C, and 2000D where a dependent is asked about."""
    subscriber, dependent = inquiry.subscriber, inquiry.dependent
    yield ("HL", number, receiver, "22", "0" if dependent is None else "1")
    if dependent is None:
        yield from _trace_rows(inquiry)
        yield from _member_rows(subscriber, "IL")
        if subscriber.birth_sequence is not None:
            yield ("INS", "Y", "18", *[None] * 14, subscriber.birth_sequence)
        yield from _question_rows(inquiry, subscriber)
        return
    yield from _member_rows(subscriber, "IL")
    yield from diagnosis_rows(subscriber.diagnoses)
    yield ("HL", number + 1, number, "23", "0")
    yield from _trace_rows(inquiry)
    yield from _member_rows(dependent, "03")
    if inquiry.relationship:
        yield ("INS", "N", inquiry.relationship, *[None] * 14, dependent.birth_sequence)
    yield from _question_rows(inquiry, dependent)


def _trace_rows(inquiry: Inquiry) -> Iterator[Row]:
    if inquiry.trace:
        yield from trace_rows((Trace(inquiry.trace, inquiry.originator_id, inquiry.trace_department), *inquiry.further_traces))


def _member_rows(member: Member, entity: str) -> Iterator[Row]:
    """Loop 2100C or 2100D as far as DMG."""
    yield name_row(entity, member.name, member.person, "MI", member.member_id if entity == "IL" else "")
    if member.group_number:
        yield ("REF", "6P", member.group_number)
    yield from reference_rows(member.references)
    yield from partial_address_rows(member.address)
    yield from role_rows(member.role)
    if member.born_on is not None or member.sex:
        yield ("DMG", "D8" if member.born_on else None, member.born_on, member.sex)


def diagnosis_rows(diagnoses: tuple[Diagnosis, ...]) -> Iterator[Row]:
    """HI: the principal diagnosis first. Raises WriteError when there are more than the guide has room for."""
    if len(diagnoses) > MOST_DIAGNOSES:
        raise WriteError(f"a patient has up to {MOST_DIAGNOSES} diagnoses here", "HI")
    if diagnoses:
        yield ("HI", *[("ABF" if number else "ABK", diagnosis.code.replace(".", "")) for number, diagnosis in enumerate(diagnoses)])


def _question_rows(inquiry: Inquiry, patient: Member) -> Iterator[Row]:
    """HI and DTP of the patient, then loops 2110."""
    yield from diagnosis_rows(patient.diagnoses)
    if inquiry.card_issued_on is not None:
        yield ("DTP", "102", "D8", inquiry.card_issued_on)
    yield from dtp_rows("291", inquiry.on, inquiry.through_on)
    for question in inquiry.asked:
        yield from _question(question)


def _question(question: Question) -> Iterator[Row]:
    """Loop 2110C or 2110D."""
    procedure = (question.qualifier, question.code, *question.modifiers) if question.code else None
    family = "FAM" if question.family else None
    yield ("EQ", [*question.service_types], procedure, family, None, question.pointers or None)
    for qualifier, amount in (("R", question.spend_down), ("PB", question.billed)):
        if amount is not None:
            yield ("AMT", qualifier, amount)
    if question.place:
        yield ("III", "ZZ", question.place)
    if question.authorization is not None:
        yield ("REF", question.authorization.qualifier, question.authorization.value)
    yield from dtp_rows("291", question.on, question.through_on)
