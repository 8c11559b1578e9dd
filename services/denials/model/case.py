"""One case per claim: its denied lines, each open or closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.denials.model.cause import CAUSES, Desk
from services.denials.model.evidence import Acceptance, Attachment, Image, filing_words, proof_of
from shared.contracts.adjudication import AdjustmentRecorded
from shared.contracts.coding import CodedLine
from shared.contracts.denials import DenialCategory, DenialOpened
from shared.contracts.values import ZERO, ClaimId, DenialId, EncounterId, Money, Owner, PayerId, RemittanceId, Value, WorkItem
from shared.stage.stage import State


class Denial(Value):
    """One denial of one line, from the day it was opened to its outcome."""

    opened: DenialOpened
    allowed_then: Money = ZERO
    """What the refusing decision allowed on the line all the same."""
    request: DenialId | None = None
    """The newest correction request that covers it, by the id an answer names."""
    submission: int = 0
    """The newest submission that the refusing decision could be about; later ones fight for it."""
    taken_back: bool = False
    """The payer has reversed the refusing decision, and the new one is not here yet."""
    refused_again_on: date | None = None
    """The payer decided the line once more and the refusal stood."""
    refused_again: int = 0
    """The newest submission that this decision could be about."""
    overdue: bool = False
    """The appeal deadline passed while the payer had it to decide."""
    outcome: str | None = None
    recovered: Money = ZERO
    closed_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def line_number(self) -> int:
        return self.opened.line_number


class DenialCase(State):
    """What the denials desk knows about one claim. One slot per source, so that the order in which topics are read does not matter."""

    claim_id: ClaimId
    encounter_id: EncounterId | None = None
    payer_id: PayerId | None = None
    """Whose decision came last."""
    decisions: tuple[RemittanceId, ...] = ()
    """Decisions judged so far, as `remittance/ordinal`, so that a repeat judges nothing."""
    traces: tuple[str, ...] = ()
    """The same decisions by trace number, day and place, so that two systems that took in the same 835 are heard once."""
    allowed: dict[str, Money] = {}
    """What each payer last allowed, by `voice`; a line it has never decided is absent."""
    left: dict[str, Money] = {}
    """What each payer last left to the next one, by place in line and line number."""
    honoured: tuple[str, ...] = ()
    """Lines on which a payer once allowed something, by `voice`."""
    billed: tuple[CodedLine, ...] = ()
    """As last submitted."""
    submission: int = 0
    """The newest one."""
    resent_on: date | None = None
    """The day on which the claim last went out again."""
    decided: int = 0
    """The newest submission that the last decision could be about."""
    images: tuple[Image, ...] = ()
    """Every submission of the claim, in order."""
    acceptances: tuple[Acceptance, ...] = ()
    """What payers said about having it."""
    numbers: dict[str, str] = {}
    """The payer's number of the claim (CLP07), by payer."""
    attachments: tuple[Attachment, ...] = ()
    """Documents sent to a payer that asked for them."""
    appealed: dict[DenialId, date] = {}
    declined: tuple[DenialId, ...] = ()
    """Requests whose owner found nothing to correct."""
    denials: tuple[Denial, ...] = ()
    adjusted: tuple[AdjustmentRecorded, ...] = ()
    """What people gave up in the ledger before the refusal was heard of."""

    def open_denials(self) -> tuple[Denial, ...]:
        return tuple(each for each in self.denials if each.is_open)

    def latest(self, payer_order: int) -> dict[int, Denial]:
        """The newest denial of each line by the payer in this place; a line has one open denial at most."""
        return {each.line_number: each for each in self.denials if each.opened.payer_order == payer_order}

    def find(self, denial_id: str) -> Denial | None:
        return next((each for each in self.denials if each.opened.denial_id == denial_id), None)

    def waits_for_payer(self, denial: Denial) -> bool:
        """Whether the payer has to speak next: it took its decision back, or has an appeal or a corrected claim it has not decided."""
        appealed, again = self.appealed.get(denial.opened.denial_id), denial.refused_again_on
        resent = self.submission > max(denial.submission, denial.refused_again)
        return denial.taken_back or resent or (appealed is not None and (again is None or again <= appealed))

    def is_pursued(self, denial: Denial) -> bool:
        """Whether somebody fought for it: an appeal, or the claim sent again after the refusal."""
        return denial.opened.denial_id in self.appealed or self.submission > denial.submission

    def came_back(self, denial: Denial) -> bool:
        """The payer refused it again after somebody fought for it."""
        return denial.refused_again_on is not None and self.is_pursued(denial) and not self.waits_for_payer(denial)

    def is_declined(self, denial: Denial) -> bool:
        """The desk that was asked found nothing to correct."""
        return denial.request in self.declined

    def is_asked(self, denial: Denial) -> bool:
        """Another desk has it to mend."""
        return bool(denial.request) and not (self.waits_for_payer(denial) or self.came_back(denial) or self.is_declined(denial))

    def status(self) -> str:
        """`none` (nothing was ever refused), `open`, or `closed`."""
        if self.open_denials():
            return "open"
        return "closed" if self.denials else "none"

    def at_risk(self) -> Decimal:
        """What the contract would allow for everything still refused."""
        return sum((each.opened.expected_recoverable for each in self.open_denials()), ZERO)

    def columns(self) -> Mapping[str, Any]:
        first = min(self.open_denials(), key=lambda each: (each.opened.appeal_by, each.line_number), default=None)
        return {
            "encounter_id": self.encounter_id,
            "payer_id": first.opened.payer_id if first else self.payer_id,
            "status": self.status(),
            "category": first.opened.category.value if first else None,
            "appeal_by": first.opened.appeal_by if first else None,
            "gross": sum((each.opened.gross for each in self.open_denials()), ZERO),
            "expected_recoverable": self.at_risk(),
            "recovered": sum((each.recovered for each in self.denials), ZERO),
        }

    def work_items(self) -> Sequence[WorkItem]:
        """What the denials desk itself has to do; what it asked others to do is a work item of theirs."""
        return [item for each in self.open_denials() if (item := _item(self, each))]


