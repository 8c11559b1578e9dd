"""A slice of the other tests on servers from the official images: what holds on the embedded pair holds there."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.testing import Addresses
from tests.scenarios import s1_clean_visit, s4_replaced
from tests.scenarios.visits import MEMBERS
from tests.scenarios.world import hospital

pytestmark = pytest.mark.anyio


async def test_a_clean_visit_is_paid_to_the_cent(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with hospital(stack, prefix, tmp_path, MEMBERS) as world:
        assert (await s1_clean_visit.play(world)).digest


async def test_a_replaced_claim_ends_the_same_when_everything_comes_twice(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    async with hospital(stack, prefix, tmp_path, MEMBERS, twice=True) as world:
        assert (await s4_replaced.play(world)).digest
