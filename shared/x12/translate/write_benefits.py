"""The 271 written, as a payer does (005010X279A1): answers under their payer (2000A), provider (2000B) and subscriber (2000C)."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import chain

from shared.x12.characters import Text
from shared.x12.envelope import InterchangeHeader
from shared.x12.faults import WriteError
from shared.x12.rows import Composite, Row
from shared.x12.translate.benefit import Benefit, Benefits, Delivery, Entity, Insured, Military, Reject
from shared.x12.translate.days import day_or_period, dtp_rows
from shared.x12.translate.eligibility import diagnosis_rows
from shared.x12.translate.naming import Name, Reference, contact_rows, name_row, partial_address_rows, reference_rows, trace_rows
from shared.x12.translate.parties import VERSION, Requester, role_rows
from shared.x12.write import Writer


def write_benefits(
    header: InterchangeHeader, answers: Sequence[Benefits], *, reference: str, group_control_number: int | str, set_control_number: int | str = 1
) -> bytes:
    """One interchange with one 271. `reference` is BHT03 of the inquiry. Raises WriteError when a value cannot be sent."""
    if header.on is None or header.at is None:
        raise WriteError("an interchange needs a date and a time", "ISA", 9)
    writer = Writer(header).group("HB", VERSION, group_control_number)
    writer.transaction("271", set_control_number, VERSION).add(benefit_set(answers, reference, header.on, header.at))
    return writer.finish()


def benefit_set(answers: Sequence[Benefits], reference: str, on: date, at: time) -> Iterator[Row]:
    """The segments between ST and SE: each answer under its payer and provider, in order of first appearance."""
    if not answers:
        raise WriteError("nothing is answered", "HL")
    grouped: dict[tuple[Row, ...], dict[tuple[Row, ...], list[Benefits]]] = {}
    for answer in answers:
        _refuse_loose_ends(answer)
        grouped.setdefault(tuple(_payer_rows(answer)), {}).setdefault(tuple(_requester_rows(answer)), []).append(answer)
    yield ("BHT", "0022", "11", reference, on, at)
    counter = 0
    for payer, requesters in grouped.items():
        source = counter = counter + 1
        yield ("HL", source, None, "20", "1" if any(requesters) else "0")
        yield from payer
        for requester, answered in requesters.items():
            if not requester:
                continue
            receiver = counter = counter + 1
            patients = [answer for answer in answered if answer.subscriber is not None]
            yield ("HL", receiver, source, "21", "1" if patients else "0")
            yield from requester
            for answer in patients:
                yield from _levels(answer, counter + 1, receiver)
                counter += 1 if answer.dependent is None else 2


def _refuse_loose_ends(answer: Benefits) -> None:
    """An answer that says less in one place than in another would be another one when it is read."""
    below = [reject for benefit in answer.benefits for reject in benefit.rejects]
    if [reject for reject in answer.rejects if reject.loop.startswith("2110")] != below:
        raise WriteError("a reject of a benefit stands with the benefit and among all rejects; state it in both", "AAA")
    if answer.subscriber is not None and answer.requester is None:
        raise WriteError("a patient needs the provider who asked", "NM1")
    if answer.subscriber is None and (answer.dependent is not None or answer.benefits):
        raise WriteError("a patient needs his subscriber", "NM1")


def _payer_rows(answer: Benefits) -> Iterator[Row]:
    """Loop 2000A below its HL, and 2100A."""
    payer = answer.payer
    yield from _rejects(answer, "2000A")
    yield name_row(answer.payer_entity, Name(payer.name), False, payer.id_qualifier, payer.id)
    yield from contact_rows(answer.contacts)
    yield from _rejects(answer, "2100A")


def _requester_rows(answer: Benefits) -> Iterator[Row]:
    """Loop 2100B; nothing where the payer did not get that far."""
    if answer.requester is not None:
        yield from _requester(answer.requester, answer)


def _requester(requester: Requester, answer: Benefits) -> Iterator[Row]:
    provider, other = requester.provider, requester.id or Reference("XX", requester.provider.npi)
    yield name_row(requester.entity, provider.name, provider.person, other.qualifier, other.value)
    yield from reference_rows(provider.references)
    yield from partial_address_rows(provider.address)
    yield from _rejects(answer, "2100B")
    yield from role_rows(requester.role)


def _levels(answer: Benefits, number: int, receiver: int) -> Iterator[Row]:
    """Loop 2000C, and 2000D where the patient is a dependent."""
    subscriber, dependent = answer.subscriber, answer.dependent
    if subscriber is None:
        return
    yield ("HL", number, receiver, "22", "0" if dependent is None else "1")
    if dependent is None:
        yield from trace_rows(answer.traces)
        yield from _insured(subscriber, "IL", _rejects(answer, "2100C"))
    else:
        yield from _insured(subscriber, "IL", ())
        yield ("HL", number + 1, number, "23", "0")
        yield from trace_rows(answer.traces)
        yield from _insured(dependent, "03", _rejects(answer, "2100D"))
    yield from chain.from_iterable(_benefit(benefit) for benefit in answer.benefits)


def _rejects(answer: Benefits, loop: str) -> tuple[Row, ...]:
    return tuple([_reject(reject) for reject in answer.rejects if reject.loop == loop])


def _reject(reject: Reject) -> Row:
    return ("AAA", "Y" if reject.request_valid else "N", None, reject.code, reject.follow_up)


def _insured(insured: Insured, entity: str, rejects: Sequence[Row]) -> Iterator[Row]:
    """Loop 2100C or 2100D."""
    yield name_row(entity, insured.name, insured.person, "MI", insured.member_id)
    yield from reference_rows(insured.references)
    yield from partial_address_rows(insured.address)
    yield from rejects
    yield from role_rows(insured.role)
    if insured.born_on is not None or insured.sex:
        yield ("DMG", "D8" if insured.born_on else None, insured.born_on, insured.sex)
    if insured.relationship:
        change = ("001", "25") if insured.changed else (None, None)
        yield ("INS", "Y" if entity == "IL" else "N", insured.relationship, *change, *[None] * 12, insured.birth_sequence)
    yield from diagnosis_rows(insured.diagnoses)
    yield from chain.from_iterable(dtp_rows(period.qualifier, period.first, period.last) for period in insured.periods)
    yield from [_military(service) for service in insured.military]


def _military(service: Military) -> Row:
    days = day_or_period(service.first, service.last) or (None, None)
    return ("MPI", service.status, service.employment, service.affiliation, Text(service.description), service.rank, *days)


def _benefit(benefit: Benefit) -> Iterator[Row]:
    """Loop 2110C or 2110D."""
    yield (
        "EB", benefit.code, benefit.coverage_level, [*benefit.service_types], benefit.insurance_type, Text(benefit.plan), benefit.time_period,
        benefit.amount, benefit.percent, benefit.quantity_qualifier, benefit.quantity, benefit.authorization_required, benefit.in_network,
        _procedure(benefit), benefit.pointers or None,
    )  # fmt: skip
    yield from [_delivery(delivery) for delivery in benefit.deliveries]
    yield from reference_rows(benefit.references)
    yield from chain.from_iterable(dtp_rows(period.qualifier, period.first, period.last) for period in benefit.periods)
    yield from [_reject(reject) for reject in benefit.rejects]
    yield from [("MSG", Text(message)) for message in benefit.messages]
    yield from [("III", each.qualifier, each.code, each.category, Text(each.text)) for each in benefit.circumstances]
    if benefit.entities:
        yield ("LS", "2120")
        yield from chain.from_iterable(_entity(entity) for entity in benefit.entities)
        yield ("LE", "2120")


def _procedure(benefit: Benefit) -> Composite | None:
    """EB13. Raises WriteError when a procedure has more modifiers than there is room for."""
    if len(benefit.modifiers) > 4:
        raise WriteError("a procedure has up to four modifiers", "EB", 13)
    if not benefit.procedure:
        return None
    modifiers = [*benefit.modifiers, "", "", "", ""][:4]
    return (benefit.procedure_qualifier, benefit.procedure, *modifiers, "", benefit.procedure_through)


def _delivery(delivery: Delivery) -> Row:
    return (
        "HSD", delivery.qualifier, delivery.quantity, delivery.unit, delivery.modulus, delivery.time_period, delivery.periods,
        delivery.frequency, delivery.pattern,
    )  # fmt: skip


def _entity(entity: Entity) -> Iterator[Row]:
    """Loop 2120C or 2120D."""
    name = name_row(entity.role, entity.person or Name(entity.name), entity.person is not None, entity.qualifier, entity.id)
    yield (*name, entity.relationship)
    yield from partial_address_rows(entity.address)
    yield from contact_rows(entity.contacts)
    yield from role_rows(entity.care)
