"""What each step of a story does to the house: a request, a file, a word of a payer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deploy.stories.bank import Bank as BankDesk
from deploy.stories.clearinghouse import Clearinghouse
from deploy.stories.desks import Desks, signed
from deploy.stories.fhir import bundle
from deploy.stories.format import coverages, fill, visit
from deploy.stories.format.care import Authorize, Code, Encounter, Pay, Register
from deploy.stories.format.payers import Acknowledgement, Bank, Opening, Remittance
from deploy.stories.format.step import Command, Deed
from deploy.stories.format.visit import SOURCE
from deploy.stories.lookup import Lookup
from deploy.stories.names import Known
from deploy.stories.openings import PATH, opening
from deploy.stories.payers import Payers
from deploy.stories.remittances import Cashier

COPY = "again-"


@dataclass
class Deeds:
    """Does one deed at a time; who waits until the house is at rest is the caller's business."""

    desks: Desks
    known: Known
    clearinghouse: Clearinghouse
    cashier: Cashier
    payers: Payers
    bank: BankDesk
    lookup: Lookup
    files: set[str] = field(default_factory=set)
    """Names of files with several remittances that have been sent."""

    def do(self, deed: Deed, on: date, key: str, story: str) -> None:
        """Let it happen. `key` names the step. Raises Refused or KeyError with a sentence."""
        self.clearinghouse.today = on
        kinds: dict[str, Callable[[Any, date, str], None]] = {
            "encounter": self._encounter,
            "register": self._register,
            "authorization": self._authorize,
            "code": self._code,
            "acknowledgement": self._acknowledge,
            "remittance": self._remittance,
            "pay": self._pay,
            "opening": self._openings,
            "command": self._command,
        }
        if deed.kind == "bank":
            self._bank(deed.action, on, key, story)
        else:
            kinds[deed.kind](deed.action, on, key)

    def _encounter(self, told: Encounter, on: date, key: str) -> None:
        self.payers.learn(told.coverages)
        body = visit(told, self.known.book.patients, on, self.cashier.site.providers[0].npi)
        if told.form == "fhir":
            self.desks.tell("eligibility", f"/v1/fhir?source_system={SOURCE}", bundle(body), key)
            return
        self.desks.tell("eligibility", "/v1/encounters", body, key)

    def _register(self, told: Register, on: date, key: str) -> None:
        body: dict[str, Any] = {}
        if told.coverages is not None:
            self.payers.learn(told.coverages)
            body["coverages"] = coverages(told.coverages, self.known.book.patients)
        if told.consent is not None:
            body["consent_on_file"] = told.consent
        encounter = self.known.encounter(told.encounter)
        self.desks.tell("eligibility", f"/v1/encounters/{encounter}/registration", signed(body, told.reason), key)

    def _authorize(self, told: Authorize, on: date, key: str) -> None:
        encounter = self.known.encounter(told.encounter)
        body = {"number": told.number, **({"procedure": told.procedure} if told.procedure else {})}
        self.desks.tell("eligibility", f"/v1/encounters/{encounter}/authorization", signed(body, told.reason), key)

    def _code(self, told: Code, on: date, key: str) -> None:
        """A coder answers what was asked of them; without an open request it is a correction of their own."""
        encounter = self.known.encounter(told.encounter)
        request = next((each["id"] for each in self.desks.every("coding", "/v1/work-items", "items", about=encounter) if each["claim_id"]), "")
        body: dict[str, Any] = {"declines": request} if told.declines else {"answers": request}
        if told.diagnoses is not None:
            body["diagnoses"] = [{"code": code} for code in told.diagnoses]
        body["lines"] = [
            {"line_number" if name == "line" else name: value for name, value in each.model_dump(mode="json", exclude_unset=True).items()}
            for each in told.lines
        ]
        self.desks.tell("coding", f"/v1/charts/{encounter}/correction", signed(body, told.reason), key)

    def _acknowledge(self, told: Acknowledgement, on: date, key: str) -> None:
        self.clearinghouse.say(told)

    def _remittance(self, told: Remittance, on: date, key: str) -> None:
        """A file with this remittance, or with all of the same file; its content is the file's name, so a second story may use the same words."""
        together = [told]
        if told.file:
            if told.file in self.files:
                return
            self.files.add(told.file)
            together = [each for each in self.known.book.remittances.values() if each.file == told.file]
        body = self.cashier.written(together, on)
        self.lookup.told |= {each.name for each in together}
        self.desks.house.drop(f"835-{told.file or told.name}.x12", body)
        if self.desks.twice:
            self.desks.house.drop(f"{COPY}835-{told.file or told.name}.x12", body)

    def _bank(self, told: Bank, on: date, key: str, story: str) -> None:
        self.bank.deposit(told, on, key, story)

    def _pay(self, told: Pay, on: date, key: str) -> None:
        body = {"amount": f"{told.amount:.2f}", "method": told.method, "received_on": on.isoformat()}
        self.desks.tell("adjudication", f"/v1/accounts/{self.known.encounter(told.encounter)}/payments", signed(body, told.reason), key)

    def _openings(self, told: Sequence[Opening], on: date, key: str) -> None:
        body = {"claims": [opening(each, self.known, on) for each in told], "opened_on": on.isoformat()}
        self.desks.tell("adjudication", PATH, signed(body, "Taken over from the system before."), key)

    def _command(self, told: Command, on: date, key: str) -> None:
        path, body = fill(told.post, self.lookup.of), fill(dict(told.body), self.lookup.of)
        self.desks.tell(told.service, path, signed(body, "The story says so."), key, refused=told.refused)
