"""The ledger asked in SQL: one posting, the lines of a claim, totals, the digest, and whether the states say the same."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import TextClause, text
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.sql import Session, execute

Row = Mapping[str, Any]
SIDES = "SELECT {0}, debit AS account, amount FROM ledger_entry {1} UNION ALL SELECT {0}, credit AS account, -amount AS amount FROM ledger_entry {1}"
POSTING = text(
    "SELECT encounter_id, claim_id, cause, line_number, debit, credit, amount, service_on, reference FROM ledger_entry "
    "WHERE event_id = :id ORDER BY ordinal"
)
LINES = text(
    "SELECT line_number, account, sum(amount) AS balance FROM ("  # noqa: S608
    + SIDES.format("line_number", "WHERE claim_id = :claim AND encounter_id IS NOT NULL")
    + ") AS sides GROUP BY line_number, account HAVING sum(amount) <> 0 ORDER BY line_number NULLS LAST, account"
)
TOTALS = text(
    "WITH opened AS (SELECT DISTINCT encounter_id FROM ledger_entry WHERE cause = 'opening') "  # noqa: S608
    "SELECT sides.encounter_id IN (SELECT encounter_id FROM opened) AS opening, claim_id IS NOT NULL AS of_claim, account, sum(amount) AS balance "
    "FROM (" + SIDES.format("encounter_id, claim_id", "WHERE encounter_id IS NOT NULL") + ") AS sides GROUP BY 1, 2, 3"
)
DIGEST = text(
    "SELECT line FROM ("  # noqa: S608
    "SELECT concat_ws('|', CAST(:site AS text), coalesce(claim_id, ''), coalesce(CAST(line_number AS text), ''), account, "
    "CAST(sum(amount) AS text), coalesce(CAST(service_on AS text), ''), CAST(posted_on AS text), period, trace_number, CAST(place AS text)) AS line "
    "FROM (" + SIDES.format("claim_id, line_number, service_on, posted_on, period, trace_number, place", "") + ") AS sides "
    "GROUP BY claim_id, line_number, account, service_on, posted_on, period, trace_number, place HAVING sum(amount) <> 0"
    ') AS lines ORDER BY line COLLATE "C"'
)
STATED = (
    "SELECT account.key AS encounter_id, claim.key AS claim_id, book.key AS account, CAST(book.value AS numeric) AS balance FROM account, "
    "jsonb_each(document->'claims') AS claim, jsonb_each_text(claim.value->'books') AS book "
    "UNION ALL SELECT account.key, '', book.key, CAST(book.value AS numeric) FROM account, jsonb_each_text(document->'books') AS book"
)
DERIVED = (
    "SELECT encounter_id, coalesce(claim_id, '') AS claim_id, account, sum(amount) AS balance FROM ("  # noqa: S608
    + SIDES.format("encounter_id, claim_id", "WHERE encounter_id IS NOT NULL")
    + ") AS sides GROUP BY 1, 2, 3"
)
DIFFERENCES = text(
    f"SELECT encounter_id, claim_id, account, coalesce(derived.balance, 0) AS entries, coalesce(stated.balance, 0) AS state "  # noqa: S608
    f"FROM ({DERIVED}) AS derived FULL JOIN ({STATED}) AS stated USING (encounter_id, claim_id, account) "
    "WHERE coalesce(derived.balance, 0) <> coalesce(stated.balance, 0) ORDER BY 1, 2, 3"
)
OF_ACCOUNT = (
    "SELECT encounter_id, sum(amount) FILTER (WHERE account = 'ARPt') AS patient_open, "  # noqa: S608
    "-sum(amount) FILTER (WHERE account = 'PC') AS patient_credit, "
    "sum(amount) FILTER (WHERE account = 'ARP' OR account LIKE 'ARP-%') AS payer_open FROM ("
    + SIDES.format("encounter_id", "WHERE encounter_id IS NOT NULL")
    + ") AS sides GROUP BY encounter_id"
)
COLUMNS = text(
    "SELECT encounter_id, '' AS claim_id, name AS account, coalesce(entries, 0) AS entries, coalesce(state, 0) AS state FROM ("  # noqa: S608
    "SELECT coalesce(account.key, mine.encounter_id) AS encounter_id, unnest(ARRAY['patient_open', 'patient_credit', 'payer_open']) AS name, "
    "unnest(ARRAY[mine.patient_open, mine.patient_credit, mine.payer_open]) AS entries, "
    "unnest(ARRAY[account.patient_open, account.patient_credit, account.payer_open]) AS state "
    f"FROM account FULL JOIN ({OF_ACCOUNT}) AS mine ON mine.encounter_id = account.key) AS compared "
    "WHERE coalesce(entries, 0) <> coalesce(state, 0) ORDER BY 1, 3"
)
COUNTS = text("SELECT count(*) AS entries, count(DISTINCT event_id) AS postings, count(DISTINCT claim_id) AS claims FROM ledger_entry")


async def posting(session: Session, posting_id: str) -> list[Row]:
    """The entries of one posting, in their order; none when there is no such posting."""
    return [dict(row) for row in (await execute(session, POSTING, {"id": posting_id})).mappings()]


async def lines(session: Session, claim_id: str) -> dict[int | None, dict[str, Decimal]]:
    """Balances of a claim by line and account; None is what belongs to the claim as a whole."""
    found: dict[int | None, dict[str, Decimal]] = {}
    for line, account, balance in await execute(session, LINES, {"claim": claim_id}):
        found.setdefault(line, {})[account] = balance
    return found


async def totals(session: Session) -> dict[tuple[bool, bool], dict[str, Decimal]]:
    """Balances by (of an earlier system, of a claim): what accounts hold beside their claims is apart."""
    found: dict[tuple[bool, bool], dict[str, Decimal]] = {}
    for opening, of_claim, account, balance in await execute(session, TOTALS):
        found.setdefault((opening, of_claim), {})[account] = balance
    return found


async def digest(session: AsyncSession, site: str) -> str:
    """SHA-256 over the sorted lines of the ledger, read as they come.

    A line is (site, claim, line, account, amount, service date, remittance or deposit date, period, trace number, place in the remittance), its
    amount the sum of what was debited less what was credited. There is no generated id, no clock time and no journal number in it; what waited in
    suspense and was released the same month cancels out, because whether a payment overtook its claim is an accident of transport.
    """
    found, first = hashlib.sha256(), True
    async for row in streamed(session, DIGEST, {"site": site}):
        found.update(("" if first else "\n").encode() + str(row["line"]).encode())
        first = False
    return found.hexdigest()


async def streamed(session: AsyncSession, statement: TextClause, values: Row | None = None) -> AsyncIterator[Row]:
    """Rows one by one, through a cursor of the database: memory does not grow with the ledger."""
    connection = await session.connection()
    async with connection.stream(statement, dict(values or {})) as rows:
        async for row in rows.mappings():
            yield dict(row)
