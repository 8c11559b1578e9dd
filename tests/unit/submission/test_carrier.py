from __future__ import annotations

from pathlib import Path

import pytest

from shared.carrier import FolderCarrier
from shared.stage.gateway import Unavailable, Uncertain

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_a_file_appears_whole_under_its_name(tmp_path: Path) -> None:
    carrier = FolderCarrier(tmp_path / "out")
    await carrier.put("A.x12", b"ISA")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["A.x12"]
    assert (await carrier.listed(), await carrier.fetch("A.x12")) == ({"A.x12"}, b"ISA")


async def test_what_the_clearinghouse_took_is_still_listed_and_not_delivered_again(tmp_path: Path) -> None:
    carrier = FolderCarrier(tmp_path)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "A.x12").write_bytes(b"ISA")
    await carrier.put("A.x12", b"ISA")
    assert (await carrier.listed(), (tmp_path / "A.x12").exists()) == ({"A.x12"}, False)


async def test_a_file_of_somebody_else_under_the_same_name_is_never_overwritten(tmp_path: Path) -> None:
    carrier = FolderCarrier(tmp_path)
    await carrier.put("A.x12", b"ISA one")
    with pytest.raises(Uncertain, match="given twice"):
        await carrier.put("A.x12", b"ISA two")
    assert await carrier.fetch("A.x12") == b"ISA one"


async def test_a_half_written_file_of_an_earlier_attempt_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / ".A.x12.part").write_bytes(b"IS")
    carrier = FolderCarrier(tmp_path)
    assert await carrier.listed() == set()
    await carrier.put("A.x12", b"ISA")
    assert await carrier.fetch("A.x12") == b"ISA"


async def test_a_folder_that_is_away_is_unavailable_and_nothing_has_happened(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("not a folder")
    with pytest.raises(Unavailable):
        await FolderCarrier(tmp_path / "out").put("A.x12", b"ISA")


async def test_nothing_was_delivered_to_a_folder_that_does_not_exist_yet(tmp_path: Path) -> None:
    carrier = FolderCarrier(tmp_path / "out")
    assert (await carrier.listed(), await carrier.fetch("A.x12")) == (set(), None)
