"""`rcm ledger`: what it shows, what it objects to, and what it asks of a file."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from shared.commands import ledger
from shared.commands.opening_file import FileFault, claims_of, portions

ENTRY = {
    "event_id": "E1", "posted_on": "2026-10-01", "period": "2026-10", "cause": "remittance", "line_number": 1, "debit": "RC", "credit": "ARP",
    "amount": "67.00", "trace_number": "T1", "reference": "", "actor": "",
}  # fmt: skip
LINE = {
    "line_number": None, "charge": "0.00", "payer_paid": "0.00", "patient_paid": "25.00", "adjusted": "0.00", "open": "-25.00",
    "accounts": {"ARPt": "-25.00", "PC": "25.00"},
}  # fmt: skip
CLAIM = {"claim_id": "C1", "encounter_id": "V1", "account": {"balances": {"charged": "150.00"}}, "lines": [LINE], "entries": [ENTRY], "waiting": []}
CONTROL = {"billed": "150.00", "paid": "67.00", "contractual": "58.00", "written_off": "0.00", "patient": "25.00", "open": "0.00"}
SOUND = {
    "sound": True, "entries": 4, "postings": 2, "claims": 1, "digest": "a" * 64, "digest_matches": None, "differences": [], "more_differences": 0,
    "control": {**CONTROL, "balanced": True, "explained": True, "opening": {"explained": True}},
}  # fmt: skip
DIFFERENCE = {"encounter_id": "V1", "claim_id": "C1", "account": "ARPt", "entries": "25.00", "state": "24.00"}
HEADER = "claim_id,payer_id,service_from,code,charge,remitted_on,paid,adjustments,patient_paid"
ROW = "S5B,NWHP1,2026-08-10,99205,420.00,2026-09-01,233.20,CO-45=162.00 PR-2=24.80,24.80"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the service answers, and what it was told."""
    service: dict[str, Any] = {"answer": SOUND, "told": []}

    def get(url: str, **more: Any) -> httpx.Response:
        service["told"].append((url, more["params"]))
        return httpx.Response(service.get("status", 200), json=service["answer"], request=httpx.Request("GET", url))

    def tell(name: str, path: str, body: Any = None) -> Any:
        service["told"].append((path, body))
        return service["answer"]

    monkeypatch.setattr(ledger.httpx, "get", get)
    monkeypatch.setattr(ledger, "tell", tell)
    monkeypatch.setattr(ledger, "address_of", lambda name: f"http://{name}")
    monkeypatch.setattr(ledger, "out", Console(width=200))  # a table is as wide as it needs, whatever screen runs the tests
    return service


def run(*words: str) -> Any:
    app = typer.Typer()
    ledger.register(app)
    return CliRunner().invoke(app, list(words))


def test_show_names_every_entry_and_what_each_line_comes_to(asked: dict[str, Any]) -> None:
    asked["answer"] = CLAIM
    told = run("ledger", "show", "C1")
    assert told.exit_code == 0
    assert all(word in told.output for word in ("remittance", "RC", "ARP", "67.00", "ARPt -25.00, PC 25.00", "150.00"))
    assert json.loads(run("ledger", "show", "C1", "--json").output).keys() == {"claim_id", "encounter_id", "account", "lines", "entries"}


def test_a_sound_ledger_ends_with_zero_and_a_digest_is_passed_on(asked: dict[str, Any]) -> None:
    told = run("ledger", "verify", "--digest", "A" * 64)
    assert (told.exit_code, asked["told"]) == (0, [("http://adjudication/v1/ledger/verify", {"digest": "a" * 64})])
    assert "The ledger is sound." in told.output


def test_a_difference_is_named_and_ends_with_one(asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    asked["answer"] = {**SOUND, "sound": False, "digest_matches": False, "differences": [DIFFERENCE], "more_differences": 3}
    told = run("ledger", "verify", "--digest", "b" * 64)
    assert told.exit_code == 1
    assert json.loads(run("ledger", "verify", "--json").output)["differences"] == [DIFFERENCE]
    assert run("ledger", "verify", "--json").exit_code == 1


def test_a_file_of_old_claims_becomes_one_request(asked: dict[str, Any], tmp_path: Path) -> None:
    asked["answer"] = {"claims": [{"claim_id": "S5B", "encounter_id": "V9"}]}
    path = tmp_path / "old.csv"
    path.write_text(f"{HEADER}\n{ROW}\n")
    told = run("ledger", "open", str(path), "--actor", "biller-7", "--reason", "change of systems")
    assert told.exit_code == 0
    [(route, body)] = asked["told"]
    assert (route, body["actor"]) == ("/v1/opening-claims", {"id": "biller-7"})
    assert body["claims"] == [
        {
            "claim_id": "S5B",
            "payer_id": "NWHP1",
            "service_from": "2026-08-10",
            "patient_paid": "24.80",
            "lines": [{"code": "99205", "charge": "420.00", "line_number": 1}],
            "decisions": [
                {
                    "remitted_on": "2026-09-01",
                    "lines": [
                        {
                            "line_number": 1,
                            "paid": "233.20",
                            "adjustments": [{"group": "CO", "carc": "45", "amount": "162.00"}, {"group": "PR", "carc": "2", "amount": "24.80"}],
                        }
                    ],
                }
            ],
        }
    ]


def test_two_rows_of_a_claim_are_two_of_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("claim_id,payer_id,service_from,code,charge\nA,P,2026-08-10,99213,1.00\nB,P,2026-08-10,99213,2.00\nA,P,2026-08-10,85025,3.00\n")
    assert [[line["charge"] for line in claim["lines"]] for claim in claims_of(path)] == [["1.00", "3.00"], ["2.00"]]


def test_a_long_file_is_sent_in_portions() -> None:
    assert [len(some) for some in portions([{"claim_id": str(number)} for number in range(2500)])] == [1000, 1000, 500]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claim_id,charge\nA,1.00\n", "Row 1: the header lacks payer_id, service_from"),
        (f"{HEADER},colour\n{ROW},red\n", "Row 1: column colour"),
        (f"{HEADER}\n{ROW},extra\n", "Row 2: it has not as many fields"),
        (f"{HEADER}\n{ROW.replace('420.00', '')}\n", "Row 2: charge is empty"),
        (f"{HEADER}\n{ROW.replace('PR-2=24.80', 'PR 2 24.80')}\n", "Row 2: adjustments are written as"),
        (f"{HEADER}\n{ROW.replace('233.20', '')}\n", "Row 2: paid is empty"),
        (f"{HEADER}\n{ROW}\n{ROW.replace('NWHP1', 'CASC2')}\n", "Row 3: it says something else about its claim"),
        (f"{HEADER}\n", "a header and no rows"),
    ],
)
def test_a_file_that_does_not_fit_names_the_row_and_what_to_write(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "old.csv"
    path.write_text(text)
    with pytest.raises(FileFault) as fault:
        claims_of(path)
    assert said in str(fault.value)
