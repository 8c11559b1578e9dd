"""The small values of a claim or a line as segments: what is laid out element by element, and the few that are not."""

from collections.abc import Iterable, Iterator

from shared.x12.faults import WriteError
from shared.x12.rows import Row
from shared.x12.translate.claim_details import MOST_OF_NOTE, Equipment, Note
from shared.x12.translate.laid_out import laid_row


def detail_rows(id: str, values: Iterable[object]) -> Iterator[Row]:
    """A segment for each value that there is."""
    for value in values:
        if value is not None:
            yield laid_row(id, value)


def note_rows(kind: str, text: str, notes: Iterable[Note] = ()) -> Iterator[Row]:
    """NTE. Raises WriteError when one does not fit: half a note says something else."""
    own = (Note(kind, text),) if text else ()
    yield from detail_rows("NTE", (*own, *notes))


def fixed_rows(texts: Iterable[str]) -> Iterator[Row]:
    """K3, whose columns count: the text is sent as it is."""
    for text in texts:
        if len(text) > MOST_OF_NOTE:
            raise WriteError(f"the text has more than {MOST_OF_NOTE} characters", "K3", 1)
        yield ("K3", text)


def equipment_rows(equipment: Equipment | None) -> Iterator[Row]:
    """SV5."""
    if equipment is not None:
        prices = equipment.rental, equipment.purchase
        yield ("SV5", ("HC", equipment.code), "DA", equipment.days, *prices, equipment.frequency)
