"""The 270 read, as a payer or a clearinghouse does (005010X279A1, loops 2000A to 2110D)."""

from collections.abc import Iterator
from decimal import Decimal

from shared.x12.interchange import Transaction
from shared.x12.loop import Loop
from shared.x12.segments import Segment
from shared.x12.translate.claim import Provider
from shared.x12.translate.eligibility import Inquiry, Member, Question
from shared.x12.translate.naming import Name, Reference, Trace, read_address, read_name, read_references, read_traces
from shared.x12.translate.parties import (
    Requester,
    levels,
    read_birth_sequence,
    read_days,
    read_diagnoses,
    read_payer,
    read_pointers,
    read_procedure,
    read_requester,
    read_role,
    read_service_types,
)
from shared.x12.translate.values import Values

_NOBODY = Segment("NM1", ("NM1",))
_UNASKED = Question()


def read_inquiries(transaction: Transaction) -> Iterator[Inquiry]:
    """The questions of a 270, one for each patient asked about, in file order. Raises ValueError when the set is no 270."""
    return (inquiry for loop in levels(transaction, "270") if loop.id == "2000C" for inquiry in _patients(loop, transaction.delimiters.repetition))


def _patients(subscriber: Loop, repetition: str) -> Iterator[Inquiry]:
    """A subscriber who is asked about himself, then his dependents."""
    name, dependents = subscriber.loop("2100C"), subscriber.loops("2000D")
    if not dependents or (name is not None and name.loops("2110C")):
        yield _inquiry(subscriber, None, repetition)
    for dependent in dependents:
        yield _inquiry(subscriber, dependent, repetition)


def _inquiry(subscriber: Loop, dependent: Loop | None, repetition: str) -> Inquiry:
    values, header, patient = Values(subscriber.start or _NOBODY), subscriber.above(""), dependent or subscriber
    payer, payer_entity = read_payer(subscriber.above("2000A"))
    requester = read_requester(subscriber.above("2000B")) or Requester(Provider("", Name("")), "")
    trace, *further = read_traces(patient) or (Trace("", ""),)
    name = patient.loop("2100C" if dependent is None else "2100D")
    on, through_on = read_days(name, "291", values)
    questions = tuple([_question(loop, values, repetition) for loop in name.children]) if name is not None else ()
    single = _single(questions)
    return Inquiry(
        payer=payer, provider=requester.provider, subscriber=_member(subscriber.loop("2100C"), values), trace=trace.number,
        originator_id=trace.originator_id, on=on, through_on=through_on, service_types=single.service_types or ("30",),
        code=single.code, modifiers=single.modifiers, dependent=_member(name, values) if dependent is not None else None,
        relationship=name.get("INS", 2) if name is not None and dependent is not None else "",
        questions=questions if single is _UNASKED else (), further_traces=tuple(further), trace_department=trace.department,
        card_issued_on=read_days(name, "102", values)[0], payer_entity=payer_entity, provider_entity=requester.entity,
        provider_id=requester.id, provider_role=requester.role, reference=header.get("BHT", 3) if header is not None else "",
        purpose=header.get("BHT", 2) if header is not None else "", faults=tuple(values.faults),
    )  # fmt: skip


def _single(questions: tuple[Question, ...]) -> Question:
    """The one question for service types, or for one procedure, with nothing else to it; an empty one where more is asked."""
    if len(questions) == 1:
        asked = questions[0]
        plain = Question(code=asked.code, modifiers=asked.modifiers) if asked.code else Question(asked.service_types)
        if asked == plain:
            return asked
    return _UNASKED


def _member(loop: Loop | None, values: Values) -> Member:
    """Loop 2100C or 2100D; the first REF*6P is the group number."""
    if loop is None:
        return Member(Name(""))
    nm1, dmg = loop.first("NM1") or _NOBODY, loop.first("DMG") or _NOBODY
    references = read_references(loop)
    group = next((number for number, reference in enumerate(references) if reference.qualifier == "6P"), len(references))
    values.segment = dmg
    born_on = values.day(dmg.get(2), 2)
    return Member(
        read_name(nm1), born_on, dmg.get(3), nm1.get(9), read_address(loop),
        references[group].value if group < len(references) else "", references[:group] + references[group + 1 :], read_role(loop),
        read_birth_sequence(loop, values), read_diagnoses(loop), nm1.get(2) != "2",
    )  # fmt: skip


def _question(loop: Loop, values: Values, repetition: str) -> Question:
    """Loop 2110C or 2110D."""
    eq, iii, ref = loop.first("EQ") or _NOBODY, loop.first("III"), loop.first("REF")
    qualifier, code, modifiers, _ = read_procedure(eq, 2, loop.component)
    on, through_on = read_days(loop, "291", values)
    return Question(
        service_types=read_service_types(eq.get(1), loop.component, repetition),
        code=code, modifiers=modifiers, qualifier=qualifier or "HC", family=eq.get(3) == "FAM", pointers=read_pointers(eq, 5, loop.component, values),
        spend_down=_amount(loop.first("AMT", "R"), values), billed=_amount(loop.first("AMT", "PB"), values),
        place=iii.get(2) if iii is not None else "", authorization=Reference(ref.get(1), ref.get(2)) if ref is not None else None,
        on=on, through_on=through_on,
    )  # fmt: skip


def _amount(amt: Segment | None, values: Values) -> Decimal | None:
    if amt is None:
        return None
    values.segment = amt
    return values.optional_amount(amt.get(2), 2)
