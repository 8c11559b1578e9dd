"""Settings of the toy: it needs of its site only a name and a time zone."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from shared.contracts.ids import Names
from shared.settings import Settings
from shared.site import Site

SITE: Site = cast("Any", Site).model_construct(site="test", time_zone="America/New_York")


def toy_settings(kafka: str, database: str, prefix: str, **more: Any) -> Settings:
    given = {"today": date(2026, 11, 2), "open_access": True, **more}
    return Settings(site=SITE, names=Names("test", b"0123456789abcdef"), kafka=kafka, database=database, prefix=prefix, **given)
