"""eligibility.inquire: a person wants the visit looked at again, and the payer asked again.

Reads   rcm.eligibility.encounter   InquiryRenewed
Writes  rcm.eligibility.inquiry     InquiryRequested
        rcm.eligibility.encounter   EncounterHeld, EncounterCleared when the site file has changed what is missing;
                                    CoverageVerified, CoverageInactive for payers that answer no inquiries
Keeps   the Encounter: the question is open again
Rules   never two questions about one coverage at a time; first the coverage nobody answered about, then a refused one, then the first;
        an incomplete registration is checked again but asked about only once it is complete
Elsewhere: retries within one question (gateways/ask)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.eligibility.model.coverage import ask_about, is_being_asked, known_about
from services.eligibility.model.desk import Desk, Known
from services.eligibility.model.encounter import Encounter
from services.eligibility.model.fold import evolve, initial
from services.eligibility.model.outcome import is_ready, settle
from shared.contracts import topics
from shared.contracts.eligibility import (
    CoverageInactive,
    CoverageOnFile,
    CoverageUnanswered,
    CoverageVerified,
    EncounterCleared,
    EncounterHeld,
    InquiryRenewed,
    InquiryRequested,
)
from shared.contracts.event import Event
from shared.site.model import Site
from shared.stage.stage import Stage


def decide(encounter: Encounter, _event: Event, known: Known) -> Sequence[Event]:
    """What follows from another look; when nothing does, the question once more."""
    if settled := settle(encounter, known):
        return settled
    coverage, opened, site = _doubtful(encounter, known.reference.site), encounter.opened, known.reference.site
    if opened is None or coverage is None or not is_ready(encounter, known):
        return ()
    question = ask_about(encounter, opened, coverage, site)
    return (question,) if isinstance(question, InquiryRequested) else ()


def _doubtful(encounter: Encounter, site: Site) -> CoverageOnFile | None:
    """The coverage to ask about again; None while a question is on its way."""
    if any(is_being_asked(encounter, coverage, site) for coverage in encounter.coverages):
        return None
    return min(encounter.coverages, key=lambda coverage: _certainty(encounter, coverage, site), default=None)


def _certainty(encounter: Encounter, coverage: CoverageOnFile, site: Site) -> tuple[int, int]:
    order = (CoverageUnanswered, CoverageInactive, CoverageVerified)
    fact = known_about(encounter, coverage, site)
    return (order.index(type(fact)) if fact else len(order)), coverage.order


STAGE: Stage[Encounter, Desk] = Stage(
    name="eligibility.inquire",
    subscribes=(topics.ENCOUNTERS,),
    handles=(InquiryRenewed,),
    emits=(InquiryRequested, EncounterHeld, EncounterCleared, CoverageVerified, CoverageInactive),
    initial=initial,
    decide=decide,
    evolve=evolve,
)
