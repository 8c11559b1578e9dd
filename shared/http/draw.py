"""How a page is drawn: the template, who is logged in, and headers that keep a browser from sharing what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import HTTPConnection

from shared.http.access import ANYBODY, caller_of
from shared.runtime import Runtime

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""No script, no frame, nothing from elsewhere; a shared computer's browser keeps no patient."""


def draw(runtime: Runtime, connection: HTTPConnection, template: str | Template, status: int = 200, **values: Any) -> HTMLResponse:
    """One page of a service, from a template here or one that the service brings. Who is not logged in sees no addresses of other services."""
    caller = caller_of(connection)
    who = caller.name if caller and caller is not ANYBODY else ""
    peers = (runtime.settings.links or runtime.settings.peers) if caller else {}
    text = PAGES.get_template(template).render(service=runtime.service.name, peers=peers, who=who, **values)
    return HTMLResponse(text, status, headers=HEADERS)
