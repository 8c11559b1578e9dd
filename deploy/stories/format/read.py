"""Reading stories: files to models, every fault with its line, and the files that a story needs beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from deploy.stories.format.problem import StoryError
from deploy.stories.format.story import Story
from deploy.stories.format.words import problem_of
from shared.site.document import Document, read_document
from shared.site.problem import Problem


def read_story(file: str, text: str) -> tuple[Story | None, Document, list[Problem]]:
    """One story from text: the story if it is whole, and every fault."""
    document = read_document(file, text)
    problems = list(document.problems)
    if not isinstance(document.values, dict):
        problems += [] if problems else [Problem(file, 1, "", "holds no story: begin with `story: NAME` and `steps:`")]
        return None, document, problems
    try:
        story = Story.model_validate({**document.values, "file": file, "lines": _lines(document)})
    except ValidationError as error:
        return None, document, problems + [problem_of(document, fault, Story) for fault in error.errors()]
    problems += _out_of_order(document, story)
    return story, document, problems


def read_stories(paths: Sequence[Path]) -> list[tuple[Story, Document]]:
    """Stories of these files and of those they need, needed ones first, each once. Raises `StoryError`."""
    found: dict[Path, tuple[Story, Document]] = {}
    problems: list[Problem] = []
    for path in paths:
        _follow(path, found, problems, Problem(path.name, 1, "", ""))
    if problems:
        raise StoryError(problems)
    return list(found.values())


def _follow(path: Path, found: dict[Path, tuple[Story, Document]], problems: list[Problem], blame: Problem, around: tuple[Path, ...] = ()) -> None:
    where = path.resolve()
    if where in found or where in around:
        return
    text = _text(path, problems, blame)
    if text is None:
        return
    story, document, faults = read_story(path.name, text)
    problems += faults
    for place, needed in enumerate(story.needs if story else ()):
        _follow(path.parent / needed, found, problems, document.problem(("needs", place), ""), (*around, where))
    if story is not None:
        found[where] = story, document


def _text(path: Path, problems: list[Problem], blame: Problem) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        problems.append(Problem(blame.file, blame.line, blame.place, f"cannot read {path.name}: {error.strerror}"))
    except UnicodeDecodeError:
        problems.append(Problem(path.name, 1, "", "is not UTF-8 text"))
    return None


def _lines(document: Document) -> tuple[str, ...]:
    steps: Any = document.values.get("steps")
    return tuple(str(document.line(("steps", place))) for place in range(len(steps))) if isinstance(steps, list) else ()


def _out_of_order(document: Document, story: Story) -> Iterator[Problem]:
    for place, (before, after) in enumerate(pairwise(story.steps), 2):
        if after.on < before.on:
            yield Problem(
                story.file, document.line(("steps", place - 1, "on")), f"step {place}, on", f"{after.on} is before {before.on} of step {place - 1}"
            )
