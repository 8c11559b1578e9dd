"""HI: the coded facts of a claim, several to a segment. Loop 2300."""

from collections.abc import Iterator, Sequence

from shared.x12.faults import WriteError
from shared.x12.rows import Composite, Row
from shared.x12.scalars import period_text
from shared.x12.translate import claim_detail_rows as details
from shared.x12.translate.claim import ClaimDocument, Diagnosis, Stay

WIDTH = 12
"""Codes in one segment."""


def diagnosis_code(qualifier: str, diagnosis: Diagnosis) -> Composite:
    """A diagnosis, without its point, with its indicator of presence on admission."""
    code = diagnosis.code.replace(".", "")
    if not diagnosis.present_on_admission:
        return (qualifier, code)
    return (qualifier, code, None, None, None, None, None, None, diagnosis.present_on_admission)


def packed_rows(codes: Sequence[Composite], width: int, repeat: int) -> Iterator[Row]:
    """HI segments with `width` codes each, at most `repeat` of them."""
    if len(codes) > width * repeat:
        raise WriteError(f"no room for more than {width * repeat} codes of one kind", "HI", width)
    for start in range(0, len(codes), width):
        yield ("HI", *codes[start : start + width])


def information_rows(claim: ClaimDocument, stay: Stay) -> Iterator[Row]:
    """CRC, HI and HCP of an institutional claim, in the order of the guide."""
    yield from details.detail_rows("CRC", claim.indicators)
    if not claim.diagnoses:
        raise WriteError("an institutional claim has a principal diagnosis", "HI", 1)
    yield ("HI", diagnosis_code("ABK", claim.diagnoses[0]))
    if stay.admitting is not None:
        yield ("HI", diagnosis_code("ABJ", stay.admitting))
    yield from packed_rows([diagnosis_code("APR", reason) for reason in stay.reasons], 3, 1)
    yield from packed_rows([diagnosis_code("ABN", cause) for cause in stay.external_causes], WIDTH, 1)
    if stay.drg:
        yield ("HI", ("DR", stay.drg))
    yield from packed_rows([diagnosis_code("ABF", other) for other in claim.diagnoses[1:]], WIDTH, 2)
    yield from _procedures(stay)
    yield from _events(stay)
    yield from packed_rows([("BE", value.code, None, None, value.amount) for value in stay.value_codes], WIDTH, 2)
    yield from packed_rows([("BG", code) for code in stay.conditions], WIDTH, 2)
    yield from packed_rows([("TC", code) for code in stay.treatments], WIDTH, 2)
    yield from details.detail_rows("HCP", (claim.repricing,))


def _procedures(stay: Stay) -> Iterator[Row]:
    codes = [(procedure.code.replace(".", ""), "D8", procedure.on) for procedure in stay.procedures]
    yield from packed_rows([("BBR", *code) for code in codes[:1]], 1, 1)
    yield from packed_rows([("BBQ", *code) for code in codes[1:]], WIDTH, 2)


def _events(stay: Stay) -> Iterator[Row]:
    """Occurrence spans, then occurrences."""
    spans = [("BI", event.code, "RD8", period_text(event.on, event.through_on)) for event in stay.occurrences if event.through_on is not None]
    yield from packed_rows(spans, WIDTH, 2)
    yield from packed_rows([("BH", event.code, "D8", event.on) for event in stay.occurrences if event.through_on is None], WIDTH, 2)
