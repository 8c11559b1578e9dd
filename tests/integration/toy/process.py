"""The toy as a process of its own, which kills itself without warning at a chosen point: `python -m tests.integration.toy.process after_commit 3`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from shared.db import seen
from shared.db.round import Round
from shared.kafka.relay import Relay
from shared.runtime import main
from shared.settings import Settings
from tests.integration.toy.service import SERVICE
from tests.integration.toy.settings import toy_settings

POINTS: dict[str, tuple[Any, str, bool]] = {
    "before_commit": (seen, "leave", True),
    "after_commit": (Round, "run", True),
    "after_publish": (Relay, "_mark", False),
}
"""Where: (owner, function, whether the function runs before the process dies)."""


def arm(point: str, nth: int) -> None:
    owner, name, runs_first = POINTS[point]
    original: Callable[..., Awaitable[Any]] = getattr(owner, name)
    passed = 0

    async def deadly(*given: Any, **more: Any) -> Any:
        nonlocal passed
        passed += 1
        if runs_first:
            result = await original(*given, **more)
        if passed >= nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result if runs_first else await original(*given, **more)

    setattr(owner, name, deadly)


def settings() -> Settings:
    return toy_settings(os.environ["RCM_KAFKA"], os.environ["RCM_DATABASE"], os.environ["RCM_PREFIX"])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        arm(sys.argv[1], int(sys.argv[2]))
    raise SystemExit(main(SERVICE, api=False, settings=settings))
