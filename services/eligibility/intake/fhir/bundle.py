"""A bundle as a set of resources that point at each other: by fullUrl (urn:uuid), by Type/id, by identifier, or contained."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from services.eligibility.intake.fhir.look import Resource, at, each, text


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource and where it stands."""

    place: str
    """Such as `Bundle.entry[3].resource`."""
    resource: Resource
    name: str
    """Unique in the bundle: the fullUrl, or Type/id, or the place."""


class Bundle:
    """All entries of a bundle, found by kind and by reference."""

    def __init__(self, body: Resource) -> None:
        self._by_kind: dict[str, list[Entry]] = defaultdict(list)
        self._by_name: dict[str, Entry] = {}
        entries = at(body, "entry")
        for number, raw in enumerate(entries if isinstance(entries, list) else []):
            resource = at(raw, "resource")
            if isinstance(resource, dict):
                self._add(resource, text(raw, "fullUrl"), f"Bundle.entry[{number}].resource")

    def _add(self, resource: Resource, url: str, place: str) -> None:
        kind, id = text(resource, "resourceType"), text(resource, "id")
        local = f"{kind}/{id}" if id else ""
        entry = Entry(place, resource, url or local or place)
        self._by_kind[kind].append(entry)
        for name in (url, local, *(f"{kind}?{_token(identifier)}" for identifier in each(resource, "identifier"))):
            if name:
                self._by_name.setdefault(name, entry)

    def of(self, kind: str) -> list[Entry]:
        """Every resource of this type, in the order of the bundle."""
        return self._by_kind.get(kind, [])

    def find(self, reference: Any, origin: Entry, kind: str = "") -> Entry | None:
        """The resource that a Reference in `origin` points to; None when it is not in the bundle."""
        target = text(reference, "reference")
        if target.startswith("#"):
            return self._contained(target[1:], origin)
        for name in _names(target):
            if name in self._by_name:
                return self._by_name[name]
        wanted = text(reference, "type") or kind
        return self._by_name.get(f"{wanted}?{_token(at(reference, 'identifier'))}") if wanted else None

    def _contained(self, id: str, origin: Entry) -> Entry | None:
        for number, resource in enumerate(each(origin.resource, "contained")):
            if text(resource, "id") == id:
                return Entry(f"{origin.place}.contained[{number}]", resource, f"{origin.name}#{id}")
        return None


def _names(target: str) -> list[str]:
    """Under which names the target of a reference may be known."""
    plain = target.split("/_history/")[0]
    searched = plain.replace("?identifier=", "?")
    return [name for name in (plain, searched, "/".join(plain.split("/")[-2:])) if name]


def _token(identifier: Any) -> str:
    """`system|value`, as a conditional reference writes it."""
    return f"{text(identifier, 'system')}|{text(identifier, 'value')}"
