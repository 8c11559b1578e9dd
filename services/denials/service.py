"""Wiring of the denials service: which stage keeps its states where. The only module that knows both sides."""

from __future__ import annotations

from dataclasses import dataclass

from services.denials import api
from services.denials.facts import FACTS
from services.denials.repository import Advices, Cases, Queues
from services.denials.stages import order, receive, triage
from services.denials.tables import Tables
from shared.remittance.read import Intake
from shared.settings import Settings
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound


@dataclass(frozen=True)
class Resources:
    """What the routes need."""

    cases: Cases
    intake: Intake | None
    """None where the 835s go to adjudication."""


def build(settings: Settings) -> Parts:
    """The parts of one process. Decisions that denials took in itself are judged to the end, even after its intake was switched off."""
    cases = Cases(settings.site)
    intake = Intake(settings.site, settings.names, FACTS) if settings.denials_intake else None
    stages = (Bound(triage.STAGE, cases), Bound(order.STAGE, Queues()), Bound(receive.STAGE, Advices()))
    return Parts(stages=stages, resources=Resources(cases, intake))


SERVICE = Service(name="denials", package="services.denials", metadata=Tables.metadata, build=build, routes=api.routes)
