"""Loop 2300 and what is under it, as segments: the part of an 837 that is repeated for each claim."""

from collections.abc import Iterable, Iterator

from shared.x12.faults import WriteError
from shared.x12.rows import Composite, Row
from shared.x12.scalars import period_text
from shared.x12.translate import claim_detail_rows as details
from shared.x12.translate.claim import Accident, ClaimDocument, Stay
from shared.x12.translate.claim_information_rows import diagnosis_code, information_rows, packed_rows
from shared.x12.translate.claim_line_rows import line_rows
from shared.x12.translate.claim_payer_rows import other_payer_rows
from shared.x12.translate.claim_rows import KnownRows, place_rows
from shared.x12.translate.days import dated_row
from shared.x12.translate.naming import Reference, reference_rows

MOST_DIAGNOSES = 12
MOST_LINES = {"professional": 50, "institutional": 999}
MOST_CAUSES = 2
_TO_DELAY_REASON = ("",) * 7


def claim_rows(claim: ClaimDocument, known: KnownRows) -> list[Row]:
    """Loop 2300 with 2310, 2320, 2330, 2400, 2410, 2420 and 2430.

    Raises WriteError when the document holds more than the guide has room for, or an institutional one has no stay.
    """
    if not 1 <= len(claim.lines) <= MOST_LINES[claim.kind]:
        raise WriteError(f"a {claim.kind} claim has 1 to {MOST_LINES[claim.kind]} lines", "LX", 1)
    if not 1 <= len(claim.patient_control_number) <= 20:
        raise WriteError("the patient control number has 1 to 20 characters", "CLM", 1)
    if claim.kind == "professional":
        rows = _professional(claim, known)
    elif claim.stay is None:
        raise WriteError("an institutional claim needs its statement period and patient status", "CLM")
    else:
        rows = list(_institutional(claim, claim.stay, known))
    for other in claim.other_payers:
        rows += other_payer_rows(other, claim.kind)
    for number, line in enumerate(claim.lines, start=1):
        rows += line_rows(claim, line, number, known)
    return rows


def _professional(claim: ClaimDocument, known: KnownRows) -> list[Row]:
    """Loop 2300 with 2310. Most claims have few of these: what is not there costs one look."""
    signed = "Y" if claim.signature_on_file else "N"
    rows = [_clm(claim, "B", signed, "" if claim.patient_signed else "P", _causes(claim.accident), claim.special_program)]
    if claim.onset_on or claim.accident or claim.admitted_on or claim.discharged_on or claim.dates:
        rows += _days(claim)
    if claim.attachments or claim.contract or claim.patient_paid is not None or claim.fixed_format or claim.notes or claim.note:
        rows += _agreed(claim, "F5")
    else:
        rows += _references(claim)
    if claim.transport or claim.spinal or claim.indicators:
        rows += _conditions(claim)
    rows += _professional_codes(claim)
    for entity, provider, role in (("DN", claim.referring, ""), ("P3", claim.primary_care, ""), ("82", claim.rendering, "PE")):
        if provider:
            rows += known.provider(entity, provider, role)
    if claim.facility or claim.supervising or claim.pick_up or claim.drop_off:
        rows += _places(claim, known)
    return rows


def _days(claim: ClaimDocument) -> Iterator[Row]:
    """DTP of a professional claim."""
    accident = claim.accident
    own = (("431", claim.onset_on), ("439", accident.on if accident else None), ("435", claim.admitted_on), ("096", claim.discharged_on))
    for qualifier, on in own:
        if on is not None:
            yield ("DTP", qualifier, "D8", on)
    for dated in claim.dates:
        yield dated_row(dated)


def _conditions(claim: ClaimDocument) -> Iterator[Row]:
    """CR1, CR2 and CRC."""
    yield from details.detail_rows("CR1", (claim.transport,))
    yield from details.detail_rows("CR2", (claim.spinal,))
    yield from details.detail_rows("CRC", claim.indicators)


def _clm(claim: ClaimDocument, code_list: str, signed: str, patient_signed: str, causes: Composite, program: str) -> Row:
    row = (
        "CLM", claim.patient_control_number, claim.charge, "", "", (claim.place, code_list, claim.frequency),
        signed, claim.assignment, claim.benefits_assigned, claim.release,
    )  # fmt: skip
    if not (patient_signed or causes or program or claim.delay_reason):
        return row
    return (*row, patient_signed, causes, program, *_TO_DELAY_REASON, claim.delay_reason)


