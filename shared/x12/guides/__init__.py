"""Guides as data: loops, segments and elements of the transactions that the cycle uses, by loop and element number.

A module holds the text of its guides and says in `GUIDES` which sets and versions they serve.
"""

from functools import lru_cache

from shared.x12.guides import (
    acknowledgement,
    attachment,
    claim_acknowledgement,
    claim_status,
    eligibility,
    envelope,
    institutional,
    legacy,
    professional,
    remittance,
    review,
)
from shared.x12.guides.guide_text import GuideText
from shared.x12.guides.notation import Guide, read_guide

_MODULES = (
    professional, institutional, remittance, eligibility, claim_status, claim_acknowledgement, review, attachment, acknowledgement, envelope, legacy,
)  # fmt: skip
_TEXTS: dict[tuple[str, str], GuideText] = {
    (text.set_id, version): text for module in _MODULES for text in module.GUIDES for version in text.versions
}


def guide_for(set_id: str, version: str) -> Guide | None:
    """The guide of a transaction by ST01 and its version (ST03 or GS08); None when there is none for them.

    Versions the trade writes for the same guide are accepted: 005010X223A3 is read as the 837I that HIPAA adopted.
    """
    text = _TEXTS.get((set_id, version))
    return _build(text) if text is not None else None


@lru_cache(maxsize=64)
def _build(text: GuideText) -> Guide:
    """Each guide is read once, when it is first asked for."""
    return read_guide(text.set_id, text.versions, text.text, text.macros, text.claims or text.streamed, text.streamed)
