"""What has changed since the last version: a visit sent again unchanged is no news, and what a person corrected here survives the next export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.eligibility.intake.facts import Told
from shared.contracts.eligibility import EncounterOpened, PatientRegistered
from shared.contracts.values import Value

ABOUT_THE_VERSION = {"version", "actor", "reason", "same_person", "answers"}
"""Fields that say who made a version and why, not what it says."""


class OnFile(Value):
    """The last version of both halves, and what the source system itself said last."""

    registered: PatientRegistered
    opened: EncounterOpened
    source: PatientRegistered


def taken_up(told: Told, on_file: OnFile | None) -> OnFile:
    """The versions after a source system has told a visit: the first ones, or the next ones of the halves that changed."""
    if on_file is None:
        return OnFile(registered=told.registered, opened=told.opened, source=told.registered)
    registered = _merged(on_file.source, told.registered, on_file.registered)
    return OnFile(registered=registered, opened=next_opened(on_file.opened, told.opened), source=told.registered)


def news(before: OnFile | None, after: OnFile) -> Sequence[PatientRegistered | EncounterOpened]:
    """The events that say what is new; none when nothing is."""
    fresh: list[PatientRegistered | EncounterOpened] = []
    if before is None or after.registered.version > before.registered.version:
        fresh.append(after.registered)
    if before is None or after.opened.version > before.opened.version:
        fresh.append(after.opened)
    return fresh


def next_opened(before: EncounterOpened, now: EncounterOpened) -> EncounterOpened:
    """The next version if it says something else."""
    same = before.model_dump(exclude={"version"}) == now.model_dump(exclude={"version"})
    return before if same else now.model_copy(update={"version": before.version + 1})


def says(registered: PatientRegistered) -> dict[str, Any]:
    """What a version says, without who said it."""
    return registered.model_dump(exclude=ABOUT_THE_VERSION)


def _merged(base: PatientRegistered, theirs: PatientRegistered, ours: PatientRegistered) -> PatientRegistered:
    """Ours, with the fields that changed at the source since it was sent last."""
    was, now, kept = says(base), says(theirs), says(ours)
    merged = {**_fields(was, now, kept), "coverages": _coverages(was["coverages"], now["coverages"], kept["coverages"])}
    if merged == kept:
        return ours
    return PatientRegistered.model_validate({**merged, "version": ours.version + 1})


def _fields(base: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _field(base.get(name), theirs[name], ours.get(name)) for name in theirs}


def _field(base: Any, theirs: Any, ours: Any) -> Any:
    if isinstance(base, dict) and isinstance(theirs, dict) and isinstance(ours, dict):
        return _fields(base, theirs, ours)
    return ours if theirs == base else theirs


def _coverages(base: Sequence[Any], theirs: Sequence[Any], ours: Sequence[Any]) -> tuple[Any, ...]:
    """Field by field for policies that all three know; a policy added or removed on either side stays so. Numbered anew."""
    if theirs == base:
        return tuple(ours)
    was, kept = ({policy["coverage_id"]: policy for policy in policies} for policies in (base, ours))
    now = {policy["coverage_id"] for policy in theirs}
    merged = [
        _fields(was.get(policy["coverage_id"], {}), policy, kept.get(policy["coverage_id"], policy)) for policy in theirs if _stays(policy, was, kept)
    ]
    merged += [policy for policy in ours if policy["coverage_id"] not in was and policy["coverage_id"] not in now]
    return tuple({**policy, "order": order} for order, policy in enumerate(merged, 1))


def _stays(policy: Any, was: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Not removed here, or changed at the source since."""
    id = policy["coverage_id"]
    return id in kept or was.get(id) != policy
