"""The other side of the wire: the payer sandbox, installed from its own wheel into an environment that holds nothing else."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from deploy.embedded.ports import LOOPBACK, choose
from deploy.embedded.process import Process, last_lines
from tests.alone.closure import ROOT

MEMBERS = """payer_id,member_id,last_name,first_name,birth_date,sex,plan,effective_on,terminated_on,authorizations,deductible_left
NWHP1,NWA1000001,Testoak,Ada,1980-01-01,F,A,2026-01-01,,,
NWHP1,NWA1000002,Testash,Bo,1981-02-02,M,A,2026-01-01,2026-08-31,,
NWHP1,NWA1000009,Testnuñez,Zoë,1961-04-03,F,A,2026-01-01,,,
"""
START = "import sys; from deploy.sandbox.__main__ import main; sys.exit(main(sys.argv[1:]))"
READY_WITHIN_S = 30


@dataclass(frozen=True)
class Partner:
    """A running clearinghouse with its payers."""

    folder: Path
    """Shared with the clearinghouse: RCM_CLEARINGHOUSE_FOLDER."""
    eligibility: str
    """RCM_ELIGIBILITY_URL."""


@contextmanager
def partner(folder: Path, members: str = MEMBERS) -> Iterator[Partner]:
    """The sandbox until the end of the block."""
    folder.mkdir()
    (folder / "members.csv").write_text(members)
    address = f"{LOOPBACK}:{choose(None, set())}"
    options = ["--folder", folder / "files", "--members", folder / "members.csv", "--listen", address, "--remit-after", "3600"]
    argv = [str(_python(folder / "environment")), "-I", "-c", START, *map(str, options)]
    process = Process("sandbox", argv, log=folder / "sandbox.log", env={"HOME": str(folder)}, cwd=folder)
    try:
        _wait(f"http://{address}/healthz", process)
        yield Partner(folder / "files", f"http://{address}/eligibility")
    finally:
        process.end()


def _python(folder: Path) -> Path:
    """The interpreter of an environment with the sandbox's wheel, which needs nothing else."""
    wheels = folder.parent / "wheels"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    for argv in ([*pip, "--wheel-dir", str(wheels), str(ROOT / "deploy/sandbox")], [sys.executable, "-m", "venv", "--without-pip", str(folder)]):
        done = subprocess.run(argv, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    [packages] = folder.glob("lib/python*/site-packages")
    [wheel] = wheels.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(packages)
    return folder / "bin" / "python"


def _wait(address: str, process: Process) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            if httpx.get(address, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert process.code is None, last_lines(process.log)
        assert time.monotonic() < deadline, last_lines(process.log)
        time.sleep(0.05)
