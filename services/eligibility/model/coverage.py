"""Which coverages pay for this date of service: they are looked at in billing order, and each payer is asked once per question.

A payer that answers no inquiries (`eligibility: false` in the site file) is taken at the word of the card: active between the dates on file.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.eligibility.model.answer import Fact
from services.eligibility.model.encounter import Encounter
from shared.contracts.eligibility import (
    CoverageInactive,
    CoverageOnFile,
    CoverageUnanswered,
    CoverageVerified,
    EncounterOpened,
    InquiryRequested,
)
from shared.contracts.values import HoldReason, PayerId
from shared.site.model import Site

MOST_PROCEDURES = 98
"""The EQ loop repeats 99 times at most, and its first repetition asks for the plan's general terms."""


@dataclass(frozen=True)
class Looked:
    """How far the coverages of an encounter have been looked at."""

    active: tuple[CoverageVerified, ...] = ()
    next: CoverageOnFile | None = None
    """The coverage about which nothing current is known; those after it have not been looked at."""
    reasons: tuple[HoldReason, ...] = ()
    """Why no payer can be billed."""


def look_at_coverages(encounter: Encounter, site: Site) -> Looked:
    """Every coverage in billing order, until one must be asked about or has stayed silent with none active before it."""
    active: list[CoverageVerified] = []
    reasons: list[HoldReason] = []
    for index, coverage in enumerate(encounter.coverages):
        fact = known_about(encounter, coverage, site)
        if fact is None or is_being_asked(encounter, coverage, site):
            return Looked(tuple(active), coverage)
        if isinstance(fact, CoverageVerified):
            active.append(fact.model_copy(update={"order": coverage.order}))
            continue
        reasons.append(_refused(fact, index))
        if isinstance(fact, CoverageUnanswered) and not active:
            break
    return Looked(tuple(active), None, () if active else tuple(reasons))


def known_about(encounter: Encounter, coverage: CoverageOnFile, site: Site) -> Fact | None:
    """The fact about this coverage that answers today's question; None when there is none yet."""
    fact = next((fact for fact in encounter.facts if fact.coverage_id == coverage.coverage_id), None)
    if fact is None or not encounter.is_current(fact) or fact.payer_id != coverage.payer_id:
        return None
    asked = [question for question in encounter.asked if _same(question, fact)]
    return fact if not asked or _covers(asked[-1], encounter, site) else None


def is_being_asked(encounter: Encounter, coverage: CoverageOnFile, site: Site) -> bool:
    """Is today's question about this coverage on its way?"""
    open = (question for question in encounter.outstanding if question.coverage_id == coverage.coverage_id)
    return any(answers_today(question, encounter, site) for question in open)


def answers_today(question: InquiryRequested, encounter: Encounter, site: Site) -> bool:
    """Would an answer to this question still say what must be known: same coverage, same date, all codes?"""
    return encounter.is_current(question) and _covers(question, encounter, site)


def ask_about(encounter: Encounter, opened: EncounterOpened, coverage: CoverageOnFile, site: Site) -> InquiryRequested | Fact:
    """The question to the payer; for a payer that answers none, what the card says."""
    registered, payer = encounter.registered, site.payer(coverage.payer_id)
    about = {
        "encounter_id": encounter.encounter_id,
        "coverage_id": coverage.coverage_id,
        "payer_id": coverage.payer_id or PayerId(""),
        "registration_version": registered.version if registered else 1,
        "service_on": opened.service_from,
    }
    if payer is None or payer.eligibility:
        return InquiryRequested(**about, procedures=codes_of(opened, site))
    if _card_covers(coverage, opened):
        return CoverageVerified(**about, order=coverage.order)
    return CoverageInactive(**about, order=coverage.order, cause="inactive")


def codes_of(opened: EncounterOpened, site: Site) -> tuple[str, ...]:
    """The billable codes of the visit, each once: those the payer is asked about authorization for."""
    done = [charge.code for charge in opened.charges if charge.code]
    for procedure in opened.procedures:
        if procedure.system == "hcpcs":
            done.append(procedure.code)
        elif (mapped := site.mapped(procedure.system, procedure.code, opened.service_from)) and mapped.target_system == "hcpcs":
            done.append(mapped.target_code)
    return tuple(dict.fromkeys(done))[:MOST_PROCEDURES]


def _same(question: InquiryRequested, fact: Fact) -> bool:
    asked = (question.coverage_id, question.registration_version, question.service_on)
    return asked == (fact.coverage_id, fact.registration_version, fact.service_on)


def _covers(question: InquiryRequested, encounter: Encounter, site: Site) -> bool:
    return encounter.opened is not None and set(question.procedures).issuperset(codes_of(encounter.opened, site))


def _card_covers(coverage: CoverageOnFile, opened: EncounterOpened) -> bool:
    begun = coverage.starts_on is None or coverage.starts_on <= opened.service_from
    return begun and (coverage.ends_on is None or opened.service_from <= coverage.ends_on)


def _refused(fact: CoverageInactive | CoverageUnanswered, index: int) -> HoldReason:
    place = f"coverages[{index}]"
    if isinstance(fact, CoverageUnanswered):
        sentence = "The payer could not be asked or did not answer. Ask again, or verify the coverage on the payer's site and correct it."
        return HoldReason(code="coverage_unanswered", place=place, sentence=sentence)
    if fact.cause == "member_not_found":
        sentence = "The payer does not find this member. Compare member id, name and birth date with the card and correct them."
        return HoldReason(code="member_not_found", place=f"{place}.member_id", sentence=sentence)
    if fact.cause == "refused":
        sentence = "The payer refused the inquiry. Check payer and coverage with the patient; add other coverage if there is any."
        return HoldReason(code="coverage_refused", place=place, sentence=sentence)
    sentence = "The coverage was not active on the date of service. Ask the patient for other coverage and add it."
    return HoldReason(code="coverage_inactive", place=place, sentence=sentence)
