"""Which rules beyond its guide a set has."""

from collections.abc import Callable

from shared.x12.cross import Cross
from shared.x12.cross_acknowledgement import AcknowledgementRules
from shared.x12.cross_claim import ClaimRules
from shared.x12.cross_eligibility import EligibilityRules
from shared.x12.cross_remittance import RemittanceRules
from shared.x12.cross_review import AttachmentRules, ReviewRules
from shared.x12.cross_status import StatusRules
from shared.x12.guides.notation import Guide

_ACKNOWLEDGED = "005010X214"
_RULES: dict[str, Callable[[], Cross]] = {
    "837": ClaimRules, "835": RemittanceRules, "270": EligibilityRules, "271": EligibilityRules, "278": ReviewRules, "275": AttachmentRules,
    "999": AcknowledgementRules, "997": AcknowledgementRules,
}  # fmt: skip


def cross_rules(guide: Guide) -> Cross:
    """The rules for one set, which they see from its beginning to its end."""
    if guide.set_id in ("276", "277"):
        return StatusRules(tallied=_ACKNOWLEDGED in guide.versions)
    return _RULES.get(guide.set_id, Cross)()
