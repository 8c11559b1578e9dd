"""What the services tell of the scenarios S1 to S11, claim by claim, as this service's stages hear it: amounts of the acceptance scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shared.contracts import adjudication as money
from shared.contracts import denials, eligibility, submission
from shared.contracts.coding import EncounterCoded
from shared.contracts.event import Event
from shared.contracts.values import Actor, ClaimId, ClaimKind, CoverageId, Document, EncounterId, HoldReason, Owner, PayerId
from tests.unit.adjudication import remits
from tests.unit.adjudication.remits import Line, negated

DOCUMENT = Document(sha256="0" * 64, size=1, kind="835")
DESK = {"actor": Actor(id="biller-7"), "reason": "wrong patient"}
OWED = ("charged", "payer_paid", "contractual", "patient_paid", "payer_open", "denied_open", "disputed", "patient_open", "patient_credit")


class Life:
    """One claim; each method appends what a service says of it. A day is counted from the service."""

    def __init__(self, claim: str, bill: Sequence[tuple[str, ...]], payer: str = "NWHP1", visit: str = "", start: date = date(2026, 3, 2)) -> None:
        self.claim, self.bill, self.payer, self.start = claim, bill, payer, start
        self.ids = {"claim_id": ClaimId(claim), "encounter_id": EncounterId(visit or f"visit-{claim}")}
        self.events: list[Event] = []
        self.submission = 0
        self.total = sum((Decimal(line[1]) for line in bill), Decimal(0))
        self.remittance = ""
        self.denial_ids: list[str] = []

    def on(self, day: int) -> date:
        return self.start + timedelta(days=day)

    def tell(self, event: Event) -> Life:
        self.events.append(event)
        return self

    def visit(self, coverages: tuple[str, ...] = ("C1",), payers: tuple[str, ...] = ("NWHP1",)) -> Life:
        """Opened, cleared and coded."""
        visit = {"encounter_id": self.ids["encounter_id"]}
        care = {"kind": ClaimKind.PROFESSIONAL, "facility_id": "clinic", "service_from": self.on(0), "service_to": self.on(0)}
        self.tell(eligibility.EncounterOpened.model_validate({**visit, **care, "person_id": "P1", "version": 1}))
        cleared = [{"coverage_id": c, "payer_id": p, "order": n} for n, (c, p) in enumerate(zip(coverages, payers, strict=True), 1)]
        self.tell(eligibility.EncounterCleared.model_validate({**visit, "version": 1, "registration_version": 1, "coverages": cleared}))
        coded = {**visit, **care, "version": 1, "diagnoses": (), "lines": (), "total": self.total, "rules_version": "1"}
        return self.tell(EncounterCoded.model_validate(coded))

    def sent(self, day: int, frequency: str = "1", order: int = 1, payer: str = "", coverage: str = "C1") -> Life:
        self.submission += 1
        bill = remits.submitted(
            self.claim,
            self.bill,
            self.submission,
            self.on(day),
            **self.ids,
            frequency=frequency,
            payer_id=PayerId(payer or self.payer),
            payer_order=order,
            coverage_id=CoverageId(coverage),
            service_from=self.on(0),
            service_to=self.on(0),
            reference=f"B{self.submission}",
        )
        same = bill.model_dump(exclude={"type", "interchange_id", "reference", "submitted_on", "document"})
        self.tell(submission.ClaimBuilt.model_validate({**same, "facility_id": "clinic", "diagnoses": ()}))
        self.tell(submission.ClaimReleased.model_validate({**self.ids, "submission": self.submission, "rules_version": "1"}))
        return self.tell(bill)

    def accepted(self, day: int) -> Life:
        own = {**self.ids, "submission": self.submission, "payer_id": self.payer, "accepted_on": self.on(day), "document": DOCUMENT}
        return self.tell(submission.ClaimAccepted.model_validate(own))

    def acknowledged(self, category: str) -> Life:
        """A 277CA names a category for the newest submission."""
        own = {"claim_id": self.claim, "reference": f"B{self.submission}", "source": "277CA", "statuses": ({"category": category},)}
        return self.tell(submission.ClaimAcknowledged.model_validate({**own, "document": DOCUMENT}))

    def status(self, category: str, day: int) -> Life:
        """A 277 says where the payer is."""
        own = {"claim_id": self.claim, "statuses": ({"category": category},), "effective_on": self.on(day), "document": DOCUMENT}
        return self.tell(submission.ClaimStatusReported.model_validate(own))

    def rejected(self) -> Life:
        reason = HoldReason(code="member_id", place="coverages[0].member_id", sentence="Correct the member id.")
        own = {**self.ids, "submission": self.submission, "payer_id": self.payer, "statuses": ({"category": "A7", "status": "164"},)}
        self.tell(submission.ClaimAcknowledged.model_validate({**own, "reference": f"B{self.submission}", "source": "277CA", "document": DOCUMENT}))
        return self.tell(submission.ClaimRejected.model_validate({**own, "responsible": Owner.ELIGIBILITY, "reason": reason, "document": DOCUMENT}))

    def decided(self, trace: str, day: int, lines: list[Line], status: str = "1", order: int = 1, payer: str = "", ordinal: int = 1) -> Life:
        own = {"remittance_id": f"R-{trace}", "payer_id": payer or self.payer, "kind": ClaimKind.PROFESSIONAL, "payer_order": order}
        payment, self.remittance = remits.payment(status, lines, ordinal), f"R-{trace}"
        said = {**self.ids, **own, "trace_number": trace, "remitted_on": self.on(day), "submission": self.submission, "payment": payment}
        return self.tell(money.ClaimRemitted.model_validate({**said, "document": DOCUMENT}))

    def reversed(self, trace: str, day: int, lines: list[Line], **more: Any) -> Life:
        return self.decided(trace, day, negated(lines), status="22", **more)

    def posted(self, day: int, entries: tuple[tuple[str, str], ...] = (), cause: str = "remittance", closed: bool = False, **balances: str) -> Life:
        """Balances after the posting; what is not named is zero, and the charge is the claim's. Entries: (account debited, amount)."""
        found = {**dict.fromkeys(OWED, "0.00"), "charged": str(self.total), **balances}
        booked = [{"debit": account, "credit": "ARP", "amount": amount} for account, amount in entries]
        own = {**self.ids, "balances": found, "entries": booked, "posted_on": self.on(day), "period": "2026-03", "cause": cause}
        remittance = self.remittance if cause in ("remittance", "reversal") else None
        self.tell(money.ClaimPosted.model_validate({**own, "remittance_id": remittance}))
        if closed:
            self.tell(money.ClaimClosed.model_validate({**self.ids, "balances": found, "closed_on": self.on(day)}))
        return self

    def stated(self, amount: str) -> Life:
        return self.tell(money.StatementRequested.model_validate({**self.ids, "amount": amount, "reasons": ("your deductible",)}))

    def denied(self, day: int, *lines: tuple[str, str], phase: str = "initial", order: int = 1) -> Life:
        """Each (gross, CARC) is a denial of one line."""
        for number, (gross, carc) in enumerate(lines, 1):
            name = f"D-{self.claim}-{len(self.denial_ids)}"
            self.denial_ids.append(name)
            own = {**self.ids, "denial_id": name, "payer_id": self.payer, "payer_order": order, "remittance_id": "R1", "phase": phase}
            judged = {"line_number": number, "category": "other", "root_cause": "x", "group": "CO", "carc": carc, "gross": gross}
            due = {"denied_on": self.on(day), "appeal_by": self.on(day + 60), "contract_version": "1", "expected_recoverable": "0.00"}
            self.tell(denials.DenialOpened.model_validate({**own, **judged, **due, "owner": Owner.DENIALS}))
        return self

    def ended(self, day: int, recovered: str, outcome: str = "overturned") -> Life:
        own = {"denial_id": self.denial_ids[-1], "line_number": 1, "outcome": outcome, "recovered": recovered, "closed_on": self.on(day)}
        return self.tell(denials.DenialClosed.model_validate({**self.ids, **own}))


