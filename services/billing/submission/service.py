"""Wiring of submission: which stage keeps its states where, and what else runs. The only module that knows both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.billing.submission import api, intake
from services.billing.submission.examine import Examiner
from services.billing.submission.gateways import ask, send
from services.billing.submission.model.claim import Claim
from services.billing.submission.model.interchange import Interchange
from services.billing.submission.model.policy import Policy
from services.billing.submission.office import Office
from services.billing.submission.repository import Claims, Drafts, Edits, recover
from services.billing.submission.stages import acknowledge, build, follow, scrub
from services.billing.submission.submit import Batching
from services.billing.submission.tables import InterchangeRow, Tables
from shared.contracts.values import ClaimId
from shared.db.rows import RowStore
from shared.settings import Settings
from shared.stage.gateway import Batcher, FolderIntake
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound, Stage
from shared.x12.content import begins_like_x12


def build_parts(settings: Settings, policy: Policy | None = None) -> Parts:
    """The parts of one process. A policy other than the default one is for installations that compose their own."""
    policy = policy or Policy()
    office = Office.of(settings, policy)
    edits = Bound(_patient(scrub.STAGE, policy), Edits(settings.site, policy, Examiner.of(settings.site)))
    batching = Batching(office)
    return Parts(
        stages=(
            Bound(build.STAGE, Drafts(settings.names)),
            edits,
            Bound(_patient(acknowledge.STAGE, policy), Claims()),
            Bound(follow.STAGE, RowStore(InterchangeRow, Interchange)),
        ),
        gateways=(send.GATEWAY, ask.GATEWAY),
        batchers=(Batcher[Claim](name="submission.submit", bound=edits, pick=batching.pick, gather=batching.gather),),
        folders=(FolderIntake(name="submission.intake", folder=_inbox, read=intake.read, accepts=begins_like_x12),),
        resources=office,
        recover=recover,
    )


def _patient(stage: Stage[Claim, Any], policy: Policy) -> Stage[Claim, Any]:
    """The stage, with new claims waiting for their acknowledgement as long as the site says."""
    return replace(stage, initial=lambda key: Claim(claim_id=ClaimId(key), patience_days=policy.days_to_acknowledge))


def _inbox(office: Office) -> str | None:
    return str(office.inbox) if office.inbox else None


SERVICE = Service(
    name="submission",
    package="services.billing.submission",
    metadata=Tables.metadata,
    build=build_parts,
    kept=("dispatch", "handed_in"),
    routes=api.routes,
)
