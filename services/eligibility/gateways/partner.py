"""HTTP to whoever answers inquiries: one POST, one reply. What became of it says nothing about the patient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import httpx
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from shared.stage.gateway import Unavailable

PATIENCE_SECONDS = 20.0
"""The operating rules for real-time eligibility (CAQH CORE) give a payer twenty seconds."""
KEPT_OPEN_SECONDS = 5.0
"""Partners close idle connections; a question sent into one that is being closed would have to be put again."""
HEADERS = {"Content-Type": "application/edi-x12"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    content: bytes = b""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


@dataclass
class Partner:
    """Connections, kept open between questions. Nobody is followed elsewhere, no proxy is taken from the environment."""

    patience: float = PATIENCE_SECONDS

    @cached_property
    def _connections(self) -> ClientSession:
        """As many as there are questions at a time, which the gateway limits. Certificates are trusted as everywhere in the system."""
        connector = TCPConnector(limit=0, keepalive_timeout=KEPT_OPEN_SECONDS, ssl=httpx.create_ssl_context())
        timeout = ClientTimeout(total=None, sock_connect=self.patience, sock_read=self.patience)
        return ClientSession(connector=connector, timeout=timeout, cookie_jar=DummyCookieJar(), trust_env=False)

    async def post(self, url: str, body: bytes) -> Reply:
        """The reply to a body. Raises Unavailable, which names the kind of fault and nothing else, when there is none."""
        try:
            async with self._connections.post(url, data=body, headers=HEADERS, allow_redirects=False) as reply:
                return Reply(reply.status, await reply.read())
        except (ClientError, TimeoutError, UnicodeError) as fault:
            raise Unavailable(type(fault).__name__) from None

    async def close(self) -> None:
        """End the connections, where any were made."""
        if "_connections" in self.__dict__:
            await self._connections.close()
