"""Why a visit is not taken: places and reasons a source system can act on, never the value that was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from services.eligibility.intake.visit import Visit


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    place: str
    reason: str

    def as_dict(self) -> dict[str, str]:
        return {"place": self.place, "reason": self.reason}


def faults_of(error: ValidationError, places: Mapping[str, str] | None = None) -> tuple[Fault, ...]:
    """What validation found. `places` translates our places into those of the sender's own format."""
    found = ((_path(detail["loc"]), detail["msg"].removeprefix("Value error, ")) for detail in error.errors(include_input=False, include_url=False))
    return tuple(dict.fromkeys(Fault(translated(path, places or {}), reason) for path, reason in found))


def impossible(visit: Visit, today: date, places: Mapping[str, str] | None = None) -> tuple[Fault, ...]:
    """Care cannot have taken place after today."""
    late = (path for path, day in visit.days() if day > today)
    return tuple(Fault(translated(path, places or {}), "lies in the future") for path in late)


def translated(path: str, places: Mapping[str, str]) -> str:
    """The sender's name for a place: of the place itself, or of the nearest part that has one."""
    known = path
    while known:
        if known in places:
            return places[known] + path[len(known) :]
        known = known[: max(known.rfind("."), known.rfind("["), 0)]
    return path


def _path(location: Iterable[str | int]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
