"""The public APIs of the house as people and programs use them: commands with who and why, questions with their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.stories.installation import Installation

ACTOR = {"id": "stories-1", "role": "staff"}
DONE = (200, 201, 202)
MOST = 1000


class Refused(Exception):
    """A desk answered other than the story needs; the text says what was asked and what was answered."""


@dataclass
class Desks:
    """With `twice`, every command is given two times; the second must change nothing."""

    house: Installation
    twice: bool = False

    def tell(self, service: str, path: str, body: Any, key: str, *, refused: int | None = None, headers: Mapping[str, str] | None = None) -> None:
        """A command or an intake. `key` names it, so that it is known when it comes again. Raises Refused when the answer is not the expected one."""
        for _ in range(2 if self.twice else 1):
            answer = self.house.tell(service, path, body, {"Idempotency-Key": key, **(headers or {})})
            if refused is None and answer.status_code not in DONE:
                raise Refused(f"{service} refuses POST {path}: {_said(answer)}")
            if refused is not None and answer.status_code != refused:
                raise Refused(f"{service} should refuse POST {path} with {refused}, and answers {_said(answer)}")

    def ask(self, service: str, path: str, **params: Any) -> Any:
        """The answer's JSON. Raises Refused."""
        answer = self.house.ask(service, path, **params)
        if answer.status_code not in DONE:
            raise Refused(f"{service} does not answer GET {path}: {_said(answer)}")
        return answer.json()

    def find(self, service: str, path: str, **params: Any) -> Any:
        """As `ask`; None where there is nothing of that id."""
        answer = self.house.ask(service, path, **params)
        return None if answer.status_code == 404 else self.ask(service, path, **params) if answer.status_code not in DONE else answer.json()

    def every(self, service: str, path: str, member: str, **params: Any) -> list[dict[str, Any]]:
        """All items of a list, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.ask(service, path, limit=MOST, offset=len(found), **params)[member]
            found += page
            if len(page) < MOST:
                return found


def signed(body: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """Who and why, where the body does not say it itself."""
    return {"actor": ACTOR, "reason": reason, **body}


def _said(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.text[:500]}"
