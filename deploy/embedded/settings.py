"""What a person may set about the embedded servers. Nothing has to be set."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from deploy.embedded.errors import StackError


@dataclass(frozen=True)
class StackSettings:
    """Where the servers live, and addresses of one's own that are used in their place."""

    data: Path = Path("var")  # RCM_DATA
    kafka: str | None = None  # RCM_KAFKA, host:port; no broker is started then
    database: str | None = None  # RCM_DATABASE, postgresql+asyncpg://...; no database is started then
    kafka_port: int | None = None  # RCM_KAFKA_PORT; unset: a free one, kept between starts
    database_port: int | None = None  # RCM_DATABASE_PORT; likewise
    cache: Path | None = None  # RCM_CACHE, for downloads; unset: inside the data folder
    mirror: str | None = None  # RCM_MAVEN, a Maven mirror's address
    durable: bool = True  # False: tests only, the database does not wait for the disk

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings as the environment names them; an empty variable counts as unset."""
        cache = environment.get("RCM_CACHE")
        return cls(
            data=Path(environment.get("RCM_DATA") or "var"),
            kafka=environment.get("RCM_KAFKA") or None,
            database=environment.get("RCM_DATABASE") or None,
            kafka_port=_port(environment, "RCM_KAFKA_PORT"),
            database_port=_port(environment, "RCM_DATABASE_PORT"),
            cache=Path(cache) if cache else None,
            mirror=environment.get("RCM_MAVEN") or None,
        )


def _port(environment: Mapping[str, str], name: str) -> int | None:
    text = environment.get(name)
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise StackError(f"{name} is {text!r}, which is not a port: set it to a number from 1 to 65535, or leave it out.")
    return int(text)
