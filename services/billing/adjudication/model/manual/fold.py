"""What people told us to post: kept until the balance holds it, remembered when it is posted, dropped when it is taken back."""

from __future__ import annotations

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.account.claim_account import Adjusted, ClaimAccount
from services.billing.adjudication.model.manual.instruction import Instruction, id_of
from shared.contracts.adjudication import AccountPosted, AdjustmentRecorded, ClaimPosted, PostingCountered, RefundRecorded


def told(account: Account, command: Instruction) -> Account:
    """Taken up, or what waits is withdrawn. What was taken back before, by a person or with a decision, is not taken back again."""
    if not isinstance(command, PostingCountered):
        return account.but(commands=(*account.commands, command))
    kept = tuple(one for one in account.commands if id_of(one) != command.posting_id)
    if len(kept) < len(account.commands):
        return account.but(commands=kept)
    again = command.posting_id in account.countered or _has_lapsed(account, command)
    return account if again else account.but(commands=(*account.commands, command))


def carried_out(account: Account, event: ClaimPosted | AccountPosted) -> Account:
    """The command leaves the queue as it is posted."""
    command = next((one for one in account.commands if _is_served(one, event)), None)
    if command is not None:
        account = account.but(commands=tuple(one for one in account.commands if one is not command))
    match command, event:
        case PostingCountered(), _:
            account = account.but(countered=(*account.countered, command.posting_id))
        case AdjustmentRecorded(), ClaimPosted():
            account = _adjusted(account, command, event)
    if isinstance(event, ClaimPosted):
        return _taken_back(account, event) if event.cause == "contra" else account
    return _paid_out(account, event)


def _is_served(command: Instruction, event: ClaimPosted | AccountPosted) -> bool:
    match command:
        case AdjustmentRecorded():
            return event.cause == "adjustment" and event.command == command.adjustment_id
        case RefundRecorded():
            return event.cause == "refund" and event.command == command.refund_id
    return event.cause == "contra" and event.counters == command.posting_id


def _adjusted(account: Account, command: AdjustmentRecorded, event: ClaimPosted) -> Account:
    claim = account.claim(event.claim_id)
    made = Adjusted(adjustment_id=command.adjustment_id, kind=command.kind, amount=command.amount, entries=event.entries)
    lapsed = tuple(one for one in claim.lapsed if one.kind != command.kind)
    account = _with(account, claim.model_copy(update={"adjusted": (*claim.adjusted, made), "lapsed": lapsed}))
    owed = command.kind == "payer_credit_refunded"
    return account.but(payer_refunds=(*account.payer_refunds, command)) if owed else account


def _taken_back(account: Account, event: ClaimPosted) -> Account:
    """It no longer counts: because a person said so, or because the decision that it was made on is gone (it lapses)."""
    claim, opposite = account.claim(event.claim_id), chart.contra(event.entries)
    fell = next((one for one in claim.adjusted if one.adjustment_id and one.adjustment_id == event.counters), None)
    gone = fell or next((one for one in claim.adjusted if one.entries == opposite), None)
    if gone is None:
        return account
    update: dict[str, object] = {"adjusted": tuple(one for one in claim.adjusted if one is not gone)}
    if fell is not None:
        update["lapsed"] = (*claim.lapsed, fell)
    return _with(account, claim.model_copy(update=update))


def _paid_out(account: Account, event: AccountPosted) -> Account:
    """The money of a payer's credit has left the bank."""
    if event.cause != "refund" or all(one.debit != chart.REMIT_CLEARING for one in event.entries):
        return account
    return account.but(payer_refunds=account.payer_refunds[1:])


def _has_lapsed(account: Account, command: PostingCountered) -> bool:
    claim = account.claims.get(command.claim_id or "")
    return bool(claim and any(one.entries == command.entries for one in claim.lapsed))


def _with(account: Account, claim: ClaimAccount) -> Account:
    return account.but(claims={**account.claims, claim.claim_id: claim})
