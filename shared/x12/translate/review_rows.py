"""Parts of a 278 as segments: parties, members, events, services."""

from collections.abc import Iterator, Sequence

from shared.x12.characters import Text
from shared.x12.rows import Atom, Composite, Row, Value
from shared.x12.translate.days import dated_row
from shared.x12.translate.laid_out import laid_row
from shared.x12.translate.naming import Name, address_rows, contact_rows, name_row, reference_rows, trace_rows
from shared.x12.translate.review import Asked, EventCode, PatientEvent, ReviewedService, ServiceItem
from shared.x12.translate.review_parties import Member, Party, Refusal


def party_rows(party: Party) -> Iterator[Row]:
    """A name loop (2010) of whatever kind, in the order of the guide."""
    yield _name(party.role, party.name, party.person, party.prefix, party.qualifier, party.id)
    if party.denial_reason:
        yield ("REF", "ZZ", party.denial_reason)
    yield from reference_rows(party.references)
    yield from address_rows(party.address)
    yield from contact_rows(party.contacts)
    yield from refusal_rows(party.refusals)
    if party.denied_on is not None:
        yield ("DTP", "598", "D8", party.denied_on)
    if party.provider_role:
        yield ("PRV", party.provider_role, "PXC" if party.taxonomy else None, party.taxonomy)


def member_rows(member: Member, entity: str) -> Iterator[Row]:
    """Loop 2010C (IL) or 2010D (QC)."""
    yield _name(entity, member.name, True, member.prefix, "MI", member.member_id)
    yield from reference_rows(member.references)
    yield from address_rows(member.address)
    yield from refusal_rows(member.refusals)
    if member.born_on is not None:
        yield ("DMG", "D8", member.born_on, member.sex)
    if member.relationship:
        rest = (None, None, None, None, None, member.employment_status, *[None] * 8, member.birth_order)
        yield ("INS", "Y" if entity == "IL" else "N", member.relationship, *rest)


def refusal_rows(refusals: Sequence[Refusal]) -> Iterator[Row]:
    """AAA."""
    for refusal in refusals:
        yield laid_row("AAA", refusal)


def event_rows(event: PatientEvent) -> Iterator[Row]:
    """Loop 2000E without its HL, its parties and its services."""
    yield from _judged(event)
    yield from [laid_row("CRC", condition) for condition in event.conditions]
    care = (("CL1", event.admission), ("CR1", event.ambulance), ("CR2", event.spinal), ("CR5", event.oxygen), ("CR6", event.home_health))
    for id, value in care:
        if value is not None:
            yield laid_row(id, value)
    yield from _papers(event)


def service_rows(service: ReviewedService) -> Iterator[Row]:
    """Loop 2000F without its HL and its providers."""
    yield from _judged(service)
    yield from _papers(service)


def _judged(part: PatientEvent | ReviewedService) -> Iterator[Row]:
    """TRN to HSD: what event and service have alike. An item stands before its frequency."""
    yield from trace_rows(part.traces)
    yield from refusal_rows(part.refusals)
    if part.asked is not None:
        yield _asked(part.asked)
    if part.decision is not None:
        yield laid_row("HCR", part.decision)
    if part.earlier_authorization:
        yield ("REF", "BB", part.earlier_authorization)
    if part.administrative_number:
        yield ("REF", "NT", part.administrative_number)
    for on in part.dates:
        yield dated_row(on)
    codes = part.codes if isinstance(part, PatientEvent) else part.wanted
    if codes:
        yield ("HI", *[_code(code) for code in codes])
    if isinstance(part, ReviewedService):
        yield from _item(part)
    if part.delivery is not None:
        yield laid_row("HSD", part.delivery)


def _papers(part: PatientEvent | ReviewedService) -> Iterator[Row]:
    for paper in part.paperwork:
        yield laid_row("PWK", paper)
    if part.message:
        yield ("MSG", Text(part.message))


def _name(entity: str, name: Name, person: bool, prefix: str, qualifier: str, id: str) -> Row:
    row: list[Value] = list(name_row(entity, name, person, qualifier, id))
    if prefix:
        row += [""] * (7 - len(row))
        row[6] = Text(prefix)
    return row


def _asked(asked: Asked) -> Row:
    causes: Composite = (*asked.causes, *[None] * (3 - len(asked.causes)), asked.cause_state, asked.cause_country) if asked.causes else ()
    place: Composite = (asked.place, asked.place_list) if asked.place else ()
    rest = (asked.urgency, asked.health, asked.prognosis, asked.release, asked.delay_reason)
    return ("UM", asked.category, asked.kind, asked.service_type, place, causes, *rest)


def _code(code: EventCode) -> Composite:
    diagnosis = code.code if code.qualifier in ("LOI", "DR") else code.code.replace(".", "")
    return (code.qualifier, diagnosis, "D8" if code.on else None, code.on)


def _item(service: ReviewedService) -> Iterator[Row]:
    item = service.item
    if item is None:
        return
    match item.kind:
        case "professional":
            yield _professional(item)
        case "institutional":
            yield _institutional(item)
        case "dental":
            yield ("SV3", _procedure(item), item.amount, None, item.cavities, item.prosthesis, item.quantity, Text(item.note))
    for tooth in service.teeth:
        yield ("TOO", "JP", tooth.number, tooth.surfaces)


def _professional(item: ServiceItem) -> Row:
    pointers: Composite = item.pointers
    gap = [None] * 8
    counted = (item.amount, item.unit, item.quantity, None, None, pointers, *gap[:3], _yes(item.epsdt), *gap)
    return ("SV1", _procedure(item), *counted, item.level_of_care)


def _institutional(item: ServiceItem) -> Row:
    counted = (item.amount, item.unit, item.quantity, item.rate, None, None, item.residential_status, item.level_of_care)
    return ("SV2", item.revenue_code, _procedure(item) if item.code else (), *counted)


def _procedure(item: ServiceItem) -> Composite:
    modifiers = (*item.modifiers, *[None] * (4 - len(item.modifiers)))
    return (item.qualifier, item.code, *modifiers, Text(item.description), item.last_code)


def _yes(value: bool | None) -> Atom:
    return None if value is None else "Y" if value else "N"
