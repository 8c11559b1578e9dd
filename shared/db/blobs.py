"""Big bodies are kept once, under their hash; events carry the hash and the size, so nothing large enters Kafka."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import text

from shared.contracts.event import Event
from shared.contracts.values import Document
from shared.db.sql import Session, execute

PUT = text(
    "INSERT INTO blob (sha256, size, kind, name, body) SELECT * FROM unnest(CAST(:sha256 AS text[]), CAST(:size AS bigint[]), CAST(:kind AS text[]), "
    "CAST(:name AS text[]), CAST(:body AS bytea[])) ON CONFLICT DO NOTHING"
)
GET = text("SELECT body FROM blob WHERE sha256 = :sha256")
FIND = text("SELECT sha256, size, kind, name FROM blob WHERE sha256 = :sha256")


def document_for(body: bytes, kind: str, name: str = "") -> Document:
    """What an event says about a body. Pure: the same body has the same hash everywhere."""
    return Document(sha256=sha256(body).hexdigest(), size=len(body), kind=kind, name=name)


async def put(session: Session, body: bytes, *, kind: str, name: str = "") -> Document:
    """Keep a body; a body that is there already keeps the kind and name it came with first."""
    document = document_for(body, kind, name)
    await _put(session, [document], [body])
    return document


async def keep(session: Session, bodies: Sequence[bytes], events: Sequence[Event], *, otherwise: str) -> None:
    """Keep bodies under the kind and name that the events give them; `otherwise` is the kind of a body that no event mentions."""
    if not bodies:
        return
    mentioned = {each.sha256: each for event in events for _, each in event if isinstance(each, Document)}
    documents = [document_for(body, otherwise) for body in bodies]
    await _put(session, [mentioned.get(each.sha256, each) for each in documents], bodies)


async def _put(session: Session, documents: Sequence[Document], bodies: Sequence[bytes]) -> None:
    columns = {name: [getattr(each, name) for each in documents] for name in ("sha256", "size", "kind", "name")}
    await execute(session, PUT, {**columns, "body": list(bodies)})


async def get(session: Session, sha256: str) -> bytes | None:
    """The body with this hash, or None when this service never had it."""
    row = (await execute(session, GET, {"sha256": sha256})).first()
    return None if row is None else bytes(row[0])


async def find(session: Session, sha256: str) -> Document | None:
    """What is known about the body with this hash, without the body."""
    row = (await execute(session, FIND, {"sha256": sha256})).mappings().first()
    return None if row is None else Document.model_validate(dict(row))
