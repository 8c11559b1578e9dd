"""Facts of adjudication: remittances in, postings to the ledger, what the patient owes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.coding import CodedLine
from shared.contracts.event import Event
from shared.contracts.values import ZERO, Actor, ClaimId, ClaimKind, Document, EncounterId, Money, PayerId, Quantity, RemittanceId, Value


class Manual(Value):
    """Who entered by hand what usually comes as a file, and why."""

    actor: Actor
    reason: str


class Adjustment(Value):
    """One reason and amount of a CAS segment. Positive reduces what is paid; a reversal carries the opposite sign."""

    group: str
    """CO, PR, OA, PI, CR."""
    carc: str
    amount: Money
    quantity: Quantity | None = None


class RemittedLine(Value):
    """One SVC loop (2110)."""

    line_number: int | None = None
    """Our line, from REF*6R; None when the payer did not echo it and matching found no single line."""
    code: str | None = None
    revenue_code: str | None = None
    modifiers: tuple[str, ...] = ()
    units: Quantity | None = None
    """Paid units (SVC05)."""
    billed_units: Quantity | None = None
    """Units we billed (SVC07, or our own claim); None when they equal the paid ones."""
    charge: Money
    paid: Money
    allowed: Money | None = None
    """AMT*B6 where the payer states it."""
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    """RARC codes (LQ*HE)."""
    service_on: date | None = None


class ClaimPayment(Value):
    """One CLP loop (2100): a decision of the payer on a claim, or the reversal of one (status 22)."""

    ordinal: int = Field(ge=1)
    """Its place in the remittance, counted from 1."""
    status: str
    """CLP02."""
    charge: Money
    paid: Money
    patient_responsibility: Money | None = None
    payer_claim_control_number: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    """Claim level only."""
    lines: tuple[RemittedLine, ...] = ()
    remarks: tuple[str, ...] = ()
    frequency: str = ""
    crossover_payer: str = ""

    @property
    def is_reversal(self) -> bool:
        """CLP02 = 22: the negation of an earlier decision."""
        return self.status == "22"


class ProviderAdjustment(Value):
    """One PLB pair. Positive reduces the payment, negative increases it."""

    code: str
    reference: str = ""
    amount: Money


class ProvenRemittance(Event):
    """What is told of an 835 that adds up, by whichever service took it in."""

    remittance_id: RemittanceId
    payer_id: PayerId | None
    """None when the payer is not in the directory."""
    trace_number: str
    """TRN02."""
    payer_originator: str
    """TRN03."""
    total_paid: Money
    """BPR02."""
    method: str
    """BPR04: ACH, CHK, NON …"""
    remitted_on: date
    claims: int
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()
    content: str = ""
    """SHA-256 of the transaction without its envelope: a copy under another file name and control number has the same."""
    paper_key: str = ""
    """Under which a copy on paper is found: payer, trace number, amount and day, whoever the payee."""
    meaning: str = ""
    """What it says, apart from how it was written: the same for the file and for the paper of one payment."""
    manual: Manual | None = None
    """Of a paper explanation of benefits."""
    document: Document


class RemittanceReceived(ProvenRemittance):
    """A payment transaction balanced at line, claim and transaction level and may be posted."""

    type: Literal["rcm.adjudication.remittance-received.v1"] = "rcm.adjudication.remittance-received.v1"


class Imbalance(Value):
    level: Literal["line", "claim", "transaction"]
    place: str
    """For example `claim 3, line 2`."""
    expected: Money
    found: Money


class RefusedRemittance(Event):
    """What is told of an 835 of which nothing is taken."""

    remittance_id: RemittanceId
    cause: Literal["out_of_balance", "conflicting_copy", "unreadable", "other_payee"]
    """`other_payee`: the payee of loop 1000B is nobody of this site."""
    trace_number: str
    set_number: str = ""
    """ST02: which set of the file it is."""
    total_paid: Money | None
    imbalances: tuple[Imbalance, ...] = ()
    places: tuple[str, ...] = ()
    """Of an unreadable one: segment, element and what is wrong there; never what stands there."""
    document: Document


class RemittanceSetAside(RefusedRemittance):
    """A payment transaction that cannot be posted: out of balance, or the same key with other content. Nothing of it is posted."""

    type: Literal["rcm.adjudication.remittance-set-aside.v1"] = "rcm.adjudication.remittance-set-aside.v1"


class RepeatedRemittance(Event):
    """What is told of an 835 that came before."""

    remittance_id: RemittanceId
    trace_number: str
    document: Document


class RemittanceDuplicated(RepeatedRemittance):
    """The same payment transaction arrived again; it was posted once and stays posted once."""

    type: Literal["rcm.adjudication.remittance-duplicated.v1"] = "rcm.adjudication.remittance-duplicated.v1"


class PayerStatement(Event):
    """What one claim of an 835 says, before anybody has looked at what else is known about the claim."""

    claim_id: ClaimId
    remittance_id: RemittanceId
    payer_id: PayerId | None
    trace_number: str
    remitted_on: date
    payment: ClaimPayment
    manual: Manual | None = None
    document: Document


class ClaimPaymentReceived(PayerStatement):
    """One claim of a balanced remittance, not yet matched. Its key is CLP01, which is our claim id if the claim is ours."""

    type: Literal["rcm.adjudication.claim-payment-received.v1"] = "rcm.adjudication.claim-payment-received.v1"


class DecisionReference(Value):
    """Names one decision of a payer: its remittance and its place in it."""

    remittance_id: RemittanceId
    ordinal: int

    @property
    def key(self) -> str:
        """The same as one word."""
        return f"{self.remittance_id}/{self.ordinal}"


class PayerDecision(Event):
    """A payer's decision on a claim, told in its turn: after the decision that it corrects was taken back."""

    claim_id: ClaimId
    encounter_id: EncounterId
    remittance_id: RemittanceId
    payer_id: PayerId
    kind: ClaimKind
    payer_order: int = 1
    trace_number: str
    remitted_on: date
    submission: int = 0
    """The newest submission of the claim when the decision was passed on: those after it were not known to the payer. 0 when unknown."""
    payment: ClaimPayment
    """Lines carry our line numbers; code, modifiers and date as billed."""
    reverses: DecisionReference | None = None
    """Of a reversal: the decision that it takes back, line for line."""
    manual: Manual | None = None
    document: Document

    @property
    def reference(self) -> DecisionReference:
        """What names this decision."""
        return DecisionReference(remittance_id=self.remittance_id, ordinal=self.payment.ordinal)


