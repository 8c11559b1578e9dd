"""adjudication.dispute: hold the payer billed first to its contract, claim by claim, until what it left out is paid or given up.

Reads   rcm.submission.claim         ClaimSubmitted
        rcm.adjudication.claim       ClaimRemitted
        rcm.adjudication.account     OpeningClaimRecorded, AdjustmentRecorded (dispute_conceded)
Writes  rcm.adjudication.account     UnderpaymentFound, UnderpaymentClosed, OverpaymentFound
Keeps   one Dispute per claim: what was billed, the decisions in their order, the last underpayment and its end
Rules   the variance is one of the claim and is compared with the payer's tolerance; refused and capitated lines are left out; a reversal ends
        nothing, the decision that follows it does; a decision is compared with what the payer had before it, once, when both are known
Elsewhere: the money in dispute (stages/post.py posts it by the same comparison, model/dispute/variance.py), denials (services/denials)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.billing.adjudication.model.dispute.comparison import Compared, compare
from services.billing.adjudication.model.dispute.contract import Contracts
from services.billing.adjudication.model.dispute.dispute import Dispute, Said, standing
from services.billing.adjudication.model.dispute.fold import evolve
from shared.contracts import topics
from shared.contracts.adjudication import (
    AdjustmentRecorded,
    ClaimRemitted,
    OpeningClaimRecorded,
    OverpaymentFound,
    UnderpaymentClosed,
    UnderpaymentFound,
)
from shared.contracts.event import Event
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import ZERO, ClaimId
from shared.stage.stage import Context, Stage, key_by


def decide(dispute: Dispute, event: Event, context: Context[Contracts]) -> Sequence[Event]:
    """What follows for each decision that can be compared now and could not be before: one, or all of them when the bill comes late."""
    after = evolve(dispute, event)
    if isinstance(event, AdjustmentRecorded):
        return _conceded(after, event)
    emitted: list[Event] = []
    for place in range(dispute.comparable, after.comparable):
        known = after.decisions[: place + 1]
        if after.is_caught_up and known[-1].reference.key not in after.said:
            for said in _judged(after, known, context.reference):
                emitted.append(said)
                after = evolve(after, said)
    return emitted


def _judged(dispute: Dispute, known: Sequence[ClaimRemitted], contracts: Contracts) -> list[Said]:
    """All that stands after the last of these decisions, compared with the last underpayment: closed, replaced, or found."""
    last, stands = known[-1], standing(known)
    if not stands:
        return _voided(dispute, last)
    found = compare(dispute, stands, contracts)
    if not dispute.is_open:
        return [_found(dispute, last, found)] if found.short else _over(dispute, last, found)
    if found.short == dispute.short:
        return []
    won = max(ZERO, min(dispute.short - found.short, found.allowed - (dispute.found.allowed if dispute.found else ZERO)))
    if found.short == 0:
        return [_closed(dispute, last, outcome="recovered" if won else "superseded", recovered=won)]
    return [_closed(dispute, last, outcome="partly_recovered" if won else "superseded", recovered=won), _found(dispute, last, found)]


def _conceded(dispute: Dispute, event: AdjustmentRecorded) -> list[Event]:
    """Closed once all of it is given up."""
    if not dispute.is_open or dispute.short > dispute.conceded:
        return []
    facts = {"claim_id": dispute.claim_id, "encounter_id": dispute.encounter_id, "closed_on": event.recorded_on}
    return [UnderpaymentClosed.model_validate({**facts, "outcome": "conceded", "recovered": ZERO})]


def _voided(dispute: Dispute, last: ClaimRemitted) -> list[Said]:
    """The payer took its decision back because we asked to void the claim: nothing is owed on it."""
    latest = max((one.submission for one in dispute.bills), default=0)
    return [_closed(dispute, last, outcome="superseded", recovered=ZERO)] if dispute.is_open and dispute.void > latest else []


def _found(dispute: Dispute, last: ClaimRemitted, found: Compared) -> UnderpaymentFound:
    shares = {"payer_variance": found.of_payer, "patient_variance": found.of_patient, "expected_payment": found.payment}
    return UnderpaymentFound.model_validate({**_about(dispute, last), **_amounts(found), **shares, "found_on": last.remitted_on})


def _over(dispute: Dispute, last: ClaimRemitted, found: Compared) -> list[Said]:
    facts = {**_about(dispute, last), **_amounts(found), "found_on": last.remitted_on}
    return [OverpaymentFound.model_validate(facts)] if found.over else []


def _closed(dispute: Dispute, last: ClaimRemitted, **ending: Any) -> UnderpaymentClosed:
    return UnderpaymentClosed.model_validate({**_about(dispute, last), **ending, "closed_on": last.remitted_on})


def _about(dispute: Dispute, last: ClaimRemitted) -> dict[str, Any]:
    facts = {"claim_id": dispute.claim_id, "encounter_id": dispute.encounter_id, "payer_id": last.payer_id}
    return {**facts, "remittance_id": last.remittance_id, "ordinal": last.payment.ordinal}


def _amounts(found: Compared) -> dict[str, Any]:
    return {"expected": found.expected, "allowed": found.allowed, "contract_row": found.row, "contract_version": found.version}


STAGE: Stage[Dispute, Contracts] = Stage(
    name="adjudication.dispute",
    subscribes=(topics.CLAIMS, topics.REMITTED_CLAIMS, topics.ACCOUNTS),
    handles=(ClaimSubmitted, ClaimRemitted, OpeningClaimRecorded, AdjustmentRecorded),
    emits=(UnderpaymentFound, UnderpaymentClosed, OverpaymentFound),
    initial=lambda key: Dispute(claim_id=ClaimId(key)),
    decide=decide,
    evolve=evolve,
    key=key_by("claim_id"),
    recalls=(UnderpaymentFound, UnderpaymentClosed, OverpaymentFound),
)
