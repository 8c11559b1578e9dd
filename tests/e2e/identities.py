"""Everything that names the patients of a demonstration, and where it stands in a text that should name nobody."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

DATES = ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y", "%m-%d-%Y", "%d.%m.%Y", "%m/%d/%y")
WORD = re.compile(r"[^\W_]+")
DATE = re.compile(r"(?<!\d)\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?!\d)")
CHAINED = re.compile(r"(?<!\d)\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?!\d)|(?<!\d)\d{5}-\d{4}(?!\d)")
"""A telephone number or postal code with something between its digits."""
LONG = 6
"""From this length on a name is looked for inside of other words too: it is no part of any by chance."""


@dataclass(frozen=True)
class People:
    """Values by kind. Those of `words` and `phrases` stand alone in a text; `parts` may stand inside of other words."""

    words: dict[str, str]
    """Casefolded value → kind."""
    parts: dict[str, str]
    phrases: dict[str, str]
    """Several words, such as a street with its number."""
    dates: frozenset[str]

    @classmethod
    def of(cls, encounters: Path) -> People:
        """Of the payers' roster and of the records that were sent."""
        names, words, phrases, dates = dict[str, str](), dict[str, str](), dict[str, str](), set[date]()
        for kind, value in (*_on_roster(encounters / "members.csv"), *_in_records(encounters / "fhir")):
            folded = value.casefold()
            if kind == "birth date":
                dates.add(date.fromisoformat(value))
            elif kind == "street":
                phrases[folded] = kind
            elif kind.endswith("name"):
                names[folded] = kind
            else:
                words[folded.replace("-", "")] = kind
        spelled = frozenset(each.strftime(form) for each in dates for form in DATES)
        compact = {each: "birth date" for each in spelled if each.isdigit()}
        return cls(words | names | compact, {name: kind for name, kind in names.items() if len(name) >= LONG}, phrases, spelled)

    def found_in(self, text: str) -> set[tuple[str, str]]:
        """(kind, value) of everything in a text that names somebody."""
        folded = text.casefold()
        tokens = set(WORD.findall(folded)) | {re.sub(r"\D", "", each) for each in CHAINED.findall(folded)}
        found = {(self.words[token], token) for token in tokens & self.words.keys()}
        found |= {(kind, value) for value, kind in self.parts.items() if value in folded}
        found |= {(kind, value) for value, kind in self.phrases.items() if value in folded and re.search(rf"\b{re.escape(value)}\b", folded)}
        return found | {("birth date", each) for each in set(DATE.findall(folded)) & self.dates}


def _on_roster(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield from (("last name", row["last_name"]), ("first name", row["first_name"]), ("birth date", row["birth_date"]))
            yield from (("member id", row[name]) for name in ("member_id", "subscriber_member_id") if row[name])


def _in_records(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.json")):
        for entry in json.loads(path.read_text()).get("entry", ()):
            resource = entry["resource"]
            if resource["resourceType"] in ("Patient", "RelatedPerson"):
                yield from _of_person(resource)
            elif resource["resourceType"] == "Coverage":
                yield from (("member id", each["value"]) for each in resource.get("identifier", ()))


def _of_person(resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in resource.get("name", ()):
        yield from (("last name", name["family"]), *(("first name", given) for given in name.get("given", ())))
    if "birthDate" in resource:
        yield "birth date", resource["birthDate"]
    yield from (("telephone", each["value"]) for each in resource.get("telecom", ()))
    yield from (("record number", each["value"]) for each in resource.get("identifier", ()))
    for address in resource.get("address", ()):
        yield from (("street", line) for line in address.get("line", ()))
        yield from (("postal code", code) for code in [address.get("postalCode", "")] if len(code) > 5)
