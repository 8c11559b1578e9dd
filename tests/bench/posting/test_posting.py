"""Posting a remittance: claims per second, and that neither the cost of a claim nor memory grows with the file."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from deploy.embedded.testing import Addresses

MOST_MB = 600


def run(claims: int, database: str, *more: str) -> dict[str, Any]:
    """One run in a process of its own; prints a row of the table."""
    argv = [sys.executable, "-m", "tests.bench.posting.work", str(claims), database, *more]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=1500, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    what = "until posted" if more else "with disputes, states and figures"
    each = 1000 * found["seconds"] / claims, 1000 * found["cpu"] / claims
    print(f"| {claims:,} | {what} | {claims / found['seconds']:,.0f} | {each[0]:.2f} | {each[1]:.2f} | {found['peak_mb']:.0f} |")
    return found


@pytest.mark.timeout(3600)
def test_a_remittance_is_posted_at_a_flat_cost_per_claim(stack: Addresses) -> None:
    print("\n| claims of 4 lines | | claims/s | ms each | CPU ms each | peak MiB |\n|---:|---|---:|---:|---:|---:|")
    small, middle = run(1000, stack.database_url, "posting"), run(5000, stack.database_url, "posting")
    whole, large = run(4000, stack.database_url), run(20000, stack.database_url, "posting")
    assert whole["claims"] == 4000
    assert large["cpu"] / 20 < 1.25 * small["cpu"], "the cost of a claim grows with the file"
    assert large["cpu"] / 4 < 1.25 * middle["cpu"], "the cost of a claim grows with the file"
    assert large["peak_mb"] < MOST_MB
