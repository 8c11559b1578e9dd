"""coding.code: turn documented care and coders' corrections into codes that may stand on a claim, or say what keeps them from it.

Reads   rcm.eligibility.encounter   EncounterOpened
        rcm.coding.encounter        CodingCorrected (a coder's decision)
        rcm.denials.denial          CorrectionRequested, DenialClosed
        rcm.submission.claim        ClaimRejected (for reasons coding can mend)
Writes  rcm.coding.encounter        EncounterCoded, CodingHeld
Keeps   one Chart per encounter
Rules   codes by date of service; nothing is guessed; the same codes are not announced twice unless they answer a request
Elsewhere: coverage (eligibility), claims and their edits (submission), what a denial is (denials)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.coding.model.assemble import Draft, assemble
from services.coding.model.chart import Chart, evolve
from services.coding.model.reference import Reference
from services.coding.model.rules import judge
from shared.contracts import topics
from shared.contracts.coding import CodedLine, CodingCorrected, CodingHeld, EncounterCoded
from shared.contracts.denials import CorrectionRequested, DenialClosed
from shared.contracts.eligibility import EncounterOpened
from shared.contracts.event import Event
from shared.contracts.submission import ClaimRejected
from shared.contracts.values import ZERO, EncounterId
from shared.stage.stage import Context, Stage


def decide(chart: Chart, event: Event, context: Context[Reference]) -> Sequence[Event]:
    if not isinstance(event, EncounterOpened | CodingCorrected):
        return ()
    known = evolve(chart, event)
    if known.opened is None or known == chart:
        return ()
    draft = assemble(known.opened, known.corrections, context.reference)
    reasons = judge(draft, context.reference)
    if reasons:
        same = reasons == chart.reasons and isinstance(event, EncounterOpened)
        return () if same else [CodingHeld(encounter_id=chart.encounter_id, version=chart.version + 1, reasons=reasons)]
    answers = event.answers if isinstance(event, CodingCorrected) else ""
    return _announce(chart, _coded(chart.version + 1, known.opened, draft, context.reference, answers))


def _announce(chart: Chart, coded: EncounterCoded) -> list[Event]:
    """Unchanged codes are news only when somebody asked for them or a hold ends."""
    before = chart.coded
    ignored = {"version", "answers", "rules_version"}
    unchanged = before is not None and before.model_dump(exclude=ignored) == coded.model_dump(exclude=ignored)
    if unchanged and not coded.answers and not chart.reasons and chart.rejection is None:
        return []
    return [coded]


def _coded(version: int, opened: EncounterOpened, draft: Draft, reference: Reference, answers: str) -> EncounterCoded:
    lines = tuple(
        CodedLine(
            line_number=line.line_number,
            code=line.code,
            modifiers=line.modifiers,
            revenue_code=line.revenue_code,
            units=line.units,
            charge=line.charge if line.charge is not None else ZERO,
            service_on=line.service_on,
            diagnosis_pointers=draft.pointers(),
        )
        for line in draft.lines
    )
    return EncounterCoded(
        encounter_id=opened.encounter_id,
        version=version,
        kind=opened.kind,
        facility_id=opened.facility_id,
        rendering_npi=opened.rendering_npi,
        service_from=opened.service_from,
        service_to=opened.service_to,
        diagnoses=draft.diagnoses,
        lines=lines,
        total=sum((line.charge for line in lines), ZERO),
        rules_version=reference.version,
        answers=answers,
    )


STAGE = Stage[Chart, Reference](
    name="coding.code",
    subscribes=(topics.ENCOUNTERS, topics.CODINGS, topics.DENIALS, topics.CLAIMS),
    handles=(EncounterOpened, CodingCorrected, CorrectionRequested, DenialClosed, ClaimRejected),
    emits=(EncounterCoded, CodingHeld),
    initial=lambda key: Chart(encounter_id=EncounterId(key)),
    decide=decide,
    evolve=evolve,
    key=lambda event: str(getattr(event, "encounter_id", "") or ""),
)