def line(code: str, charge: str, paid: str, *reasons: tuple[str, str, str]) -> list[Line]:
    return [(code, charge, paid, list(reasons))]


def s1() -> Life:
    claim = Life("S1", [("99213", "150.00"), ("85025", "40.00")]).visit().sent(1).accepted(2).posted(1, cause="charge", payer_open="190.00")
    claim.decided("S1", 20, remits.S1)
    claim.posted(20, payer_paid="77.50", contractual="87.50", patient_open="25.00", patient_credit="25.00")
    return claim.posted(20, cause="application", closed=True, payer_paid="77.50", contractual="87.50", patient_paid="25.00")


def s2() -> Life:
    claim = Life("S2", [("73721", "412.00")], payer="LIVE1")
    visit = {"encounter_id": claim.ids["encounter_id"], "registration_version": 1, "service_on": claim.on(0)}
    held = HoldReason(code="authorization_missing", sentence="Ask the payer for the number.")
    claim.tell(eligibility.EncounterHeld.model_validate({**visit, "reasons": (held,)}))
    claim.tell(
        eligibility.CoverageInactive.model_validate({**visit, "coverage_id": "DEAD", "payer_id": "DEAD1", "order": 1, "cause": "inactive"}),
    )
    split = {"copay": "0.00", "deductible": "50.00", "coinsurance": "46.00", "amount": "96.00", "charged": "412.00", "allowed": "280.00"}
    own = {**visit, **split, "version": 1, "payer_id": "LIVE1", "coverage_id": "C1", "contract_version": "1", "estimated_on": claim.on(0)}
    claim.tell(eligibility.PatientEstimated.model_validate(own))
    claim.visit(("C1",), ("LIVE1",)).sent(1).accepted(2)
    claim.decided("S2", 20, line("73721", "412.00", "184.00", ("CO", "45", "132.00"), ("PR", "1", "50.00"), ("PR", "2", "46.00")))
    return claim.posted(20, closed=True, payer_paid="184.00", contractual="132.00", patient_paid="96.00")


