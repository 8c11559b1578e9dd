"""Reading a site: the YAML file and the tables it names, or every fault in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shared.site.contracts.faults import contract_faults
from shared.site.contracts.row import ContractRow, ScheduleRow
from shared.site.dated import Row
from shared.site.document import Document, read_document
from shared.site.model import ChargeRow, Identity, MappedCode, Procedure, Site, folded
from shared.site.problem import Problem, SiteError
from shared.site.table import Line, overlapping, read_table
from shared.site.words import sentence

CONTRACT_KEY = ("payer_id", "plan", "claim_kind", "code", "revenue_code", "drg", "from_day")


def load_site(path: Path | str) -> Site:
    """The site that `path` (a YAML file in UTF-8) and its tables describe. Raises `SiteError` with every fault that was found."""
    return _Reader(Path(path)).site()


class _Reader:
    """One reading. Tables are checked even where the YAML file is faulty, so that nothing has to be mended twice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.digest = hashlib.sha256()

    def site(self) -> Site:
        document = read_document(self.path.name, self._text(self.path, Problem(self.path.name, 1, "", "")) or "")
        self.problems += document.problems
        if document.values is None and not self.problems:
            self.problems.append(Problem(self.path.name, 1, "", "is empty"))
        if document.values is None:
            raise SiteError(self.problems)
        identity = self._identity(document)
        payers = _stated_payers(document)
        schedules = self._table(document, "schedules", ScheduleRow, lambda _: ())
        named = {line.row.schedule for line in schedules}
        contracts = self._table(document, "contracts", ContractRow, lambda line: contract_faults(line.row, payers, named))
        charges = self._table(document, "charge_master", ChargeRow, lambda line: _charge_faults(line.row))
        procedures = self._table(document, "procedures", Procedure, lambda line: _procedure_faults(line.row))
        mapped = self._table(document, "code_map", MappedCode, lambda _: ())
        self._overlaps(document, "contracts", contracts, *CONTRACT_KEY)
        self._overlaps(document, "schedules", schedules, "schedule", "code", "revenue_code")
        self._overlaps(document, "charge_master", charges, "code", "revenue_code")
        self._overlaps(document, "procedures", procedures, "code")
        self._overlaps(document, "code_map", mapped, "system", "code")
        if self.problems or identity is None:
            raise SiteError(self.problems)
        return Site(
            **{name: getattr(identity, name) for name in Identity.model_fields},
            contracts=_rows(contracts),
            schedules=_rows(schedules),
            charge_master=_rows(charges),
            procedures=_rows(procedures),
            code_map=_rows(mapped),
            version=self.digest.hexdigest(),
        )

    def _text(self, path: Path, blame: Problem) -> str | None:
        """A file's text; its bytes go into the version. A file that cannot be read is blamed on the line that names it."""
        try:
            body = path.read_bytes()
            text = body.decode("utf-8-sig")
        except OSError as error:
            self.problems.append(Problem(blame.file, blame.line, blame.place, f"cannot read {path.name}: {error.strerror}"))
            return None
        except UnicodeDecodeError as error:
            line = body[: error.start].count(b"\n") + 1
            self.problems.append(Problem(path.name, line, "", "is not UTF-8 text"))
            return None
        self.digest.update(len(body).to_bytes(8, "big") + body)
        return text

    def _identity(self, document: Document) -> Identity | None:
        try:
            identity = Identity.model_validate(document.values)
        except ValidationError as error:
            self.problems += [document.problem(fault["loc"], sentence(fault)) for fault in error.errors()]
            identity = None
        self.problems += _repeated(document)
        return identity

    def _table(self, document: Document, name: str, model: type[Row], faults: Callable[[Line[Row]], Iterable[tuple[str, str]]]) -> list[Line[Row]]:
        relative = _at(document.values, "tables", name)
        if not isinstance(relative, str) or not relative:
            return []
        blame = document.problem(("tables", name), "")
        if Path(relative).is_absolute():
            self.problems.append(document.problem(("tables", name), "is not a relative path"))
            return []
        text = self._text(self.path.parent / relative, blame)
        if text is None:
            return []
        lines, problems = read_table(relative, text, model)
        self.problems += problems
        self.problems += [Problem(relative, line.number, place, message) for line in lines for place, message in faults(line)]
        return lines

    def _overlaps(self, document: Document, name: str, lines: Sequence[Line[Row]], *key: str) -> None:
        self.problems += overlapping(str(_at(document.values, "tables", name)), lines, *key)


def _rows(lines: Iterable[Line[Row]]) -> tuple[Row, ...]:
    return tuple(line.row for line in lines)


def _at(values: Any, *path: str | int) -> Any:
    """What stands at a path of plain values; None where the document does not go that far."""
    for part in path:
        if isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(values, list) and isinstance(part, int) and part < len(values):
            values = values[part]
        else:
            return None
    return values


def _stated_payers(document: Document) -> Collection[str]:
    """Payer ids as written, faulty payers included: a table must not be blamed for a fault elsewhere."""
    stated = _at(document.values, "payers")
    return {str(_at(payer, "payer_id")) for payer in stated} if isinstance(stated, list) else ()


def _repeated(document: Document) -> Iterator[Problem]:
    """Ids that name two things, and texts that mean two payers."""
    for group, key in (("facilities", "id"), ("providers", "npi"), ("payers", "payer_id")):
        yield from _repeats(document, ((group, place, key) for place in range(_length(document, group))))
    for place in range(_length(document, "payers")):
        yield from _repeats(document, (("payers", place, "terms", row, "valid_from") for row in range(_length(document, "payers", place, "terms"))))
    owners: dict[str, int] = {}
    for place in range(_length(document, "payers")):
        names = [("payer_id",), ("name",), *(("aliases", at) for at in range(_length(document, "payers", place, "aliases")))]
        for name in names:
            text = _at(document.values, "payers", place, *name)
            owner = owners.setdefault(folded(text), place) if isinstance(text, str) else place
            if owner != place and name != ("payer_id",):
                yield document.problem(("payers", place, *name), f"{text!r} already means payers[{owner}]")


def _length(document: Document, *path: str | int) -> int:
    found = _at(document.values, *path)
    return len(found) if isinstance(found, list) else 0


def _repeats(document: Document, paths: Iterable[tuple[str | int, ...]]) -> Iterator[Problem]:
    first: dict[str, tuple[str | int, ...]] = {}
    for path in paths:
        value = _at(document.values, *path)
        if isinstance(value, str) and first.setdefault(value, path) != path:
            yield document.problem(path, f"{value} stands here again, first on line {document.line(first[value])}")


def _charge_faults(row: ChargeRow) -> Iterator[tuple[str, str]]:
    if row.code is None and row.revenue_code is None:
        yield "code", "is empty, and so is revenue_code: one of them has to say what the price is for"


def _procedure_faults(row: Procedure) -> Iterator[tuple[str, str]]:
    if (row.kind == "cpt") != row.code[0].isdigit():
        yield "kind", f"does not fit {row.code}: CPT codes start with a digit, HCPCS Level II codes with a letter"
