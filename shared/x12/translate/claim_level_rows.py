"""Loop 2300 and what is under it, as segments: the part of an 837 that is repeated for each claim."""

from collections.abc import Iterator, Sequence

from shared.x12.faults import WriteError
from shared.x12.translate import claim_detail_rows as details
from shared.x12.translate.claim import Accident, ClaimDocument, Diagnosis, Reference, Stay
from shared.x12.translate.claim_information_rows import diagnosis_code, information_rows, packed_rows
from shared.x12.translate.claim_line_rows import line_rows
from shared.x12.translate.claim_payer_rows import other_payer_rows
from shared.x12.translate.claim_rows import KnownRows, period_text, place_rows, reference_rows
from shared.x12.write import Composite, Row

MOST_DIAGNOSES = 12
MOST_LINES = {"professional": 50, "institutional": 999}
MOST_CAUSES = 2
_TO_DELAY_REASON = (None,) * 7


def claim_rows(claim: ClaimDocument, known: KnownRows) -> Iterator[Row]:
    """Loop 2300 with 2310, 2320, 2330, 2400, 2410, 2420 and 2430.

    Raises WriteError when the document holds more than the guide has room for, or an institutional one has no stay.
    """
    if not 1 <= len(claim.lines) <= MOST_LINES[claim.kind]:
        raise WriteError(f"a {claim.kind} claim has 1 to {MOST_LINES[claim.kind]} lines", "LX", 1)
    if not 1 <= len(claim.patient_control_number) <= 20:
        raise WriteError("the patient control number has 1 to 20 characters", "CLM", 1)
    if claim.kind == "professional":
        yield from _professional(claim, known)
    else:
        if claim.stay is None:
            raise WriteError("an institutional claim needs its statement period and patient status", "CLM")
        yield from _institutional(claim, claim.stay, known)
    for other in claim.other_payers:
        yield from other_payer_rows(other, claim.kind)
    for number, line in enumerate(claim.lines, start=1):
        yield from line_rows(claim, line, number, known)


def _professional(claim: ClaimDocument, known: KnownRows) -> Iterator[Row]:
    signed = "Y" if claim.signature_on_file else "N"
    yield _clm(claim, "B", signed, None if claim.patient_signed else "P", _causes(claim.accident), claim.special_program)
    accident = claim.accident
    own = (("431", claim.onset_on), ("439", accident.on if accident else None), ("435", claim.admitted_on), ("096", claim.discharged_on))
    for qualifier, on in own:
        if on is not None:
            yield ("DTP", qualifier, "D8", on)
    for dated in claim.dates:
        yield details.dated_row(dated)
    yield from _agreed(claim, "F5")
    if claim.transport is not None:
        yield from details.transport_rows(claim.transport)
    if claim.spinal is not None:
        yield from details.spinal_rows(claim.spinal)
    yield from _professional_codes(claim)
    yield from _professional_providers(claim, known)


def _clm(claim: ClaimDocument, code_list: str, signed: str | None, patient_signed: str | None, causes: Composite, program: str) -> Row:
    row = (
        "CLM", claim.patient_control_number, claim.charge, None, None, (claim.place, code_list, claim.frequency),
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
        yield from details.attachment_rows(claim.attachments)
    if claim.contract is not None:
        yield from details.contract_rows(claim.contract)
    if claim.patient_paid is not None:
        yield ("AMT", patient_paid, claim.patient_paid)
    yield from _references(claim)
    if claim.fixed_format:
        yield from details.fixed_rows(claim.fixed_format)
    if claim.notes:
        yield from details.note_rows(claim.notes)
    if claim.note:
        yield details.note_row("ADD", claim.note)


def _references(claim: ClaimDocument) -> Iterator[Row]:
    if claim.referral:
        yield from reference_rows((Reference("9F", claim.referral),))
    if claim.authorization:
        yield from reference_rows((Reference("G1", claim.authorization),))
    if claim.payer_claim_control_number:
        yield from reference_rows((Reference("F8", claim.payer_claim_control_number),))
    if claim.medical_record_number:
        yield from reference_rows((Reference("EA", claim.medical_record_number),))
    if claim.references:
        yield from reference_rows(claim.references)


def _professional_codes(claim: ClaimDocument) -> Iterator[Row]:
    """CRC, HI and HCP of a professional claim."""
    if claim.indicators:
        yield from details.indicator_rows(claim.indicators)
    if not 1 <= len(claim.diagnoses) <= MOST_DIAGNOSES:
        raise WriteError(f"a professional claim has 1 to {MOST_DIAGNOSES} diagnoses", "HI", 1)
    yield _diagnosis_row(claim.diagnoses)
    if claim.anesthesia_for:
        yield from packed_rows([("BO" if number else "BP", code) for number, code in enumerate(claim.anesthesia_for)], 2, 1)
    if claim.conditions:
        yield from packed_rows([("BG", code) for code in claim.conditions], 12, 2)
    if claim.repricing is not None:
        yield from details.repricing_rows(claim.repricing)


def _diagnosis_row(diagnoses: Sequence[Diagnosis]) -> Row:
    return ("HI", *[diagnosis_code("ABF" if number else "ABK", diagnosis) for number, diagnosis in enumerate(diagnoses)])


def _professional_providers(claim: ClaimDocument, known: KnownRows) -> Iterator[Row]:
    """Loops 2310."""
    if claim.referring is not None:
        yield from known.provider("DN", claim.referring)
    if claim.primary_care is not None:
        yield from known.provider("P3", claim.primary_care)
    if claim.rendering is not None:
        yield from known.provider("82", claim.rendering, "PE")
    if claim.facility is not None:
        yield from known.provider("77", claim.facility)
    if claim.supervising is not None:
        yield from known.provider("DQ", claim.supervising)
    if claim.pick_up is not None:
        yield from place_rows("PW", claim.pick_up)
    if claim.drop_off is not None:
        yield from place_rows("45", claim.drop_off, claim.drop_off_name)


def _institutional(claim: ClaimDocument, stay: Stay, known: KnownRows) -> Iterator[Row]:
    yield _clm(claim, "A", None, None, (), "")
    if stay.discharged_at is not None:
        yield ("DTP", "096", "TM", stay.discharged_at)
    yield ("DTP", "434", "RD8", period_text(stay.from_on, stay.through_on))
    if stay.admitted_on is not None:
        hour = stay.admitted_at.strftime("%H%M") if stay.admitted_at else ""
        yield ("DTP", "435", "DT" if hour else "D8", f"{stay.admitted_on:%Y%m%d}{hour}")
    for dated in claim.dates:
        yield details.dated_row(dated)
    yield ("CL1", stay.admission_type, stay.admission_source, stay.patient_status)
    yield from _agreed(claim, "F3")
    yield from information_rows(claim, stay)
    for entity, provider, role in (
        ("71", stay.attending, "AT"), ("72", stay.operating, ""), ("ZZ", stay.other_operating, ""),
        ("82", claim.rendering, ""), ("77", claim.facility, ""), ("DN", claim.referring, ""),
    ):  # fmt: skip
        if provider is not None:
            yield from known.provider(entity, provider, role)
