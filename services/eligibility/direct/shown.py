"""What another system is told of its question: the payer's answer as the encounter path would understand it. Nothing here names the person."""

from __future__ import annotations

from typing import Any

from services.eligibility.direct.asked import coverage_of, inquiry_requested
from services.eligibility.model.answer import Fact, fact_of
from services.eligibility.model.refusals import words_for
from shared.contracts.eligibility import (
    CoverageInactive,
    CoverageVerified,
    DirectInquiryAnswered,
    DirectInquiryRequested,
    DirectInquiryUnanswered,
    InquiryAnswered,
)

Ended = DirectInquiryAnswered | DirectInquiryUnanswered
SENTENCES = {
    "active": "The coverage is active on the date of service.",
    "inactive": "The coverage was not active on the date of service. Ask the patient for other coverage.",
    "not_found": "The payer does not find this person. Compare member id, name and birth date with the card.",
    "refused": "The payer refused the inquiry. The reasons stand in rejects.",
    "unanswered": "Nobody knows: the payer could not be asked or gave no answer that can be read. Ask again, or ask the payer otherwise.",
    "pending": "The payer has not answered yet. Come back to the address in Location.",
}
TERMS = ("plan", "copay", "coinsurance_rate", "deductible_left", "authorization_required_for")


def pending(inquiry_id: str) -> dict[str, Any]:
    """While nobody knows."""
    return {"inquiry_id": inquiry_id, "outcome": "pending", "sentence": SENTENCES["pending"]}


def answered(wish: DirectInquiryRequested, ended: Ended) -> dict[str, Any]:
    """Outcome with a sentence, the terms of the plan, refusals in words, the benefits as they were stated, and the documents behind them."""
    outcome, terms = "unanswered", dict[str, Any]()
    if isinstance(ended, DirectInquiryAnswered):
        fact = _fact(wish, ended)
        outcome = _outcome(fact)
        terms = fact.model_dump(mode="json", include=set(TERMS))
    rejects = ended.rejects if isinstance(ended, DirectInquiryAnswered) else ()
    benefits = ended.benefits if isinstance(ended, DirectInquiryAnswered) else ()
    return {
        "inquiry_id": wish.inquiry_id,
        "outcome": outcome,
        "sentence": SENTENCES[outcome],
        "payer_id": wish.payer_id,
        "service_on": wish.service_on.isoformat() if wish.service_on else None,
        **terms,
        "rejects": [{"code": code, "sentence": words_for(code)} for code in rejects],
        "benefits": [each.model_dump(mode="json", exclude_none=True) for each in benefits],
        "problem": "" if isinstance(ended, DirectInquiryAnswered) else ended.problem,
        "documents": {name: each.sha256 for name, each in (("inquiry", ended.inquiry), ("answer", ended.answer)) if each},
    }


def _fact(wish: DirectInquiryRequested, ended: DirectInquiryAnswered) -> Fact:
    """As `eligibility.interpret` judges the answer to an encounter's question."""
    question = inquiry_requested(wish)
    about = question.model_dump(include={"encounter_id", "coverage_id", "payer_id", "registration_version", "service_on"})
    stated = InquiryAnswered(**about, active=ended.active, rejects=ended.rejects, benefits=ended.benefits)
    return fact_of(stated, question, coverage_of(wish))


def _outcome(fact: Fact) -> str:
    if isinstance(fact, CoverageVerified):
        return "active"
    if isinstance(fact, CoverageInactive):
        return "not_found" if fact.cause == "member_not_found" else fact.cause
    return "unanswered"
