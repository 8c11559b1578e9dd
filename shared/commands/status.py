"""`rcm status`: is all well, and if not, what does a person have to do?"""

from __future__ import annotations

from typing import Any

import httpx
import typer
from rich.table import Table

from shared.cli import AsJson, out, peers, show
from shared.commands.asking import ask

LONG_SECONDS = 30.0
"""An event that waits longer than this to be published waits for somebody."""


def register(app: typer.Typer) -> None:
    """Add the command to `rcm`."""
    app.command()(status)


def status(as_json: AsJson = False) -> None:
    """Lag, outbox, parked messages and calls of every service. Exit code 1 when something needs a person."""
    answers = {name: _answer(address) for name, address in peers().items()}
    needs = {name: needs_of(answer) for name, answer in answers.items()}
    if as_json:
        show({name: {**answer, "needs": needs[name]} for name, answer in answers.items()})
    else:
        out.print(_table(answers))
        for name, sentences in needs.items():
            for sentence in sentences:
                out.print(f"[bold]{name}[/bold]: {sentence}", highlight=False, soft_wrap=True)
        if not any(needs.values()):
            out.print("All is well.")
    if any(needs.values()):
        raise typer.Exit(1)


def _answer(address: str) -> dict[str, Any]:
    try:
        return dict(ask(address, "/v1/status"))
    except httpx.HTTPError as fault:
        return {"unreachable": type(fault).__name__}


def needs_of(answer: dict[str, Any]) -> list[str]:
    """What a person has to look after, as sentences that say what to do; work items are everyday work and not among it."""
    if "unreachable" in answer:
        return [f"does not answer ({answer['unreachable']}): see whether its process runs, and its log."]
    found = [f"{sentence}." for sentence in answer["problems"]]
    if answer["oldest_unpublished_seconds"] > LONG_SECONDS:
        found.append(f"an event has waited {answer['oldest_unpublished_seconds']:.0f} s to be published: see whether Kafka answers.")
    first = [row for row in answer["parked"] if row["kind"] != "waiting"]
    if first:
        found.append(f"{_sum(first)} messages are parked: `rcm parked list`, then mend the cause and retry.")
    uncertain = [call for call in answer["outside_calls"] if call["status"] == "uncertain"]
    if uncertain:
        found.append(f"of {_sum(uncertain)} outside calls nobody knows whether they arrived: see the work items of kind outside_call_uncertain.")
    return found


def _table(answers: dict[str, dict[str, Any]]) -> Table:
    """One row per service; counts by topic or state are summed."""
    columns = ("service", "lag", "unpublished", "oldest", "parked", "calls waiting", "uncertain", "work items")
    table = Table(*columns, title="messages and calls")
    for service, answer in answers.items():
        table.add_row(service, *(_row(answer) if "unreachable" not in answer else ["–"] * (len(columns) - 1)))
    return table


def _row(answer: dict[str, Any]) -> list[str]:
    calls = answer["outside_calls"]
    waiting = [call for call in calls if call["status"] != "uncertain"]
    uncertain = [call for call in calls if call["status"] == "uncertain"]
    figures = (sum(answer["group_lag"].values()), answer["outbox"], f"{answer['oldest_unpublished_seconds']:.0f} s", _sum(answer["parked"]))
    return [str(each) for each in (*figures, _sum(waiting), _sum(uncertain), sum(answer["work_items"].values()))]


def _sum(rows: list[dict[str, Any]]) -> int:
    return sum(row["count"] for row in rows)