class ClaimRemitted(PayerDecision):
    """A payer's decision on one of our claims: what it paid, adjusted, and left to the patient. The event that denials live on."""

    type: Literal["rcm.adjudication.claim-remitted.v1"] = "rcm.adjudication.claim-remitted.v1"


class ClaimUnmatched(Event):
    """Money or a decision for a claim that nobody here knows: it waits in suspense, with a work item."""

    type: Literal["rcm.adjudication.claim-unmatched.v1"] = "rcm.adjudication.claim-unmatched.v1"
    claim_id: ClaimId
    """CLP01 as received."""
    remittance_id: RemittanceId
    ordinal: int = 0
    """Its place in the remittance, counted from 1."""
    trace_number: str
    remitted_on: date
    paid: Money
    document: Document


class DecisionHeld(Event):
    """A payer's decision on a known claim that cannot be posted yet: its money waits in suspense, statements of the claim are on hold.

    It ends with the `ClaimRemitted` of the same remittance and ordinal.
    """

    type: Literal["rcm.adjudication.decision-held.v1"] = "rcm.adjudication.decision-held.v1"
    claim_id: ClaimId
    encounter_id: EncounterId
    remittance_id: RemittanceId
    ordinal: int
    cause: Literal[
        "correction_pending", "decision_missing", "prior_payer_pending", "prior_payer_differs", "duplicate_decision", "predetermination",
        "over_reversal", "unexplained"
    ]  # fmt: skip
    """Waits for the reversal of the standing decision, for the decision it takes back, for the earlier payer; accounts for the earlier payers
    otherwise than they remitted (OA-23); repeats a decision under another payer number (CO-18); is an estimate (CLP02 25); takes back something else
    than was remitted; does not fit what was billed."""
    difference: Money | None = None
    """How much more (positive) or less a later payer decides on than the payers before it left."""
    trace_number: str
    remitted_on: date
    paid: Money
    document: Document


class PriorDecision(Value):
    """What an earlier payer decided, as the next one must be told it (loops 2320, 2330B and 2430)."""

    payer_id: PayerId
    payer_order: int
    remitted_on: date
    """DTP*573."""
    payment: ClaimPayment
    """With our line numbers."""


