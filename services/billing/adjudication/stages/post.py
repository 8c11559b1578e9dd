"""adjudication.post: from decisions and payments to ledger entries, and from those to what the patient is told.

Reads   rcm.submission.claim         ClaimSubmitted
        rcm.adjudication.claim       ClaimRemitted, DecisionHeld
        rcm.adjudication.account     OpeningClaimRecorded, PatientPaymentRecorded, AdjustmentRecorded, RefundRecorded, PostingCountered
Writes  rcm.adjudication.account     ClaimPosted, AccountPosted, StatementRequested, ReminderRequested, ClaimClosed
Keeps   one Account per encounter: balances of each claim, standing decisions with their entries, the patient's credit
Rules   the reason decides the account, not the group code; a reversal posts the contra of stored entries; no statement while anything
        of the claim may still change (model/account/postings.py); what a person enters is posted as soon as the balance holds it
Elsewhere: matching and the order of decisions (stages/match.py), bank, provider adjustments and suspense (stages/deposit.py)
"""

from __future__ import annotations

from collections.abc import Sequence

from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.desk import Desk
from services.billing.adjudication.model.account.fold import evolve
from services.billing.adjudication.model.account.postings import next_posting
from services.billing.adjudication.model.books import Reference
from shared.contracts import topics
from shared.contracts.adjudication import (
    AccountPosted,
    AdjustmentRecorded,
    ClaimClosed,
    ClaimPosted,
    ClaimRemitted,
    DecisionHeld,
    OpeningClaimRecorded,
    PatientPaymentRecorded,
    PostingCountered,
    RefundRecorded,
    ReminderRequested,
    StatementRequested,
)
from shared.contracts.clock import Woken
from shared.contracts.event import Event
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import EncounterId
from shared.stage.stage import Context, Folded, Stage, key_by

HANDLES = (
    ClaimSubmitted, OpeningClaimRecorded, ClaimRemitted, DecisionHeld, PatientPaymentRecorded, AdjustmentRecorded, RefundRecorded,
    PostingCountered, Woken,
)  # fmt: skip


def decide(account: Account, event: Event, context: Context[Reference]) -> Sequence[Event]:
    """Everything that has become due, in order; each posting is folded before the next is chosen."""
    after, desk = evolve(account, event), Desk(context.on, context.reference.closed_through, contracts=context.reference.contracts)
    emitted: list[Event] = []
    while (posting := next_posting(after, desk)) is not None:
        emitted.append(posting)
        after = evolve(after, posting)
    return Folded(emitted, after)


STAGE: Stage[Account, Reference] = Stage(
    name="adjudication.post",
    subscribes=(topics.CLAIMS, topics.REMITTED_CLAIMS, topics.ACCOUNTS),
    handles=HANDLES,
    emits=(ClaimPosted, AccountPosted, StatementRequested, ReminderRequested, ClaimClosed),
    initial=lambda key: Account(encounter_id=EncounterId(key)),
    decide=decide,
    evolve=evolve,
    key=key_by("encounter_id"),
)
