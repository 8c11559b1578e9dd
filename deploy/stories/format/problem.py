"""What is wrong with a story: all of it, where an editor can find it, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterable

from shared.site.problem import Problem


class StoryError(Exception):
    """The stories cannot be played. Carries every fault that was found, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
