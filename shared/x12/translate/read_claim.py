"""837P and 837I read back into claim documents, one claim in memory at a time.

What a document has no room for (attachments, ambulance, repricing and so on) is not lost in the file but not in the document
either: use read_loops for that. Amounts and dates that cannot be read come out as zero and None; the validator names them.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from shared.x12.envelope import read_date, read_dates, read_time
from shared.x12.guides import guide_for
from shared.x12.interchange import Transaction
from shared.x12.read import Loop, walk
from shared.x12.segments import Segment
from shared.x12.translate.adjustment import Adjustment, read_adjustments
from shared.x12.translate.claim import (
    Accident,
    Address,
    ClaimDocument,
    Diagnosis,
    Drug,
    Kind,
    LineAdjudication,
    Name,
    Occurrence,
    OtherPayer,
    Patient,
    Payer,
    Procedure,
    Provider,
    Reference,
    ServiceLine,
    Stay,
    Subscriber,
    ValueCode,
)
from shared.x12.translate.values import ZERO, read_number

_NO_DAY = date(1, 1, 1)
_KNOWN_REFERENCES = frozenset({"9F", "G1", "F8", "EA"})
_Codes = dict[str, list[list[str]]]


def read_claims(transaction: Transaction) -> Iterator[ClaimDocument]:
    """The claims of an 837P or 837I in file order. Raises ValueError when the set is another one or has no known version."""
    guide = guide_for(transaction.set_id, transaction.version)
    if transaction.set_id != "837" or guide is None:
        raise ValueError("not an 837 of a known version")
    kind: Kind = "professional" if guide.versions[0].startswith("005010X222") else "institutional"
    for loop in walk(transaction, guide, transaction.delimiters.component, at="2300"):
        if loop.id == "2300" and loop.first("CLM") is not None:
            yield _claim(kind, loop)


def _claim(kind: Kind, loop: Loop) -> ClaimDocument:
    clm = loop.first("CLM") or Segment("CLM", ("CLM",))
    part = _Parts(clm, loop.component)
    codes = _codes(loop)
    principal = codes.get("ABK", []) + codes.get("BK", [])
    others = codes.get("ABF", []) + codes.get("BF", [])
    subscriber, patient = loop.above("2000B"), loop.above("2000C")
    return ClaimDocument(
        kind=kind,
        patient_control_number=clm.get(1),
        charge=_number(clm.get(2)),
        place=part(5, 1),
        frequency=part(5, 3),
        billing=_billing(loop.above("2000A")),
        subscriber=_subscriber(subscriber, "2010BA"),
        payer=_payer(subscriber.loop("2010BB") if subscriber else None),
        patient=_patient(patient) if patient else None,
        diagnoses=tuple(_diagnosis(code) for code in principal + others),
        lines=tuple(_line(kind, line) for line in loop.loops("2400")),
        stay=_stay(loop, codes) if kind == "institutional" else None,
        authorization=loop.get("REF", 2, "G1"),
        referral=loop.get("REF", 2, "9F"),
        payer_claim_control_number=loop.get("REF", 2, "F8"),
        medical_record_number=loop.get("REF", 2, "EA"),
        references=tuple(_reference(ref) for ref in loop.all("REF") if ref.get(1) not in _KNOWN_REFERENCES),
        signature_on_file=clm.get(6) != "N",
        assignment=clm.get(7),
        benefits_assigned=clm.get(8),
        release=clm.get(9),
        onset_on=_day(loop, "431"),
        admitted_on=_day(loop, "435") if kind == "professional" else None,
        discharged_on=_day(loop, "096") if kind == "professional" else None,
        accident=_accident(loop, part),
        patient_paid=read_number(loop.get("AMT", 2, "F5", "F3")),
        note=loop.get("NTE", 2),
        delay_reason=clm.get(20),
        referring=_provider(loop, "DN"),
        rendering=_provider(loop, "82"),
        facility=_provider(loop, "77"),
        supervising=_provider(loop, "DQ"),
        other_payers=tuple(_other_payer(other) for other in loop.loops("2320")),
    )


class _Parts:
    """Components of one segment."""

    def __init__(self, segment: Segment, separator: str) -> None:
        self._segment, self._separator = segment, separator

    def __call__(self, element: int, component: int) -> str:
        return self._segment.component(element, component, self._separator)


def _codes(loop: Loop) -> _Codes:
    """All HI composites by qualifier."""
    found: _Codes = {}
    for hi in loop.all("HI"):
        for value in hi.elements[1:]:
            parts = value.split(loop.component)
            found.setdefault(parts[0], []).append([*parts, *[""] * 9])
    return found


def _diagnosis(parts: list[str]) -> Diagnosis:
    return Diagnosis(parts[1], parts[8])


def _stay(loop: Loop, codes: _Codes) -> Stay:
    first, last = _period(loop, "434")
    cl1 = loop.first("CL1") or Segment("CL1", ("CL1",))
    admission = loop.get("DTP", 3, "435")
    admitting = codes.get("ABJ", []) + codes.get("BJ", [])
    procedures = [code for qualifier in ("BBR", "BR", "BBQ", "BQ") for code in codes.get(qualifier, [])]
    events = [Occurrence(code[1], read_date(code[3]) or _NO_DAY) for code in codes.get("BH", [])]
    spans = [(code[1], *read_dates(code[2], code[3])) for code in codes.get("BI", [])]
    return Stay(
        from_on=first or _NO_DAY,
        through_on=last or _NO_DAY,
        patient_status=cl1.get(3),
        admission_type=cl1.get(1),
        admission_source=cl1.get(2),
        admitted_on=read_date(admission[:8]),
        admitted_at=read_time(admission[8:]),
        discharged_at=read_time(loop.get("DTP", 3, "096")),
        admitting=_diagnosis(admitting[0]) if admitting else None,
        reasons=tuple(_diagnosis(code) for code in codes.get("APR", []) + codes.get("PR", [])),
        external_causes=tuple(_diagnosis(code) for code in codes.get("ABN", []) + codes.get("BN", [])),
        drg=next((code[1] for code in codes.get("DR", [])), ""),
        procedures=tuple(Procedure(code[1], read_date(code[3]) or _NO_DAY) for code in procedures),
        occurrences=(*events, *[Occurrence(code, begin or _NO_DAY, end) for code, begin, end in spans]),
        value_codes=tuple(ValueCode(code[1], _number(code[4])) for code in codes.get("BE", [])),
        conditions=tuple(code[1] for code in codes.get("BG", [])),
        attending=_provider(loop, "71"),
        operating=_provider(loop, "72"),
    )


def _line(kind: Kind, loop: Loop) -> ServiceLine:
    sv = loop.first("SV1") or loop.first("SV2") or Segment("SV1", ("SV1",))
    part = _Parts(sv, loop.component)
    shift = int(sv.id == "SV2")
    first, last = _period(loop, "472")
    return ServiceLine(
        charge=_number(sv.get(2 + shift)),
        units=_number(sv.get(4 + shift)),
        unit=sv.get(3 + shift),
        on=first,
        through_on=last if last != first else None,
        qualifier=part(1 + shift, 1) or "HC",
        code=part(1 + shift, 2),
        modifiers=tuple(modifier for n in (3, 4, 5, 6) if (modifier := part(1 + shift, n))),
        description=part(1 + shift, 7),
        pointers=tuple(int(pointer) for n in (1, 2, 3, 4) if not shift and (pointer := part(7, n)).isdecimal()),
        place="" if shift else sv.get(5),
        emergency=not shift and sv.get(9) == "Y",
        revenue_code=sv.get(1) if shift else "",
        noncovered=read_number(sv.get(7)) if shift else None,
        control_number=loop.get("REF", 2, "6R"),
        note=loop.get("NTE", 2),
        drug=_drug(loop.loop("2410")),
        rendering=_provider(loop, "82"),
        adjudications=tuple(_adjudication(entry) for entry in loop.loops("2430")),
    )


def _drug(loop: Loop | None) -> Drug | None:
    if loop is None:
        return None
    return Drug(loop.get("LIN", 3), _number(loop.get("CTP", 4)), loop.get("CTP", 5), loop.get("REF", 2))


def _adjudication(loop: Loop) -> LineAdjudication:
    svd = loop.first("SVD") or Segment("SVD", ("SVD",))
    part = _Parts(svd, loop.component)
    return LineAdjudication(
        payer_id=svd.get(1),
        paid=_number(svd.get(2)),
        units=_number(svd.get(5)),
        adjudicated_on=_day(loop, "573") or _NO_DAY,
        adjustments=_adjustments(loop),
        code=part(3, 2),
        modifiers=tuple(modifier for n in (3, 4, 5, 6) if (modifier := part(3, n))),
        revenue_code=svd.get(4),
        remaining=read_number(loop.get("AMT", 2, "EAF")),
    )


def _other_payer(loop: Loop) -> OtherPayer:
    sbr = loop.first("SBR") or Segment("SBR", ("SBR",))
    payer = loop.loop("2330B")
    oi = loop.first("OI") or Segment("OI", ("OI",))
    return OtherPayer(
        payer=_payer(payer),
        subscriber=_subscriber(loop, "2330A"),
        relationship=sbr.get(2),
        paid=read_number(loop.get("AMT", 2, "D")),
        remaining=read_number(loop.get("AMT", 2, "EAF")),
        adjudicated_on=_day(payer, "573") if payer else None,
        adjustments=_adjustments(loop),
        payer_claim_control_number=payer.get("REF", 2, "F8") if payer else "",
        benefits_assigned=oi.get(3),
        release=oi.get(6),
    )


def _adjustments(loop: Loop) -> tuple[Adjustment, ...]:
    return tuple(entry for cas in loop.all("CAS") for entry in read_adjustments(cas.elements, lambda text, element: _number(text)))


def _billing(loop: Loop | None) -> Provider:
    provider = loop.loop("2010AA") if loop else None
    if loop is None or provider is None:
        return Provider("", Name(""))
    tax = provider.first("REF", "EI", "SY")
    pay_to = loop.loop("2010AB")
    nm1 = provider.first("NM1") or Segment("NM1", ("NM1",))
    return Provider(
        npi=nm1.get(9),
        name=_name(nm1),
        person=nm1.get(2) == "1",
        taxonomy=loop.get("PRV", 3, "BI"),
        tax_id=tax.get(2) if tax else "",
        tax_id_kind=tax.get(1) if tax else "EI",
        address=_address(provider),
        pay_to=_address(pay_to) if pay_to else None,
        references=tuple(_reference(ref) for ref in provider.all("REF") if ref is not tax),
    )


def _subscriber(loop: Loop | None, person_loop: str) -> Subscriber:
    person = loop.loop(person_loop) if loop else None
    if loop is None or person is None:
        return Subscriber("", Name(""))
    sbr = loop.first("SBR") or Segment("SBR", ("SBR",))
    nm1 = person.first("NM1") or Segment("NM1", ("NM1",))
    return Subscriber(
        member_id=nm1.get(9),
        name=_name(nm1),
        born_on=read_date(person.get("DMG", 2)),
        sex=person.get("DMG", 3) or "U",
        address=_address(person),
        group_number=sbr.get(3),
        group_name=sbr.get(4),
        sequence=sbr.get(1),
        filing_indicator=sbr.get(9),
        medicare_secondary=sbr.get(5),
        person=nm1.get(2) != "2",
    )


def _patient(loop: Loop) -> Patient:
    person = loop.loop("2010CA")
    nm1 = person.first("NM1") if person else None
    name = _name(nm1) if nm1 else Name("")
    born_on = read_date(person.get("DMG", 2)) if person else None
    address = _address(person) if person else None
    return Patient(loop.get("PAT", 1), name, born_on or _NO_DAY, person.get("DMG", 3) if person else "", address or Address("", ""))


def _payer(loop: Loop | None) -> Payer:
    nm1 = loop.first("NM1") if loop else None
    if loop is None or nm1 is None:
        return Payer("", "")
    references = tuple(_reference(ref) for ref in loop.all("REF") if ref.get(1) != "F8")
    return Payer(nm1.get(3), nm1.get(9), nm1.get(8), _address(loop), references)


def _provider(loop: Loop, entity: str) -> Provider | None:
    """The provider in a role, from whichever child loop begins with that entity."""
    for child in loop.children:
        nm1 = child.first("NM1", entity)
        if nm1 is not None:
            references = tuple(_reference(ref) for ref in child.all("REF"))
            return Provider(nm1.get(9), _name(nm1), nm1.get(2) == "1", taxonomy=child.get("PRV", 3), address=_address(child), references=references)
    return None


def _accident(loop: Loop, part: _Parts) -> Accident | None:
    causes = tuple(cause for n in (1, 2, 3) if (cause := part(11, n)))
    return Accident(causes, _day(loop, "439") or _NO_DAY, part(11, 4)) if causes else None


def _name(nm1: Segment) -> Name:
    return Name(nm1.get(3), nm1.get(4), nm1.get(5), nm1.get(7))


def _address(loop: Loop) -> Address | None:
    n3, n4 = loop.first("N3"), loop.first("N4")
    if n3 is None or n4 is None:
        return None
    return Address(n3.get(1), n4.get(1), n4.get(2), n4.get(3), n3.get(2), n4.get(4))


def _reference(ref: Segment) -> Reference:
    return Reference(ref.get(1), ref.get(2))


def _period(loop: Loop, qualifier: str) -> tuple[date | None, date | None]:
    dtp = loop.first("DTP", qualifier)
    return read_dates(dtp.get(2), dtp.get(3)) if dtp else (None, None)


def _day(loop: Loop, qualifier: str) -> date | None:
    return _period(loop, qualifier)[0]


def _number(text: str) -> Decimal:
    return read_number(text) or ZERO
