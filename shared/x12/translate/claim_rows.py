"""Loop 2300 and what is under it, as segments: the part of an 837 that is repeated for each claim."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from shared.x12.characters import Text, room
from shared.x12.faults import WriteError
from shared.x12.translate.adjustment import adjustment_rows
from shared.x12.translate.claim import Address, ClaimDocument, Diagnosis, Kind, Name, OtherPayer, Provider, Reference, ServiceLine, Stay
from shared.x12.write import Composite, Row

MOST_DIAGNOSES = 12
MOST_POINTERS = 4
MOST_MODIFIERS = 4
MOST_LINES = {"professional": 50, "institutional": 999}
MOST_OF_NAME = (60, 35, 25)
"""Characters of NM103, NM104 and NM105."""
MOST_OF_STREET, MOST_OF_CITY, MOST_OF_NUMBER = 55, 30, 50
"""N301 and N302, N401, REF02."""
_NO_DATE = "a date of service is missing"


def name_row(entity: str, name: Name, person: bool, qualifier: str = "", id: str = "") -> Row:
    """NM1. An identifier is sent with its qualifier or not at all. Raises WriteError for a name that does not fit: half a name is another one."""
    given = [
        _fitting(part, most, "NM1", place)
        for place, (part, most) in enumerate(zip((name.last, name.first, name.middle), MOST_OF_NAME, strict=True), 3)
    ]
    return ("NM1", entity, "1" if person else "2", *given, None, Text(name.suffix), qualifier if id else None, id)


def address_rows(address: Address | None) -> Iterator[Row]:
    """N3 and N4, nothing for no address."""
    if address is not None:
        yield ("N3", _fitting(address.line, MOST_OF_STREET, "N3", 1), _fitting(address.line2, MOST_OF_STREET, "N3", 2))
        yield ("N4", _fitting(address.city, MOST_OF_CITY, "N4", 1), address.state, address.postal_code.replace("-", ""), address.country)


def _fitting(text: str, most: int, segment: str, element: int) -> Text:
    if text.isascii() and text.isalnum() and len(text) <= most:
        return Text(text)
    if fault := room(text, most):
        raise WriteError(f"the text {fault}", segment, element)
    return Text(text)


def claim_rows(claim: ClaimDocument) -> Iterator[Row]:
    """Loop 2300 with 2310, 2320, 2330, 2400, 2410, 2420 and 2430.

    Raises WriteError when the document holds more than the guide has room for, or an institutional one has no stay.
    """
    if not 1 <= len(claim.lines) <= MOST_LINES[claim.kind]:
        raise WriteError(f"a {claim.kind} claim has 1 to {MOST_LINES[claim.kind]} lines", "LX", 1)
    if not 1 <= len(claim.patient_control_number) <= 20:
        raise WriteError("the patient control number has 1 to 20 characters", "CLM", 1)
    if claim.kind == "professional":
        yield from _professional(claim)
    else:
        if claim.stay is None:
            raise WriteError("an institutional claim needs its statement period and patient status", "CLM")
        yield from _institutional(claim, claim.stay)
    for other in claim.other_payers:
        yield from _other_payer(other, claim.kind)
    for number, line in enumerate(claim.lines, start=1):
        yield from _line(claim, line, number)


def _professional(claim: ClaimDocument) -> Iterator[Row]:
    accident = claim.accident
    causes: Composite = ()
    if accident is not None:
        causes = (*_padded(accident.causes, 3), accident.state)
    yield (
        "CLM", claim.patient_control_number, claim.charge, None, None, (claim.place, "B", claim.frequency),
        "Y" if claim.signature_on_file else "N", claim.assignment, claim.benefits_assigned, claim.release,
        None, causes, None, None, None, None, None, None, None, None, claim.delay_reason,
    )  # fmt: skip
    dates = (("431", claim.onset_on), ("439", accident.on if accident else None), ("435", claim.admitted_on), ("096", claim.discharged_on))
    for qualifier, on in dates:
        if on is not None:
            yield ("DTP", qualifier, "D8", on)
    if claim.patient_paid is not None:
        yield ("AMT", "F5", claim.patient_paid)
    yield from _references(claim)
    if claim.note:
        yield ("NTE", "ADD", Text(claim.note))
    if not 1 <= len(claim.diagnoses) <= MOST_DIAGNOSES:
        raise WriteError(f"a professional claim has 1 to {MOST_DIAGNOSES} diagnoses", "HI", 1)
    yield _diagnosis_row(claim.diagnoses)
    yield from _provider("DN", claim.referring)
    yield from _provider("82", claim.rendering, "PE")
    yield from _provider("77", claim.facility)
    yield from _provider("DQ", claim.supervising)


def _institutional(claim: ClaimDocument, stay: Stay) -> Iterator[Row]:
    yield (
        "CLM", claim.patient_control_number, claim.charge, None, None, (claim.place, "A", claim.frequency),
        None, claim.assignment, claim.benefits_assigned, claim.release,
        None, None, None, None, None, None, None, None, None, None, claim.delay_reason,
    )  # fmt: skip
    if stay.discharged_at is not None:
        yield ("DTP", "096", "TM", stay.discharged_at)
    yield ("DTP", "434", "RD8", _period(stay.from_on, stay.through_on))
    if stay.admitted_on is not None:
        hour = stay.admitted_at.strftime("%H%M") if stay.admitted_at else ""
        yield ("DTP", "435", "DT" if hour else "D8", f"{stay.admitted_on:%Y%m%d}{hour}")
    yield ("CL1", stay.admission_type, stay.admission_source, stay.patient_status)
    if claim.patient_paid is not None:
        yield ("AMT", "F3", claim.patient_paid)
    yield from _references(claim)
    if claim.note:
        yield ("NTE", "ADD", Text(claim.note))
    yield from _information(claim, stay)
    yield from _provider("71", stay.attending, "AT")
    yield from _provider("72", stay.operating)
    yield from _provider("82", claim.rendering)
    yield from _provider("77", claim.facility)
    yield from _provider("DN", claim.referring)


def _information(claim: ClaimDocument, stay: Stay) -> Iterator[Row]:
    """The HI segments of an institutional claim, twelve codes to a segment."""
    if not claim.diagnoses:
        raise WriteError("an institutional claim has a principal diagnosis", "HI", 1)
    yield ("HI", _diagnosis("ABK", claim.diagnoses[0]))
    if stay.admitting is not None:
        yield ("HI", _diagnosis("ABJ", stay.admitting))
    yield from _packed([_diagnosis("APR", reason) for reason in stay.reasons], 3, 1)
    yield from _packed([_diagnosis("ABN", cause) for cause in stay.external_causes], 12, 1)
    if stay.drg:
        yield ("HI", ("DR", stay.drg))
    yield from _packed([_diagnosis("ABF", other) for other in claim.diagnoses[1:]], 12, 2)
    procedures = [(procedure.code.replace(".", ""), "D8", procedure.on) for procedure in stay.procedures]
    yield from _packed([("BBR", *procedure) for procedure in procedures[:1]], 1, 1)
    yield from _packed([("BBQ", *procedure) for procedure in procedures[1:]], 12, 2)
    spans = [("BI", event.code, "RD8", _period(event.on, event.through_on)) for event in stay.occurrences if event.through_on is not None]
    yield from _packed(spans, 12, 2)
    yield from _packed([("BH", event.code, "D8", event.on) for event in stay.occurrences if event.through_on is None], 12, 2)
    yield from _packed([("BE", value.code, None, None, value.amount) for value in stay.value_codes], 12, 2)
    yield from _packed([("BG", code) for code in stay.conditions], 12, 2)


def _packed(codes: Sequence[Composite], width: int, repeat: int) -> Iterator[Row]:
    if len(codes) > width * repeat:
        raise WriteError(f"no room for more than {width * repeat} codes of one kind", "HI", width)
    for start in range(0, len(codes), width):
        yield ("HI", *codes[start : start + width])


def _diagnosis_row(diagnoses: Sequence[Diagnosis]) -> Row:
    return ("HI", *[_diagnosis("ABF" if number else "ABK", diagnosis) for number, diagnosis in enumerate(diagnoses)])


def _diagnosis(qualifier: str, diagnosis: Diagnosis) -> Composite:
    code = diagnosis.code.replace(".", "")
    if not diagnosis.present_on_admission:
        return (qualifier, code)
    return (qualifier, code, None, None, None, None, None, None, diagnosis.present_on_admission)


def _references(claim: ClaimDocument) -> Iterator[Row]:
    known = (
        Reference("9F", claim.referral),
        Reference("G1", claim.authorization),
        Reference("F8", claim.payer_claim_control_number),
        Reference("EA", claim.medical_record_number),
    )
    for reference in (*known, *claim.references):
        if len(reference.value) > MOST_OF_NUMBER:
            raise WriteError(f"the number has more than {MOST_OF_NUMBER} characters", "REF", 2)
        if reference.value:
            yield ("REF", reference.qualifier, reference.value)


def _provider(entity: str, provider: Provider | None, taxonomy_role: str = "") -> Iterator[Row]:
    """A provider's loop: NM1, PRV where the role has one, address of a facility, references."""
    if provider is None:
        return
    yield name_row(entity, provider.name, provider.person, "XX", provider.npi)
    if taxonomy_role and provider.taxonomy:
        yield ("PRV", taxonomy_role, "PXC", provider.taxonomy)
    if entity == "77":
        if provider.address is None:
            raise WriteError("a service facility needs an address", "N3", 1)
        yield from address_rows(provider.address)
    for reference in provider.references:
        yield ("REF", reference.qualifier, reference.value)


