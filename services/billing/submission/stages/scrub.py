"""submission.scrub: hold a claim that would be rejected, with every reason at once; release all others.

Reads   rcm.submission.claim  ClaimBuilt, HoldOverridden (a person sets a reason aside)
Writes  rcm.submission.claim  ClaimReleased, ClaimHeld
Keeps   one Claim per claim, shared with submit and acknowledge
Rules   one sentence each, in model/edits, and those of the guide (examine.py); those that only predict a denial warn, unless the site wants to look
        first; a claim that has left the house is not judged again
Elsewhere: codes and their edits (coding), coverage and authorization (eligibility)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from services.billing.submission.model.claim import Claim
from services.billing.submission.model.claim_fold import evolve
from services.billing.submission.model.edits import VERSION, judge
from services.billing.submission.model.edits.facts import Examined, Facts
from services.billing.submission.model.edits.payers import has_the_same_services
from services.billing.submission.model.policy import Policy
from shared.contracts import topics
from shared.contracts.eligibility import PatientRegistered
from shared.contracts.event import Event
from shared.contracts.submission import ClaimBuilt, ClaimHeld, ClaimReleased, HoldOverridden
from shared.contracts.values import ClaimId
from shared.site.model import Site
from shared.stage.stage import Context, Stage

NAME = "submission.scrub"
Examine = Callable[[ClaimBuilt, PatientRegistered | None, datetime], Examined]
"""What a claim written on this moment would be to its receiver; the same for the same claim, registration and moment."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Reference of the edits."""

    site: Site
    policy: Policy
    examine: Examine
    registrations: Mapping[str, tuple[PatientRegistered, ...]] = field(default_factory=dict)
    """By encounter, every version."""
    others: Mapping[str, tuple[ClaimBuilt, ...]] = field(default_factory=dict)
    """By encounter: claims of the same person for other encounters that begin on the same day and come first: sent, or of an earlier visit."""
    departed: Mapping[str, Set[int]] = field(default_factory=dict)
    """By claim: submissions that stand in an interchange or were withdrawn. The news of that may lie behind the build that is judged."""

    def registration(self, claim: ClaimBuilt) -> PatientRegistered | None:
        versions = self.registrations.get(claim.encounter_id, ())
        return next((each for each in versions if each.version == claim.registration_version), None)


def decide(claim: Claim, event: Event, context: Context[Desk]) -> Sequence[Event]:
    now = evolve(claim, event)
    built = now.built
    if built is None or built.submission != now.number or built.submission in now.withdrawn or _has_left(now, built, context.reference):
        return []
    match event:
        case ClaimBuilt() if event == built and not now.verdict:
            return [verdict(now, built, context)]
        case HoldOverridden() if now.verdict == "held" and event.submission == built.submission and now.overridden != claim.overridden:
            return [verdict(now, built, context)]
    return []


def _has_left(claim: Claim, built: ClaimBuilt, desk: Desk) -> bool:
    """A build that came a moment too late is not released: it will never be sent."""
    return built.submission in claim.submissions or built.submission in desk.departed.get(built.claim_id, ())


def verdict(claim: Claim, built: ClaimBuilt, context: Context[Desk]) -> ClaimHeld | ClaimReleased:
    """What the edits say of this build today."""
    desk = context.reference
    registration = desk.registration(built)
    facts = Facts(
        claim=built,
        on=context.on,
        site=desk.site,
        policy=desk.policy,
        registration=registration,
        twins=tuple(each.claim_id for each in desk.others.get(built.encounter_id, ()) if has_the_same_services(built, each)),
        examined=desk.examine(built, registration, context.at),
    )
    judgement = judge(facts, claim.overridden)
    about = {"claim_id": built.claim_id, "encounter_id": built.encounter_id, "submission": built.submission}
    if judgement.holds:
        return ClaimHeld(**about, reasons=judgement.holds)
    return ClaimReleased(**about, rules_version=f"{VERSION} site {desk.site.version[:12]}", warnings=judgement.warnings)


STAGE = Stage[Claim, Desk](
    name=NAME,
    subscribes=(topics.CLAIMS,),
    handles=(ClaimBuilt, HoldOverridden),
    emits=(ClaimHeld, ClaimReleased),
    initial=lambda key: Claim(claim_id=ClaimId(key)),
    decide=decide,
    evolve=evolve,
    recalls=(ClaimBuilt, ClaimHeld, ClaimReleased),
)
