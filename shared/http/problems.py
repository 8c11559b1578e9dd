"""Errors as RFC 9457 problem details: what is wrong, where, and what to do next. Never the payload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Raise it in a route. `title` says what is wrong, `detail` what to do, `place` which field."""

    def __init__(
        self, status: int, title: str, detail: str = "", *, place: str = "", problems: Sequence[dict[str, Any]] = (), retry_after: int | None = None
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.place = status, title, detail, place
        self.problems, self.retry_after = tuple(problems), retry_after

    def body(self) -> dict[str, Any]:
        """The problem document; empty members are left out."""
        members = {"title": self.title, "status": self.status, "detail": self.detail, "place": self.place, "problems": list(self.problems)}
        return {"type": "about:blank", **{name: value for name, value in members.items() if value}}

    def response(self) -> JSONResponse:
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after else None
        return JSONResponse(self.body(), self.status, headers=headers, media_type=MEDIA_TYPE)


def _place(location: Sequence[str | int]) -> str:
    """`("body", "coverages", 0, "member_id")` → `coverages[0].member_id`."""
    path = ""
    for step in location[1:] if location and location[0] in ("body", "query", "path", "header") else location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def invalid(errors: Sequence[Any]) -> Problem:
    """Schema errors as one problem: malformed JSON is 400, everything else 422. Only places and reasons, never the value that was sent."""
    if any(error["type"] == "json_invalid" for error in errors):
        offset = next((error["loc"][-1] for error in errors if error["type"] == "json_invalid"), "?")
        return Problem(400, "this is not JSON", f"The text stops being JSON at character {offset}.", place=f"character {offset}")
    found = [{"place": _place(error["loc"]), "reason": error["msg"].removeprefix("Value error, ")} for error in errors]
    return Problem(422, "the request does not fit", "Mend the places named in problems and send it again.", place=found[0]["place"], problems=found)


def install(app: FastAPI) -> None:
    """Make every error of the app a problem document."""

    @app.exception_handler(Problem)
    async def _problem(_request: Request, problem: Problem) -> JSONResponse:
        return problem.response()

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return invalid(error.errors()).response()

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return Problem(error.status_code, str(error.detail).lower()).response()
