"""What billers see every week beside the twelve: all stories of the folder `more` together, played once."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.testing import Addresses
from deploy.stories.installation import Servers
from deploy.stories.play import Mode
from tests.scenarios.ways import HERE, end_as_they_say


@pytest.mark.timeout(600)
def test_what_billers_see_every_week_ends_as_they_want_it(stack: Addresses, tmp_path: Path, prefix: str) -> None:
    end_as_they_say(Servers(stack.bootstrap, stack.database_url, prefix), tmp_path, Mode(), HERE / "more")
