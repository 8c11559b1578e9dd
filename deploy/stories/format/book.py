"""Several stories as one: one installation, one timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from deploy.stories.format import names
from deploy.stories.format.care import Encounter
from deploy.stories.format.payers import Opening, Remittance
from deploy.stories.format.problem import StoryError
from deploy.stories.format.read import read_stories
from deploy.stories.format.sitefiles import merged_site
from deploy.stories.format.step import Step
from deploy.stories.format.story import Person, Story


@dataclass(frozen=True)
class Moment:
    """One step where it stands in the timeline."""

    story: Story
    number: int
    """Counted from 1 within its file."""
    line: int
    on: date
    step: Step

    def __str__(self) -> str:
        return f"{self.story.file}, step {self.number} of {self.on} ({self.step.kind}), line {self.line}"


@dataclass(frozen=True)
class Book:
    """Stories that are played together, needed ones included."""

    stories: tuple[Story, ...]
    base: Path

    @cached_property
    def timeline(self) -> tuple[Moment, ...]:
        """All steps by day; those of one day in the order of the files."""
        return tuple(sorted((moment for story in self.stories for moment in _moments(story)), key=lambda moment: moment.on))

    @cached_property
    def patients(self) -> Mapping[str, Person]:
        return {name: person for story in self.stories for name, person in story.given.patients.items()}

    @cached_property
    def encounters(self) -> Mapping[str, Encounter]:
        return {each.name: each for story in self.stories for each in story.actions("encounter")}

    @cached_property
    def openings(self) -> Mapping[str, Opening]:
        return {each.name: each for story in self.stories for each in story.actions("opening")}

    @cached_property
    def remittances(self) -> Mapping[str, Remittance]:
        return {each.name: each for story in self.stories for each in story.actions("remittance")}

    @cached_property
    def acknowledged(self) -> frozenset[tuple[str, int, str]]:
        """Claim, submission and kind of every acknowledgement that a story gives itself: the automatic one is off for these."""
        return frozenset((each.claim, each.submission, each.of) for story in self.stories for each in story.actions("acknowledgement"))

    def is_alone(self, moment: Moment) -> bool:
        """Whether nothing has happened by then but in its story and what that needs."""
        begun: set[str] = set()
        for each in self.timeline:
            begun.add(each.story.file)
            if each is moment:
                break
        return begun <= self._needed(moment.story)

    def _needed(self, story: Story) -> set[str]:
        """Files of a story and of what it needs, and what that needs."""
        by_file = {each.file: each for each in self.stories}
        needed, ahead = {story.file}, [story]
        while ahead:
            found = [by_file[name] for name in map(_name, ahead.pop().needs) if name in by_file and name not in needed]
            needed.update(each.file for each in found)
            ahead += found
        return needed

    def write_site(self, folder: Path) -> Path:
        """The base site with everything that is given added, in `folder`; returns the site file. Raises `StoryError`."""
        return merged_site(self.base, [(story.file, story.given) for story in self.stories], folder)


def load(paths: Sequence[Path], base: Path) -> Book:
    """The stories of these files and of those they need, on the site in folder `base`. Raises `StoryError` with every fault."""
    found = read_stories(paths)
    problems = list(names.faults(found))
    if problems:
        raise StoryError(problems)
    return Book(tuple(story for story, _ in found), base)


def _name(file: str) -> str:
    return Path(file).name


def _moments(story: Story) -> Iterator[Moment]:
    for place, step in enumerate(story.steps):
        yield Moment(story, place + 1, story.lines[place] if place < len(story.lines) else 1, step.on, step)
