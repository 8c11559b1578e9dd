"""Settings of one process, from the environment: the only module that reads it.

Each one that is missing or malformed is reported as a sentence that says what to do.

    RCM_SITE                  path of site.yaml                        (required)
    RCM_KEY or RCM_KEY_FILE   the site's secret for opaque identifiers (required)
    RCM_KAFKA                 host:port, several separated by commas   (127.0.0.1:9092)
    RCM_DATABASE              postgresql://user:password@host/name     (required)
    RCM_DATABASE_OWNER        the same database as the role that owns the schema; the service's own role then owns nothing
    RCM_KAFKA_…, RCM_DATABASE_PASSWORD_FILE: encryption and login, see shared.servers
    RCM_LISTEN                host:port of this service's API          (127.0.0.1:8000)
    RCM_PEERS                 eligibility=http://…,coding=http://…
    RCM_LINKS                 the same as a person's browser reaches them, where that differs
    RCM_CLEARINGHOUSE_FOLDER  the folder shared with the clearinghouse
    RCM_ELIGIBILITY_URL       where 270 inquiries are posted
    RCM_DENIALS_INTAKE        x12: denials takes 835s itself, where no adjudication does (off)
    RCM_REPLICAS              copies of each topic's data              (1)
    RCM_TOKENS                the tokens file that `rcm token` writes; without it nobody is let in
    RCM_ACCESS                `open` lets everybody in without a token, on loopback only (`token`)
    RCM_LOG                   json or text; without it text on a terminal and json elsewhere
    RCM_TODAY                 a fixed calendar day, for demonstrations
    RCM_PREFIX                put before topics, groups and schemas, so that test runs share servers without meeting
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from shared.contracts.ids import Names
from shared.servers import KafkaSecurity, database_access, kafka_security, secret_file
from shared.servers import SettingsError as SettingsError
from shared.site import Site, SiteError, load_site
from shared.stage.gateway import Moment

SHORTEST_KEY = 16


Today = date | Callable[[], date] | None
"""A calendar day that stands still, or one that somebody moves: the time of day is real, the day never flips by itself. None: the real day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The edge's time. Stages never ask it: they take time from events."""

    zone: ZoneInfo
    today: Today = None

    def now(self) -> Moment:
        real, today = datetime.now(self.zone), self.today() if callable(self.today) else self.today
        at = real if today is None else datetime.combine(today, real.time(), self.zone)
        return Moment(at=at, on=at.date())

    def day_of(self, at: datetime) -> date:
        """The day an instant falls on, where the hospital is."""
        return at.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first instant of a day, where the hospital is."""
        return datetime.combine(day, time(), self.zone)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a process needs to know about its installation. `repr` shows no secrets."""

    site: Site
    names: Names = field(repr=False)
    kafka: str
    database: str = field(repr=False)
    """For SQLAlchemy, `postgresql+asyncpg://…`."""
    database_owner: str | None = field(default=None, repr=False)
    """The same database as the role that owns the schema, for migrations; None: the service owns it."""
    kafka_security: KafkaSecurity = field(default_factory=KafkaSecurity)
    today: Today = None
    listen: str = "127.0.0.1:8000"
    clearinghouse_folder: Path | None = None
    eligibility_url: str | None = None
    denials_intake: bool = False
    """Denials takes 835s itself: where it stands alone."""
    peers: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the peers' pages for a browser; those of `peers` when empty."""
    tokens: Path | None = None
    """The tokens file of the API's callers."""
    open_access: bool = False
    """Nobody is asked for a token: demonstrations and tests, on loopback."""
    replicas: int = 1
    prefix: str = ""

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read and check everything; raises SettingsError with the first thing to mend."""
        read = _Reader(environment)
        site = read.site()
        return cls(
            site=site,
            names=Names(site.site, read.key()),
            kafka=read.text("RCM_KAFKA") or "127.0.0.1:9092",
            database=read.database(),
            database_owner=read.database_owner(),
            kafka_security=kafka_security(environment),
            today=read.day("RCM_TODAY"),
            listen=read.listen(),
            clearinghouse_folder=read.path("RCM_CLEARINGHOUSE_FOLDER"),
            eligibility_url=read.text("RCM_ELIGIBILITY_URL"),
            denials_intake=read.denials_intake(),
            peers=read.peers(),
            links=read.peers("RCM_LINKS"),
            tokens=read.path("RCM_TOKENS"),
            open_access=read.open_access(),
            replicas=read.number("RCM_REPLICAS", 1),
            prefix=read.prefix(),
        )

    def __post_init__(self) -> None:
        if self.open_access and not is_loopback(self.address()[0]):
            raise SettingsError(
                f"RCM_ACCESS is open, but the API listens on {self.listen}, where others reach it: "
                "leave RCM_ACCESS out and set RCM_TOKENS, or listen on 127.0.0.1."
            )

    @property
    def clock(self) -> Clock:
        return Clock(self.site.zone, self.today)

    def schema(self, service: str) -> str:
        """The database schema of a service."""
        return self.prefix + service

    def topic(self, name: str) -> str:
        """What a topic is called on this installation's broker."""
        return self.prefix + name

    def group(self, service: str) -> str:
        """The consumer group of a service."""
        return f"{self.prefix}rcm.{service}"

    def address(self) -> tuple[str, int]:
        host, _, port = self.listen.rpartition(":")
        return host, int(port)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a listener on this host."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def peer_addresses(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """RCM_PEERS alone, for commands that only ask."""
    return _Reader(environment).peers()


def tokens_path(environment: Mapping[str, str] = os.environ) -> Path | None:
    """RCM_TOKENS alone, for the command that writes the file."""
    return _Reader(environment).path("RCM_TOKENS")


def own_token(environment: Mapping[str, str] = os.environ) -> str | None:
    """The token that commands of this machine show: RCM_TOKEN, or the content of RCM_TOKEN_FILE."""
    read = _Reader(environment)
    path = read.path("RCM_TOKEN_FILE")
    try:
        return read.text("RCM_TOKEN") or (path.read_text().strip() if path else None)
    except OSError as fault:
        raise SettingsError(
            f"RCM_TOKEN_FILE names {path}, which cannot be read ({fault.strerror}): put a token from `rcm token issue` there."
        ) from None


def log_form(environment: Mapping[str, str] = os.environ) -> Literal["json", "text"] | None:
    """RCM_LOG alone: logging begins before anything else is read. None: text on a terminal, JSON elsewhere."""
    forms: dict[str | None, Literal["json", "text"] | None] = {None: None, "json": "json", "text": "text"}
    text = _Reader(environment).text("RCM_LOG")
    if text not in forms:
        raise SettingsError(f"RCM_LOG is {text!r}: set it to json or text, or leave it out.")
    return forms[text]


def database_address(environment: Mapping[str, str] = os.environ) -> str:
    """RCM_DATABASE alone, for tools that need nothing else."""
    return _Reader(environment).database()


def owner_address(environment: Mapping[str, str] = os.environ) -> str | None:
    """RCM_DATABASE_OWNER alone; None where the service owns its schema."""
    return _Reader(environment).database_owner()


def asyncpg_url(address: str) -> str:
    """The same database for SQLAlchemy with asyncpg, however its address was written."""
    scheme, rest = address.split("://", 1)
    if scheme not in ("postgres", "postgresql", "postgresql+asyncpg"):
        raise SettingsError(
            f"RCM_DATABASE begins with {scheme}://; this system keeps its data in PostgreSQL: postgresql://user:password@host:5432/name."
        )
    return f"postgresql+asyncpg://{rest}"


@dataclass(frozen=True, slots=True)
class _Reader:
    environment: Mapping[str, str]

    def text(self, name: str) -> str | None:
        return self.environment.get(name, "").strip() or None

    def path(self, name: str) -> Path | None:
        text = self.text(name)
        return Path(text) if text else None

    def site(self) -> Site:
        path = self.path("RCM_SITE")
        if path is None:
            raise SettingsError("RCM_SITE is not set: give it the path of your organisation's site.yaml.")
        try:
            return load_site(path)
        except SiteError as fault:
            raise SettingsError(f"The site file {path.name} has faults.\n{fault}") from None

    def key(self) -> bytes:
        key = self.text("RCM_KEY") or secret_file(self.environment, "RCM_KEY_FILE")
        if key is None:
            raise SettingsError(
                "The site's key is missing: set RCM_KEY, or RCM_KEY_FILE to a file holding it (for example made by `openssl rand -hex 32`). "
                "Keep it safe: with another key, known visits get new ids."
            )
        if len(key) < SHORTEST_KEY:
            raise SettingsError(f"The site's key has {len(key)} characters; take {SHORTEST_KEY} or more, so that identifiers cannot be guessed.")
        return key.encode()

    def database(self) -> str:
        text = self.text("RCM_DATABASE")
        if text is None or "://" not in text:
            raise SettingsError("RCM_DATABASE is not set to an address: for example postgresql://user:password@host:5432/name.")
        return asyncpg_url(database_access(text, self.environment))

    def database_owner(self) -> str | None:
        text = self.text("RCM_DATABASE_OWNER")
        if text and "://" not in text:
            raise SettingsError("RCM_DATABASE_OWNER is no address: write postgresql://owner:password@host:5432/name, or leave it out.")
        return asyncpg_url(database_access(text, self.environment, "RCM_DATABASE_OWNER")) if text else None

    def open_access(self) -> bool:
        text = self.text("RCM_ACCESS") or "token"
        if text not in ("open", "token"):
            raise SettingsError(f"RCM_ACCESS is {text!r}: write token, or open for a demonstration on loopback.")
        return text == "open"

    def day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise SettingsError(f"{name} is {text!r}, which is no day: write it as 2026-11-02, or leave it out to follow the calendar.") from None

    def number(self, name: str, otherwise: int) -> int:
        text = self.text(name)
        if text and (not text.isdecimal() or int(text) < 1):
            raise SettingsError(f"{name} is {text!r}: give a whole number from 1 on, or leave it out.")
        return int(text) if text else otherwise

    def denials_intake(self) -> bool:
        text = self.text("RCM_DENIALS_INTAKE") or "off"
        if text not in ("x12", "off"):
            raise SettingsError(f"RCM_DENIALS_INTAKE is {text!r}: write x12 to let denials take 835s itself, or leave it out.")
        return text == "x12"

    def listen(self) -> str:
        text = self.text("RCM_LISTEN") or "127.0.0.1:8000"
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal():
            raise SettingsError(f"RCM_LISTEN is {text!r}: give host and port, for example 0.0.0.0:8000.")
        return text

    def peers(self, variable: str = "RCM_PEERS") -> dict[str, str]:
        peers = {}
        for part in filter(None, (self.text(variable) or "").split(",")):
            name, found, url = part.strip().partition("=")
            if not found or not url.startswith(("http://", "https://")):
                raise SettingsError(f"{variable} has the part {part!r}: write name=address, for example eligibility=http://127.0.0.1:8001.")
            peers[name.strip()] = url.rstrip("/")
        return peers

    def prefix(self) -> str:
        text = self.text("RCM_PREFIX") or ""
        if not re.fullmatch(r"(?:[a-z][a-z0-9_]{0,29})?", text):
            raise SettingsError(f"RCM_PREFIX is {text!r}: use at most 30 small letters, digits and underscores, beginning with a letter.")
        return text
