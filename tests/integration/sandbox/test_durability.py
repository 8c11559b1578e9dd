"""Restarts and kills: nothing is answered twice, no claim is lost."""

import json
import math
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.sandbox import folder
from deploy.sandbox.clearinghouse import Delays, Faults
from deploy.sandbox.sandbox import FolderInUse, Sandbox
from deploy.sandbox.store import Store
from tests.integration.sandbox.outgoing import Sent, inquiry, professional
from tests.integration.sandbox.wire import Wire, first

JANE = {"last": "DOE", "first": "JANE", "birth": "19800101"}
VISIT = [("99213", "150", "1")]
CLAIM = professional([Sent("K1", "NWHP1", "NWA1001", VISIT, **JANE)])
ANSWERS = ["277CA-000002.x12", "835-NWHP1-000003.x12", "999-000001.x12"]
FOREVER = math.inf


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


def killing(real: Callable[..., object], at: int) -> Callable[..., object]:
    """The function, until its call number `at`, which does not happen."""
    calls = iter(range(1, 1000))

    def call(*arguments: object) -> object:
        if next(calls) == at:
            raise Killed
        return real(*arguments)

    return call


def test_a_restart_between_answer_and_remittance_loses_nothing(wire: Wire) -> None:
    wire.drop(CLAIM)
    assert [path.name for path in wire.sandbox.step(100.0)] == []
    assert [path.name for path in wire.sandbox.step(100.4)] == ["999-000001.x12", "277CA-000002.x12"]
    wire.reopen()
    assert [path.name for path in wire.sandbox.step(101.2)] == []
    assert [path.name for path in wire.sandbox.step(101.4)] == ["835-NWHP1-000003.x12"]
    assert wire.sandbox.step(FOREVER) == []


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_kill_at_any_rename_is_continued(wire: Wire, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Renames: the file into taken/, then three answers out of staging."""
    _killed_and_reopened(wire, monkeypatch, Path, "rename", at)


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6])
def test_a_kill_at_any_note_is_continued(wire: Wire, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Notes: staged and written, for three answers."""
    _killed_and_reopened(wire, monkeypatch, Store, "mark_answer", at)


@pytest.mark.parametrize(("owner", "name"), [(Store, "mark_moved"), (Store, "save"), (Store, "take_file"), (folder, "_write_durably")])
def test_a_kill_while_taking_is_continued(wire: Wire, monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
    _killed_and_reopened(wire, monkeypatch, owner, name, 1)


def _killed_and_reopened(wire: Wire, monkeypatch: pytest.MonkeyPatch, owner: object, name: str, at: int) -> None:
    """Answers are taken away as they appear, so that one written twice would be seen."""
    wire.drop(CLAIM)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, killing(getattr(owner, name), at))
        with pytest.raises(Killed):
            wire.sandbox.step(FOREVER)
    seen = {path.name: path.read_text() for path in wire.answers()}
    for path in wire.answers():
        path.unlink()
    wire.reopen()
    wire.sandbox.step(FOREVER)
    after = [path.name for path in wire.answers()]
    assert sorted([*seen, *after]) == ANSWERS
    assert not list((wire.root / "to-clearinghouse").glob("*.x12"))
    assert wire.sandbox.counts() == {"interchanges": 1, "claims": 1, "answers_waiting": 0, "members_skipped": 0}


def test_the_same_file_sent_again_after_a_kill_is_a_duplicate(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the move and its note; then an equal file of the same name is a new arrival."""
    wire.drop(CLAIM, "same.x12")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "mark_moved", killing(Store.mark_moved, 1))
        with pytest.raises(Killed):
            wire.sandbox.step(FOREVER)
    wire.reopen()
    wire.drop(CLAIM, "same.x12")
    wire.sandbox.step(FOREVER)
    assert [path.name for path in wire.answers()] == [*ANSWERS, "TA1-000004.x12"]
    assert sorted(path.name for path in (wire.root / "to-clearinghouse" / "taken").iterdir()) == ["same.2.x12", "same.x12"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    def answers(name: str, seed: int) -> dict[str, str]:
        (tmp_path / name).mkdir()
        wire = Wire(tmp_path / name, faults=Faults(seed=seed))
        wire.exchange(CLAIM)
        wire.sandbox.stop()
        return {path.name: path.read_text() for path in wire.answers()}

    assert answers("one", 0) == answers("two", 0)
    assert answers("one-seeded", 7) != answers("two-seeded", 0)


def test_lost_and_doubled_answers_depend_on_the_seed_only(tmp_path: Path) -> None:
    wire = Wire(tmp_path, faults=Faults(drop_percent=100))
    assert wire.exchange(CLAIM) == []
    wire.sandbox.stop()
    (tmp_path / "again").mkdir()
    doubled = Wire(tmp_path / "again", faults=Faults(duplicate_percent=100))
    assert len(doubled.exchange(CLAIM)) == 6
    doubled.sandbox.stop()
    half = Faults(drop_percent=50, seed=3)
    assert [half.hits("drop", str(number), 50) for number in range(20)] == [half.hits("drop", str(number), 50) for number in range(20)]


def test_a_file_that_breaks_the_sandbox_is_set_aside_and_the_next_one_goes_on(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("DOE JANE")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "save", broken)
        wire.drop(CLAIM, "bad.x12")
        wire.sandbox.step(FOREVER)
    assert ("set aside", {"file": "bad.x12", "defect": "RuntimeError"}) in wire.events
    assert wire.sandbox.counts()["claims"] == 0, "the transaction is undone"
    assert len(wire.exchange(CLAIM)) == 3


def test_two_sandboxes_on_one_folder_are_refused(wire: Wire) -> None:
    with pytest.raises(FolderInUse):
        Sandbox(wire.root)


def test_it_runs_in_threads(tmp_path: Path) -> None:
    wire = Wire(tmp_path)
    wire.sandbox.stop()
    sandbox = Sandbox(tmp_path, wire.members, "127.0.0.1:0", Delays(0, 0))
    sandbox.start()
    try:
        wire.drop(CLAIM)
        _until(lambda: len(wire.answers()) == 3)
        assert _post(sandbox.address, inquiry("NWHP1", "NWA1001"))[0] == 200
    finally:
        sandbox.stop()


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    wire = Wire(tmp_path)
    wire.sandbox.stop()
    options = ["--listen", "127.0.0.1:0", "--acknowledge-after", "0", "--remit-after", "0.3", "--json"]
    return [sys.executable, "-m", "deploy.sandbox", "--folder", str(tmp_path), "--members", str(wire.members), *options]


def test_the_process_survives_kill_9_and_stops_cleanly_on_SIGTERM(command: list[str], tmp_path: Path) -> None:
    for process, address in _running(command):
        assert json.load(urllib.request.urlopen(f"{address}/healthz", timeout=5))["status"] == "ok"
        status, body, kind = _post(address, inquiry("NWHP1", "NWA1001"))
        assert (status, kind, first(body, "EB")[1]) == (200, "application/edi-x12", "1")
        assert _post(address, "nonsense")[0] == 400
        waiting = tmp_path / "claims.tmp"
        waiting.write_text(CLAIM)
        waiting.rename(tmp_path / "to-clearinghouse" / "claims.x12")
        _until(lambda: (tmp_path / "from-clearinghouse" / "277CA-000002.x12").exists())
        process.send_signal(signal.SIGKILL)
    for process, _address in _running(command):
        _until(lambda: (tmp_path / "from-clearinghouse" / "835-NWHP1-000003.x12").exists())
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert sorted(path.name for path in (tmp_path / "from-clearinghouse").iterdir()) == ANSWERS


def _running(command: list[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """One process until it has ended; yields it with its address."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}) as process:
        assert process.stdout
        try:
            yield process, json.loads(process.stdout.readline())["address"]
        finally:
            process.kill()


def _post(address: str, text: str) -> tuple[int, str, str]:
    request = urllib.request.Request(f"{address}/eligibility", text.encode(), {"Content-Type": "application/edi-x12"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers["Content-Type"]


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
