"""Every query of adjudication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.adjudication import periods
from services.billing.adjudication.model.account.account import Account
from services.billing.adjudication.model.books import Closed, Reference
from services.billing.adjudication.model.clearing.clearing import Clearing
from services.billing.adjudication.patient import statements
from services.billing.adjudication.tables import AccountRow, ClaimFileRow, ClearingRow, EntryRow, ReceivedRow
from shared.contracts.adjudication import AccountPosted, ClaimPosted, LedgerEntry, RemittancePosted
from shared.contracts.event import Event, Message
from shared.contracts.values import ZERO
from shared.db.bulk import insert_new
from shared.db.rows import RowStore
from shared.db.sql import Session, execute
from shared.remittance.claim_file import ClaimFile
from shared.site.model import Site

TRIAL = text(
    "SELECT account, sum(amount) AS balance FROM (SELECT debit AS account, amount FROM ledger_entry "
    "UNION ALL SELECT credit, -amount FROM ledger_entry) AS sides GROUP BY account HAVING sum(amount) <> 0 ORDER BY account"
)
CLEARING = text(
    "SELECT payer_id, reference, sum(CASE WHEN debit = 'CLR' THEN amount ELSE -amount END) AS balance FROM ledger_entry "
    "WHERE 'CLR' IN (debit, credit) GROUP BY payer_id, reference HAVING sum(CASE WHEN debit = 'CLR' THEN amount ELSE -amount END) <> 0 "
    "ORDER BY payer_id, reference"
)
REMIT_CLEARING = text(
    "SELECT coalesce(sum(CASE WHEN debit = 'RC' THEN amount ELSE -amount END), 0) FROM ledger_entry "
    "WHERE trace_number = :trace AND 'RC' IN (debit, credit) AND cause <> 'deposit'"
)


WAITING = text(
    "SELECT trace_number, claim_id, place AS ordinal, sum(CASE WHEN credit = 'SUS' THEN amount ELSE -amount END) AS paid FROM ledger_entry "
    "WHERE trace_number = ANY(CAST(:traces AS text[])) AND cause IN ('suspense', 'match') AND 'SUS' IN (debit, credit) AND encounter_id IS NULL "
    "GROUP BY trace_number, claim_id, place HAVING sum(CASE WHEN credit = 'SUS' THEN amount ELSE -amount END) <> 0 ORDER BY place"
)
ENTRIES = TypeAdapter(tuple[LedgerEntry, ...])
ENTER = text(
    "INSERT INTO ledger_entry (id, event_id, ordinal, cause, encounter_id, claim_id, posted_on, period, trace_number, remittance_id, place, "
    "payer_id, actor, reason, counters, line_number, debit, credit, amount, service_on, reference) "
    "SELECT event_id || '/' || ordinal - 1, event_id, ordinal - 1, cause, encounter_id, claim_id, posted_on, period, trace_number, remittance_id, "
    "place, payer_id, actor, reason, counters, line_number, debit, credit, amount, service_on, reference "
    "FROM unnest(CAST(:event_id AS text[]), CAST(:cause AS text[]), CAST(:encounter_id AS text[]), CAST(:claim_id AS text[]), "
    "CAST(:posted_on AS date[]), CAST(:period AS text[]), CAST(:trace_number AS text[]), CAST(:remittance_id AS text[]), "
    "CAST(:place AS int[]), CAST(:payer_id AS text[]), CAST(:actor AS text[]), CAST(:reason AS text[]), CAST(:counters AS text[]), "
    "CAST(:entries AS text[])) WITH ORDINALITY AS posting (event_id, cause, encounter_id, claim_id, posted_on, period, trace_number, "
    "remittance_id, place, payer_id, actor, reason, counters, entries, turn), "
    "ROWS FROM (json_to_recordset(CAST(entries AS json)) "
    "AS (line_number int, debit text, credit text, amount numeric, service_on date, reference text)) WITH ORDINALITY "
    "AS entry (line_number, debit, credit, amount, service_on, reference, ordinal) ORDER BY turn, ordinal ON CONFLICT DO NOTHING"
)
"""What the entries of a posting have in common travels once."""


class Files(RowStore[ClaimFile]):
    """Claims with the decisions about them."""

    def __init__(self) -> None:
        super().__init__(ClaimFileRow, ClaimFile)

    async def context(self, session: Session, events: Sequence[Event]) -> Closed:
        return Closed(await periods.closed_through(session))

    async def project(self, session: Session, emitted: Sequence[Message]) -> None:
        await enter_in_ledger(session, emitted)


class Accounts(RowStore[Account]):
    """Accounts, priced by the site's contracts; their postings go into the ledger."""

    def __init__(self, site: Site) -> None:
        super().__init__(AccountRow, Account)
        self.site = site

    async def context(self, session: Session, events: Sequence[Event]) -> Reference:
        return Reference(self.site, await periods.closed_through(session))

    async def project(self, session: Session, emitted: Sequence[Message]) -> None:
        await enter_in_ledger(session, emitted)
        await statements.keep(session, emitted, self.site.zone)


