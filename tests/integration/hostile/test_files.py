"""Files of partners that nobody should send: one of them never ends the service, and the next file is read."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.embedded.testing import Addresses
from shared.db.folder import FolderReader
from shared.runtime import Runtime
from shared.settings import Clock
from shared.testing import SITE, ZONE, fresh_schema, outbox_of, rows
from tests.integration.hostile.apps import bodies
from tests.integration.hostile.ward import bare
from tests.integration.toy.service import Partner, Tables, build

pytestmark = pytest.mark.anyio
OF_NO_BANK = (
    b"date,amount\n" + b'"' * 5000,
    b"date,amount,trace_number\n2026-11-02,1.00,\xff\xfe\x1b[2J\n",
    b"01,\n16,142\n88,\n49,\n99,",
    b"01,A,B,261102,0600,1,,,2/\n02,,,,999999,,,/\n03,,,D,99999999999999999999,/\n16,142,-5,D,\xb2,,/\n99,0,0,0/\n",
    b"date,amount\n" + b"2026-11-02,1.00\n" * 2000,
)
"""Where a bank's files are looked for."""


@pytest.fixture
async def engine(stack: Addresses, prefix: str) -> AsyncIterator[AsyncEngine]:
    async with fresh_schema(stack.database_url, f"{prefix}files", Tables.metadata) as engine:
        yield engine


async def test_a_name_of_any_bytes_is_read_or_set_aside_like_any_other(engine: AsyncEngine, tmp_path: Path) -> None:
    for name, text in ((b"m\xfcller.csv", "o1,c1,5\n"), (b"\xff\xfe.csv", "nonsense\n"), ("zoë 田中.csv".encode(), "o2,c1,5\n")):
        with open(os.path.join(os.fsencode(tmp_path), name), "w", encoding="ascii") as file:
            file.write(text)
    reader = FolderReader(engine, build(None).folders[0], SITE, Clock(ZONE, date(2026, 11, 2)), Partner())
    for _ in range(3):
        await reader.look(tmp_path)
    found = await rows(engine, "SELECT name, outcome FROM intake_file ORDER BY name")
    assert sorted(row["outcome"] for row in found) == ["read", "read", "set_aside"]
    assert {row["key"] for row in await outbox_of(engine)} == {"o1", "o2"}


@pytest.mark.parametrize("intake", ["submission.intake", "adjudication.remittances", "adjudication.bank"])
async def test_a_file_of_nonsense_is_set_aside_with_a_sentence_and_no_defect(stack: Addresses, prefix: str, intake: str, tmp_path: Path) -> None:
    [declared] = [runtime for runtime in bare() if runtime.service.name == intake.partition(".")[0]]
    async with fresh_schema(stack.database_url, f"{prefix}{intake[:3]}", declared.service.metadata) as engine:
        reader = _reader(declared, engine, intake)
        for number, body in enumerate([*(body for _, body, _ in bodies()), *OF_NO_BANK]):
            (tmp_path / f"{number}.x12").write_bytes(body)
        for _ in range(3):
            await reader.look(tmp_path)
        found = await rows(engine, "SELECT name, outcome, reason FROM intake_file")
        assert len(found) == len(list(tmp_path.iterdir()))
        assert {row["outcome"] for row in found} <= {"not_ours", "set_aside", "read"}
        assert [row for row in found if "defect of ours" in row["reason"]] == []
        assert any(row["outcome"] == "set_aside" for row in found)


def _reader(runtime: Runtime, engine: AsyncEngine, intake: str) -> FolderReader:
    folder = next(one for one in runtime.parts.folders if one.name == intake)
    return FolderReader(engine, folder, SITE, Clock(ZONE, date(2026, 11, 2)), runtime.resources)
