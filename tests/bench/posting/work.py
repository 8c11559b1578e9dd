"""An 835 of many claims, from its bytes to the ledger in one PostgreSQL: proven, fanned out by claim, matched, posted. Kafka is left out.

`python -m tests.bench.posting.work CLAIMS DATABASE_URL [posting]` prints one line of JSON: seconds, processor seconds of this process, and its
peak memory (MiB). `posting` leaves out what follows once the money is in the ledger.
The claims were submitted before, which is not counted.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

from sqlalchemy import text

from deploy.embedded.testing import Addresses
from services.billing.adjudication.service import FOLDER, SERVICE
from shared.contracts.coding import CodedLine
from shared.contracts.event import Envelope, Event
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import ClaimId, ClaimKind, CoverageId, Document, EncounterId, InterchangeId, PayerId
from shared.db import outbox
from shared.db.delivery import Delivery, Place
from shared.db.engine import transaction
from shared.db.outbox import Outgoing
from shared.db.round import Round
from shared.db.sql import execute
from shared.runtime import Runtime
from shared.stage.step import Origin
from tests.scenarios.world import settings_of

PAYER, SERVED, PAID_ON = "NWHP1", date(2026, 9, 14), date(2026, 10, 5)
LINES = (("99213", "150.00", "92.00"), ("85025", "40.00", "10.50"), ("20610", "180.00", "120.00"), ("99214", "210.00", "128.00"))
"""Code, charge and what was allowed; of each, 10.00 are the patient's."""
SHARE = Decimal("10.00")
AT_ONCE = 500
POSTING = ("adjudication.match", "adjudication.post", "adjudication.deposit")
"""What it takes until the money is in the ledger; disputes, claim states and figures follow."""
NEXT = text(
    "SELECT id, event_id, topic, key, type, source, correlation_id, causation_id, time, value FROM outbox WHERE id > :after ORDER BY id LIMIT :most"
)


def claim_id(number: int) -> ClaimId:
    return ClaimId(f"B{number:012d}")


def submitted(number: int) -> ClaimSubmitted:
    """The claim as it left the house."""
    lines = tuple(
        CodedLine(line_number=at, code=code, units=Decimal(1), charge=Decimal(charge), service_on=SERVED)
        for at, (code, charge, _) in enumerate(LINES, 1)
    )
    return ClaimSubmitted(
        claim_id=claim_id(number), encounter_id=EncounterId(f"E{number:012d}"), submission=1, interchange_id=InterchangeId("I1"), reference="I1",
        kind=ClaimKind.PROFESSIONAL, frequency="1", payer_id=PayerId(PAYER), coverage_id=CoverageId("C1"), service_from=SERVED, service_to=SERVED,
        lines=lines, total=sum((line.charge for line in lines), Decimal("0.00")), submitted_on=SERVED,
        document=Document(sha256="0" * 64, size=1, kind="837P"),
    )  # fmt: skip


def remittance(claims: int) -> bytes:
    """One 835 that pays them all and balances."""
    paid_each = sum((Decimal(allowed) - SHARE for _, _, allowed in LINES), Decimal(0))
    charge = sum((Decimal(charge) for _, charge, _ in LINES), Decimal(0))
    total = paid_each * claims
    head = [
        "ISA*00*          *00*          *ZZ*NORTHWIND      *ZZ*RECEIVER       *261005*0900*^*00501*000000001*0*T*:",
        "GS*HP*NORTHWIND*RECEIVER*20261005*0900*1*X*005010X221A1",
        "ST*835*0001",
        f"BPR*I*{total}*C*ACH*CCP*01*999999992*DA*123*1999999999**01*999988880*DA*98765*20261005",
        "TRN*1*BENCH1*1999999999",
        "DTM*405*20261005",
        "N1*PR*NORTHWIND HEALTH PLAN",
        "N3*1 EXAMPLE STREET",
        "N4*SPRINGFIELD*OH*45501",
        "PER*BL*DESK*TE*8005550100",
        "N1*PE*EXAMPLE CLINIC*XX*1003000126",
        "LX*1",
    ]
    body = bytearray("".join(f"{segment}~" for segment in head).encode())
    for number in range(claims):
        body += "".join(f"{segment}~" for segment in claim_segments(number, charge, paid_each)).encode()
    count = len(head) - 2 + claims * len(claim_segments(0, charge, paid_each)) + 1
    return bytes(body + f"SE*{count}*0001~GE*1*1~IEA*1*000000001~".encode())


