"""What may be sent next of a claim, and why nothing else may: an original, a replacement, a void, an appeal, or nothing.

One judgement for people who ask and for the commands they give. CLM05-3 follows from what the payer has: 1 as long as it has nothing, however often
it refused to take the claim; 7 and 8, with its number in REF*F8, once it has. The same service billed again after it was decided is a duplicate
(CO-18).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

from services.billing.submission.model.draft import Draft
from services.billing.submission.model.voiding import held_by, is_voided, voids_of
from shared.contracts.submission import ORIGINAL, REPLACEMENT, VOID
from shared.contracts.values import ZERO

Way = Literal["send_original", "replace", "void", "appeal", "reopen", "new_claim", "wait", "withdraw"]
About = Literal["correction", "late_charge", "wrong_patient"]
"""What is wrong with the claim, as the person who asks sees it."""
FREQUENCIES: dict[Way, str] = {"send_original": ORIGINAL, "replace": REPLACEMENT, "void": VOID}
LATE = "29"
"""CARC of late filing."""


class Situation(NamedTuple):
    """How a claim stands with one of its payers."""

    status: str
    """Of the newest submission, whoever it went to: unsent, submitted, rejected, accepted or withdrawn."""
    held: bool = False
    """Edits hold the newest build."""
    has_it: bool = False
    """The payer has accepted or decided the claim."""
    number: str = ""
    """The payer's number of it."""
    takes_replacements: bool = True
    decided: bool = False
    paid: Decimal = ZERO
    carcs: frozenset[str] = frozenset()
    void: Literal["none", "under_way", "refused", "done"] = "none"
    about: About = "correction"

    @property
    def is_late(self) -> bool:
        return LATE in self.carcs


class Advice(NamedTuple):
    """The way to go, in how many words it takes, and why each other way is closed."""

    way: Way
    because: tuple[str, ...]
    refused: dict[Way, str]
    frequency: str | None = None
    number: str = ""


def situation_of(draft: Draft, *, takes_replacements: bool, held: bool = False, about: About = "correction", payer_order: int = 0) -> Situation:
    """How the claim stands with the payer of this order; without one, with the payer it was sent to last."""
    last = draft.last
    order = payer_order or _billed_last(draft)
    bill = held_by(draft, order)
    holding = draft.holding(bill.payer_id, order) if bill else None
    decisions = [each for each in draft.standing.values() if each.payer_order == order]
    return Situation(
        status=draft.fate(last.submission) if last else "unsent",
        held=held,
        has_it=holding is not None,
        number=holding.number if holding else "",
        takes_replacements=takes_replacements,
        decided=bool(decisions),
        paid=sum((each.paid for each in decisions), ZERO),
        carcs=frozenset(carc for each in decisions for carc in each.carcs),
        void=_void(draft, order),
        about=about,
    )


def _billed_last(draft: Draft) -> int:
    last = draft.last
    for number in range(last.submission if last else 0, 0, -1):
        claim = draft.as_left(number)
        if claim and draft.fate(number) not in ("unsent", "withdrawn"):
            return claim.payer_order
    return 1


def _void(draft: Draft, order: int) -> Literal["none", "under_way", "refused", "done"]:
    if is_voided(draft, order):
        return "done"
    if draft.void is None:
        return "none"
    voids = voids_of(draft, order)
    return "refused" if voids and draft.fate(voids[0].submission) == "rejected" else "under_way"


def advise(situation: Situation) -> Advice:
    way, because = _way(situation)
    refused = {each: why for each, judge in REFUSALS.items() if each != way and (why := judge(situation))}
    number = situation.number if way in ("replace", "void", "appeal", "reopen") else ""
    return Advice(way, (because,), refused, FREQUENCIES.get(way), number)


def refusal(situation: Situation, way: Way) -> str:
    """Why this way is closed; empty when it is open."""
    return REFUSALS[way](situation)


def _way(situation: Situation) -> tuple[Way, str]:
    if situation.void == "done":
        return "new_claim", "The payer has taken the void. Register and code the right visit; it becomes a claim of its own, with a new number."
    if situation.void == "under_way":
        return "wait", "The void is on its way. Nothing else may follow until the payer has taken it."
    if situation.status == "submitted":
        return "wait", "A submission is on its way and not acknowledged. What follows depends on whether the payer takes it."
    if situation.void == "refused":
        return "void", "The payer refused the void. Correct what it names and reopen the claim: the void goes again, with its number."
    return _of_what_it_has(situation) if situation.has_it else _of_nothing(situation)


def _of_nothing(situation: Situation) -> tuple[Way, str]:
    """The payer has no claim: whatever goes is an original."""
    if situation.about == "wrong_patient" and situation.status == "withdrawn":
        return "new_claim", "It was withdrawn and the payer has nothing of it. Bill the right patient under a visit of their own."
    if situation.about == "wrong_patient":
        return "withdraw", "The payer has nothing that had to be voided. Withdraw it, and bill the right patient under a visit of their own."
    if situation.status == "rejected":
        return "send_original", "The claim never got in. Correct it and send it again as an original (frequency 1, no REF*F8); it is no denial."
    if situation.status == "withdrawn":
        return "send_original", "The claim was withdrawn before any payer had it. Reopen it: it goes as an original."
    if situation.held:
        return "send_original", "The claim is held and was never sent. Correct what holds it; it then goes by itself, as an original."
    return "wait", "The claim is about to be sent."


