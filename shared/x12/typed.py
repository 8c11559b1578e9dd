"""Elements as values of the type that the guide gives them."""

from datetime import date, time
from decimal import Decimal

from shared.x12.envelope import read_date, read_dates, read_time
from shared.x12.guides.notation import SegmentRule
from shared.x12.segments import Segment
from shared.x12.translate.values import read_number

Period = tuple[date | None, date | None]
TypedValue = str | Decimal | date | time | Period | None


def typed_value(segment: Segment, rule: SegmentRule | None, element: int, component: int = 0, separator: str = ":") -> TypedValue:
    """An element (or component) as its line of the guide types it: R and N0 a Decimal, DT a date, TM a time, DP both ends of a period.

    Others, and elements that the line does not write down, are text. None when there is nothing, or nothing that can be read so.
    """
    text = segment.component(element, component, separator) if component else segment.get(element)
    if not text:
        return None
    match rule.type_of(element, component) if rule is not None else "":
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
