"""What a name in braces stands for: `{S4}` is the claim, `{S4.encounter}` the visit, `{S4.icn}` the payer's number, `{S4.denial.2}` a denial."""

from __future__ import annotations

from dataclasses import dataclass, field

from deploy.stories.desks import Desks
from deploy.stories.names import Known


class Meaningless(ValueError):
    """Braces around words that name nothing; the text says what could be meant."""


@dataclass
class Lookup:
    """Asks the house for what only it knows."""

    desks: Desks
    known: Known
    told: set[str] = field(default_factory=set)
    """Remittances that were sent."""

    def of(self, words: str) -> str:
        """The text that takes the place of the braces. Raises Meaningless."""
        name, _, rest = words.partition(".")
        book = self.known.book
        if name in book.remittances:
            return self._of_remittance(name, rest, words)
        if name not in book.encounters and name not in book.openings:
            raise Meaningless(f"{{{words}}}: no encounter, opening or remittance is called {name}")
        match rest.split("."):
            case [""] | ["claim"]:
                return self.known.claim(name)
            case ["encounter"]:
                return self.known.encounter(name)
            case ["icn", *payer]:
                return self.known.icn(name, *payer[:1])
            case ["denial", *line]:
                return self._denial(name, int(line[0]) if line else None, words)
            case ["request"]:
                return self._request(name, words)
        raise Meaningless(f"{{{words}}}: write {{{name}}}, {{{name}.encounter}}, {{{name}.icn}}, {{{name}.denial}} or {{{name}.request}}")

    def _of_remittance(self, name: str, rest: str, words: str) -> str:
        if rest == "trace":
            return self.known.trace(name)
        if rest != "id":
            raise Meaningless(f"{{{words}}}: write {{{name}.trace}} or {{{name}.id}}")
        found = self.desks.ask("adjudication", f"/v1/remittances/{self.known.trace(name)}")
        ids = [each["remittance_id"] for each in found.get("remittances", [])]
        if not ids:
            raise Meaningless(f"{{{words}}}: this remittance has not been taken in")
        return str(ids[0])

    def _denial(self, name: str, line: int | None, words: str) -> str:
        case = self.desks.find("denials", f"/v1/denials/{self.known.claim(name)}")
        found = [each for each in (case or {"denials": []})["denials"] if line is None or each["line_number"] == line]
        if len(found) != 1:
            raise Meaningless(f"{{{words}}}: {name} has {len(found)} such denials; name one by its line, as in {{{name}.denial.1}}")
        return str(found[0]["denial_id"])

    def _request(self, name: str, words: str) -> str:
        ids = (self.known.claim(name), self.known.encounter(name))
        found = [
            item["id"]
            for service in ("coding", "eligibility", "submission")
            for item in self.desks.every(service, "/v1/work-items", "items")
            if item["claim_id"] == ids[0] or item["encounter_id"] == ids[1]
        ]
        if len(found) != 1:
            raise Meaningless(f"{{{words}}}: {name} has {len(found)} open requests, this takes exactly one")
        return str(found[0])
