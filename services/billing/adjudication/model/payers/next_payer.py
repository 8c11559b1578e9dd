"""When the next payer in line is to be billed, and with which decisions of those before it.

At once when the payer before has decided on the whole claim and left a share to the patient. Where it sent the claim on itself, only when nobody has
answered in 30 days. Not while a decision waits or a replacement is unanswered, nor for what is only refused: that is fought for first. When a payer
before changes its decision after the next one was billed, the later claim is due again, so that it is replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from services.billing.adjudication.model.payers.coordination import Line
from shared.contracts.adjudication import Adjustment, OpeningClaimRecorded, PriorDecision, SecondaryClaimDue
from shared.contracts.values import EncounterId
from shared.remittance.claim_file import ClaimFile
from shared.remittance.waiting import IDLE

Because = Literal["decided", "forwarded_unpaid", "prior_payer_changed"]


def due(file: ClaimFile, on: date) -> list[SecondaryClaimDue]:
    """What later payers are to be told now. The causes of waiting decisions must have been judged."""
    if not _may_have_later_payers(file):
        return []
    line = Line(file)
    if line.is_voided or any(one.cause not in IDLE for one in file.waiting):
        return []
    found = (_next(line, place, on) for place in range(line.first + 1, line.last + 1))
    return [one for one in found if one is not None]


def next_look(file: ClaimFile) -> date | None:
    """When to look whether a payer to which the claim was sent on has answered; None when none is awaited."""
    if not _may_have_later_payers(file):
        return None
    line = Line(file)
    open_places = [place for place in range(line.first, line.last) if place + 1 not in file.told and not line.of(place + 1)]
    days = [day for place in open_places if (day := line.waits_until(place)) is not None]
    return min((day for day in days if file.woken_on is None or day > file.woken_on), default=None)


def with_told(file: ClaimFile, event: OpeningClaimRecorded) -> ClaimFile:
    """A later payer that an earlier system had billed knows what stood then: it is not billed again for that."""
    line = Line(file)
    told = {place: line.prior_to(place) for place in range(line.first + 1, event.payer_order + 1) if all(map(line.of, range(line.first, place)))}
    return file if not told else file.but(told={**told, **file.told})


def _may_have_later_payers(file: ClaimFile) -> bool:
    """Hardly any claim has; the others are done with here."""
    return bool(file.standing) and any(one.later_payers for one in file.billed)


def _next(line: Line, place: int, on: date) -> SecondaryClaimDue | None:
    """What the payer in this place is to be told now, if anything."""
    if not all(line.is_decided(each) for each in range(line.first, place)):
        return None
    prior, told = line.prior_to(place), line.file.told.get(place)
    decided_on = max(one.remitted_on for one in prior)
    if told is not None:
        changed = _is_news(prior, told) and not line.refuses(place - 1)
        return _due(line, place, prior, "prior_payer_changed", decided_on) if changed else None
    if line.left(place - 1) <= 0 or line.of(place):
        return None
    until = line.waits_until(place - 1)
    if until is None:
        return _due(line, place, prior, "decided", decided_on)
    return _due(line, place, prior, "forwarded_unpaid", until) if on >= until else None


def _due(line: Line, place: int, prior: tuple[PriorDecision, ...], because: Because, on: date) -> SecondaryClaimDue:
    file = line.file
    return SecondaryClaimDue(
        claim_id=file.claim_id,
        encounter_id=EncounterId(file.encounter_id or ""),
        payer_order=place,
        prior=prior,
        remaining=line.left(place - 1),
        because=because,
        due_on=on,
    )


def _is_news(prior: Sequence[PriorDecision], told: Sequence[PriorDecision]) -> bool:
    """Other amounts than were told, and not older ones: who reads everything again meets old decisions on the way."""
    older = max(one.remitted_on for one in prior) < max(one.remitted_on for one in told)
    return _money(prior) != _money(told) and not older


def _money(decisions: Sequence[PriorDecision]) -> list[tuple[Any, ...]]:
    """Who decided what, without the numbers and days under which it was told."""
    return [(one.payer_id, one.payment.charge, one.payment.paid, _reasons(one.payment.adjustments), _lines(one)) for one in decisions]


def _lines(decision: PriorDecision) -> list[tuple[Any, ...]]:
    return sorted((str(line.line_number), line.charge, line.paid, _reasons(line.adjustments)) for line in decision.payment.lines)


def _reasons(adjustments: Sequence[Adjustment]) -> list[tuple[Any, ...]]:
    return sorted((one.group, one.carc, one.amount) for one in adjustments)