def s3() -> Life:
    claim = Life("S3", [("99204", "325.00")]).visit().sent(1).rejected().sent(5).accepted(6)
    claim.decided("S3", 20, line("99204", "325.00", "180.00", ("CO", "45", "125.00"), ("PR", "3", "20.00")))
    return claim.posted(20, payer_paid="180.00", contractual="125.00", patient_open="20.00").stated("20.00")


def s4() -> Life:
    """And S5a, which takes it back for a coverage that had ended."""
    claim = Life("S4", remits.S4_BILL).visit().sent(1).accepted(2).decided("S4-1", 20, remits.S4_FIRST).denied(20, ("210.00", "97"))
    claim.posted(20, payer_paid="118.00", contractual="80.00", patient_open="12.00", denied_open="210.00")
    claim.sent(25, frequency="7").accepted(26).reversed("S4-2", 40, remits.S4_FIRST).posted(40, cause="reversal", payer_open="420.00")
    claim.decided("S4-2", 40, remits.S4_SECOND, ordinal=2).ended(40, "128.00")
    claim.posted(40, payer_paid="233.20", contractual="162.00", patient_open="24.80").stated("24.80")
    claim.posted(50, cause="patient_payment", closed=True, payer_paid="233.20", contractual="162.00", patient_paid="24.80")
    claim.reversed("S5A", 80, remits.S4_SECOND).posted(80, cause="reversal", payer_open="420.00", patient_credit="24.80")
    claim.decided("S5A", 80, remits.S5A, ordinal=2)
    claim.denied(80, ("210.00", "27"), ("180.00", "27"), ("30.00", "27"), phase="after_payment")
    return claim.posted(80, denied_open="420.00", patient_credit="24.80")


def s5b() -> Life:
    """An opening claim: the figures leave it out, except that the payer took a part back after payment."""
    claim = Life("S5B", [("99205", "420.00")])
    first = {"payer_id": claim.payer, "payer_order": 1, "remitted_on": claim.on(20), "payment": remits.payment("1", remits.S5B_FIRST)}
    care = {"kind": ClaimKind.PROFESSIONAL, "payer_id": claim.payer, "service_from": claim.on(0), "service_to": claim.on(0)}
    bill = {"lines": (), "total": "420.00", "submitted_on": claim.on(1), "decisions": (first,), "patient_paid": "24.80", "opened_on": claim.on(30)}
    claim.tell(money.OpeningClaimRecorded.model_validate({**claim.ids, **care, **bill, **DESK}))
    claim.posted(30, cause="opening", payer_paid="233.20", contractual="162.00", patient_paid="24.80")
    claim.reversed("S5B", 80, remits.S5B_FIRST).posted(80, cause="reversal", payer_open="420.00", patient_credit="24.80")
    claim.decided("S5B", 80, remits.S5B_SECOND, ordinal=2)
    return claim.posted(80, closed=True, payer_paid="180.00", contractual="220.00", patient_paid="20.00", patient_credit="4.80")


def s6(name: str, code: str, charge: str, carc: str, paid: str, contractual: str, share: str, expected: str) -> Life:
    claim = Life(name, [(code, charge)], start=date(2026, 1, 12)).visit().sent(10).accepted(22)
    refusal = line(code, charge, "0.00", ("CO", carc, charge))
    claim.decided("S6-1", 128, refusal).denied(128, (charge, carc)).posted(128, denied_open=charge)
    claim.reversed("S6-2", 170, refusal).posted(170, cause="reversal", payer_open=charge)
    claim.decided("S6-2", 170, line(code, charge, paid, ("CO", "45", contractual), ("PR", "2", share)), ordinal=2)
    return claim.ended(170, expected).posted(170, payer_paid=paid, contractual=contractual, patient_open=share).stated(share)


