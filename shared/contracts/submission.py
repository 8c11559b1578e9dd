"""Facts of claim submission: a claim is built, held or sent, and acknowledged. Rejection (277CA) is not denial (835)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from shared.contracts.adjudication import PriorDecision
from shared.contracts.coding import CodedDiagnosis, CodedLine, CodedStay
from shared.contracts.event import Event
from shared.contracts.values import (
    Actor,
    ClaimId,
    ClaimKind,
    CoverageId,
    Document,
    EncounterId,
    HoldReason,
    InterchangeId,
    Money,
    Owner,
    PayerId,
    Value,
)

Frequency = Literal["1", "7", "8"]
"""CLM05-3: original, replacement, void."""
ORIGINAL: Final = "1"
REPLACEMENT: Final = "7"
VOID: Final = "8"


class _ClaimFact(Event):
    claim_id: ClaimId
    encounter_id: EncounterId
    submission: int = Field(ge=1)
    """Counts the builds of this claim that were meant to leave the house; CLM01 stays the same over all of them."""


class ClaimBuilt(_ClaimFact):
    """A claim stands as it would be sent; edits have not judged it yet."""

    type: Literal["rcm.submission.claim-built.v1"] = "rcm.submission.claim-built.v1"
    kind: ClaimKind
    frequency: Frequency
    payer_claim_control_number: str = ""
    """The payer's number of the claim that is replaced or voided (REF*F8); empty on frequency 1."""
    payer_id: PayerId
    coverage_id: CoverageId
    payer_order: int = 1
    later_payers: int = 0
    """Active coverages of the patient that come after this payer: what it leaves is theirs before it is the patient's."""
    registration_version: int
    coding_version: int
    clearance_version: int = 0
    """The clearance it was built from; 0 in facts older than this field."""
    facility_id: str
    rendering_npi: str = ""
    service_from: date
    service_to: date
    diagnoses: tuple[CodedDiagnosis, ...]
    lines: tuple[CodedLine, ...]
    total: Money
    authorization: str = ""
    answers: str = ""
    """The correction request (denial id) that this build answers, if any."""
    stay: CodedStay | None = None
    """Of an inpatient: the claim then has an inpatient type of bill."""
    prior: tuple[PriorDecision, ...] = ()
    """Of a claim to a later payer: what the payers before it decided."""
    prior_coverages: tuple[CoverageId, ...] = ()
    """Of a claim to a later payer: the coverages before it, in billing order (loop 2330A)."""
    later_coverages: tuple[CoverageId, ...] = ()
    """Active coverages that come after this payer, in billing order: it is told of them (loop 2320), and may forward the claim."""
    prior_version: int = 0
    """How many times it had been told that a later payer is due (`SecondaryClaimDue`); it counts like the other versions."""
    conditions: tuple[str, ...] = ()
    """NUBC condition codes of an institutional claim (HI*BG), such as D5 or D6 of a void."""


class ClaimHeld(_ClaimFact):
    """Edits found something that would be rejected or denied; it is not sent until a person acts."""

    type: Literal["rcm.submission.claim-held.v1"] = "rcm.submission.claim-held.v1"
    reasons: tuple[HoldReason, ...]


class ClaimReleased(_ClaimFact):
    """Edits have nothing to object; the next interchange takes it."""

    type: Literal["rcm.submission.claim-released.v1"] = "rcm.submission.claim-released.v1"
    rules_version: str
    warnings: tuple[HoldReason, ...] = ()
    """What a person should know and what does not stop the claim, such as a passed filing limit."""


class HoldOverridden(_ClaimFact):
    """A person decided that these reasons shall not hold this submission; all other edits still count."""

    type: Literal["rcm.submission.hold-overridden.v1"] = "rcm.submission.hold-overridden.v1"
    codes: tuple[str, ...]
    """Codes of the reasons, as ClaimHeld named them."""
    actor: Actor
    reason: str


class ClaimReopened(_ClaimFact):
    """A person wants the claim built and sent again after this submission was rejected, accepted or withdrawn."""

    type: Literal["rcm.submission.claim-reopened.v1"] = "rcm.submission.claim-reopened.v1"
    actor: Actor
    reason: str


class ClaimVoidRequested(_ClaimFact):
    """A person wants the claim voided at the payer that has it (frequency 8): it was never to be billed, or not for this patient."""

    type: Literal["rcm.submission.claim-void-requested.v1"] = "rcm.submission.claim-void-requested.v1"
    condition: Literal["D5", "D6"] = "D5"
    """Of an institutional claim: D5 it named the wrong person or provider, D6 it was a duplicate or is paid back (NUBC condition codes)."""
    actor: Actor
    reason: str


class InterchangeBuilt(Event):
    """A wish: send this interchange to the clearinghouse, once."""

    type: Literal["rcm.submission.interchange-built.v1"] = "rcm.submission.interchange-built.v1"
    interchange_id: InterchangeId
    control_number: str
    """ISA13."""
    kind: ClaimKind
    reference: str
    """BHT03 of its transaction, echoed by the 277CA."""
    claims: tuple[ClaimInInterchange, ...]
    document: Document


class ClaimInInterchange(Value):
    claim_id: ClaimId
    encounter_id: EncounterId
    submission: int


