"""What must survive a kill: one SQLite file. Everything an interchange causes is committed in one transaction.

Holds received interchanges, taken files, claims with their payer control numbers and results, services
already adjudicated, forwarded balances, counters, and answers with the moment they are due. One
connection behind one lock: the folder loop and the eligibility threads take turns.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from deploy.sandbox.adjudicate import Result
from deploy.sandbox.codec import decode, encode
from deploy.sandbox.money import ZERO
from deploy.sandbox.remittance import Forwarded

TABLES = """
create table if not exists counter (name text primary key, value integer not null);
create table if not exists taken_file (taken_as text primary key, name text, sha256 text, moved integer not null);
create table if not exists interchange (sender text, control_number text, sha256 text, primary key (sender, control_number));
create table if not exists claim (
    icn text primary key, base text, version integer, payer_id text, member_key text, state text,
    first_received_on text, deductible text, result text
);
create index if not exists claim_of_member on claim (payer_id, member_key);
create index if not exists claim_of_base on claim (base, version);
create table if not exists service (icn text, payer_id text, member_key text, service text);
create index if not exists service_of_member on service (payer_id, member_key);
create table if not exists forwarded (payer_id text, npi text, amount text, reference text, primary key (payer_id, npi));
create table if not exists answer (id integer primary key, name text, body text, due real, state text);
create index if not exists answer_due on answer (state, due);
create index if not exists file_unmoved on taken_file (taken_as) where moved = 0;
"""
CURRENT, SUPERSEDED, VOIDED = "current", "superseded", "voided"


@dataclass(frozen=True)
class Adjudicated:
    """A claim the payer knows. `base` names the claim through all its corrections, `icn` one version of it."""

    icn: str
    base: str
    version: int
    payer_id: str
    member_key: str
    state: str
    first_received_on: str
    result: Result


@dataclass(frozen=True)
class DueAnswer:
    """A file to be written: pending (not begun) or staged (about to be renamed into the outgoing folder)."""

    id: int
    name: str
    body: str
    state: str


class Store:
    """The database file; `transaction` commits all or nothing."""

    def __init__(self, path: Path) -> None:
        self.lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")  # one write and one fsync for a commit, instead of three files and four
        self._db.executescript(TABLES)

    def close(self) -> None:
        with self.lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside become durable together, or none does."""
        with self.lock:
            self._db.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def next(self, counter: str) -> int:
        """The next number of a series, from 1."""
        return self.reserve(counter, 1)

    def reserve(self, counter: str, count: int) -> int:
        """The first of so many numbers of a series, which nobody else gets."""
        sql = "insert into counter values (?, ?) on conflict (name) do update set value = value + excluded.value returning value"
        return int(self._one(sql, counter, count)[0]) - count + 1

    def seen_interchange(self, sender: str, control_number: str) -> bool:
        return bool(self._rows("select 1 from interchange where sender = ? and control_number = ?", sender, control_number))

    def remember_interchange(self, sender: str, control_number: str, sha256: str) -> None:
        self._do("insert into interchange values (?, ?, ?)", sender, control_number, sha256)

    def unmoved(self) -> list[tuple[str, str, str]]:
        """(name, sha256, taken_as) of files whose content is stored but which may still lie in the folder."""
        rows = self._rows("select name, sha256, taken_as from taken_file where moved = 0")
        return [(str(name), str(sha256), str(taken_as)) for name, sha256, taken_as in rows]

    def has_taken(self, name: str) -> bool:
        """Whether a file lies in `taken/` under this name, or did."""
        return bool(self._rows("select 1 from taken_file where taken_as = ?", name))

    def take_file(self, name: str, sha256: str, taken_as: str) -> None:
        self._do("insert into taken_file values (?, ?, ?, 0)", taken_as, name, sha256)

    def mark_moved(self, taken_as: str) -> None:
        self._do("update taken_file set moved = 1 where taken_as = ?", taken_as)

    def has_base(self, base: str) -> bool:
        return bool(self._rows("select 1 from claim where base = ?", base))

    def current(self, payer_id: str, icn: str) -> Adjudicated | None:
        """The newest version of the claim an ICN belongs to, unless it was voided or is another payer's."""
        sql = (
            "select icn, base, version, payer_id, member_key, state, first_received_on, result from claim "
            "where state = 'current' and payer_id = ? and base = (select base from claim where icn = ?)"
        )
        rows = self._rows(sql, payer_id, icn)
        return _adjudicated(rows[0]) if rows else None

    def save(self, claim: Adjudicated, services: list[str]) -> None:
        """A new version, with the services that later claims must not repeat."""
        deductible = str(claim.result.deductible)
        values = (claim.icn, claim.base, claim.version, claim.payer_id, claim.member_key, claim.state)
        self._do("insert into claim values (?,?,?,?,?,?,?,?,?)", *values, claim.first_received_on, deductible, encode(claim.result))
        with self.lock:
            rows = [(claim.icn, claim.payer_id, claim.member_key, service) for service in services]
            self._db.executemany("insert into service values (?, ?, ?, ?)", rows)

    def retire(self, icn: str, state: str) -> None:
        """A version that no longer counts: its services may come again, its deductible is free again."""
        self._do("update claim set state = ? where icn = ?", state, icn)
        self._do("delete from service where icn = ?", icn)

    def services(self, payer_id: str, member_key: str, but: str = "") -> frozenset[str]:
        sql = "select service from service where payer_id = ? and member_key = ? and icn <> ?"
        return frozenset(str(row[0]) for row in self._rows(sql, payer_id, member_key, but))

    def deductible_used(self, payer_id: str, member_key: str, but: str = "") -> Decimal:
        sql = "select deductible from claim where state = 'current' and payer_id = ? and member_key = ? and icn <> ?"
        return sum((Decimal(row[0]) for row in self._rows(sql, payer_id, member_key, but)), ZERO)

    def forwarded(self, payer_id: str, npi: str) -> Forwarded:
        rows = self._rows("select amount, reference from forwarded where payer_id = ? and npi = ?", payer_id, npi)
        return Forwarded(Decimal(rows[0][0]), str(rows[0][1])) if rows else Forwarded()

    def forward(self, payer_id: str, npi: str, balance: Forwarded) -> None:
        self._do("insert or replace into forwarded values (?, ?, ?, ?)", payer_id, npi, str(balance.amount), balance.reference)

    def enqueue(self, name: str, body: str, due: float) -> None:
        self._do("insert into answer (name, body, due, state) values (?, ?, ?, 'pending')", name, body, due)

    def due(self, now: float) -> list[DueAnswer]:
        sql = "select id, name, body, state from answer where state in ('pending', 'staged') and due <= ? order by id"
        return [DueAnswer(int(row[0]), str(row[1]), str(row[2]), str(row[3])) for row in self._rows(sql, now)]

    def mark_answer(self, answer_id: int, state: str) -> None:
        self._do("update answer set state = ? where id = ?", state, answer_id)

    def counts(self) -> dict[str, int]:
        """For /healthz: how much was taken in and how much is still to be answered."""
        queries = {
            "interchanges": "select count(*) from interchange",
            "claims": "select count(*) from claim",
            "answers_waiting": "select count(*) from answer where state in ('pending', 'staged')",
        }
        return {name: int(self._one(sql)[0]) for name, sql in queries.items()}

    def _rows(self, sql: str, *values: object) -> list[tuple[str, ...]]:
        with self.lock:
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: object) -> tuple[str, ...]:
        return self._rows(sql, *values)[0]

    def _do(self, sql: str, *values: object) -> None:
        with self.lock:
            self._db.execute(sql, values)


def _adjudicated(row: tuple[str, ...]) -> Adjudicated:
    icn, base, version, payer_id, member_key, state, received, result = row
    return Adjudicated(icn, base, int(version), payer_id, member_key, state, received, decode(Result, result))
