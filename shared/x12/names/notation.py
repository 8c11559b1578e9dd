"""How names are written down: one segment a line, its elements after it, the components of an element in brackets.

    SVC service paid | procedure (kind; code; modifier 1) | charge | paid

An element that goes on with a list of alike ones ends with `...`: the names of the last element serve all that follow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ELEMENT = re.compile(r"([^()]*)(?:\(([^()]*)\))?")


@dataclass(frozen=True, slots=True)
class SegmentName:
    """A segment's name and those of its elements, each with its components."""

    id: str
    name: str
    elements: tuple[tuple[str, tuple[str, ...]], ...]
    open: bool

    def of(self, element: int, component: int = 0) -> str:
        """The name of an element, or of a component of it; empty where none is written down."""
        if not self.elements or (element > len(self.elements) and not self.open):
            return ""
        name, parts = self.elements[min(element, len(self.elements)) - 1]
        if not component:
            return name
        return parts[component - 1] if component <= len(parts) else ""


def read_names(text: str) -> Iterator[SegmentName]:
    """The segments of a table of names; a line that begins with `|` continues the one before."""
    for line in re.sub(r"\n *\|", " |", text).splitlines():
        head, *elements = [part.strip() for part in line.split("|")]
        id, _, name = head.partition(" ")
        open = bool(elements) and elements[-1] == "..."
        yield SegmentName(id, name, tuple(_element(each) for each in elements if each != "..."), open)


def _element(text: str) -> tuple[str, tuple[str, ...]]:
    match = _ELEMENT.fullmatch(text)
    if match is None:
        raise ValueError(f"cannot understand the name {text!r}")
    name, parts = match.groups()
    return name.strip(), tuple(part.strip() for part in parts.split(";")) if parts else ()
