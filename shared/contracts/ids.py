"""Identifiers are derived, so that a second run of the same cause yields the same id and repeats can be dropped.

Two kinds. `event_id` follows from what caused an event. `Names` turns a natural identifier (a record or visit number) into one that cannot be
guessed back: without the site's key, hashing every possible record number leads nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

NAMESPACE = UUID("0d5fa54e-7c0b-5d0e-9a2e-3f6d1c8b4a71")


def event_id(site: str, stage: str, cause: str, ordinal: int) -> str:
    """The id of the `ordinal`-th event that `stage` of `site` emits because of `cause` (the id of the event it handled)."""
    return str(uuid5(NAMESPACE, f"{site}|{stage}|{cause}|{ordinal}"))


def woken_id(site: str, stage: str, subject: str, on: date) -> str:
    """The id of the event by which a stage's subject is woken on a day: nobody is woken twice for it."""
    return event_id(site, stage, f"woken|{subject}|{on.isoformat()}", 0)


@dataclass(frozen=True)
class Names:
    """Keyed names of one site. The key is a secret of the installation; losing it means that known visits get new ids."""

    site: str
    key: bytes

    def of(self, kind: str, *natural: str) -> str:
        """Sixteen characters A–Z and 2–7 (80 bits): short enough for CLM01, opaque to everyone without the key."""
        message = "\x1f".join((self.site, kind, *natural)).encode()
        return b32encode(hmac.new(self.key, message, hashlib.sha256).digest()[:10]).decode()