def _item(case: DenialCase, denial: Denial) -> WorkItem | None:
    """Ours to pursue, come back to us, or too long at the payer; None while somebody else has it."""
    opened = denial.opened
    cause = CAUSES.get(opened.root_cause, CAUSES["other"])
    if case.waits_for_payer(denial):
        words = "The appeal deadline has passed and the payer has not decided yet. Ask it for the status of the claim." if denial.overdue else ""
    elif opened.owner is Owner.DENIALS:
        words = _own_words(case, opened) if cause.desk is Desk.DENIALS else "The payer takes no corrected claim of this kind. Ask it for a reopening."
    elif case.came_back(denial):
        words = "The payer refused it again after the claim was sent again or appealed."
    else:
        words = "Nothing to correct was found." if case.is_declined(denial) else ""
    return _worded(opened, words) if words else None


def _own_words(case: DenialCase, opened: DenialOpened) -> str:
    """What the denials desk does itself; for a claim said to be late it is told whether there is proof."""
    if opened.category is DenialCategory.TIMELY_FILING and opened.filing_limit_on is not None:
        return filing_words(proof_of(case.acceptances, opened))
    return CAUSES.get(opened.root_cause, CAUSES["other"]).ask


def _worded(opened: DenialOpened, words: str) -> WorkItem:
    end = f"Appeal by {opened.appeal_by}, or give it up with a reason."
    return WorkItem(
        id=opened.denial_id,
        kind=opened.root_cause,
        subject=opened.claim_id,
        encounter_id=opened.encounter_id,
        claim_id=opened.claim_id,
        place=f"lines[{opened.line_number - 1}]" if opened.line_number > 0 else "",
        sentence=f"{opened.group}-{opened.carc} refused {opened.gross}. {words} {end}",
        amount=opened.expected_recoverable,
        due_on=opened.appeal_by.isoformat(),
    )


def voice(payer_id: str, payer_order: int, line_number: int) -> str:
    """One payer, in its place in line, on one line of the claim."""
    return f"{payer_id}/{payer_order}/{line_number}"