class SecondaryClaimDue(Event):
    """The payers so far have left something that a later coverage of the patient may owe: it is to be billed now.

    Told again, with what stands then, when an earlier payer changes its decision: the later payer's claim is to be replaced.
    """

    type: Literal["rcm.adjudication.secondary-claim-due.v1"] = "rcm.adjudication.secondary-claim-due.v1"
    claim_id: ClaimId
    encounter_id: EncounterId
    payer_order: int = Field(ge=2)
    """Whose turn it is, by the order of the patient's coverages."""
    prior: tuple[PriorDecision, ...]
    """In the payers' order; empty of decisions that were taken back."""
    remaining: Money
    """What the payers so far have left to the patient (AMT*EAF)."""
    because: Literal["decided", "forwarded_unpaid", "prior_payer_changed"] = "decided"
    due_on: date


class LedgerEntry(Value):
    """One double entry: the amount (above zero) leaves the credit account and lands on the debit account."""

    line_number: int | None = None
    debit: str
    """Short name of the account, as the ledger document lists them: ARP, ARPt, DEN, DSP, RC, CTR …"""
    credit: str
    amount: Money = Field(gt=0)
    service_on: date | None = None
    reference: str = ""
    """What a clearing entry is keyed by besides the payer: PLB03-2. Of the opening account: the account that an earlier system had it on."""


class Balances(Value):
    """Where the money of one claim stands after a posting. Assets positive when owed to us.

    charged = payer_paid + contractual + written_off + patient_paid + patient_open + payer_open + denied_open + disputed. `contractual` includes
    sequestration and capitation; `patient_credit` is that of the whole account. Of a claim of an earlier system, what was done there is in them.
    """

    charged: Money
    payer_paid: Money
    contractual: Money
    patient_paid: Money
    payer_open: Money
    denied_open: Money
    disputed: Money
    patient_open: Money
    patient_credit: Money
    written_off: Money = ZERO
    """By people: denials, charity, small balances, bad debt."""


class ClaimPosted(Event):
    """Entries of the ledger for one claim, together with the balances they lead to. Entries are never changed, only countered."""

    type: Literal["rcm.adjudication.claim-posted.v1"] = "rcm.adjudication.claim-posted.v1"
    encounter_id: EncounterId
    claim_id: ClaimId
    cause: Literal[
        "charge", "remittance", "reversal", "patient_payment", "application", "match", "opening", "adjustment", "transfer", "refund", "contra"
    ]
    entries: tuple[LedgerEntry, ...]
    balances: Balances
    posted_on: date
    """Date of the remittance or deposit."""
    period: str
    """Posting period, YYYY-MM, decided once."""
    trace_number: str = ""
    remittance_id: RemittanceId | None = None
    ordinal: int = 0
    """The claim's place in the remittance, counted from 1; 0 when no remittance caused it."""
    manual: Manual | None = None
    """Of what a person entered: a paper remittance, an adjustment, a contra entry."""
    command: str = ""
    """The command of a person that it carries out, by the id that the command carries."""
    counters: str = ""
    """Of a contra entry: the event id of the posting that it takes back, or the id of an adjustment that fell with a decision."""


class ClaimClosed(Event):
    """Nothing of a claim is open any more: what was charged is paid or adjusted, nobody owes, fights or waits.

    A later decision of a payer may open it again; it is then closed again by another event of this kind.
    """

    type: Literal["rcm.adjudication.claim-closed.v1"] = "rcm.adjudication.claim-closed.v1"
    encounter_id: EncounterId
    claim_id: ClaimId
    balances: Balances
    closed_on: date
    """Date of the last posting."""


class AccountPosted(Event):
    """Entries that belong to an account and to no claim of it: what a patient paid before there was a claim, or beyond what is owed."""

    type: Literal["rcm.adjudication.account-posted.v1"] = "rcm.adjudication.account-posted.v1"
    encounter_id: EncounterId
    cause: Literal["patient_payment", "refund", "contra"]
    entries: tuple[LedgerEntry, ...]
    patient_credit: Money
    """Of the account, after the posting."""
    posted_on: date
    period: str
    """Posting period, YYYY-MM, decided once."""
    manual: Manual | None = None
    command: str = ""
    """The command of a person that it carries out, by the id that the command carries."""
    counters: str = ""
    """Of a contra entry: the event id of the posting that it takes back."""


