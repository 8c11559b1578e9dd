"""The small values of a claim or a line as segments: dates, attachments, contract, notes, conditions, transport, repricing."""

from collections.abc import Iterable, Iterator

from shared.x12.characters import Text
from shared.x12.faults import WriteError
from shared.x12.scalars import period_text
from shared.x12.translate.claim_details import (
    Attachment,
    Contract,
    Dated,
    Equipment,
    Indicator,
    Measurement,
    Note,
    Repricing,
    SpinalCondition,
    Transport,
)
from shared.x12.write import Row

MOST_OF_NOTE = 80
"""NTE02, K301, CR109 and CR110, CR210 and CR211."""


def dated_row(dated: Dated) -> Row:
    """DTP, a day or a period."""
    if dated.through_on is None:
        return ("DTP", dated.qualifier, "D8", dated.on)
    return ("DTP", dated.qualifier, "RD8", period_text(dated.on, dated.through_on))


def attachment_rows(attachments: Iterable[Attachment]) -> Iterator[Row]:
    """PWK. A control number is sent with its qualifier or not at all."""
    for paper in attachments:
        number = paper.control_number
        yield ("PWK", paper.report, paper.transmission, None, None, "AC" if number else None, number)


def contract_rows(contract: Contract | None) -> Iterator[Row]:
    """CN1."""
    if contract is not None:
        yield ("CN1", contract.kind, contract.amount, contract.percent, contract.code, contract.discount_percent, contract.version)


def note_row(kind: str, text: str) -> Row:
    """NTE. Raises WriteError when it does not fit: half a note says something else."""
    return ("NTE", kind, _note(text, "NTE", 2))


def note_rows(notes: Iterable[Note]) -> Iterator[Row]:
    """NTE of other kinds, in their order."""
    for note in notes:
        yield note_row(note.kind, note.text)


def fixed_rows(texts: Iterable[str]) -> Iterator[Row]:
    """K3, whose columns count: the text is sent as it is."""
    for text in texts:
        if len(text) > MOST_OF_NOTE:
            raise WriteError(f"the text has more than {MOST_OF_NOTE} characters", "K3", 1)
        yield ("K3", text)


def transport_rows(transport: Transport | None) -> Iterator[Row]:
    """CR1."""
    if transport is not None:
        weight = transport.weight
        yield (
            "CR1", "LB" if weight is not None else None, weight, None, transport.reason, "DH", transport.miles, None, None,
            _note(transport.round_trip, "CR1", 9), _note(transport.stretcher, "CR1", 10),
        )  # fmt: skip


def spinal_rows(spinal: SpinalCondition | None) -> Iterator[Row]:
    """CR2."""
    if spinal is not None:
        described = _note(spinal.description, "CR2", 10), _note(spinal.more, "CR2", 11)
        yield ("CR2", *[None] * 7, spinal.nature, None, *described)


def indicator_rows(indicators: Iterable[Indicator]) -> Iterator[Row]:
    """CRC."""
    for indicator in indicators:
        yield ("CRC", indicator.category, "Y" if indicator.applies else "N", *indicator.codes)


def equipment_rows(equipment: Equipment | None) -> Iterator[Row]:
    """SV5."""
    if equipment is not None:
        prices = equipment.rental, equipment.purchase
        yield ("SV5", ("HC", equipment.code), "DA", equipment.days, *prices, equipment.frequency)


def measurement_rows(measurements: Iterable[Measurement]) -> Iterator[Row]:
    """MEA."""
    for measured in measurements:
        yield ("MEA", measured.reference, measured.qualifier, measured.value)


def repricing_rows(repriced: Repricing | None) -> Iterator[Row]:
    """HCP."""
    if repriced is not None:
        yield (
            "HCP", repriced.method, repriced.allowed, repriced.saving, repriced.organization, repriced.rate, repriced.group,
            repriced.group_amount, repriced.revenue_code, repriced.qualifier, repriced.code, repriced.unit, repriced.units,
            repriced.rejection, repriced.compliance, repriced.exception,
        )  # fmt: skip


def _note(text: str, segment: str, element: int) -> Text:
    if len(text) > MOST_OF_NOTE:
        raise WriteError(f"the text has more than {MOST_OF_NOTE} characters", segment, element)
    return Text(text)
