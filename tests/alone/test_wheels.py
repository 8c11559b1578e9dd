"""Each wheel brings all that its service needs, names it in its metadata, and knows no sibling."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.alone.closure import ROOT, locked
from tests.alone.conftest import Start
from tests.alone.environment import SOURCES, Environment

LOOK = """
import importlib, importlib.metadata, json, sys
def imports(name):
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as fault:
        return fault.name
    return ""
installed = list(importlib.metadata.distributions())
print(json.dumps({
    "path": sys.path,
    "absent": {name: imports(name) for name in sys.argv[1:]},
    "editable": [each.metadata["Name"] for each in installed if '"editable": true' in (each.read_text("direct_url.json") or "")],
    "ours": sorted(each.metadata["Name"] for each in installed if each.metadata["Name"].startswith("rcm-")),
}))
"""


@pytest.mark.parametrize("service", SOURCES)
def test_a_service_is_installed_from_wheels_without_its_siblings(service: str, environment: Callable[[str], Environment], tmp_path: Path) -> None:
    siblings = [SOURCES[other].replace("/", ".") for other in SOURCES if other != service]
    done = environment(service).run("-c", LOOK, *siblings, "deploy", "tests", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert all(name.startswith(missing) and missing for name, missing in seen["absent"].items()), seen["absent"]
    assert [place for place in seen["path"] if place and (Path(place) == ROOT or ROOT in Path(place).parents)] == []
    assert seen["editable"] == []
    assert seen["ours"] == sorted([f"rcm-{service}", "rcm-shared"])


@pytest.mark.parametrize("service", SOURCES)
def test_all_that_a_wheel_asks_for_is_in_the_lock(service: str, environment: Callable[[str], Environment]) -> None:
    pins = locked()
    asked = environment(service).others
    assert {name: pins.get(name) for name in asked} == asked


@pytest.mark.parametrize("service", SOURCES)
def test_a_service_installed_alone_becomes_ready_and_ends_in_order(service: str, alone: Start) -> None:
    running = alone(service)
    assert running.get("/healthz") is not None
    assert running.get("/v1/status")["service"] == service
    running.process.end(patience=20)
    assert running.process.code == 0
