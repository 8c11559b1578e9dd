"""A YAML document as plain text values, each with the line it stands on.

YAML's own idea of types is left aside: every scalar stays the text that was written, and the model decides what it means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from shared.site.problem import Problem

Path = tuple[str | int, ...]


@dataclass
class Document:
    """Plain values (mappings, lists, text, None) and where they stand."""

    file: str
    values: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a key or an item; of the nearest thing around it when it is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, message: str) -> Problem:
        return Problem(self.file, self.line(path), spelled(path), message)


def spelled(path: Path) -> str:
    """`('payers', 2, 'payer_id')` as a person writes it: `payers[2].payer_id`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def read_document(file: str, text: str) -> Document:
    """Parse YAML text. Faults of syntax and repeated keys become problems; values is None when nothing could be read."""
    document = Document(file)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        sentence = getattr(error, "problem", None) or str(error).splitlines()[0]
        document.problems.append(Problem(file, mark.line + 1 if mark else 1, "", f"is not readable YAML: {sentence}"))
        return document
    if node is not None:
        document.values = _plain(document, node, (), ())
    return document


def _plain(document: Document, node: yaml.Node, path: Path, around: Sequence[int]) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if id(node) in around:
        document.problems.append(document.problem(path, "contains itself"))
        return None
    around = (*around, id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, path, around)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(document, item, (*path, place), around) for place, item in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _mapping(document: Document, node: yaml.MappingNode, path: Path, around: Sequence[int]) -> Mapping[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        line = key.start_mark.line + 1
        if name in values:
            first = document.line((*path, name))
            document.problems.append(Problem(document.file, line, spelled((*path, name)), f"stands here again, first on line {first}"))
            continue
        document.lines[(*path, name)] = line
        values[name] = _plain(document, value, (*path, name), around)
    return values
