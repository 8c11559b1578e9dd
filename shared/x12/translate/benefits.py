"""The 271 read: what a payer says about one patient's coverage (005010X279A1, loops 2000A to 2120D).

An answer is kept as the payer gives it, benefit by benefit; what is active, what is due and whether an authorization is
needed are questions of the caller to it. Amounts are dollars, percentages fractions of one (0.2 is 20 per cent).
"""

from collections.abc import Iterator

from shared.x12.interchange import Transaction
from shared.x12.loop import Loop
from shared.x12.segments import Segment
from shared.x12.translate.benefit import Benefit, Benefits, Circumstance, Delivery, Entity, Insured, Military, Period, Reject
from shared.x12.translate.naming import Name, read_address, read_contacts, read_name, read_references, read_traces
from shared.x12.translate.parties import (
    levels,
    read_birth_sequence,
    read_diagnoses,
    read_payer,
    read_period,
    read_pointers,
    read_procedure,
    read_requester,
    read_role,
    read_service_types,
    read_whole,
)
from shared.x12.translate.values import Values

__all__ = ["Benefit", "Benefits", "Circumstance", "Delivery", "Entity", "Insured", "Military", "Period", "Reject", "read_benefits"]
_NOTHING = Segment("", ("",))


def read_benefits(transaction: Transaction) -> Iterator[Benefits]:
    """The answers of a 271, one for each patient asked about.

    When the payer or the provider level rejects, there is no patient: one answer carries the rejects alone. Raises
    ValueError when the set is not a 271.
    """
    if transaction.set_id != "271":
        raise ValueError("not a 271")
    repetition = transaction.delimiters.repetition
    return (answer for loop in levels(transaction, "271") for answer in _answers(loop, repetition))


def _answers(loop: Loop, repetition: str) -> Iterator[Benefits]:
    """Of a level that is complete: its patients, or the reason why there are none."""
    if loop.id == "2000C":
        dependents = loop.loops("2000D")
        if not dependents or _speaks(loop):
            yield _answer(loop, None, repetition)
        for dependent in dependents:
            yield _answer(loop, dependent, repetition)
    elif not loop.opened.get("2000B") and not loop.opened.get("2000C") and (rejects := _rejects_above(loop)):
        yield _context(loop, rejects)


def _speaks(subscriber: Loop) -> bool:
    """Whether anything is said of the subscriber himself, beside his dependents."""
    name = subscriber.loop("2100C")
    return name is not None and bool(name.loops("2110C") or name.first("AAA"))


def _context(loop: Loop, rejects: tuple[Reject, ...]) -> Benefits:
    """An answer without a patient: who answers, and whom."""
    source = loop if loop.id == "2000A" else loop.above("2000A")
    receiver = None if loop.id == "2000A" else loop if loop.id == "2000B" else loop.above("2000B")
    payer, entity = read_payer(source)
    header, name = loop.above(""), source.loop("2100A") if source is not None else None
    return Benefits(
        payer, read_requester(receiver), rejects=rejects, contacts=read_contacts(name) if name is not None else (), payer_entity=entity,
        reference=header.get("BHT", 3) if header is not None else "",
    )  # fmt: skip


def _rejects_above(loop: Loop) -> tuple[Reject, ...]:
    """AAA of 2000A, 2100A and 2100B, as far as they are at or above a level."""
    source = loop if loop.id == "2000A" else loop.above("2000A")
    receiver = loop if loop.id == "2000B" else loop.above("2000B")
    found = [source, source.loop("2100A") if source is not None else None, receiver.loop("2100B") if receiver is not None else None]
    return tuple([reject for place in found if place is not None for reject in _rejects(place)])


def _rejects(loop: Loop) -> tuple[Reject, ...]:
    return tuple([Reject(loop.id, aaa.get(3), aaa.get(4), aaa.get(1) == "Y") for aaa in loop.all("AAA")])


