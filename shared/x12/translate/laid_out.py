"""Values whose fields are the elements of one segment: the place of each is said once, for reading and for writing.

A field that belongs to no element cannot be in such a value. Empty text, None and empty elements are the same.
"""

from dataclasses import field, fields
from datetime import date
from typing import Any, Literal, TypeVar

from shared.x12.characters import Text
from shared.x12.envelope import read_dates
from shared.x12.segments import Segment
from shared.x12.translate.values import Values
from shared.x12.write import Row, Value

_Value = TypeVar("_Value")
Kind = Literal["text", "free", "number", "day", "yes", "period"]


def element(number: int, kind: Kind = "text", *, qualifier: str = "", shown: bool = True) -> Any:
    """A field that is element `number`. `qualifier` stands in the element before it whenever the field has a value.

    text and free (a note, cleaned when written) are str; number is Decimal, day date, yes (Y or N) bool, period a first and a
    last day (RD8), or None. `shown` False keeps the field out of `repr`.
    """
    places = {"element": number, "kind": kind, "qualifier": "RD8" if kind == "period" else qualifier}
    return field(default="" if kind in ("text", "free") else None, repr=shown, metadata=places)


def laid_row(id: str, value: Any) -> Row:
    """The segment that a value is."""
    row: dict[int, Value] = {}
    for each in fields(value):
        number, content = each.metadata["element"], getattr(value, each.name)
        if content not in ("", None):
            row[number] = _written(each.metadata["kind"], content)
            if each.metadata["qualifier"]:
                row[number - 1] = each.metadata["qualifier"]
    return (id, *(row.get(number) for number in range(1, max(row, default=0) + 1)))


def read_laid(kind: type[_Value], segment: Segment, values: Values) -> _Value:
    """The value that a segment is. What cannot be read is a fault of `values` and None."""
    values.segment = segment
    return kind(**{each.name: _read(each.metadata["kind"], segment, each.metadata["element"], values) for each in fields(kind)})  # type: ignore[arg-type]


def _written(kind: Kind, content: Any) -> Value:
    match kind:
        case "free":
            return Text(content)
        case "yes":
            return "Y" if content else "N"
        case "period":
            return period_text(*content)
    return content  # type: ignore[no-any-return]


def _read(kind: Kind, segment: Segment, number: int, values: Values) -> Any:
    text = segment.get(number)
    match kind:
        case "number":
            return values.optional_amount(text, number)
        case "day":
            return values.day(text, number)
        case "yes":
            return {"Y": True, "N": False}.get(text)
        case "period":
            return read_period(text, number, values)
    return text


def period_text(first: date, last: date) -> str:
    """Two days as an RD8 value."""
    return f"{first:%Y%m%d}-{last:%Y%m%d}"


def read_period(text: str, number: int, values: Values) -> tuple[date, date] | None:
    """The two days of an RD8 value."""
    first, last = read_dates("RD8", text)
    if first is not None and last is not None:
        return first, last
    if text:
        values.fault("not-a-period", "no period CCYYMMDD-CCYYMMDD where one is due", number)
    return None
