"""Whether a code exists on a day: the national lists that are public, and a site's own lists over them.

A site's folder of tables holds `<set>.csv` (columns `code` and, where known, `start` and `end`, the last day) or `<set>.txt` (see
lists), and what stands there is asked instead of ours: `cpt.csv`, `cdt.csv` and `taxonomy.csv` are lists that only the site may have.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from shared.codesets import shapes
from shared.codesets.lists import ALWAYS, Spans, read_list
from shared.codesets.sources import read_rows
from shared.codesets.table import CodeTable, spans

SHIPPED = Path(__file__).with_name("tables")
LEVEL_II_SINCE = date(2026, 4, 1)
"""The first day of the quarter that the shipped list of HCPCS Level II is of. What was retired before is not in it."""
_RETIRED_BLOCKS = frozenset({"C13", "C52", "G60", "G81"})
"""Blocks of Level II of which no code is left."""
_REMEMBERED = 1 << 16
_UNASKED: Spans = ((date.max, date.min),)

Lookup = Callable[[str], Spans]


class CodeTables:
    """Code sets by name. Loads each when it is first asked for; remembers answers, so that asking again costs a dictionary lookup."""

    def __init__(self, *folders: Path) -> None:
        """`folders` of the site, in order: a list in a later folder is asked instead of one of the same name in an earlier one."""
        self._folders: Sequence[Path] = (SHIPPED, *folders)
        self._lookups: dict[str, Lookup | None] = {}
        self._answers: dict[tuple[str, str], Spans | None] = {}

    def spans(self, code_set: str, code: str) -> Spans | None:
        """The days on which a code is valid; empty when there is no such code, None when nothing is known about the set or about such codes.

        Raises CodeListError when a list of the site cannot be read.
        """
        answer = self._answers.get((code_set, code), _UNASKED)
        return self._remember(code_set, code) if answer is _UNASKED else answer

    def knows(self, code_set: str, code: str, on: date | None = None) -> bool | None:
        """Whether the code is valid on the day, or (without one) on any; None when nothing is known. Raises as `spans`."""
        answer = self.spans(code_set, code)
        if not answer or on is None:
            return None if answer is None else answer != ()
        return any(first <= on <= last for first, last in answer)

    def lookup(self, code_set: str) -> Lookup | None:
        """The list of a set; None when there is none."""
        if code_set not in self._lookups:
            self._lookups[code_set] = next((found for folder in reversed(self._folders) if (found := _load(folder, code_set))), None)
        return self._lookups[code_set]

    def is_own(self, code_set: str) -> bool:
        """Whether the site has a list of its own for this set."""
        return any(_place(folder, code_set) for folder in self._folders[1:])

    def _remember(self, code_set: str, code: str) -> Spans | None:
        judge = _JUDGES.get(code_set)
        if judge is not None:
            answer = judge(self, code)
        else:
            lookup = self.lookup(code_set)
            answer = lookup(code) if lookup is not None else None
        if len(self._answers) >= _REMEMBERED:
            self._answers.clear()
        self._answers[code_set, code] = answer
        return answer


@cache
def national() -> CodeTables:
    """What is shipped, once for the process."""
    return CodeTables()


def _place(folder: Path, code_set: str) -> Path | None:
    names = (f"{code_set}.csv", f"{code_set}.txt", f"{code_set}.tab.xz")
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _load(folder: Path, code_set: str) -> Lookup | None:
    path = _place(folder, code_set)
    if path is None:
        return None
    if path.suffix == ".xz":
        table = CodeTable.load(path)
        return lambda code: spans(table.rows(code))
    if path.suffix == ".csv":
        listed: dict[str, Spans] = {}
        for row in read_rows(path):
            listed[row.code] = (*listed.get(row.code, ()), (row.first, row.last))
    else:
        listed = read_list(path.read_text(encoding="utf-8", errors="replace"))
    return lambda code: listed.get(code, ())


def _licensed(tables: CodeTables, code_set: str, code: str) -> Spans | None:
    """A list that only the site may have: asked where it is there."""
    lookup = tables.lookup(code_set)
    return lookup(code) if lookup is not None else None


def _hcpcs(tables: CodeTables, code: str) -> Spans | None:
    """Level II by its list, CPT by the site's. A missing code of a block that the list has is taken as retired before the list began."""
    if shapes.is_cpt(code):
        return _licensed(tables, "cpt", code)
    if shapes.is_cdt(code):
        return _licensed(tables, "cdt", code)
    found = _listed(tables, "hcpcs", code)
    if found or tables.is_own("hcpcs") or not (shapes.is_level_ii(code) and code[:3] in _blocks()):
        return found
    return ((date.min, LEVEL_II_SINCE - timedelta(days=1)),)


