"""coding.code: turn documented care and coders' corrections into codes that may stand on a claim, or say what keeps them from it.

Reads   rcm.eligibility.encounter   EncounterOpened
        rcm.coding.encounter        CodingCorrected (a coder's decision)
        rcm.denials.denial          CorrectionRequested, DenialClosed
        rcm.submission.claim        ClaimRejected (for reasons coding can mend); ClaimSubmitted and ClaimWithdrawn, which end it
Writes  rcm.coding.encounter        EncounterCoded, CodingHeld, CorrectionDeclined
Keeps   one Chart per encounter
Rules   codes by date of service; nothing is guessed; a line keeps its number; the same codes are not announced twice unless they answer somebody
Elsewhere: coverage (eligibility), claims and their edits (submission), what a denial is (denials)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.coding.model.assemble import Draft, assemble
from services.coding.model.chart import Chart
from services.coding.model.fold import evolve
from services.coding.model.reference import Reference
from services.coding.model.rules import judge
from shared.contracts import topics
from shared.contracts.coding import CodedLine, CodingCorrected, CodingHeld, CorrectionDeclined, EncounterCoded
from shared.contracts.denials import CorrectionRequested, DenialClosed
from shared.contracts.eligibility import EncounterOpened
from shared.contracts.event import Event
from shared.contracts.submission import ClaimRejected, ClaimSubmitted, ClaimWithdrawn
from shared.contracts.values import ZERO, EncounterId
from shared.stage.stage import Context, Stage, key_by


def decide(chart: Chart, event: Event, context: Context[Reference]) -> Sequence[Event]:
    match event:
        case CodingCorrected() if event.declines:
            return _declined(chart, event.declines, context)
        case CodingCorrected():
            return _code(evolve(chart, event), context.reference, by_coder=True)
        case EncounterOpened():
            after = evolve(chart, event)
            return _code(after, context.reference, by_coder=False) if after != chart else ()
    return ()


def _code(chart: Chart, reference: Reference, *, by_coder: bool) -> Sequence[Event]:
    """Codes or reasons, from everything known now. A coder always hears what came of a correction, a source system only what changed."""
    if chart.opened is None:
        return ()
    draft = assemble(chart.opened, chart.lines, chart.corrections, reference)
    reasons = judge(draft, reference)
    if reasons:
        silent = reasons == chart.reasons and not by_coder
        return () if silent else [CodingHeld(encounter_id=chart.encounter_id, version=chart.version + 1, reasons=reasons)]
    coded = _coded(chart, chart.opened, draft, reference)
    return [coded] if _is_news(chart, coded, by_coder=by_coder) else ()


def _is_news(chart: Chart, coded: EncounterCoded, *, by_coder: bool) -> bool:
    """Unchanged codes are news when they answer a request, when a hold ends, or when a coder says that rejected ones are right as they stand."""
    ignored = {"version", "answers", "rules_version"}
    if chart.coded is None or chart.coded.model_dump(exclude=ignored) != coded.model_dump(exclude=ignored):
        return True
    return bool(coded.answers or chart.reasons) or (by_coder and chart.rejection is not None)


def _declined(chart: Chart, denial_id: str, context: Context[Reference]) -> Sequence[Event]:
    """Nothing in the documentation supports a correction: denials hears it, and no claim is sent again."""
    request = next((each for each in chart.requests if each.denial_id == denial_id), None)
    if request is None:
        return ()
    return [
        CorrectionDeclined(encounter_id=chart.encounter_id, claim_id=request.claim_id, denial_id=request.denial_id, declined_on=context.on),
    ]


def _coded(chart: Chart, opened: EncounterOpened, draft: Draft, reference: Reference) -> EncounterCoded:
    lines = tuple(
        CodedLine(
            line_number=line.line_number,
            code=line.code,
            modifiers=line.modifiers,
            revenue_code=line.revenue_code,
            units=line.units,
            charge=line.charge if line.charge is not None else ZERO,
            service_on=line.service_on,
            diagnosis_pointers=draft.pointers(line),
        )
        for line in draft.lines
    )
    return EncounterCoded(
        encounter_id=opened.encounter_id,
        version=chart.version + 1,
        kind=opened.kind,
        facility_id=opened.facility_id,
        rendering_npi=opened.rendering_npi,
        service_from=opened.service_from,
        service_to=opened.service_to,
        diagnoses=draft.diagnoses,
        lines=lines,
        total=sum((line.charge for line in lines), ZERO),
        rules_version=reference.version,
        stay=draft.stay.coded() if draft.stay else None,
        answers=chart.answering if chart.answering in {each.denial_id for each in chart.requests} else "",
    )


STAGE = Stage[Chart, Reference](
    name="coding.code",
    subscribes=(topics.ENCOUNTERS, topics.CODINGS, topics.DENIALS, topics.CLAIMS),
    handles=(EncounterOpened, CodingCorrected, CorrectionRequested, DenialClosed, ClaimRejected, ClaimSubmitted, ClaimWithdrawn),
    emits=(EncounterCoded, CodingHeld, CorrectionDeclined),
    initial=lambda key: Chart(encounter_id=EncounterId(key)),
    decide=decide,
    evolve=evolve,
    key=key_by("encounter_id"),
)
