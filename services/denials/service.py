"""Wiring of the denials service: which stage keeps its states where. The only module that knows both sides."""

from __future__ import annotations

from services.denials import api
from services.denials.repository import Cases
from services.denials.stages import triage
from services.denials.tables import Tables
from shared.settings import Settings
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound


def build(settings: Settings) -> Parts:
    """The parts of one process."""
    cases = Cases(settings.site)
    return Parts(stages=(Bound(triage.STAGE, cases),), resources=cases)


SERVICE = Service(name="denials", package="services.denials", metadata=Tables.metadata, build=build, routes=api.routes)
