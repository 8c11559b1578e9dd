"""What acknowledgement codes mean for us: in, not in, or only received; and whose people can mend a claim that did not get in.

Categories and status codes are those of STC01 in loop 2200D of the 277CA (005010X214). The words are ours.
"""

from __future__ import annotations

from typing import NamedTuple

from services.billing.submission.model.draft import BLAMELESS
from shared.contracts.submission import ClaimAcknowledged, ClaimSubmitted, StatusCode
from shared.contracts.values import HoldReason, Owner

ACCEPTING = frozenset({"A2", "A5"})
"""In the payer's adjudication, whole or split. A0 and A1 only say that somebody has received it."""
REFUSING = frozenset({"A3", "A6", "A7", "A8"})
PEOPLE = frozenset({"IL", "QC", "HK"})
"""Entity codes of subscriber, patient and their like."""
PROVIDERS = frozenset({"82", "71", "85", "77", "87"})


class Cause(NamedTuple):
    """Who mends it, and a stable word, a place and a sentence for that person."""

    owner: Owner
    code: str
    place: str
    sentence: str


def refuses(acknowledged: ClaimAcknowledged) -> bool:
    """A 999 or TA1 about a claim is only ever a refusal."""
    return acknowledged.source != "277CA" or any(each.category in REFUSING for each in acknowledged.statuses)


def accepts(acknowledged: ClaimAcknowledged) -> bool:
    return not refuses(acknowledged) and any(each.category in ACCEPTING for each in acknowledged.statuses)


def _member(field: str, sentence: str) -> Cause:
    return Cause(Owner.ELIGIBILITY, f"{field}_rejected", f"coverages[{{coverage}}].{field}", sentence)


def _patient(field: str, what: str) -> Cause:
    return Cause(Owner.ELIGIBILITY, f"{field}_rejected", f"patient.{field}", f"The payer does not accept the {what}. Correct it in registration.")


def _coded(field: str, what: str) -> Cause:
    return Cause(Owner.CODING, f"{field}_rejected", field, f"The payer does not accept {what}. Check it against the record and correct the coding.")


def _billed(code: str, place: str, sentence: str) -> Cause:
    return Cause(Owner.SUBMISSION, code, place, sentence)


MEMBER_ID = _member("member_id", "The payer does not know this member id. Compare it with the card and correct the coverage.")
NOT_INSURED = _member("member_id", "The payer does not find this person. Check member id, name and birth date, or find other coverage.")
CAUSES: dict[str, Cause] = {
    "164": MEMBER_ID,
    "33": NOT_INSURED, "97": NOT_INSURED, "88": NOT_INSURED, "90": NOT_INSURED,
    "163": _member("group_number", "The payer does not know this policy. Compare it with the card and correct the coverage."),
    "116": _member("payer_id", "The claim went to a payer that is not responsible. Find out which payer is, and correct the coverage."),
    "125": _patient("name", "name"), "124": _patient("name", "name or address"),
    "126": _patient("address", "address"), "158": _patient("birth_date", "birth date"), "157": _patient("sex", "sex"),
    "48": Cause(Owner.ELIGIBILITY, "authorization_rejected", "authorization", "The payer does not accept the authorization. Record a valid one."),
    "252": Cause(Owner.ELIGIBILITY, "authorization_rejected", "authorization", "The payer wants an authorization number. Record it."),
    "254": _coded("principal_diagnosis", "the principal diagnosis"), "255": _coded("diagnoses", "a diagnosis code"),
    "477": _coded("diagnosis_pointers", "the diagnosis a line points to"), "488": _coded("diagnoses", "a diagnosis code"),
    "453": _coded("modifiers", "a modifier"), "454": _coded("lines", "a procedure code"), "507": _coded("lines", "a procedure code"),
    "455": _coded("revenue_codes", "a revenue code"), "476": _coded("units", "the units of a line"),
    "187": _coded("service_dates", "a date of service"),
    "188": _coded("service_dates", "the period of service"), "249": _coded("place_of_service", "the place of service"),
    "464": _billed("payer_number_rejected", "payer_number", "The payer does not know the number of the replaced claim. Ask for it."),
    "535": _billed("frequency_rejected", "frequency", "The payer takes no such claim frequency. Appeal or ask for a reopening."),
    "54": _billed("duplicate_rejected", "claim", "The payer has this claim already. Find the earlier one before anything is sent again."),
    "400": _billed("charges_rejected", "total", "The claim is out of balance for the payer. Compare the total with the lines."),
    "510": _coded("service_dates", "a date in the future"),
    "178": _billed("charges_rejected", "total", "The payer does not accept the charges. Compare the total with the lines."),
    "228": _billed("bill_type_rejected", "type_of_bill", "The payer does not accept the type of bill. Check the facility in the site file."),
    "562": _billed("npi_rejected", "npi", "The payer does not know the NPI of a provider. Check enrolment and the site file."),
    "145": _billed("taxonomy_rejected", "taxonomy", "The payer does not accept a provider's taxonomy. Check enrolment and the site file."),
    "718": _billed("filing_limit_passed", "service_from", "The payer says it came too late. Look for an earlier acceptance."),
}  # fmt: skip
"""By claim status code."""
PROVIDER = _billed("provider_rejected", "provider", "The payer does not accept a provider on the claim. Check enrolment and the site file.")
PAYER = _billed("payer_rejected", "payer_id", "The clearinghouse does not know this payer under its number. Check the payer directory.")
UNNAMED = _billed("claim_refused", "claim", "The payer refused the claim for a reason not known here. Read its acknowledgement.")
IN_999 = _billed("transaction_refused", "claim", "The file was refused because of this claim. Read the 999, correct it and reopen the claim.")
WITH_OTHERS = _billed(BLAMELESS, "claim", "The file was refused because of another claim in it. This claim is sent again by itself.")


def cause_of(acknowledged: ClaimAcknowledged, billed: ClaimSubmitted) -> tuple[Owner, HoldReason]:
    """Who can mend this refusal, and what to tell them. The first refusing code that is known decides."""
    owner, code, place, sentence = _cause(acknowledged)
    return owner, HoldReason(code=code, place=place.format(coverage=billed.coverage_id), sentence=sentence)


def _cause(acknowledged: ClaimAcknowledged) -> Cause:
    if acknowledged.blameless:
        return WITH_OTHERS
    if acknowledged.source != "277CA":
        return IN_999
    refusing = [each for each in acknowledged.statuses if each.category in REFUSING]
    return next((cause for each in refusing if (cause := _of_status(each))), UNNAMED)


def _of_status(status: StatusCode) -> Cause | None:
    """A status code means what its entity makes of it: the name of a provider is no business of registration."""
    cause = CAUSES.get(status.status)
    if status.entity in PROVIDERS and (cause is None or cause.owner is Owner.ELIGIBILITY):
        return PROVIDER
    if cause is None and status.entity in PEOPLE:
        return NOT_INSURED
    if cause is None and status.entity == "PR":
        return PAYER
    return cause
