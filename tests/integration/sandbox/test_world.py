"""The sandbox's copy of the demonstration world: complete, consistent, and nobody else's code."""

import ast
import re
import sys
from decimal import Decimal
from pathlib import Path

import deploy.sandbox
from deploy.sandbox.payer import payers
from deploy.sandbox.screen import npi_is_valid

HOME = Path(deploy.sandbox.__file__).parent
WORLD = (HOME.parent / "WORLD.md").read_text()


def test_every_price_of_the_world_is_the_payers_price() -> None:
    rows = re.findall(r"^\| (\w{5}) \| \d{4} \| [\d.]+ \| ([\d.]+).*? \| ([\d.]+).*? \| ([\d.]+).*? \|$", WORLD, re.MULTILINE)
    assert len(rows) == 16
    for code, *prices in rows:
        assert [payers()[name].price(code) for name in ("NWHP1", "CASC2", "FEDS3")] == [Decimal(price) for price in prices]
    assert {len(payer.fees) + len(payer.case_rates) for payer in payers().values()} == {16}


def test_the_limits_and_names_of_the_world_are_the_payers() -> None:
    limits = re.search(r"NWHP1 (\d+) days, CASC2 (\d+) days, FEDS3 (\d+) days", WORLD)
    assert limits
    assert [payers()[name].filing_limit_days for name in ("NWHP1", "CASC2", "FEDS3")] == [int(days) for days in limits.groups()]


def test_routing_numbers_and_originators_have_their_form() -> None:
    for payer in payers().values():
        digits = [int(digit) for digit in payer.bank["routing"]]
        assert sum(weight * digit for weight, digit in zip([3, 7, 1] * 3, digits, strict=True)) % 10 == 0
        assert re.fullmatch(r"1\d{9}", payer.bank["originator"])


def test_the_providers_of_the_world_have_valid_numbers() -> None:
    numbers = set(re.findall(r"\b1\d{9}\b", WORLD))
    assert len(numbers) == 5
    assert all(npi_is_valid(number) for number in numbers)
    assert not npi_is_valid("1234567890")


def test_the_sandbox_imports_the_standard_library_and_itself_only() -> None:
    for path in HOME.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("deploy.sandbox") or name.split(".")[0] in sys.stdlib_module_names, f"{path.name} imports {name}"
