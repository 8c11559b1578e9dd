"""Connections to a service's schema.

`search_path` is set when a connection is made, so no query names a schema: a service cannot reach another's tables by a slip, and test runs
share a server without meeting.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, cast

import asyncpg
from sqlalchemy import event
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.asyncio import AsyncSession as SqlAlchemySession
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.util import greenlet_spawn
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.sql import Bare

USED_AT = "used at"
RESTED_SECONDS = 1.0
ROLLBACK_SECONDS = 5.0
TRY_AGAIN = ("08", "40", "53", "57", "55P03")
"""SQLSTATE beginnings of faults that pass: connection, serialisation and deadlock, resources, operator intervention, lock not available."""


THEIR_DATA = ("22", "54")
"""SQLSTATE classes of values that no column takes."""
PASSES = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.InvalidCachedStatementError)


class Collided(Exception):
    """Another transaction created the same subject first: run again, and it will be found."""


def make_engine(database: str, schema: str, *, size: int = 8) -> AsyncEngine:
    """`database` is a `postgresql+asyncpg://` address; its query (sslmode, sslrootcert, …) is asyncpg's to read, which knows it as libpq does."""

    async def connect() -> asyncpg.Connection[Any]:
        return await direct_connection(database, schema)

    plain = make_url(database).set(query={})
    engine = create_async_engine(plain, pool_size=size, max_overflow=size, async_creator=connect)
    event.listen(engine.sync_engine, "checkin", _note_use)
    event.listen(engine.sync_engine, "checkout", _ping_when_rested)
    return engine


def _note_use(_: Any, record: ConnectionPoolEntry) -> None:
    record.info[USED_AT] = monotonic()


def _ping_when_rested(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
    """A connection that was in use a moment ago is taken unless it is closed; one that has rested is asked first whether it still lives."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError
    if monotonic() - record.info.get(USED_AT, monotonic()) < RESTED_SECONDS:
        return
    try:
        connection.ping()
    except Exception as fault:
        raise DisconnectionError from fault


def _server_settings(schema: str) -> dict[str, str]:
    return {"search_path": schema, "timezone": "UTC", "jit": "off", "application_name": f"rcm {schema}"}


class ModelSession(AsyncSession):
    """SQLModel's session, in which written SQL is welcome: SQLModel marks `execute` as deprecated in favour of `exec`, which takes no text."""

    async def execute(self, *args: Any, **more: Any) -> Any:
        return await SqlAlchemySession.execute(self, *args, **more)


@asynccontextmanager
async def session_on(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session for models, which commits at the end of the block and rolls back when the block raises."""
    async with ModelSession(engine, expire_on_commit=False, autoflush=False) as session, session.begin():
        yield session


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[Bare]:
    """A transaction for written SQL, which commits at the end of the block and rolls back when the block raises."""
    pooled = await engine.raw_connection()
    connection = cast("asyncpg.Connection[Any]", pooled.driver_connection)
    try:
        await connection.execute("BEGIN")
        yield Bare(connection)
        if await connection.execute("COMMIT") != "COMMIT":
            raise RuntimeError("a statement of this transaction had failed and nobody noticed: nothing was stored")
    except BaseException:
        await _roll_back(connection)
        raise
    finally:
        await greenlet_spawn(_give_back, pooled)


def _give_back(pooled: PoolProxiedConnection) -> None:
    """To the pool, which may close it, and SQLAlchemy closes a connection of asyncpg in a greenlet only."""
    if cast("asyncpg.Connection[Any]", pooled.driver_connection).is_closed():
        pooled.invalidate()
    pooled.close()


async def _roll_back(connection: asyncpg.Connection[Any]) -> None:
    """End the transaction; a connection that cannot even do that is ended itself, which does the same."""
    try:
        await connection.execute("ROLLBACK", timeout=ROLLBACK_SECONDS)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
        connection.terminate()
    except BaseException:
        connection.terminate()
        raise


async def direct_connection(database: str, schema: str) -> asyncpg.Connection[Any]:
    """A connection outside the pool, for what lives as long as it does: advisory locks and LISTEN."""
    url = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    connecting = asyncio.ensure_future(asyncpg.connect(url, server_settings=_server_settings(schema)))
    try:
        return await asyncio.shield(connecting)
    except asyncio.CancelledError:
        await _abandon(connecting)
        raise


async def _abandon(connecting: asyncio.Future[asyncpg.Connection[Any]]) -> None:
    """Let a connection that nobody waits for come about and end it: cancelled in the middle, asyncpg would leave its socket open."""
    await asyncio.wait([connecting], timeout=1.0)
    if not connecting.done():
        connecting.cancel()
    elif not connecting.cancelled() and connecting.exception() is None:
        connecting.result().terminate()


def is_transient(fault: BaseException) -> bool:
    """True when the same work may succeed later without anybody changing anything.

    `InternalClientError` is what asyncpg says when the server dies in the middle of an answer: it no longer understands its own state. Taken for a
    defect, it would park messages and set files aside that nothing is wrong with.
    """
    if is_about_data(fault):
        return False
    if isinstance(fault, Collided | InterfaceError | OperationalError) or isinstance(_told(fault), PASSES):
        return True
    return (isinstance(fault, DBAPIError) and fault.connection_invalidated) or sqlstate(fault).startswith(TRY_AGAIN)


def is_about_data(fault: BaseException) -> bool:
    """True when a value fits no column: out of range, not text, too long to be looked up. asyncpg notices some of that before the server does."""
    told = _told(fault)
    return sqlstate(fault).startswith(THEIR_DATA) or (isinstance(told, asyncpg.InterfaceError) and isinstance(told, ValueError))


def sqlstate(fault: BaseException) -> str:
    """Five characters that say what PostgreSQL objected to, or nothing."""
    return str(getattr(_told(fault), "sqlstate", None) or "")


def _told(fault: BaseException) -> BaseException:
    """What asyncpg itself raised: SQLAlchemy wraps that twice where it runs a statement, and once where it only connects."""
    inner = getattr(fault, "orig", None) or fault
    return inner.__cause__ or inner if isinstance(inner, AsyncAdapt_asyncpg_dbapi.Error) else inner
