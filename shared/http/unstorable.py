"""What the database says about a request: a value it cannot hold is the client's to mend, an absence passes, the rest is a defect of ours."""

from __future__ import annotations

import logging

import asyncpg
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError

from shared.db.engine import is_about_data, is_transient
from shared.http.problems import Problem
from shared.telemetry.log import where

log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Answer such requests with problems; routes know nothing of it. What is named here is answered for good, any other fault is also raised on."""

    async def answered(request: Request, fault: Exception) -> JSONResponse:
        return _problem(request, fault).response()

    for kind in (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, Exception):
        app.add_exception_handler(kind, answered)


def _problem(request: Request, fault: Exception) -> Problem:
    """Where a defect happened goes into the log, neither there nor into the answer what was sent."""
    if is_about_data(fault):
        return Problem(422, "a number, day or text is beyond what can be kept", "Look for one that is far too large or too long.")
    if is_transient(fault):
        return Problem(503, "the database does not answer", "Nothing was recorded. Send the request again later.", retry_after=5)
    log.error("method=%s route=%s failed: %s", request.method, getattr(request.scope.get("route"), "path", "?"), where(fault))
    return Problem(500, "this is a defect of ours", "Nothing was recorded. The log of the service says where it happened.")
