"""`rcm token`: who may use the APIs. The token is printed once; the tokens file keeps its hash only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from shared.cli import AsJson, Failure, err, out, show
from shared.commands.granting import SERVICES, checked
from shared.security import tokenfile
from shared.security.powers import POWERS, ROLES
from shared.security.tokenfile import Tokens, TokensError
from shared.security.tokens import Token
from shared.security.tokens import issue as new_token
from shared.settings import tokens_path

commands = typer.Typer(no_args_is_help=True, help="Who may use the APIs: issue, rotate, revoke and list tokens.")
File = Annotated[Path | None, typer.Option("--file", help="The tokens file; otherwise RCM_TOKENS.")]
Which = Annotated[str, typer.Argument(help="The token's id, or its name when only one has it.")]
Days = Annotated[int, typer.Option(min=1, max=3660, help="How long it holds from now.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `rcm`."""
    app.add_typer(commands, name="token")


@commands.command()
def issue(
    name: Annotated[str, typer.Argument(help="A person's staff id, or the name of a system.")],
    role: Annotated[list[str] | None, typer.Option(help=f"What it is for: {', '.join(ROLES)}.")] = None,
    power: Annotated[list[str] | None, typer.Option(help=f"A single power: {', '.join(POWERS)}.")] = None,
    service: Annotated[list[str] | None, typer.Option(help="A service it is for; every service when left out.")] = None,
    person: Annotated[bool, typer.Option("--person", help="Its commands can be signed with this staff id only.")] = False,
    days: Days = 365,
    file: File = None,
    as_json: AsJson = False,
) -> None:
    """Make a token and print it, this one time."""
    roles, powers = checked("role", role, ROLES), checked("power", power, POWERS)
    if not roles and not powers:
        raise Failure(f"Say what the token is for: --role ({', '.join(ROLES)}) or --power ({', '.join(POWERS)}).", 2)
    if not 1 <= len(name) <= 64:
        raise Failure("Give a name of 1 to 64 characters.", 2)
    services = checked("service", service, SERVICES) or ("*",)
    token, text = new_token(name, _now(), days=days, roles=roles, powers=powers, services=services, person=person)
    _change(file, lambda kept: Tokens(tokens=(*kept.tokens, token)))
    _tell_once(token, text, as_json)


@commands.command()
def rotate(
    which: Which,
    overlap: Annotated[float, typer.Option(min=0, max=24 * 30, help="Hours for which the secret so far still holds.")] = 24.0,
    days: Days = 365,
    file: File = None,
    as_json: AsJson = False,
) -> None:
    """Give a token a new secret and a new end; the secret so far holds for the overlap."""
    made: list[tuple[Token, str]] = []

    def renewed(token: Token) -> Token:
        if token.revoked_at:
            raise Failure(f"The token {token.id} was revoked. Issue a new one with `rcm token issue`.", 2)
        made.append(token.rotated(_now(), timedelta(hours=overlap), days))
        return made[0][0]

    _change(file, lambda kept: _with(kept, which, renewed))
    _tell_once(*made[0], as_json)


@commands.command()
def revoke(which: Which, file: File = None, as_json: AsJson = False) -> None:
    """End a token at once, in every service within a second or two."""
    ended: list[Token] = []

    def revoked(token: Token) -> Token:
        ended.append(token.model_copy(update={"revoked_at": token.revoked_at or _now()}))
        return ended[0]

    _change(file, lambda kept: _with(kept, which, revoked))
    show(_shown(ended[0])) if as_json else out.print(f"The token {ended[0].id} of {ended[0].name} is revoked.")


@commands.command("list")
def list_tokens(file: File = None, as_json: AsJson = False) -> None:
    """Every token, never its secret."""
    path = _path(file)
    try:
        rows = [_shown(each) for each in tokenfile.read(path).tokens]
    except FileNotFoundError:
        raise Failure(f"There is no tokens file at {path}. `rcm token issue` makes it.", 2) from None
    except TokensError as fault:
        raise Failure(str(fault)) from None
    if as_json:
        show(rows)
        return
    table = Table()
    for name in ("id", "name", "kind", "services", "may", "until", "state"):
        table.add_column(name, no_wrap=name in ("id", "until", "state"))
    for row in rows:
        table.add_row(row["id"], row["name"], row["kind"], " ".join(row["services"]), " ".join(row["may"]), row["expires_at"][:10], row["state"])
    out.print(table)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  a token's end is a matter of the wall clock


def _path(file: Path | None) -> Path:
    path = file or tokens_path()
    if path is None:
        raise Failure("Which tokens file? Set RCM_TOKENS to its path, or give --file.", 2)
    return path


def _change(file: Path | None, edit: Callable[[Tokens], Tokens]) -> None:
    try:
        tokenfile.change(_path(file), edit)
    except TokensError as fault:
        raise Failure(str(fault)) from None


def _with(kept: Tokens, which: str, edit: Callable[[Token], Token]) -> Tokens:
    """The tokens with one of them edited. Of several with a name, those that are revoked do not count."""
    found = [each for each in kept.tokens if each.id == which] or [each for each in kept.tokens if each.name == which and not each.revoked_at]
    if len(found) != 1:
        many = f"{len(found)} tokens have the name {which}: give the id" if found else f"There is no token {which}"
        raise Failure(f"{many}. See `rcm token list`.", 2)
    return Tokens(tokens=tuple(edit(each) if each is found[0] else each for each in kept.tokens))


def _shown(token: Token) -> dict[str, Any]:
    facts = token.model_dump(mode="json", exclude={"secrets", "person"})
    return {**facts, "kind": "person" if token.person else "system", "may": sorted(token.may), "state": token.state(_now())}


def _tell_once(token: Token, text: str, as_json: bool) -> None:
    """The token on standard output, so that it can go straight into a file; the rest on standard error."""
    if as_json:
        show({**_shown(token), "token": text})
        return
    out.print(text, soft_wrap=True, highlight=False, markup=False)
    err.print(f"{token.name} ({token.id}) may {', '.join(sorted(token.may))} in {', '.join(token.services)} until {token.expires_at:%Y-%m-%d}.")
    err.print("Keep it now: it is not shown again, and nobody can find it out from the tokens file.")
