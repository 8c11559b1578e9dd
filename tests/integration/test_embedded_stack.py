"""The embedded pair of servers: real Kafka, real PostgreSQL, real signals."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import psutil
import pytest

from deploy.embedded import leftovers
from deploy.embedded.control import down
from deploy.embedded.errors import AlreadyRunning, StackError
from deploy.embedded.folder import prepare
from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack
from deploy.embedded.testing import session_stack

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "import typer; from deploy.embedded.commands import servers; typer.run(servers)"]


@pytest.fixture(scope="module")
def cache() -> Path:
    return StackSettings.from_environment().cache or ROOT / "var" / "cache"


@pytest.fixture
def settings(tmp_path: Path, cache: Path) -> StackSettings:
    return StackSettings(data=tmp_path / "data", cache=cache)


@contextmanager
def kafka_admin(bootstrap: str) -> Iterator[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the client reads its own resources in an old way
        from kafka import KafkaAdminClient

        client = KafkaAdminClient(bootstrap_servers=bootstrap)
        try:
            yield client
        finally:
            client.close()


def create_topic(bootstrap: str, name: str) -> None:
    with kafka_admin(bootstrap) as client:
        from kafka.admin import NewTopic

        client.create_topics([NewTopic(name=name, num_partitions=2, replication_factor=1)])  # type: ignore[attr-defined]


def topics(bootstrap: str) -> list[str]:
    with kafka_admin(bootstrap) as client:
        return sorted(str(name) for name in client.list_topics())  # type: ignore[attr-defined]


def query(url: str, *statements: str) -> object:
    async def run() -> object:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return [await connection.fetchval(statement) for statement in statements][-1]
        finally:
            await connection.close()

    return asyncio.run(run())


def leave_traces(bootstrap: str, url: str) -> None:
    create_topic(bootstrap, "rcm.test.kept")
    query(url, "create table kept (note text)", "insert into kept values ('still here')")


def find_traces(stack: Stack) -> None:
    assert "rcm.test.kept" in topics(stack.bootstrap)
    assert query(stack.database_url, "select note from kept") == "still here"


def until(condition: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


@contextmanager
def supervisor_process(settings: StackSettings) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The servers, kept running by a process of their own that a test may kill."""
    env = {**os.environ, "RCM_CACHE": str(settings.cache), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*COMMAND, "--data", str(settings.data), "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env
    )
    assert process.stdout is not None
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        until(lambda: not leftovers.marked(settings.data), 40)


def test_data_survive_a_restart_and_ports_stay(settings: StackSettings) -> None:
    with Stack(settings) as stack:
        leave_traces(stack.bootstrap, stack.database_url)
        addresses = (stack.bootstrap, stack.database_url)
        listening = {
            connection.laddr.ip
            for process in leftovers.marked(settings.data)
            for connection in process.process.net_connections()
            if connection.status == "LISTEN"
        }
        assert listening <= {"127.0.0.1", "::ffff:127.0.0.1"}
        assert query(stack.database_url, "show fsync") == "on"
    assert leftovers.marked(settings.data) == []
    with Stack(settings) as stack:
        assert (stack.bootstrap, stack.database_url) == addresses
        find_traces(stack)


def test_the_database_wants_the_password_and_topics_are_not_made_by_asking(settings: StackSettings) -> None:
    with Stack(replace(settings, durable=False)) as stack:
        with pytest.raises(asyncpg.InvalidPasswordError):
            query(stack.database_url.replace("rcm:", "rcm:wrong", 1))
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            query(stack.database_url.replace("rcm:", "postgres:", 1))
        with kafka_admin(stack.bootstrap) as client:
            client.describe_topics(["rcm.test.misspelt"])  # type: ignore[attr-defined]
        assert "rcm.test.misspelt" not in topics(stack.bootstrap)
        record = settings.data / "stack.json"
        assert record.stat().st_mode & 0o777 == 0o600


def test_a_killed_supervisor_takes_its_servers_along(settings: StackSettings) -> None:
    with supervisor_process(settings) as (process, addresses):
        leave_traces(addresses["kafka"], addresses["database"])
        assert len(leftovers.marked(settings.data)) == 2
        process.kill()
        process.wait()
        until(lambda: not leftovers.marked(settings.data), 20)
    with Stack(settings) as stack:
        find_traces(stack)


