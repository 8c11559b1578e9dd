"""Wiring of adjudication: which stage keeps its states where, which folder is read. The only module that knows both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.billing.adjudication import api
from services.billing.adjudication.bank.take import take
from services.billing.adjudication.bank_repository import PayerBalances, SameAmounts
from services.billing.adjudication.board.stores import Measures, Visits
from services.billing.adjudication.disputes import Disputes
from services.billing.adjudication.facts import FACTS
from services.billing.adjudication.ledger.read_off import read_off
from services.billing.adjudication.patient.statements import Addressees
from services.billing.adjudication.repository import Accounts, Clearings, Files
from services.billing.adjudication.stages import address, assign, deposit, dispute, match, measure, post, recoup, watch
from services.billing.adjudication.tables import Tables
from shared.contracts.event import Event
from shared.db.blobs import document_for
from shared.db.received import Received
from shared.db.rows import edge_time
from shared.remittance.read import Intake
from shared.settings import Settings
from shared.stage.gateway import FolderIntake
from shared.stage.service import Parts, Service
from shared.stage.stage import Bound
from shared.x12.content import begins_like_x12

ANSWERS = "from-clearinghouse"
BANK = "from-bank"
KIND = "835"


@dataclass(frozen=True)
class Resources:
    """What intake and routes need."""

    settings: Settings
    intake: Intake
    files: Files
    accounts: Accounts
    clearings: Clearings
    disputes: Disputes
    same_amounts: SameAmounts
    payer_balances: PayerBalances
    addressees: Addressees

    @property
    def bank_folder(self) -> str | None:
        """Where the bank's files are put."""
        folder = self.settings.clearinghouse_folder
        return str(folder / BANK) if folder else None

    @property
    def folder(self) -> str | None:
        """Where the clearinghouse puts its answers, of all kinds."""
        folder = self.settings.clearinghouse_folder
        return str(folder / ANSWERS) if folder else None


async def read_file(session: Any, body: bytes, name: str, cause: str, resources: Resources) -> Sequence[Event]:
    """The events of a file of the clearinghouse; empty when it holds no 835."""
    return await resources.intake.read(body, document_for(body, KIND, name), Received(session))


async def read_bank_file(session: Any, body: bytes, name: str, cause: str, resources: Resources) -> Sequence[Event]:
    """The deposits of a file of the bank that no file brought before."""
    settings = resources.settings
    return (await take(session, body, name, settings.site, settings.names, edge_time(session))).events


BANK_FOLDER = FolderIntake(
    name="adjudication.bank",
    folder=lambda resources: resources.bank_folder,
    read=read_bank_file,
    accepts=lambda head: True,
)
FOLDER = FolderIntake(
    name="adjudication.remittances",
    folder=lambda resources: resources.folder,
    read=read_file,
    accepts=begins_like_x12,
)


def build(settings: Settings) -> Parts:
    """The parts of one process."""
    files, accounts, clearings, disputes = Files(), Accounts(settings.site), Clearings(), Disputes(settings.site)
    untraced, balances, addressees = SameAmounts(), PayerBalances(), Addressees()
    intake = Intake(settings.site, settings.names, FACTS)
    resources = Resources(settings, intake, files, accounts, clearings, disputes, untraced, balances, addressees)
    stages = (
        Bound(match.STAGE, files),
        Bound(post.STAGE, accounts),
        Bound(deposit.STAGE, clearings),
        Bound(assign.STAGE, untraced),
        Bound(recoup.STAGE, balances),
        Bound(dispute.STAGE, disputes),
        Bound(measure.STAGE, Measures()),
        Bound(watch.STAGE, Visits()),
        Bound(address.STAGE, addressees),
    )
    return Parts(stages=stages, folders=(FOLDER, BANK_FOLDER), resources=resources, figures=partial(read_off, settings.site.site))


SERVICE = Service(
    name="adjudication",
    package="services.billing.adjudication",
    metadata=Tables.metadata,
    build=build,
    kept=("closed_period", "bank_line"),
    routes=api.routes,
)
