"""DTP: a day, or both ends of a period, under a qualifier that says what happened then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.x12.rows import Row
from shared.x12.scalars import day_text, period_text


@dataclass(frozen=True, slots=True)
class Dated:
    """A DTP as it stands: its qualifier (DTP01), its day or both ends. `through_on` is None for a single day.

    Of a claim: 454 initial treatment, 304 last seen, 455 X-ray, 439 accident, 431 onset ...; of a review also 435 admission, 096 discharge,
    472 service, AAH event, 484 last menstrual period, ABC estimated birth, 102 issued, 007 valid, 036 expires.
    """

    qualifier: str
    on: date
    through_on: date | None = None


def dated_row(dated: Dated) -> Row:
    """DTP; a period where both ends are told, even when they are the same day."""
    if dated.through_on is None:
        return ("DTP", dated.qualifier, "D8", day_text(dated.on))
    return ("DTP", dated.qualifier, "RD8", period_text(dated.on, dated.through_on))


def dtp_rows(qualifier: str, first: date | None, last: date | None = None) -> Iterator[Row]:
    """DTP for a day, or for a period when it ends on another one; nothing for no day."""
    if (days := day_or_period(first, last)) is not None:
        yield ("DTP", qualifier, *days)


def day_or_period(first: date | None, last: date | None) -> tuple[str, str] | None:
    """Format and value of a DTP: one day (D8) or both ends of a period (RD8); None where a day is missing."""
    if first is None:
        return None
    if last is None or last == first:
        return "D8", day_text(first)
    return "RD8", period_text(first, last)
