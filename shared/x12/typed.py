"""Elements as values of the type that the guide gives them."""

from datetime import date, time
from decimal import Decimal

from shared.x12.scalars import read_date, read_dates, read_number, read_time
from shared.x12.segments import Segment

Period = tuple[date | None, date | None]
TypedValue = str | Decimal | date | time | Period | None


def typed_value(segment: Segment, type: str, element: int, component: int = 0, separator: str = ":") -> TypedValue:
    """An element (or component) as a type of the guide: R and N0 a Decimal, DT a date, TM a time, DP both ends of a period, others text.

    None when there is nothing, or nothing that can be read so.
    """
    text = segment.component(element, component, separator) if component else segment.get(element)
    if not text:
        return None
    match type:
        case "R" | "N0":
            return read_number(text)
        case "DT":
            return read_date(text)
        case "TM":
            return read_time(text)
        case "DP":
            before = segment.component(element, component - 1, separator) if component else segment.get(element - 1)
            return read_dates(before, text)
    return text
