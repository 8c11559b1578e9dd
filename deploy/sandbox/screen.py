"""Front-end edits: may this claim enter adjudication? The answer is what the 277CA says of it.

A rejected claim has no payer control number and was never adjudicated: it is corrected and sent again as new.
"""

from dataclasses import dataclass

from deploy.sandbox.claims import Claim
from deploy.sandbox.money import ZERO
from deploy.sandbox.payer import Payer
from deploy.sandbox.roster import Member, Roster, folded

REPLACEMENT, VOID = "7", "8"


@dataclass(frozen=True)
class Rejection:
    """STC01: category (A7 invalid), status code, and whose information it is about (entity)."""

    category: str
    status: str
    entity: str = ""


def npi_is_valid(npi: str) -> bool:
    """Ten digits whose Luhn check, with the prefix 80840, holds (CMS, NPI check digit)."""
    if len(npi) != 10 or not npi.isdigit():
        return False
    digits = [int(digit) for digit in reversed("80840" + npi)]
    doubled = (sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(digits))
    return sum(doubled) % 10 == 0


def rejection(claim: Claim, payer: Payer | None, original_is_known: bool) -> Rejection | None:
    """Everything but the member: payer, providers, amounts, dates, frequency. The first fault found."""
    if payer is None:
        return Rejection("A7", "153", "PR")
    if not npi_is_valid(claim.billing.npi):
        return Rejection("A7", "562", "85")
    if claim.rendering and not npi_is_valid(claim.rendering.id):
        return Rejection("A7", "562", "82")
    if sum((line.charge for line in claim.lines), ZERO) != claim.charge:
        return Rejection("A7", "400")
    if claim.last_on > claim.received_on:
        return Rejection("A7", "510")
    return _frequency_fault(claim, payer, original_is_known)


def _frequency_fault(claim: Claim, payer: Payer, original_is_known: bool) -> Rejection | None:
    if claim.frequency not in ("1", REPLACEMENT, VOID):
        return Rejection("A7", "535")
    if claim.frequency == "1":
        return None
    if claim.kind == "P" and not payer.corrects_professional_claims:
        return Rejection("A7", "535")
    return None if original_is_known else Rejection("A7", "464", "PR")


def find_member(claim: Claim, roster: Roster) -> Member | Rejection:
    """The patient, under exactly the id on file. Birth date (and first name of a dependent) tell relatives apart."""
    holders = roster.holders(claim.payer_id, claim.subscriber.id)
    if claim.patient is None:
        same = [one for one in holders if claim.subscriber.birth_on in (None, one.birth_on)]
        return min(same, key=lambda one: bool(one.subscriber_member_id), default=Rejection("A7", "164", "IL"))
    if not holders:
        return Rejection("A7", "164", "IL")
    wanted = (folded(claim.patient.first_name), claim.patient.birth_on)
    found = [one for one in holders if (folded(one.first_name), one.birth_on) == wanted]
    return found[0] if found else Rejection("A7", "164", "QC")
