"""Apache Kafka and PostgreSQL from the official images, on ports of 127.0.0.1 only, for the length of a block."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")  # blocks end what they began; no third image is needed for that
os.environ.setdefault("TESTCONTAINERS_CONNECTION_MODE", "docker_host")

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import ExecWaitStrategy, LogMessageWaitStrategy

from deploy.embedded import ports
from deploy.embedded.testing import Addresses

PASSWORD = "only-for-tests"
KAFKA_PORT, POSTGRES_PORT = 19092, 5432
QUORUM = {
    "KAFKA_NODE_ID": "1",
    "KAFKA_PROCESS_ROLES": "broker,controller",
    "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
    "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
    "KAFKA_INTER_BROKER_LISTENER_NAME": "INTERNAL",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
    "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "1",
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
    "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
    "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    "KAFKA_HEAP_OPTS": "-Xmx512m -Xms128m",
}


def on_loopback(container: DockerContainer, port: int) -> int:
    """Publish a port of the container on 127.0.0.1; returns the host's."""
    chosen = ports.choose(None, set())
    container.ports[str(port)] = ("127.0.0.1", chosen)  # type: ignore[assignment]  # as Docker's own client takes it
    return chosen


def kafka(listener: str = "PLAINTEXT", **more: str) -> tuple[DockerContainer, int]:
    """A broker whose clients come through one listener of this security protocol; not started yet. INTERNAL is the broker's own, unpublished."""
    container = DockerContainer("apache/kafka:4.1.0")
    port = on_loopback(container, KAFKA_PORT)
    listeners = {
        "KAFKA_LISTENERS": f"INTERNAL://:9092,CLIENTS://:{KAFKA_PORT},CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"INTERNAL://localhost:9092,CLIENTS://127.0.0.1:{port}",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": f"INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS:{listener}",
    }
    for name, value in {**QUORUM, **listeners, **more}.items():
        container.with_env(name, value)
    container.waiting_for(LogMessageWaitStrategy("Kafka Server started").with_startup_timeout(240))
    return container, port


def postgres() -> tuple[DockerContainer, int]:
    """A database; not started yet."""
    container = DockerContainer("postgres:17").with_env("POSTGRES_PASSWORD", PASSWORD).with_env("POSTGRES_DB", "rcm")
    port = on_loopback(container, POSTGRES_PORT)
    answers = ["pg_isready", "-q", "-h", "127.0.0.1", "-d", "rcm"]  # while it is being made, it is reachable through its socket only
    container.waiting_for(ExecWaitStrategy(answers).with_startup_timeout(240))
    return container, port


@contextmanager
def started(container: DockerContainer) -> Iterator[DockerContainer]:
    """Up and waited for; whatever happens, nothing of it is left."""
    try:
        yield container.start()
    finally:
        if container._container is not None:
            container.stop(force=True, delete_volume=True)


@contextmanager
def servers() -> Iterator[Addresses]:
    """Both, as `tests` get them."""
    with ExitStack() as ends:
        (broker, kafka_port), (database, database_port) = kafka(), postgres()
        for container in (broker, database):
            ends.enter_context(started(container))
        yield Addresses(f"127.0.0.1:{kafka_port}", f"postgresql+asyncpg://postgres:{PASSWORD}@127.0.0.1:{database_port}/rcm")
