"""Values whose fields are the elements of one segment: the place of each is said once, for reading and for writing.

A field that belongs to no element cannot be in such a value. Empty text, None and empty elements are the same.
"""

from dataclasses import MISSING, field, fields
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

from shared.x12.characters import Text
from shared.x12.faults import WriteError
from shared.x12.rows import Row, Value
from shared.x12.scalars import period_text, read_dates
from shared.x12.segments import Segment
from shared.x12.translate.values import Values

_Value = TypeVar("_Value")
Kind = Literal["text", "free", "number", "amount", "day", "yes", "period", "codes"]
_EMPTY: dict[Kind, Any] = {"text": "", "free": "", "amount": MISSING, "codes": ()}
_READ_BY_VALUE = frozenset({"number", "amount", "day", "period"})


class _Place(NamedTuple):
    """Where a field stands. `more` are further elements of a list, `most` the characters of a note (0: any number)."""

    name: str
    element: int
    kind: Kind
    qualifier: str = ""
    most: int = 0
    more: tuple[int, ...] = ()


def element(
    number: int, kind: Kind = "text", *, qualifier: str = "", shown: bool = True, default: Any = None, needed: bool = False, most: int = 0
) -> Any:
    """A field that is element `number`. `qualifier` stands in the element before it whenever the field has a value.

    text and free (a note, cleaned when written, of `most` characters) are str; number is Decimal, day date, yes (Y or N) bool,
    period a first and a last day (RD8), or None; amount is a Decimal that must be there. `shown` False keeps the field out of
    `repr`; a field that is `needed` has no default.
    """
    places = {"place": _Place("", number, kind, "RD8" if kind == "period" else qualifier, most)}
    empty = MISSING if needed else _EMPTY.get(kind) if default is None else default
    return field(default=empty, repr=shown, metadata=places)


def codes(first: int, *more: int) -> Any:
    """A field that is the list of the codes in these elements."""
    return field(default=(), metadata={"place": _Place("", first, "codes", more=more)})


def laid_row(id: str, value: Any) -> Row:
    """The segment that a value is. Raises WriteError for a note that does not fit and for a list longer than its elements."""
    row: dict[int, Value] = {}
    for place in _LAYOUTS[type(value)]:
        content = getattr(value, place.name)
        if place.kind == "codes":
            row.update(_listed(id, content, place))
        elif content not in ("", None):
            row[place.element] = _written(id, content, place)
            if place.qualifier:
                row[place.element - 1] = place.qualifier
    return (id, *(row.get(number) for number in range(1, max(row, default=0) + 1)))


def read_laid(kind: type[_Value], segment: Segment, values: Values | None = None) -> _Value:
    """The value that a segment is. What cannot be read is a fault of `values`, where somebody wants it, and None (an amount is zero)."""
    faults = values or Values(segment)
    faults.segment = segment
    return kind(**{place.name: _read(place, segment, faults) for place in _LAYOUTS[kind]})


def check_laid(kind: type[Any], segment: Segment, values: Values) -> None:
    """Notes the faults that reading the segment would note."""
    values.segment = segment
    for place in _LAYOUTS[kind]:
        if place.kind in _READ_BY_VALUE and segment.get(place.element):
            _read(place, segment, values)


class _Layouts(dict[Any, tuple[_Place, ...]]):
    """The places of the fields of each class, looked up once."""

    def __missing__(self, kind: Any) -> tuple[_Place, ...]:
        self[kind] = places = tuple([each.metadata["place"]._replace(name=each.name) for each in fields(kind)])
        return places


_LAYOUTS = _Layouts()


def _listed(id: str, found: tuple[str, ...], place: _Place) -> dict[int, Value]:
    places = (place.element, *place.more)
    if len(found) > len(places):
        raise WriteError(f"there is room for at most {len(places)} codes", id, places[-1])
    return dict(zip(places, found, strict=False))


def _written(id: str, content: Any, place: _Place) -> Value:
    match place.kind:
        case "free":
            if place.most and len(content) > place.most:
                raise WriteError(f"the text has more than {place.most} characters", id, place.element)
            return Text(content)
        case "yes":
            return "Y" if content else "N"
        case "period":
            return period_text(*content)
    return content  # type: ignore[no-any-return]


def _read(place: _Place, segment: Segment, values: Values) -> Any:
    number = place.element
    text = segment.get(number)
    match place.kind:
        case "number":
            return values.optional_amount(text, number)
        case "amount":
            return values.amount(text, number)
        case "day":
            return values.day(text, number)
        case "yes":
            return {"Y": True, "N": False}.get(text)
        case "period":
            return read_period(text, number, values)
        case "codes":
            return tuple([code for at in (number, *place.more) if (code := segment.get(at))])
    return text


def read_period(text: str, number: int, values: Values) -> tuple[date, date] | None:
    """The two days of an RD8 value."""
    first, last = read_dates("RD8", text)
    if first is not None and last is not None:
        return first, last
    if text:
        values.fault("not-a-period", "no period CCYYMMDD-CCYYMMDD where one is due", number)
    return None
