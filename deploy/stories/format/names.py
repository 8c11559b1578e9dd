"""Names in stories: each means one thing over all files that are played together, and whatever is mentioned exists by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from deploy.stories.format.step import Deed
from deploy.stories.format.story import Story
from shared.site.document import Document
from shared.site.problem import Problem

CLAIMS, REMITTANCES, PATIENTS = "claim", "remittance", "patient"


@dataclass(frozen=True)
class Use:
    """A name where it stands."""

    kind: str
    name: str
    file: str
    line: int
    place: str


def faults(stories: Iterable[tuple[Story, Document]]) -> Iterator[Problem]:
    """Clashes, which name both files, and names that mean nothing."""
    brought: dict[tuple[str, str], Use] = {}
    mentioned: list[Use] = []
    for story, document in stories:
        for use in _brought(story, document):
            known = brought.setdefault((use.kind, use.name), use)
            if known is not use:
                yield Problem(
                    use.file, use.line, use.place, f"{use.name} is already a {use.kind} of {known.file}, line {known.line}: choose another name"
                )
        mentioned += _mentioned(story, document)
    for use in mentioned:
        if (use.kind, use.name) not in brought:
            known_names = sorted(name for kind, name in brought if kind == use.kind)
            yield Problem(use.file, use.line, use.place, f"{use.name} is no {use.kind} of the stories; there are: {', '.join(known_names) or 'none'}")


def _brought(story: Story, document: Document) -> Iterator[Use]:
    for name in story.given.patients:
        yield Use(PATIENTS, name, story.file, document.line(("given", "patients", name)), f"given.patients.{name}")
    for number, line, deed in _deeds(story):
        for kind, name in _names_of(deed):
            yield Use(kind, name, story.file, line, f"step {number}, {deed.kind}.name")


def _deeds(story: Story) -> Iterator[tuple[int, int, Deed]]:
    for place, step in enumerate(story.steps):
        line = story.lines[place] if place < len(story.lines) else 1
        for deed in step.deeds():
            yield place + 1, line, deed


def _names_of(deed: Deed) -> list[tuple[str, str]]:
    if deed.kind == "encounter":
        return [] if deed.action.again else [(CLAIMS, deed.action.name)]
    if deed.kind == "opening":
        return [(CLAIMS, each.name) for each in deed.action]
    return [(REMITTANCES, deed.action.name)] if deed.kind == "remittance" else []


def _mentioned(story: Story, document: Document) -> Iterator[Use]:
    for number, line, deed in _deeds(story):
        for kind, name, place in _mentions(deed.kind, deed.action):
            yield Use(kind, name, story.file, line, f"step {number}, {deed.kind}.{place}")


def _mentions(kind: str, action: Any) -> Iterator[tuple[str, str, str]]:
    if kind == "encounter":
        yield PATIENTS, action.patient, "patient"
        yield from [(CLAIMS, action.name, "name")] if action.again else []
        yield from ((PATIENTS, each.subscriber, "coverages.subscriber") for each in action.coverages if each.subscriber)
    if kind in ("register", "authorization", "code", "pay"):
        yield CLAIMS, action.encounter, "encounter"
    if kind == "acknowledgement":
        yield CLAIMS, action.claim, "claim"
    if kind == "remittance":
        yield from _of_a_remittance(action)
    if kind == "bank":
        yield from ((REMITTANCES, name, "of") for name in action.of)
        yield from ((REMITTANCES, each.remittance, "lines.remittance") for each in action.lines if each.remittance)
    if kind == "expect":
        yield from _of_a_checkpoint(action)


def _of_a_remittance(action: Any) -> Iterator[tuple[str, str, str]]:
    if action.copy_of:
        yield REMITTANCES, action.copy_of, "copy_of"
    for each in action.claims:
        if each.claim:
            yield CLAIMS, each.claim, "claims.claim"
        if each.reverses:
            yield REMITTANCES, each.reverses, "claims.reverses"


def _of_a_checkpoint(action: Any) -> Iterator[tuple[str, str, str]]:
    for section in ("claims", "encounters", "denials", "statements", "outgoing"):
        yield from ((CLAIMS, name, section) for name in getattr(action, section) or ())
    yield from ((REMITTANCES, name, "remittances") for name in action.remittances or ())
    yield from ((CLAIMS, name, "total.claims") for name in (action.total.claims if action.total else ()))
    for each in action.work or ():
        yield from ((CLAIMS, name, "work") for name in (each.claim, each.encounter) if name)
        yield from ((REMITTANCES, name, "work.remittance") for name in (each.remittance,) if name)
