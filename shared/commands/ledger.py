"""`rcm ledger`: what became of a claim's money, whether the books are sound, and what an earlier system leaves to us."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.table import Table

from shared.cli import AsJson, Failure, bearer, err, out, refusal, show
from shared.commands.asking import address_of, tell
from shared.commands.opening_file import FileFault, claims_of, portions

commands = typer.Typer(no_args_is_help=True, help="The ledger: show a claim, verify all of it, take over claims, close a period.")
SERVICE = "adjudication"
PATIENCE = httpx.Timeout(10, read=3600)
"""To verify millions of entries takes minutes."""
Who = Annotated[str, typer.Option("--actor", help="Your staff id.")]
Why = Annotated[str, typer.Option("--reason", help="Why, for those who look at it later; nothing that identifies a patient.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `rcm`."""
    app.add_typer(commands, name="ledger")


@commands.command("show")
def show_claim(claim: Annotated[str, typer.Argument(help="The claim (CLM01).")], as_json: AsJson = False) -> None:
    """Every posting of a claim with its entries, what each line comes to, and the balances."""
    found = tell(SERVICE, f"/v1/claims/{claim}")
    if as_json:
        show({name: found[name] for name in ("claim_id", "encounter_id", "account", "lines", "entries")})
        return
    if not found["entries"]:
        out.print("Nothing is posted on this claim.")
        return
    out.print(_postings(found["entries"]))
    out.print(_lines(found["lines"]))
    if found["account"]:
        out.print("  ".join(f"{name.replace('_', ' ')} [bold]{amount}[/bold]" for name, amount in found["account"]["balances"].items()))


def _postings(entries: list[dict[str, Any]]) -> Table:
    table = Table("posted", "period", "posting", "line", "debit", "credit", "amount", "of", title="postings")
    for _, group in groupby(entries, key=lambda each: each["event_id"]):
        for place, entry in enumerate(group):
            first = (entry["posted_on"], entry["period"], entry["cause"].replace("_", " ")) if place == 0 else ("", "", "")
            of = " ".join(filter(None, (entry["trace_number"], entry["reference"], entry["actor"]))) if place == 0 or entry["reference"] else ""
            table.add_row(*first, str(entry["line_number"] or "–"), entry["debit"], entry["credit"], entry["amount"], of)
        table.add_section()
    return table


def _lines(lines: list[dict[str, Any]]) -> Table:
    names = ("charge", "payer_paid", "patient_paid", "adjusted", "open")
    table = Table("line", *(name.replace("_", " ") for name in names), "accounts", title="charge = paid + adjusted + open")
    for line in lines:
        accounts = ", ".join(f"{name} {amount}" for name, amount in line["accounts"].items())
        table.add_row(str(line["line_number"] or "–"), *(line[name] for name in names), accounts)
    return table


@commands.command()
def verify(
    digest: Annotated[str, typer.Option("--digest", help="The digest that the ledger must have, for example that of before a replay.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make every balance again from the entries and hold it against the states. Exit code 1 when anything differs, and what."""
    found = _verified(digest)
    if as_json:
        show(found)
    else:
        _say(found, digest)
    if not found["sound"]:
        raise typer.Exit(1)


def _verified(digest: str) -> Any:
    try:
        answer = httpx.get(
            address_of(SERVICE) + "/v1/ledger/verify", params={"digest": digest.lower()}, timeout=PATIENCE, trust_env=False, headers=bearer()
        )
    except httpx.HTTPError as fault:
        raise Failure(f"{SERVICE} does not answer ({type(fault).__name__}). See `rcm status`.") from None
    if answer.status_code in (401, 403):
        raise Failure(refusal(answer), 2)
    if answer.status_code == 422:
        raise Failure("A digest is 64 characters, 0–9 and a–f, as `rcm ledger verify` prints it.", 2)
    answer.raise_for_status()
    return answer.json()


def _say(found: dict[str, Any], digest: str) -> None:
    control = found["control"]
    out.print(f"{found['entries']} entries in {found['postings']} postings of {found['claims']} claims.")
    names = ("paid", "contractual", "written_off", "patient", "open")
    out.print(f"billed {control['billed']} = " + " + ".join(f"{name.replace('_', ' ')} {control[name]}" for name in names), highlight=False)
    out.print(f"digest {found['digest']}", highlight=False, soft_wrap=True)
    for row in found["differences"]:
        place = " ".join(filter(None, (row["encounter_id"], row["claim_id"], row["account"])))
        err.print(f"{place}: entries say {row['entries']}, the state says {row['state']}.", highlight=False, soft_wrap=True)
    if found["more_differences"]:
        err.print(f"… and {found['more_differences']} more differences.")
    for sentence in _objections(found, digest):
        err.print(sentence)
    if found["sound"]:
        out.print("The ledger is sound.")


def _objections(found: dict[str, Any], digest: str) -> list[str]:
    control, told = found["control"], list[str]()
    if not control["balanced"]:
        told.append("Debits and credits do not add up to zero.")
    if not (control["explained"] and control["opening"]["explained"]):
        told.append("What was billed is not what is paid, adjusted and open.")
    if found["digest_matches"] is False:
        told.append(f"The digest is not {digest}: entries were added since, or they are others.")
    return told


@commands.command("open")
def open_claims(
    file: Annotated[Path, typer.Argument(help="CSV, one row per service line.")], actor: Who, reason: Why, as_json: AsJson = False
) -> None:
    """Take over claims of an earlier system from a CSV file. The same file again takes over nothing twice."""
    try:
        claims = claims_of(file)
    except (OSError, UnicodeDecodeError) as fault:
        raise Failure(f"{file} cannot be read ({type(fault).__name__}). Give a CSV file in UTF-8.", 2) from None
    except FileFault as fault:
        raise Failure(f"{file}: {fault}", 2) from None
    taken = list[dict[str, str]]()
    for some in portions(claims):
        body = {"claims": some, "actor": {"id": actor}, "reason": reason}
        taken += tell(SERVICE, "/v1/opening-claims", body)["claims"]
    show({"claims": taken}) if as_json else out.print(f"{len(taken)} claims are taken over.")


@commands.command("close")
def close_period(period: Annotated[str, typer.Argument(help="The month, YYYY-MM.")], actor: Who, reason: Why, as_json: AsJson = False) -> None:
    """Close a posting period and all before it: what comes later is posted into the first one that is open."""
    done = tell(SERVICE, f"/v1/periods/{period}/close", {"actor": {"id": actor}, "reason": reason})
    show({"closed_through": done["closed_through"]}) if as_json else out.print(f"Closed through {done['closed_through']}.")
