"""The supervisor and the data folder, with small real processes and no servers."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from deploy.embedded import leftovers
from deploy.embedded.control import down, interrupted_by_signals, running
from deploy.embedded.errors import AlreadyRunning, StackError
from deploy.embedded.folder import DataFolder, prepare
from deploy.embedded.ports import choose, is_free
from deploy.embedded.record import Known, Record
from deploy.embedded.settings import StackSettings
from deploy.embedded.supervisor import Child, Patience, Supervisor

IMPATIENT = Patience(failures_in_a_row=3, steady_s=60, first_wait_s=0.05, longest_wait_s=0.1)
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"]
FAMILY = [
    sys.executable,
    "-c",
    "import subprocess, sys, time\nsleep = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
    "for session in (False, True): print(subprocess.Popen(sleep, start_new_session=session).pid, flush=True)\n"
    "time.sleep(600)",
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    with DataFolder(tmp_path / "data") as held:
        yield held


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def lines(folder: DataFolder, name: str) -> list[str]:
    return folder.log(name).read_text().splitlines() if folder.log(name).exists() else []


def test_a_child_that_dies_is_started_again(folder: DataFolder) -> None:
    once = "import pathlib, time\np = pathlib.Path('died')\nif not p.exists(): p.touch(); exit(3)\nprint('second life', flush=True); time.sleep(600)"
    with Supervisor(folder, [Child("phoenix", [sys.executable, "-c", once], cwd=folder.path)], patience=IMPATIENT) as supervisor:
        until(lambda: lines(folder, "phoenix") == ["second life"])
        supervisor.check()


def test_a_child_that_keeps_failing_stops_everything_and_its_log_says_why(folder: DataFolder) -> None:
    broken = Child("broken", [sys.executable, "-c", "print('no licence found'); raise SystemExit(7)"])
    with Supervisor(folder, [Child("healthy", SLEEP), broken], patience=IMPATIENT) as supervisor, pytest.raises(StackError) as raised:
        supervisor.wait()
    assert "broken failed 3 times in a row (exit code 7)" in str(raised.value)
    assert "no licence found" in str(raised.value)
    assert leftovers.marked(folder.path) == []


def test_a_child_that_never_becomes_ready_is_reported(folder: DataFolder) -> None:
    slow = Child("slow", SLEEP, ready=lambda: False, ready_within_s=0.3)
    with pytest.raises(StackError, match="slow was not ready within"), Supervisor(folder, [slow]):
        pass
    assert leftovers.marked(folder.path) == []


def test_the_block_begins_when_every_child_is_ready(folder: DataFolder) -> None:
    child = Child("greeter", [sys.executable, "-c", "import time; time.sleep(.3); print('hello', flush=True); time.sleep(600)"])
    ready = Child(child.name, child.argv, ready=lambda: lines(folder, "greeter") == ["hello"])
    with Supervisor(folder, [ready]):
        assert lines(folder, "greeter") == ["hello"]


def test_a_clean_stop_ends_grandchildren_even_in_sessions_of_their_own(folder: DataFolder) -> None:
    with Supervisor(folder, [Child("family", FAMILY)]):
        until(lambda: len(lines(folder, "family")) == 2)
        grandchildren = [int(line) for line in lines(folder, "family")]
        assert all(map(alive, grandchildren))
    folder.release()
    assert not any(map(alive, grandchildren))


def test_a_child_that_ignores_the_polite_signal_is_killed(folder: DataFolder) -> None:
    with Supervisor(folder, [Child("stubborn", STUBBORN, stop_within_s=0.3)]):
        until(lambda: lines(folder, "stubborn"))
        pid = folder.record.processes["stubborn"].pid
    assert not alive(pid)


def test_a_server_that_ends_stops_the_children(folder: DataFolder) -> None:
    def gone() -> None:
        raise StackError("Apache Kafka ended by itself.")

    with Supervisor(folder, [Child("healthy", SLEEP)], also=gone) as supervisor, pytest.raises(StackError, match="Kafka ended"):
        supervisor.wait()


def test_waits_grow_and_are_bounded() -> None:
    patience = Patience(first_wait_s=1, longest_wait_s=5)
    assert [patience.wait(failures) for failures in (1, 2, 3, 4)] == [1, 2, 4, 5]


def test_one_folder_has_one_holder(folder: DataFolder) -> None:
    with pytest.raises(AlreadyRunning, match=rf"already running \(process {os.getpid()}\).*rcm down"):
        DataFolder(folder.path).hold()
    assert (running(folder.path) or Record()).supervisor == folder.record.supervisor
    folder.release()
    assert running(folder.path) is None
    with DataFolder(folder.path):
        pass


def test_what_an_earlier_run_left_is_ended_and_a_stranger_is_not(folder: DataFolder, tmp_path: Path) -> None:
    other = DataFolder(tmp_path / "other")
    with other:
        stranger = other.spawn("stranger", SLEEP)
        left = folder.spawn("left", SLEEP)
        assert leftovers.end(folder.path) == 1
        assert left.code == -signal.SIGTERM
        assert stranger.code is None


def test_nothing_starts_while_the_folder_is_being_left(folder: DataFolder) -> None:
    folder.end_all()
    with pytest.raises(StackError, match="being stopped"):
        folder.spawn("late", SLEEP)


def test_down_ends_what_nobody_supervises(tmp_path: Path) -> None:
    assert down(tmp_path / "never") is False
    with DataFolder(tmp_path / "data") as folder:
        folder.spawn("left", SLEEP)
        assert leftovers.end(folder.path) == 1


def test_the_first_signal_interrupts_and_the_second_does_not() -> None:
    with interrupted_by_signals():
        with pytest.raises(KeyboardInterrupt, match="SIGTERM"):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_a_record_is_private_and_a_broken_one_reads_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "stack.json"
    record = Record(Known(1, 2.0), {"kafka": Known(3, 4.5)}, {"kafka": 9092}, {"kafka": "127.0.0.1:9092"})
    record.write(path)
    assert Record.read(path) == record
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text('{"supervisor": 7}')
    assert Record.read(path) == Record()


def test_a_remembered_port_is_kept_while_it_is_free() -> None:
    port = choose(None, set())
    assert choose(port, set()) == port
    assert choose(port, {port}) != port
    assert is_free(port)


@pytest.mark.parametrize(
    ("path", "sentence"), [("x" * 200 + "/" + "y" * 200 + "/" + "z" * 200, "longer than 600"), ("a:b", "does not take|do not take")]
)
def test_a_path_that_servers_do_not_take_is_refused(tmp_path: Path, path: str, sentence: str) -> None:
    with pytest.raises(StackError, match=sentence):
        prepare(tmp_path / path)


def test_a_port_that_is_not_one_is_refused() -> None:
    with pytest.raises(StackError, match="RCM_KAFKA_PORT is 'http'"):
        StackSettings.from_environment({"RCM_KAFKA_PORT": "http"})


def test_a_guardian_that_is_late_leaves_the_next_run_alone(folder: DataFolder) -> None:
    process = folder.spawn("next", SLEEP)
    assert leftovers.end(folder.path, run="an earlier one") == 0
    assert process.code is None


def test_a_child_that_is_crashed_on_purpose_comes_back_when_it_may_and_that_is_no_failure(folder: DataFolder) -> None:
    with Supervisor(folder, [Child("victim", SLEEP)], patience=Patience(failures_in_a_row=1)) as supervisor:
        first = supervisor.pid("victim")
        began = time.monotonic()
        assert supervisor.crash("victim", away_s=0.6)
        until(lambda: supervisor.pid("victim") is None)
        assert not supervisor.crash("victim", away_s=0.1), "there is nothing to end"
        until(lambda: supervisor.pid("victim") not in (None, first))
        assert time.monotonic() - began >= 0.6
        assert supervisor.ends == []
        supervisor.check()


def test_what_is_crashed_takes_its_descendants_along(folder: DataFolder) -> None:
    process = folder.spawn("family", FAMILY)
    until(lambda: len(lines(folder, "family")) == 2)
    process.crash()
    folder.end(process)
    assert not any(alive(int(pid)) for pid in lines(folder, "family"))
