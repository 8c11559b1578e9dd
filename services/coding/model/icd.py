"""A documented diagnosis as an ICD-10-CM code."""

from __future__ import annotations

from datetime import date

from shared.contracts.eligibility import DocumentedDiagnosis
from shared.site.model import Site


def undotted(code: str) -> str:
    """ICD-10-CM as X12 wants it (HI, no decimal point)."""
    return code.replace(".", "").strip().upper()


def icd_of(documented: DocumentedDiagnosis, site: Site, on: date) -> str | None:
    """As documented, or by the site's own translation of that day; None when it has no code."""
    if documented.system == "icd10cm":
        return undotted(documented.code) or None
    mapped = site.mapped(documented.system, documented.code, on)
    return undotted(mapped.target_code) if mapped and mapped.target_system == "icd10cm" else None
