"""Wiring of the denials service: which stage keeps its states where. The only module that knows both sides."""

from __future__ import annotations

from services.denials import api
from services.denials.desk import Resources
from services.denials.facts import FACTS
from services.denials.gateways import send
from services.denials.repository import Advices, Cases, Patients, Queues
from services.denials.stages import identify, order, receive, triage
from services.denials.tables import Tables
from shared.remittance.read import Intake
from shared.settings import Settings
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound


def build(settings: Settings) -> Parts:
    """The parts of one process. Decisions that denials took in itself are judged to the end, even after its intake was switched off."""
    cases, patients = Cases(settings.site), Patients()
    intake = Intake(settings.site, settings.names, FACTS) if settings.denials_intake else None
    stages = (Bound(triage.STAGE, cases), Bound(order.STAGE, Queues()), Bound(receive.STAGE, Advices()), Bound(identify.STAGE, patients))
    return Parts(stages=stages, gateways=(send.GATEWAY,), resources=Resources.of(settings, cases, patients, intake))


SERVICE = Service(name="denials", package="services.denials", metadata=Tables.metadata, build=build, routes=api.routes)