@cache
def _blocks() -> frozenset[str]:
    """The first three characters of the Level II codes that there are or were."""
    return _RETIRED_BLOCKS.union(row.code[:3] for row in CodeTable.load(SHIPPED / "hcpcs.tab.xz"))


def _modifier(tables: CodeTables, code: str) -> Spans | None:
    if shapes.is_cpt_modifier(code) and not tables.is_own("modifier"):
        return None
    return ALWAYS if shapes.is_ambulance_modifier(code) else _listed(tables, "modifier", code)


def _taxonomy(tables: CodeTables, code: str) -> Spans | None:
    if tables.lookup("taxonomy") is not None:
        return _licensed(tables, "taxonomy", code)
    return None if shapes.is_taxonomy(code) and _listed(tables, "taxonomy-classification", code[:4]) else ()


def _bill(tables: CodeTables, code: str) -> Spans | None:
    """A type of bill: facility (two digits) and frequency, with or without the leading zero; or the facility alone."""
    code = code[1:] if len(code) == 4 and code[0] == "0" else code
    if len(code) == 2:
        return _listed(tables, "facility", code)
    return ALWAYS if len(code) == 3 and _listed(tables, "facility", code[:2]) and _listed(tables, "frequency", code[2]) else ()


def _place_or_facility(tables: CodeTables, code: str) -> Spans | None:
    return ALWAYS if _listed(tables, "facility", code) or _listed(tables, "pos", code) else ()


def _country(tables: CodeTables, code: str) -> Spans | None:
    """Two letters by their list; of the three letters that some write nothing is known."""
    return None if len(code) == 3 and code.isalpha() and code.isupper() else _listed(tables, "country", code)


def _revenue(tables: CodeTables, code: str) -> Spans | None:
    return _listed(tables, "revenue", f"0{code}" if len(code) == 3 else code)


def _listed(tables: CodeTables, code_set: str, code: str) -> Spans:
    lookup = tables.lookup(code_set)
    return lookup(code) if lookup is not None else ()


def _shaped(shape: Callable[[str], bool], sound: Spans | None) -> Callable[[CodeTables, str], Spans | None]:
    return lambda _tables, code: sound if shape(code) else ()


_ICD9: Spans = ((date.min, shapes.ICD9_ENDS),)
_JUDGES: dict[str, Callable[[CodeTables, str], Spans | None]] = {
    "hcpcs": _hcpcs,
    "modifier": _modifier,
    "taxonomy": _taxonomy,
    "tob": _bill,
    "place": _place_or_facility,
    "revenue": _revenue,
    "country": _country,
    "patient-status": lambda tables, code: _listed(tables, "patient-status", code.zfill(2)),
    "icd9cm": _shaped(shapes.is_icd9_diagnosis, _ICD9),
    "icd9pcs": _shaped(shapes.is_icd9_procedure, _ICD9),
    "drg": _shaped(shapes.is_drg, None),
    "ndc": _shaped(shapes.is_ndc, None),
    "hipps": _shaped(shapes.is_hipps, None),
    "treatment": _shaped(shapes.is_treatment, None),
}
