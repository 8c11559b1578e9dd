"""Eligibility: the 270 inquiry written and the 271 answer read (005010X279A1).

An answer is kept as the payer gives it, benefit by benefit; what is active, what is due and whether an authorization is
needed are questions of the caller to it. Amounts are dollars, percentages fractions of one (0.2 is 20 per cent).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.translate.claim import Address, Name, Payer, Provider
from shared.x12.translate.claim_rows import address_rows, name_row
from shared.x12.write import Row, Writer

VERSION = "005010X279A1"


@dataclass(frozen=True, slots=True)
class Member:
    """The subscriber or a dependent asked about. A dependent has no member id of his own."""

    name: Name = field(repr=False)
    born_on: date | None = field(default=None, repr=False)
    sex: str = ""
    member_id: str = field(default="", repr=False)
    address: Address | None = field(default=None, repr=False)
    group_number: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One patient's question. `trace` is TRN02, `originator_id` TRN03 (ten characters: a 9 or 1 and the tax id).

    Asks for `service_types` (30 is the plan as a whole) or, where given, for one procedure (`code` with `modifiers`) on `on`
    or in the period up to `through_on`. `relationship` (INS02) goes with a dependent.
    """

    payer: Payer
    provider: Provider
    subscriber: Member
    trace: str
    originator_id: str
    on: date
    through_on: date | None = None
    service_types: tuple[str, ...] = ("30",)
    code: str = ""
    modifiers: tuple[str, ...] = ()
    dependent: Member | None = None
    relationship: str = ""


def write_inquiries(
    header: InterchangeHeader, inquiries: Sequence[Inquiry], *, reference: str, group_control_number: int | str, set_control_number: int | str = 1
) -> bytes:
    """One interchange with one 270. `reference` is BHT03, echoed by the 271. Raises WriteError when a value cannot be sent."""
    if header.on is None or header.at is None:
        raise WriteError("an interchange needs a date and a time", "ISA", 9)
    writer = Writer(header).group("HS", VERSION, group_control_number)
    writer.transaction("270", set_control_number, VERSION).add(inquiry_set(inquiries, reference, header.on, header.at))
    return writer.finish()


def inquiry_set(inquiries: Sequence[Inquiry], reference: str, on: date, at: time) -> Iterator[Row]:
    """The segments between ST and SE: each inquiry under its payer (2000A) and provider (2000B), in order of first appearance."""
    if not inquiries:
        raise WriteError("nothing is asked", "HL")
    grouped: dict[Payer, dict[Provider, list[Inquiry]]] = {}
    for inquiry in inquiries:
        grouped.setdefault(inquiry.payer, {}).setdefault(inquiry.provider, []).append(inquiry)
    yield ("BHT", "0022", "13", reference, on, at)
    counter = 0
    for payer, providers in grouped.items():
        counter += 1
        source = counter
        yield ("HL", counter, None, "20", "1")
        yield name_row("PR", Name(payer.name), False, payer.id_qualifier, payer.id)
        for provider, asked in providers.items():
            counter += 1
            receiver = counter
            yield ("HL", counter, source, "21", "1")
            yield name_row("1P", provider.name, provider.person, "XX", provider.npi)
            for inquiry in asked:
                counter += 1
                yield ("HL", counter, receiver, "22", "0" if inquiry.dependent is None else "1")
                yield from _patient_rows(inquiry, inquiry.subscriber, "IL", asked_about=inquiry.dependent is None)
                if inquiry.dependent is not None:
                    counter += 1
                    yield ("HL", counter, counter - 1, "23", "0")
                    yield from _patient_rows(inquiry, inquiry.dependent, "03", asked_about=True)


def _patient_rows(inquiry: Inquiry, member: Member, entity: str, *, asked_about: bool) -> Iterator[Row]:
    """Loops 2000C and 2100C or 2000D and 2100D; the question (2110) stands with the patient."""
    if asked_about:
        yield ("TRN", "1", inquiry.trace, inquiry.originator_id)
    yield name_row(entity, member.name, True, "MI", member.member_id if entity == "IL" else "")
    if member.group_number:
        yield ("REF", "6P", member.group_number)
    yield from address_rows(member.address)
    if member.born_on is not None or member.sex:
        yield ("DMG", "D8" if member.born_on else None, member.born_on, member.sex)
    if entity == "03" and inquiry.relationship:
        yield ("INS", "N", inquiry.relationship)
    if not asked_about:
        return
    if inquiry.through_on is None or inquiry.through_on == inquiry.on:
        yield ("DTP", "291", "D8", inquiry.on)
    else:
        yield ("DTP", "291", "RD8", f"{inquiry.on:%Y%m%d}-{inquiry.through_on:%Y%m%d}")
    if inquiry.code:
        yield ("EQ", None, ("HC", inquiry.code, *inquiry.modifiers))
    else:
        yield ("EQ", [*inquiry.service_types])
