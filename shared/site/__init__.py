"""One organisation as configuration: who it is, whom it bills, at which prices and terms. Pure: reads files once, then only answers."""

from shared.site.contracts.book import ServiceLine
from shared.site.load import load_site
from shared.site.model import (
    Address,
    BillingProvider,
    ChargeRow,
    Clearinghouse,
    ContractTerms,
    Facility,
    MappedCode,
    Organisation,
    Partner,
    Payer,
    Procedure,
    Provider,
    Site,
)
from shared.site.problem import Problem, SiteError

__all__ = [
    "Address",
    "BillingProvider",
    "ChargeRow",
    "Clearinghouse",
    "ContractTerms",
    "Facility",
    "MappedCode",
    "Organisation",
    "Partner",
    "Payer",
    "Problem",
    "Procedure",
    "Provider",
    "ServiceLine",
    "Site",
    "SiteError",
    "load_site",
]
