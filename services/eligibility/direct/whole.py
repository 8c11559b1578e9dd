"""A 270 that another system wrote: looked at so far as to know that it is one, and sent on unchanged."""

from __future__ import annotations

from shared.http.problems import Problem
from shared.x12.faults import CUT_SHORT, X12Error
from shared.x12.interchange import read_transactions


def payer_named_in(body: bytes) -> str:
    """NM109 of the first loop 2100A. A Problem when the body is not an interchange with 270s and nothing else."""
    payer_id, seen = "", list[str]()
    try:
        for transaction in read_transactions(body):
            seen.append(transaction.set_id)
            for segment in transaction:
                if segment.id == "NM1" and segment.get(1) == "PR" and not payer_id:
                    payer_id = segment.get(9)
            if any(fault.rule in CUT_SHORT for fault in transaction.faults):
                raise Problem(422, "the interchange is cut off", "Send it whole, from ISA to IEA.", place="body")
    except (X12Error, ValueError):
        raise Problem(422, "this is no X12 interchange", "It has to begin with an ISA segment.", place="body") from None
    if set(seen) != {"270"}:
        raise Problem(422, "this is no eligibility inquiry", "Send one interchange with 270s (005010X279A1) and nothing else.", place="body")
    return payer_id[:80]
