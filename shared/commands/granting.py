"""What may be put on a token: a typing error must not pass for a right, nor for the lack of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.cli import Failure
from shared.contracts.topics import TOPICS

SERVICES = tuple(sorted({topic.owner for topic in TOPICS}))


def checked(what: str, given: Sequence[str] | None, known: Iterable[str]) -> tuple[str, ...]:
    """The words as they were given, each once; a Failure names those that there are."""
    words = tuple(dict.fromkeys(given or ()))
    for word in words:
        if word not in known:
            raise Failure(f"There is no {what} {word}. There are: {', '.join(known)}.", 2)
    return words
