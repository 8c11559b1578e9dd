"""Topics read in another order than they were written, on real PostgreSQL: what has left the house and what was said of it is known all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from deploy.embedded.testing import Addresses
from services.billing.submission import repository
from services.billing.submission.examine import Examiner
from services.billing.submission.model.policy import Policy
from services.billing.submission.repository import Drafts, Edits
from services.billing.submission.stages import build, scrub
from services.billing.submission.tables import Tables
from shared.contracts.event import Event
from shared.contracts.submission import ClaimBuilt
from shared.db import recalled, restored
from shared.db.outbox import Outgoing
from shared.stage.stage import Bound
from shared.testing import deliver, fresh_schema, message, messages, outbox_of, rows
from tests.unit.submission.given import (
    CLAIM,
    ENCOUNTER,
    NAMES,
    SITE,
    WITH_25,
    accepted,
    built,
    cleared,
    coded,
    registered,
    remitted,
    submitted,
)

pytestmark = pytest.mark.anyio
BUILD = Bound(build.STAGE, Drafts(NAMES))
SCRUB = Bound(scrub.STAGE, Edits(SITE, Policy(), Examiner.of(SITE)))
SLOTS = (registered(), cleared(), coded())


@pytest.fixture
async def engine(stack: Addresses, prefix: str) -> AsyncIterator[AsyncEngine]:
    async with fresh_schema(stack.database_url, f"{prefix}submission", Tables.metadata) as engine:
        yield engine


async def read(engine: AsyncEngine, bound: Bound[object, object], *events: Event) -> None:
    """Each event in a batch of its own; the same event again has the same id."""
    for event in events:
        await deliver(engine, bound, [message(event, event.model_dump_json())])


async def announced(engine: AsyncEngine) -> list[ClaimBuilt]:
    return [ClaimBuilt.model_validate(row["value"]) for row in await outbox_of(engine) if row["type"] == built().type]


async def leave(engine: AsyncEngine, claim: ClaimBuilt, interchange: str | None = "REF1") -> None:
    async with AsyncSession(engine) as session, session.begin():
        await repository.dispatch(session, interchange, [claim])


async def test_a_correction_that_is_read_before_the_news_of_the_submission_waits_for_it(engine: AsyncEngine) -> None:
    await read(engine, BUILD, *SLOTS)
    [first] = await announced(engine)
    await leave(engine, first)
    await read(engine, BUILD, coded(2, WITH_25, answers="DENIAL1"))
    assert await announced(engine) == [first]
    await read(engine, BUILD, remitted(first, "ICN1"), submitted(first), accepted(first, "ICN1"))
    [_, second] = await announced(engine)
    assert (second.submission, second.frequency, second.payer_claim_control_number) == (2, "7", "ICN1")


async def test_a_withdrawn_claim_is_not_made_again_before_the_news_that_it_was_withdrawn(engine: AsyncEngine) -> None:
    await read(engine, BUILD, *SLOTS)
    [first] = await announced(engine)
    await leave(engine, first, None)
    await read(engine, BUILD, coded(2, WITH_25))
    assert await announced(engine) == [first]


async def test_a_build_that_came_a_moment_too_late_is_not_released(engine: AsyncEngine) -> None:
    await read(engine, BUILD, *SLOTS)
    await leave(engine, built())
    await read(engine, SCRUB, built())
    assert [row["type"] for row in await outbox_of(engine)] == [built().type]


async def test_a_restored_draft_knows_what_was_announced_of_it_and_announces_nothing_in_any_order(engine: AsyncEngine) -> None:
    first = built()
    await recall(engine, [first, submitted(first), accepted(first, "ICN1")])
    await recall(engine, [first])
    before = await outbox_of(engine)
    assert [row["claim_id"] for row in await rows(engine, "SELECT claim_id FROM draft")] == [CLAIM]
    await read(engine, BUILD, remitted(first, "ICN1"), coded(), cleared(), registered(), submitted(first), accepted(first, "ICN1"))
    assert await outbox_of(engine) == before
    await read(engine, BUILD, coded(2, WITH_25, answers="DENIAL1"))
    assert [claim.submission for claim in await announced(engine)] == [1, 2]


async def test_what_the_backup_knows_is_not_folded_a_second_time(engine: AsyncEngine) -> None:
    """A build that a later one replaced does not come back."""
    await recall(engine, [built(), built(WITH_25)])
    await recall(engine, [built()])
    async with AsyncSession(engine) as session:
        draft = await Drafts(NAMES).get(session, ENCOUNTER)
    assert draft is not None
    assert draft.built == built(WITH_25)
    assert draft.replaced == (built(),)


async def recall(engine: AsyncEngine, events: Sequence[Event]) -> None:
    given = [each for event in events for each in messages([event], event.model_dump_json())]
    async with AsyncSession(engine) as session, session.begin():
        known_again = [Outgoing.of(each) for each in given]
        await recalled.recall(session, [BUILD, SCRUB], known_again)
        await restored.adopt(session, known_again)
