"""Builders: a complete visit of an invented patient, a payer that answers, and a desk that runs stages like the worker does."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.eligibility.model.desk import Desk
from services.eligibility.model.encounter import Encounter
from services.eligibility.model.fold import evolve, initial
from services.eligibility.stages import authorize, correct, inquire, interpret, register
from shared.contracts.denials import CorrectionRequested, DenialClosed
from shared.contracts.eligibility import (
    Address,
    AuthorizationRecorded,
    BenefitStated,
    CapturedCharge,
    CoverageOnFile,
    EncounterCleared,
    EncounterHeld,
    EncounterOpened,
    InquiryAnswered,
    InquiryRenewed,
    InquiryRequested,
    InquiryUnanswered,
    Patient,
    PatientRegistered,
    PersonName,
    Subscriber,
)
from shared.contracts.event import Event
from shared.contracts.submission import ClaimRejected, ClaimSubmitted, StatusCode
from shared.contracts.values import Actor, ClaimKind, Document, HoldReason, Owner
from shared.site import Site, load_site
from shared.stage.stage import Context, Stage

ROOT = Path(__file__).parents[3]
SITE: Site = load_site(ROOT / "deploy" / "site" / "site.yaml")
ID = "ENCOUNTERAAAAAAA"
ON = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("America/New_York"))
VISIT_ON = date(2026, 9, 14)
ANNA = Actor(id="anna")
PATIENT = Patient(
    mrn="MRN1",
    name=PersonName(last="Testoak", first="Ada"),
    birth_date=date(1980, 1, 1),
    sex="F",
    address=Address(line="1 Example Street", city="Springfield", state="OH", postal_code="455011234"),
)
MOTHER = Subscriber(name=PersonName(last="Testoak", first="Eve"), birth_date=date(1955, 5, 5), sex="F")
DOCUMENT = Document(sha256="0" * 64, size=1, kind="277CA")


def coverage(order: int = 1, payer: str | None = "NWHP1", **changes: Any) -> CoverageOnFile:
    return CoverageOnFile(
        **{"coverage_id": f"COVERAGE{order}{payer}", "order": order, "payer_id": payer, "member_id": f"NWA100000{order}", **changes}
    )


def registered(version: int = 1, *coverages: CoverageOnFile, patient: dict[str, Any] | None = None, **changes: Any) -> PatientRegistered:
    fields = {"encounter_id": ID, "person_id": "PERSONA", "version": version, "visit_number": "V1", "consent_on_file": True}
    ill = PATIENT.model_copy(update=patient or {})
    return PatientRegistered(**{**fields, "patient": ill, "coverages": coverages or (coverage(),), **changes})


def opened(version: int = 1, codes: Sequence[str] = ("99213", "85025"), **changes: Any) -> EncounterOpened:
    fields = {"encounter_id": ID, "person_id": "PERSONA", "version": version, "kind": ClaimKind.PROFESSIONAL, "facility_id": "clinic"}
    charges = tuple(CapturedCharge(code=code) for code in codes)
    care = {"service_from": VISIT_ON, "service_to": VISIT_ON, "sex": "F", "rendering_npi": "1003000126", "charges": charges}
    return EncounterOpened(**{**fields, **care, **changes})


def answered(question: InquiryRequested, active: bool | None = True, *benefits: BenefitStated, rejects: tuple[str, ...] = ()) -> InquiryAnswered:
    about = question.model_dump(include={"encounter_id", "coverage_id", "payer_id", "registration_version", "service_on"})
    return InquiryAnswered(**about, active=active, benefits=benefits, rejects=rejects)


def unanswered(question: InquiryRequested, attempts: int = 5) -> InquiryUnanswered:
    about = question.model_dump(include={"encounter_id", "coverage_id", "payer_id", "registration_version", "service_on"})
    return InquiryUnanswered(**about, attempts=attempts, problem="unreachable")


def needs_number(code: str) -> BenefitStated:
    return BenefitStated(info="1", procedure=code, authorization_required=True)


def number(value: str = "AUTH1", procedure: str | None = None, answers: str = "") -> AuthorizationRecorded:
    return AuthorizationRecorded(encounter_id=ID, number=value, procedure=procedure, answers=answers, actor=ANNA, reason="on the telephone")


def renewed() -> InquiryRenewed:
    return InquiryRenewed(encounter_id=ID, actor=ANNA, reason="the payer is back")


def submitted(submission: int = 1, clearance: int = 1) -> ClaimSubmitted:
    return ClaimSubmitted(
        claim_id="CLAIM1",
        encounter_id=ID,
        submission=submission,
        interchange_id="I1",
        reference="R1",
        kind=ClaimKind.PROFESSIONAL,
        frequency="1",
        payer_id="NWHP1",
        coverage_id="COVERAGE1NWHP1",
        clearance_version=clearance,
        service_from=VISIT_ON,
        service_to=VISIT_ON,
        lines=(),
        total=Decimal("190.00"),
        submitted_on=ON,
        document=DOCUMENT,
    )


def rejected(submission: int = 1, place: str = "coverages[COVERAGE1NWHP1].member_id", owner: Owner = Owner.ELIGIBILITY) -> ClaimRejected:
    return ClaimRejected(
        claim_id="CLAIM1",
        encounter_id=ID,
        submission=submission,
        payer_id="NWHP1",
        statuses=(StatusCode(category="A7", status="164", entity="IL"),),
        responsible=owner,
        reason=HoldReason(code="member_id_rejected", place=place, sentence="The payer does not know this member id."),
        document=DOCUMENT,
    )


def requested(denial_id: str = "DENIAL1", root_cause: str = "authorization_missing", owner: Owner = Owner.ELIGIBILITY) -> CorrectionRequested:
    return CorrectionRequested(
        denial_id=denial_id,
        claim_id="CLAIM1",
        encounter_id=ID,
        owner=owner,
        root_cause=root_cause,
        line_number=1,
        sentence="The payer wants an authorization number.",
        due_on=date(2026, 12, 31),
    )


def denial_closed(denial_id: str = "DENIAL1") -> DenialClosed:
    return DenialClosed(
        denial_id=denial_id, claim_id="CLAIM1", encounter_id=ID, line_number=1, outcome="withdrawn", recovered=Decimal(0), closed_on=ON
    )


STAGES: tuple[Stage[Any, Any], ...] = (register.STAGE, interpret.STAGE, authorize.STAGE, inquire.STAGE, correct.STAGE)
Payer = Callable[[InquiryRequested], Event]


class Clinic:
    """Runs the stages on one encounter in the order events are given to it, with a payer that may answer at once."""

    def __init__(self, payer: Payer | None = answered, desk: Desk | None = None, on: date = ON) -> None:
        self.state: Encounter = initial(ID)
        self.payer, self.desk, self.on = payer, desk or Desk(SITE), on
        self.log: list[Event] = []
        self._causes = itertools.count(1)

    def tell(self, *events: Event) -> list[Event]:
        """What the service emits because of these, the payer's answers included."""
        emitted: list[Event] = []
        for event in events:
            emitted += self._one(event)
        return emitted

    def _one(self, event: Event) -> list[Event]:
        stage = next(stage for stage in STAGES if isinstance(event, stage.handles))
        context = Context(at=AT, on=self.on, cause=f"cause-{next(self._causes)}", reference=self.desk)
        decided = list(stage.decide(self.state, event, context))
        assert all(isinstance(each, stage.emits) for each in decided), stage.name
        self.state = evolve(self.state, event)
        for each in decided:
            self.state = evolve(self.state, each)
        self.log += [event, *decided]
        questions = [each for each in decided if isinstance(each, InquiryRequested)] if self.payer else []
        return [*decided, *itertools.chain.from_iterable(self._one(self.payer(question)) for question in questions if self.payer)]


def kinds(events: Iterable[Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def codes(events: Iterable[Event]) -> list[str]:
    """The reasons of the last hold."""
    holds = [event for event in events if isinstance(event, EncounterHeld)]
    return [reason.code for reason in holds[-1].reasons] if holds else []


def last_clearance(events: Iterable[Event]) -> EncounterCleared:
    return [event for event in events if isinstance(event, EncounterCleared)][-1]