class RemittancePosted(Event):
    """Entries that belong to a payment and to no account: provider adjustments (PLB), suspense, the deposit at the bank."""

    type: Literal["rcm.adjudication.remittance-posted.v1"] = "rcm.adjudication.remittance-posted.v1"
    trace_number: str
    remittance_id: RemittanceId | None = None
    payer_id: PayerId | None = None
    claim_id: ClaimId | None = None
    """CLP01 of the payment that entered or left suspense."""
    ordinal: int = 0
    """Its place in the remittance, counted from 1."""
    cause: Literal["provider_adjustment", "explained", "suspense", "match", "deposit"]
    entries: tuple[LedgerEntry, ...]
    posted_on: date
    period: str
    """Posting period, YYYY-MM, decided once."""


class PatientPaymentRecorded(Event):
    """A copay at the desk or a payment of the patient, before it is applied to anything."""

    type: Literal["rcm.adjudication.patient-payment-recorded.v1"] = "rcm.adjudication.patient-payment-recorded.v1"
    encounter_id: EncounterId
    amount: Money = Field(gt=0)
    method: Literal["cash", "card", "check", "transfer"]
    received_on: date
    actor: Actor
    reason: str


class OpeningClaimRecorded(Event):
    """A claim of the system before this one, as it stood on the day of the change: what was billed, decided and paid.

    Its balances are posted against the opening account, never as revenue, and it stays out of the figures of this system.
    """

    type: Literal["rcm.adjudication.opening-claim-recorded.v1"] = "rcm.adjudication.opening-claim-recorded.v1"
    claim_id: ClaimId
    """CLM01 as it was sent."""
    encounter_id: EncounterId
    kind: ClaimKind
    payer_id: PayerId
    payer_order: int = 1
    later_payers: int = 0
    service_from: date
    service_to: date
    lines: tuple[CodedLine, ...]
    total: Money
    submitted_on: date
    decisions: tuple[PriorDecision, ...] = ()
    """What payers had decided and not taken back, so that it can be taken back here."""
    patient_paid: Money = ZERO
    """What the patient had paid on the claim."""
    opened_on: date
    actor: Actor
    reason: str


class AdjustmentRecorded(Event):
    """A person wrote off or moved part of a claim's balance, with a reason."""

    type: Literal["rcm.adjudication.adjustment-recorded.v1"] = "rcm.adjudication.adjustment-recorded.v1"
    claim_id: ClaimId
    encounter_id: EncounterId
    kind: Literal[
        "denial_write_off", "charity", "small_balance", "bad_debt", "dispute_conceded", "denied_to_patient", "later_payer_to_patient",
        "payer_credit_refunded",
    ]  # fmt: skip
    """`later_payer_to_patient`: a coverage further in line turns out to be none, so what was left to it is the patient's."""
    adjustment_id: str = ""
    """Names the command, so that it can be withdrawn while the balance does not hold it."""
    amount: Money = Field(gt=0)
    line_number: int | None = None
    """None: over the lines that hold the balance, in their order."""
    recorded_on: date
    actor: Actor
    reason: str


class RefundRecorded(Event):
    """A credit of the patient is due to be paid back (`approved`), or was (`paid`)."""

    type: Literal["rcm.adjudication.refund-recorded.v1"] = "rcm.adjudication.refund-recorded.v1"
    encounter_id: EncounterId
    refund_id: str = ""
    """Names the command, so that it can be withdrawn while the balance does not hold it."""
    step: Literal["approved", "paid"]
    amount: Money = Field(gt=0)
    recorded_on: date
    actor: Actor
    reason: str


class PostingCountered(Event):
    """A person takes back a posting that a person had made; its exact contra is posted, and nothing is deleted.

    It may also name an adjustment or refund that still waits for a balance that holds it: that is then never posted.
    """

    type: Literal["rcm.adjudication.posting-countered.v1"] = "rcm.adjudication.posting-countered.v1"
    encounter_id: EncounterId
    posting_id: str
    """The event id of the posting, or the id of the command that waits."""
    claim_id: ClaimId | None = None
    """None: it belongs to the account and to no claim."""
    entries: tuple[LedgerEntry, ...] = ()
    """The entries of the posting, as the ledger has them; none when it is a command that waits."""
    recorded_on: date
    actor: Actor
    reason: str