def _other_payer(other: OtherPayer, kind: Kind) -> Iterator[Row]:
    """Loops 2320, 2330A and 2330B."""
    insured, payer = other.subscriber, other.payer
    group_name = Text(insured.group_name) if not insured.group_number else None
    yield (
        "SBR", insured.sequence, other.relationship, insured.group_number, group_name,
        insured.medicare_secondary if kind == "professional" else None, None, None, None, insured.filing_indicator,
    )  # fmt: skip
    yield from adjustment_rows(other.adjustments)
    if other.paid is not None:
        yield ("AMT", "D", other.paid)
    if other.remaining is not None:
        yield ("AMT", "EAF", other.remaining)
    yield ("OI", None, None, other.benefits_assigned, None, None, other.release)
    yield name_row("IL", insured.name, insured.person, "MI", insured.member_id)
    yield from address_rows(insured.address)
    yield name_row("PR", Name(payer.name), False, payer.id_qualifier, payer.id)
    yield from address_rows(payer.address)
    if other.adjudicated_on is not None:
        yield ("DTP", "573", "D8", other.adjudicated_on)
    for reference in payer.references:
        yield ("REF", reference.qualifier, reference.value)
    if other.payer_claim_control_number:
        yield ("REF", "F8", other.payer_claim_control_number)


