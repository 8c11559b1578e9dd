"""Loop 2400 with 2410, 2420 and 2430: one line of a claim as segments. Most lines have few of these: what is not there costs one look."""

from collections.abc import Iterator

from shared.x12.characters import Text
from shared.x12.faults import WriteError
from shared.x12.rows import Composite, Row
from shared.x12.translate import claim_detail_rows as details
from shared.x12.translate.adjustment import adjustment_rows
from shared.x12.translate.claim import ClaimDocument, Drug, LineAdjudication, Provider, ServiceLine
from shared.x12.translate.claim_rows import KnownRows, place_rows
from shared.x12.translate.days import dated_row, dtp_rows
from shared.x12.translate.naming import reference_rows

MOST_POINTERS = 4
MOST_MODIFIERS = 4
_NO_MODIFIERS = ("", "", "", "")


def line_rows(claim: ClaimDocument, line: ServiceLine, number: int, known: KnownRows) -> list[Row]:
    """One line. Raises WriteError when it holds more than the guide has room for, or a professional one has no day."""
    professional = claim.kind == "professional"
    rows = [("LX", str(number)), _sv1(claim, line) if professional else _sv2(line)]
    if line.equipment or line.attachments or line.transport or line.certification or line.indicators:
        rows += _certified(line)
    if line.on is not None:
        rows += dtp_rows("472", line.on, line.through_on)
    elif professional:
        raise WriteError("a date of service is missing", "DTP", 3)
    if line.dates or line.measurements or line.contract or line.patients is not None or line.obstetric_units is not None:
        rows += _measured(line)
    if line.control_number:
        rows.append(("REF", "6R", line.control_number))
    if line.references or line.amounts or line.note or line.notes or line.fixed_format or line.purchase or line.repricing:
        rows += _noted(line, "ADD" if professional else "TPO")
    return _below(line, rows, professional, known)


def _below(line: ServiceLine, rows: list[Row], professional: bool, known: KnownRows) -> list[Row]:
    """Adds loops 2410, 2420 and 2430 to the rows of a line."""
    if line.drug:
        rows += _drug(line.drug)
    own = line.operating or line.other_operating or line.rendering or line.purchased_from or line.facility or line.supervising
    if own or line.ordering or line.referring or line.primary_care or line.pick_up or line.drop_off:
        rows += _providers(line, professional, known)
    for adjudication in line.adjudications:
        rows += _adjudication(line, adjudication, professional)
    return rows


def _sv1(claim: ClaimDocument, line: ServiceLine) -> Row:
    if not 1 <= len(line.pointers) <= MOST_POINTERS:
        raise WriteError(f"a line points to 1 to {MOST_POINTERS} diagnoses", "SV1", 7)
    procedure = procedure_code(line.qualifier, line.code, line.modifiers, line.description)
    place = line.place if line.place != claim.place else ""
    pointers = line.pointers if len(line.pointers) > 1 else str(line.pointers[0])
    row = ("SV1", procedure, line.charge, line.unit, line.units, place, "", pointers)
    if not (line.emergency or line.screening or line.family_planning or line.copay_exempt):
        return row
    emergency, screening, planning = ("Y" if flag else None for flag in (line.emergency, line.screening, line.family_planning))
    return (*row, None, emergency, None, screening, planning, None, None, "0" if line.copay_exempt else None)


def _sv2(line: ServiceLine) -> Row:
    procedure = procedure_code(line.qualifier, line.code, line.modifiers, line.description)
    row = ("SV2", line.revenue_code, procedure, line.charge, line.unit, line.units)
    return row if line.noncovered is None else (*row, "", line.noncovered)


def procedure_code(qualifier: str, code: str, modifiers: tuple[str, ...], description: str = "") -> Composite:
    """SV101, SV202, SVD03; nothing for no code."""
    if len(modifiers) > MOST_MODIFIERS:
        raise WriteError(f"a procedure has at most {MOST_MODIFIERS} modifiers", "SV1", 1)
    if not code:
        return ()
    if not description:
        return (qualifier, code, *modifiers)
    return (qualifier, code, *(modifiers + _NO_MODIFIERS)[:MOST_MODIFIERS], Text(description))


