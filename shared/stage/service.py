"""A service as a whole: one declaration that worker, API, migrations and `rcm` read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.stage.gateway import Batcher, FolderIntake, Gateway
from shared.stage.stage import Bound


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a service runs, once its settings are known."""

    stages: tuple[Bound[Any, Any], ...]
    gateways: tuple[Gateway[Any], ...] = ()
    batchers: tuple[Batcher[Any], ...] = ()
    folders: tuple[FolderIntake, ...] = ()
    resources: Any = None
    """What gateways, intakes and routes of the service need: site, clients, settings."""
    recover: Callable[[Any], Awaitable[None]] | None = None
    """(session) → nothing. After a restore, before anything leaves the house: note again what no fold brings back."""
    figures: Callable[[Any, date], Awaitable[Mapping[str, Any]]] | None = None
    """(session of a schema, today) → what people read off it, by name: a copy that was made again must say the same."""
    close: Callable[[], Awaitable[None]] | None = None
    """Lets go of what the resources hold open; called at the end of the process."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """Declared once per service as SERVICE in its service module; found through the entry point group `rcm.services`."""

    name: str
    """Also the database schema and the consumer group `rcm.<name>`."""
    package: str
    """Import path, for migrations and templates."""
    metadata: Any
    """SQLAlchemy metadata with the service's own tables; the plumbing's tables are added to it."""
    build: Callable[[Any], Parts]
    """(shared.settings.Settings) → parts. Called once per process."""
    kept: tuple[str, ...] = ()
    """Those of its own tables that hold what no event says; no rebuild brings them back."""
    routes: Callable[[Any], Any]
    """(shared.runtime.Runtime) → FastAPI APIRouter with the service's own routes."""