class InterchangeSent(Event):
    """The clearinghouse has the file; what it thinks of it comes as 999 and 277CA."""

    type: Literal["rcm.submission.interchange-sent.v1"] = "rcm.submission.interchange-sent.v1"
    interchange_id: InterchangeId
    control_number: str
    claims: int
    document: Document


class InterchangeAcknowledged(Event):
    """A 999 or TA1 for one of our interchanges, or a 277CA that refused all of it."""

    type: Literal["rcm.submission.interchange-acknowledged.v1"] = "rcm.submission.interchange-acknowledged.v1"
    interchange_id: InterchangeId
    control_number: str
    source: Literal["999", "TA1", "277CA"] = "999"
    """A 277CA speaks of a whole file only when it refuses it (loop 2200B without claims)."""
    accepted: bool
    blamed: tuple[str, ...] = ()
    """Claims (CLM01) in which a 999 found its errors, where it says so (CTX of a business unit)."""
    errors: tuple[str, ...] = ()
    """Place and code of each error, such as `CLM05 (segment 31): 7`; never data."""
    document: Document


class ClaimSubmitted(_ClaimFact):
    """This build of the claim left the house. Carries what was billed, for everyone who follows the claim."""

    type: Literal["rcm.submission.claim-submitted.v1"] = "rcm.submission.claim-submitted.v1"
    interchange_id: InterchangeId
    reference: str
    """BHT03."""
    kind: ClaimKind
    frequency: Frequency
    payer_id: PayerId
    coverage_id: CoverageId
    payer_order: int = 1
    later_payers: int = 0
    """Active coverages of the patient that come after this payer: what it leaves is theirs before it is the patient's."""
    registration_version: int = 0
    coding_version: int = 0
    clearance_version: int = 0
    prior_version: int = 0
    """What it was built from; 0 in facts older than these fields."""
    service_from: date
    service_to: date
    lines: tuple[CodedLine, ...]
    total: Money
    authorization: str = ""
    answers: str = ""
    submitted_on: date
    document: Document


class StatusCode(Value):
    """One STC composite of a 277CA: category (A1 … A8), status code, entity."""

    category: str
    status: str = ""
    entity: str = ""


class ClaimAcknowledged(Event):
    """What a 277CA (or a 999 that refused the whole transaction) says about one claim, before we judge which submission it means."""

    type: Literal["rcm.submission.claim-acknowledged.v1"] = "rcm.submission.claim-acknowledged.v1"
    claim_id: ClaimId
    reference: str
    """BHT03 of the submission it answers; empty when the acknowledgement does not say."""
    source: Literal["277CA", "999", "TA1"]
    statuses: tuple[StatusCode, ...]
    payer_claim_control_number: str = ""
    effective_on: date | None = None
    blameless: bool = False
    """The transaction it was in was refused because of other claims."""
    document: Document


class ClaimStatusAsked(_ClaimFact):
    """A wish: ask the payer where this submission stands (276), once. The answer comes as a 277, or not at all."""

    type: Literal["rcm.submission.claim-status-asked.v1"] = "rcm.submission.claim-status-asked.v1"
    payer_id: PayerId
    control_number: str
    """ISA13."""
    actor: Actor
    reason: str
    document: Document


class ClaimStatusReported(Event):
    """What a 277 says about one claim, asked for (276) or not. It informs; it accepts, rejects and denies nothing."""

    type: Literal["rcm.submission.claim-status-reported.v1"] = "rcm.submission.claim-status-reported.v1"
    claim_id: ClaimId
    payer_id: PayerId | None = None
    """Who says it; None when the payer is not in the directory."""
    statuses: tuple[StatusCode, ...]
    payer_claim_control_number: str = ""
    effective_on: date | None = None
    paid: Money | None = None
    document: Document


class ClaimAccepted(_ClaimFact):
    """The payer has the claim. This is the proof of timely filing."""

    type: Literal["rcm.submission.claim-accepted.v1"] = "rcm.submission.claim-accepted.v1"
    payer_id: PayerId
    payer_claim_control_number: str = ""
    accepted_on: date
    document: Document


class ClaimRejected(_ClaimFact):
    """The claim never got in. Mend it and send it again with frequency 1; this is not a denial."""

    type: Literal["rcm.submission.claim-rejected.v1"] = "rcm.submission.claim-rejected.v1"
    payer_id: PayerId
    statuses: tuple[StatusCode, ...]
    responsible: Owner
    """Whose people can mend it."""
    reason: HoldReason
    document: Document


class ClaimWithdrawn(_ClaimFact):
    """A person decided that this claim is not to be sent (again)."""

    type: Literal["rcm.submission.claim-withdrawn.v1"] = "rcm.submission.claim-withdrawn.v1"
    actor: Actor
    reason: str


InterchangeBuilt.model_rebuild()

ClaimEvent = Annotated[
    ClaimBuilt
    | ClaimHeld
    | HoldOverridden
    | ClaimReleased
    | ClaimSubmitted
    | ClaimAccepted
    | ClaimRejected
    | ClaimWithdrawn
    | ClaimReopened
    | ClaimVoidRequested,
    Field(discriminator="type"),
]
InterchangeEvent = Annotated[InterchangeBuilt | InterchangeSent | InterchangeAcknowledged, Field(discriminator="type")]
AcknowledgementEvent = Annotated[ClaimAcknowledged | ClaimStatusAsked | ClaimStatusReported, Field(discriminator="type")]
