"""The 835 (005010X221A1): a payment and the claims it pays, one claim in memory at a time.

`read_remittance(transaction)` reads the header; `claims()` then streams; what stands behind the claims (PLB) and what could
not be read (faults) is complete after that. Amounts are dollars as Decimal. Nothing is corrected: `balance` tells whether
the payer's own arithmetic holds, and an 835 with faults or imbalances must be set aside, not posted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.faults import Fault
from shared.x12.interchange import Transaction
from shared.x12.segments import Segment
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim import Reference
from shared.x12.translate.remitted_claim import RemittedClaim, read_claim
from shared.x12.translate.values import ZERO, Values


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """One PLB entry: money that belongs to no claim of this file. A positive `amount` lowers the payment.

    `code` is PLB03-1 (WO, FB, L6, 72, CS ...), `reference` PLB03-2 in the payer's own format.
    """

    provider_id: str
    fiscal_on: date | None
    code: str
    reference: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RemittanceHeader:
    """Who pays whom, how much, how and when.

    `paid` is BPR02, `handling` BPR01, `credit_debit` BPR03, `method` BPR04 (ACH, CHK, NON ...), `paid_on` BPR16. `trace` is
    TRN02 (the number that the bank deposit carries) and `originator_id` TRN03. `payer_plan_id` is N104 of the payer,
    `payer_ids` its REF segments in loop 1000A (2U is the payer's own id); `payee_id` N104 of the payee with `payee_qualifier`
    (XX NPI, FI tax id), `payee_ids` its REF (TJ tax id, PQ provider number). `produced_on` is DTM*405.
    """

    set_control_number: str
    paid: Decimal
    handling: str = ""
    credit_debit: str = ""
    method: str = ""
    paid_on: date | None = None
    trace: str = ""
    originator_id: str = ""
    originator_supplement: str = ""
    payer_name: str = ""
    payer_plan_id: str = ""
    payer_ids: tuple[Reference, ...] = ()
    payee_name: str = ""
    payee_qualifier: str = ""
    payee_id: str = ""
    payee_ids: tuple[Reference, ...] = ()
    produced_on: date | None = None
    receiver_id: str = ""

    @property
    def payer_id(self) -> str:
        """The payer's own id (REF*2U), else the one beside its name (N104), else the originator of the payment (TRN03)."""
        own = next((reference.value for reference in self.payer_ids if reference.qualifier == "2U"), "")
        return own or self.payer_plan_id or self.originator_id


@dataclass(frozen=True, slots=True)
class Imbalance:
    """Where the arithmetic breaks: `claim` and `line` count from 1 (0 when the level is above them).

    `expected` is what the payer states as charge or payment, `found` what its parts add up to.
    """

    level: str
    claim: int
    line: int
    expected: Decimal
    found: Decimal


class Remittance:
    """One 835. `header` is known at once; iterate `claims()` to the end before using the lists."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self.provider_adjustments: list[ProviderAdjustment] = []
        self._segments = iter(transaction)
        self._component = transaction.delimiters.component
        self._values = Values(next(self._segments))
        self.header, self._next = _read_header(transaction.control_number, self._segments, self._values)

    @property
    def faults(self) -> list[Fault]:
        """Values that could not be read, then the envelope's faults of this set."""
        return self._values.faults + self.transaction.faults

    def claims(self) -> Iterator[RemittedClaim]:
        """The claims in file order; each counts from 1 as `ordinal`. May be iterated once."""
        ordinal, group, provider = 0, "", ""
        segment = self._next
        while segment is not None:
            if segment.id == "CLP":
                ordinal += 1
                claim, segment = read_claim(segment, self._segments, self._values, self._component, ordinal, group, provider)
                yield claim
                continue
            if segment.id == "LX":
                group, provider = segment.get(1), ""
            elif segment.id == "TS3":
                provider = segment.get(1)
            elif segment.id == "PLB":
                self._provider_adjustments(segment)
            segment = next(self._segments, None)

    def _provider_adjustments(self, plb: Segment) -> None:
        values = self._values
        values.segment = plb
        fiscal_on = values.day(plb.get(2), 2)
        for at in range(3, len(plb.elements), 2):
            code, _, reference = plb.get(at).partition(self._component)
            if code or plb.get(at + 1):
                amount = values.amount(plb.get(at + 1), at + 1)
                self.provider_adjustments.append(ProviderAdjustment(plb.get(1), fiscal_on, code, reference, amount))


def read_remittance(transaction: Transaction) -> Remittance:
    """Reads the header of an 835 and leaves the claims to be streamed.

    Raises ValueError when the set is not an 835.
    """
    if transaction.set_id != "835":
        raise ValueError("not an 835")
    return Remittance(transaction)


def _read_header(control_number: str, segments: Iterator[Segment], values: Values) -> tuple[RemittanceHeader, Segment | None]:
    """Loops before 2000; gives back the first segment after them."""
    found: dict[str, str] = {}
    dates: dict[str, date | None] = {}
    parties: dict[str, list[Reference]] = {"PR": [], "PE": []}
    paid, party = None, ""
    segment = None
    for segment in segments:
        values.segment = segment
        get = segment.get
        match segment.id:
            case "LX" | "CLP" | "PLB" | "SE":
                break
            case "BPR":
                paid = values.amount(get(2), 2)
                found.update(handling=get(1), credit_debit=get(3), method=get(4))
                dates["paid_on"] = values.day(get(16), 16)
            case "TRN":
                found.update(trace=get(2), originator_id=get(3), originator_supplement=get(4))
            case "DTM" if get(1) == "405":
                dates["produced_on"] = values.day(get(2), 2)
            case "N1" if get(1) == "PR":
                party = "PR"
                found.update(payer_name=get(2), payer_plan_id=get(4))
            case "N1" if get(1) == "PE":
                party = "PE"
                found.update(payee_name=get(2), payee_qualifier=get(3), payee_id=get(4))
            case "REF" if party:
                parties[party].append(Reference(get(1), get(2)))
            case "REF" if get(1) == "EV":
                found["receiver_id"] = get(2)
        segment = None
    if paid is None:
        values.fault("bpr-missing", "the payment amount is missing", 2)
    header = RemittanceHeader(control_number, paid or ZERO, payer_ids=tuple(parties["PR"]), payee_ids=tuple(parties["PE"]), **found, **dates)  # type: ignore[arg-type]
    return header, segment


@dataclass(slots=True)
class Balance:
    """The three sums of an 835, added up while its claims stream by.

    Line: SVC02 = SVC03 + its CAS. Claim: CLP03 = CLP04 + all its CAS. Payment: BPR02 = sum of CLP04 less PLB.
    """

    imbalances: list[Imbalance] = field(default_factory=list)
    paid: Decimal = ZERO

    def add(self, claim: RemittedClaim) -> None:
        """Proves one claim and its lines."""
        adjusted = _sum(claim.adjustments)
        for line in claim.lines:
            off = _sum(line.adjustments)
            if line.charge != line.paid + off:
                self.imbalances.append(Imbalance("line", claim.ordinal, line.ordinal, line.charge, line.paid + off))
            adjusted += off
        if claim.charge != claim.paid + adjusted:
            self.imbalances.append(Imbalance("claim", claim.ordinal, 0, claim.charge, claim.paid + adjusted))
        self.paid += claim.paid

    def finish(self, remittance: Remittance) -> list[Imbalance]:
        """Proves the payment, after the last claim; gives all imbalances."""
        found = self.paid - sum((entry.amount for entry in remittance.provider_adjustments), ZERO)
        if found != remittance.header.paid:
            self.imbalances.append(Imbalance("transaction", 0, 0, remittance.header.paid, found))
        return self.imbalances


def balance(remittance: Remittance) -> list[Imbalance]:
    """Reads all claims and proves the three levels; empty when the 835 balances. Check `remittance.faults`, too."""
    proof = Balance()
    for claim in remittance.claims():
        proof.add(claim)
    return proof.finish(remittance)


def _sum(adjustments: tuple[Adjustment, ...]) -> Decimal:
    return sum((adjustment.amount for adjustment in adjustments), ZERO) if adjustments else ZERO
