"""submission.build: make the claim of an encounter when it is registered, cleared and coded; make it again when that is right.

Reads   rcm.eligibility.registration  PatientRegistered (own copy of what identifies the patient)
        rcm.eligibility.encounter     EncounterCleared
        rcm.coding.encounter          EncounterCoded
        rcm.submission.claim          ClaimSubmitted, ClaimAccepted, ClaimRejected, ClaimWithdrawn, ClaimReopened: what became of a build
        rcm.adjudication.claim        ClaimRemitted: the payer's claim number, where no acknowledgement gave one
        the house                     which submissions stand in an interchange: topics have no order between them, so what follows from a
                                      submission (a decision, a correction that somebody asks for) may be read before the news that it was sent
Writes  rcm.submission.claim          ClaimBuilt. Here the key changes: from the encounter to the claim, whose id is derived from the encounter
Keeps   one Draft per encounter
Rules   unsent: built again in place · in flight: wait · rejected: frequency 1 again, no payer number · with the payer: only when somebody asks, and
        then as a replacement of the whole claim with the payer's number · another payer than before: a new original there · CLM01 never changes ·
        whoever knows less than the newest build rests on is reading again, and waits
Elsewhere: judging the claim (stages/scrub.py), sending it (submit.py, gateways/), deciding what a payer's answer means (stages/acknowledge.py)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.billing.submission.model.draft import Departure, Draft, Versions
from services.billing.submission.model.draft_fold import departed, evolve
from shared.contracts import topics
from shared.contracts.adjudication import ClaimRemitted
from shared.contracts.coding import EncounterCoded
from shared.contracts.eligibility import EncounterCleared, PatientRegistered
from shared.contracts.event import Event
from shared.contracts.ids import Names
from shared.contracts.submission import ClaimAccepted, ClaimBuilt, ClaimRejected, ClaimReopened, ClaimSubmitted, ClaimWithdrawn, Frequency
from shared.contracts.values import ClaimId, EncounterId
from shared.stage.stage import Context, Stage

NAME = "submission.build"
FATES = (ClaimSubmitted, ClaimAccepted, ClaimRejected, ClaimWithdrawn, ClaimReopened)


@dataclass(frozen=True, slots=True)
class House:
    """Reference of the stage: how claims are named here, and by claim what has left, which is noted before anybody outside knows of it."""

    names: Names
    departures: Mapping[str, Sequence[Departure]] = field(default_factory=dict)


def decide(draft: Draft, event: Event, context: Context[House]) -> Sequence[Event]:
    house = context.reference
    claim_id = ClaimId(house.names.of("claim", draft.encounter_id))
    now = departed(evolve(draft, event), house.departures.get(claim_id, ()))
    claim = next_build(now, now.last) if now.last else first_build(now, claim_id)
    return [] if claim is None else [claim]


def first_build(draft: Draft, claim_id: ClaimId) -> ClaimBuilt | None:
    """The first claim, as soon as all three slots are filled and belong together."""
    return _claim(draft, claim_id, 1, draft.request)


def next_build(draft: Draft, last: ClaimBuilt) -> ClaimBuilt | None:
    """What has to follow the newest submission, if anything."""
    fate, request = draft.fate(last.submission), draft.request
    if fate == "submitted":
        return None
    if fate == "unsent":
        # What has left is known from the house, so whatever the payer says of an unsent claim is about a submission before it. A newer number is
        # taken, since a replacement that names an old one may be refused; and it can never be the number of the very claim that it would replace.
        again = _claim(draft, last.claim_id, last.submission, request or last.answers)
        return None if again is None or again == last or knows_less(draft, again, last) else again
    following = _claim(draft, last.claim_id, last.submission + 1, request or _unheard(last, fate))
    if following is None or knows_less(draft, following, last):
        return None
    if draft.reopened >= last.submission:
        return following
    if fate == "rejected":
        return following if Versions.of(following) != Versions.of(last) else None
    return following if request and not (fate == "accepted" and bills_the_same(following, last)) else None


def knows_less(draft: Draft, claim: ClaimBuilt, last: ClaimBuilt) -> bool:
    """Whether the newest build rests on something that is not known yet: a version, or this payer's number. After a restore all is read again."""
    same_payer = claim.payer_id == last.payer_id
    return Versions.of(claim).lacks(Versions.of(last)) or (same_payer and not draft.has_heard_of(last.payer_claim_control_number))


def _unheard(last: ClaimBuilt, fate: str) -> str:
    """A rejected or withdrawn answer to a correction request was never heard by the payer: the next build still answers it."""
    return "" if fate == "accepted" else last.answers


def bills_the_same(claim: ClaimBuilt, other: ClaimBuilt) -> bool:
    """Whether the payer would get nothing new: one correction may answer several requests, each in a fact of its own."""
    circumstances = ("submission", "frequency", "payer_claim_control_number", "answers", "coding_version", "clearance_version", "later_payers")
    return claim.model_copy(update={name: getattr(other, name) for name in circumstances}) == other


def _claim(draft: Draft, claim_id: ClaimId, submission: int, answers: str) -> ClaimBuilt | None:
    """The claim from what is known now; None while something is missing or a replacement lacks the payer's number."""
    cleared, coding, clearance = draft.cleared, draft.coding, draft.clearance
    if cleared is None or coding is None or clearance is None:
        return None
    registration, coverage = cleared
    frequency, number = _frequency(draft, coverage.payer_id)
    if frequency == "7" and not number:
        return None
    return ClaimBuilt(
        claim_id=claim_id,
        encounter_id=draft.encounter_id,
        submission=submission,
        kind=coding.kind,
        frequency=frequency,
        payer_claim_control_number=number,
        payer_id=coverage.payer_id,
        coverage_id=coverage.coverage_id,
        later_payers=len(clearance.coverages) - 1,
        registration_version=registration.version,
        coding_version=coding.version,
        clearance_version=clearance.version,
        facility_id=coding.facility_id,
        rendering_npi=coding.rendering_npi,
        service_from=coding.service_from,
        service_to=coding.service_to,
        diagnoses=coding.diagnoses,
        lines=coding.lines,
        total=coding.total,
        authorization=clearance.authorizations[-1] if clearance.authorizations else "",
        answers=answers,
        stay=coding.stay,
    )


def _frequency(draft: Draft, payer_id: str) -> tuple[Frequency, str]:
    """1 as long as this payer has nothing of the claim, however often it refused to take it; else 7 with the payer's number."""
    holding = draft.holding(payer_id)
    return ("1", "") if holding is None else ("7", holding.number)


STAGE = Stage[Draft, House](
    name=NAME,
    subscribes=(topics.REGISTRATIONS, topics.ENCOUNTERS, topics.CODINGS, topics.CLAIMS, topics.REMITTED_CLAIMS),
    handles=(PatientRegistered, EncounterCleared, EncounterCoded, *FATES, ClaimRemitted),
    emits=(ClaimBuilt,),
    initial=lambda key: Draft(encounter_id=EncounterId(key)),
    decide=decide,
    evolve=evolve,
    key=lambda event: str(getattr(event, "encounter_id", "")),
    recalls=(ClaimBuilt, *FATES),
)
