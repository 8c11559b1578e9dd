"""Shapes of claims as files: each valid in the strict profile, read back as it was, and accepted by others."""

from datetime import date, time

from shared.x12.envelope import InterchangeHeader
from shared.x12.translate.claim import ClaimDocument, Receiver, Submitter
from shared.x12.translate.write_claim import ClaimBatch, write_claims
from tests.unit.x12.shapes.institutional import INSTITUTIONAL
from tests.unit.x12.shapes.professional import PROFESSIONAL

HEADER = InterchangeHeader("RIVERBEND1", "CLEARPATH1", date(2026, 11, 2), time(9, 30), "42", usage="T")
SUBMITTER = Submitter("RIVERBEND HEALTH", "RIVERBEND1", "BILLING OFFICE", "9375550100", "77", "billing@riverbend.example")
RECEIVER = Receiver("CLEARPATH", "CLEARPATH1")
CLAIMS: dict[str, dict[str, tuple[ClaimDocument, ...]]] = {"837P": PROFESSIONAL, "837I": INSTITUTIONAL}


def written(*claims: ClaimDocument) -> bytes:
    """One file of these claims."""
    batch = ClaimBatch(SUBMITTER, RECEIVER, "BATCH-1", date(2026, 11, 2), time(9, 30), claims)
    return write_claims(HEADER, batch, group_control_number=7)


SHAPES: dict[str, dict[str, bytes]] = {kind: {name: written(*claims) for name, claims in shapes.items()} for kind, shapes in CLAIMS.items()}
