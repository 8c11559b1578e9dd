"""The house is ended without warning a moment after each input."""

from collections.abc import Callable

import pytest

from deploy.stories.play import Mode


@pytest.mark.timeout(1200)
def test_a_house_that_is_killed_at_every_step_ends_the_same(played: Callable[[str, Mode], None]) -> None:
    played("killed", Mode(killed=True))
