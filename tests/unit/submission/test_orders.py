"""Whatever order the topics are read in, each submission is announced as often as it is made, and nothing of one that has left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest

from services.billing.submission.model.draft import BLAMELESS
from shared.contracts.submission import ClaimBuilt
from tests.unit.submission.given import (
    CLAIM,
    DAY,
    THREE_LINES,
    WITH_25,
    accepted,
    cleared,
    coded,
    coverage,
    registered,
    rejected,
    remitted,
    reopened,
    submitted,
    withdrawn,
)
from tests.unit.submission.later import both_cleared, due, s8_prior, two_plans, void_requested
from tests.unit.submission.orders import Moment, Told, by_topic, endings, history, moments, of, tell

FIRST = (tell(registered()), tell(cleared()), tell(coded()))
PAID = (of(1, submitted), of(1, accepted, "ICN1"), of(1, remitted, "ICN1"))
LATER = DAY + timedelta(days=14)
BOTH = registered(1, coverage(1), coverage(2, "CASC2"))
MENDED = (tell(registered(2, coverage(member_id="NWA009")), 1), tell(cleared(2, 2, answers=f"{CLAIM}/1"), 1))
TWO_PLANS = (tell(two_plans()), tell(both_cleared()), tell(coded()))
CHANGED = due(s8_prior("200.00", "CO-45 200.00", "PR-1 100.00"), remaining="100.00", because="prior_payer_changed")
STORIES: dict[str, tuple[Told, ...]] = {
    "clean": (*FIRST, *PAID),
    "remitted and never acknowledged": (*FIRST, of(1, submitted), of(1, remitted)),
    "rejected, then corrected": (*FIRST, of(1, submitted), of(1, rejected), *MENDED, of(2, submitted), of(2, accepted), of(2, remitted)),
    "refused because of others": (*FIRST, of(1, submitted), of(1, rejected, BLAMELESS), of(2, submitted), of(2, accepted), of(2, remitted)),
    "denied, then replaced, taken back and paid": (
        *(*FIRST, *PAID),
        tell(coded(2, WITH_25, answers="DENIAL1"), 1),
        *(of(2, submitted), of(2, accepted, "ICN2"), of(2, remitted, "ICN1", "22"), of(2, remitted, "ICN2")),
    ),
    "denied, and the number comes with the remittance alone": (
        *(*FIRST, of(1, submitted), of(1, accepted, ""), of(1, remitted, "ICN1")),
        tell(cleared(2, authorizations=("A9",), answers="DENIAL1"), 1),
        *(of(2, submitted), of(2, remitted, "ICN2")),
    ),
    "replaced twice": (
        *(*FIRST, *PAID),
        tell(coded(2, WITH_25, answers="DENIAL1"), 1),
        *(of(2, submitted), of(2, accepted, "ICN2", LATER), of(2, remitted, "ICN2", "1", LATER)),
        tell(coded(3, THREE_LINES, answers="DENIAL2"), 2),
        *(of(3, submitted), of(3, accepted, "ICN3", LATER), of(3, remitted, "ICN3", "1", LATER)),
    ),
    "reopened by a person": (*FIRST, *PAID, of(1, reopened), of(2, submitted), of(2, accepted, "ICN2"), of(2, remitted, "ICN2")),
    "withdrawn, then reopened": (*FIRST, of(1, withdrawn), of(1, reopened), of(2, submitted), of(2, accepted), of(2, remitted)),
    "billed to another payer": (
        *(tell(BOTH), *FIRST[1:], *PAID),
        tell(cleared(2, 1, "CASC2", 2, answers="DENIAL1"), 1),
        *(of(2, submitted), of(2, accepted, "C1"), of(2, remitted, "C1")),
    ),
    "left for the second payer": (
        *(*TWO_PLANS, *PAID, tell(due(), 1)),
        *(of(2, submitted), of(2, accepted, "C1"), of(2, remitted, "C1")),
    ),
    "the first payer changes its decision after the second was billed": (
        *(*TWO_PLANS, *PAID, tell(due(), 1)),
        *(of(2, submitted), of(2, accepted, "C1"), of(2, remitted, "C1")),
        *(of(1, remitted, "ICN1", "22"), of(1, remitted, "ICN1", "1", LATER), tell(CHANGED, 2)),
        *(of(3, submitted), of(3, accepted, "C2"), of(3, remitted, "C2")),
    ),
    "voided": (*FIRST, *PAID, of(1, void_requested), of(2, submitted), of(2, accepted, "V1"), of(2, remitted, "ICN1", "22"), tell(coded(2), 2)),
    "voided at both payers": (
        *(*TWO_PLANS, *PAID, tell(due(), 1), of(2, submitted), of(2, accepted, "C1")),
        *(of(2, void_requested), of(3, submitted), of(3, accepted, "V1"), of(4, submitted), of(4, accepted, "V2")),
    ),
}
UNSENT: dict[str, tuple[Told, ...]] = {
    "corrected before it is sent, or a moment later": (*FIRST, tell(registered(2)), tell(cleared(2, 2)), tell(coded(2, THREE_LINES)), *PAID),
    "reopened while the coding changes": (
        *(*FIRST, *PAID),
        tell(coded(2, THREE_LINES), 1),
        *(of(1, reopened), of(2, submitted), of(2, accepted, "ICN2"), of(2, remitted, "ICN2")),
    ),
    "the payer changes its number before the replacement is sent": (
        *(*FIRST, of(1, submitted), of(1, accepted, "ICN1"), of(1, remitted, "ICN9")),
        *(of(1, reopened), of(2, submitted), of(2, remitted, "ICN9")),
    ),
    "a correction for the first payer meets the claim to the second": (
        *(*TWO_PLANS, *PAID, tell(due(), 1), tell(coded(2, WITH_25, answers="DENIAL1"), 1)),
        *(of(2, submitted), of(2, accepted, "N2"), of(2, remitted, "N2")),
    ),
    "a void meets the claim to the second payer": (
        *(*TWO_PLANS, *PAID, tell(due(), 1), of(1, void_requested)),
        *(of(2, submitted), of(2, accepted, "N2")),
    ),
}
"""How often an unsent claim is made again depends on what is read before it leaves."""
ALL = STORIES | UNSENT


@pytest.mark.parametrize("name", STORIES)
def test_every_order_of_the_topics_announces_the_same_builds_once(name: str) -> None:
    story = STORIES[name]
    ends = list(endings(story))
    assert {end.announced for end in ends} == {ends[0].announced}
    assert [claim.submission for claim in ends[0].announced] == list(range(1, max(each.after for each in story) + 1))
    assert all(end.is_over(story) for end in ends)


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_announced_of_a_submission_that_has_left_the_house(name: str) -> None:
    topics = by_topic(ALL[name])
    for moment, _ in moments(Moment.at_the_start(topics), topics):
        for following in moment.following(topics):
            assert all(claim.submission > len(moment.left) for claim in following.announced[len(moment.announced) :])


@pytest.mark.parametrize("name", ALL)
def test_no_build_is_announced_twice_and_each_follows_from_more_than_the_one_before(name: str) -> None:
    for end in endings(ALL[name]):
        assert len(set(map(ClaimBuilt.model_dump_json, end.announced))) == len(end.announced)
        assert all(_is_newer(after, before) for before, after in pairwise(end.announced))


def _is_newer(after: ClaimBuilt, before: ClaimBuilt) -> bool:
    """A later submission, or the same one from newer facts; never back."""
    versions = ("registration_version", "coding_version", "clearance_version")
    return after.submission >= before.submission and all(getattr(after, name) >= getattr(before, name) for name in versions)


@pytest.mark.parametrize("name", ALL)
def test_a_replacement_names_the_newest_number_that_was_known_when_it_left(name: str) -> None:
    for end in endings(ALL[name]):
        assert all(bool(claim.payer_claim_control_number) == (claim.frequency in "78") for claim in end.announced)


@pytest.mark.parametrize("name", ALL)
def test_a_restored_house_that_reads_again_in_any_order_announces_nothing_and_ends_the_same(name: str) -> None:
    """For every moment of the backup and of the loss. What left since the backup is not noted; what was announced since is recalled."""
    past = history(ALL[name])
    assert all(_reads_again_in_silence(past[: lost + 1], backup) for lost in range(len(past)) for backup in range(lost + 1))


def _reads_again_in_silence(past: Sequence[Moment], backup: int) -> bool:
    lost = past[-1]
    start, topics = lost.restored(past[backup])
    again = list(moments(start, topics))
    assert [moment.announced for moment, _ in again if moment.announced] == []
    assert {moment.draft.model_dump_json() for moment, is_end in again if is_end} == {lost.draft.model_dump_json()}
    return True
