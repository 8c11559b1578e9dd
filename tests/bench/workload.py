"""What the bench of the whole system feeds: visits of invented patients, the payer's roster that knows them, and an installation of its own."""

from __future__ import annotations

import http.client
import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from deploy.embedded.installation import Plan, Running, installation
from deploy.embedded.settings import StackSettings
from deploy.samples.knowledge import ROSTER_HEADER

TODAY = date(2026, 11, 2)
KEY = "the bench's key is no secret either"
CONNECTIONS = 4
PARCEL = 20
"""Visits of one request, as interface engines send them when they have many; at a given rate each comes alone."""
OFFICE = [{"code": "99213", "units": "1", "amount": "150.00"}, {"code": "85025", "units": "1", "amount": "40.00"}]
KNEE = [
    {"code": "99214", "units": "1", "amount": "210.00"},
    {"code": "20610", "units": "1", "amount": "180.00"},
    {"code": "J1010", "units": "40", "amount": "30.00"},
]
DENIED_EVERY = 10
"""One visit in ten is a knee injection without modifier 25: its visit line is denied."""


def visit(number: int) -> dict[str, Any]:
    """One insured visit; every patient comes once."""
    letters = "".join(chr(ord("A") + int(digit)) for digit in f"{number:06d}")
    knee = number % DENIED_EVERY == 0
    return {
        "visit_number": f"B{number:06d}",
        "source_system": "registration",
        "patient": {
            "mrn": f"MRNB{number:06d}",
            "name": {"last": f"Test{letters.lower()}", "first": "Ada"},
            "birth_date": f"{1940 + number % 60}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            "sex": "F",
            "address": {"line": f"{number} Example Street", "city": "Springfield", "state": "OH", "postal_code": "455011234"},
            "phone": "9375550110",
        },
        "coverages": [{"payer_id": "NWHP1", "member_id": f"NWC{number:07d}"}],
        "consent_on_file": True,
        "encounter": {
            "facility_id": "clinic",
            "service_from": f"2026-{9 + number % 2:02d}-{1 + number % 28:02d}",
            "rendering_npi": "1003000126",
            "diagnoses": [{"code": code, "rank": rank} for rank, code in enumerate(("M1711", "M25561") if knee else ("R5383", "D649"), 1)],
            "charges": KNEE if knee else OFFICE,
        },
    }


def member(one: Mapping[str, Any]) -> str:
    """The roster row by which the payer knows the patient."""
    patient = one["patient"]
    return f"NWHP1,{one['coverages'][0]['member_id']},{patient['name']['last']},Ada,{patient['birth_date']},F,C,2026-01-01,,,,,,"


@contextmanager
def system(encounters: Sequence[Mapping[str, Any]], screen: Console) -> Iterator[Running]:
    """An installation of its own in a folder that is thrown away, with durable servers."""
    with tempfile.TemporaryDirectory(prefix="rcm-bench-") as folder:
        roster = Path(folder) / "members.csv"
        roster.write_text("\n".join([ROSTER_HEADER, *map(member, encounters)]) + "\n")
        stack = StackSettings(data=Path(folder) / "run", cache=Path("var/cache").resolve())
        plan = Plan(stack, Path("deploy/site/site.yaml"), key=KEY, today=TODAY, members=roster, announce=False, open_access=True)
        with installation(plan, lambda text: screen.print(f"[dim]{text}[/dim]")) as running:
            yield running


def post(address: str, encounters: Sequence[Mapping[str, Any]], rate: float | None, progress: Progress) -> None:
    """Hand the visits in over a few connections: as fast as they are taken, or at a pace."""
    host = address.removeprefix("http://")
    task = progress.add_task("posted", total=len(encounters))
    began = time.perf_counter()

    parcels = [encounters[start : start + (1 if rate else PARCEL)] for start in range(0, len(encounters), 1 if rate else PARCEL)]

    def some(part: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=120)
        for position in range(part, len(parcels), CONNECTIONS):
            if rate:
                time.sleep(max(0.0, began + position / rate - time.perf_counter()))
            body = json.dumps({"encounters": parcels[position]})
            connection.request("POST", "/v1/encounters/batch", body, {"content-type": "application/json"})
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 202:
                raise SystemExit(f"Visits were refused with {answer.status}: {said[:300]!r}")
            progress.advance(task, len(parcels[position]))

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(some, range(CONNECTIONS)))
