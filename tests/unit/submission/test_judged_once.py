"""Edits and acknowledgement read one topic, each at its own pace, and keep one claim together: every build is judged once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest

from services.billing.submission.stages import scrub
from shared.contracts.event import Event
from shared.contracts.submission import ClaimBuilt, ClaimHeld, ClaimReleased
from tests.unit.submission.given import accepted, built, edits, rejected, submitted

FIRST = built()
CORRECTED = FIRST.model_copy(update={"coding_version": 2})
SECOND, REPLACEMENT = (
    FIRST.model_copy(update={"submission": 2, "coding_version": 2, **changes})
    for changes in ({}, {"frequency": "7", "payer_claim_control_number": "ICN1"})
)
ONE = (FIRST, submitted(FIRST), accepted(FIRST))
STORIES: dict[str, tuple[Event, ...]] = {
    "clean": ONE,
    "made again before it is sent": (FIRST, CORRECTED, submitted(CORRECTED), accepted(CORRECTED)),
    "rejected, then corrected": (FIRST, submitted(FIRST), rejected(FIRST), SECOND, submitted(SECOND), accepted(SECOND)),
    "replaced": (*ONE, REPLACEMENT, submitted(REPLACEMENT), accepted(REPLACEMENT)),
}


def paces(events: Sequence[Event]) -> Iterator[list[tuple[bool, Event]]]:
    """Every way in which edits (True) and acknowledgement (False), each in order, may read the topic; what is sent had been judged before."""
    builds = [each for each in events if isinstance(each, ClaimBuilt)]
    others = [(each, _builds(events[:place])) for place, each in enumerate(events) if not isinstance(each, ClaimBuilt)]
    for places in combinations(range(len(events)), len(builds)):
        mine, theirs = iter(builds), iter(others)
        order = [(next(mine), 0) if place in places else next(theirs) for place in range(len(events))]
        if all(_builds([event for event, _ in order[:place]]) >= needed for place, (_, needed) in enumerate(order)):
            yield [(isinstance(event, ClaimBuilt), event) for event, _ in order]


def _builds(events: Sequence[Event]) -> int:
    return sum(isinstance(each, ClaimBuilt) for each in events)


def _submission(event: Event) -> int:
    return int(getattr(event, "submission", 0))


@pytest.mark.parametrize("name", STORIES)
def test_every_build_is_judged_once_at_any_pace(name: str) -> None:
    builds = [each for each in STORIES[name] if isinstance(each, ClaimBuilt)]
    orders = list(paces(STORIES[name]))
    assert orders
    for order in orders:
        bench, verdicts = edits(), list[int]()
        for is_ours, event in order:
            if is_ours:
                verdicts += [_submission(each) for each in bench.take(event)]
            else:
                bench.state = scrub.STAGE.evolve(bench.state, event)
        assert verdicts == [each.submission for each in builds]


@pytest.mark.parametrize("name", STORIES)
def test_what_was_judged_before_a_restore_is_not_judged_again(name: str) -> None:
    """At the loss every verdict had been announced; the backup is empty."""
    first, again = edits(), edits()
    for event in STORIES[name]:
        for each in (event, *(first.take(event) if isinstance(event, ClaimBuilt) else ())):
            if isinstance(each, scrub.STAGE.recalls):
                again.state = scrub.STAGE.evolve(again.state, each)
    verdict = again.state.verdict
    newest = [each for each in STORIES[name] if isinstance(each, ClaimBuilt)][-1]
    assert verdict == "released"
    assert again.take(newest) == []
    assert again.state.verdict == verdict
    assert {ClaimHeld, ClaimReleased, ClaimBuilt} == set(scrub.STAGE.recalls)
