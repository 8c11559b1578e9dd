"""Wiring of the eligibility service: which stage keeps its states where. The only module that knows both sides."""

from __future__ import annotations

from services.eligibility import api
from services.eligibility.estimates import Estimates
from services.eligibility.gateways import ask, ask_direct
from services.eligibility.office import Office
from services.eligibility.stages import authorize, correct, estimate, inquire, interpret, register
from services.eligibility.tables import Tables
from shared.settings import Settings
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound

STAGES = (register.STAGE, interpret.STAGE, authorize.STAGE, inquire.STAGE, correct.STAGE)


def build(settings: Settings) -> Parts:
    """The parts of one process. All stages but the estimate keep the same encounters."""
    office = Office.of(settings)
    return Parts(
        stages=(*(Bound(stage, office.encounters) for stage in STAGES), Bound(estimate.STAGE, Estimates(office.site))),
        gateways=(ask.GATEWAY, ask_direct.GATEWAY),
        resources=office,
        close=office.close,
    )


SERVICE = Service(
    name="eligibility",
    package="services.eligibility",
    metadata=Tables.metadata,
    build=build,
    kept=("visit", "person", "namesake", "direct_inquiry"),
    routes=api.routes,
)
