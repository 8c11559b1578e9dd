"""Looking into FHIR JSON that may have any shape: what is not there, or is something else than expected, is simply not found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Resource = Mapping[str, Any]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def at(value: Any, *path: str | int) -> Any:
    """What stands at the end of the path, or None."""
    for step in path:
        if isinstance(value, Mapping) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            return None
    return value


def text(value: Any, *path: str | int) -> str:
    """Text at the end of the path; empty for anything else."""
    found = at(value, *path)
    return found.strip() if isinstance(found, str) else ""


def each(value: Any, *path: str | int) -> list[Resource]:
    """The objects in the list at the end of the path; a lone object counts as a list of one."""
    found = at(value, *path)
    if isinstance(found, Mapping):
        return [found]
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def codings(concept: Any) -> Iterator[tuple[str, str]]:
    """(system, code) of a CodeableConcept, or of each of several."""
    for one in concept if isinstance(concept, list) else [concept]:
        for coding in each(one, "coding"):
            if code := text(coding, "code"):
                yield text(coding, "system"), code


def codes(concept: Any) -> set[str]:
    return {code for _, code in codings(concept)}


def day(moment: Any, zone: ZoneInfo) -> date | None:
    """The calendar day of a FHIR date or dateTime where the hospital is; None when it has no day or cannot be read."""
    if not isinstance(moment, str) or not DAY.match(moment):
        return None
    try:
        if len(moment) == len("2026-11-02"):
            return date.fromisoformat(moment)
        instant = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (instant.astimezone(zone) if instant.tzinfo else instant).date()


def day_or_text(moment: Any, zone: ZoneInfo) -> Any:
    """The day, or what stands there instead, so that a refusal can say what kind of thing it is."""
    return day(moment, zone) or (None if moment is None else moment)
