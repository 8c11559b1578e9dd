"""Facts of denials: refused money, judged line by line, followed until it is won or given up."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.adjudication import PayerDecision, PayerStatement, ProvenRemittance, RefusedRemittance, RepeatedRemittance
from shared.contracts.event import Event
from shared.contracts.values import Actor, ClaimId, ClaimKind, DenialId, Document, EncounterId, Money, Owner, PayerId, RemittanceId


class DenialCategory(StrEnum):
    """What kind of refusal it is, as a worklist groups it."""

    BUNDLING = "bundling"
    AUTHORIZATION = "authorization"
    TIMELY_FILING = "timely_filing"
    DUPLICATE = "duplicate"
    MEDICAL_NECESSITY = "medical_necessity"
    ELIGIBILITY = "eligibility"
    NON_COVERED = "non_covered"
    BENEFIT_LIMIT = "benefit_limit"
    MISSING_INFORMATION = "missing_information"
    INFORMATION_REQUEST = "information_request"
    COORDINATION_OF_BENEFITS = "coordination_of_benefits"
    OTHER = "other"


DenialPhase = Literal["initial", "repeated", "after_payment"]
"""The payer's first word on the line; a refusal after an earlier one; money that was allowed before and is taken back. Only the first counts
towards initial denial rates."""


class DenialOpened(Event):
    """A payer refused money on one line (line 0: on the claim as a whole) that we can still fight for."""

    type: Literal["rcm.denials.denial-opened.v1"] = "rcm.denials.denial-opened.v1"
    denial_id: DenialId
    claim_id: ClaimId
    encounter_id: EncounterId
    payer_id: PayerId
    payer_order: int = 1
    """The payer's place in line: 2 and above decide on what the ones before left."""
    remittance_id: RemittanceId
    phase: DenialPhase = "initial"
    line_number: int
    code: str | None = None
    category: DenialCategory
    root_cause: str
    """A stable word such as `modifier_25_missing`."""
    group: str
    carc: str
    remarks: tuple[str, ...] = ()
    gross: Money
    """Refused charge."""
    expected_recoverable: Money
    """What the contract would allow for the refused part, the patient's share included; never the charge."""
    owner: Owner
    """Whose people can mend the cause."""
    denied_on: date
    appeal_by: date
    filing_limit_on: date | None = None
    """Of a claim said to be filed late: the last day on which the payer had to have it by the contract. None where the contract is silent."""
    contract_version: str


class DenialClosed(Event):
    """A later decision of the payer, or ours, ended the denial. One that expired or was given up is closed again when the payer pays after all."""

    type: Literal["rcm.denials.denial-closed.v1"] = "rcm.denials.denial-closed.v1"
    denial_id: DenialId
    claim_id: ClaimId
    encounter_id: EncounterId
    line_number: int
    outcome: Literal["overturned", "partly_overturned", "other_payer", "upheld", "withdrawn", "expired"]
    """`other_payer`: the refusal stood, and another payer took the line."""
    recovered: Money
    """What the later decision allows more than the one that refused, the patient's share included."""
    closed_on: date


class CorrectionRequested(Event):
    """Denials asks the service that caused it to mend the claim: the root cause goes back to where it arose.

    A replacement replaces the whole claim, so one request names every denial of the claim that the same desk can settle.
    """

    type: Literal["rcm.denials.correction-requested.v1"] = "rcm.denials.correction-requested.v1"
    denial_id: DenialId
    """What an answer names."""
    also: tuple[DenialId, ...] = ()
    """Other open denials of the claim that the same answer settles; earlier requests that asked for them are replaced by this one."""
    claim_id: ClaimId
    encounter_id: EncounterId
    owner: Owner
    root_cause: str
    line_number: int
    sentence: str
    due_on: date


class DenialDecided(Event):
    """A person appealed a denial, gave it up, or took it out of the worklist because it was none, with a reason."""

    type: Literal["rcm.denials.denial-decided.v1"] = "rcm.denials.denial-decided.v1"
    denial_id: DenialId
    claim_id: ClaimId
    decision: Literal["appeal", "give_up", "withdraw"]
    decided_on: date | None = None
    """The day, where the hospital is."""
    actor: Actor
    reason: str


class AttachmentRequested(Event):
    """A wish: send the payer the documents it asked for (275), once."""

    type: Literal["rcm.denials.attachment-requested.v1"] = "rcm.denials.attachment-requested.v1"
    denial_id: DenialId
    claim_id: ClaimId
    encounter_id: EncounterId
    payer_id: PayerId
    payer_claim_control_number: str = ""
    """The payer's number of the claim (CLP07), by which it finds the claim that the documents belong to."""
    control_number: str
    """TRN02 of the 275: ours, or the one that the payer gave with its request (277)."""
    solicited: bool = False
    """Whether the payer gave a number."""
    due_on: date
    attached: tuple[Document, ...]
    document: Document
    """The interchange with the 275."""
    requested_on: date
    actor: Actor
    reason: str


class AttachmentSent(Event):
    """The clearinghouse has the documents; the payer has to speak next."""

    type: Literal["rcm.denials.attachment-sent.v1"] = "rcm.denials.attachment-sent.v1"
    denial_id: DenialId
    claim_id: ClaimId
    control_number: str
    document: Document
    sent_on: date


class AdviceReceived(ProvenRemittance):
    """Denials' own intake took an 835 that adds up at line, claim and transaction level."""

    type: Literal["rcm.denials.advice-received.v1"] = "rcm.denials.advice-received.v1"


class AdviceSetAside(RefusedRemittance):
    """Denials' own intake was given an 835 that is out of balance or unreadable, or another copy of one it took. Nothing of it is judged."""

    type: Literal["rcm.denials.advice-set-aside.v1"] = "rcm.denials.advice-set-aside.v1"


class AdviceDuplicated(RepeatedRemittance):
    """The same 835 came to denials' own intake again; it was judged once and stays judged once."""

    type: Literal["rcm.denials.advice-duplicated.v1"] = "rcm.denials.advice-duplicated.v1"


class DecisionReceived(PayerStatement):
    """One claim of an 835 as denials' own intake read it. Its key is CLP01. Nothing but the 835 is behind it: what was billed is not known."""

    type: Literal["rcm.denials.decision-received.v1"] = "rcm.denials.decision-received.v1"
    kind: ClaimKind
    """Institutional if the 835 names revenue codes, a DRG or covered days; else professional."""


class DecisionTaken(PayerDecision):
    """A payer's decision from denials' own intake, in its turn. The fact that `ClaimRemitted` is where adjudication tells it."""

    type: Literal["rcm.denials.decision-taken.v1"] = "rcm.denials.decision-taken.v1"


DenialEvent = Annotated[
    DenialOpened | DenialClosed | CorrectionRequested | DenialDecided | AttachmentRequested | AttachmentSent, Field(discriminator="type")
]
AdviceEvent = Annotated[AdviceReceived | AdviceSetAside | AdviceDuplicated, Field(discriminator="type")]
DecisionEvent = Annotated[DecisionReceived | DecisionTaken, Field(discriminator="type")]
