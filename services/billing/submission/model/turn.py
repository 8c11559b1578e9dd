"""Whose turn it is: which payer gets the next submission of a claim, if any.

Submissions go out one after the other, whoever they are for. The first payer comes first: what it decides anew changes what the later ones are told.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.billing.submission.model.assemble import claim_of
from services.billing.submission.model.draft import Draft, Versions
from shared.contracts.submission import ClaimBuilt


def knows_less(draft: Draft, claim: ClaimBuilt, last: ClaimBuilt) -> bool:
    """Whether the newest build rests on something that is not known yet: a version, or this payer's number. After a restore all is read again."""
    same_payer = claim.payer_id == last.payer_id
    return Versions.of(claim).lacks(Versions.of(last)) or (same_payer and not draft.has_heard_of(last.payer_claim_control_number))


def bills_the_same(claim: ClaimBuilt, other: ClaimBuilt) -> bool:
    """Whether the payer would get nothing new: one correction may answer several requests, each in a fact of its own."""
    circumstances = ("submission", "frequency", "payer_claim_control_number", "answers", "coding_version", "clearance_version", "prior_version")
    return claim.model_copy(update={name: getattr(other, name) for name in (*circumstances, "later_payers", "later_coverages")}) == other


def made_again(draft: Draft, last: ClaimBuilt) -> ClaimBuilt | None:
    """An unsent build from newer facts, in place. One for a later payer makes room for an earlier payer's whose turn has come.

    What has left is known from the house, so whatever the payer says of an unsent claim is about a submission before it. A newer number is taken,
    since a replacement that names an old one may be refused; and it can never be the number of the very claim that it would replace.
    """
    sooner = (each for each in _orders(draft) if each < last.payer_order)
    wanted = next((claim for order in sooner if (claim := _wanted(draft, order, last, last.submission))), None)
    if wanted is not None:
        return wanted
    answers = draft.request_since(last) if last.payer_order == 1 else _request(draft, last.payer_order, draft.last_of(last.payer_order))
    again = claim_of(draft, last.claim_id, last.submission, answers or last.answers, last.payer_order)
    if again is None or knows_less(draft, again, last):
        return None
    return None if again.model_copy(update={"prior_version": last.prior_version}) == last else again


def next_wanted(draft: Draft, last: ClaimBuilt) -> ClaimBuilt | None:
    """What has to follow a newest submission that has come to its end."""
    return next((claim for order in _orders(draft) if (claim := _wanted(draft, order, last, last.submission + 1))), None)


def _orders(draft: Draft) -> list[int]:
    return sorted({1, *draft.dues})


def _wanted(draft: Draft, order: int, newest: ClaimBuilt, submission: int) -> ClaimBuilt | None:
    """The next submission to the payer of this order, if there has to be one."""
    before = draft.last_of(order)
    fate = draft.fate(before.submission) if before else ""
    if fate == "submitted":
        return None
    request = _request(draft, order, before)
    unheard = before.answers if before and fate != "accepted" else ""
    claim = claim_of(draft, newest.claim_id, submission, request or unheard, order)
    if claim is None or knows_less(draft, claim, newest):
        return None
    return claim if _calls_for(draft, claim, before, fate, request) else None


def _calls_for(draft: Draft, claim: ClaimBuilt, before: ClaimBuilt | None, fate: str, request: str) -> bool:
    order = claim.payer_order
    if before is None:
        return is_due(draft, order)
    if before.submission in draft.reopenings:
        return True
    if fate == "rejected":
        return Versions.of(claim)[:3] != Versions.of(before)[:3] or is_due(draft, order)
    if fate == "accepted" and is_due(draft, order):
        return True
    return bool(request) and not (fate == "accepted" and bills_the_same(claim, before))


def is_due(draft: Draft, order: int) -> bool:
    """Whether a later payer is to be billed from decisions that no submission to it or to a payer before it has taken up or overtaken."""
    due = draft.dues.get(order)
    return due is not None and all(due.number > each.prior_version for each in _billed(draft, order))


def _billed(draft: Draft, order: int) -> Iterator[ClaimBuilt]:
    return (last for each in range(1, order + 1) if (last := draft.last_of(each)))


def _request(draft: Draft, order: int, before: ClaimBuilt | None) -> str:
    """Other codes go to the first payer and from there to the others; what a clearance brings goes to the payer that was billed last."""
    if before is None:
        return ""
    addressed = order == _billed_last(draft)
    if order == 1:
        return draft.request_since(before, clearance_counts=addressed)
    clearance = draft.clearance
    return clearance.answers if addressed and clearance and clearance.version > before.clearance_version else ""


def _billed_last(draft: Draft) -> int:
    """The order of the payer to which the newest submission went."""
    newest = [each for order in _orders(draft) if (each := draft.last_of(order))]
    return max(newest, key=lambda each: each.submission).payer_order if newest else 1
