"""Why money was refused, as far as the claim tells, and whose people can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.denials.model.judgement import Refusal
from shared.contracts.adjudication import RemittedLine
from shared.contracts.adjustments import category
from shared.contracts.denials import DenialCategory
from shared.contracts.values import Owner


@dataclass(frozen=True, slots=True)
class RootCause:
    category: DenialCategory
    name: str
    owner: Owner
    ask: str
    """What the owner is asked to do; empty when the denials desk acts itself."""


def root_cause(refusal: Refusal, lines: Sequence[RemittedLine]) -> RootCause:
    """The most specific cause that the refused line and its neighbours support."""
    kind = category(refusal.carc)
    if kind is DenialCategory.BUNDLING and modifier_25_is_missing(refusal, lines):
        return RootCause(
            kind,
            "modifier_25_missing",
            Owner.CODING,
            "A visit was bundled into a procedure of the same day. Add modifier 25 if the note supports a separate visit.",
        )
    return _BY_CATEGORY[kind]


def modifier_25_is_missing(refusal: Refusal, lines: Sequence[RemittedLine]) -> bool:
    """A visit (99202–99499 or an HCPCS visit code) without modifier 25, refused next to a procedure of the same day. CMS NCCI manual, chapter I."""
    if not is_visit(refusal.code) or "25" in refusal.modifiers:
        return False
    day = next((line.service_on for line in lines if line.line_number == refusal.line_number), None)
    return any(is_procedure(line.code) and line.service_on == day for line in lines if line.line_number != refusal.line_number)


def is_visit(code: str | None) -> bool:
    """An evaluation and management service."""
    return code is not None and ((code.startswith("99") and "99202" <= code <= "99499") or code in ("G0438", "G0439", "G0463"))


def is_procedure(code: str | None) -> bool:
    """A surgical or other procedure (10004–69990), which includes the usual visit of its day."""
    return code is not None and code.isdigit() and "10004" <= code <= "69990"


def _cause(kind: DenialCategory, name: str, owner: Owner = Owner.DENIALS, ask: str = "") -> RootCause:
    return RootCause(kind, name, owner, ask)


_BY_CATEGORY: dict[DenialCategory, RootCause] = {
    each.category: each
    for each in (
        _cause(DenialCategory.BUNDLING, "bundled_service"),
        _cause(
            DenialCategory.AUTHORIZATION,
            "authorization_missing",
            Owner.ELIGIBILITY,
            "The payer wants an authorization number. Enter it if one was given, or ask the payer for one.",
        ),
        _cause(DenialCategory.TIMELY_FILING, "filed_late"),
        _cause(DenialCategory.DUPLICATE, "sent_twice"),
        _cause(
            DenialCategory.MEDICAL_NECESSITY,
            "diagnosis_does_not_support",
            Owner.CODING,
            "The payer does not see why the service was needed. Check that the diagnosis on the line is the one the note supports.",
        ),
        _cause(
            DenialCategory.ELIGIBILITY,
            "coverage_ended",
            Owner.ELIGIBILITY,
            "The payer says that coverage had ended. Look for other coverage on the date of service.",
        ),
        _cause(DenialCategory.NON_COVERED, "not_covered"),
        _cause(DenialCategory.BENEFIT_LIMIT, "benefit_used_up"),
        _cause(
            DenialCategory.MISSING_INFORMATION,
            "information_missing",
            Owner.CODING,
            "The payer found the line incomplete or inconsistent. Check code, modifiers and diagnosis against the remark codes.",
        ),
        _cause(DenialCategory.INFORMATION_REQUEST, "records_wanted"),
        _cause(
            DenialCategory.COORDINATION_OF_BENEFITS,
            "other_payer_first",
            Owner.ELIGIBILITY,
            "Another payer should pay first. Ask which coverage is primary on the date of service.",
        ),
        _cause(DenialCategory.OTHER, "other"),
    )
}
