"""The envelope of what a site sends: who sends it, to whom, when by the site's clock."""

from __future__ import annotations

from datetime import datetime

from shared.site.model import Site
from shared.x12.envelope import InterchangeHeader


def header_of(site: Site, at: datetime, control_number: str) -> InterchangeHeader:
    """ISA of an interchange from the site's submitter to its receiver; `control_number` is ISA13."""
    local = at.astimezone(site.zone)
    return InterchangeHeader(
        sender_id=site.submitter.id,
        sender_qualifier=site.submitter.qualifier,
        receiver_id=site.receiver.id,
        receiver_qualifier=site.receiver.qualifier,
        on=local.date(),
        at=local.time(),
        control_number=control_number,
        usage=site.usage,
    )
