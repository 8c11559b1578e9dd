"""The figures of the board: what each counts, of what, and by which day, as declarations that the queries are made from.

Definitions follow the HFMA MAP Keys where there is one; where a key leaves room, the sentence says what is meant here.
Rates count original claims at the first decision of the first payer; claims of an earlier system are outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["percent", "count", "usd", "days"]
SOURCE = "https://www.hfma.org/MAP/MapKeys/"
OURS = "NOT opening"


@dataclass(frozen=True)
class Basis:
    """Which rows a figure looks at, and by which day they belong to a span."""

    rows: str
    """What stands after FROM."""
    where: str
    day: str
    payer: str = "payer_id"
    """The column by which a payer is chosen."""
    to_only: bool = False
    """True where things are counted as they stand at the end of the span, whenever they began."""


DECIDED = Basis("claim_measure", OURS, "decided_on")
BILLED = Basis("claim_measure", OURS, "billed_on")
REJECTED = Basis("claim_measure", OURS, "rejected_on")
TAKEN_BACK = Basis("claim_measure", "TRUE", "taken_back_on")
VOIDED = Basis("claim_measure", OURS, "voided_on")
UNDERPAID = Basis("claim_measure", OURS, "underpaid_on")
OWED = Basis("claim_measure", f"{OURS} AND owed <> 0", "service_on", to_only=True)
PREVENTED = Basis("visit_measure", "prevented <> 0", "discharged_on", "spared_payer_id")
UNBILLED = Basis("visit_measure", "billed_on IS NULL AND state <> 'withdrawn'", "discharged_on", to_only=True)
ESTIMATED = Basis(
    "(SELECT v.key, v.key AS encounter_id, v.payer_id, v.discharged_on, v.state, v.gross, v.estimated, c.share FROM visit_measure v "
    "CROSS JOIN LATERAL (SELECT sum(patient_paid + patient_open) AS share, bool_and(state IN ('closed', 'patient_owes')) AS final "
    "FROM claim_measure WHERE encounter_id = v.key AND NOT opening AND voided_on IS NULL) c WHERE v.estimated IS NOT NULL AND c.final) AS visits",
    "TRUE",
    "discharged_on",
)


@dataclass(frozen=True)
class Figure:
    """One figure: the sum of `what` over rows that are a `hit`, divided by the sum of `of` over all rows of the basis that are a `member`."""

    name: str
    unit: Unit
    basis: Basis
    definition: str
    hit: str = "TRUE"
    what: str = "1"
    of: str = ""
    """Empty: the figure is the sum itself."""
    member: str = "TRUE"


FIGURES: tuple[Figure, ...] = (
    Figure(
        "clean_claim_rate", "percent", DECIDED, hit="clean", of="1",
        definition="Claims that were accepted and adjudicated at their first submission without a rejection, of all claims decided in the span.",
    ),
    Figure(
        "first_pass_resolution_rate", "percent", DECIDED, hit="first_pass", of="1",
        definition="Clean claims of which the first decision refused nothing and paid what the contract says, of all claims decided in the span.",
    ),
    Figure(
        "initial_denial_rate_claims", "percent", DECIDED, hit="denied_lines > 0", of="1",
        definition="Claims of which the first payer's first decision refused at least one line, of all claims decided in the span.",
    ),
    Figure(
        "initial_denial_rate_line_dollars", "percent", DECIDED, hit="denied_lines > 0", what="denied", of="charged",
        definition="Charge of the lines that the first decision refused, of the charge of all claims decided in the span.",
    ),
    Figure(
        "initial_denial_rate_claim_dollars", "percent", DECIDED, hit="denied_lines > 0", what="charged", of="charged",
        definition="Whole charge of the claims with an initially refused line, of the charge of all claims decided in the span (HFMA counts so).",
    ),
    Figure(
        "denials_overturned", "percent", DECIDED, hit="overturned", of="1", member="denied_lines > 0",
        definition="Initially denied claims of which every denial was overturned, wholly or in part, of all initially denied claims.",
    ),
    Figure(
        "rejections", "count", REJECTED, what="rejections",
        definition="Submissions that never got in (999 or 277CA). They were not adjudicated and are no denials.",
    ),
    Figure(
        "take_backs", "count", TAKEN_BACK, what="full_take_backs + partial_take_backs",
        definition="Decisions replaced by one that pays less, after payment; claims of an earlier system included. They are no initial denials.",
    ),
    Figure(
        "take_backs_full", "count", TAKEN_BACK, what="full_take_backs", hit="full_take_backs > 0",
        definition="Take-backs after which the payer pays nothing.",
    ),
    Figure(
        "take_backs_partial", "count", TAKEN_BACK, what="partial_take_backs", hit="partial_take_backs > 0",
        definition="Take-backs after which the payer still pays something.",
    ),
    Figure("voids", "count", VOIDED, definition="Claims that we voided and the payer took back. They are no denials."),
    Figure(
        "underpayments", "count", UNDERPAID,
        definition="Claims on which a payer allowed less than its contract by more than the tolerance, whatever became of it.",
    ),
    Figure("underpaid_amount", "usd", UNDERPAID, what="underpaid", definition="Allowed less expected of these claims, the patient's share included."),
    Figure(
        "underpayment_recovered", "percent", UNDERPAID, what="recovered", of="-underpaid", hit="recovered > 0",
        definition="What later decisions allowed more, of what was underpaid.",
    ),
    Figure(
        "prevented_dollars", "usd", PREVENTED, what="prevented",
        definition="Gross charge of visits of which a coverage was not active on the date of service, and no claim went to it.",
    ),
    Figure(
        "estimate_accuracy", "percent", ESTIMATED, what="least(estimated, share)", of="greatest(estimated, share)",
        definition="The smaller of estimate and final share of the patient, of the larger, over visits that payers are done with: 100 is exact.",
    ),
    Figure(
        "net_collection_rate", "percent", DECIDED, what="payer_paid + patient_paid", of="charged_now - contractual - capitation",
        definition="What payers and patients have paid, of what the contracts let us collect, over the claims decided in the span.",
    ),
    Figure("statements", "count", BILLED, what="statements", hit="statements > 0", definition="Statements that patients were to receive."),
    Figure(
        "dnfb_dollars", "usd", UNBILLED, what="gross",
        definition="Gross charge of visits that are over and of which no claim has left: discharged, not final billed.",
    ),
)  # fmt: skip

DERIVED = {
    "days_in_ar": "Receivables of payers and patients at book value, divided by the average daily gross charge of the window before the last day.",
    "dnfb_days": "Gross charge discharged and not final billed, divided by the average daily gross charge of the window before the last day.",
}
"""Figures that are made of two others."""
BY_NAME = {figure.name: figure for figure in FIGURES}
BUCKETS = (("0-30", 30), ("31-60", 60), ("61-90", 90), ("91-120", 120), ("over-120", None))
"""Age of receivables in days since service or discharge, and the last day of each."""
