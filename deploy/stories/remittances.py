"""Real 835s out of the plain values of a story, validated like those of a payer, unless they are meant to be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from itertools import groupby
from zlib import crc32

from deploy.stories.decisions import Billed, decided, forwarded, taken_back
from deploy.stories.format.payers import ClaimSaid, Opening, Remittance
from deploy.stories.names import Known
from shared.site.model import Payer, Site
from shared.x12.envelope import InterchangeHeader
from shared.x12.outgoing import proven
from shared.x12.rows import Row
from shared.x12.translate.naming import Address, Contact, Reference
from shared.x12.translate.remittance import ProviderAdjustment, RemittanceDocument, RemittanceHeader
from shared.x12.translate.remittance_header import BankAccount
from shared.x12.translate.remittance_rows import remitted_rows
from shared.x12.translate.remitted_claim import RemittedClaim
from shared.x12.translate.write_remittance import remittance_set
from shared.x12.write import Writer

NOON = time(12, 0)
VERSION = "005010X221A1"
PAYERS_BANK, OUR_BANK = BankAccount("071000013", "111222333"), BankAccount("071000013", "444555666")
WORKED_ON = Address("1 Payment Way", "Columbus", "OH", "43004")
ASK = (Contact("Provider Service", (("TE", "8005550100"),), "BL"),)
ZERO = Decimal("0.00")


class UnknownPayer(ValueError):
    """A story names a payer that the site's directory does not hold."""


@dataclass
class Cashier:
    """Writes remittances, and remembers what each said of each claim, for the day it is taken back."""

    site: Site
    known: Known
    words: dict[tuple[str, str], RemittedClaim] = field(default_factory=dict)
    """By remittance and claim."""
    _number: int = 0

    def written(self, remittances: Sequence[Remittance], on: date) -> bytes:
        """One file with these remittances, in their order."""
        found = [self.known.book.remittances[each.copy_of] if each.copy_of else each for each in remittances]
        self._number += 1
        header = InterchangeHeader(
            sender_id="PAYMENTS1", receiver_id=self.site.submitter.id, receiver_qualifier=self.site.submitter.qualifier,
            on=on, at=NOON, control_number=f"{self._number:09d}", usage=self.site.usage,
        )  # fmt: skip
        writer = Writer(header).group("HP", VERSION, self._number)
        for number, remittance in enumerate(found, 1):
            writer.transaction("835", number).add(self._rows(remittance, f"{number:04d}", remittance.dated or self.known.day_of(remittance)))
        body = writer.finish()
        return body if any(each.out_of_balance for each in found) else proven(body)

    def origin(self, payer_id: str) -> str:
        """TRN03 of a payer's remittances, by which the bank names it: as the site has it, otherwise made of its id."""
        return self._payer(payer_id).originator_id or f"1{crc32(payer_id.encode()) % 10**9:09d}"

    def _rows(self, remittance: Remittance, number: str, on: date) -> Iterator[Row]:
        """The set. Its parts are written apart, so that what does not add up can be sent, too."""
        payer = self._payer(remittance.payer)
        header = self._header(remittance, payer, number, on)
        for row in remittance_set(RemittanceDocument(replace(header, paid=ZERO))):
            yield (*row[:2], header.paid, *row[3:]) if row[0] == "BPR" else row
        claims = [self._claim(remittance, said, payer) for said in remittance.claims]
        for _, group in groupby(claims, key=lambda claim: claim.group.number):
            yield ("LX", "1")
            for claim in group:
                yield from remitted_rows(claim)
        entries = [
            ProviderAdjustment(header.payee_id, date(on.year, 12, 31), each.code, each.reference or header.trace, each.amount)
            for each in remittance.plb
        ]
        if entries:
            alone = RemittanceDocument(replace(header, paid=-sum((each.amount for each in entries), ZERO)), (), tuple(entries))
            yield from (row for row in remittance_set(alone) if row[0] == "PLB")

    def _header(self, remittance: Remittance, payer: Payer, number: str, on: date) -> RemittanceHeader:
        paid, organisation = remittance.money, self.site.organisation
        method = remittance.method or ("ACH" if paid else "NON")
        origin, electronic = self.origin(remittance.payer), method == "ACH"
        return RemittanceHeader(
            set_control_number=number, paid=paid, handling="I" if paid else "H", credit_debit="C", method=method,
            payment_format="CCP" if electronic else "", paid_on=on, trace=self.known.trace(remittance.name), originator_id=origin,
            payer_account=PAYERS_BANK if electronic else None, payee_account=OUR_BANK if electronic else None,
            payer_company=origin if electronic else "", payer_name=payer.name, payer_ids=(Reference("2U", payer.payer_id),),
            payer_address=WORKED_ON, payer_contacts=ASK, payee_name=organisation.name, payee_qualifier="XX",
            payee_id=remittance.payee or organisation.billing.professional.npi,
            payee_ids=() if remittance.payee else (Reference("TJ", organisation.tax_id),),
            receiver_id=self.site.receiver.id, produced_on=on,
        )  # fmt: skip

    def _claim(self, remittance: Remittance, said: ClaimSaid, payer: Payer) -> RemittedClaim:
        name = said.claim or said.number
        if said.reverses:
            return taken_back(self._said(said.reverses, name))
        claim = decided(said, self._billed(said, remittance.payer), payer)
        if said.crossover:
            claim = forwarded(claim, self._payer(said.crossover))
        self.words[remittance.name, name] = claim
        if said.claim:
            self.known.icns[said.claim, remittance.payer] = claim.payer_claim_control_number
        return claim

    def _said(self, remittance: str, name: str) -> RemittedClaim:
        """What a remittance, or the system before, said of a claim. KeyError when it said nothing."""
        opening = self.known.book.openings.get(name)
        if (remittance, name) not in self.words and opening and opening.said:
            return decided(opening.said, self._of_opening(opening, opening.said), self._payer(opening.payer))
        return self.words[remittance, name]

    def _billed(self, said: ClaimSaid, payer: str) -> Billed:
        book = self.known.book
        if said.claim and said.claim in book.openings:
            return self._of_opening(book.openings[said.claim], said)
        encounter = book.encounters.get(said.claim or "")
        if encounter is None:
            return Billed(said.number, said.icn or f"ICN{said.number}"[:50], "", None, date(2026, 1, 2), {})
        day = encounter.served or self.known.day_of(encounter)
        units = {number: each.units for number, each in enumerate(encounter.charges, 1)}
        member = next((each.member for each in encounter.coverages if each.payer == payer), "")
        icn = said.icn or self.known.icn(encounter.name, payer)
        return Billed(self.known.claim(encounter.name), icn, member, book.patients[encounter.patient], day, units)

    def _of_opening(self, opening: Opening, said: ClaimSaid) -> Billed:
        units = {number: each.units for number, each in enumerate(opening.lines, 1)}
        icn = said.icn or self.known.icn(opening.name, opening.payer)
        return Billed(opening.claim_number, icn, "", None, opening.served, units)

    def _payer(self, payer_id: str) -> Payer:
        found = self.site.payer(payer_id)
        if found is None:
            raise UnknownPayer(f"no payer {payer_id} is in the site's directory: add it under `given: payers`")
        return found
