"""What is in an image: one service, what all share, and nothing that does not run it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.containers.engine import SERVICES, docker

pytestmark = pytest.mark.timeout(600)
Image = Callable[[str], str]
LARGEST_MB = 160
"""Of our layers, on top of the base image."""


def shell(image: str, command: str) -> str:
    return docker("run", "--rm", "--read-only", "--cap-drop", "ALL", "--network", "none", image, "sh", "-c", command)


def added_mb(image: str, base: str = "python:3.11-slim") -> float:
    sizes = [json.loads(docker("image", "inspect", each))[0]["Size"] for each in (image, base)]
    return float(sizes[0] - sizes[1]) / 1e6


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_its_service_and_no_sibling(image: Image, service: str) -> None:
    names = shell(image(service), "python -c \"from importlib.metadata import entry_points as e; print(*[p.name for p in e(group='rcm.services')])\"")
    assert names.split() == [service]
    folders = shell(image(service), "cd /rcm/lib/python3.11/site-packages/services && find . -name service.py").split()
    assert len(folders) == 1
    assert f"/{service}/" in folders[0]


@pytest.mark.parametrize("name", [*SERVICES, "sandbox"])
def test_an_image_runs_as_nobody_in_particular_and_is_small(image: Image, name: str) -> None:
    assert shell(image(name), "id -u && id -g").split() == ["10001", "10001"]
    assert added_mb(image(name)) < (LARGEST_MB if name != "sandbox" else 5)


def test_an_image_brings_no_tools_to_build_with_and_no_sources_of_ours(image: Image) -> None:
    found = shell(
        image("denials"),
        "find /rcm -maxdepth 5 -name 'pip*' -o -maxdepth 5 -name 'hatchling*'; ls -d /source /locks /wheels ~root/.cache 2>/dev/null; true",
    )
    assert found == ""


def test_a_service_without_settings_says_what_it_misses_and_ends(image: Image) -> None:
    said = docker("run", "--rm", "--network", "none", image("denials"), "sh", "-c", "rcm serve denials 2>&1; echo exit $?")
    assert "RCM_SITE is not set" in said
    assert said.endswith("exit 1")


def test_the_sandbox_has_nothing_of_ours(image: Image) -> None:
    assert shell(image("sandbox"), "cd /rcm && find . -maxdepth 2 -name '[a-z]*' -type d | sort").split() == [
        "./deploy",
        "./deploy/samples",
        "./deploy/sandbox",
    ]
    assert shell(image("sandbox"), "ls /samples/fhir | wc -l") == "60"
