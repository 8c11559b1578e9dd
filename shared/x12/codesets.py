"""Which list a code belongs to, and who is asked whether it exists: code sets are injected.

A guide names a set at an element (`#carc`, `#icd`); where one element takes codes of several sets, the qualifier before it
decides which. Whoever validates brings the lists: what is asked here is only whether a code exists on a day.
"""

from datetime import date
from typing import Literal, Protocol

Spans = tuple[tuple[date, date], ...]
"""First and last day of each time in which a code is valid."""


class CodeSets(Protocol):
    """Lists of codes by date. They do not change: what was learnt from them is kept as long as they are."""

    def __hash__(self) -> int: ...

    def spans(self, code_set: str, code: str) -> Spans | None:
        """The days on which a code is valid; empty when there is no such code, None when there is no list for such codes."""
        ...


By = Literal["service", "report", ""]
"""The day that counts: of the service, of the message that reports a decision, or none."""

_BY_DIAGNOSIS = {
    **dict.fromkeys(("ABK", "ABF", "ABJ", "APR", "ABN"), "icd10cm"),
    **dict.fromkeys(("BK", "BF", "BJ", "PR", "BN"), "icd9cm"),
    **dict.fromkeys(("BBR", "BBQ"), "icd10pcs"),
    **dict.fromkeys(("BR", "BQ"), "icd9pcs"),
    **dict.fromkeys(("BP", "BO"), "hcpcs"),
    "BE": "value", "BG": "condition", "BH": "occurrence", "BI": "span", "DR": "drg", "TC": "treatment",
}  # fmt: skip
_BY_PROCEDURE = {
    "HC": "hcpcs", "CJ": "hcpcs", "BP": "hcpcs", "BO": "hcpcs", "AD": "cdt", "NU": "revenue", "N4": "ndc", "HP": "hipps", "ID": "icd9pcs",
}  # fmt: skip
_BY_MODIFIED = {"HC": "modifier", "CJ": "modifier"}
_QUALIFIED: dict[str, dict[str, str]] = {
    "icd": _BY_DIAGNOSIS,
    "hcpcs": _BY_PROCEDURE,
    "procedure": _BY_PROCEDURE,
    "modifier": _BY_MODIFIED,
    "taxonomy": {"PXC": "taxonomy", "ZZ": "taxonomy"},
    "ndc": {"N4": "ndc"},
}
_REPORTED = frozenset({"carc", "rarc", "plb", "status-category", "status-code", "entity"})
_TIMELESS = frozenset({"state", "country", "currency", "taxonomy", "frequency", "service-type"})
_TITLES = {
    "icd10cm": "ICD-10-CM", "icd10pcs": "ICD-10-PCS", "icd9cm": "ICD-9-CM diagnoses", "icd9pcs": "ICD-9-CM procedures",
    "hcpcs": "HCPCS", "cdt": "CDT", "modifier": "procedure modifiers", "taxonomy": "provider taxonomy", "revenue": "revenue codes",
    "pos": "places of service", "tob": "types of bill", "place": "places of service and types of bill", "frequency": "bill frequencies",
    "value": "value codes", "condition": "condition codes", "occurrence": "occurrence codes", "span": "occurrence span codes",
    "carc": "claim adjustment reasons", "rarc": "remittance remarks", "plb": "provider adjustment reasons", "drg": "DRGs",
    "status-category": "claim status categories", "status-code": "claim statuses", "entity": "entities", "service-type": "service types",
    "state": "states and provinces", "country": "countries", "currency": "currencies", "ndc": "NDC (eleven digits, no hyphens)",
    "hipps": "HIPPS", "treatment": "treatment codes", "patient-status": "patient statuses", "admission-type": "admission types",
    "admission-source": "admission sources",
}  # fmt: skip


def set_of(named: str, qualifier: str) -> str:
    """The list for an element that names a set, after the qualifier before it; empty when its codes are not judged."""
    by = _QUALIFIED.get(named)
    return named if by is None else by.get(qualifier, "")


def is_qualified(named: str) -> bool:
    """Whether the qualifier decides which list is meant."""
    return named in _QUALIFIED


def day_of(named: str) -> By:
    """The day on which a code of this set must be valid."""
    return "report" if named in _REPORTED else "" if named in _TIMELESS else "service"


def title(code_set: str) -> str:
    """What a list is called among those who use it."""
    return _TITLES.get(code_set, code_set)
