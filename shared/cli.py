"""`rcm`: one command for people who run, look after and ask this system.

Services and deployments add what they bring through entry points (`rcm.services`, `rcm.commands`), so the command of a machine that has only the
denials service knows only that one. Every command takes --json; exit codes: 0 done, 1 the answer is bad, 2 the question was wrong.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from shared.servers import SettingsError

if TYPE_CHECKING:  # a command that looks at a file must not pay for the import of settings, sites and HTTP
    import httpx

    from shared.stage.service import Service

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="The revenue cycle, from encounter to payment.")
out, err = Console(), Console(stderr=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
RUNNING = Path("var/services.json")
"""Written by `rcm up`: the address of each service's API."""
RUNNING_TOKEN = Path("var/services.token")
"""Leads to the operator's token of a running `rcm up`."""
COMMANDS = ("bank", "token", "parked", "status", "restore", "rebuild", "kpi", "ledger", "x12")
"""Modules of shared.commands, each with the commands of one matter, whose name is that of the first command word."""


class Failure(Exception):
    """A sentence that says what is wrong and what to do; the command ends with this exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def services() -> dict[str, Service]:
    """The services installed here, by name."""
    return {entry.name: entry.load() for entry in entry_points(group="rcm.services")}


def service_named(name: str) -> Service:
    """One installed service; a Failure names those there are."""
    found = next((entry for entry in entry_points(group="rcm.services") if entry.name == name), None)
    if found is None:
        known = ", ".join(sorted(entry.name for entry in entry_points(group="rcm.services"))) or "none"
        raise Failure(f"No service {name} is installed here. Installed: {known}.", 2)
    return found.load()  # type: ignore[no-any-return]


def show(value: Any) -> None:
    """Print JSON for programs."""
    sys.stdout.write(json.dumps(value, indent=1, default=str) + "\n")


def peers() -> dict[str, str]:
    """Addresses of the services' APIs: of a running `rcm up` in this folder, otherwise RCM_PEERS."""
    from shared.settings import peer_addresses

    if RUNNING.exists():
        return dict(json.loads(RUNNING.read_text()))
    known = peer_addresses()
    if not known:
        raise Failure("No service address is known. Run `rcm up` here first, or set RCM_PEERS=eligibility=http://…,coding=http://….")
    return known


def _run(name: str, *, worker: bool, api: bool) -> None:
    from shared.runtime import main as run_service  # a command that only asks must not pay for the import of the whole runtime

    raise typer.Exit(run_service(service_named(name), worker=worker, api=api))


@app.command()
def worker(service: str) -> None:
    """Run the stages of one service."""
    _run(service, worker=True, api=False)


@app.command()
def api(service: str) -> None:
    """Run the API of one service."""
    _run(service, worker=False, api=True)


@app.command()
def serve(service: str) -> None:
    """Run stages and API of one service in one process."""
    _run(service, worker=True, api=True)


@app.command()
def check(site: Annotated[Path, typer.Argument(help="The site file.")] = Path("deploy/site/site.yaml"), as_json: AsJson = False) -> None:
    """Check a site file and its tables; every fault with its line."""
    from shared.site import SiteError, load_site

    try:
        found = load_site(site)
    except SiteError as fault:
        if as_json:
            show({"valid": False, "problems": [each.__dict__ if hasattr(each, "__dict__") else str(each) for each in fault.problems]})
        else:
            err.print(str(fault), highlight=False, markup=False)
        raise typer.Exit(1) from None
    counts = {
        "facilities": len(found.facilities),
        "payers": len(found.payers),
        "contract rows": len(found.contracts),
        "charges": len(found.charge_master),
    }
    if as_json:
        show({"valid": True, "site": found.site, "version": found.version, **counts})
    else:
        out.print(f"{site}: no fault. {found.organisation.name}, " + ", ".join(f"{count} {name}" for name, count in counts.items()))