def claim_segments(number: int, charge: Decimal, paid_each: Decimal) -> list[str]:
    """One paid claim."""
    found = [f"CLP*{claim_id(number)}*1*{charge}*{paid_each}*40*12*ICN{number:09d}*11*1", "NM1*QC*1*DOE*JANE****MI*NWA000001"]
    for at, (code, billed, allowed) in enumerate(LINES, 1):
        paid = Decimal(allowed) - SHARE
        found += [f"SVC*HC:{code}*{billed}*{paid}**1", "DTM*472*20260914", f"CAS*CO*45*{Decimal(billed) - Decimal(allowed)}", "CAS*PR*3*10"]
        found += [f"REF*6R*{at}", f"AMT*B6*{allowed}"]
    return found


class Line:
    """Carries what was announced to those who listen, as Kafka would: in order, so many at a time."""

    def __init__(self, runtime: Runtime, only: Sequence[str] = ()) -> None:
        self.runtime, self.after = runtime, 0
        readers = {topic: [each for each in runners if not only or each.work.name in only] for topic, runners in runtime.topics().items()}
        self.readers = {topic: runners for topic, runners in readers.items() if runners}
        self.round = Round(runtime.engine, self.readers)
        self.offsets: dict[tuple[str, int], int] = {}

    async def announce(self, events: Iterable[Event]) -> None:
        """Facts of another service, and what follows from them."""
        made, count = iter(events), 0
        while part := list(islice(made, 2000)):
            origin = Origin(self.runtime.settings.site.site, "submission.send", f"announced {self.after}", self.runtime.moment().at)
            async with transaction(self.runtime.engine) as session:
                await outbox.add(session, [Outgoing.of(message) for message in origin.messages(part, count)])
            count += len(part)
            await self.drain()

    async def drain(self) -> None:
        """Until everybody has heard everything."""
        listened = {topic.name for topic in self.readers}
        while rows := await self._rows():
            self.after = rows[-1][0]
            deliveries = [self._delivery(row) for row in rows if row[2] in listened]
            await self.round.run(sorted(deliveries, key=lambda each: each.topic))

    async def _rows(self) -> Sequence[Any]:
        async with transaction(self.runtime.engine) as session:
            return (await execute(session, NEXT, {"after": self.after, "most": AT_ONCE})).all()

    def _delivery(self, row: Any) -> Delivery:
        _, event_id, topic, key, kind, source, correlation, cause, at, value = row
        partition = crc32(key.encode()) % 6
        offset = self.offsets[topic, partition] = self.offsets.get((topic, partition), -1) + 1
        return Delivery(Envelope(event_id, kind, source, key, at, correlation, cause), value, Place(topic, "bench", partition, offset))


async def play(claims: int, database: str, only: Sequence[str] = ()) -> dict[str, float]:
    settings = settings_of(Addresses("127.0.0.1:1", database), f"b{claims}_{len(only)}_", Path("."))
    runtime = Runtime(SERVICE, settings)
    await runtime.migrate()
    line, body = Line(runtime, only), remittance(claims)
    await line.announce(submitted(number) for number in range(claims))
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # as a service does
    with measured() as spent:
        await take(runtime, body)
        intake = time.perf_counter() - spent["began"]
        await line.drain()
    async with transaction(runtime.engine) as session:
        posted = (await execute(session, text("SELECT count(DISTINCT claim_id) FROM ledger_entry WHERE cause = 'remittance'"))).scalar_one()
    if posted != claims:
        raise RuntimeError(f"{posted} of {claims} claims were posted")
    await runtime.engine.dispose()
    return {"claims": claims, "seconds": spent["seconds"], "intake": intake, "cpu": spent["cpu"], "peak_mb": peak()}


async def take(runtime: Runtime, body: bytes) -> None:
    """As the folder reader takes a file."""
    digest = sha256(body).hexdigest()
    [reader] = [each for each in runtime.folders if each.intake.name == FOLDER.name]
    async with transaction(runtime.engine) as session:
        if not await reader._claim(session, "bench.835", digest):
            raise RuntimeError("the file was had before")
        await reader._read(session, "bench.835", body, digest)


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    spent = {"began": time.perf_counter()}
    cpu = time.process_time()
    yield spent
    spent |= {"seconds": time.perf_counter() - spent["began"], "cpu": time.process_time() - cpu}


def peak() -> float:
    """Peak resident memory of this process in MiB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(asyncio.run(play(int(sys.argv[1]), sys.argv[2], POSTING if "posting" in sys.argv[3:] else ()))))
