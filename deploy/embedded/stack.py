"""Kafka and PostgreSQL together, in one data folder, as one thing that is either up or down.

`with Stack(settings) as stack:` gives both addresses; whatever happens inside the block, nothing runs after it. A folder that
another supervisor holds is refused, not taken over; what a killed supervisor left behind is ended first.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Lock
from typing import Self

from deploy.embedded import errors, ports
from deploy.embedded.folder import DataFolder
from deploy.embedded.jars import Progress
from deploy.embedded.kafka import EmbeddedKafka
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.process import last_lines
from deploy.embedded.settings import StackSettings

Server = EmbeddedKafka | EmbeddedPostgres


class Stack:
    """The servers of one data folder. Addresses of one's own in the settings take the place of the server in question.

    `folder` is held while the stack is up; children of a Supervisor are spawned in it. `on_progress` gets short texts, one at
    a time, from the threads that start the servers. Every failure is a StackError with a sentence.
    """

    def __init__(self, settings: StackSettings | None = None, on_progress: Progress = lambda _: None) -> None:
        self.settings = settings or StackSettings()
        self.folder = DataFolder(self.settings.data)
        self.kafka: EmbeddedKafka | None = None
        self.postgres: EmbeddedPostgres | None = None
        self._on_progress = _one_at_a_time(on_progress)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def bootstrap(self) -> str:
        """host:port of Kafka."""
        return self.kafka.bootstrap if self.kafka else self.settings.kafka or ""

    @property
    def database_url(self) -> str:
        """For SQLAlchemy on asyncpg; holds the password."""
        return self.postgres.url if self.postgres else self.settings.database or ""

    def start(self) -> None:
        """Hold the folder and start both servers side by side; when one fails, the other is ended too."""
        self.folder.hold()
        pool = ThreadPoolExecutor(2, thread_name_prefix="server")
        try:
            self._choose_servers()
            for started in as_completed([pool.submit(server.start) for server in self._servers()]):
                started.result()
            self._note_addresses()
        except BaseException:
            for server in self._servers():
                server.stop()
            self.folder.end_all()
            pool.shutdown(wait=True)
            self.folder.release()
            raise
        pool.shutdown()

    def stop(self) -> None:
        """End what was spawned in the folder, then both servers side by side, and let the folder go."""
        self.folder.end_children()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda server: server.stop(), self._servers()))
        self.folder.release()

    def crash(self, server: Server) -> None:
        """End a server without warning; it is missing, and that is no fault, until its `start` brings it back on the data it left."""
        process, server.process = server.process, None
        if process:
            process.crash()
            self.folder.end(process)

    def check(self) -> None:
        """Raises StackError when a server has ended by itself."""
        for server in self._servers():
            process = server.process
            if process and process.code is not None:
                raise errors.server_ended(process.name, process.code, process.log, last_lines(process.log))

    def _servers(self) -> list[Server]:
        return [server for server in (self.kafka, self.postgres) if server]

    def _choose_servers(self) -> None:
        settings, home = self.settings, self.folder
        chosen = self._choose_ports()
        if not settings.kafka:
            cache = (settings.cache.expanduser().resolve() if settings.cache else home.path / "cache") / "kafka"
            self.kafka = EmbeddedKafka(
                home, chosen["kafka"], chosen["controller"], cache=cache, mirror=settings.mirror, on_progress=self._on_progress
            )
        if not settings.database:
            self.postgres = EmbeddedPostgres(home, chosen["database"], durable=settings.durable, on_progress=self._on_progress)

    def _choose_ports(self) -> dict[str, int]:
        """Fixed ports must be free; the others are those of the last start when these are still free."""
        remembered, taken = self.folder.record.ports, set[int]()
        fixed = {"kafka": self.settings.kafka_port, "database": self.settings.database_port}
        for name, port in fixed.items():
            if port and not ports.is_free(port):
                raise errors.port_taken(f"RCM_{name.upper()}_PORT", port)
        taken.update(port for port in fixed.values() if port)
        chosen = {name: fixed.get(name) or ports.choose(remembered.get(name), taken) for name in ("kafka", "controller", "database")}
        self.folder.record.ports = {**remembered, **chosen}
        return chosen

    def _note_addresses(self) -> None:
        self.folder.record.addresses = {"kafka": self.bootstrap, "database": self.database_url}
        self.folder.note()


def _one_at_a_time(on_progress: Progress) -> Callable[[str], None]:
    lock = Lock()

    def tell(text: str) -> None:
        with lock:
            on_progress(text)

    return tell
