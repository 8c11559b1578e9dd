"""`rcm token` as whoever runs an installation uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.security.keyring import Keyring, Refused

RCM = Path(sys.executable).with_name("rcm")


class Desk:
    """Runs commands over one tokens file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def run(self, *words: str, code: int = 0, tokens: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RCM_")}
        environment |= {"RCM_TOKENS": str(self.file)} if tokens else {}
        done = subprocess.run([str(RCM), "token", *words], env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == code, done.stderr
        return done

    def ask(self, *words: str) -> dict[str, object]:
        return dict(json.loads(self.run(*words, "--json").stdout))

    def admit(self, text: object, service: str = "denials") -> str:
        try:
            return Keyring(self.file).admit(str(text), service).name
        except Refused as refused:
            return refused.title


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "etc" / "tokens.json")


def test_issue_list_rotate_and_revoke(desk: Desk) -> None:
    issued = desk.ask("issue", "amy", "--person", "--role", "denial-specialist", "--service", "denials", "--days", "30")
    assert (issued["kind"], issued["may"], issued["services"]) == ("person", ["phi", "read", "work"], ["denials"])
    assert datetime.fromisoformat(str(issued["expires_at"])) - datetime.now(UTC) > timedelta(days=29)
    assert desk.admit(issued["token"]) == "amy"
    assert desk.admit(issued["token"], "coding") == "this token is not for coding"
    [listed] = json.loads(desk.run("list", "--json").stdout)
    assert (listed["id"], listed["state"], "token" in listed, "secrets" in listed) == (issued["id"], "valid", False, False)
    rotated = desk.ask("rotate", "amy", "--overlap", "1")
    assert rotated["id"] == issued["id"]
    assert {desk.admit(issued["token"]), desk.admit(rotated["token"])} == {"amy"}
    assert desk.ask("revoke", str(issued["id"]))["state"] == "revoked"
    assert {desk.admit(issued["token"]), desk.admit(rotated["token"])} == {"this token was revoked"}
    assert "revoked" in desk.run("rotate", str(issued["id"]), code=2).stderr


def test_the_token_alone_is_on_standard_output_so_that_it_can_go_into_a_file(desk: Desk) -> None:
    done = desk.run("issue", "interface", "--role", "system")
    assert desk.admit(done.stdout.strip()) == "interface"
    assert done.stdout.strip() not in done.stderr
    assert "not shown again" in done.stderr
    assert done.stdout.strip().split("_", 2)[2] not in desk.file.read_text()
    assert "interface" in desk.run("list").stdout


def test_an_overlap_of_nothing_ends_the_old_secret_at_once(desk: Desk) -> None:
    issued = desk.ask("issue", "interface", "--role", "system")
    rotated = desk.ask("rotate", "interface", "--overlap", "0")
    assert (desk.admit(issued["token"]), desk.admit(rotated["token"])) == ("this token is not known here", "interface")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["issue", "amy"], "Say what the token is for"),
        (["issue", "amy", "--role", "biler"], "There is no role biler. There are: registrar, coder, biller"),
        (["issue", "amy", "--power", "reed"], "There is no power reed"),
        (["issue", "amy", "--role", "biller", "--service", "denial"], "There is no service denial"),
        (["rotate", "nobody"], "There is no token nobody"),
        (["revoke", "nobody"], "There is no token nobody"),
        (["list"], "There is no tokens file"),
    ],
)
def test_a_wrong_question_is_answered_with_what_there_is(desk: Desk, words: list[str], said: str) -> None:
    assert said in desk.run(*words, code=2).stderr.replace("\n", " ")


def test_of_two_tokens_with_a_name_the_id_is_asked_for(desk: Desk) -> None:
    for _ in range(2):
        desk.run("issue", "amy", "--role", "biller")
    assert "give the id" in desk.run("revoke", "amy", code=2).stderr


def test_without_a_tokens_file_the_command_says_what_to_set(desk: Desk) -> None:
    assert "Set RCM_TOKENS" in desk.run("list", code=2, tokens=False).stderr


def test_a_damaged_file_is_left_alone(desk: Desk) -> None:
    desk.file.parent.mkdir()
    desk.file.write_text("{")
    assert "is damaged" in desk.run("issue", "amy", "--role", "biller", code=1).stderr
    assert desk.file.read_text() == "{"