def _causes(accident: Accident | None) -> Composite:
    if accident is None:
        return ()
    if not 1 <= len(accident.causes) <= MOST_CAUSES:
        raise WriteError(f"an accident has 1 to {MOST_CAUSES} causes", "CLM", 11)
    return (accident.causes[0], accident.causes[1] if len(accident.causes) > 1 else None, None, accident.state, accident.country)


def _agreed(claim: ClaimDocument, patient_paid: str) -> Iterator[Row]:
    """What stands between the dates and the notes, and the notes."""
    if claim.attachments:
        yield from details.detail_rows("PWK", claim.attachments)
    if claim.contract is not None:
        yield from details.detail_rows("CN1", (claim.contract,))
    if claim.patient_paid is not None:
        yield ("AMT", patient_paid, claim.patient_paid)
    yield from _references(claim)
    if claim.fixed_format:
        yield from details.fixed_rows(claim.fixed_format)
    if claim.notes:
        yield from details.detail_rows("NTE", claim.notes)
    if claim.note:
        yield from details.note_rows("ADD", claim.note)


def _references(claim: ClaimDocument) -> Iterable[Row]:
    if not (claim.referral or claim.authorization or claim.payer_claim_control_number or claim.medical_record_number or claim.references):
        return ()
    own = (
        Reference("9F", claim.referral),
        Reference("G1", claim.authorization),
        Reference("F8", claim.payer_claim_control_number),
        Reference("EA", claim.medical_record_number),
    )
    return reference_rows((*own, *claim.references))


def _professional_codes(claim: ClaimDocument) -> list[Row]:
    """HI and HCP of a professional claim."""
    if not 1 <= len(claim.diagnoses) <= MOST_DIAGNOSES:
        raise WriteError(f"a professional claim has 1 to {MOST_DIAGNOSES} diagnoses", "HI", 1)
    codes = [diagnosis_code("ABF", diagnosis) for diagnosis in claim.diagnoses[1:]]
    rows: list[Row] = [("HI", diagnosis_code("ABK", claim.diagnoses[0]), *codes)]
    if claim.anesthesia_for:
        rows += packed_rows([("BO" if number else "BP", code) for number, code in enumerate(claim.anesthesia_for)], 2, 1)
    if claim.conditions:
        rows += packed_rows([("BG", code) for code in claim.conditions], 12, 2)
    if claim.repricing:
        rows += details.detail_rows("HCP", (claim.repricing,))
    return rows


def _places(claim: ClaimDocument, known: KnownRows) -> Iterator[Row]:
    """Loops 2310C to 2310F of a professional claim."""
    if claim.facility is not None:
        yield from known.provider("77", claim.facility)
    if claim.supervising is not None:
        yield from known.provider("DQ", claim.supervising)
    yield from place_rows("PW", claim.pick_up)
    yield from place_rows("45", claim.drop_off, claim.drop_off_name)


def _institutional(claim: ClaimDocument, stay: Stay, known: KnownRows) -> Iterator[Row]:
    yield _clm(claim, "A", "", "", (), "")
    if stay.discharged_at is not None:
        yield ("DTP", "096", "TM", stay.discharged_at)
    yield ("DTP", "434", "RD8", period_text(stay.from_on, stay.through_on))
    if stay.admitted_on is not None:
        hour = stay.admitted_at.strftime("%H%M") if stay.admitted_at else ""
        yield ("DTP", "435", "DT" if hour else "D8", f"{stay.admitted_on:%Y%m%d}{hour}")
    for dated in claim.dates:
        yield dated_row(dated)
    yield ("CL1", stay.admission_type, stay.admission_source, stay.patient_status)
    yield from _agreed(claim, "F3")
    yield from information_rows(claim, stay)
    for entity, provider, role in (
        ("71", stay.attending, "AT"), ("72", stay.operating, ""), ("ZZ", stay.other_operating, ""),
        ("82", claim.rendering, ""), ("77", claim.facility, ""), ("DN", claim.referring, ""),
    ):  # fmt: skip
        if provider is not None:
            yield from known.provider(entity, provider, role)