class Clearings(RowStore[Clearing]):
    """Payments; their postings go into the ledger, and what was received is remembered for good."""

    def __init__(self) -> None:
        super().__init__(ClearingRow, Clearing)

    async def context(self, session: Session, events: Sequence[Event]) -> Closed:
        return Closed(await periods.closed_through(session))

    async def save(self, session: Session, states: Mapping[str, Clearing], emitted: Sequence[Message]) -> None:
        await super().save(session, states, emitted)
        payments = [(key, one) for key, state in states.items() for one in state.payments]
        known = [(key, one.remittance_id, one.content) for key, one in payments] + [(key, one.paper_key, one.meaning) for key, one in payments]
        rows = [{"remittance_id": id, "content": content, "trace_number": key} for key, id, content in known if id and content]
        await insert_new(session, ReceivedRow, rows)

    async def project(self, session: Session, emitted: Sequence[Message]) -> None:
        await enter_in_ledger(session, emitted)


async def enter_in_ledger(session: Session, emitted: Sequence[Message]) -> None:
    """Append the entries of postings, in their order; those of an event that is in the ledger already are left alone."""
    kinds = (ClaimPosted, AccountPosted, RemittancePosted)
    postings = [(message.envelope.id, message.event) for message in emitted if isinstance(message.event, kinds)]
    if postings:
        shared = [_shared(event) for _, event in postings]
        values = {name: [each[name] for each in shared] for name in shared[0]}
        values |= {"event_id": [id for id, _ in postings], "entries": [ENTRIES.dump_json(event.entries).decode() for _, event in postings]}
        await execute(session, ENTER, values)


def _shared(event: ClaimPosted | AccountPosted | RemittancePosted) -> dict[str, Any]:
    """What all entries of a posting have in common; a kind of posting that lacks something has it empty."""
    manual = getattr(event, "manual", None)
    return {
        "cause": event.cause,
        "encounter_id": getattr(event, "encounter_id", None),
        "claim_id": getattr(event, "claim_id", None),
        "posted_on": event.posted_on,
        "period": event.period,
        "trace_number": getattr(event, "trace_number", ""),
        "remittance_id": getattr(event, "remittance_id", None),
        "place": getattr(event, "ordinal", 0),
        "payer_id": getattr(event, "payer_id", None),
        "actor": manual.actor.id if manual else "",
        "reason": manual.reason if manual else "",
        "counters": getattr(event, "counters", ""),
    }


async def trial_balance(session: Session) -> dict[str, Decimal]:
    """Balance of every account, debits less credits; they add up to zero."""
    return dict(await execute(session, TRIAL))


async def payer_clearing(session: Session) -> list[dict[str, Any]]:
    """What is forwarded or to be recovered, by payer and reference; negative is owed to the payer."""
    return [dict(row) for row in (await execute(session, CLEARING)).mappings()]


async def entries(session: AsyncSession, *, encounter_id: str | None = None, claim_id: str | None = None) -> list[EntryRow]:
    """Entries of an account or a claim, in the order in which they were made."""
    query = select(EntryRow)
    if encounter_id is not None:
        query = query.where(col(EntryRow.encounter_id) == encounter_id)
    if claim_id is not None:
        query = query.where(col(EntryRow.claim_id) == claim_id)
    query = query.order_by(col(EntryRow.number))
    return list((await session.exec(query)).all())


async def posted_to_clearing(session: Session, trace: str) -> Decimal:
    """Remit clearing of one payment before its deposit; equals BPR02 once everything of it is posted or in suspense."""
    return Decimal((await execute(session, REMIT_CLEARING, {"trace": trace})).scalar_one() or ZERO)


async def remittances(session: AsyncSession, *, state: str | None, limit: int, offset: int) -> tuple[list[ClearingRow], int]:
    """Payments, the newest first; and how many there are in all."""
    query = select(ClearingRow)
    query = query.where(col(ClearingRow.state) == state) if state else query
    total = (await session.exec(select(func.count()).select_from(query.subquery()))).one()
    query = query.order_by(col(ClearingRow.remitted_on).desc().nullslast(), col(ClearingRow.key))
    return list((await session.exec(query.limit(limit).offset(offset))).all()), total


async def suspended(session: Session, traces: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Claims' payments that wait in suspense, by trace number."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in (await execute(session, WAITING, {"traces": list(traces)})).mappings():
        found.setdefault(str(row["trace_number"]), []).append({name: row[name] for name in ("claim_id", "ordinal", "paid")})
    return found