class UnderpaymentFound(Event):
    """A payer allowed less on a claim than its contract, by more than the tolerance."""

    type: Literal["rcm.adjudication.underpayment-found.v1"] = "rcm.adjudication.underpayment-found.v1"
    claim_id: ClaimId
    encounter_id: EncounterId
    payer_id: PayerId
    remittance_id: RemittanceId
    ordinal: int = 0
    """The claim's place in it: together they name the decision."""
    expected: Money
    """Allowed by the contract, the patient's share included."""
    allowed: Money
    payer_variance: Money
    """Allowed less expected, the payer's part of it: below zero."""
    patient_variance: Money
    expected_payment: Money | None = None
    """What the payer should pay by the contract: net of the patient's share and of sequestration."""
    contract_row: str = ""
    """Which row of the contract decided: code, basis, amount, first day."""
    contract_version: str
    found_on: date


class OverpaymentFound(Event):
    """A payer allowed more on a claim than its contract, by more than the tolerance: it may ask for the money back. Nothing is posted for it."""

    type: Literal["rcm.adjudication.overpayment-found.v1"] = "rcm.adjudication.overpayment-found.v1"
    claim_id: ClaimId
    encounter_id: EncounterId
    payer_id: PayerId
    remittance_id: RemittanceId
    ordinal: int = 0
    """The claim's place in it: together they name the decision."""
    expected: Money
    allowed: Money
    contract_row: str = ""
    contract_version: str
    found_on: date


class UnderpaymentClosed(Event):
    """A later decision paid what was missing, all or part of it, or a person gave the rest up."""

    type: Literal["rcm.adjudication.underpayment-closed.v1"] = "rcm.adjudication.underpayment-closed.v1"
    claim_id: ClaimId
    encounter_id: EncounterId
    outcome: Literal["recovered", "partly_recovered", "conceded", "superseded"]
    recovered: Money
    """What the later decision allows more, the patient's share included."""
    remittance_id: RemittanceId | None = None
    """Of the decision that ended it; None when a person did."""
    ordinal: int = 0
    closed_on: date


ClaimState = Literal[
    "ready", "held", "in_transit", "received", "accepted", "rejected", "pended", "forwarded", "paid", "partly_denied",
    "denied", "zero_paid", "underpaid", "correction_pending", "awaits_next_payer", "patient_owes", "voiding", "voided", "withdrawn", "closed",
]  # fmt: skip


class ClaimStateChanged(Event):
    """Where a claim is in its life, in one word, from acknowledgements, decisions and commands of all services. It says nothing of the care."""

    type: Literal["rcm.adjudication.claim-state-changed.v1"] = "rcm.adjudication.claim-state-changed.v1"
    claim_id: ClaimId
    encounter_id: EncounterId
    payer_id: PayerId
    """Whose turn it is."""
    state: ClaimState
    before: ClaimState | None = None
    because: str
    """The type of the event that changed it."""
    changed_on: date
    known: tuple[int, ...] = ()
    """How many facts of the claim it rests on: of submission, acknowledgement, decision, account and denial. None of them ever falls."""


class DepositRecorded(Event):
    """The bank shows the deposit of a remittance (BPR02), found by its trace number."""

    type: Literal["rcm.adjudication.deposit-recorded.v1"] = "rcm.adjudication.deposit-recorded.v1"
    trace_number: str
    amount: Money
    fee: Money = ZERO
    """What the bank or the card kept: amount and fee together are what the payer paid."""
    deposited_on: date
    originator: str = ""
    """The payer as the bank names it (TRN03), where it does."""
    payer_id: PayerId | None = None
    """The payer of the directory that the bank means, where that can be told."""
    reference: str = ""
    """The bank's own number of the line: a repeated file deposits nothing twice. Empty for a deposit entered by hand."""
    document: Document | None = None
    """The bank's file."""
    actor: Actor
    reason: str = ""


class UntracedDepositRecorded(Event):
    """The bank shows money of a payer and no trace number with it: it waits in suspense until it is known which remittance it pays."""

    type: Literal["rcm.adjudication.untraced-deposit-recorded.v1"] = "rcm.adjudication.untraced-deposit-recorded.v1"
    trace_number: str
    """Our own number of the line, in place of the payer's."""
    amount: Money = Field(gt=0)
    fee: Money = ZERO
    deposited_on: date
    originator: str = ""
    payer_id: PayerId | None = None
    reference: str = ""
    document: Document | None = None
    actor: Actor
    reason: str = ""


