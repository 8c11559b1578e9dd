"""Every query of the board. Each reads columns by an index on the day that it counts by; no document is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import text

from services.billing.adjudication.board.figures import BILLED, BUCKETS, DECIDED, FIGURES, OURS, OWED, Basis, Figure
from shared.contracts.values import ZERO
from shared.db.sql import Session, execute

MONEY = (
    "charged_now", "payer_paid", "contractual", "sequestration", "capitation", "patient_paid", "patient_open", "payer_open", "denied_open",
    "disputed", "written_off",
)  # fmt: skip
LISTED = {
    "claim_measure": "key AS claim_id, encounter_id, payer_id, state, service_on, billed_on, decided_on, charged, denied, underpaid, recovered, "
    "payer_open + denied_open + disputed AS payer_owes, patient_open AS patient_owes",
    "visit_measure": "key AS encounter_id, payer_id, state, discharged_on, gross, prevented, spared_payer_id, estimated",
    "estimates": "encounter_id, payer_id, state, discharged_on, gross, estimated, share AS patient_share",
}


@dataclass(frozen=True)
class Span:
    """Which days and which payer are asked for; None is all of them."""

    since: date | None
    until: date | None
    payer: str | None
    as_of: date
    """The day at which receivables and unbilled visits are counted."""
    window: int = 90
    """Days of gross charges that make the daily average."""

    def query(self) -> str:
        """The span as the end of an address."""
        given = {"from": self.since, "to": self.until, "payer": self.payer}
        asked = urlencode({name: str(value) for name, value in given.items() if value is not None})
        return f"?{asked}" if asked else ""

    def values(self) -> dict[str, Any]:
        return {"since": self.since or date.min, "until": self.until or date.max, "as_of": self.as_of, "payer": self.payer}


def _where(basis: Basis) -> str:
    days = f"{basis.day} <= :as_of" if basis.to_only else f"{basis.day} BETWEEN :since AND :until"
    return f"{basis.where} AND {days} AND (CAST(:payer AS text) IS NULL OR {basis.payer} = CAST(:payer AS text))"


def _values(basis: Basis, span: Span) -> dict[str, Any]:
    given = span.values()
    return {name: given[name] for name in (("as_of", "payer") if basis.to_only else ("since", "until", "payer"))}


async def sums(session: Session, span: Span) -> dict[str, tuple[Decimal, Decimal, int]]:
    """Numerator, denominator and number of rows in the numerator, of every figure: one query for each basis."""
    by_basis: dict[Basis, list[Figure]] = defaultdict(list)
    for figure in FIGURES:
        by_basis[figure.basis].append(figure)
    found: dict[str, tuple[Decimal, Decimal, int]] = {}
    for basis, figures in by_basis.items():
        row = (await execute(session, text(_summed(basis, figures)), _values(basis, span))).one()
        for place, figure in enumerate(figures):
            numerator, denominator, count = row[3 * place : 3 * place + 3]
            found[figure.name] = (Decimal(numerator), Decimal(denominator), int(count))
    return found


def _summed(basis: Basis, figures: Sequence[Figure]) -> str:
    columns = []
    for figure in figures:
        hit = f"FILTER (WHERE ({figure.member}) AND ({figure.hit}))"
        columns.append(f"coalesce(sum({figure.what}) {hit}, 0)")
        columns.append(f"coalesce(sum({figure.of or 0}) FILTER (WHERE {figure.member}), 0)")
        columns.append(f"count(*) {hit}")
    return f"SELECT {', '.join(columns)} FROM {basis.rows} WHERE {_where(basis)}"  # noqa: S608  declarations, never what a caller says


async def population(session: Session, span: Span) -> tuple[int, Decimal, Decimal]:
    """Claims decided, their charge at the first decision, and the charge that is left after voids and replacements."""
    sql = f"SELECT count(*), coalesce(sum(charged), 0), coalesce(sum(charged_now), 0) FROM claim_measure WHERE {_where(DECIDED)}"  # noqa: S608
    claims, charged, now = (await execute(session, text(sql), _values(DECIDED, span))).one()
    return int(claims), Decimal(charged), Decimal(now)


async def control(session: Session, span: Span) -> dict[str, Decimal]:
    """Where the charge of the claims that were billed in the span went, and the credits of their patients."""
    where = _where(BILLED)
    columns = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in MONEY)
    sql = f"SELECT {columns} FROM claim_measure WHERE {where}"  # noqa: S608
    row = (await execute(session, text(sql), _values(BILLED, span))).one()
    credit = f"SELECT coalesce(sum(patient_credit), 0) FROM account WHERE key IN (SELECT encounter_id FROM claim_measure WHERE {where})"  # noqa: S608
    credits = (await execute(session, text(credit), _values(BILLED, span))).scalar_one()
    return {**{name: Decimal(row[place]) for place, name in enumerate(MONEY)}, "patient_credits": Decimal(credits)}


async def aging(session: Session, span: Span) -> dict[str, dict[str, Decimal]]:
    """Receivables of payers and of patients by days since service or discharge."""
    payer, patient = "payer_open + denied_open + disputed", "patient_open"
    columns = [f"coalesce(sum({amount}) FILTER (WHERE {_aged(place)}), 0)" for amount in (payer, patient) for place in range(len(BUCKETS))]
    sql = f"SELECT {', '.join(columns)} FROM claim_measure WHERE {_where(OWED)}"  # noqa: S608
    row = [Decimal(each) for each in (await execute(session, text(sql), _values(OWED, span))).one()]
    names = [name for name, _ in BUCKETS]
    split = {"payer": row[: len(names)], "patient": row[len(names) :]}
    return {who: {**dict(zip(names, amounts, strict=True)), "total": sum(amounts, ZERO)} for who, amounts in split.items()}


def _aged(place: int) -> str:
    age = "(CAST(:as_of AS date) - service_on)"
    last = BUCKETS[place][1]
    first = BUCKETS[place - 1][1] if place else None
    return " AND ".join(filter(None, (f"{age} > {first}" if first is not None else "", f"{age} <= {last}" if last is not None else ""))) or "TRUE"


async def charges_in_window(session: Session, span: Span) -> Decimal:
    """Gross charges first billed in the days of the window, the last one included."""
    where = f"{OURS} AND billed_on > :first AND billed_on <= :last AND (CAST(:payer AS text) IS NULL OR payer_id = CAST(:payer AS text))"
    values = {"first": span.as_of - timedelta(days=span.window), "last": span.as_of, "payer": span.payer}
    sql = f"SELECT coalesce(sum(charged_now), 0) FROM claim_measure WHERE {where}"  # noqa: S608
    return Decimal((await execute(session, text(sql), values)).scalar_one())


async def states(session: Session) -> dict[str, int]:
    """How many claims are where in their life."""
    sql = f"SELECT state, count(*) FROM claim_measure WHERE state IS NOT NULL AND {OURS} GROUP BY state ORDER BY state"  # noqa: S608
    return {str(state): int(count) for state, count in await execute(session, text(sql))}


async def listed(session: Session, figure: Figure, span: Span, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
    """The claims or visits that a figure is made of, those of its numerator first; and how many there are."""
    basis = figure.basis
    where = f"{_where(basis)} AND ({figure.member})" + ("" if figure.of else f" AND ({figure.hit})")
    columns = LISTED.get(basis.rows, LISTED["estimates"])
    count = await execute(session, text(f"SELECT count(*) FROM {basis.rows} WHERE {where}"), _values(basis, span))  # noqa: S608
    sql = (
        f"SELECT ({figure.hit}) AS in_numerator, {columns} FROM {basis.rows} WHERE {where} "  # noqa: S608
        f"ORDER BY in_numerator DESC, {basis.day}, key LIMIT :limit OFFSET :offset"
    )
    rows = await execute(session, text(sql), {**_values(basis, span), "limit": limit, "offset": offset})
    return [dict(row) for row in rows.mappings()], int(count.scalar_one())


async def lives(session: Session, about: str) -> list[dict[str, Any]]:
    """The claims of an id, which is a claim's or an encounter's."""
    sql = "SELECT key AS claim_id, encounter_id, payer_id, state FROM claim_measure WHERE key = :id OR encounter_id = :id ORDER BY billed_on, key"
    return [dict(row) for row in (await execute(session, text(sql), {"id": about})).mappings()]


async def visit(session: Session, encounter_id: str) -> dict[str, Any] | None:
    """One visit by its encounter."""
    columns = "key AS encounter_id, state, payer_id, discharged_on, gross, billed_on, prevented, spared_payer_id, estimated"
    rows = (await execute(session, text(f"SELECT {columns} FROM visit_measure WHERE key = :id"), {"id": encounter_id})).mappings()  # noqa: S608
    return dict(rows[0]) if rows else None
