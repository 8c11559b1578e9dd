"""The whole system on this machine: both servers, the five services, and if wanted the payer sandbox, under one supervisor.

Each service runs stages and API in one process and knows only its own settings, as it would elsewhere. Inside the block everything is up and ready;
after it, nothing is left running.
"""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx

from deploy.embedded import admission, ports
from deploy.embedded.folder import DataFolder
from deploy.embedded.jars import Progress
from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack
from deploy.embedded.supervisor import Child, Patience, Supervisor
from shared.contracts.topics import TOPICS
from shared.kafka import topics_admin
from shared.settings import Settings

SERVICES = ("eligibility", "coding", "submission", "adjudication", "denials")
PACE = ("--acknowledge-after", "0.2", "--remit-after", "0.5")
"""Seconds within which the sandbox's payers acknowledge and pay; theirs take days."""
ADDRESSES = Path("var/services.json")
"""Where `rcm trace` and `rcm status` look for a running installation."""


@dataclass(frozen=True)
class Plan:
    """What to run."""

    stack: StackSettings
    site: Path
    key: str | None = None
    """The site's secret; None makes one and keeps it in the data folder."""
    today: date | None = None
    services: tuple[str, ...] = SERVICES
    members: Path | None = None
    """The payers' roster: with it the payer sandbox runs too."""
    environment: Mapping[str, str] = field(default_factory=dict)
    announce: bool = True
    """Whether `rcm trace` and `rcm status` of this folder shall find it."""
    clearinghouse: Path | None = None
    """The folder shared with the clearinghouse; None: one in the data folder."""
    patience: Patience | None = None
    open_access: bool = False
    """Nobody is asked for a token, for demonstrations and trials; otherwise the installation issues itself one."""


@dataclass(frozen=True)
class Running:
    """An installation that is up."""

    addresses: Mapping[str, str]
    kafka: str
    clearinghouse: Path
    supervisor: Supervisor
    token: Path | None = None
    """The file with the operator's token; None when access is open or RCM_TOKENS names a file of one's own."""


@contextmanager
def installation(plan: Plan, on_progress: Progress = lambda _: None) -> Iterator[Running]:
    """Everything up and ready inside the block. Raises StackError or SettingsError with a sentence."""
    with Stack(plan.stack, on_progress=on_progress) as stack, services_on(stack, plan, on_progress) as running:
        yield running


@contextmanager
def services_on(stack: Stack, plan: Plan, on_progress: Progress = lambda _: None) -> Iterator[Running]:
    """The services, and the payer sandbox if wanted, on servers that are up already."""
    addresses, sandbox = _addresses(stack.folder, plan)
    clearinghouse = _clearinghouse(plan.clearinghouse or stack.folder.path / "clearinghouse")
    access, token = admission.access(stack.folder.path, {**os.environ, **plan.environment}, open_access=plan.open_access)
    environment = {**_environment(plan, stack, addresses, sandbox, clearinghouse), **access}
    on_progress("creating topics")
    asyncio.run(topics_admin.prepare(Settings.load({**os.environ, **environment}), TOPICS))
    children = [_service(name, addresses[name], environment) for name in plan.services]
    if plan.members is not None:
        children.insert(0, _sandbox(sandbox, clearinghouse, plan.members))
    with Supervisor(stack.folder, children, patience=plan.patience, also=stack.check, on_progress=on_progress) as supervisor:
        on_progress("all services are ready")
        with _announced(addresses, token) if plan.announce else nullcontext():
            yield Running(addresses, stack.bootstrap, clearinghouse, supervisor, token)


@contextmanager
def _announced(addresses: Mapping[str, str], token: Path | None) -> Iterator[None]:
    ADDRESSES.parent.mkdir(parents=True, exist_ok=True)
    ADDRESSES.write_text(json.dumps(dict(addresses)))
    try:
        with admission.shown(token):
            yield
    finally:
        ADDRESSES.unlink(missing_ok=True)


def _addresses(folder: DataFolder, plan: Plan) -> tuple[dict[str, str], str]:
    """A loopback address for each API and for the sandbox; those of the last start when they are still free."""
    remembered, taken = folder.record.ports, {folder.record.ports[name] for name in ("kafka", "controller", "database")}
    chosen = {name: ports.choose(remembered.get(name), taken) for name in (*plan.services, "sandbox")}
    folder.record.ports = {**remembered, **chosen}
    folder.note()
    return {name: f"http://127.0.0.1:{chosen[name]}" for name in plan.services}, f"127.0.0.1:{chosen['sandbox']}"


def _clearinghouse(folder: Path) -> Path:
    for name in ("to-clearinghouse", "from-clearinghouse"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return folder


def _environment(plan: Plan, stack: Stack, addresses: Mapping[str, str], sandbox: str, clearinghouse: Path) -> dict[str, str]:
    return {
        "RCM_SITE": str(plan.site),
        "RCM_KAFKA": stack.bootstrap,
        "RCM_DATABASE": stack.database_url,
        "RCM_PEERS": ",".join(f"{name}={address}" for name, address in addresses.items()),
        "RCM_CLEARINGHOUSE_FOLDER": str(clearinghouse),
        **({"RCM_KEY": plan.key} if plan.key else {"RCM_KEY_FILE": str(_key_file(stack.folder.path))}),
        **({"RCM_TODAY": plan.today.isoformat()} if plan.today else {}),
        **({"RCM_ELIGIBILITY_URL": f"http://{sandbox}/eligibility"} if plan.members else {}),
        **plan.environment,
    }


def _key_file(data: Path) -> Path:
    """The site's secret of an installation, made once: losing it would give known visits new ids."""
    path = data / "site.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path


def _service(name: str, address: str, environment: Mapping[str, str]) -> Child:
    listen = address.removeprefix("http://")
    argv = [sys.executable, "-m", "shared.cli", "serve", name]
    return Child(name, argv, {**environment, "RCM_LISTEN": listen}, ready=lambda: _answers(f"{address}/readyz"))


def _sandbox(listen: str, clearinghouse: Path, members: Path) -> Child:
    argv = [sys.executable, "-m", "deploy.sandbox", "--folder", str(clearinghouse), "--members", str(members), "--listen", listen, *PACE]
    return Child("sandbox", argv, ready=lambda: _answers(f"http://{listen}/healthz"))


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
