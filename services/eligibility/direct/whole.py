"""A 270 that another system wrote: looked at so far as to know that it is one, and sent on unchanged."""

from __future__ import annotations

from shared.http.problems import Problem
from shared.x12.faults import CUT_SHORT, X12Error
from shared.x12.interchange import Transaction, read_transactions
from shared.x12.translate.read_inquiry import read_inquiries


def payer_named_in(body: bytes) -> str:
    """The payer's id (NM109) in the first loop 2100A. A Problem when the body is not an interchange with 270s and nothing else."""
    seen = list[str]()
    try:
        for transaction in read_transactions(body):
            seen.append(_payer(transaction) if transaction.set_id == "270" else "")
            transaction.skip()
            if any(fault.rule in CUT_SHORT for fault in transaction.faults):
                raise Problem(422, "the interchange is cut off", "Send it whole, from ISA to IEA.", place="body")
            if transaction.set_id != "270":
                raise _no_inquiry()
    except (X12Error, ValueError):
        raise Problem(422, "this is no X12 interchange", "It has to begin with an ISA segment.", place="body") from None
    if not seen:
        raise _no_inquiry()
    return next((payer_id for payer_id in seen if payer_id), "")[:80]


def _payer(transaction: Transaction) -> str:
    return next((inquiry.payer.id for inquiry in read_inquiries(transaction) if inquiry.payer.id), "")


def _no_inquiry() -> Problem:
    return Problem(422, "this is no eligibility inquiry", "Send one interchange with 270s (005010X279A1) and nothing else.", place="body")
