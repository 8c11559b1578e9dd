"""Why money was refused, as far as the claim tells, whose desk can mend it, and what that desk is asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.denials.model.judgement import Refusal
from shared.contracts.adjudication import RemittedLine
from shared.contracts.adjustments import category
from shared.contracts.denials import DenialCategory
from shared.contracts.values import Owner

PATIENT_REMARKS = frozenset({"MA27", "MA61", "N382"})
"""RARC: the patient's number or name is missing or wrong, which registration mends, not coding."""

NOT_IDENTIFIED = "31"
"""CARC: the payer does not find the patient among its insured, which says nothing about the coverage of the one on the card."""


class Desk(StrEnum):
    """Who answers. Requests of one claim to the same desk are one request."""

    CODING = "coding"
    AUTHORIZATION = "authorization"
    REGISTRATION = "registration"
    DENIALS = "denials"

    @property
    def owner(self) -> Owner:
        return {Desk.CODING: Owner.CODING, Desk.DENIALS: Owner.DENIALS}.get(self, Owner.ELIGIBILITY)


@dataclass(frozen=True, slots=True)
class RootCause:
    name: str
    desk: Desk
    ask: str
    """What the desk is asked to do."""
    same_payer: bool = True
    """Mending it ends in a replacement at the payer that refused, so it is of no use where the payer takes none."""


def root_cause(refusal: Refusal, lines: Sequence[RemittedLine]) -> RootCause:
    """The most specific cause that the refused line and its neighbours support."""
    kind = category(refusal.carc)
    if kind is DenialCategory.BUNDLING and modifier_25_is_missing(refusal, lines):
        return CAUSES["modifier_25_missing"]
    if refusal.carc == NOT_IDENTIFIED or (kind is DenialCategory.MISSING_INFORMATION and PATIENT_REMARKS.intersection(refusal.remarks)):
        return CAUSES["patient_not_identified"]
    return CAUSES[_BY_CATEGORY[kind]]


def modifier_25_is_missing(refusal: Refusal, lines: Sequence[RemittedLine]) -> bool:
    """A visit without modifier 25, refused next to a procedure of the same day. CMS NCCI policy manual, chapter I, section D."""
    if not is_visit(refusal.code) or "25" in refusal.modifiers:
        return False
    day = next((line.service_on for line in lines if line.line_number == refusal.line_number), None)
    return any(is_procedure(line.code) and line.service_on == day for line in lines if line.line_number != refusal.line_number)


def is_visit(code: str | None) -> bool:
    """An evaluation and management service."""
    return code is not None and ((code.isdigit() and "99202" <= code <= "99499") or code in ("G0438", "G0439", "G0463"))


def is_procedure(code: str | None) -> bool:
    """A surgical procedure (10004–69990), which includes the usual visit of its day."""
    return code is not None and code.isdigit() and "10004" <= code <= "69990"


CAUSES: dict[str, RootCause] = {
    each.name: each
    for each in (
        RootCause(
            "modifier_25_missing",
            Desk.CODING,
            "A visit was bundled into a procedure of the same day. Add modifier 25 if the note supports a separate visit, or decline.",
        ),
        RootCause(
            "diagnosis_does_not_support",
            Desk.CODING,
            "The payer does not see why the service was needed. Check that the line points to the diagnosis the note supports, or decline.",
        ),
        RootCause(
            "information_missing",
            Desk.CODING,
            "The payer found the line incomplete or inconsistent. Check code, modifiers and diagnosis against the remark codes, or decline.",
        ),
        RootCause(
            "authorization_missing",
            Desk.AUTHORIZATION,
            "The payer wants an authorization number. Enter it if one was given, or ask the payer for one.",
        ),
        RootCause(
            "patient_not_identified",
            Desk.REGISTRATION,
            "The payer cannot identify the patient from the claim. Compare name and member number with the card.",
        ),
        RootCause(
            "coverage_ended",
            Desk.REGISTRATION,
            "The payer says that there was no coverage on the date of service. Look for other coverage on that day.",
            same_payer=False,
        ),
        RootCause(
            "other_payer_first",
            Desk.REGISTRATION,
            "Another payer should decide first. Ask which coverage is primary on the date of service.",
            same_payer=False,
        ),
        RootCause("bundled_service", Desk.DENIALS, "The payer counts the service as part of another one. Appeal if it was separate."),
        RootCause("filed_late", Desk.DENIALS, "Look for the payer's own acceptance (277CA) within the filing limit and appeal with it."),
        RootCause("sent_twice", Desk.DENIALS, "The payer has decided this service already. Withdraw it if it is the same service, appeal if not."),
        RootCause("not_covered", Desk.DENIALS, "Look for other coverage, and for a notice the patient signed beforehand (GA, GY)."),
        RootCause("benefit_used_up", Desk.DENIALS, "Ask the payer for the benefit period, and look for other coverage or a signed notice (GA, GY)."),
        RootCause("records_wanted", Desk.DENIALS, "Send the records that the remark codes name, with the payer's claim number."),
        RootCause("other", Desk.DENIALS, "Read the reason and remark codes in the remittance."),
    )
}

_BY_CATEGORY: dict[DenialCategory, str] = {
    DenialCategory.BUNDLING: "bundled_service",
    DenialCategory.AUTHORIZATION: "authorization_missing",
    DenialCategory.TIMELY_FILING: "filed_late",
    DenialCategory.DUPLICATE: "sent_twice",
    DenialCategory.MEDICAL_NECESSITY: "diagnosis_does_not_support",
    DenialCategory.ELIGIBILITY: "coverage_ended",
    DenialCategory.NON_COVERED: "not_covered",
    DenialCategory.BENEFIT_LIMIT: "benefit_used_up",
    DenialCategory.MISSING_INFORMATION: "information_missing",
    DenialCategory.INFORMATION_REQUEST: "records_wanted",
    DenialCategory.COORDINATION_OF_BENEFITS: "other_payer_first",
    DenialCategory.OTHER: "other",
}
