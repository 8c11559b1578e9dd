"""Scenarios a biller judges a system by, to the cent: once, and with everything arriving twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from deploy.embedded.testing import Addresses
from tests.scenarios import s1_clean_visit, s3_rejected, s4_replaced
from tests.scenarios.books import Ending
from tests.scenarios.visits import MEMBERS
from tests.scenarios.world import COPY, IN, World, hospital

pytestmark = pytest.mark.anyio
Play = Callable[[World], Awaitable[Ending]]
PLAYS: dict[str, Play] = {"S1": s1_clean_visit.play, "S3": s3_rejected.play, "S4": s4_replaced.play}
ENDINGS: dict[str, Ending] = {}
"""How each scenario ended when everything came once."""


async def played(name: str, stack: Addresses, prefix: str, folder: Path) -> Ending:
    """The scenario's ending, played once in a session."""
    if name not in ENDINGS:
        async with hospital(stack, prefix, folder, MEMBERS) as world:
            ENDINGS[name] = await PLAYS[name](world)
    return ENDINGS[name]


@pytest.mark.parametrize("name", PLAYS)
async def test_the_scenario_ends_to_the_cent(stack: Addresses, prefix: str, tmp_path: Path, name: str) -> None:
    assert (await played(name, stack, prefix, tmp_path)).digest


@pytest.mark.parametrize("name", PLAYS)
async def test_every_message_file_and_command_twice_ends_the_same(stack: Addresses, prefix: str, tmp_path: Path, name: str) -> None:
    (tmp_path / "once").mkdir()
    once = await played(name, stack, prefix, tmp_path / "once")
    (tmp_path / "twice").mkdir()
    async with hospital(stack, f"{prefix[:27]}2_", tmp_path / "twice", MEMBERS, twice=True) as world:
        assert await PLAYS[name](world) == once
        assert await world.repeats() > once.counts.total() / 2, "messages really came twice"
        assert len(list((world.folder / IN).glob(f"{COPY}*"))) == len(world.answers("")) > 2
