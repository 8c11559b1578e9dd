"""The operator's token of an installation on this machine: issued by itself, kept in the data folder, readable by its owner only.

Who can read the data folder holds the database's password too; the token gives nothing beyond that.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from deploy.embedded.errors import StackError
from shared.security import tokenfile
from shared.security.keyring import Keyring, Refused
from shared.security.powers import POWERS
from shared.security.tokenfile import Tokens, TokensError
from shared.security.tokens import issue

TOKENS, TOKEN = "tokens.json", "operator.token"
SHOWN = Path("var/services.token")
"""Where `rcm trace` and `rcm status` of this folder find the token of a running installation."""
DAYS = 90


def access(data: Path, environment: Mapping[str, str], *, open_access: bool) -> tuple[dict[str, str], Path | None]:
    """Settings that decide who is let in, and the file with the operator's token; None when access is open or tokens are a matter of one's own."""
    if open_access or environment.get("RCM_ACCESS") == "open":
        return {"RCM_ACCESS": "open"}, None
    if environment.get("RCM_TOKENS"):
        return {}, None
    try:
        return {"RCM_TOKENS": str(data / TOKENS)}, _token_in(data)
    except TokensError as fault:
        raise StackError(str(fault)) from fault


def _token_in(data: Path) -> Path:
    """The operator's token; the one of the last start while it is good."""
    path = data / TOKEN
    if not _is_good(path, data / TOKENS):
        token, text = issue("operator", datetime.now(UTC), days=DAYS, roles=("operator",), powers=POWERS)
        tokenfile.change(data / TOKENS, lambda kept: Tokens(tokens=(*(each for each in kept.tokens if each.name != token.name), token)))
        tokenfile.write_private(path, text + "\n")
    return path


def _is_good(path: Path, tokens: Path) -> bool:
    try:
        Keyring(tokens).admit(path.read_text().strip(), "*")
    except (OSError, Refused):
        return False
    return True


@contextmanager
def shown(token: Path | None) -> Iterator[None]:
    """Inside, commands of this folder find the token."""
    SHOWN.unlink(missing_ok=True)
    if token is not None:
        SHOWN.parent.mkdir(parents=True, exist_ok=True)
        SHOWN.symlink_to(token.resolve())
    try:
        yield
    finally:
        SHOWN.unlink(missing_ok=True)
