"""Speed of the X12 core beside a naive split, oxedi (Rust) and pyx12, as ratios within one run.

No absolute time is asserted: machines differ. What is asserted is that the tokenizer stays within reach of a naive split, that
typed claims come faster than the pure Python library's bare segments, and that memory does not grow with the file.
"""

import io
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import oxedi
import pyx12.x12file

from shared.x12.interchange import read_transactions
from shared.x12.segments import copy_segments, read_segments
from shared.x12.translate.claim import Name, Subscriber
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.remittance import balance, read_remittance
from shared.x12.translate.write_claim import write_claims
from shared.x12.validate import validate
from tests.unit.x12.envelopes import remittance
from tests.unit.x12.samples import HEADER, PENA, batch, visit

CLAIMS = 10_000


def claim_segments(number: int) -> tuple[str, ...]:
    """One claim of two lines, 17 segments."""
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
    segments = [segment for number in range(claims) for segment in claim_segments(number)]
    return remittance("LX*1", *segments, paid=str(claims * 237))


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """Processor time of the fastest of a few runs."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def drain(items: Iterator[object]) -> None:
    for _ in items:
        pass


def table(title: str, claims: int, rows: list[tuple[str, float]]) -> dict[str, float]:
    """Prints claims per second and the ratio to the first row; gives the ratios."""
    base = rows[0][1]
    print(f"\n{title}\n{'':32}{'claims/s':>12}{'ratio':>8}")
    for name, taken in rows:
        print(f"{name:32}{claims / taken:12,.0f}{base / taken:8.2f}")
    return {name: base / taken for name, taken in rows}


def naive(data: bytes) -> None:
    for line in data.decode("latin-1").split("~"):
        line.split("*")


def read_835(data: bytes) -> None:
    for transaction in read_transactions(data):
        assert balance(read_remittance(transaction)) == []


def test_reading_an_835() -> None:
    data = remittance_of(CLAIMS)
    text = data.decode("ascii")
    ratios = table(
        f"835 of {CLAIMS:,} claims, {len(data) / 1e6:.1f} MB",
        CLAIMS,
        [
            ("naive split", seconds(lambda: naive(data))),
            ("segments with places (ours)", seconds(lambda: drain(iter(read_segments(data))))),
            ("sets, envelope checked (ours)", seconds(lambda: [drain(iter(each)) for each in read_transactions(data)])),
            ("bytes written back (ours)", seconds(lambda: drain(copy_segments(read_segments(data))))),
            ("typed and balanced (ours)", seconds(lambda: read_835(data))),
            ("oxedi parse (Rust)", seconds(lambda: oxedi.parse(data))),
            ("pyx12 bare segments", seconds(lambda: drain(iter(pyx12.x12file.X12Reader(io.StringIO(text)))), 1)),
            ("validated (ours)", seconds(lambda: [validate(each) for each in read_transactions(data)], 1)),
        ],
    )
    assert ratios["segments with places (ours)"] > 0.2
    assert ratios["typed and balanced (ours)"] > ratios["pyx12 bare segments"]


def test_writing_and_reading_837p() -> None:
    count = CLAIMS // 5
    people = [replace(PENA, member_id=f"NWA{number:06d}") for number in range(count)]
    claims = [visit(f"ACCT{number:07d}", subscriber=person) for number, person in enumerate(people)]
    data = write_claims(HEADER, batch(*claims), group_control_number=1)
    table(
        f"837P of {count:,} claims, {len(data) / 1e6:.1f} MB",
        count,
        [
            ("written from documents", seconds(lambda: write_claims(HEADER, batch(*claims), group_control_number=1))),
            ("segments", seconds(lambda: drain(iter(read_segments(data))))),
            ("read into documents", seconds(lambda: [drain(read_claims(each)) for each in read_transactions(data)], 1)),
            ("validated", seconds(lambda: [validate(each) for each in read_transactions(data)], 1)),
        ],
    )
    assert isinstance(claims[0].subscriber, Subscriber)
    assert claims[0].subscriber.name == Name("Peña", "Zoë", "R")
    assert claims[0].charge == Decimal(190)


class Stream(io.RawIOBase):
    """An 835 that is made up while it is read."""

    def __init__(self, megabytes: int) -> None:
        whole = remittance("LX*1", *claim_segments(1), paid="0")
        cut = whole.index(b"CLP*")
        block = "".join(f"{segment}~" for number in range(200) for segment in claim_segments(number)).encode()
        self._parts = iter([whole[:cut], *[block] * (megabytes * 1_000_000 // len(block)), whole[whole.index(b"SE*") :]])

    def read(self, size: int = -1) -> bytes:
        return next(self._parts, b"")


def peak(megabytes: int) -> int:
    """Most memory (bytes) held while an 835 of that size is read into typed claims and balanced."""
    tracemalloc.start()
    for transaction in read_transactions(Stream(megabytes)):  # type: ignore[arg-type]
        remittance_read = read_remittance(transaction)
        drain(remittance_read.claims())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_is_flat() -> None:
    small, large = peak(1), peak(10)
    print(f"\npeak memory: {small / 1e6:.1f} MB for a file of 1 MB, {large / 1e6:.1f} MB for one of 10 MB")
    assert large < 1.5 * small
