"""What a person has to do about a claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from services.billing.submission.model.draft import BLAMELESS
from services.billing.submission.model.payer_status import misses
from shared.contracts.submission import ClaimAcknowledged, ClaimRejected
from shared.contracts.values import HoldReason, Owner, WorkItem

if TYPE_CHECKING:
    from services.billing.submission.model.claim import Claim


def items_of(claim: Claim) -> Sequence[WorkItem]:
    """A rejection that others can mend is their item, and one without blame mends itself."""
    items = [_held(claim, reason) for reason in claim.reasons] if claim.status == "held" else []
    items += [_late(claim, number) for number, each in claim.submissions.items() if each.overdue and each.said == "submitted"]
    rejected = claim.newest.rejected if claim.status == "rejected" and claim.newest else None
    if rejected and rejected.responsible is Owner.SUBMISSION and rejected.reason.code != BLAMELESS:
        items.append(_mend(claim, rejected))
    return [*items, *(_unknown(claim, each) for each in claim.pending), *_too_late(claim), *_contradictions(claim), *_of_status(claim)]


def _item(claim: Claim, kind: str, which: object, sentence: str, place: str = "") -> WorkItem:
    return WorkItem(
        id=f"{kind}:{claim.claim_id}:{which}",
        kind=kind,
        subject=claim.claim_id,
        encounter_id=claim.encounter_id,
        claim_id=claim.claim_id,
        place=place,
        sentence=sentence,
        amount=claim.built.total if claim.built else None,
    )


def _held(claim: Claim, reason: HoldReason) -> WorkItem:
    return _item(claim, reason.code, f"{claim.number}:{reason.place}", reason.sentence, reason.place)


def _late(claim: Claim, number: int) -> WorkItem:
    sentence = f"Nobody has acknowledged this claim for {claim.patience_days} days. Ask the clearinghouse whether it has the file."
    return _item(claim, "acknowledgement_overdue", number, sentence)


def _mend(claim: Claim, rejected: ClaimRejected) -> WorkItem:
    return _item(claim, "claim_rejected", rejected.submission, rejected.reason.sentence, rejected.reason.place)


def _unknown(claim: Claim, acknowledged: ClaimAcknowledged) -> WorkItem:
    sentence = "An acknowledgement answers a claim or a submission that is not known here. Find out who sent it."
    return _item(claim, "acknowledgement_unmatched", f"{acknowledged.document.sha256[:12]}:{acknowledged.reference}", sentence)


def _too_late(claim: Claim) -> list[WorkItem]:
    sentence = "The claim left the house before it was withdrawn. Void it at the payer if it must not be paid."
    late = [number for number in claim.withdrawn if number in claim.submissions and claim.submissions[number].said != "rejected"]
    return [_item(claim, "withdrawn_too_late", number, sentence) for number in late]


def _contradictions(claim: Claim) -> list[WorkItem]:
    sentence = "The payer has both accepted and rejected this submission. Ask the payer for its status before anything else is sent."
    both = [number for number, each in claim.submissions.items() if each.disputed or (each.rejected and each.said == "accepted")]
    return [_item(claim, "acknowledgement_contradicted", number, sentence) for number in both]


def _of_status(claim: Claim) -> list[WorkItem]:
    """What a 277 leaves to do: the payer misses the claim, or speaks of one that nobody knows."""
    reported, newest = claim.reported, claim.newest
    if reported is None:
        return []
    if claim.built is None and newest is None:
        sentence = "A payer told the status of a claim that is not known here. Find out whose it is."
        return [_item(claim, "status_unmatched", reported.document.sha256[:12], sentence)]
    if newest is None or newest.said == "rejected" or not misses(reported, newest.billed, claim.patience_days):
        return []
    sentence = (
        f"The payer does not find this claim, which was sent on {newest.billed.submitted_on}. Ask the clearinghouse whether it passed the file on, "
        "and the payer under which number it looked."
    )
    return [_item(claim, "claim_not_found", newest.billed.submission, sentence)]
