"""Where a claim is in its life, in one word: a table of states and what must be true for each, asked from the top.

Facts win over order: a state follows from what is known now, so a decision that comes before its acknowledgement, or an acknowledgement after the
decision, is nothing special. `USUAL` says what usually follows what; it documents, it forbids nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from shared.contracts.adjudication import ClaimState
from shared.contracts.submission import VOID
from shared.contracts.values import ZERO

if TYPE_CHECKING:  # a measure asks for its state to fill its columns
    from services.billing.adjudication.model.measure.measure import Measure, Sending


def _voided(claim: Measure) -> bool:
    """The payer answered the void by taking back all that stood."""
    return _void_left(claim) and claim.decided.reversed_on is not None and claim.standing <= 0


def _voiding(claim: Measure) -> bool:
    asked = claim.sent.void_asked
    return _void_left(claim) or (claim.sent.frequency == VOID and not _set_aside(claim)) or (asked > 0 and asked == claim.sent.newest)


def _correction_pending(claim: Measure) -> bool:
    """A decision waits for another one, or one was taken back and what replaces it has not come."""
    return bool(claim.decided.held) or any(each.taken_back is not None for each in claim.decided.verdicts.values())


def _withdrawn(claim: Measure) -> bool:
    return claim.sent.phase == "withdrawn" and not claim.is_decided


def _rejected(claim: Measure) -> bool:
    return claim.sent.phase == "rejected" and _undecided(claim)


def _pended(claim: Measure) -> bool:
    """The payer has it and says that it is at work on it."""
    if not (claim.heard.pended and claim.sent.phase in ("submitted", "accepted") and _undecided(claim)):
        return False
    newest, on = _newest(claim), claim.heard.pended_on
    return newest is None or on is None or on >= newest.on


def _accepted(claim: Measure) -> bool:
    return claim.sent.phase == "accepted" and _undecided(claim)


def _received(claim: Measure) -> bool:
    newest = _newest(claim)
    return newest is not None and claim.heard.received == newest.reference != "" and _in_transit(claim)


def _in_transit(claim: Measure) -> bool:
    return claim.sent.phase == "submitted" and _undecided(claim)


def _held(claim: Measure) -> bool:
    return claim.sent.phase == "held" and _undecided(claim)


def _ready(claim: Measure) -> bool:
    return claim.sent.phase in ("built", "released") and _undecided(claim)


def _closed(claim: Measure) -> bool:
    """Nothing is open: what was charged is paid or adjusted."""
    found = claim.settled
    return found is not None and not any((found.payer_open, found.denied_open, found.disputed, found.patient_open))


def _denied(claim: Measure) -> bool:
    """Refused and still fought for, and neither a payer nor the patient pays anything."""
    found = claim.settled
    return found is not None and found.denied_open > 0 and found.payer_paid == found.patient_open + found.patient_paid == 0


def _partly_denied(claim: Measure) -> bool:
    return claim.settled is not None and claim.settled.denied_open > 0


def _underpaid(claim: Measure) -> bool:
    return claim.settled is not None and claim.settled.disputed > 0


def _awaits_next_payer(claim: Measure) -> bool:
    return claim.settled is not None and claim.decided.due_order > max((*claim.decided.verdicts, 1))


def _forwarded(claim: Measure) -> bool:
    """The payer that spoke last sent the claim on by itself: for the first time, or with a changed decision that leaves the next one more to pay."""
    verdicts, found = claim.decided.verdicts, claim.settled
    if found is None or not verdicts:
        return False
    latest = max(verdicts, key=lambda order: (verdicts[order].on, order))
    return verdicts[latest].forwarded and (latest == max(verdicts) or found.payer_open > 0)


def _patient_owes(claim: Measure) -> bool:
    """More than a credit of the account is about to pay."""
    found = claim.settled
    return found is not None and found.patient_open > max(found.patient_credit, ZERO) and found.payer_open <= 0


def _zero_paid(claim: Measure) -> bool:
    return claim.settled is not None and claim.settled.payer_paid == 0


def _paid(claim: Measure) -> bool:
    return claim.settled is not None


STATES: tuple[tuple[ClaimState, Callable[[Measure], bool]], ...] = (
    ("voided", _voided),
    ("voiding", _voiding),
    ("withdrawn", _withdrawn),
    ("correction_pending", _correction_pending),
    ("rejected", _rejected),
    ("pended", _pended),
    ("accepted", _accepted),
    ("received", _received),
    ("in_transit", _in_transit),
    ("held", _held),
    ("ready", _ready),
    ("closed", _closed),
    ("denied", _denied),
    ("partly_denied", _partly_denied),
    ("underpaid", _underpaid),
    ("awaits_next_payer", _awaits_next_payer),
    ("forwarded", _forwarded),
    ("patient_owes", _patient_owes),
    ("zero_paid", _zero_paid),
    ("paid", _paid),
)
"""The first that is true is the state."""


def state_of(claim: Measure) -> ClaimState | None:
    """The state of a claim; None while nobody has built it, and between a decision and its posting, when nothing new can be said."""
    return next((state for state, holds in STATES if holds(claim)), None)


def _states(*names: ClaimState) -> frozenset[ClaimState]:
    return frozenset(names)


_ANSWERED = _states(
    "paid", "partly_denied", "denied", "zero_paid", "underpaid", "correction_pending", "forwarded", "awaits_next_payer", "patient_owes", "closed"
)  # fmt: skip
"""After the first decision of a payer."""
USUAL: dict[ClaimState | None, frozenset[ClaimState]] = {
    None: _states("ready") | _ANSWERED,
    "ready": _states("held", "in_transit", "withdrawn", "voiding"),
    "held": _states("ready", "withdrawn"),
    "in_transit": _states("received", "accepted", "rejected", "pended") | _ANSWERED,
    "received": _states("accepted", "rejected", "pended") | _ANSWERED,
    "accepted": _states("pended", "rejected", "voiding") | _ANSWERED,
    "pended": _states("accepted", "rejected", "voiding") | _ANSWERED,
    "rejected": _states("ready", "accepted", "withdrawn"),
    "withdrawn": _states("ready"),
    **{state: _ANSWERED - {state} | _states("ready", "voiding") for state in _ANSWERED},
    "voiding": _states("voided", "rejected") | _ANSWERED,
    "voided": _states("closed", "correction_pending"),
}
"""What usually follows what. An opening claim begins decided; any decided state may lead to any other, when a payer changes its mind."""


def _newest(claim: Measure) -> Sending | None:
    return claim.sent.left.get(claim.sent.newest)


def _undecided(claim: Measure) -> bool:
    """The newest submission has no answer of its payer yet. A decision answers it when it was made in knowledge of it, or on a later day."""
    verdict = claim.decided.verdicts.get(claim.sent.payer_order)
    if verdict is None:
        return True
    newest = _newest(claim)
    knew = verdict.submission == 0 or verdict.submission >= claim.sent.newest
    return not (knew or (newest is not None and verdict.on > newest.on))


def _void_left(claim: Measure) -> bool:
    return any(each.frequency == VOID for each in claim.sent.left.values()) and claim.sent.frequency == VOID and not _set_aside(claim)


def _set_aside(claim: Measure) -> bool:
    """The newest submission did not come to anything: rejected, or withdrawn by a person."""
    return claim.sent.phase in ("rejected", "withdrawn")
