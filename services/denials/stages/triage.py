"""denials.triage: open a denial for every remitted line with refused money, ask its cause to be mended, close it when the payer decides otherwise.

Reads   rcm.adjudication.claim   ClaimRemitted
        rcm.denials.denial       DenialDecided (a person gave it up)
        the calendar             Woken, the day after an appeal deadline
Writes  rcm.denials.denial       DenialOpened, CorrectionRequested, DenialClosed
Keeps   one DenialCase per claim: its lines, each open or closed
Rules   context decides, not the group code alone; one open denial per line; a reversal closes nothing, the decision that follows it does
Elsewhere: posting (adjudication), the correction itself (coding, eligibility), the replacement claim (submission)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from services.denials.model.case import Denial, DenialCase, decision_of, evolve
from services.denials.model.cause import RootCause, root_cause
from services.denials.model.contract import Contracts, Expectation
from services.denials.model.judgement import Refusal, refusals
from shared.contracts import topics
from shared.contracts.adjudication import ClaimPayment, ClaimRemitted
from shared.contracts.adjustments import Nature, nature
from shared.contracts.clock import Woken
from shared.contracts.denials import CorrectionRequested, DenialClosed, DenialDecided, DenialOpened
from shared.contracts.event import Event
from shared.contracts.ids import event_id
from shared.contracts.values import ZERO, ClaimId, DenialId, Owner
from shared.stage.stage import Context, Stage

NAME = "denials.triage"


def decide(case: DenialCase, event: Event, context: Context[Contracts]) -> Sequence[Event]:
    if isinstance(event, ClaimRemitted):
        return _judge(case, event, context)
    if isinstance(event, DenialDecided):
        return _give_up(case, event, context)
    if isinstance(event, Woken):
        return [_closed(each, "expired", ZERO, event) for each in case.open_denials() if each.opened.appeal_by < event.on]
    return ()


def _judge(case: DenialCase, remitted: ClaimRemitted, context: Context[Contracts]) -> list[Event]:
    """Compare what this decision refuses with what stands open: new refusals open, refusals that are gone close."""
    if decision_of(remitted) in case.decisions or remitted.payment.is_reversal:
        return []
    expectation = context.reference.expect(remitted)
    found = {each.line_number: each for each in refusals(remitted.payment, expectation.packaged, later_payer=remitted.payer_order > 1)}
    events: list[Event] = []
    for denial in case.open_denials():
        events += _follow(denial, found, remitted)
    for refusal in found.values():
        standing = case.open_on(refusal.line_number)
        if standing is None or refusal.gross < standing.opened.gross:
            events += _open(refusal, remitted, expectation, context)
    return events


def _follow(denial: Denial, found: dict[int, Refusal], remitted: ClaimRemitted) -> list[Event]:
    """Still refused in full: it stays open. Refused in part: won in part, and the rest is a new denial. Not refused: overturned."""
    line = denial.opened.line_number
    if line not in found:
        return [_closed(denial, "overturned", _allowed(remitted.payment, line), remitted)]
    if found[line].gross < denial.opened.gross:
        return [_closed(denial, "partly_overturned", _allowed(remitted.payment, line), remitted)]
    return []


def _allowed(payment: ClaimPayment, line_number: int) -> Decimal:
    """What the payer allowed on a line, the patient's share included; line 0 is the whole claim."""
    lines = [line for line in payment.lines if line_number in (0, line.line_number)]
    paid = sum((line.paid for line in lines), ZERO) if lines else payment.paid
    adjustments = [each for line in lines for each in line.adjustments] + (list(payment.adjustments) if not line_number else [])
    return paid + sum((each.amount for each in adjustments if nature(each.group, each.carc, packaged=False) is Nature.PATIENT), ZERO)


def _open(refusal: Refusal, remitted: ClaimRemitted, expectation: Expectation, context: Context[Contracts]) -> list[Event]:
    cause = root_cause(refusal, remitted.payment.lines)
    denial_id = DenialId(event_id(context.reference.site_id, NAME, f"{remitted.claim_id}|{decision_of(remitted)}", refusal.line_number))
    opened = DenialOpened(
        denial_id=denial_id,
        claim_id=remitted.claim_id,
        encounter_id=remitted.encounter_id,
        payer_id=remitted.payer_id,
        remittance_id=remitted.remittance_id,
        line_number=refusal.line_number,
        code=refusal.code,
        category=cause.category,
        root_cause=cause.name,
        group=refusal.group,
        carc=refusal.carc,
        remarks=refusal.remarks,
        gross=refusal.gross,
        expected_recoverable=expectation.recoverable(refusal.line_number, refusal.gross),
        owner=cause.owner,
        denied_on=remitted.remitted_on,
        appeal_by=remitted.remitted_on + timedelta(days=expectation.appeal_days),
        contract_version=context.reference.version,
    )
    return [opened, *_ask(opened, cause)]


def _ask(opened: DenialOpened, cause: RootCause) -> list[Event]:
    """The root cause goes back to the service that caused it; what the desk does itself needs no request."""
    if cause.owner is Owner.DENIALS or opened.encounter_id is None:
        return []
    return [
        CorrectionRequested(
            denial_id=opened.denial_id,
            claim_id=opened.claim_id,
            encounter_id=opened.encounter_id,
            owner=cause.owner,
            root_cause=cause.name,
            line_number=opened.line_number,
            sentence=cause.ask,
            due_on=opened.appeal_by,
        )
    ]


def _give_up(case: DenialCase, decided: DenialDecided, context: Context[Contracts]) -> list[Event]:
    denial = case.find(decided.denial_id)
    if denial is None or not denial.is_open:
        return []
    return [_closed(denial, "withdrawn" if decided.decision == "withdraw" else "upheld", ZERO, context)]


def _closed(denial: Denial, outcome: str, recovered: Decimal, when: ClaimRemitted | Woken | Context[Contracts]) -> DenialClosed:
    return DenialClosed.model_validate(
        {
            "denial_id": denial.opened.denial_id,
            "claim_id": denial.opened.claim_id,
            "encounter_id": denial.opened.encounter_id,
            "line_number": denial.opened.line_number,
            "outcome": outcome,
            "recovered": recovered,
            "closed_on": when.remitted_on if isinstance(when, ClaimRemitted) else when.on,
        }
    )


STAGE = Stage[DenialCase, Contracts](
    name=NAME,
    subscribes=(topics.REMITTED_CLAIMS, topics.DENIALS),
    handles=(ClaimRemitted, DenialDecided, Woken),
    emits=(DenialOpened, CorrectionRequested, DenialClosed),
    initial=lambda key: DenialCase(claim_id=ClaimId(key)),
    decide=decide,
    evolve=evolve,
    key=lambda event: event.subject if isinstance(event, Woken) else str(getattr(event, "claim_id", "")),
)
