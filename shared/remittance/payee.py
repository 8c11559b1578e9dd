"""Whose money is it? The payee of an 835 (loop 1000B) against the numbers under which this organisation is paid."""

from __future__ import annotations

from collections.abc import Iterator

from shared.site.model import Site
from shared.x12.translate.remittance import RemittanceHeader

NPI, TAX_ID = "XX", "FI"
"""N103 of loop 1000B."""
TAX_REFERENCE = "TJ"
"""REF01 of loop 1000B."""


def own_numbers(site: Site) -> frozenset[str]:
    """NPIs and tax ids under which a payer may pay this organisation: its own, those of its places and of the people who work there."""
    billing = site.organisation.billing
    npis = (billing.professional.npi, billing.institutional.npi, *(one.npi for one in site.facilities), *(one.npi for one in site.providers))
    return frozenset(_plain(number) for number in (site.organisation.tax_id, *npis, *site.organisation.also_paid_as))


def stated_numbers(header: RemittanceHeader) -> tuple[str, ...]:
    """What the 835 says about its payee in a form that can be compared: N104 with XX or FI, REF*TJ. Plan and payer numbers say nothing here."""
    return tuple(filter(None, _stated(header)))


def _stated(header: RemittanceHeader) -> Iterator[str]:
    if header.payee_qualifier in (NPI, TAX_ID):
        yield _plain(header.payee_id)
    for reference in header.payee_ids:
        if reference.qualifier == TAX_REFERENCE:
            yield _plain(reference.value)


def is_for_another(header: RemittanceHeader, ours: frozenset[str]) -> bool:
    """It names its payee, and no number of it is ours. Where it names none that can be compared, nothing is concluded."""
    stated = stated_numbers(header)
    return bool(stated) and ours.isdisjoint(stated)


def _plain(number: str) -> str:
    """Tax ids come with and without a dash."""
    return "".join(number.split()).replace("-", "")
