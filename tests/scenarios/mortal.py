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
from shared.db.round import Round
from shared.runtime import main

POINTS: dict[str, tuple[Any, str, str]] = {
    "after_match": (Round, "run", "rcm.adjudication.claim-payment-received.v1"),
    "before_post": (Batch, "decided", "rcm.adjudication.claim-remitted.v1"),
}
"""Where: (owner, function, type of the message in hand)."""
POSTING = "adjudication.post"
REVERSAL = "22"


def takes_back(delivery: Delivery, kind: str) -> bool:
    payment = (json.loads(delivery.value).get("payment") or {}) if delivery.envelope.type == kind else {}
    return bool(payment.get("status") == REVERSAL)


def arm(point: str) -> None:
    owner, name, kind = POINTS[point]
    alive = getattr(owner, name)

    async def deadly(self: Any, given: Sequence[Any], *more: Any) -> Any:
        result = await alive(self, given, *more)
        deliveries = [each if isinstance(each, Delivery) else each.delivery for each in given]
        if (owner is Round or self.work.name == POSTING) and any(takes_back(each, kind) for each in deliveries):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        arm(sys.argv[1])
    raise SystemExit(main(SERVICE))
