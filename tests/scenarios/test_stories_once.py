"""Every story as it is written."""

from collections.abc import Callable

import pytest

from deploy.stories.play import Mode


@pytest.mark.timeout(600)
def test_the_stories_end_as_they_say(played: Callable[[str, Mode], None]) -> None:
    played("once", Mode())
