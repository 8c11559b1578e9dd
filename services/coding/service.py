"""Wiring of the coding service: which stage keeps its states where. The only module that knows both sides."""

from __future__ import annotations

from services.coding import api
from services.coding.model.reference import Reference
from services.coding.reference.hcpcs import Hcpcs
from services.coding.reference.icd10 import Icd10
from services.coding.repository import Charts
from services.coding.stages import code
from services.coding.tables import Tables
from shared.settings import Settings
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound


def build(settings: Settings) -> Parts:
    """The parts of one process; the code tables are loaded once."""
    charts = Charts(Reference(settings.site, Icd10.load(), Hcpcs.load()))
    return Parts(stages=(Bound(code.STAGE, charts),), resources=charts)


SERVICE = Service(name="coding", package="services.coding", metadata=Tables.metadata, build=build, routes=api.routes)
