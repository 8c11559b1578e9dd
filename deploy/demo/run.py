"""One demonstration from start to end: encounters in, people at their desks, until nothing moves any more; then the figures."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from deploy.demo.board import STEPS, progress, reached
from deploy.demo.staff import Staff
from deploy.demo.subscriber import Subscriber
from deploy.embedded.errors import StackError
from deploy.embedded.installation import Running
from deploy.embedded.supervisor import Supervisor

QUIET_S = 1.5
"""Nothing new for so long, nothing in flight, nobody answered anything: the story is over."""
FHIR = {"content-type": "application/fhir+json"}
CONNECTIONS = 4
STALLED_S = 45.0
"""Nothing new for so long although something is in flight: a fault, and the demonstration says which encounters are unfinished."""


@dataclass(frozen=True)
class Accepted:
    """What the intake answered: ids of accepted encounters by visit number, and refusals as sentences."""

    encounters: Mapping[str, str]
    refused: tuple[str, ...]


def register(client: httpx.Client, address: str, files: Sequence[Path]) -> Iterator[Accepted]:
    """Post bundles over a few connections, as an interface engine would; answers come in the order of the files."""

    def post(path: Path) -> Accepted:
        return _accepted(path, client.post(f"{address}/v1/fhir", content=path.read_bytes(), headers=FHIR, timeout=300))

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        yield from pool.map(post, files)


def _accepted(path: Path, answer: httpx.Response) -> Accepted:
    body = answer.json()
    if answer.status_code != 202:
        return Accepted({}, (f"{path.name}: {body.get('title', answer.status_code)} ({body.get('place', '')})",))
    results = body["encounters"]
    refused = tuple(f"{path.name}: {each['visit_number']}" for each in results if each["outcome"] == "refused")
    return Accepted({each["visit_number"]: each["encounter_id"] for each in results if each["outcome"] != "refused"}, refused)


def play(running: Running, subscriber: Subscriber, files: list[Path], knowledge: Mapping[str, Any], screen: Console) -> tuple[Staff, list[str]]:
    """Everything that happens between the first encounter and the last posting. Raises StackError when it does not come to an end."""
    known: dict[str, Mapping[str, Any]] = {}
    refused: list[str] = []
    with httpx.Client(timeout=30, trust_env=False) as client, progress(screen) as bars:
        staff = Staff(running.addresses, client, known)
        tasks = [bars.add_task(name, total=None) for name in STEPS]

        def show() -> None:
            with subscriber.lock:
                counts = reached(subscriber.story)
            for task, count in zip(tasks, counts, strict=True):
                bars.update(task, completed=count, total=max(len(known), count) or None)

        for accepted in register(client, running.addresses["eligibility"], files):
            known.update({encounter: knowledge.get(visit, {}) for visit, encounter in accepted.encounters.items()})
            refused += accepted.refused
            for encounter in accepted.encounters.values():
                staff.collect(encounter)
            show()
        _until_over(running.supervisor, subscriber, staff, show, known)
    return staff, refused


def _until_over(supervisor: Supervisor, subscriber: Subscriber, staff: Staff, show: Any, known: Mapping[str, Any]) -> None:
    while True:
        supervisor.check()
        subscriber.check()
        answered = staff.look_around()
        show()
        with subscriber.lock:
            unfinished = subscriber.story.without_outcome() + sorted(known.keys() - subscriber.story.encounters.keys())
        quiet = subscriber.quiet_for()
        if not answered and not unfinished and quiet > QUIET_S:
            return
        if not answered and quiet > STALLED_S:
            raise StackError(_stalled(unfinished))
        time.sleep(0.4)


def _stalled(unfinished: list[str]) -> str:
    some = ", ".join(unfinished[:5])
    return f"Nothing has moved for {STALLED_S:.0f} s, and {len(unfinished)} encounters are unfinished: {some}. See the logs."


def summarise(subscriber: Subscriber, began: float, refused: list[str]) -> dict[str, Any]:
    """The figures of a run, from the events alone."""
    with subscriber.lock:
        story = subscriber.story
        money = story.money()
        outcomes = list(story.closed.values())
        first = subscriber.first_paid_at
        return {
            "encounters": len(story.encounters),
            "refused": len(refused),
            "claims": len(story.sent()),
            "encounters_held": sum(story.outcome(encounter) == "held" for encounter in story.encounters),
            "held": dict(sorted(story.held().items())),
            "rejected_and_resent": sum(claim.rejected_and_resent for claim in story.claims.values()),
            "claims_paid": len(story.paid()),
            "lines_denied": len(story.denials),
            "lines_overturned": outcomes.count("overturned"),
            **{name: f"{amount:.2f}" for name, amount in money.items()},
            "balanced": money["billed"] == sum((money[name] for name in ("paid", "contractual", "patient", "open")), Decimal(0)),
            "encounters_without_outcome": len(story.without_outcome()),
            "seconds_to_first_paid": round(first - began, 1) if first else None,
        }


def ledger_agrees(address: str, summary: Mapping[str, Any]) -> bool:
    """Whether the ledger of the adjudication service says the same as the events."""
    ledger = httpx.get(f"{address}/v1/ledger/summary", timeout=30, trust_env=False).raise_for_status().json()
    return all(Decimal(ledger[name]) == Decimal(summary[name]) for name in ("billed", "paid", "contractual", "patient", "open"))


def keep_documents(addresses: Mapping[str, str], clearinghouse: Path, folder: Path) -> int:
    """Every interchange that went out or came in, as `out-837P-….x12` or `in-835-….x12`; returns how many. Files are copied as they lay in the
    clearinghouse's folders; inquiries and their answers went over HTTP and are asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    for direction, source in (("out", clearinghouse / "to-clearinghouse"), ("in", clearinghouse / "from-clearinghouse")):
        for path in sorted(source.rglob("*.x12")):
            shutil.copyfile(path, folder / f"{direction}-{path.name}")
    with httpx.Client(base_url=addresses["eligibility"], timeout=60, trust_env=False) as client:
        for direction, kind in (("out", "270"), ("in", "271")):
            for each in client.get("/v1/documents", params={"kind": kind, "limit": 10_000}).raise_for_status().json()["documents"]:
                body = client.get(f"/v1/documents/{each['sha256']}").raise_for_status().content
                (folder / f"{direction}-{kind}-{each['sha256'][:12]}.x12").write_bytes(body)
    return len(list(folder.iterdir()))


def claim_to_show(subscriber: Subscriber) -> str | None:
    """A claim with a denial that was overturned, otherwise one that was paid, otherwise any encounter."""
    with subscriber.lock:
        story = subscriber.story
        overturned = sorted(story.denials[denial]["claim_id"] for denial, outcome in story.closed.items() if outcome == "overturned")
        paid = sorted(name for name, claim in story.claims.items() if claim in story.paid())
        return next(iter(overturned + paid + sorted(story.encounters)), None)


def write(summary: dict[str, Any], began: float, path: Path) -> None:
    """The summary with the seconds since the command began, everything but the stopping of the servers included."""
    summary["seconds_total"] = round(time.time() - began, 1)
    path.write_text(json.dumps(summary, indent=1) + "\n")
