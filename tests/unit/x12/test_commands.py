"""`rcm x12` on the command line: what it prints, what it writes, and with which exit code it ends."""

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from shared.cli import Failure
from shared.commands.x12 import files, register
from shared.x12.check import check_file
from shared.x12.interchange import read_transactions
from shared.x12.translate.acks import read_functional_ack
from tests.unit.x12.texts import ONE_CLAIM, PAYMENT, THREE_CLAIMS

WRONG = ONE_CLAIM.replace(b"DMG*D8*19800229", b"DMG*D8*19801329")
NPI = ONE_CLAIM.replace(b"XX*1245319599", b"XX*1245319590")


@pytest.fixture
def at(tmp_path: Path) -> dict[str, str]:
    """Paths of files with something of everything in them."""
    bodies = {
        "sound": THREE_CLAIMS,
        "one": ONE_CLAIM,
        "wrong": WRONG,
        "npi": NPI,
        "paid": PAYMENT,
        "html": b"<html>no</html>",
        "cut": ONE_CLAIM[:700],
    }
    for name, body in bodies.items():
        (tmp_path / f"{name}.edi").write_bytes(body)
    return {name: str(tmp_path / f"{name}.edi") for name in bodies} | {"none": str(tmp_path / "none.edi"), "folder": str(tmp_path / "parts")}


def run(*words: str, given: bytes | None = None) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, ["x12", *words], input=given)


def told(result: Result) -> Any:
    return json.loads(result.stdout)


def test_a_sound_file_ends_with_zero_and_a_sentence(at: dict[str, str]) -> None:
    result = run("check", at["sound"])
    assert result.exit_code == 0
    assert result.stdout.strip() == f"{at['sound']}: valid. 1 set (837P 005010X222A1), 3 claims, 0 errors, 0 warnings."


def test_json_is_one_object_with_what_is_known_about_the_file(at: dict[str, str]) -> None:
    result = run("check", "--json", at["wrong"])
    found = told(result)
    assert result.exit_code == 1
    assert {"file", "transactions", "claims", "verdict", "findings"} <= set(found)
    assert (found["file"], found["claims"], found["verdict"]) == (at["wrong"], 1, "guide")
    assert found["transactions"] == [{"kind": "837P", "version": "005010X222A1"}]
    (finding,) = found["findings"]
    assert {"code", "severity", "isa", "gs", "st", "segment", "position", "loop", "element", "component", "message"} <= set(finding)
    assert (finding["code"], finding["segment"], finding["loop"], finding["element"]) == ("element-date", "DMG", "2010BA", 2)


def test_several_files_give_one_object_on_a_line_and_the_gravest_exit_code(at: dict[str, str]) -> None:
    result = run("check", "--json", at["sound"], at["html"], at["wrong"])
    assert [json.loads(line)["verdict"] for line in result.stdout.splitlines()] == ["valid", "not_x12", "guide"]
    assert result.exit_code == 2


@pytest.mark.parametrize(("name", "code"), [("sound", 0), ("npi", 0), ("wrong", 1), ("cut", 1), ("html", 2), ("none", 2)])
def test_the_exit_code_says_sound_not_or_not_readable(at: dict[str, str], name: str, code: int) -> None:
    assert run("check", at[name]).exit_code == code


def test_a_missing_file_does_not_keep_the_others_from_being_checked(at: dict[str, str]) -> None:
    result = run("check", at["none"], at["sound"])
    assert "valid" in result.stdout
    assert result.exit_code == 2


def test_strictness_types_and_rules_are_for_the_caller(at: dict[str, str]) -> None:
    assert run("check", "--strict", at["npi"]).exit_code == 1
    assert run("check", "--strict", "--off", "npi-check-digit", at["npi"]).exit_code == 0
    assert run("check", "--strict", "--types", "1,2,3,4", at["npi"]).exit_code == 0
    assert run("check", "--types", "3", at["wrong"]).exit_code == 0


@pytest.mark.parametrize("types", ["6", "one", "", "1;2"])
def test_a_type_that_does_not_exist_is_refused_in_a_sentence(at: dict[str, str], types: str) -> None:
    result = run("check", "--types", types, at["sound"])
    assert isinstance(result.exception, Failure)
    assert "--types takes numbers among 1, 2, 3" in str(result.exception)


def test_a_listing_is_cut_short_where_asked_and_says_so(at: dict[str, str]) -> None:
    Path(at["wrong"]).write_bytes(THREE_CLAIMS.replace(b"UN*1", b"XX*1"))
    assert "3 more are not listed" in run("check", "--most", "1", at["wrong"]).stdout
    found = told(run("check", "--json", "--most", "1", at["wrong"]))
    assert (len(found["findings"]), found["left_out"], found["counts"]["error"]) == (1, 3, {"element-code": 4})


def test_standard_input_is_read_under_the_name_of_a_dash() -> None:
    assert run("check", "-", given=ONE_CLAIM).exit_code == 0


def test_a_listing_says_where_and_what_but_not_who(at: dict[str, str]) -> None:
    line = run("check", at["wrong"]).stdout.splitlines()[0]
    assert "ISA 000000042, GS 7, ST 0001, segment 17 DMG02 in 2010BA" in line
    assert "PENA" not in line
    assert "19801329" not in line


def test_show_prints_loops_names_and_meanings(at: dict[str, str]) -> None:
    text = run("show", at["sound"]).stdout
    assert "2010AA" in text
    assert "NM1 name: 01 role 85 (billing provider)" in text
    assert "05-3 place, frequency 1 (original)" in text
    long = run("show", "--long", at["sound"]).stdout
    assert len(long.splitlines()) > 3 * len(text.splitlines())