def test_leftovers_of_a_killed_supervisor_are_ended_and_nothing_is_lost(settings: StackSettings) -> None:
    with supervisor_process(settings) as (process, addresses):
        leave_traces(addresses["kafka"], addresses["database"])
        left = [one.process for one in leftovers.marked(settings.data)]
        for guardian in psutil.Process(process.pid).children():
            if "deploy.embedded.guardian" in guardian.cmdline():
                guardian.kill()
        process.kill()
        process.wait()
        assert len(left) == 2
        assert all(one.is_running() for one in left)
        with Stack(settings) as stack:
            assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in left)
            find_traces(stack)


def test_servers_that_were_killed_outright_come_back_with_their_data(settings: StackSettings) -> None:
    with Stack(settings) as stack:
        leave_traces(stack.bootstrap, stack.database_url)
        for one in leftovers.marked(settings.data):
            one.process.kill()
        with pytest.raises(StackError, match="ended by itself"):
            until(stack.check, 10)
    with Stack(settings) as stack:
        find_traces(stack)


def test_a_second_start_is_refused_and_down_ends_the_first(settings: StackSettings) -> None:
    with supervisor_process(settings) as (process, addresses):
        with pytest.raises(AlreadyRunning, match=f"already running.*process {process.pid}.*rcm down"):
            Stack(settings).start()
        assert query(addresses["database"], "select 1") == 1
        assert down(settings.data) is True
        assert process.wait(10) == 0
        assert leftovers.marked(settings.data) == []


def test_a_folder_below_a_file_is_told(settings: StackSettings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StackError, match=r"cannot be written.*set RCM_DATA"):
        Stack(replace(settings, data=tmp_path / "file" / "data")).start()


def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65_534)  # permissions do not stop root
    try:
        with pytest.raises(StackError, match=r"cannot be written \(Permission denied\).*set RCM_DATA"):
            prepare(folder)
    finally:
        if root:
            os.seteuid(0)


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000))
    with pytest.raises(StackError, match=r"not enough space.*RCM_DATA"):
        prepare(tmp_path / "data")


def test_a_taken_port_is_told(settings: StackSettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StackError, match=f"Port {port} .* in use.*RCM_DATABASE_PORT"):
            Stack(replace(settings, database_port=port)).start()
    assert leftovers.marked(settings.data) == []


def test_without_network_the_first_start_names_the_way_out(settings: StackSettings, tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"could not be downloaded \(46 files.*RCM_MAVEN.*RCM_KAFKA and RCM_DATABASE"):
        Stack(replace(settings, cache=tmp_path / "empty", mirror="http://127.0.0.1:9/maven")).start()
    assert leftovers.marked(settings.data) == []


def test_a_changed_jar_is_never_run(settings: StackSettings, cache: Path, tmp_path: Path) -> None:
    with session_stack(tmp_path / "first", cache=cache):
        pass  # fills the cache when this test runs alone
    mine = shutil.copytree(cache / "kafka", tmp_path / "cache" / "kafka")
    with (mine / "kafka-server-4.1.0.jar").open("ab") as jar:
        jar.write(b"!")
    with pytest.raises(StackError, match=r"kafka-server-4\.1\.0\.jar is not the one.*nothing was started"):
        Stack(replace(settings, cache=tmp_path / "cache")).start()
    assert leftovers.marked(settings.data) == []


def test_addresses_of_ones_own_are_used_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RCM_KAFKA", "kafka.example:9092")
    monkeypatch.setenv("RCM_DATABASE", "postgresql+asyncpg://db.example/rcm")
    with session_stack() as addresses:
        assert addresses == ("kafka.example:9092", "postgresql+asyncpg://db.example/rcm")


def test_ctrl_c_while_starting_leaves_nothing(settings: StackSettings) -> None:
    env = {**os.environ, "RCM_CACHE": str(settings.cache), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([*COMMAND, "--data", str(settings.data)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=env)
    assert process.stderr is not None
    process.stderr.readline()  # the first word of progress
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=30)[1]
    assert process.returncode == 0
    assert "Traceback" not in told
    assert leftovers.marked(settings.data) == []
