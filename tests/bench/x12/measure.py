"""Ratios within one run: the same work by several programs, processor time of the fastest of a few runs."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from shared.x12.translate.claim import ClaimDocument
from tests.bench.x12.stream import claim_segments
from tests.unit.x12.envelopes import remittance
from tests.unit.x12.samples import PENA, visit

Row = tuple[str, float]
"""What was timed, and the seconds of one run."""


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """Processor time of the fastest run."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def drain(items: Iterable[object]) -> None:
    """Uses up an iterator and keeps nothing."""
    deque(items, 0)


def table(title: str, claims: int, rows: list[Row]) -> dict[str, float]:
    """Prints claims per second and the speed as a multiple of the first row's; gives these multiples."""
    base = rows[0][1] / claims
    print(f"\n| {title} | claims/s | µs/claim | × {rows[0][0]} |\n|---|---:|---:|---:|")
    for name, taken in rows:
        print(f"| {name} | {claims / taken:,.0f} | {taken / claims * 1e6:,.1f} | {base / (taken / claims):.2f} |")
    return {name: rows[0][1] / taken for name, taken in rows}


def visits(count: int) -> list[ClaimDocument]:
    """Claims of two lines, each for another subscriber: 19 segments each."""
    return [visit(f"ACCT{number:07d}", subscriber=replace(PENA, member_id=f"NWA{number:06d}")) for number in range(count)]


def remittance_of(claims: int) -> bytes:
    """A balanced 835 of so many claims."""
    segments = [segment for number in range(claims) for segment in claim_segments(number)]
    return remittance("LX*1", *segments, paid=str(claims * 237))
