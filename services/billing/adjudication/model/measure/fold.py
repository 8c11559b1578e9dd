"""How a measure is made from what all services tell about a claim: each event changes the slot of its topic and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from services.billing.adjudication.model import chart
from services.billing.adjudication.model.measure.measure import Booked, Decided, First, Heard, Measure, Refused, Sending, Sent, Shortfall, Verdict
from shared.contracts import adjudication as money
from shared.contracts import denials, submission, topics
from shared.contracts.event import Event
from shared.contracts.values import ZERO, EncounterId
from shared.remittance.decision import was_forwarded
from shared.remittance.waiting import IDLE

PHASES: dict[type[Event], str] = {
    submission.ClaimHeld: "held",
    submission.ClaimReleased: "released",
    submission.ClaimAccepted: "accepted",
    submission.ClaimRejected: "rejected",
    submission.ClaimWithdrawn: "withdrawn",
}


def evolve(measure: Measure, event: Event) -> Measure:
    """The measure after the event. An event of no interest leaves it as it is."""
    fold = FOLDS.get(type(event))
    if fold is None:
        return measure
    measure = fold(measure, event)
    if type(event) is money.ClaimStateChanged:
        return measure
    counts = list(measure.known)
    counts[SLOTS[type(event)]] += 1
    encounter = measure.encounter_id or EncounterId(getattr(event, "encounter_id", ""))
    return measure.but(known=tuple(counts), encounter_id=encounter)


def _changed(value: Any, **changes: Any) -> Any:
    return value.model_copy(update=changes)


def _built(measure: Measure, event: submission.ClaimBuilt) -> Measure:
    if event.submission < measure.sent.newest:
        return measure
    news = {"payer_id": event.payer_id, "payer_order": event.payer_order, "frequency": event.frequency, "service_to": event.service_to}
    return measure.but(sent=_changed(measure.sent, newest=event.submission, phase="built", **news))


def _moved(measure: Measure, event: Any) -> Measure:
    """Edits, payer or a person have spoken of a submission."""
    sent: Sent = measure.sent
    if isinstance(event, submission.ClaimRejected) and event.submission not in sent.rejected:
        sent = _changed(sent, rejected=(*sent.rejected, event.submission))
    if event.submission >= sent.newest:
        sent = _changed(sent, newest=event.submission, phase=PHASES[type(event)])
    return measure.but(sent=sent)


def _submitted(measure: Measure, event: submission.ClaimSubmitted) -> Measure:
    own = {"payer_id": event.payer_id, "payer_order": event.payer_order, "frequency": event.frequency}
    sending = Sending(total=event.total, on=event.submitted_on, reference=event.reference, **own)
    sent = _changed(measure.sent, left={**measure.sent.left, event.submission: sending})
    if event.submission >= sent.newest:
        sent = _changed(sent, newest=event.submission, phase="submitted", service_to=event.service_to, **own)
    return measure.but(sent=sent)


def _void_asked(measure: Measure, event: submission.ClaimVoidRequested) -> Measure:
    return measure.but(sent=_changed(measure.sent, void_asked=event.submission))


def _acknowledged(measure: Measure, event: submission.ClaimAcknowledged) -> Measure:
    if event.reference and any(each.category in ("A0", "A1") for each in event.statuses):
        return measure.but(heard=_changed(measure.heard, received=event.reference))
    return measure


def _reported(measure: Measure, event: submission.ClaimStatusReported) -> Measure:
    pended = any(each.category.startswith("P") for each in event.statuses)
    return measure.but(heard=Heard(received=measure.heard.received, pended=pended, pended_on=event.effective_on))


def _remitted(measure: Measure, event: money.ClaimRemitted) -> Measure:
    decided: Decided = measure.decided
    place = event.reference.key
    changes: dict[str, Any] = {"held": tuple(each for each in decided.held if each != place)} if place in decided.held else {}
    before = decided.verdicts.get(event.payer_order)
    verdict = _reversed(before, event) if event.payment.is_reversal else _decision(before, event)
    changes |= {"verdicts": {**decided.verdicts, event.payer_order: verdict}, "told": decided.told + 1}
    if event.payment.is_reversal:
        changes["reversed_on"] = event.remitted_on
    else:
        changes |= _taken_back(decided, before, event)
        if decided.first is None and event.payer_order == 1:
            first = First(payer_id=event.payer_id, submission=event.submission, charge=event.payment.charge, on=event.remitted_on)
            changes["first"] = first
    return measure.but(decided=_changed(decided, **changes))


def _reversed(before: Verdict | None, event: money.ClaimRemitted) -> Verdict:
    """The payer took a decision back; how much of it is told by what it decides next. Amounts of a reversal are negated."""
    verdict = before or Verdict(payer_id=event.payer_id, on=event.remitted_on)
    back = (verdict.taken_back or ZERO) - event.payment.paid
    news = {"submission": max(verdict.submission, event.submission), "on": event.remitted_on}
    return verdict.model_copy(update={"standing": verdict.standing - 1, "taken_back": back, **news})


def _decision(before: Verdict | None, event: money.ClaimRemitted) -> Verdict:
    return Verdict(
        payer_id=event.payer_id,
        standing=(before.standing if before else 0) + 1,
        forwarded=was_forwarded(event.payment),
        submission=max(before.submission if before else 0, event.submission),
        on=event.remitted_on,
    )


def _taken_back(decided: Decided, before: Verdict | None, event: money.ClaimRemitted) -> dict[str, Any]:
    """A correction that pays less than what it replaces had paid is a take-back: of all of it when nothing is paid any more."""
    paid_before = before.taken_back if before else None
    if paid_before is None or event.payment.paid >= paid_before:
        return {}
    kind = "full" if event.payment.paid == 0 else "partial"
    return {kind: getattr(decided, kind) + 1, "taken_back_on": event.remitted_on}


def _held(measure: Measure, event: money.DecisionHeld) -> Measure:
    place = f"{event.remittance_id}/{event.ordinal}"
    held = tuple(each for each in measure.decided.held if each != place)
    return measure.but(decided=_changed(measure.decided, held=held if event.cause in IDLE else (*held, place)))


def _due(measure: Measure, event: money.SecondaryClaimDue) -> Measure:
    return measure.but(decided=_changed(measure.decided, due_order=event.payer_order))


def _posted(measure: Measure, event: money.ClaimPosted) -> Measure:
    booked: Booked = measure.booked
    changes: dict[str, Any] = {"balances": event.balances}
    if event.remittance_id is not None and event.cause in ("remittance", "reversal"):
        changes["posted"] = booked.posted + 1
    moved = chart.posted({}, event.entries)
    if sequestered := chart.balance(moved, chart.SEQUESTRATION):
        changes["sequestration"] = booked.sequestration + sequestered
    if capitated := chart.balance(moved, chart.CAPITATION):
        changes["capitation"] = booked.capitation + capitated
    if event.cause == "opening" and not booked.opening:
        changes["opening"] = 1
    return measure.but(booked=_changed(booked, **changes))


def _stated(measure: Measure, event: money.StatementRequested) -> Measure:
    return measure.but(booked=_changed(measure.booked, statements=measure.booked.statements + 1))


def _opened(measure: Measure, event: money.OpeningClaimRecorded) -> Measure:
    return measure.but(booked=_changed(measure.booked, opening=len(event.decisions) + 1))


def _underpaid(measure: Measure, event: money.UnderpaymentFound) -> Measure:
    amount: Decimal = event.payer_variance + event.patient_variance
    return measure.but(booked=_changed(measure.booked, shortfall=Shortfall(amount=amount, found_on=event.found_on)))


def _underpayment_closed(measure: Measure, event: money.UnderpaymentClosed) -> Measure:
    shortfall = measure.booked.shortfall
    if shortfall is None or event.outcome == "superseded":
        return measure.but(booked=_changed(measure.booked, shortfall=None))
    closed = shortfall.model_copy(update={"outcome": event.outcome, "recovered": event.recovered})
    return measure.but(booked=_changed(measure.booked, shortfall=closed))


def _denied(measure: Measure, event: denials.DenialOpened) -> Measure:
    counts = event.phase == "initial" and event.payer_order == 1
    return measure.but(denials={**measure.denials, event.denial_id: Refused(gross=event.gross, counts=counts)})


def _denial_closed(measure: Measure, event: denials.DenialClosed) -> Measure:
    before = measure.denials.get(event.denial_id) or Refused(gross=ZERO, counts=False)
    return measure.but(denials={**measure.denials, event.denial_id: before.model_copy(update={"outcome": event.outcome})})


def _told(measure: Measure, event: money.ClaimStateChanged) -> Measure:
    return measure.but(told=event.state, told_known=event.known)


FOLDS: dict[type[Event], Callable[[Measure, Any], Measure]] = {
    submission.ClaimBuilt: _built,
    **dict.fromkeys(PHASES, _moved),
    submission.ClaimSubmitted: _submitted,
    submission.ClaimVoidRequested: _void_asked,
    submission.ClaimAcknowledged: _acknowledged,
    submission.ClaimStatusReported: _reported,
    money.ClaimRemitted: _remitted,
    money.DecisionHeld: _held,
    money.SecondaryClaimDue: _due,
    money.ClaimPosted: _posted,
    money.StatementRequested: _stated,
    money.OpeningClaimRecorded: _opened,
    money.UnderpaymentFound: _underpaid,
    money.UnderpaymentClosed: _underpayment_closed,
    denials.DenialOpened: _denied,
    denials.DenialClosed: _denial_closed,
    money.ClaimStateChanged: _told,
}
"""What moves a measure, and how."""
READ = (topics.CLAIMS, topics.ACKNOWLEDGEMENTS, topics.REMITTED_CLAIMS, topics.ACCOUNTS, topics.DENIALS)
SLOTS: dict[type[Event], int] = {event: place for place, topic in enumerate(READ) for event in topic.events if event in FOLDS}
"""The slot in which an event is counted."""