def _of_what_it_has(situation: Situation) -> tuple[Way, str]:
    if situation.about == "wrong_patient":
        return _of_the_wrong_patient(situation)
    if situation.is_late:
        return "appeal", "The payer says it came too late (CARC 29). Appeal with its acknowledgement of the first submission inside the limit."
    if not situation.takes_replacements:
        return _by_letter(situation)
    if not situation.number:
        return "wait", "The payer has the claim, and its number is not known. Ask for the status of the claim: a replacement has to name the number."
    if situation.about == "late_charge":
        return "replace", "The payer has the claim: send all of it again with the late charge (frequency 7), not the charge alone (type of bill xx5)."
    return "replace", "The payer has the claim: send all lines again, corrected, as a replacement (frequency 7) with its number in REF*F8."


def _of_the_wrong_patient(situation: Situation) -> tuple[Way, str]:
    if situation.takes_replacements:
        return "void", "The payer has a claim of the wrong person: void it (frequency 8, its number, the charges as sent), then bill the right one."
    if not situation.decided:
        return "wait", "This payer takes no voids of such claims and has not decided. Wait for its remittance, then ask it to take the claim back."
    return "reopen", "This payer takes no voids of such claims. Tell it of the wrong person and ask it to take the claim back."


def _by_letter(situation: Situation) -> tuple[Way, str]:
    """Payers that take frequency 1 only, as Medicare does of professional claims (Medicare Claims Processing Manual, chapters 29 and 34)."""
    if not situation.decided:
        return "wait", "This payer takes no replacement of such claims, and has not decided. Wait for its remittance."
    if situation.paid > 0:
        return "reopen", "This payer takes no replacement of such claims and has paid this one. Ask for a reopening to correct it."
    return (
        "appeal",
        "This payer takes no replacement of such claims and has refused this one. Appeal, or ask for a reopening if it was a clerical error.",
    )


def _no_original(situation: Situation) -> str:
    if situation.has_it:
        return "The payer has this claim. The same services again as an original would be a duplicate (CO-18)."
    return _under_way(situation) or ("It is on its way to be sent." if situation.status == "unsent" and not situation.held else "")


def _no_replacement(situation: Situation) -> str:
    if under_way := _under_way(situation):
        return under_way
    if not situation.has_it:
        return "The payer has no claim that could be replaced. What was rejected goes again as an original, without REF*F8."
    if not situation.takes_replacements:
        return "This payer takes no replacement of such claims; another claim for the same services would be a duplicate (CO-18). Appeal, or reopen."
    if situation.is_late:
        return "The payer denied it as too late (CARC 29), and a replacement is later still. Appeal with the proof of the first filing."
    return ""


def _no_void(situation: Situation) -> str:
    if situation.void == "done":
        return "The payer has taken a void of this claim already."
    if situation.void == "under_way":
        return "A void of this claim is on its way already."
    if not situation.has_it and situation.status == "submitted":
        return "The claim is not acknowledged yet. Wait: if the payer takes it, void it then; if it refuses it, withdraw it."
    if not situation.has_it:
        return "The payer has no claim that could be voided. Withdraw it instead."
    if not situation.takes_replacements:
        return "This payer takes no void of such claims. Ask it for a reopening, or pay back what it paid."
    return ""


def _no_appeal(situation: Situation) -> str:
    return "" if situation.decided and situation.void != "done" else "The payer has decided nothing that could be appealed."


def _no_reopening(situation: Situation) -> str:
    if not situation.decided:
        return "The payer has decided nothing that could be reopened."
    return "This payer takes replacements: send one, it needs no letter." if situation.takes_replacements and not situation.is_late else ""


def _no_new_claim(situation: Situation) -> str:
    if situation.void == "done" or situation.about == "wrong_patient":
        return ""
    return "The same services for the same person under another number would be a duplicate (CO-18). Only the wrong patient makes a new claim."


def _no_waiting(situation: Situation) -> str:
    waits = situation.status in ("submitted", "unsent") or situation.void == "under_way" or not situation.decided
    return "" if waits else "Nothing is under way: the claim stays as it is until somebody acts."


def _no_withdrawal(situation: Situation) -> str:
    if situation.status in ("submitted", "accepted"):
        return "It has left the house. What a payer has can only be voided."
    return "It was withdrawn before." if situation.status == "withdrawn" else ""


def _under_way(situation: Situation) -> str:
    if situation.void == "done":
        return "The claim was voided. Bill the right visit as a claim of its own."
    if situation.void in ("under_way", "refused"):
        return "A void of this claim was asked for. Withdraw the void first if it was a mistake."
    return "A submission is on its way. Wait for its acknowledgement." if situation.status == "submitted" else ""


REFUSALS: dict[Way, Callable[[Situation], str]] = {
    "send_original": _no_original,
    "replace": _no_replacement,
    "void": _no_void,
    "appeal": _no_appeal,
    "reopen": _no_reopening,
    "new_claim": _no_new_claim,
    "wait": _no_waiting,
    "withdraw": _no_withdrawal,
}
