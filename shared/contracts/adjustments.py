"""What an adjustment means. One dated judgement that the ledger and the denials desk share, so that they cannot disagree.

The group code alone decides nothing: CO-45 is contractual while CO-197 is a denial; PR-1 is the patient's deductible while PR-27 asks for other
coverage; CO-97 is a denial on a separately priced visit and mere packaging on a case-rate claim. Codes are numbers of the public CARC list, the
words are ours.
"""

from __future__ import annotations

from enum import StrEnum

from shared.contracts.denials import DenialCategory


class Nature(StrEnum):
    """Where an adjusted amount belongs."""

    CONTRACTUAL = "contractual"
    PATIENT = "patient"
    SEQUESTRATION = "sequestration"
    CAPITATION = "capitation"
    PRIOR_PAYER = "prior_payer"
    """Information about what an earlier payer did; posts nothing."""
    DENIED = "denied"
    """Refused, and still worth a fight."""


CONTRACTUAL = frozenset({"44", "45", "59", "94", "104", "131", "144", "237"})
"""The contract, not a refusal: fee schedule, prompt pay, multiple-procedure cuts, negotiated discount, withholds, quality adjustments."""
PATIENT_SHARE = frozenset({"1", "2", "3", "66"})
"""Deductible, coinsurance, copay, blood deductible."""
PACKAGED = frozenset({"97", "45"})

CATEGORIES: dict[str, DenialCategory] = {
    "16": DenialCategory.MISSING_INFORMATION, "4": DenialCategory.MISSING_INFORMATION, "11": DenialCategory.MISSING_INFORMATION,
    "125": DenialCategory.MISSING_INFORMATION, "206": DenialCategory.MISSING_INFORMATION, "207": DenialCategory.MISSING_INFORMATION,
    "18": DenialCategory.DUPLICATE,
    "22": DenialCategory.COORDINATION_OF_BENEFITS, "109": DenialCategory.COORDINATION_OF_BENEFITS,
    "26": DenialCategory.ELIGIBILITY, "27": DenialCategory.ELIGIBILITY, "31": DenialCategory.ELIGIBILITY, "32": DenialCategory.ELIGIBILITY,
    "177": DenialCategory.ELIGIBILITY, "200": DenialCategory.ELIGIBILITY,
    "29": DenialCategory.TIMELY_FILING,
    "50": DenialCategory.MEDICAL_NECESSITY, "55": DenialCategory.MEDICAL_NECESSITY, "56": DenialCategory.MEDICAL_NECESSITY,
    "167": DenialCategory.MEDICAL_NECESSITY,
    "96": DenialCategory.NON_COVERED, "204": DenialCategory.NON_COVERED, "242": DenialCategory.NON_COVERED,
    "35": DenialCategory.BENEFIT_LIMIT, "119": DenialCategory.BENEFIT_LIMIT, "222": DenialCategory.BENEFIT_LIMIT,
    "97": DenialCategory.BUNDLING, "231": DenialCategory.BUNDLING, "234": DenialCategory.BUNDLING, "236": DenialCategory.BUNDLING,
    "15": DenialCategory.AUTHORIZATION, "197": DenialCategory.AUTHORIZATION, "198": DenialCategory.AUTHORIZATION,
    "226": DenialCategory.INFORMATION_REQUEST, "227": DenialCategory.INFORMATION_REQUEST, "252": DenialCategory.INFORMATION_REQUEST,
}  # fmt: skip


def nature(group: str, carc: str, *, packaged: bool, later_payer: bool = False) -> Nature:
    """Judge one adjustment.

    `packaged`: the contract pays this line as part of another one (case rate), so CO-97 on it is not a refusal.
    `later_payer`: the remittance comes from a second or later payer, where OA-23 tells what the earlier ones did.
    """
    if group == "OA" and carc == "23" and later_payer:
        return Nature.PRIOR_PAYER
    if carc == "253":
        return Nature.SEQUESTRATION
    if carc == "24" and group == "CO":
        return Nature.CAPITATION
    if group == "PR" and carc in PATIENT_SHARE:
        return Nature.PATIENT
    if carc in CONTRACTUAL and group in ("CO", "OA", "PI"):
        return Nature.CONTRACTUAL
    if packaged and group in ("CO", "OA") and carc in PACKAGED:
        return Nature.CONTRACTUAL
    return Nature.DENIED


def category(carc: str) -> DenialCategory:
    """The worklist category of a denied adjustment; OTHER for a code the table does not know."""
    return CATEGORIES.get(carc, DenialCategory.OTHER)
