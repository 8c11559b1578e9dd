"""Ratios within one run: the same work by several programs, processor time of the fastest of a few runs."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from shared.x12.translate.claim import ClaimDocument
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


def claim_segments(number: int) -> tuple[str, ...]:
    """One paid claim of two lines, 17 segments."""
    return (
        f"CLP*ACCT{number:07d}*1*360*237*25*HM*ICN{number:09d}*11*1",
        "NM1*QC*1*DOE*JANE****MI*NWA000001",
        "NM1*82*1*ALVAREZ*MARIA****XX*1003000126",
        "DTM*232*20261001",
        "DTM*233*20261001",
        "DTM*050*20261102",
        "SVC*HC:99213:25*150*92**1",
        "DTM*472*20261001",
        "CAS*CO*45*33",
        "CAS*PR*3*25",
        "REF*6R*1",
        "AMT*B6*92",
        "SVC*HC:99214*210*145**1",
        "DTM*472*20261001",
        "CAS*CO*45*65",
        "REF*6R*2",
        "AMT*B6*145",
    )


def remittance_of(claims: int) -> bytes:
    """A balanced 835 of so many claims."""
    segments = [segment for number in range(claims) for segment in claim_segments(number)]
    return remittance("LX*1", *segments, paid=str(claims * 237))