def _line(claim: ClaimDocument, line: ServiceLine, number: int) -> Iterator[Row]:
    yield ("LX", number)
    procedure = _procedure(line.qualifier, line.code, line.modifiers, line.description)
    if claim.kind == "professional":
        if not 1 <= len(line.pointers) <= MOST_POINTERS:
            raise WriteError(f"a line points to 1 to {MOST_POINTERS} diagnoses", "SV1", 7)
        yield (
            "SV1", procedure, line.charge, line.unit, line.units, line.place if line.place != claim.place else None, None,
            line.pointers, None, "Y" if line.emergency else None,
        )  # fmt: skip
        if line.on is None:
            raise WriteError(_NO_DATE, "DTP", 3)
    else:
        yield ("SV2", line.revenue_code, procedure, line.charge, line.unit, line.units, None, line.noncovered)
    if line.on is not None:
        if line.through_on is None or line.through_on == line.on:
            yield ("DTP", "472", "D8", line.on)
        else:
            yield ("DTP", "472", "RD8", _period(line.on, line.through_on))
    if line.control_number:
        yield ("REF", "6R", line.control_number)
    if line.note:
        yield ("NTE", "ADD" if claim.kind == "professional" else "TPO", Text(line.note))
    yield from _drug(line)
    yield from _provider("82", line.rendering, "PE" if claim.kind == "professional" else "")
    for adjudication in line.adjudications:
        yield (
            "SVD", adjudication.payer_id, adjudication.paid,
            _procedure(line.qualifier, adjudication.code or line.code, adjudication.modifiers or line.modifiers),
            adjudication.revenue_code or (line.revenue_code if claim.kind == "institutional" else None), adjudication.units,
        )  # fmt: skip
        yield from adjustment_rows(adjudication.adjustments)
        yield ("DTP", "573", "D8", adjudication.adjudicated_on)
        if adjudication.remaining is not None:
            yield ("AMT", "EAF", adjudication.remaining)


def _procedure(qualifier: str, code: str, modifiers: tuple[str, ...], description: str = "") -> Composite:
    if len(modifiers) > MOST_MODIFIERS:
        raise WriteError(f"a procedure has at most {MOST_MODIFIERS} modifiers", "SV1", 1)
    if not code:
        return ()
    return (qualifier, code, *_padded(modifiers, MOST_MODIFIERS), Text(description))


def _drug(line: ServiceLine) -> Iterator[Row]:
    """Loop 2410."""
    drug = line.drug
    if drug is not None:
        quantity: Decimal = drug.quantity
        yield ("LIN", None, "N4", drug.ndc)
        yield ("CTP", None, None, None, quantity, (drug.unit,))
        if drug.prescription:
            yield ("REF", "XZ", drug.prescription)


def _padded(codes: tuple[str, ...], length: int) -> list[str]:
    return [*codes, *[""] * length][:length]


def _period(first: date, last: date | None) -> str:
    return f"{first:%Y%m%d}-{last or first:%Y%m%d}"
