"""The FastAPI application of one service: its own routes, the generic ones, the page, and problems for every error."""

from __future__ import annotations

from fastapi import FastAPI

from shared.http import generic, metrics, page, parked, problems
from shared.http.limit import BodyLimit
from shared.runtime import Runtime


def create_app(runtime: Runtime) -> FastAPI:
    """Build it once per process."""
    app = FastAPI(title=f"Revenue cycle: {runtime.service.name}", version="1", docs_url="/docs", redoc_url=None)
    problems.install(app)
    app.add_middleware(BodyLimit, most=64 * 1024 * 1024)
    app.include_router(runtime.service.routes(runtime))
    app.include_router(generic.router(runtime))
    app.include_router(parked.router(runtime))
    app.include_router(metrics.router(runtime))
    app.include_router(page.router(runtime))
    return app
