"""`rcm bank`: the file goes to adjudication as it is, and what it says about lines reaches the person who sent it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer

from shared.cli import Failure
from shared.commands import bank

TOLD = {"events": [], "deposits": 2, "known": 1, "others": 0, "set_aside": [], "repeated": False}
FAULT = {"line": 4, "reason": "date is no day such as 2026-11-04."}


@pytest.fixture
def statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bank, "address_of", lambda service: f"http://{service}")
    monkeypatch.setattr(bank, "bearer", lambda: {"Authorization": "Bearer T"})
    path = tmp_path / "day.csv"
    path.write_bytes(b"date,amount\n2026-11-04,1.00\n")
    return path


def answering(monkeypatch: pytest.MonkeyPatch, status: int, body: dict[str, Any]) -> list[tuple[str, bytes]]:
    sent: list[tuple[str, bytes]] = []

    def post(url: str, *, content: bytes, **more: Any) -> httpx.Response:
        sent.append((url, content))
        return httpx.Response(status, json=body, request=httpx.Request("POST", url))

    monkeypatch.setattr(httpx, "post", post)
    return sent


def test_the_file_is_sent_as_it_is_and_the_answer_printed(
    statement: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = answering(monkeypatch, 202, TOLD)
    bank.bank(statement, as_json=True)
    assert sent == [("http://adjudication/v1/intake/bank", statement.read_bytes())]
    assert json.loads(capsys.readouterr().out) == TOLD


def test_a_line_that_is_set_aside_is_named_and_the_exit_code_says_so(statement: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, 202, {**TOLD, "set_aside": [FAULT]})
    with pytest.raises(typer.Exit) as ended:
        bank.bank(statement)
    assert ended.value.exit_code == 1


@pytest.mark.parametrize(("status", "code"), [(422, 2), (403, 2), (503, 1)])
def test_a_refusal_is_a_sentence_with_an_exit_code(statement: Path, monkeypatch: pytest.MonkeyPatch, status: int, code: int) -> None:
    answering(monkeypatch, status, {"title": "this is no file of a bank", "detail": "Cut short."})
    with pytest.raises(Failure) as refused:
        bank.bank(statement)
    assert refused.value.code == code


def test_a_file_that_is_not_there_is_said_before_anybody_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="cannot be read") as refused:
        bank.bank(tmp_path / "nothing.csv")
    assert refused.value.code == 2
