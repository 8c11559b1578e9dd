"""Logging in: a form takes a token and keeps it in a cookie that scripts cannot read and other sites cannot send."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection

from shared.http.access import COOKIE
from shared.http.draw import draw
from shared.http.gate import Page
from shared.runtime import Runtime
from shared.security.keyring import Keyring, Refused

SHIFT_SECONDS = 12 * 3600
"""A login ends with the working day, whatever the token's own end."""


def login_page(runtime: Runtime) -> Page:
    """What a browser is shown in place of a page that it may not see."""

    def page(connection: HTTPConnection, refused: Refused) -> Response:
        path, query = str(connection.scope["path"]), connection.scope["query_string"].decode("latin-1")
        return _form(runtime, connection, refused, f"{path}?{query}" if query else path)

    return page


def _form(runtime: Runtime, connection: HTTPConnection, refused: Refused | None, wanted: str) -> Response:
    shown = refused if refused and (refused.error or refused.status != 401) else None
    return draw(runtime, connection, "login.html", refused.status if refused else 200, refused=shown, wanted=wanted)


def router(runtime: Runtime, keyring: Keyring) -> APIRouter:
    """The way in and out. Both are open to all; what they are given is judged by the keyring."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/login")
    async def form(request: Request) -> Response:
        return RedirectResponse("/", 303) if runtime.settings.open_access else _form(runtime, request, None, "/")

    @routes.post("/login")
    async def login(request: Request) -> Response:
        given = parse_qs((await request.body()).decode("latin-1"), max_num_fields=8)
        text, wanted = (given.get(name, [""])[0].strip() for name in ("token", "wanted"))
        try:
            keyring.admit(text, runtime.service.name)
        except Refused as refused:
            refused.error = refused.error or "invalid_token"
            return _form(runtime, request, refused, wanted)
        answer = RedirectResponse(wanted if _is_ours(wanted) else "/", 303)
        answer.set_cookie(COOKIE, text, max_age=SHIFT_SECONDS, **_guarded(request))
        return answer

    @routes.post("/logout")
    async def logout(request: Request) -> Response:
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE, **_guarded(request))
        return answer

    return routes


def _guarded(request: Request) -> dict[str, Any]:
    return {"httponly": True, "samesite": "strict", "secure": request.url.scheme == "https"}


def _is_ours(wanted: str) -> bool:
    """A path of this service, not an address that merely looks like one."""
    return wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
