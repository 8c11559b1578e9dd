"""denials.triage: open a denial for every remitted line with refused money, ask its cause to be mended, close it when the payer decides otherwise.

Reads   rcm.adjudication.claim   ClaimRemitted
        rcm.denials.decision     DecisionTaken (835s that denials took in itself)
        rcm.submission.claim     ClaimSubmitted (what was billed; that the claim went out again), ClaimAccepted (proof of timely filing)
        rcm.coding.encounter     CorrectionDeclined
        rcm.adjudication.account OpeningClaimRecorded (a claim of an earlier system, with what its payers had decided),
                                 AdjustmentRecorded (refused money that somebody wrote off or moved to the patient)
        rcm.denials.denial       DenialDecided (a person appealed it, gave it up, or took it out), AttachmentRequested, AttachmentSent
        the calendar             Woken, the day after an appeal deadline
Writes  rcm.denials.denial       DenialOpened, CorrectionRequested, DenialClosed
Keeps   one DenialCase per claim: its lines, each open or closed
Rules   context decides, not the group code alone; one open denial per payer and line; a reversal closes nothing, the decision that follows it does;
        one request per claim and desk; nothing expires while the payer has it to decide
Elsewhere: posting (adjudication), the correction itself (coding, eligibility), the replacement claim (submission)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce

from services.denials.model.case import Denial, DenialCase, voice
from services.denials.model.cause import Desk, root_cause
from services.denials.model.contract import Contracts, Expectation
from services.denials.model.fold import decision_of, encounter_of, evolve, is_known
from services.denials.model.follow import is_news, outcome_of
from services.denials.model.judgement import Refusal, allowed, refusals
from services.denials.model.left_over import bounded
from services.denials.model.request import requests
from services.denials.model.written_off import ended_before, ended_by
from shared.contracts import topics
from shared.contracts.adjudication import AdjustmentRecorded, ClaimRemitted, OpeningClaimRecorded, PayerDecision
from shared.contracts.adjustments import category
from shared.contracts.clock import Woken
from shared.contracts.coding import CorrectionDeclined
from shared.contracts.denials import (
    AttachmentRequested,
    AttachmentSent,
    CorrectionRequested,
    DecisionTaken,
    DenialCategory,
    DenialClosed,
    DenialDecided,
    DenialOpened,
    DenialPhase,
)
from shared.contracts.event import Event
from shared.contracts.ids import event_id
from shared.contracts.submission import ClaimAccepted, ClaimSubmitted
from shared.contracts.values import ZERO, ClaimId, DenialId
from shared.remittance import opening
from shared.stage.stage import Context, Stage, key_by

NAME = "denials.triage"


def decide(case: DenialCase, event: Event, context: Context[Contracts]) -> Sequence[Event]:
    match event:
        case PayerDecision() if not is_known(case, event) and not event.payment.is_reversal:
            return _judge(case, event, context.reference)
        case OpeningClaimRecorded() if not case.decisions:
            return _refused_before(case, event, context.reference)
        case AdjustmentRecorded():
            return [_closed(each, "upheld", ZERO, event.recorded_on) for each in ended_by(case, event)]
        case DenialDecided() if event.decision != "appeal":
            return _ended(case, event, context.on)
        case Woken():
            late = [each for each in case.open_denials() if each.opened.appeal_by < event.on and not case.waits_for_payer(each)]
            return [_closed(each, "expired", ZERO, event.on) for each in late]
    return ()


def _judge(case: DenialCase, remitted: PayerDecision, contracts: Contracts) -> list[Event]:
    """Compare what this decision refuses with what stands open: refusals that are gone close, new ones open, their causes are asked about."""
    expectation = contracts.expect(remitted, case.billed)
    order = remitted.payer_order
    judged = (bounded(each, order, case.left) for each in refusals(remitted.payment, expectation.packaged, later_payer=order > 1))
    found = {each.line_number: each for each in judged if each.gross > 0}
    closed: list[Event] = []
    for line, denial in case.latest(order).items():
        ending = outcome_of(case, denial, found.get(line), remitted)
        closed += [_closed(denial, *ending, remitted.remitted_on)] if ending else []
    known = reduce(evolve, closed, evolve(case, remitted))
    opened = [_opened(case, refusal, remitted, expectation, contracts) for refusal in found.values() if is_news(known, refusal, remitted)]
    known = reduce(evolve, opened, known)
    given_up: list[DenialClosed] = [_closed(each, "upheld", ZERO, remitted.remitted_on) for each in ended_before(known, remitted.remitted_on)]
    fought = [each for each in opened if each.denial_id not in {one.denial_id for one in given_up}]
    return [*closed, *opened, *given_up, *requests(reduce(evolve, given_up, known), fought)]


def _refused_before(case: DenialCase, event: OpeningClaimRecorded, contracts: Contracts) -> list[Event]:
    """What payers had refused of a claim of an earlier system, and not taken back, is ours to fight for."""
    known, emitted = evolve(case, event.model_copy(update={"decisions": ()})), list[Event]()
    for remitted in opening.remitted(event):
        found = _judge(known, remitted, contracts)
        emitted += found
        known = reduce(evolve, found, evolve(known, remitted))
    return emitted


def _opened(case: DenialCase, refusal: Refusal, remitted: PayerDecision, expectation: Expectation, contracts: Contracts) -> DenialOpened:
    cause = root_cause(refusal, remitted.payment.lines)
    useless = cause.same_payer and not contracts.takes_replacement(remitted.payer_id, remitted.kind)
    already = allowed(remitted.payment).get(refusal.line_number, ZERO)
    return DenialOpened(
        denial_id=DenialId(event_id(contracts.site_id, NAME, f"{remitted.claim_id}|{decision_of(remitted)}", refusal.line_number)),
        claim_id=remitted.claim_id,
        encounter_id=encounter_of(case, remitted),
        payer_id=remitted.payer_id,
        payer_order=remitted.payer_order,
        remittance_id=remitted.remittance_id,
        phase=_phase(case, voice(remitted.payer_id, remitted.payer_order, refusal.line_number)),
        line_number=refusal.line_number,
        code=refusal.code,
        category=category(refusal.carc),
        root_cause=cause.name,
        group=refusal.group,
        carc=refusal.carc,
        remarks=refusal.remarks,
        gross=refusal.gross,
        expected_recoverable=expectation.recoverable(refusal.line_number, refusal.gross, already),
        owner=Desk.DENIALS.owner if useless else cause.desk.owner,
        denied_on=remitted.remitted_on,
        appeal_by=remitted.remitted_on + timedelta(days=expectation.appeal_days),
        filing_limit_on=expectation.filing_limit_on if category(refusal.carc) is DenialCategory.TIMELY_FILING else None,
        contract_version=expectation.version,
    )


def _phase(case: DenialCase, line: str) -> DenialPhase:
    if line in case.honoured:
        return "after_payment"
    return "repeated" if line in case.allowed else "initial"


def _ended(case: DenialCase, decided: DenialDecided, on: date) -> list[Event]:
    denial = case.find(decided.denial_id)
    if denial is None or not denial.is_open:
        return []
    return [_closed(denial, "withdrawn" if decided.decision == "withdraw" else "upheld", ZERO, decided.decided_on or on)]


def _closed(denial: Denial, outcome: str, recovered: Decimal, on: date) -> DenialClosed:
    names = ("denial_id", "claim_id", "encounter_id", "line_number")
    facts = {name: getattr(denial.opened, name) for name in names}
    return DenialClosed.model_validate({**facts, "outcome": outcome, "recovered": recovered, "closed_on": on})


STAGE = Stage[DenialCase, Contracts](
    name=NAME,
    subscribes=(topics.REMITTED_CLAIMS, topics.DECISIONS, topics.CLAIMS, topics.CODINGS, topics.ACCOUNTS, topics.DENIALS),
    handles=(
        ClaimRemitted,
        DecisionTaken,
        ClaimSubmitted,
        OpeningClaimRecorded,
        AdjustmentRecorded,
        ClaimAccepted,
        CorrectionDeclined,
        DenialDecided,
        AttachmentRequested,
        AttachmentSent,
        Woken,
    ),
    emits=(DenialOpened, CorrectionRequested, DenialClosed),
    initial=lambda key: DenialCase(claim_id=ClaimId(key)),
    decide=decide,
    evolve=evolve,
    key=key_by("claim_id"),
)
