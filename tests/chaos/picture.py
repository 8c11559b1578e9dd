"""What a trial has come to, as rows that can be laid side by side: per claim, line, account and amount.

Ids are derived, so they are the same in every trial, except where they derive from how claims happened to be put together into documents. What may
differ is left out here by name, with its reason, and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.chaos.books import Books

Row = tuple[str, ...]
Picture = dict[str, Counter[Row]]
"""Section → its rows, each with how often it is there."""


@dataclass(frozen=True)
class Section:
    """One question to one service's tables."""

    name: str
    service: str
    sql: str


OVERTOOK = "cause IN ('suspense', 'match') AND 'SUS' IN (debit, credit)"
SECTIONS = (
    Section("encounter", "eligibility", "SELECT key AS encounter, status, visit_number, person_id, payer_id, service_from FROM encounter"),
    Section("chart", "coding", "SELECT key AS encounter, status, kind, service_from, reason, total FROM chart"),
    # the payer's control number of a claim depends on the interchange that brought it; its last two digits, the version, do not
    Section(
        "claim",
        "submission",
        "SELECT encounter_id AS encounter, key AS claim, status, submission, payer_id, kind, total, frequency, service_from, "
        "right(icn, 2) AS version FROM claim",
    ),
    # how many claims went together depends on when they were ready; that each submission went out, once, does not
    Section("dispatch", "submission", "SELECT claim_id AS claim, submission, count(interchange_id) AS interchanges FROM dispatch GROUP BY 1, 2"),
    # id, number, event, trace and place come from the remittance, and which claims a payer put into one depends on when they arrived
    Section(
        "ledger",
        "adjudication",
        "SELECT encounter_id AS encounter, claim_id AS claim, line_number AS line, cause, debit, credit, amount, service_on, posted_on, period, "
        f"payer_id FROM ledger_entry WHERE (encounter_id IS NOT NULL OR claim_id IS NOT NULL) AND NOT ({OVERTOOK})",
    ),
    # a payment that overtook the news of its claim's departure waits in suspense until its claim is known: nothing of it may stay there
    Section(
        "left in suspense",
        "adjudication",
        f"SELECT claim_id AS claim, sum(CASE credit WHEN 'SUS' THEN amount ELSE -amount END) AS amount FROM ledger_entry WHERE {OVERTOOK} "
        "GROUP BY 1 HAVING sum(CASE credit WHEN 'SUS' THEN amount ELSE -amount END) <> 0",
    ),
    # money that belongs to a remittance as a whole: in sum, because remittances are cut differently
    Section(
        "ledger of remittances",
        "adjudication",
        "SELECT cause, debit, credit, payer_id, sum(amount) AS amount FROM ledger_entry WHERE encounter_id IS NULL AND claim_id IS NULL "
        "GROUP BY 1, 2, 3, 4",
    ),
    Section("account", "adjudication", "SELECT key AS encounter, payer_open, patient_open, patient_credit FROM account"),
    Section(
        "bank",
        "adjudication",
        "SELECT payer_id, sum(total_paid) AS paid, sum(deposited) AS deposited, "
        "count(*) FILTER (WHERE state NOT IN ('deposited', 'no_deposit_due')) AS waiting FROM clearing GROUP BY 1",
    ),
    Section("claim state", "adjudication", "SELECT key AS claim, state FROM claim_measure"),
    Section("statement", "adjudication", "SELECT encounter_id AS encounter, claim_id AS claim, amount, reasons, requested_on FROM statement"),
    # the id of a denial comes from the payer's decision, whose id comes from the remittance
    Section(
        "denial",
        "denials",
        'SELECT encounter_id AS encounter, claim_id AS claim, line_number AS line, code, category, root_cause, phase, "group", carc, owner, gross, '
        "expected_recoverable, denied_on, appeal_by, outcome, recovered, closed_on FROM denial",
    ),
    Section(
        "case", "denials", "SELECT encounter_id AS encounter, key AS claim, status, category, gross, expected_recoverable, recovered FROM denial_case"
    ),
)
WORK = "SELECT kind, encounter_id AS encounter, claim_id AS claim, place, amount, due_on FROM work_item WHERE closed_at IS NULL"
"""Left out: items that closed again. A state names what a person has to do as long as it is true, and for how long something is true, such as that a
payment is there and news of its claim is not, depends on which topic is read first. What people did is in the events."""
EVENTS = (
    "SELECT type, key, count(*) AS times FROM outbox WHERE topic NOT IN ('rcm.submission.interchange', 'rcm.adjudication.remittance') "
    "AND type NOT IN ('rcm.adjudication.claim-unmatched.v1', 'rcm.adjudication.claim-state-changed.v1') GROUP BY 1, 2"
)
"""Left out: what is told about interchanges and remittances as wholes, and that a payment overtook the news of its claim's departure: a service that
was dead may read the payer's answer before it reads that the claim went out. And states that a claim passes: several topics make them."""
AT_REST = """
SELECT (SELECT count(*) FROM parked WHERE released_at IS NULL AND discarded_at IS NULL) AS parked,
       (SELECT count(*) FROM quarantined) AS quarantined,
       (SELECT count(*) FROM outside_call WHERE status <> 'answered') AS "calls without answer",
       (SELECT count(*) FROM intake_file WHERE outcome = 'set_aside') AS "files set aside"
"""


def take(books: Books) -> Picture:
    """The picture of everything in the books."""
    found = books.read({section.name: (section.service, section.sql) for section in SECTIONS})
    picture = {section.name: Counter(map(_row, found[section.name])) for section in SECTIONS}
    for name, sql in (("work item", WORK), ("event", EVENTS), ("at rest", AT_REST)):
        picture[name] = Counter(_row({"service": service, **row}) for service, rows in books.everywhere(sql).items() for row in rows)
    return picture


def _row(values: dict[str, Any]) -> Row:
    return tuple(f"{name}={'' if value is None else value}" for name, value in values.items())
