"""Edits on who bills, who rendered the care, and where (loops 2000A, 2010AA, 2310B, 2310C, and 2310A and 2310E of the 837I)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.billing.submission.model.edits.facts import Facts, reason
from shared.contracts.values import HoldReason
from shared.site.shapes import npi_is_valid

BOX = re.compile(r"\bP\.?\s*O\.?\s*BOX\b", re.IGNORECASE)
TAXONOMY = re.compile(r"[0-9]{3}[0-9A-Z]{6}X")
NINE_DIGITS = re.compile(r"[0-9]{9}")


def the_billing_provider_is_complete(facts: Facts) -> Iterator[HoldReason]:
    billing = facts.site.organisation.billing.of(facts.claim.kind)
    if not npi_is_valid(billing.npi):
        yield reason("billing_npi_wrong", "billing.npi", "The billing NPI fails its check digit. Correct the site file.")
    if not TAXONOMY.fullmatch(billing.taxonomy):
        yield reason("billing_taxonomy_wrong", "billing.taxonomy", "The billing taxonomy code is malformed. Correct the site file.")


def the_billing_address_is_a_street(facts: Facts) -> Iterator[HoldReason]:
    """A post office box belongs into the pay-to address (2010AB); the postal code has nine digits."""
    address = facts.site.organisation.address
    if BOX.search(address.line) or BOX.search(address.line2 or ""):
        yield reason("billing_address_is_a_box", "billing.address", "The billing address is a post office box. Give the street in the site file.")
    if not NINE_DIGITS.fullmatch(address.postal_code):
        yield reason("billing_postal_code_wrong", "billing.address", "The billing postal code needs nine digits. Correct the site file.")


def the_rendering_provider_is_known(facts: Facts) -> Iterator[HoldReason]:
    """NM1*82 of a professional claim, NM1*71 (attending) of an institutional one."""
    npi = facts.claim.rendering_npi
    if not npi:
        yield reason("rendering_npi_missing", "rendering_npi", "No rendering or attending provider is named. Have the source system add one.")
    elif not npi_is_valid(npi):
        yield reason("rendering_npi_wrong", "rendering_npi", "The provider's NPI fails its check digit. Have the source system correct it.")
    elif facts.site.provider(npi) is None:
        yield reason("rendering_provider_unknown", "rendering_npi", "The provider is not in the site file. Add the provider, or correct the NPI.")


def the_facility_is_known(facts: Facts) -> Iterator[HoldReason]:
    facility = facts.site.facility(facts.claim.facility_id)
    if facility is None:
        yield reason("facility_unknown", "facility_id", "The facility is not in the site file. Add it, or have the source system name another.")
    elif not npi_is_valid(facility.npi):
        yield reason("facility_npi_wrong", "facility.npi", "The facility's NPI fails its check digit. Correct the site file.")
    elif facts.claim.stay and not facility.inpatient_bill_type:
        sentence = "The facility has no type of bill for stays. Add inpatient_bill_type to the site file, or have the source system correct the stay."
        yield reason("inpatient_bill_type_missing", "facility.inpatient_bill_type", sentence)
    elif facts.is_institutional and not facts.claim.stay and not facility.bill_type:
        yield reason("bill_type_missing", "facility.bill_type", "The facility has no type of bill. Add it to the site file.")


RULES = (the_billing_provider_is_complete, the_billing_address_is_a_street, the_rendering_provider_is_known, the_facility_is_known)
