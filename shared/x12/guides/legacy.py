"""Guides of the generation before 5010 (004010 with its addenda): read and judged, never sent.

Files of that age still lie in archives and in tests of others. The loops and what identifies them are told in full, values
where they were never in doubt: who receives such a file wants to know what is wrong with it, not what has become of the rules.
"""

from shared.x12.guides import legacy_claim, legacy_inquiry, legacy_remittance, legacy_review
from shared.x12.guides.claim_status import CLAIMS
from shared.x12.guides.guide_text import GuideText
from shared.x12.guides.legacy_macros import MACROS


def _guide(set_id: str, number: str, text: str, streamed: str, claims: tuple[str, ...] = ()) -> GuideText:
    """A guide with and without its addenda."""
    return GuideText(set_id, (f"004010{number}A1", f"004010{number}"), text, (streamed,), claims, MACROS)


GUIDES = (
    _guide("837", "X098", legacy_claim.PROFESSIONAL, "2300"),
    _guide("837", "X096", legacy_claim.INSTITUTIONAL, "2300"),
    _guide("835", "X091", legacy_remittance.TEXT, "2100"),
    _guide("270", "X092", legacy_inquiry.ELIGIBILITY, "2000C"),
    _guide("271", "X092", legacy_inquiry.BENEFITS, "2000C"),
    _guide("276", "X093", legacy_inquiry.STATUS, "2000D", CLAIMS),
    _guide("277", "X093", legacy_inquiry.STATUS_ANSWER, "2000D", CLAIMS),
    _guide("278", "X094", legacy_review.TEXT, "2000E"),
)
