"""Values of the stories: one invented patient, facts around one encounter, and a bench that runs a stage without any plumbing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.billing.submission.examine import Examiner
from services.billing.submission.model.draft import Departure, Versions
from services.billing.submission.model.policy import Policy
from services.billing.submission.stages import acknowledge, build, scrub
from services.billing.submission.stages.build import House
from services.billing.submission.stages.scrub import Desk
from shared.contracts.adjudication import ClaimPayment, ClaimRemitted
from shared.contracts.coding import CodedDiagnosis, CodedLine, CodedProcedure, CodedStay, EncounterCoded
from shared.contracts.eligibility import (
    Address,
    ClearedCoverage,
    CoverageOnFile,
    EncounterCleared,
    Patient,
    PatientRegistered,
    PersonName,
    Subscriber,
)
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.submission import (
    ClaimAccepted,
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimRejected,
    ClaimReopened,
    ClaimSubmitted,
    ClaimWithdrawn,
    StatusCode,
)
from shared.contracts.values import (
    Actor,
    ClaimId,
    ClaimKind,
    CoverageId,
    Document,
    EncounterId,
    HoldReason,
    InterchangeId,
    Owner,
    PayerId,
    PersonId,
    RemittanceId,
)
from shared.site.load import load_site
from shared.stage.stage import Context, Stage

SITE = load_site(Path(__file__).parents[3] / "deploy" / "site" / "site.yaml")
NAMES = Names("riverbend", b"a key for tests only")
ENCOUNTER = EncounterId("ENC1")
CLAIM = ClaimId(NAMES.of("claim", ENCOUNTER))
DAY, SERVED = date(2026, 11, 2), date(2026, 9, 14)
AT = datetime(2026, 11, 2, 15, tzinfo=UTC)
BILLER = Actor(id="biller-7")
PAPER = Document(sha256="0" * 64, size=1, kind="277CA")
STREET = Address(line="1 Mill Street", city="Springfield", state="OH", postal_code="455021111")


def context(reference: Any = NAMES, on: date = DAY) -> Context[Any]:
    return Context(at=AT, on=on, cause="cause", reference=reference)


def house(*left: ClaimBuilt, withdrawn: Collection[int] = ()) -> House:
    """What the build stage may look up while these submissions have left the house."""
    return House(NAMES, {CLAIM: [_departure(each, withdrawn) for each in left]})


def _departure(left: ClaimBuilt, withdrawn: Collection[int]) -> Departure:
    where = {"payer_order": left.payer_order, "frequency": left.frequency}
    return Departure(left.submission, left.payer_id, Versions.of(left), left.submission in withdrawn, **where)


def coverage(number: int = 1, payer: str = "NWHP1", **changes: Any) -> CoverageOnFile:
    known = {"coverage_id": CoverageId(f"COV{number}"), "order": number, "payer_id": PayerId(payer), "member_id": f"NWA00{number}"}
    return CoverageOnFile(**{**known, **changes})


def registered(version: int = 1, *coverages: CoverageOnFile, encounter: str = ENCOUNTER, **patient: Any) -> PatientRegistered:
    name = PersonName(last="Testmann", first="Ada")
    known = {"mrn": "M100", "name": name, "birth_date": date(1961, 4, 3), "sex": "F", "address": STREET}
    return PatientRegistered(
        encounter_id=EncounterId(encounter),
        person_id=PersonId("P1"),
        version=version,
        visit_number="V1",
        patient=Patient(**{**known, **patient}),
        coverages=coverages or (coverage(),),
        consent_on_file=True,
    )


def of_a_child(version: int = 1) -> PatientRegistered:
    parent = Subscriber(name=PersonName(last="Testmann", first="Eva"), birth_date=date(1980, 1, 2), sex="F", address=STREET)
    return registered(version, coverage(relationship="child", subscriber=parent), birth_date=date(2015, 5, 6))


def cleared(version: int = 1, registration: int = 1, payer: str = "NWHP1", number: int = 1, **changes: Any) -> EncounterCleared:
    coverages = (ClearedCoverage(coverage_id=CoverageId(f"COV{number}"), payer_id=PayerId(payer), order=number),)
    return EncounterCleared(encounter_id=ENCOUNTER, version=version, registration_version=registration, coverages=coverages, **changes)


def line(number: int, code: str | None, charge: str, *modifiers: str, units: str = "1", **changes: Any) -> CodedLine:
    known = {"service_on": SERVED, "diagnosis_pointers": (1,), "units": Decimal(units), "charge": Decimal(charge)}
    return CodedLine(line_number=number, code=code, modifiers=modifiers, **{**known, **changes})


VISIT = (line(1, "99213", "150.00"), line(2, "85025", "40.00", diagnosis_pointers=(1, 2)))
THREE_LINES = (line(1, "99214", "210.00"), line(2, "20610", "180.00"), line(3, "J1010", "30.00", units="40"))
WITH_25 = (line(1, "99214", "210.00", "25"), *THREE_LINES[1:])
SURGERY = tuple(
    line(number, code, charge, revenue_code=revenue_code, diagnosis_pointers=())
    for number, code, revenue_code, charge in ((1, "45385", "0750", "6900.00"), (2, None, "0250", "600.00"), (3, None, "0710", "900.00"))
)


STAY = CodedStay(
    admitted_on=SERVED,
    admitted_at=time(6, 30),
    discharged_on=date(2026, 9, 17),
    discharged_at=time(11, 5),
    admission_type="3",
    admission_source="1",
    patient_status="01",
    admitting_diagnosis="D122",
    procedures=(CodedProcedure(code="0DTF4ZZ", performed_on=SERVED), CodedProcedure(code="3E0T3BZ", performed_on=date(2026, 9, 15))),
)
"""Three nights after an operation on the colon."""
NIGHTS = (
    line(1, None, "4500.00", units="3", revenue_code="0120", diagnosis_pointers=()),
    line(2, None, "28000.00", revenue_code="0360", diagnosis_pointers=()),
)


def coded(version: int = 1, lines: tuple[CodedLine, ...] = VISIT, *codes: str, **changes: Any) -> EncounterCoded:
    facility = any(each.revenue_code for each in lines)
    known = {
        "encounter_id": ENCOUNTER,
        "kind": ClaimKind.INSTITUTIONAL if facility else ClaimKind.PROFESSIONAL,
        "facility_id": "hospital" if facility else "clinic",
        "rendering_npi": "1003000126",
        "service_from": SERVED,
        "service_to": SERVED,
        "diagnoses": tuple(CodedDiagnosis(code=code) for code in codes or ("R5383", "D649")),
        "total": sum((each.charge for each in lines), Decimal(0)),
        "rules_version": "test",
    }
    return EncounterCoded(version=version, lines=lines, **{**known, **changes})


def submitted(built: ClaimBuilt, reference: str = "", on: date = DAY) -> ClaimSubmitted:
    shared = set(ClaimSubmitted.model_fields) & set(ClaimBuilt.model_fields) - {"type"}
    known = {name: getattr(built, name) for name in shared}
    reference = reference or f"REF{built.submission}"
    return ClaimSubmitted(**known, interchange_id=InterchangeId(reference), reference=reference, submitted_on=on, document=PAPER)


def accepted(built: ClaimBuilt, number: str = "ICN1", on: date = DAY) -> ClaimAccepted:
    return ClaimAccepted(**about(built), payer_id=built.payer_id, payer_claim_control_number=number, accepted_on=on, document=PAPER)


def rejected(built: ClaimBuilt, code: str = "member_id_rejected") -> ClaimRejected:
    reason = HoldReason(code=code, sentence="Correct it.")
    return ClaimRejected(**about(built), payer_id=built.payer_id, statuses=(), responsible=Owner.ELIGIBILITY, reason=reason, document=PAPER)


def withdrawn(built: ClaimBuilt) -> ClaimWithdrawn:
    return ClaimWithdrawn(**about(built), actor=BILLER, reason="not to be sent")


def reopened(built: ClaimBuilt) -> ClaimReopened:
    return ClaimReopened(**about(built), actor=BILLER, reason="send it again")


def about(built: ClaimBuilt) -> dict[str, Any]:
    return {"claim_id": built.claim_id, "encounter_id": built.encounter_id, "submission": built.submission}


def remitted(built: ClaimBuilt, number: str = "ICN1", status: str = "1", on: date = DAY, **changes: Any) -> ClaimRemitted:
    payment = ClaimPayment(ordinal=1, status=status, charge=built.total, paid=Decimal("1.00"), payer_claim_control_number=number)
    return ClaimRemitted(
        claim_id=built.claim_id,
        encounter_id=built.encounter_id,
        remittance_id=RemittanceId("R1"),
        payer_id=built.payer_id,
        kind=built.kind,
        trace_number="T1",
        remitted_on=on,
        payment=payment,
        document=PAPER,
        **{"payer_order": built.payer_order, **changes},
    )


def answer(*codes: str, reference: str = "REF1", number: str = "", **changes: Any) -> ClaimAcknowledged:
    """A 277CA with statuses such as `A7:164:IL`."""
    statuses = tuple(StatusCode(**dict(zip(("category", "status", "entity"), code.split(":"), strict=False))) for code in codes)
    known = {"claim_id": CLAIM, "reference": reference, "source": "277CA", "document": PAPER}
    return ClaimAcknowledged(**{**known, **changes}, statuses=statuses, payer_claim_control_number=number)


class Bench:
    """One subject of one stage: takes events one by one and keeps the state, as the runtime does."""

    def __init__(self, stage: Stage[Any, Any], key: str, reference: Any = NAMES) -> None:
        self.stage, self.reference = stage, reference
        self.state = stage.initial(key)

    def take(self, *events: Event, on: date = DAY) -> list[Event]:
        """Everything these events lead to, in order."""
        emitted: list[Event] = []
        for event in events:
            new = list(self.stage.decide(self.state, event, context(self.reference, on)))
            self.state = self.stage.evolve(self.state, event)
            for each in new:
                self.state = self.stage.evolve(self.state, each)
            emitted += new
        return emitted


def drafts() -> Bench:
    return Bench(build.STAGE, ENCOUNTER, house())


def edits(
    policy: Policy | None = None, registrations: Sequence[PatientRegistered] = (), others: Sequence[ClaimBuilt] = (), left: Collection[int] = ()
) -> Bench:
    """`left`: submissions that stand in an interchange."""
    known = {ENCOUNTER: tuple(registrations) or (registered(),)}
    return Bench(scrub.STAGE, CLAIM, Desk(SITE, policy or Policy(), Examiner.of(SITE), known, {ENCOUNTER: tuple(others)}, {CLAIM: frozenset(left)}))


def desk() -> Bench:
    return Bench(acknowledge.STAGE, CLAIM, None)


def admitted(lines: tuple[CodedLine, ...] = NIGHTS, **changes: Any) -> ClaimBuilt:
    """The claim of a stay, with what was present on admission."""
    marked = (CodedDiagnosis(code="C182", present_on_admission="Y"), CodedDiagnosis(code="Z9049", present_on_admission="1"))
    care = {"diagnoses": marked, "service_to": STAY.discharged_on, "stay": STAY.model_copy(update=changes)}
    claim = drafts().take(registered(), cleared(), coded(1, lines, **care))[-1]
    assert isinstance(claim, ClaimBuilt)
    return claim


def built(lines: tuple[CodedLine, ...] = VISIT, *more: Event) -> ClaimBuilt:
    """The claim of a registered, cleared and coded encounter."""
    claim = drafts().take(registered(), cleared(), coded(1, lines), *more)[-1]
    assert isinstance(claim, ClaimBuilt)
    return claim
