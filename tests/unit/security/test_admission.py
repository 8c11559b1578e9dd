"""The operator's token of an installation on this machine, and how commands find one."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest

from deploy.embedded import admission
from shared import cli
from shared.security.keyring import Keyring
from shared.security.powers import POWERS
from shared.settings import SettingsError, _Reader, own_token


def test_an_installation_issues_itself_a_token_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings, token = admission.access(tmp_path, {}, open_access=False)
    assert token is not None
    assert settings == {"RCM_TOKENS": str(tmp_path / "tokens.json")}
    assert [path.stat().st_mode & 0o777 for path in (token, tmp_path / "tokens.json")] == [0o600, 0o600]
    holder = Keyring(tmp_path / "tokens.json").admit(token.read_text().strip(), "denials")
    assert (holder.name, holder.may) == ("operator", frozenset(POWERS))


def test_the_token_stays_the_same_from_start_to_start_until_it_is_no_good(tmp_path: Path) -> None:
    _, token = admission.access(tmp_path, {}, open_access=False)
    assert token is not None
    first = token.read_text()
    admission.access(tmp_path, {}, open_access=False)
    assert token.read_text() == first
    token.write_text("rcm_lost\n")
    admission.access(tmp_path, {}, open_access=False)
    assert token.read_text() not in (first, "rcm_lost\n")
    assert Keyring(tmp_path / "tokens.json").admit(token.read_text().strip(), "coding").name == "operator"


def test_a_demonstration_is_open_and_makes_no_token(tmp_path: Path) -> None:
    assert admission.access(tmp_path, {"RCM_TOKENS": "mine.json"}, open_access=True) == ({"RCM_ACCESS": "open"}, None)
    assert list(tmp_path.iterdir()) == []


def test_a_tokens_file_of_ones_own_is_used_as_it_is(tmp_path: Path) -> None:
    assert admission.access(tmp_path, {"RCM_TOKENS": "mine.json"}, open_access=False) == ({}, None)
    assert list(tmp_path.iterdir()) == []


def test_commands_of_the_folder_find_the_token_while_the_installation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("RCM_TOKEN", "RCM_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    _, token = admission.access(tmp_path / "data", {}, open_access=False)
    assert token is not None
    assert cli.bearer() == {}
    with admission.shown(token):
        assert cli.bearer() == {"Authorization": f"Bearer {token.read_text().strip()}"}
    assert cli.bearer() == {}


def test_a_token_that_was_given_goes_before_the_one_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("rcm_from_file\n")
    file = {"RCM_TOKEN_FILE": str(tmp_path / "token")}
    assert own_token(file) == "rcm_from_file"
    assert own_token({**file, "RCM_TOKEN": "rcm_given"}) == "rcm_given"
    assert own_token({}) is None
    with pytest.raises(SettingsError, match=r"RCM_TOKEN_FILE names .* cannot be read"):
        own_token({"RCM_TOKEN_FILE": str(tmp_path / "none")})


def test_a_command_that_is_not_let_in_says_why_and_where_it_looks_for_a_token() -> None:
    body = {"title": "this needs a token", "detail": "Ask for one."}
    answer = httpx.Response(401, json=body, request=httpx.Request("GET", "http://127.0.0.1:8001/v1/status"))
    said = cli.refusal(answer)
    assert said.startswith("http://127.0.0.1:8001/ says: this needs a token. Ask for one.")
    assert "RCM_TOKEN_FILE" in said


def test_access_is_by_token_unless_it_is_said_to_be_open() -> None:
    assert [_Reader(given).open_access() for given in ({}, {"RCM_ACCESS": "token"}, {"RCM_ACCESS": "open"})] == [False, False, True]
    with pytest.raises(SettingsError, match="RCM_ACCESS is 'off'"):
        _Reader({"RCM_ACCESS": "off"}).open_access()


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    from deploy.embedded.errors import StackError

    with pytest.raises(StackError, match=r"tokens file .* cannot be written"):
        admission.access(tmp_path / "data", dict(os.environ) | {"RCM_TOKENS": "", "RCM_ACCESS": ""}, open_access=False)