class DepositAssigned(Event):
    """Money without a trace number belongs to this remittance: the only one of its payer and amount that waited, or a person said so."""

    type: Literal["rcm.adjudication.deposit-assigned.v1"] = "rcm.adjudication.deposit-assigned.v1"
    trace_number: str
    """Of the remittance."""
    deposit: str
    """Our number of the bank's line."""
    amount: Money = Field(gt=0)
    fee: Money = ZERO
    deposited_on: date
    originator: str = ""
    payer_id: PayerId | None = None
    manual: Manual | None = None
    """Of a person's decision."""


class ProviderAdjustmentExplained(Event):
    """A person found out what a provider adjustment was for that no rule could explain; it moves to that account."""

    type: Literal["rcm.adjudication.provider-adjustment-explained.v1"] = "rcm.adjudication.provider-adjustment-explained.v1"
    trace_number: str
    place: int = Field(ge=1)
    """Which of those that were unexplained under the trace number, counted from 1."""
    account: Literal["CLR", "INT-in", "INT-out", "LEVY", "FEE", "NRB", "ADJ"]
    recorded_on: date
    actor: Actor
    reason: str


class PayerBalanceMoved(Event):
    """A payer carries money forward to a later payment, or takes some back (PLB FB, WO, 72).

    The balance of a payer and reference is the sum of its moves; payers open with one code and recover with another.
    """

    type: Literal["rcm.adjudication.payer-balance-moved.v1"] = "rcm.adjudication.payer-balance-moved.v1"
    trace_number: str
    remittance_id: RemittanceId
    payer_id: PayerId | None
    payer_originator: str = ""
    reference: str
    """PLB03-2, in the payer's own format."""
    code: str
    amount: Money
    """As PLB has it: below zero the payer is owed this much from now on, above zero it recovered it."""
    moved_on: date


class StatementLine(Value):
    """One service as the patient is told of it."""

    line_number: int | None = None
    """None: what belongs to the claim as a whole."""
    code: str | None = None
    revenue_code: str | None = None
    service_on: date | None = None
    billed: Money
    allowed: Money
    paid: Money
    """By payers."""
    adjusted: Money
    patient_paid: Money = ZERO
    owed: Money
    reasons: tuple[str, ...] = ()
    """Own words such as `your deductible`."""


class StatementRequested(Event):
    """A wish: tell the patient what is owed and why. Not raised while a correction of the claim is open."""

    type: Literal["rcm.adjudication.statement-requested.v1"] = "rcm.adjudication.statement-requested.v1"
    encounter_id: EncounterId
    claim_id: ClaimId
    amount: Money
    reasons: tuple[str, ...]
    """Own words such as `your deductible`."""
    lines: tuple[StatementLine, ...] = ()
    """Their `owed` adds up to the amount."""
    payments: Money = ZERO
    """What the patient has paid on the claim so far."""
    requested_on: date | None = None
    """None in facts older than this field."""


class ReminderRequested(Event):
    """A wish: tell the patient again what is still owed on a statement that nobody has paid. The second notice, or the last one."""

    type: Literal["rcm.adjudication.reminder-requested.v1"] = "rcm.adjudication.reminder-requested.v1"
    encounter_id: EncounterId
    claim_id: ClaimId
    notice: Literal[2, 3]
    """3 is the last one."""
    amount: Money
    reasons: tuple[str, ...]
    lines: tuple[StatementLine, ...] = ()
    payments: Money = ZERO
    requested_on: date


RemittanceEvent = Annotated[
    RemittanceReceived
    | RemittanceSetAside
    | RemittanceDuplicated
    | DepositRecorded
    | UntracedDepositRecorded
    | DepositAssigned
    | ProviderAdjustmentExplained
    | PayerBalanceMoved
    | RemittancePosted,
    Field(discriminator="type"),
]
PaymentEvent = ClaimPaymentReceived
RemittedClaimEvent = Annotated[ClaimRemitted | ClaimUnmatched | DecisionHeld | SecondaryClaimDue, Field(discriminator="type")]
AccountEvent = Annotated[
    ClaimPosted
    | ClaimClosed
    | AccountPosted
    | PatientPaymentRecorded
    | StatementRequested
    | ReminderRequested
    | OpeningClaimRecorded
    | AdjustmentRecorded
    | RefundRecorded
    | PostingCountered
    | UnderpaymentFound
    | OverpaymentFound
    | UnderpaymentClosed,
    Field(discriminator="type"),
]
LifecycleEvent = ClaimStateChanged
