"""A token: `rcm_<id>_<secret>`. The id finds it, the secret of 256 random bits proves it; only the secret's SHA-256 is kept.

A plain hash is enough, because nobody can try 2^256 secrets; it keeps the check fast, so that wrong tokens cannot wear a service out.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.security.powers import granted

_TEXT = re.compile(r"rcm_([a-z2-7]{12})_([A-Za-z0-9_-]{43})", re.ASCII)
_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_NOTHING = hashlib.sha256(b"").hexdigest()


class Secret(BaseModel):
    """What proves a token, as its hash; after a rotation the one before holds for a while."""

    model_config = ConfigDict(frozen=True)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    until: AwareDatetime | None = None
    """The end of the overlap; None for the newest."""


class Token(BaseModel):
    """One person's or one system's right to use the APIs, as the tokens file holds it."""

    model_config = ConfigDict(frozen=True)
    id: str = Field(pattern=r"^[a-z2-7]{12}$")
    name: str = Field(min_length=1, max_length=64)
    """A person's staff id, or the name of a system."""
    person: bool = False
    """A person's token signs with that person's staff id only."""
    services: tuple[str, ...] = ("*",)
    roles: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    """What it may do besides its roles."""
    secrets: tuple[Secret, ...] = Field(min_length=1)
    issued_at: AwareDatetime
    expires_at: AwareDatetime
    revoked_at: AwareDatetime | None = None

    @property
    def may(self) -> frozenset[str]:
        """Its powers, those of its roles included."""
        return granted(self.roles, self.powers)

    def serves(self, service: str) -> bool:
        return "*" in self.services or service in self.services

    def proven_by(self, secret: str, now: datetime) -> bool:
        """Whether this is a secret of the token; takes the same time for a wrong one."""
        digest = digest_of(secret)
        matches = [hmac.compare_digest(each.sha256, digest) and (each.until is None or now < each.until) for each in self.secrets]
        return any(matches)

    def state(self, now: datetime) -> str:
        return "revoked" if self.revoked_at else "expired" if now >= self.expires_at else "valid"

    def rotated(self, now: datetime, overlap: timedelta, days: int) -> tuple[Self, str]:
        """The same token with a new secret, and its text. The secret so far holds for the overlap."""
        secret = secrets.token_urlsafe(32)
        kept = [each if each.until else each.model_copy(update={"until": now + overlap}) for each in self.secrets]
        alive = [each for each in kept if each.until and each.until > now]
        change = {"secrets": (Secret(sha256=digest_of(secret)), *alive), "expires_at": now + timedelta(days=days)}
        return self.model_copy(update=change), f"rcm_{self.id}_{secret}"


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def parts_of(text: str) -> tuple[str, str] | None:
    """Id and secret of a token's text; None when it is no token at all."""
    found = _TEXT.fullmatch(text)
    return (found[1], found[2]) if found else None


def waste_time(secret: str) -> None:
    """What a known id would have cost, so that the time of an answer does not tell known ids from unknown ones."""
    hmac.compare_digest(digest_of(secret), _NOTHING)


def issue(
    name: str,
    now: datetime,
    *,
    days: int,
    roles: Sequence[str] = (),
    powers: Sequence[str] = (),
    services: Sequence[str] = ("*",),
    person: bool = False,
) -> tuple[Token, str]:
    """A new token and its text, which is never to be seen again."""
    ident = "".join(secrets.choice(_ID_LETTERS) for _ in range(12))
    secret = secrets.token_urlsafe(32)
    token = Token(
        id=ident,
        name=name,
        person=person,
        services=tuple(services),
        roles=tuple(roles),
        powers=tuple(powers),
        secrets=(Secret(sha256=digest_of(secret)),),
        issued_at=now,
        expires_at=now + timedelta(days=days),
    )
    return token, f"rcm_{ident}_{secret}"
