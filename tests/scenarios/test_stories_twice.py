"""Every message, file and command comes two times."""

from collections.abc import Callable

import pytest

from deploy.stories.play import Mode


@pytest.mark.timeout(600)
def test_whatever_comes_twice_changes_nothing(played: Callable[[str, Mode], None]) -> None:
    played("twice", Mode(twice=True))
