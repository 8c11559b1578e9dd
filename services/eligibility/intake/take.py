"""Taking visits in: what is new becomes events, what is the same is said to be, what cannot be read is refused, each for itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.eligibility.intake.facts import Told
from services.eligibility.intake.refusal import Fault
from services.eligibility.intake.versions import OnFile, news, taken_up
from shared.contracts.event import Event


class NotJson(Exception):
    """The body is no JSON; `place` says where it stops being."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def parsed(body: bytes) -> Any:
    """JSON with exact decimals: an amount of 0.1 is a tenth."""
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except json.JSONDecodeError as fault:
        raise NotJson(f"line {fault.lineno}, column {fault.colno}") from None
    except UnicodeDecodeError as fault:
        raise NotJson(f"byte {fault.start}: not UTF-8") from None
    except (RecursionError, ValueError):
        raise NotJson("a value that JSON does not know, or nesting without end") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One visit of a request: told, or refused."""

    place: str
    visit_number: str
    told: Told | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a request has become."""

    events: tuple[Event, ...]
    kept: tuple[OnFile, ...]
    answers: tuple[dict[str, Any], ...]
    """One per visit, in the order of the request."""


def take(candidates: Sequence[Candidate], on_file: dict[str, OnFile | None]) -> Taken:
    """Events, new rows and an answer for each visit. A visit told twice in one request is taken in that order."""
    events: list[Event] = []
    answers, latest, changed = [], dict(on_file), set()
    for candidate in candidates:
        if candidate.told is None:
            answers.append(_refused(candidate))
            continue
        id = candidate.told.registered.encounter_id
        before, after = latest[id], taken_up(candidate.told, latest[id])
        fresh = news(before, after)
        events += fresh
        latest[id] = after
        changed |= {id} if after != before else set()
        answers.append(_accepted(candidate, after, "accepted" if fresh else "unchanged"))
    kept = tuple(visit for id, visit in sorted(latest.items()) if visit is not None and id in changed)
    return Taken(tuple(events), kept, tuple(answers))


def _accepted(candidate: Candidate, on_file: OnFile, outcome: str) -> dict[str, Any]:
    versions = {"registration_version": on_file.registered.version, "encounter_version": on_file.opened.version}
    return {**_about(candidate), "outcome": outcome, "encounter_id": on_file.registered.encounter_id, **versions}


def _refused(candidate: Candidate) -> dict[str, Any]:
    return {**_about(candidate), "outcome": "refused", "problems": [fault.as_dict() for fault in candidate.faults]}


def _about(candidate: Candidate) -> dict[str, str]:
    return {"place": candidate.place, "visit_number": candidate.visit_number}