def _certified(line: ServiceLine) -> Iterator[Row]:
    """What stands between the service and its day."""
    if line.equipment is not None:
        yield from details.equipment_rows(line.equipment)
    if line.attachments:
        yield from details.detail_rows("PWK", line.attachments)
    if line.transport is not None:
        yield from details.detail_rows("CR1", (line.transport,))
    if line.certification is not None:
        yield from details.detail_rows("CR3", (line.certification,))
    if line.indicators:
        yield from details.detail_rows("CRC", line.indicators)


def _measured(line: ServiceLine) -> Iterator[Row]:
    """What stands between the day and the references."""
    for dated in line.dates:
        yield dated_row(dated)
    if line.patients is not None:
        yield ("QTY", "PT", line.patients)
    if line.obstetric_units is not None:
        yield ("QTY", "FL", line.obstetric_units)
    if line.measurements:
        yield from details.detail_rows("MEA", line.measurements)
    if line.contract is not None:
        yield from details.detail_rows("CN1", (line.contract,))


def _noted(line: ServiceLine, kind: str) -> Iterator[Row]:
    """What stands between the line's number and its drug."""
    if line.references:
        yield from reference_rows(line.references)
    if line.amounts:
        yield from details.detail_rows("AMT", line.amounts)
    if line.fixed_format:
        yield from details.fixed_rows(line.fixed_format)
    if line.note or line.notes:
        yield from details.note_rows(kind, line.note, line.notes)
    if line.purchase is not None:
        yield from details.detail_rows("PS1", (line.purchase,))
    if line.repricing is not None:
        yield from details.detail_rows("HCP", (line.repricing,))


def _drug(drug: Drug) -> Iterator[Row]:
    """Loop 2410."""
    yield ("LIN", None, drug.qualifier, drug.ndc)
    yield ("CTP", None, None, None, drug.quantity, (drug.unit,))
    if drug.prescription:
        yield ("REF", "XZ", drug.prescription)
    elif drug.link:
        yield ("REF", "VY", drug.link)


def _providers(line: ServiceLine, professional: bool, known: KnownRows) -> Iterator[Row]:
    """Loops 2420 in the order of the guide, which differs between the two."""
    if line.operating is not None:
        yield from known.provider("72", line.operating)
    if line.other_operating is not None:
        yield from known.provider("ZZ", line.other_operating)
    if line.rendering is not None:
        yield from known.provider("82", line.rendering, "PE" if professional else "")
    if line.purchased_from is not None:
        yield from _purchased_from(line.purchased_from)
    others = (("77", line.facility), ("DQ", line.supervising), ("DK", line.ordering), ("DN", line.referring), ("P3", line.primary_care))
    for entity, provider in others:
        if provider is not None:
            yield from known.provider(entity, provider)
    if line.pick_up is not None:
        yield from place_rows("PW", line.pick_up)
    if line.drop_off is not None:
        yield from place_rows("45", line.drop_off, line.drop_off_name)


def _purchased_from(provider: Provider) -> Iterator[Row]:
    """Loop 2420B: a number without a name."""
    yield ("NM1", "QB", "1" if provider.person else "2", *[None] * 5, "XX" if provider.npi else None, provider.npi)
    yield from reference_rows(provider.references)


def _adjudication(line: ServiceLine, decided: LineAdjudication, professional: bool) -> Iterator[Row]:
    """Loop 2430."""
    procedure = procedure_code(decided.qualifier, decided.code or line.code, decided.modifiers or line.modifiers)
    revenue_code = decided.revenue_code or (None if professional else line.revenue_code)
    yield ("SVD", decided.payer_id, decided.paid, procedure, revenue_code, decided.units, decided.bundled_into)
    yield from adjustment_rows(decided.adjustments)
    yield ("DTP", "573", "D8", decided.adjudicated_on)
    if decided.remaining is not None:
        yield ("AMT", "EAF", decided.remaining)
