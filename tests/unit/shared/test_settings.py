"""Settings say in a sentence what is missing, and the clock never leaves its fixed day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shared.settings import Clock, SettingsError, _Reader, asyncpg_url, database_address, owner_address

NEW_YORK = ZoneInfo("America/New_York")


def read(**environment: str) -> _Reader:
    return _Reader(environment)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_a_database_address_is_understood_however_it_is_written(scheme: str) -> None:
    assert asyncpg_url(f"{scheme}://amy:secret@db:5432/rcm") == "postgresql+asyncpg://amy:secret@db:5432/rcm"


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(SettingsError, match="keeps its data in PostgreSQL"):
        database_address({"RCM_DATABASE": "sqlite:///rcm.db"})


def test_a_missing_key_says_what_to_do_and_why_it_matters() -> None:
    with pytest.raises(SettingsError, match=r"set RCM_KEY.*known visits get new ids"):
        read().key()


def test_a_short_key_is_refused_without_being_shown() -> None:
    with pytest.raises(SettingsError, match="has 6 characters") as refusal:
        read(RCM_KEY="secret").key()
    assert "secret" not in str(refusal.value)


def test_the_key_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("0123456789abcdef0123\n")
    assert read(RCM_KEY_FILE=str(tmp_path / "key")).key() == b"0123456789abcdef0123"
    with pytest.raises(SettingsError, match="cannot be read"):
        read(RCM_KEY_FILE=str(tmp_path / "none")).key()


def test_a_missing_site_names_its_variable() -> None:
    with pytest.raises(SettingsError, match="RCM_SITE is not set"):
        read().site()


@pytest.mark.parametrize(
    ("name", "text", "method"),
    [
        ("RCM_LISTEN", "nowhere", "listen"),
        ("RCM_DENIALS_INTAKE", "yes", "denials_intake"),
        ("RCM_PREFIX", "Bad-Prefix", "prefix"),
        ("RCM_PEERS", "eligibility=ftp://x", "peers"),
    ],
)
def test_a_malformed_setting_is_named_with_what_it_should_be(name: str, text: str, method: str) -> None:
    with pytest.raises(SettingsError, match=name):
        getattr(read(**{name: text}), method)()


def test_peers_are_names_and_addresses() -> None:
    assert read(RCM_PEERS="eligibility=http://a:1/, coding=https://b").peers() == {"eligibility": "http://a:1", "coding": "https://b"}


def test_a_day_that_is_none_is_refused() -> None:
    assert read(RCM_TODAY="2026-11-02").day("RCM_TODAY") == date(2026, 11, 2)
    with pytest.raises(SettingsError, match="which is no day"):
        read(RCM_TODAY="yesterday").day("RCM_TODAY")


def test_denials_takes_835s_itself_only_when_told_so() -> None:
    assert not read().denials_intake()
    assert not read(RCM_DENIALS_INTAKE="off").denials_intake()
    assert read(RCM_DENIALS_INTAKE="x12").denials_intake()


def test_a_fixed_day_has_the_real_time_of_day_and_never_flips() -> None:
    moment = Clock(NEW_YORK, date(2026, 11, 2)).now()
    assert moment.on == moment.at.date() == date(2026, 11, 2)
    assert moment.at.tzinfo is NEW_YORK
    assert abs((moment.at.replace(tzinfo=None) - datetime.combine(date(2026, 11, 2), datetime.now(NEW_YORK).time())).total_seconds()) < 60


def test_the_day_of_an_instant_is_the_hospitals_day() -> None:
    clock = Clock(NEW_YORK)
    assert clock.day_of(datetime.fromisoformat("2026-11-03T03:00:00+00:00")) == date(2026, 11, 2)
    assert clock.start_of(date(2026, 11, 2)).isoformat() == "2026-11-02T00:00:00-05:00"


def test_the_owner_of_the_schema_has_an_address_and_a_password_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "owner").write_text("hidden\n")
    given = {"RCM_DATABASE_OWNER": "postgresql://keeper@db:5432/rcm", "RCM_DATABASE_OWNER_PASSWORD_FILE": str(tmp_path / "owner")}
    assert owner_address(given) == "postgresql+asyncpg://keeper:hidden@db:5432/rcm"
    assert owner_address({}) is None
    with pytest.raises(SettingsError, match="RCM_DATABASE_OWNER is no address"):
        owner_address({"RCM_DATABASE_OWNER": "keeper"})
