"""An encounter at the coding desk of the demonstration site, and a bench that runs the stage without any plumbing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from services.coding.model.chart import Chart
from services.coding.model.reference import Reference
from services.coding.reference.hcpcs import Hcpcs
from services.coding.reference.icd10 import Icd10
from services.coding.stages import code
from shared.contracts.coding import CodedDiagnosis, CodingCorrected, CodingHeld, EncounterCoded, LineCorrection, StayCorrection
from shared.contracts.denials import CorrectionRequested, DenialClosed
from shared.contracts.eligibility import CapturedCharge, DocumentedDiagnosis, DocumentedProcedure, EncounterOpened, Stay
from shared.contracts.event import Envelope, Event, Message, type_name
from shared.contracts.submission import ClaimRejected, ClaimSubmitted
from shared.contracts.values import Actor, ClaimId, ClaimKind, Document, EncounterId, HoldReason, Owner, PersonId
from shared.site import load_site
from shared.stage.step import step

SITE = load_site(Path(__file__).parents[3] / "deploy/site/site.yaml")
REFERENCE = Reference(SITE, Icd10.load(), Hcpcs.load())
ENCOUNTER, CLAIM = EncounterId("ENCOUNTER1"), ClaimId("CLAIM1")
CODER = Actor(id="coder-1")
DAY = date(2026, 9, 28)
NOTHING = Document(sha256="0" * 64, size=0, kind="837P")
E = TypeVar("E", bound=Event)


class Desk:
    """Runs the stage as the plumbing does: one message after the other, then what it emitted."""

    def __init__(self) -> None:
        self.chart = Chart(encounter_id=ENCOUNTER)
        self.emitted: list[Event] = []

    def hear(self, *events: Event) -> list[Event]:
        """What came of these events."""
        new: list[Event] = []
        for event in events:
            self.chart, messages = step(code.STAGE, self.chart, _message(event), REFERENCE, SITE.site, ZoneInfo(SITE.time_zone))
            new += [message.event for message in messages]
        self.emitted += new
        return new

    def coded(self) -> EncounterCoded:
        """The last codes; the desk must have announced some."""
        return self.of(EncounterCoded)[-1]

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.emitted if isinstance(event, kind)]

    def reasons(self) -> dict[str, str]:
        """Code of each reason that holds the encounter, and its place."""
        return {reason.code: reason.place for reason in self.chart.reasons}


def _message(event: Event) -> Message:
    at = datetime(2026, 11, 2, 15, tzinfo=UTC)
    return Message(Envelope("cause", type_name(type(event)), "/riverbend/test", ENCOUNTER, at, ENCOUNTER, ""), event)


def charge(code: str | None, amount: str | None = None, **more: Any) -> CapturedCharge:
    more = {name: Decimal(value) if name == "units" else value for name, value in more.items()}
    return CapturedCharge(code=code, amount=Decimal(amount) if amount else None, **more)


def icd(*codes: str) -> tuple[DocumentedDiagnosis, ...]:
    return tuple(DocumentedDiagnosis(code=code, rank=rank) for rank, code in enumerate(codes, start=1))


def opened(*charges: CapturedCharge, version: int = 1, diagnoses: tuple[DocumentedDiagnosis, ...] | None = None, **more: Any) -> EncounterOpened:
    """A visit and a joint injection, as in scenario S4, unless the test says otherwise."""
    facts: dict[str, Any] = {
        "encounter_id": ENCOUNTER,
        "person_id": PersonId("PERSON1"),
        "version": version,
        "kind": ClaimKind.PROFESSIONAL,
        "facility_id": "clinic",
        "service_from": DAY,
        "service_to": DAY,
        "rendering_npi": "1003000134",
        "diagnoses": icd("M17.11", "M25.561") if diagnoses is None else diagnoses,
        "charges": charges or (charge("99214", "210.00"), charge("20610", "180.00"), charge("J1010", "30.00", units="40")),
        **more,
    }
    return EncounterOpened.model_validate(facts)


def performed(*codes: str, system: str = "hcpcs") -> EncounterOpened:
    """An encounter whose source captured no charges."""
    procedures = tuple(DocumentedProcedure.model_validate({"system": system, "code": code}) for code in codes)
    return opened(procedures=procedures).model_copy(update={"charges": ()})


def hospital(*charges: CapturedCharge, **more: Any) -> EncounterOpened:
    return opened(*charges, kind=ClaimKind.INSTITUTIONAL, facility_id="hospital", **more)


STAY = Stay(
    admitted_on=DAY,
    admitted_at=time(6, 30),
    discharged_on=date(2026, 10, 1),
    discharged_at=time(11, 5),
    patient_status="01",
    admitting_diagnosis=DocumentedDiagnosis(code="D12.2"),
)
"""Over the night in which the ICD-10-CM lists of the year change."""


def admitted(*procedures: tuple[str, date | None], **changes: Any) -> EncounterOpened:
    """Three nights with procedures in ICD-10-PCS."""
    done = tuple(DocumentedProcedure(system="icd10pcs", code=code, performed_on=on) for code, on in procedures)
    bed = charge(None, "4500.00", revenue_code="0120", units="3")
    stay = STAY.model_copy(update=changes)
    return hospital(bed, diagnoses=icd("C18.2"), service_to=date(2026, 10, 1), procedures=done, stay=stay)


def entered(**stay: Any) -> CodingCorrected:
    return corrected().model_copy(update={"stay": StayCorrection.model_validate(stay)})


def corrected(*lines: LineCorrection, diagnoses: tuple[str, ...] | None = None, answers: str = "", declines: str = "") -> CodingCorrected:
    coded = None if diagnoses is None else tuple(CodedDiagnosis(code=each) for each in diagnoses)
    reason = "The note supports it."
    return CodingCorrected(encounter_id=ENCOUNTER, diagnoses=coded, lines=lines, answers=answers, declines=declines, actor=CODER, reason=reason)


def line(number: int, **changes: Any) -> LineCorrection:
    return LineCorrection.model_validate({"line_number": number, **changes})


def asked(denial: str = "DENIAL1", *also: str, number: int = 1, claim: str = CLAIM, owner: Owner = Owner.CODING) -> CorrectionRequested:
    return CorrectionRequested.model_validate(
        {
            "denial_id": denial,
            "also": also,
            "claim_id": claim,
            "encounter_id": ENCOUNTER,
            "owner": owner,
            "root_cause": "modifier_25_missing",
            "line_number": number,
            "sentence": "Add modifier 25 if the note supports a separate visit.",
            "due_on": date(2027, 5, 1),
        }
    )


def closed(denial: str) -> DenialClosed:
    facts = {"denial_id": denial, "claim_id": CLAIM, "encounter_id": ENCOUNTER, "line_number": 1}
    return DenialClosed.model_validate({**facts, "outcome": "overturned", "recovered": "128.00", "closed_on": date(2026, 12, 1)})


def rejected(submission: int = 1, owner: Owner = Owner.CODING) -> ClaimRejected:
    facts = {"claim_id": CLAIM, "encounter_id": ENCOUNTER, "submission": submission, "payer_id": "NWHP1", "statuses": ()}
    reason = HoldReason(code="diagnosis_code", place="diagnoses[0]", sentence="The payer does not know the diagnosis. Correct it.")
    return ClaimRejected.model_validate({**facts, "responsible": owner, "reason": reason, "document": NOTHING})


def submitted(submission: int) -> ClaimSubmitted:
    facts = {"claim_id": CLAIM, "encounter_id": ENCOUNTER, "submission": submission, "payer_id": "NWHP1", "coverage_id": "COVERAGE1"}
    facts |= {"interchange_id": "INTERCHANGE1", "reference": "R1", "kind": ClaimKind.PROFESSIONAL, "frequency": "1", "lines": (), "total": "0.00"}
    return ClaimSubmitted.model_validate({**facts, "service_from": DAY, "service_to": DAY, "submitted_on": DAY, "document": NOTHING})


__all__ = ["CLAIM", "ENCOUNTER", "CodingHeld", "Desk", "EncounterCoded"]