def test_show_puts_what_is_wrong_beside_its_segment(at: dict[str, str]) -> None:
    result = run("show", "--check", at["wrong"])
    lines = result.stdout.splitlines()
    at_birth = next(number for number, line in enumerate(lines) if "19801329" in line)
    assert "element-date" in lines[at_birth + 1]
    assert result.exit_code == 1
    assert run("show", "--check", at["sound"]).exit_code == 0


def test_show_as_json_has_every_segment(at: dict[str, str]) -> None:
    found = told(run("show", "--json", "--check", at["wrong"]))
    assert len(found["segments"]) == WRONG.count(b"~")
    dmg = next(each for each in found["segments"] if each["segment"] == "DMG")
    assert dmg["findings"][0]["code"] == "element-date"
    assert dmg["loops"] == ["2000A", "2000B", "2010BA"]


@pytest.mark.parametrize("command", ["show", "ack", "split"])
def test_what_is_no_x12_is_told_in_a_sentence(at: dict[str, str], command: str) -> None:
    result = run(command, at["html"], *(["-o", at["folder"]] if command == "split" else []))
    assert isinstance(result.exception, Failure)
    assert result.exception.code == 2
    assert "X12" in str(result.exception)


def test_ack_answers_a_sound_file_with_an_acceptance(at: dict[str, str], tmp_path: Path) -> None:
    answer = tmp_path / "answer.edi"
    result = run("ack", at["sound"], "--output", str(answer), "--at", "2026-11-02T10:00:00", "--control-number", "77")
    assert result.exit_code == 0
    assert check_file(answer.read_bytes()).verdict == "valid"
    ack = read_functional_ack(next(read_transactions(answer.read_bytes())))
    assert (ack.status, ack.group_control_number) == ("A", "7")
    assert b"*261102*1000*" in answer.read_bytes()
    assert b"*000000077*" in answer.read_bytes()


def test_ack_rejects_what_is_wrong_and_adds_a_ta1_where_one_is_due(at: dict[str, str]) -> None:
    rejected = run("ack", at["wrong"])
    assert rejected.exit_code == 1
    assert "TA1*" not in rejected.stdout
    assert "IK5*R" in rejected.stdout
    assert "TA1*000000042*261102*0930*A*000" in run("ack", at["wrong"], "--ta1", "always").stdout
    cut = run("ack", at["cut"])
    assert "TA1*000000042*261102*0930*R*023" in cut.stdout
    assert cut.exit_code == 1


def test_answers_are_not_answered(at: dict[str, str], tmp_path: Path) -> None:
    run("ack", at["sound"], "--output", str(tmp_path / "answer.edi"))
    result = run("ack", str(tmp_path / "answer.edi"))
    assert (result.exit_code, result.stdout) == (0, "")


def test_split_writes_a_file_for_each_claim_and_never_over_another(at: dict[str, str]) -> None:
    result = run("split", at["sound"], "--by", "claim", "-o", at["folder"], "--json")
    assert result.exit_code == 0
    written = [Path(each["file"]) for each in told(result)["written"]]
    assert [path.name for path in written] == [f"sound.0000{number}.edi" for number in (1, 2, 3)]
    assert all(check_file(path.read_bytes()).verdict == "valid" for path in written)
    again = run("split", at["sound"], "--by", "claim", "-o", at["folder"])
    assert "is there already" in str(again.exception)


def test_split_by_payer_names_the_files_after_them(at: dict[str, str]) -> None:
    run("split", at["sound"], "--by", "payer", "-o", at["folder"])
    assert sorted(os.listdir(at["folder"])) == ["sound.CASC2.edi", "sound.NWHP1.edi"]


def test_diff_ends_with_zero_one_or_two(at: dict[str, str]) -> None:
    assert run("diff", at["one"], at["one"]).exit_code == 0
    result = run("diff", at["one"], at["wrong"])
    assert result.exit_code == 1
    assert "DMG02 birth date: 19800229 -> 19801329" in result.stdout
    assert told(run("diff", "--json", at["one"], at["wrong"]))["differences"][0]["segment"] == "DMG"
    assert told(run("diff", "--json", at["one"], at["one"])) == {"left": at["one"], "right": at["one"], "differences": [], "equal": True}
    unreadable = run("diff", at["one"], at["html"])
    assert isinstance(unreadable.exception, Failure)


def test_a_big_file_shows_how_far_it_is_on_a_terminal_only(at: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_BIG", 100)
    screen = io.StringIO()
    from rich.console import Console

    for terminal in (False, True):
        monkeypatch.setattr(files, "err", Console(file=screen, force_terminal=terminal, width=100))
        with files.opened(Path(at["sound"])) as source:
            assert source.read() == THREE_CLAIMS
        assert ("sound.edi" in screen.getvalue()) is terminal


def test_the_command_starts_quickly_and_asks_for_no_settings(at: dict[str, str]) -> None:
    words = [sys.executable, "-c", "from shared.cli import main; main()", "x12", "check", at["one"]]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RCM_")}
    best = 99.0
    for _ in range(3):
        started = time.monotonic()
        done = subprocess.run(words, capture_output=True, env=environment, check=False, timeout=60)
        best = min(best, time.monotonic() - started)
    assert done.returncode == 0, done.stderr
    assert best < 3.0  # well under one second on a machine with nothing else to do
    modules = subprocess.run(
        [sys.executable, "-X", "importtime", *words[1:]], capture_output=True, text=True, env=environment, check=True, timeout=60
    ).stderr
    imported = {line.rpartition("|")[2].strip() for line in modules.splitlines()}
    assert not {"shared.settings", "shared.site", "shared.contracts", "httpx", "sqlalchemy"} & imported
