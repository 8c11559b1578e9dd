"""What a payer's 277 (005010X212) says of a claim, in one word. The category of STC01 decides; the words are ours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from shared.contracts.submission import ClaimStatusReported, ClaimSubmitted

Word = Literal["paid", "denied", "finalized", "information_requested", "pended", "received", "refused", "not_found", "unanswered"]
WORDS: dict[str, Word] = {
    "F1": "paid", "F2": "denied", "F0": "finalized", "F3": "finalized", "F4": "finalized",
    "A4": "not_found", "D0": "not_found",
    "A0": "received", "A1": "received", "A2": "received", "A5": "received",
    "A3": "refused", "A6": "refused", "A7": "refused", "A8": "refused",
}  # fmt: skip
FAMILIES: dict[str, Word] = {"F": "finalized", "P": "pended", "R": "information_requested"}
"""By the first letter, where the category has no word of its own; all others are faults of the inquiry (E)."""
HAS_IT = frozenset[Word]({"paid", "denied", "finalized", "information_requested", "pended"})
RECEIVED = "A2"
"""Taken into adjudication, unlike A0 and A1."""


def word_of(reported: ClaimStatusReported) -> Word:
    """Of its first status; the others say the same in other words, or speak of lines."""
    category = reported.statuses[0].category if reported.statuses else ""
    return WORDS.get(category) or FAMILIES.get(category[:1], "unanswered")


def shows_that_the_payer_has_it(reported: ClaimStatusReported) -> bool:
    return word_of(reported) in HAS_IT or any(each.category == RECEIVED for each in reported.statuses)


def speaks_of(reported: ClaimStatusReported, billed: ClaimSubmitted) -> bool:
    """Whether it may be about this submission: the same payer, and not from before it was sent."""
    same_payer = reported.payer_id in (None, billed.payer_id)
    return same_payer and (reported.effective_on is None or reported.effective_on >= billed.submitted_on)


def misses(reported: ClaimStatusReported, billed: ClaimSubmitted, patience_days: int) -> bool:
    """The payer does not find it though it has had the time to take it in."""
    told_on = reported.effective_on or date.max
    return word_of(reported) == "not_found" and speaks_of(reported, billed) and told_on >= billed.submitted_on + timedelta(days=patience_days)