@app.command()
def topics(create: Annotated[bool, typer.Option("--create", help="Create what is missing on the broker.")] = False, as_json: AsJson = False) -> None:
    """The topics, who owns them, and what they carry."""
    from rich.table import Table

    from shared.contracts.topics import TOPICS

    if create:
        import asyncio

        from shared.kafka import topics_admin
        from shared.settings import Settings

        asyncio.run(topics_admin.prepare(Settings.load(), TOPICS))
    rows = [
        {"topic": t.name, "owner": t.owner, "key": t.key, "kind": t.kind, "partitions": t.partitions, "events": [e.__name__ for e in t.events]}
        for t in TOPICS
    ]
    if as_json:
        show(rows)
        return
    table = Table("topic", "owner", "key", "kind", "events")
    for row in rows:
        table.add_row(str(row["topic"]), str(row["owner"]), str(row["key"]), str(row["kind"]), ", ".join(row["events"]))  # type: ignore[arg-type]
    out.print(table)


def bearer() -> dict[str, str]:
    """The header that shows this machine's token: RCM_TOKEN, RCM_TOKEN_FILE, or the token of a running `rcm up` in this folder; none without one."""
    from shared.settings import own_token

    token = own_token() or (RUNNING_TOKEN.read_text().strip() if RUNNING_TOKEN.exists() else "")
    return {"Authorization": f"Bearer {token}"} if token else {}


def _ask(address: str, path: str) -> Any:
    import httpx

    answer = httpx.get(address + path, timeout=10, trust_env=False, headers=bearer())
    if answer.status_code in (401, 403):
        raise Failure(refusal(answer), 2)
    answer.raise_for_status()
    return answer.json()


def refusal(answer: httpx.Response) -> str:
    """Why a service did not let us in, and how to show a token."""
    told = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    said = f"{told.get('title', 'no')}. {told.get('detail', '')}"
    return f"{answer.url.copy_with(path='/')} says: {said} Commands take their token from RCM_TOKEN or RCM_TOKEN_FILE."


@app.command()
def trace(about: Annotated[str, typer.Argument(help="A claim or an encounter.")], as_json: AsJson = False) -> None:
    """What happened to a claim or encounter, across all services."""
    if as_json:
        steps, absent = timeline(peers(), about)
        show({"about": about, "steps": steps, "absent": absent})
    else:
        print_timeline(peers(), about, out)


def timeline(addresses: dict[str, str], about: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Steps of all services about a claim and its encounter, in causal order, and the services that did not answer."""
    from shared.http.timeline import also_about, in_causal_order

    found, absent = _collect(addresses, about)
    for other in sorted(also_about(found) - {about}):
        found += _collect(addresses, other)[0]
    return in_causal_order(found), absent


def print_timeline(addresses: dict[str, str], about: str, screen: Console) -> None:
    """The timeline for a person; a Failure when nobody knows the id."""
    from shared.http.timeline import summary_of, title_of

    steps, absent = timeline(addresses, about)
    if not steps:
        raise Failure(f"No service that answered knows {about}. Take an id from `rcm status` or a work item.")
    for step in steps:
        when = step["time"][:16].replace("T", " ")
        screen.print(f"{when}  [bold]{title_of(step)}[/bold]  [dim]{step['service']}[/dim]  {summary_of(step)}", soft_wrap=True, highlight=False)
    for name in absent:
        err.print(f"{name} did not answer; its steps are missing.")


def _collect(addresses: dict[str, str], about: str) -> tuple[list[dict[str, Any]], list[str]]:
    import httpx

    found: list[dict[str, Any]] = []
    absent = []
    for name, address in addresses.items():
        try:
            found += _ask(address, f"/v1/timeline/{about}")["steps"]
        except httpx.HTTPError:
            absent.append(name)
    return found, absent


def main() -> None:
    """Entry point of `rcm`."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    for name in (asked,) if asked in COMMANDS else COMMANDS:  # the word says which module is meant: the others are not imported for it
        import_module(f"shared.commands.{name}").register(app)
    if asked not in COMMANDS:
        for entry in entry_points(group="rcm.commands"):
            entry.load()(app)
    try:
        app()
    except (Failure, SettingsError) as fault:
        err.print(str(fault), highlight=False, markup=False, soft_wrap=True)
        sys.exit(getattr(fault, "code", 2))


if __name__ == "__main__":
    import_module("shared.cli").main()  # the commands know this module by its name; run as a script it would be there twice
