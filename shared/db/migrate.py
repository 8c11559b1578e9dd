"""Migrations of one service: `python -m shared.db.migrate revision <service> -m text` and `… upgrade <service>`.

The lock is taken before the schema is created and kept until everything is committed: two processes that start together would otherwise both
find no schema, and the slower one would fail.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.db.engine import make_engine, sqlstate
from shared.db.plumbing import TEMPLATES
from shared.db.roles import append_only, grant, role_of
from shared.settings import SettingsError, database_address, owner_address

HERE = Path(__file__).parent
NOT_ALLOWED = "42501"
"""SQLSTATE: insufficient privilege."""


class MigrationError(Exception):
    """The schema cannot be brought up to date; the text says what to do."""


@dataclass(frozen=True)
class Migrations:
    """The migrations of one service: `<package>/migrations/versions` against `metadata`."""

    package: str
    metadata: MetaData

    @classmethod
    def of(cls, service: str) -> Self:
        """Of an installed service by its name; reads its tables module only."""
        found = [point for point in entry_points(group="rcm.services") if point.name == service]
        if not found:
            raise MigrationError(
                f"No service is called {service}; there are {', '.join(sorted(p.name for p in entry_points(group='rcm.services')))}."
            )
        package = found[0].module.rpartition(".")[0]
        return cls(package, import_module(f"{package}.tables").Tables.metadata)

    @property
    def folder(self) -> Path:
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise MigrationError(f"{self.package} is no package that can be imported.")
        return Path(next(iter(spec.submodule_search_locations))) / "migrations" / "versions"

    def exist(self) -> bool:
        """Whether the service has a first revision."""
        return any(self.folder.glob("[0-9a-z]*.py"))

    def revisions(self) -> list[str]:
        """All revisions of this release, the newest first."""
        return [script.revision for script in ScriptDirectory.from_config(self._place()).walk_revisions()]

    async def upgrade(self, database: str, schema: str, owner: str | None = None) -> None:
        """Bring a schema to the newest revision, in one transaction. With an owner (its address) the role of `database` gets what it needs of it."""
        if not self.exist():
            raise MigrationError(f"{self.package} has no migrations: write the first with `python -m shared.db.migrate revision <service> -m first`.")
        try:
            async with _locked(owner or database, schema) as connection:
                await connection.run_sync(lambda sync: command.upgrade(self._config(sync), "head"))
                if owner and role_of(owner) != role_of(database):
                    await grant(connection, schema, role_of(database), append_only(self.metadata))
        except ProgrammingError as fault:
            if sqlstate(fault) != NOT_ALLOWED:
                raise
            who = role_of(owner or database)
            raise MigrationError(f"The role {who} may not change the schema {schema}: let its owner do it (RCM_DATABASE_OWNER).") from None

    async def drift(self, database: str) -> list[str]:
        """What the models declare and the migrations do not create, or the other way round. Uses a schema of its own and drops it."""
        async with self._scratch(database) as connection:
            return await connection.run_sync(self._differences)

    async def revision(self, database: str, message: str) -> Path:
        """Write the revision that takes the newest one to what the models declare. A person reads it before it is committed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = f"{len(list(self.folder.glob('[0-9]*.py'))) + 1:04d}"
        async with self._scratch(database) as connection:
            made = await connection.run_sync(
                lambda sync: command.revision(self._config(sync, own_tables_only), message=message, autogenerate=True, rev_id=number)
            )
        if isinstance(made, list) or made is None:
            raise MigrationError("Alembic made no single revision; see its output.")
        path = Path(made.path)
        path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if "# ###" not in line))
        return path

    @asynccontextmanager
    async def _scratch(self, database: str) -> AsyncIterator[AsyncConnection]:
        schema = f"scratch_{self.package.rpartition('.')[2]}"
        async with _locked(database, schema, anew=True) as connection:
            if self.exist():
                await connection.run_sync(lambda sync: command.upgrade(self._config(sync), "head"))
            yield connection
            await connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))

    def _config(self, connection: Connection, include: Any = None) -> Config:
        config = self._place()
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes.update(connection=connection, metadata=self.metadata, include_object=include, render_item=render_item)
        return config

    def _place(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(HERE / "alembic"))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", str(self.folder))
        return config

    def _differences(self, connection: Connection) -> list[str]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, self.metadata)]


def own_tables_only(thing: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """The plumbing has its own migrations; a service's revision is about the service."""
    table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", None)
    return table not in TEMPLATES


def render_item(kind: str, thing: Any, context: Any) -> str | bool:
    """SQLModel's string type is written as what it is to the database."""
    return "sa.String()" if kind == "type" and type(thing).__name__ == "AutoString" else False


@asynccontextmanager
async def _locked(database: str, schema: str, *, anew: bool = False) -> AsyncIterator[AsyncConnection]:
    engine = make_engine(database, schema, size=1)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:schema, 0))"), {"schema": f"migrate {schema}"})
            if anew:
                await connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))
            if not await connection.scalar(text("SELECT 1 FROM pg_namespace WHERE nspname = :schema"), {"schema": schema}):
                await connection.execute(text(f'CREATE SCHEMA "{schema}"'))  # where the schema was made for us, we need not be allowed to make any
            yield connection
    finally:
        await engine.dispose()


async def assert_no_drift(service: str, database: str) -> None:
    """Raise AssertionError when models and migrations of a service differ."""
    differences = await Migrations.of(service).drift(database)
    if differences:
        raise AssertionError(f"{service}: models and migrations differ, write a revision:\n" + "\n".join(differences))


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = ArgumentParser(prog="python -m shared.db.migrate", description="Migrations of one service.")
    commands = parser.add_subparsers(dest="command", required=True)
    revision = commands.add_parser("revision", help="write a revision from the models")
    revision.add_argument("-m", "--message", required=True)
    upgrade = commands.add_parser("upgrade", help="bring the schema up to date")
    for each in (revision, upgrade):
        each.add_argument("service")
    given = parser.parse_args(arguments)
    try:
        done = asyncio.run(_run(given.command, given.service, getattr(given, "message", "")))
    except (MigrationError, SettingsError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    sys.stdout.write(f"{done}\n")
    return 0


async def _run(name: str, service: str, message: str) -> str:
    migrations, database = Migrations.of(service), database_address()
    if name == "revision":
        return f"wrote {await migrations.revision(database, message)}: read it before you commit it"
    await migrations.upgrade(database, service, owner_address())
    return f"{service} is up to date"


if __name__ == "__main__":
    raise SystemExit(main())
