"""Many claims beside the stories: billed, and paid by one remittance for each crowd. They come in at the doors that real ones come in at."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from deploy.stories.installation import Installation
from deploy.stories.services import services
from shared.contracts.coding import CodedLine
from shared.contracts.event import Event
from shared.contracts.submission import ClaimSubmitted
from shared.contracts.values import ClaimId, ClaimKind, CoverageId, Document, EncounterId, InterchangeId, PayerId
from shared.runtime import Runtime

AT_ONCE = 500
SHARE = Decimal("10.00")
"""The patient's, of each line."""
LINES = (("99213", "150.00", "92.00"), ("85025", "40.00", "10.50"))
"""Code, charge, allowed."""


def claim_id(number: int) -> ClaimId:
    return ClaimId(f"CROWD{number:07d}")


def submitted(number: int, payer: str, served: date) -> ClaimSubmitted:
    """The claim as it left the house."""
    lines = tuple(
        CodedLine(line_number=at, code=code, units=Decimal(1), charge=Decimal(charge), service_on=served)
        for at, (code, charge, _) in enumerate(LINES, 1)
    )
    return ClaimSubmitted(
        claim_id=claim_id(number), encounter_id=EncounterId(f"CROWDE{number:07d}"), submission=1, interchange_id=InterchangeId("CROWD"),
        reference="CROWD", kind=ClaimKind.PROFESSIONAL, frequency="1", payer_id=PayerId(payer), coverage_id=CoverageId("C1"), service_from=served,
        service_to=served, lines=lines, total=sum((line.charge for line in lines), Decimal("0.00")), submitted_on=served,
        document=Document(sha256="0" * 64, size=1, kind="837P"),
    )  # fmt: skip


def remittance(numbers: Sequence[int], served: date, paid_on: date, payee: str) -> bytes:
    """One balanced 835 that pays all of them."""
    paid = {code: Decimal(allowed) - SHARE for code, _, allowed in LINES}
    each, charge = sum(paid.values(), Decimal(0)), sum((Decimal(charge) for _, charge, _ in LINES), Decimal(0))
    day, control = f"{paid_on:%Y%m%d}", f"{numbers[0] + 1:09d}"
    body = [
        f"ISA*00*          *00*          *ZZ*NORTHWIND      *ZZ*RECEIVER       *{paid_on:%y%m%d}*0900*^*00501*{control}*0*T*:",
        f"GS*HP*NORTHWIND*RECEIVER*{day}*0900*1*X*005010X221A1",
        "ST*835*0001",
        f"BPR*I*{each * len(numbers)}*C*ACH*CCP*01*999999992*DA*123*1999999999**01*999988880*DA*98765*{day}",
        f"TRN*1*CROWD{numbers[0]}*1999999999",
        f"DTM*405*{day}",
        "N1*PR*NORTHWIND HEALTH PLAN", "N3*1 EXAMPLE STREET", "N4*SPRINGFIELD*OH*45501", "PER*BL*DESK*TE*8005550100",
        f"N1*PE*EXAMPLE CLINIC*XX*{payee}",
        "LX*1",
    ]  # fmt: skip
    for number in numbers:
        body += [f"CLP*{claim_id(number)}*1*{charge}*{each}*{SHARE * len(LINES)}*12*ICN{number:09d}*11*1", "NM1*QC*1*DOE*JANE****MI*NWA000001"]
        for at, (code, billed, allowed) in enumerate(LINES, 1):
            body += [f"SVC*HC:{code}*{billed}*{paid[code]}**1", f"DTM*472*{served:%Y%m%d}"]
            body += [f"CAS*CO*45*{Decimal(billed) - Decimal(allowed)}", f"CAS*PR*3*{SHARE}", f"REF*6R*{at}", f"AMT*B6*{allowed}"]
    body += [f"SE*{len(body) - 1}*0001", "GE*1*1", f"IEA*1*{control}"]
    return "".join(f"{segment}~" for segment in body).encode()


def comes(house: Installation, count: int, served: date, paid_on: date) -> None:
    """So many claims are announced as submitted, then paid; the house has come to rest when it returns."""
    site = house.settings.site
    payer, payee = next(iter(site.payers)).payer_id, site.organisation.billing.professional.npi
    for begin in range(0, count, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, count))
        asyncio.run(_announced(house, [submitted(number, payer, served) for number in numbers], f"crowd {begin}"))
        house.rest()
        house.drop(f"crowd-{begin}.835", remittance(numbers, served, paid_on, payee))
        house.rest()


async def _announced(house: Installation, events: Sequence[Event], cause: str) -> None:
    """Facts that submission would have told, published by the relay that runs."""
    [service] = [each for each in services() if each.name == "adjudication"]
    runtime: Any = Runtime(service, house.settings)
    try:
        async with runtime.session() as session:
            await runtime.emit(session, events, stage="submission.send", cause=cause)
    finally:
        await runtime.engine.dispose()
