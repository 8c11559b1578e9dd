"""The tokens of one service process: looked up in memory, read again when the file changes.

A wrong token costs a regular expression, a dictionary and one hash: no database, no file, no growth. Who cannot prove a token hears the same
sentence whether its id exists or not; expired, revoked and limited tokens are told apart only to their holders.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shared.security import tokenfile
from shared.security.tokenfile import TokensError
from shared.security.tokens import Token, parts_of, waste_time

log = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 1.0
ASK = "Ask whoever runs this installation for one; `rcm token issue` makes it."


@dataclass
class Refused(Exception):
    """Why somebody is not let in, and what to do."""

    status: int
    title: str
    detail: str
    error: str = ""
    """As RFC 6750 calls it; empty when no token was shown."""


class Keyring:
    """What a tokens file says now. Without a path nobody is let in."""

    def __init__(self, path: Path | None, now: Callable[[], float] = time.time, ticks: Callable[[], float] = time.monotonic) -> None:
        self.path, self._now, self._ticks = path, now, ticks
        self._tokens: dict[str, Token] = {}
        self._seen: tuple[int, int, int, int] | None = None
        self._look_at = 0.0
        self.fault = "" if path else "Nobody can be let in: set RCM_TOKENS to a tokens file and issue a token with `rcm token issue`."
        """What is wrong with the file, as a sentence; the tokens last read hold meanwhile."""
        self.usable = path is None
        """Whether the file could be read at some time, or there is none to read yet."""

    def admit(self, text: str, service: str) -> Token:
        """The token behind a text. Raises Refused."""
        self.refresh()
        if not text:
            raise Refused(401, "this needs a token", self._nobody() or f"Send it as `Authorization: Bearer rcm_…`, or log in. {ASK}")
        now = datetime.fromtimestamp(self._now(), UTC)
        token = self._proven(text, now)
        if token is None:
            raise Refused(401, "this token is not known here", self._nobody() or f"See that it was copied whole. {ASK}", "invalid_token")
        if token.revoked_at:
            raise Refused(401, "this token was revoked", f"That was on {token.revoked_at:%Y-%m-%d}. {ASK}", "invalid_token")
        if now >= token.expires_at:
            again = f"That was on {token.expires_at:%Y-%m-%d}. `rcm token rotate {token.id}` renews it."
            raise Refused(401, "this token has expired", again, "invalid_token")
        if not token.serves(service):
            raise Refused(403, f"this token is not for {service}", f"It is for {', '.join(token.services)}. {ASK}", "insufficient_scope")
        return token

    def _nobody(self) -> str:
        return self.fault if not self._tokens else ""

    def _proven(self, text: str, now: datetime) -> Token | None:
        ident, secret = parts_of(text) or ("", "")
        token = self._tokens.get(ident)
        if token is None:
            waste_time(secret)
            return None
        return token if token.proven_by(secret, now) else None

    def refresh(self) -> None:
        """Look at the file, at most once a second; read it when it is another one than before."""
        if self.path is None or self._ticks() < self._look_at:
            return
        self._look_at = self._ticks() + LOOK_AGAIN_SECONDS
        try:
            self._read(self.path)
        except FileNotFoundError:
            self._seen, self.usable = None, True
            self._say("There is no tokens file where RCM_TOKENS points: `rcm token issue` makes it.")
        except TokensError as fault:
            self._seen = None
            self._say(str(fault))
        except OSError as fault:
            self._seen = None
            self._say(f"The folder of the tokens file cannot be read ({fault.strerror}): let the services' user read it.")

    def _read(self, path: Path) -> None:
        found = path.stat()
        seen = (found.st_mtime_ns, found.st_ino, found.st_size, found.st_mode)
        if seen == self._seen:
            return
        self._tokens = {each.id: each for each in tokenfile.read(path).tokens}
        self._seen, self.usable = seen, True
        self._say("" if self._tokens else "Nobody can be let in: the tokens file is empty; issue a token with `rcm token issue`.")

    def _say(self, fault: str) -> None:
        if fault and fault != self.fault:
            log.error("%s%s", fault, " The tokens read before hold." if self._tokens else "")
        elif self.fault and not fault:
            log.info("the tokens file was read, %s tokens", len(self._tokens))
        self.fault = fault
