"""Lines of a log as a machine reads them."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from shared.settings import SettingsError, log_form
from shared.telemetry.log import FORMAT, Formatter, JsonFormatter, correlations, where
from shared.testing import message
from tests.integration.toy.events import OrderPlaced


def line(pattern: str, *values: Any, fault: Exception | None = None) -> dict[str, Any]:
    raised = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord("shared.db.batch", logging.WARNING, "x.py", 1, pattern, values, raised)
    return dict(json.loads(JsonFormatter("denials").format(record)))


def test_words_that_a_line_names_are_members_of_the_object() -> None:
    found = line("stage=%s batch=%d waits %.1f s: %s", "denials.triage", 7, 0.5, "KeyError")
    assert {name: found[name] for name in ("service", "level", "logger", "stage", "batch")} == {
        "service": "denials",
        "level": "WARNING",
        "logger": "shared.db.batch",
        "stage": "denials.triage",
        "batch": 7,
    }
    assert found["message"] == "stage=denials.triage batch=7 waits 0.5 s: KeyError"
    assert found["time"].endswith("+00:00")


def test_a_percent_sign_shifts_no_name() -> None:
    assert line("done=100%% stage=%s", "a.b")["stage"] == "a.b"


def test_an_exception_is_told_by_class_and_place_never_by_its_text() -> None:
    def fails() -> None:
        raise ValueError("Ada Testbirch, born 1980-05-01")

    with pytest.raises(ValueError, match="Ada") as caught:
        fails()
    found = line("stage=%s failed", "a.b", fault=caught.value)
    assert "Testbirch" not in json.dumps(found)
    assert found["fault"].startswith("ValueError at test_log.py:")


def test_text_stays_one_line_for_a_person() -> None:
    record = logging.LogRecord("shared.db.batch", logging.WARNING, "x.py", 1, "stage=%s", ("a.b",), None)
    assert Formatter(FORMAT).format(record).endswith("WARNING shared.db.batch stage=a.b")


def test_a_batch_names_all_its_correlations_when_they_are_few() -> None:
    class Each:
        def __init__(self, id: str) -> None:
            self.envelope = message(OrderPlaced(order_id=id, customer_id="c", amount=1)).envelope

    assert correlations([Each("o1"), Each("o1"), Each("o2")]) == "o1,o2"
    assert correlations([Each(f"o{number}") for number in range(5)]) == "o0,o1,o2,…"


def test_the_form_is_json_or_text_or_a_sentence() -> None:
    assert [log_form({}), log_form({"RCM_LOG": "json"}), log_form({"RCM_LOG": "text"})] == [None, "json", "text"]
    with pytest.raises(SettingsError, match="set it to json or text"):
        log_form({"RCM_LOG": "xml"})


def test_a_full_disk_of_the_database_is_called_that() -> None:
    class DiskFull(Exception):
        sqlstate = "53100"

    class Wrapped(Exception):
        orig = DiskFull("the text may quote a row")

    assert where(DiskFull()) == "DiskFull (the database: its disk is full, free some space)"
    assert where(Wrapped()) == "Wrapped (the database: its disk is full, free some space)"
