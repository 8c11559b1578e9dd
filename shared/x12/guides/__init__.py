"""Guides as data: loops, segments and elements of the transactions that the cycle uses, by loop and element number."""

from functools import lru_cache

from shared.x12.guides import (
    acknowledgement,
    attachment,
    claim_acknowledgement,
    claim_macros,
    claim_status,
    eligibility,
    institutional,
    professional,
    remittance,
    review,
    review_lines,
)
from shared.x12.guides.envelope import INTERCHANGE_ANSWER
from shared.x12.guides.legacy import LEGACY
from shared.x12.guides.legacy import MACROS as LEGACY_MACROS
from shared.x12.guides.macros import MACROS
from shared.x12.guides.notation import Guide, read_guide

_PROFESSIONAL = ("005010X222A1", "005010X222", "005010X222A2")
_INSTITUTIONAL = ("005010X223A2", "005010X223", "005010X223A1", "005010X223A3")
_ELIGIBILITY = ("005010X279A1", "005010X279")
_REMITTANCE = ("005010X221A1", "005010X221")
_FUNCTIONAL = ("005010X231A1", "005010X231")
_CLAIM_STATUS = ("005010X212", "005010X212E1", "005010X212E2")
_CLAIM_ACKNOWLEDGEMENT = ("005010X214", "005010X214E1", "005010X214E2")
_REVIEW = ("005010X217",)
_ATTACHMENT = ("006020X314",)
_STREAMED = {
    "837": ("2300",), "835": ("2100",), "270": ("2000C",), "271": ("2000C",), "276": ("2000D",), "277": ("2000D",), "278": ("2000E",),
    "275": ("2000A",), "999": ("2000",),
}  # fmt: skip
_CLAIMS = _STREAMED | {"276": ("2200D", "2200E", "2000D"), "277": ("2200D", "2200E", "2000D")}


def guide_for(set_id: str, version: str) -> Guide | None:
    """The guide of a transaction by ST01 and its version (ST03 or GS08); None when there is none for them.

    Versions the trade writes for the same guide are accepted: 005010X223A3 is read as the 837I that HIPAA adopted.
    """
    text = _text(set_id, version)
    return _build(set_id, *text) if text else None


def _text(set_id: str, version: str) -> tuple[tuple[str, ...], str] | None:
    known = {
        "837": ((_PROFESSIONAL, professional.CLAIM), (_INSTITUTIONAL, institutional.CLAIM)),
        "835": ((_REMITTANCE, remittance.TEXT),),
        "270": ((_ELIGIBILITY, eligibility.INQUIRY),),
        "271": ((_ELIGIBILITY, eligibility.ANSWER),),
        "276": ((_CLAIM_STATUS, claim_status.REQUEST),),
        "277": ((_CLAIM_STATUS, claim_status.ANSWER), (_CLAIM_ACKNOWLEDGEMENT, claim_acknowledgement.CLAIM)),
        "278": ((_REVIEW, review.SET),),
        "275": ((_ATTACHMENT, attachment.SET),),
        "999": ((_FUNCTIONAL, acknowledgement.FUNCTIONAL),),
        "TA1": ((("",), INTERCHANGE_ANSWER),),
    }
    texts = known.get(set_id, ()) + LEGACY.get(set_id, ())
    return next(((versions, text) for versions, text in texts if version in versions), None)


@lru_cache(maxsize=64)
def _build(set_id: str, versions: tuple[str, ...], text: str) -> Guide:
    macros = MACROS | claim_macros.MACROS | review_lines.MACROS | LEGACY_MACROS
    claims, streamed = _CLAIMS.get(set_id, ()), _STREAMED.get(set_id, ())
    return read_guide(set_id, versions, text, macros, claims, streamed)
