"""`rcm kpi`: the figures of the board, what each is made of, and the claims behind one."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

import typer
from rich.table import Table

from shared.cli import AsJson, out, show
from shared.commands.asking import tell

Since = Annotated[str, typer.Option("--from", help="First day, such as 2026-01-01.")]
Until = Annotated[str, typer.Option("--to", help="Last day, and the day at which receivables are aged.")]
Payer = Annotated[str, typer.Option(help="Only claims of which this payer was billed first.")]
SHOWN = ("in_numerator", "payer_id", "state", "charged", "denied", "gross", "prevented", "estimated", "patient_share")
"""What fits on a screen beside the claim, or the visit; --json has the rest."""
SIGNS = {"percent": " %", "usd": "", "days": " days", "count": ""}


def register(app: typer.Typer) -> None:
    """Add the command to `rcm`."""
    app.command()(kpi)


def kpi(
    figure: Annotated[str, typer.Argument(help="List the claims behind this figure.")] = "",
    since: Since = "",
    until: Until = "",
    payer: Payer = "",
    as_json: AsJson = False,
) -> None:
    """The board of adjudication: rates, take-backs, receivables, and whether every dollar charged is explained. Exit code 1 when one is not."""
    asked = urlencode({name: value for name, value in (("from", since), ("to", until), ("payer", payer)) if value})
    query = f"?{asked}" if asked else ""
    found = tell("adjudication", f"/v1/kpi/{figure}/claims{query}" if figure else f"/v1/kpi{query}")
    if as_json:
        show(found)
    elif figure:
        _print_claims(found)
    else:
        _print_board(found)
    if not figure and not found["control"]["explained"]:
        raise typer.Exit(1)


def _print_board(found: dict[str, Any]) -> None:
    table = Table("figure", "value", "of", "claims or visits", title=f"{found['population']['claims']} claims decided, {found['as_of']}")
    for name, each in found["figures"].items():
        value = "–" if each["value"] is None else f"{each['value']}{SIGNS[each['unit']]}"
        parts = f"{each['numerator']} / {each['denominator']}" if each["denominator"] is not None else ""
        table.add_row(name.replace("_", " "), value, parts, "" if each["count"] is None else str(each["count"]))
    out.print(table)
    aged = Table("receivable of", *next(iter(found["aging"].values())), title="days since service or discharge")
    for who, buckets in found["aging"].items():
        aged.add_row(who, *buckets.values())
    out.print(aged)
    for sentence in _control(found["control"]):
        out.print(sentence, highlight=False, soft_wrap=True)


def _control(control: dict[str, Any]) -> list[str]:
    names = ("payers", "contractual", "capitation", "patient", "written_off", "denied_open", "payer_open", "disputed")
    parts = " + ".join(f"{name.replace('_', ' ')} {control[name]}" for name in names)
    sentences = [
        f"{control['charged']} charged = {parts}.",
        f"Of contractual {control['sequestration']} is sequestration; of patient {control['patient_collected']} is collected.",
        f"Patient credits: {control['patient_credits']}.",
    ]
    if not control["explained"]:
        sentences.append(f"{control['difference']} is not explained: run `rcm ledger verify`.")
    return sentences


def _print_claims(found: dict[str, Any]) -> None:
    out.print(f"{found['figure'].replace('_', ' ')}: {found['definition']}", highlight=False, soft_wrap=True)
    if not found["claims"]:
        out.print("No claims.")
        return
    subject = "claim_id" if "claim_id" in found["claims"][0] else "encounter_id"
    columns = [name for name in found["claims"][0] if name in (subject, *SHOWN)]
    table = Table(title=f"{found['total']} in all")
    for name in columns:
        table.add_column(name.replace("_", " "), no_wrap=name == subject)
    for row in found["claims"]:
        table.add_row(*("–" if row[name] is None else str(row[name]) for name in columns))
    out.print(table)
