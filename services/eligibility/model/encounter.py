"""What eligibility remembers about one encounter: one slot per source topic, so that the order in which topics are read does not matter.

Every stage of the service keeps this same state. What is true now (waiting, held, cleared) is not stored but follows from the slots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from services.eligibility.model.face import Face
from shared.contracts.denials import CorrectionRequested
from shared.contracts.eligibility import (
    AuthorizationRecorded,
    CoverageInactive,
    CoverageOnFile,
    CoverageUnanswered,
    CoverageVerified,
    EncounterCleared,
    EncounterHeld,
    EncounterOpened,
    InquiryAnswered,
    InquiryRequested,
    InquiryUnanswered,
    PatientRegistered,
)
from shared.contracts.values import EncounterId, HoldReason, Value, WorkItem
from shared.stage.stage import State

CoverageFact = Annotated[CoverageVerified | CoverageInactive | CoverageUnanswered, Field(discriminator="type")]
Outcome = Annotated[EncounterHeld | EncounterCleared, Field(discriminator="type")]
Status = Literal["incomplete", "waiting", "held", "cleared"]


class Rejection(Value):
    """A claim of this visit that never got in because of registration."""

    id: str
    """`<claim id>/<submission>`; what an answer to it names."""
    reason: HoldReason
    clearance: int
    """The clearance its claim was built from; a later one answers it."""


class Encounter(State):
    """A visit on its way to financial clearance."""

    encounter_id: EncounterId
    registered: PatientRegistered | None = None
    """The latest version. Identifying data stay in this service's own database."""
    faces: tuple[Face, ...] = ()
    """Fingerprints of every version."""
    opened: EncounterOpened | None = None
    authorizations: tuple[AuthorizationRecorded, ...] = ()
    asked: tuple[InquiryRequested, ...] = ()
    """Every question that was put, in order."""
    outstanding: tuple[InquiryRequested, ...] = ()
    """Questions without an answer yet, oldest first."""
    facts: tuple[CoverageFact, ...] = ()
    """The latest fact about each coverage."""
    sent: dict[str, int] = {}
    """Submission of a claim → the clearance it was built from."""
    rejections: tuple[Rejection, ...] = ()
    requests: tuple[CorrectionRequested, ...] = ()
    closed: tuple[str, ...] = ()
    """Denials that ended without us."""
    meant: tuple[str, ...] = ()
    """Requests and rejections that a person said to have answered."""
    answered: tuple[str, ...] = ()
    """Requests that a clearance has answered."""
    outcome: Outcome | None = None
    """The last one announced."""
    cleared: EncounterCleared | None = None
    """The last clearance, also while something holds the encounter again."""
    held_since: date | None = None

    @property
    def status(self) -> Status:
        if self.registered is None or self.opened is None:
            return "incomplete"
        if any(self.is_current(question) for question in self.outstanding):
            return "waiting"
        if self.outcome is None:
            return "incomplete"
        return "cleared" if isinstance(self.outcome, EncounterCleared) else "held"

    @property
    def coverages(self) -> tuple[CoverageOnFile, ...]:
        """In billing order."""
        return self.registered.coverages if self.registered else ()

    def face(self, version: int) -> Face | None:
        return next((face for face in self.faces if face.version == version), None)

    def current_face(self) -> Face | None:
        return self.face(self.registered.version) if self.registered else None

    def is_current(self, said: InquiryRequested | CoverageFact) -> bool:
        """Was this asked or said about a coverage as registration knows it today, and about today's date of service?"""
        then, today = self.face(said.registration_version), self.current_face()
        if then is None or today is None or self.opened is None or said.service_on != self.opened.service_from:
            return False
        return said.coverage_id in today.coverages and then.coverages.get(said.coverage_id) == today.coverages[said.coverage_id]

    def question_of(self, answer: InquiryAnswered | InquiryUnanswered) -> InquiryRequested | None:
        """The oldest open question that this answers; None for one that was answered before."""
        return next((question for question in self.outstanding if _about(question) == _about(answer)), None)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Authorization numbers in the order in which they were entered."""
        return tuple(authorization.number for authorization in self.authorizations)

    def open_rejections(self) -> tuple[Rejection, ...]:
        last = self.cleared.version if self.cleared else 0
        return tuple(rejection for rejection in self.rejections if last <= rejection.clearance)

    def open_requests(self) -> tuple[CorrectionRequested, ...]:
        done = {*self.answered, *self.closed}
        return tuple(each for each in self.requests if each.denial_id not in done)

    def columns(self) -> Mapping[str, Any]:
        return {
            "status": self.status,
            "visit_number": self.registered.visit_number if self.registered else "",
            "person_id": self.registered.person_id if self.registered else "",
            "payer_id": next((coverage.payer_id or "" for coverage in self.coverages), ""),
            "service_from": self.opened.service_from if self.opened else None,
            "held_since": self.held_since if self.status == "held" else None,
        }

    def work_items(self) -> Sequence[WorkItem]:
        reasons = self.outcome.reasons if isinstance(self.outcome, EncounterHeld) and self.status == "held" else ()
        holds = [self._item(reason.code, reason.place, reason.sentence) for reason in reasons]
        return (*holds, *map(_correction, self.open_requests()), *self._unanswered())

    def _unanswered(self) -> list[WorkItem]:
        """A further coverage nobody could ask about does not keep the first payer waiting, but somebody has to look."""
        if self.status != "cleared":
            return []
        sentence = "The payer did not answer; the claim goes to the other payers only. Ask again, or remove the coverage."
        places = {coverage.coverage_id: f"coverages[{index}]" for index, coverage in enumerate(self.coverages)}
        silent = [fact for fact in self.facts if isinstance(fact, CoverageUnanswered) and self.is_current(fact)]
        return [self._item("coverage_unanswered", places[fact.coverage_id], sentence) for fact in silent]

    def _item(self, kind: str, place: str, sentence: str) -> WorkItem:
        id = f"{self.encounter_id}:{kind}:{place}"
        return WorkItem(id=id, kind=kind, subject=self.encounter_id, encounter_id=self.encounter_id, place=place, sentence=sentence)


def _about(said: InquiryRequested | InquiryAnswered | InquiryUnanswered) -> tuple[str, int, date]:
    return said.coverage_id, said.registration_version, said.service_on


def _correction(request: CorrectionRequested) -> WorkItem:
    return WorkItem(
        id=request.denial_id,
        kind=request.root_cause,
        subject=request.encounter_id,
        encounter_id=request.encounter_id,
        claim_id=request.claim_id,
        place=f"lines[{request.line_number - 1}]" if request.line_number else "",
        sentence=request.sentence,
        due_on=request.due_on.isoformat(),
    )
