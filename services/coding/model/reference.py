"""The dated tables and the site that judge codes, and the version under which they judged."""

from __future__ import annotations

from dataclasses import dataclass

from services.coding.reference.hcpcs import Hcpcs
from services.coding.reference.icd10 import Icd10
from shared.site.model import Site


@dataclass(frozen=True, slots=True)
class Reference:
    """Loaded once per process; everything in it is looked up by date of service."""

    site: Site
    icd10: Icd10
    hcpcs: Hcpcs

    @property
    def version(self) -> str:
        return f"icd10cm {self.icd10.version}; hcpcs {self.hcpcs.version}; site {self.site.version[:12]}"
