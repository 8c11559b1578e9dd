"""The adjudication service as a process that dies without warning while it takes a payment back: `python -m tests.scenarios.mortal after_match`.

`after_match`: the reversal is matched and committed, but neither acknowledged nor published. `before_post`: its entries are written, not committed.
Without a point it lives.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from services.billing.adjudication.service import SERVICE
from shared.db.batch import Batch
from shared.db.delivery import Delivery
from shared.db.runner import Runner
from shared.runtime import main

POINTS: dict[str, tuple[Any, str, str]] = {
    "after_match": (Runner, "_once", "adjudication.match"),
    "before_post": (Batch, "receive", "adjudication.post"),
}
REVERSAL = "22"


def takes_back(deliveries: Sequence[Delivery]) -> bool:
    payments = (json.loads(each.value).get("payment") or {} for each in deliveries)
    return any(payment.get("status") == REVERSAL for payment in payments)


def arm(point: str) -> None:
    owner, name, stage = POINTS[point]
    alive = getattr(owner, name)

    async def deadly(self: Any, deliveries: Sequence[Delivery], *more: Any) -> Any:
        result = await alive(self, deliveries, *more)
        if self.work.name == stage and takes_back(deliveries):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        arm(sys.argv[1])
    raise SystemExit(main(SERVICE))
