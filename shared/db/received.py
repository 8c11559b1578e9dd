"""Which remittances a service has taken, so that of two copies only one is: the table `received_remittance` of each service that takes 835s in."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Field, SQLModel

from shared.contracts.values import RemittanceId
from shared.db.sql import Session, execute
from shared.remittance.read import Verdict

ENTER = text(
    "INSERT INTO received_remittance (remittance_id, content, trace_number) VALUES (:remittance_id, :content, :trace_number) "
    "ON CONFLICT DO NOTHING RETURNING 1"
)
KNOWN = text("SELECT content FROM received_remittance WHERE remittance_id = :remittance_id")


class ReceivedColumns(SQLModel):
    """A remittance that was taken. Written by whoever takes it, in the same transaction, so that of two copies only one is taken.

    class ReceivedRow(ReceivedColumns, Tables.Row, table=True):
        __tablename__ = "received_remittance"
    """

    remittance_id: str = Field(primary_key=True)
    content: str
    """SHA-256 of the transaction without its envelope."""
    trace_number: str


class Received:
    """The register of remittances, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session

    async def __call__(self, remittance_id: RemittanceId, content: str, trace_number: str, *, enter: bool) -> Verdict:
        """Two copies that arrive at once wait for each other here; the second finds the first."""
        values = {"remittance_id": remittance_id, "content": content, "trace_number": trace_number}
        if enter and (await execute(self.session, ENTER, values)).first() is not None:
            return "new"
        known = (await execute(self.session, KNOWN, {"remittance_id": remittance_id})).scalar_one_or_none()
        return "new" if known is None else "same" if known == content else "other"
