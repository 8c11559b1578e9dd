"""What the registration desk knows besides the encounter: its own site, and who else has the same name and birth date."""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.values import EncounterId
from shared.site.model import Site
from shared.stage.stage import Context


@dataclass(frozen=True)
class Desk:
    """Reference of every stage of the service."""

    site: Site
    namesakes: frozenset[EncounterId] = frozenset()
    """Encounters whose patient has the name and birth date of another person on file, and nobody has said whether they are one."""


Known = Context[Desk]
