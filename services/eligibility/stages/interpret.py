"""eligibility.interpret: what a payer's answer means for the visit, and what comes next.

Reads   rcm.eligibility.inquiry     InquiryAnswered, InquiryUnanswered
Writes  rcm.eligibility.encounter   CoverageVerified, CoverageInactive, CoverageUnanswered; EncounterHeld, EncounterCleared
        rcm.eligibility.inquiry     InquiryRequested for the next coverage
Keeps   the Encounter: the latest fact about each coverage
Rules   active on the date of service, not today; an answer to a question that registration has outdated is ignored, the newer one is on its way;
        silence is never taken for coverage (model/answer, model/coverage)
Elsewhere: building the 270 and reading the 271 (gateways/ask, shared.x12)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.eligibility.model.answer import Fact, fact_of, silence_of
from services.eligibility.model.coverage import answers_today
from services.eligibility.model.desk import Desk, Known
from services.eligibility.model.encounter import Encounter
from services.eligibility.model.fold import evolve, initial
from services.eligibility.model.outcome import settle
from shared.contracts import topics
from shared.contracts.eligibility import (
    CoverageInactive,
    CoverageUnanswered,
    CoverageVerified,
    EncounterCleared,
    EncounterHeld,
    InquiryAnswered,
    InquiryRequested,
    InquiryUnanswered,
)
from shared.contracts.event import Event
from shared.stage.stage import Stage


def decide(encounter: Encounter, event: InquiryAnswered | InquiryUnanswered, known: Known) -> Sequence[Event]:
    """The fact, and what follows from it."""
    after = evolve(encounter, event)
    fact = _fact(encounter, event, known)
    if fact is None:
        return settle(after, known) if after != encounter else ()
    return (fact, *settle(evolve(after, fact), known))


def _fact(encounter: Encounter, event: InquiryAnswered | InquiryUnanswered, known: Known) -> Fact | None:
    question = encounter.question_of(event)
    if question is None or not answers_today(question, encounter, known.reference.site):
        return None
    coverage = next(each for each in encounter.coverages if each.coverage_id == question.coverage_id)
    if isinstance(event, InquiryAnswered):
        return fact_of(event, question, coverage)
    return silence_of(event, question, coverage)


STAGE: Stage[Encounter, Desk] = Stage(
    name="eligibility.interpret",
    subscribes=(topics.INQUIRIES,),
    handles=(InquiryAnswered, InquiryUnanswered),
    emits=(CoverageVerified, CoverageInactive, CoverageUnanswered, InquiryRequested, EncounterHeld, EncounterCleared),
    initial=initial,
    decide=decide,  # type: ignore[arg-type]
    evolve=evolve,
)
