"""Edits on who rendered the care, and where (loops 2310B and 2310C, 2310A and 2310E of the 837I).

Elsewhere: who bills; the site file is not loaded without an NPI, a taxonomy, a street and nine digits of postal code (shared/site).
"""

from __future__ import annotations

from collections.abc import Iterator

from services.billing.submission.model.edits.facts import Facts, reason
from shared.contracts.values import HoldReason
from shared.x12.numbers import is_npi


def the_rendering_provider_is_known(facts: Facts) -> Iterator[HoldReason]:
    """NM1*82 of a professional claim, NM1*71 (attending) of an institutional one."""
    npi = facts.claim.rendering_npi
    if not npi:
        yield reason("rendering_npi_missing", "rendering_npi", "No rendering or attending provider is named. Have the source system add one.")
    elif not is_npi(npi):
        yield reason("rendering_npi_wrong", "rendering_npi", "The provider's NPI fails its check digit. Have the source system correct it.")
    elif facts.site.provider(npi) is None:
        yield reason("rendering_provider_unknown", "rendering_npi", "The provider is not in the site file. Add the provider, or correct the NPI.")


def the_facility_is_known(facts: Facts) -> Iterator[HoldReason]:
    facility = facts.site.facility(facts.claim.facility_id)
    if facility is None:
        yield reason("facility_unknown", "facility_id", "The facility is not in the site file. Add it, or have the source system name another.")
    elif facts.claim.stay and not facility.inpatient_bill_type:
        sentence = "The facility has no type of bill for stays. Add inpatient_bill_type to the site file, or have the source system correct the stay."
        yield reason("inpatient_bill_type_missing", "facility.inpatient_bill_type", sentence)
    elif facts.is_institutional and not facts.claim.stay and not facility.bill_type:
        yield reason("bill_type_missing", "facility.bill_type", "The facility has no type of bill. Add it to the site file.")


RULES = (the_rendering_provider_is_known, the_facility_is_known)
