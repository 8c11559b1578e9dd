"""What may happen in any order happens in another one."""

from collections.abc import Callable

import pytest

from deploy.stories.play import Mode


@pytest.mark.timeout(600)
def test_the_order_of_what_comes_changes_nothing(played: Callable[[str, Mode], None]) -> None:
    played("shuffled", Mode(shuffled=7))
