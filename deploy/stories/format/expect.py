"""What a story expects at a checkpoint. Only what is named is compared."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, JsonValue

from deploy.stories.format.shapes import Amount, Day, Name, Part, Truth, Whole, Words

Service = Literal["eligibility", "coding", "submission", "adjudication", "denials"]


class Stands(Part):
    """Where the money of one claim, or of several, stands. charged = payer_paid + contractual + patient_paid + everything open."""

    charged: Amount | None = None
    payer_paid: Amount | None = None
    contractual: Amount | None = None
    patient_paid: Amount | None = None
    payer_open: Amount | None = None
    denied_open: Amount | None = None
    disputed: Amount | None = None
    patient_open: Amount | None = None
    patient_credit: Amount | None = None


class Variance(Part):
    """Allowed less expected by the contract."""

    total: Amount | None = None
    payer: Amount | None = None
    patient: Amount | None = None
    recovered: Amount | None = None


class ClaimExpected(Part):
    state: str | None = None
    """Its place in life, in one word: accepted, rejected, partly_denied, closed …"""
    status: str | None = None
    """As submission lists it: accepted, rejected, held …"""
    icn: str | None = None
    """The payer's claim number; an empty text: none."""
    frequency: str | None = None
    """CLM05-3 of the newest submission."""
    submissions: Whole | None = None
    settled: Truth | None = None
    correction_open: Truth | None = None
    balances: Stands | None = None
    accounts: dict[str, Amount] | None = None
    """Balance of each account of the ledger for this claim: debits above zero. `ARP-2` is the second payer's receivable."""
    variance: Variance | None = None


class EncounterExpected(Part):
    status: str | None = None
    """incomplete, waiting, held, cleared."""
    holds: Words | None = None
    """Codes of the reasons, all of them."""
    credit: Amount | None = None
    estimate: Amount | None = None
    claims: Whole | None = None
    """How many claims the visit has."""
    traces: Whole | None = None
    """How many traces its events belong to."""


class DenialExpected(Part):
    line: Whole | None = None
    """0: the claim as a whole."""
    status: Literal["open", "closed"] | None = None
    category: str | None = None
    cause: str | None = None
    group: str | None = None
    carc: str | None = None
    gross: Amount | None = None
    expected: Amount | None = None
    """What the contract would still allow, the patient's share included."""
    outcome: str | None = None
    recovered: Amount | None = None
    appeal_by: Day | None = None
    phase: Literal["initial", "repeated", "after_payment"] | None = None
    waits_for: str | None = None
    proof_on: Day | None = None
    """The day of the payer's acceptance that proves timely filing."""


class WorkExpected(Part):
    service: Service
    kind: str
    claim: Name | None = None
    encounter: Name | None = None
    remittance: Name | None = None
    amount: Amount | None = None
    place: str | None = None
    due_on: Day | None = None
    says: str | None = None
    """Words that stand in its sentence."""


class StatementLineExpected(Part):
    line: Whole | None = None
    billed: Amount | None = None
    allowed: Amount | None = None
    paid: Amount | None = None
    adjusted: Amount | None = None
    owed: Amount | None = None
    reasons: Words | None = None


class StatementExpected(Part):
    amount: Amount
    reasons: Words | None = None
    lines: tuple[StatementLineExpected, ...] | None = None


class Outgoing(Part):
    """One transaction that we sent. Patterns are segments: elements apart by `*`, `?` stands for any one element; a longer segment fits too."""

    transaction: Literal["837P", "837I", "275", "276"] | None = None
    payer: str | None = None
    frequency: str | None = None
    has: Words = ()
    once: Words = ()
    """As `has`, and only one segment fits."""
    lacks: Words = ()


class RemittanceExpected(Part):
    state: str | None = None
    """received, deposited, set_aside, duplicate, mismatched, no_deposit_due …"""
    total_paid: Amount | None = None
    deposited: Amount | None = None
    suspended: Amount | None = None
    duplicates: Whole | None = None
    cause: str | None = None
    """Why it was set aside."""


class ClearingExpected(Part):
    payer: str
    reference: str | None = None
    balance: Amount


class Totals(Stands):
    """Sums over claims: those of the story, or those that are named."""

    claims: Words = ()


class Shown(Part):
    """What the API shows at an address. Names in braces are replaced in both."""

    service: Service
    get: str = Field(pattern=r"^/v1/")
    answer: dict[str, JsonValue] = Field(alias="is")
    """By the names of the API. Lists are whole; null means that there is nothing."""


class Expect(Part):
    """One checkpoint, after everything has come to rest."""

    claims: dict[Name, ClaimExpected] | None = None
    encounters: dict[Name, EncounterExpected] | None = None
    denials: dict[Name, tuple[DenialExpected, ...]] | None = None
    """All denials of the claim."""
    work: tuple[WorkExpected, ...] | None = None
    """All open work items about the story's encounters, claims and remittances."""
    statements: dict[Name, tuple[StatementExpected, ...]] | None = None
    """All statements of the claim."""
    outgoing: dict[Name, tuple[Outgoing, ...]] | None = None
    """All transactions of the claim, in the order of sending."""
    remittances: dict[Name, RemittanceExpected] | None = None
    clearing: tuple[ClearingExpected, ...] | None = None
    """All open balances with payers."""
    ledger: dict[str, Amount] | None = None
    """All accounts of the installation that are not at zero; compared only when the story is played alone."""
    total: Totals | None = None
    kpi: dict[str, JsonValue] | None = None
    """Figures of the board by name, each as the board shows it."""
    shows: tuple[Shown, ...] | None = None
    """Anything else the system shows to people and programs."""
    events: dict[str, Whole] | None = None
    """How often a kind of event was announced about the story's subjects, such as claim-submitted."""

    def wants(self) -> frozenset[str]:
        """Names of the sections that are compared."""
        return frozenset(self.model_fields_set)

    def plain(self) -> dict[str, Any]:
        """What is named, as plain values."""
        return self.model_dump(mode="json", exclude_unset=True, by_alias=True)
