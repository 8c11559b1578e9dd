"""`rcm parked`: messages that were set aside, and what a person decides about them. Payloads may identify a patient and are shown on request only."""

from __future__ import annotations

from typing import Annotated, Any

import httpx
import typer
from rich.table import Table

from shared.cli import AsJson, err, out, peers, show
from shared.commands.asking import address_of, ask, tell

commands = typer.Typer(no_args_is_help=True, help="Messages that were set aside: look, handle again, give up.")
Service = Annotated[str, typer.Option("--service", help="The service that set it aside.")]
Number = Annotated[int, typer.Argument(help="Its number in `rcm parked list`.")]
Who = Annotated[str, typer.Option("--actor", help="Your staff id.")]
Why = Annotated[str, typer.Option("--reason", help="Why, for those who look at it later; nothing that identifies a patient.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `rcm`."""
    app.add_typer(commands, name="parked")


@commands.command("list")
def list_parked(service: Annotated[str | None, typer.Option(help="Only this service.")] = None, as_json: AsJson = False) -> None:
    """What is set aside, oldest first. Exit code 1 when there is something, or when a service does not answer."""
    rows, absent = list[dict[str, Any]](), list[str]()
    for name, address in ({service: address_of(service)} if service else peers()).items():
        try:
            rows += [{"service": name, **row} for row in ask(address, "/v1/parked")["parked"]]
        except httpx.HTTPError:
            absent.append(name)
    if as_json:
        show({"parked": rows, "absent": absent})
    else:
        _print_rows(rows, absent)
    if rows or absent:
        raise typer.Exit(1)


def _print_rows(rows: list[dict[str, Any]], absent: list[str]) -> None:
    table = Table("service", "number", "stage", "key", "event", "why", "since")
    for row in rows:
        kind = row["reason"] if row["kind"] != "waiting" else "waits behind an earlier one"
        table.add_row(row["service"], str(row["id"]), row["stage"], row["key"], row["type"], kind, row["parked_at"][:16].replace("T", " "))
    out.print(table if rows else "Nothing is set aside.")
    for name in absent:
        err.print(f"{name} did not answer; what it has set aside is missing.")


@commands.command("show")
def show_one(
    number: Number,
    service: Service,
    payload: Annotated[bool, typer.Option("--payload", help="Also the value; it may identify a patient. Needs a token with the power phi.")] = False,
    as_json: AsJson = False,
) -> None:
    """One message: its envelope, why it was set aside, how many wait behind it."""
    found = tell(service, f"/v1/parked/{number}")
    if payload:
        found["value"] = tell(service, f"/v1/parked/{number}/value")["value"]
    if as_json:
        show(found)
        return
    for name, value in {**found, **found.pop("envelope")}.items():
        if name != "envelope":
            out.print(f"[bold]{name.replace('_', ' '):16}[/bold] {value}", highlight=False, soft_wrap=True)


@commands.command()
def retry(number: Number, service: Service, actor: Who, reason: Why, as_json: AsJson = False) -> None:
    """Handle it again, with everything that waits behind it. Exit code 1 when it fails again."""
    found = tell(service, f"/v1/parked/{number}")
    body = {"stage": found["stage"], "key": found["key"], "actor": {"id": actor}, "reason": reason}
    handled = tell(service, "/v1/parked/release", body)["handled"]
    left = [row for row in tell(service, "/v1/parked")["parked"] if (row["stage"], row["key"]) == (found["stage"], found["key"])]
    answer = {"handled": handled, "left": len(left), "reason": left[0]["reason"] if left else ""}
    show(answer) if as_json else out.print(f"{handled} handled." + (f" {len(left)} still set aside: {left[0]['reason']}" if left else ""))
    if left:
        raise typer.Exit(1)


@commands.command()
def discard(number: Number, service: Service, actor: Who, reason: Why, as_json: AsJson = False) -> None:
    """Give it up for ever, on your responsibility; what waits behind it is handled."""
    answer = tell(service, f"/v1/parked/{number}/discard", {"actor": {"id": actor}, "reason": reason})
    show(answer) if as_json else out.print(f"{number} is given up; what waited behind it was handled.")
