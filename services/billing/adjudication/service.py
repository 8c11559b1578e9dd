"""Wiring of adjudication: which stage keeps its states where, which folder is read. The only module that knows both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.billing.adjudication import api
from services.billing.adjudication.facts import FACTS
from services.billing.adjudication.repository import Accounts, Clearings, Files
from services.billing.adjudication.stages import deposit, match, post
from services.billing.adjudication.tables import Tables
from shared.contracts.event import Event
from shared.db.blobs import document_for
from shared.db.received import Received
from shared.remittance.read import Intake
from shared.settings import Settings
from shared.stage.gateway import FolderIntake
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound
from shared.x12.content import begins_like_x12

ANSWERS = "from-clearinghouse"
KIND = "835"


@dataclass(frozen=True)
class Resources:
    """What intake and routes need."""

    settings: Settings
    intake: Intake
    files: Files
    accounts: Accounts
    clearings: Clearings

    @property
    def folder(self) -> str | None:
        """Where the clearinghouse puts its answers, of all kinds."""
        folder = self.settings.clearinghouse_folder
        return str(folder / ANSWERS) if folder else None


async def read_file(session: Any, body: bytes, name: str, cause: str, resources: Resources) -> Sequence[Event]:
    """The events of a file of the clearinghouse; empty when it holds no 835."""
    return await resources.intake.read(body, document_for(body, KIND, name), Received(session))


FOLDER = FolderIntake(
    name="adjudication.remittances",
    folder=lambda resources: resources.folder,
    read=read_file,
    accepts=begins_like_x12,
)


def build(settings: Settings) -> Parts:
    """The parts of one process."""
    files, accounts, clearings = Files(), Accounts(settings.site), Clearings()
    resources = Resources(settings, Intake(settings.site, settings.names, FACTS), files, accounts, clearings)
    stages = (Bound(match.STAGE, files), Bound(post.STAGE, accounts), Bound(deposit.STAGE, clearings))
    return Parts(stages=stages, folders=(FOLDER,), resources=resources)


SERVICE = Service(name="adjudication", package="services.billing.adjudication", metadata=Tables.metadata, build=build, routes=api.routes)
