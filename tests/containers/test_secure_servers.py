"""Kafka behind SASL and TLS and PostgreSQL behind TLS, as a hospital runs them: every client of a service gets in, and nobody else does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.denials.service import SERVICE
from shared.contracts.topics import TOPICS
from shared.db.engine import direct_connection
from shared.harness import Harness, running
from shared.kafka.topics_admin import prepare
from shared.runtime import Runtime
from shared.settings import Settings
from tests.containers.certificates import Authority
from tests.containers.secured import Secured, secured
from tests.containers.servers import PASSWORD
from tests.unit.denials.desk import S4_FIRST, decided, submitted

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    with secured(tmp_path_factory.mktemp("secured")) as found:
        yield found


def settings(place: Secured, prefix: str, folder: Path, **changed: str) -> Settings:
    """As the environment of a container would have it: paths of secrets, and no secret."""
    for name in ("password", "key"):
        (folder / name).write_text(f"{PASSWORD if name == 'password' else 'a key for tests only'}\n")
    environment = {
        "RCM_SITE": "deploy/site/site.yaml",
        "RCM_KEY_FILE": str(folder / "key"),
        "RCM_TODAY": "2026-11-02",
        "RCM_PREFIX": prefix,
        "RCM_KAFKA": place.kafka,
        "RCM_KAFKA_CA_FILE": str(place.authority),
        "RCM_KAFKA_CERT_FILE": str(place.certificate),
        "RCM_KAFKA_KEY_FILE": str(place.key),
        "RCM_KAFKA_USER": "rcm",
        "RCM_KAFKA_PASSWORD_FILE": str(folder / "password"),
        "RCM_DATABASE": f"postgresql://postgres@{place.database}?sslmode=verify-full&sslrootcert={place.authority}",
        "RCM_DATABASE_PASSWORD_FILE": str(folder / "password"),
    }
    return Settings.load({**environment, **changed})


async def opened(harness: Harness) -> list[dict[str, Any]]:
    return await harness.rows("denials", "SELECT key FROM outbox WHERE type LIKE '%denial-opened%' AND published_at IS NOT NULL")


@pytest.mark.parametrize(("mechanism", "user"), [("SCRAM-SHA-512", "rcm"), ("PLAIN", "admin")])
async def test_a_service_works_behind_tls_and_login(place: Secured, prefix: str, tmp_path: Path, mechanism: str, user: str) -> None:
    given = settings(place, prefix, tmp_path, RCM_KAFKA_MECHANISM=mechanism, RCM_KAFKA_USER=user)
    assert given.kafka_security.protocol == "SASL_SSL"
    async with running(Runtime(SERVICE, given)) as harness:
        await harness.emit("denials", [submitted(1, date(2026, 11, 2)), decided(S4_FIRST)], "of another system")
        await harness.until(lambda: opened(harness), seconds=120)
        [row] = await harness.rows("denials", "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert row["ssl"]


async def test_a_wrong_password_is_named_in_the_log_and_never_shown(
    place: Secured, prefix: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "wrong").write_text("not this one")
    given = settings(place, prefix, tmp_path, RCM_KAFKA_PASSWORD_FILE=str(tmp_path / "wrong"))
    waiting = asyncio.create_task(prepare(given, TOPICS))
    async with asyncio.timeout(60):
        while "check the certificates and the login of rcm (SCRAM-SHA-512)" not in caplog.text:
            await asyncio.sleep(0.1)
    waiting.cancel()
    assert "not this one" not in caplog.text


async def test_a_database_of_another_authority_is_not_talked_to(place: Secured, prefix: str, tmp_path: Path) -> None:
    other = replace(place, authority=Authority(tmp_path / "other", "somebody else").file)
    with pytest.raises(OSError, match="certificate verify failed"):
        await direct_connection(settings(other, prefix, tmp_path).database, "denials")


async def test_the_database_lets_nobody_in_without_tls(place: Secured, prefix: str, tmp_path: Path) -> None:
    given = settings(place, prefix, tmp_path, RCM_DATABASE=f"postgresql://postgres@{place.database}?sslmode=disable")
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError, match=r"no pg_hba\.conf entry"):
        await direct_connection(given.database, "denials")