def s7() -> Life:
    claim = Life("S7", [("99214", "250.00")], payer="MCARE").visit(("C1", "C2"), ("MCARE", "GAP1")).sent(1).accepted(2)
    claim.decided("S7-1", 20, remits.S7_MEDICARE, status="19")
    claim.posted(20, (("SEQ", "2.24"),), payer_paid="109.76", contractual="112.24", payer_open="28.00")
    claim.decided("S7-2", 35, remits.S7_MEDIGAP, status="2", order=2, payer="GAP1")
    return claim.posted(35, closed=True, payer_paid="137.76", contractual="112.24")


def s8() -> Life:
    claim = Life("S8", [("99205", "500.00")]).visit(("C1", "C2"), ("NWHP1", "SECOND")).sent(1).accepted(2)
    claim.decided("S8-1", 20, remits.S8_PRIMARY).posted(20, payer_paid="160.00", contractual="200.00", payer_open="140.00")
    prior = {"payer_id": "NWHP1", "payer_order": 1, "remitted_on": claim.on(20), "payment": remits.payment("1", remits.S8_PRIMARY)}
    due = {**claim.ids, "payer_order": 2, "prior": (prior,), "remaining": "140.00", "due_on": claim.on(20)}
    claim.tell(money.SecondaryClaimDue.model_validate(due)).sent(21, order=2, payer="SECOND", coverage="C2").accepted(22)
    claim.decided("S8-2", 40, remits.S8_SECONDARY, status="2", order=2, payer="SECOND")
    return claim.posted(40, payer_paid="280.00", contractual="200.00", patient_open="20.00").stated("20.00")


def s9a() -> Life:
    claim = Life("S9A", [("99204", "320.00")]).visit().sent(1).accepted(2).decided("S9", 20, remits.S9A)
    return claim.posted(20, contractual="110.00", patient_open="210.00").stated("210.00")


def s9b() -> Life:
    claim = Life("S9B", [("99214", "95.00")]).visit().sent(1).accepted(2).decided("S9", 20, remits.S9B)
    return claim.posted(20, (("CAP", "95.00"),), closed=True, contractual="95.00")


def s10() -> Life:
    claim = Life("S10", remits.S10_BILL).visit().sent(1).accepted(2).decided("S10-1", 20, remits.S10_FIRST)
    found = {"payer_id": claim.payer, "remittance_id": "R-S10-1", "expected": "4200.00", "allowed": "3600.00", "contract_version": "1"}
    short = {"payer_variance": "-540.00", "patient_variance": "-60.00", "found_on": claim.on(20)}
    claim.tell(money.UnderpaymentFound.model_validate({**claim.ids, **found, **short}))
    claim.posted(20, payer_paid="3240.00", contractual="4200.00", patient_open="360.00", disputed="600.00").stated("360.00")
    claim.reversed("S10-2", 60, remits.S10_FIRST).posted(60, cause="reversal", payer_open="8400.00")
    claim.decided("S10-2", 60, remits.S10_SECOND, ordinal=2)
    claim.tell(money.UnderpaymentClosed.model_validate({**claim.ids, "outcome": "recovered", "recovered": "600.00", "closed_on": claim.on(60)}))
    return claim.posted(60, payer_paid="3780.00", contractual="4200.00", patient_open="420.00").stated("420.00")


def s11(name: str) -> Life:
    claim = Life(name, [("99204", "275.00")]).visit().sent(1).accepted(2).decided(f"{name}-1", 20, remits.S11)
    return claim.posted(20, payer_paid="150.00", contractual="105.00", patient_open="20.00").stated("20.00")


def s11_wrong() -> Life:
    claim = s11("S11A").posted(25, cause="patient_payment", closed=True, payer_paid="150.00", contractual="105.00", patient_paid="20.00")
    claim.tell(submission.ClaimVoidRequested.model_validate({**claim.ids, "submission": 1, **DESK})).sent(30, frequency="8").accepted(31)
    claim.reversed("S11-void", 50, remits.S11)
    return claim.posted(50, cause="reversal", closed=True, charged="0.00", patient_credit="20.00")


def lives() -> list[Life]:
    """All claims of S1 to S11; every event list is in the order in which the day brought it."""
    s6a = s6("S6A", "29881", "1150.00", "29", "666.00", "410.00", "74.00", "740.00")
    s6b = s6("S6B", "29880", "980.00", "252", "549.00", "370.00", "61.00", "610.00")
    return [s1(), s2(), s3(), s4(), s5b(), s6a, s6b, s7(), s8(), s9a(), s9b(), s10(), s11_wrong(), s11("S11B")]
