"""Segments, elements and common qualifiers in our own words, for people who look at a file."""

from functools import cache

from shared.x12.names import claims, codes, envelope, money, parties
from shared.x12.names.notation import SegmentName, read_names

_TEXTS = (envelope.TEXT, parties.TEXT, claims.TEXT, money.TEXT)


@cache
def segment_names() -> dict[str, SegmentName]:
    """Every segment that the guides know, by id."""
    return {name.id: name for text in _TEXTS for name in read_names(text)}


def segment_name(id: str) -> str:
    """What a segment is about, in a few words; empty for one that no guide knows."""
    found = segment_names().get(id)
    return found.name if found is not None else ""


def element_name(id: str, element: int, component: int = 0) -> str:
    """What an element or a component is; the number in words where there is no name."""
    found = segment_names().get(id)
    return (found.of(element, component) if found is not None else "") or (f"component {component}" if component else f"element {element}")


def meaning(id: str, element: int, value: str, component: int = 0) -> str:
    """What a code says where it stands; empty for one that is not among the common ones."""
    known = codes.meanings()
    return (known.get((id, element, component)) or known.get((id, 0, component)) or {}).get(value, "")