def _answer(subscriber: Loop, dependent: Loop | None, repetition: str) -> Benefits:
    """The answer about a subscriber or one of his dependents."""
    values, patient = Values(subscriber.start or _NOTHING), dependent or subscriber
    name = patient.loop("2100C" if dependent is None else "2100D")
    rejects = _rejects_above(subscriber) + (_rejects(name) if name is not None else ())
    benefits = tuple([_benefit(loop, values, repetition) for loop in name.children]) if name is not None else ()
    context = _context(subscriber, rejects + tuple([reject for benefit in benefits for reject in benefit.rejects]))
    return Benefits(
        context.payer, context.requester, _insured(subscriber.loop("2100C")), _insured(name) if dependent is not None else None,
        read_traces(patient), benefits, context.rejects, context.contacts, context.payer_entity, context.reference, tuple(values.faults),
    )  # fmt: skip


def _insured(loop: Loop | None) -> Insured:
    """Loop 2100C or 2100D. Whose coverage it is does not hang on a birth date: one that cannot be read is None and no fault."""
    if loop is None:
        return Insured(Name(""))
    nm1, dmg, ins = loop.first("NM1") or _NOTHING, loop.first("DMG") or _NOTHING, loop.first("INS") or _NOTHING
    values = Values(dmg)
    return Insured(
        read_name(nm1), nm1.get(9), values.day(dmg.get(2), 2), dmg.get(3), read_address(loop), read_references(loop), _periods(loop), read_role(loop),
        ins.get(2), ins.get(3) == "001", read_birth_sequence(loop, values), read_diagnoses(loop), _military(loop), nm1.get(2) != "2",
    )  # fmt: skip


def _periods(loop: Loop) -> tuple[Period, ...]:
    return tuple([_period(dtp) for dtp in loop.all("DTP")])


def _period(dtp: Segment) -> Period:
    first, last = read_period(dtp, Values(dtp))
    return Period(dtp.get(1), first, last or first)


def _military(loop: Loop) -> tuple[Military, ...]:
    return tuple([_service(mpi) for mpi in loop.all("MPI")])


def _service(mpi: Segment) -> Military:
    days = Segment("DTP", ("DTP", "", mpi.get(6), mpi.get(7)))
    first, last = read_period(days, Values(mpi)) if mpi.get(7) else (None, None)
    return Military(mpi.get(1), mpi.get(2), mpi.get(3), mpi.get(4), mpi.get(5), first, last)


def _benefit(loop: Loop, values: Values, repetition: str) -> Benefit:
    """Loop 2110C or 2110D."""
    eb = values.segment = loop.first("EB") or _NOTHING
    get, (qualifier, procedure, modifiers, through) = eb.get, read_procedure(eb, 13, loop.component)
    parties = [party for child in loop.children if child.id.startswith("LS") for party in child.children]
    return Benefit(
        get(1), get(2), read_service_types(get(3), loop.component, repetition), get(4), get(5), get(6),
        values.optional_amount(get(7), 7), values.optional_amount(get(8), 8), get(9), values.optional_amount(get(10), 10),
        get(11), get(12), qualifier, procedure, modifiers, tuple([msg.get(1) for msg in loop.all("MSG")]), _periods(loop), read_references(loop),
        tuple([_entity(party) for party in parties]), eb.position, through, read_pointers(eb, 14, loop.component, values),
        tuple([_delivery(hsd, values) for hsd in loop.all("HSD")]), _circumstances(loop), _rejects(loop),
    )  # fmt: skip


def _entity(loop: Loop) -> Entity:
    """Loop 2120C or 2120D."""
    nm1 = loop.first("NM1") or _NOTHING
    person = read_name(nm1) if nm1.get(2) == "1" else None
    return Entity(
        nm1.get(1), "" if person is not None else nm1.get(3), nm1.get(8), nm1.get(9), person, read_address(loop), read_contacts(loop),
        read_role(loop), nm1.get(10),
    )  # fmt: skip


def _delivery(hsd: Segment, values: Values) -> Delivery:
    values.segment, get = hsd, hsd.get
    return Delivery(
        get(1), values.optional_amount(get(2), 2), get(3), values.optional_amount(get(4), 4), get(5), read_whole(get(6), 6, values), get(7), get(8)
    )


def _circumstances(loop: Loop) -> tuple[Circumstance, ...]:
    found = [child.first("III") for child in loop.children if child.id.startswith("2115")]
    return tuple([Circumstance(iii.get(1), iii.get(2), iii.get(3), iii.get(4)) for iii in found if iii is not None])
