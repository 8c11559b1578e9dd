"""The FastAPI application of one service: its own routes, the generic ones, the pages, and problems for every error.

The gate stands in front of everything and lets in whoever shows a token; behind it the body is limited.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from shared.http import generic, login, metrics, page, parked, problems, restore, unstorable
from shared.http.access import needs
from shared.http.access_log import AccessLog
from shared.http.gate import Gate
from shared.http.limit import BodyLimit, Limits
from shared.http.plain import PlainText
from shared.runtime import Runtime
from shared.security.keyring import Keyring


def create_app(runtime: Runtime, limits: Limits | None = None, keyring: Keyring | None = None) -> FastAPI:
    """Build it once per process."""
    name, settings = runtime.service.name, runtime.settings
    keyring = keyring or Keyring(settings.tokens)
    app = FastAPI(title=f"Revenue cycle: {name}", version="1", openapi_url=None, docs_url=None, redoc_url=None)
    problems.install(app)
    unstorable.install(app)
    app.add_middleware(PlainText)
    app.add_middleware(BodyLimit, limits=limits or Limits())
    app.add_middleware(AccessLog)
    app.add_middleware(Gate, of=app, service=name, keyring=keyring, open_to_all=settings.open_access, login=login.login_page(runtime))
    app.include_router(runtime.service.routes(runtime))
    app.include_router(generic.router(runtime, keyring))
    app.include_router(parked.router(runtime))
    app.include_router(metrics.router(runtime))
    app.include_router(restore.router(runtime))
    app.include_router(login.router(runtime, keyring))
    app.include_router(page.router(runtime))

    @app.get("/openapi.json", include_in_schema=False, dependencies=[needs("read")])
    async def described() -> dict[str, Any]:
        """The API's description. No page of it is served: it would load scripts from elsewhere."""
        return app.openapi()

    return app
