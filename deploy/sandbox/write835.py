"""835 (005010X221A1): one set per remittance."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from deploy.sandbox.adjudicate import AdjudicatedLine, Adjustment
from deploy.sandbox.claims import Claim, Line
from deploy.sandbox.money import amount
from deploy.sandbox.payer import Payer
from deploy.sandbox.remittance import Remittance, RemittedClaim
from deploy.sandbox.writer import Body, Row, composite, ymd

GUIDE_835 = "005010X221A1"
REVERSAL = "22"
PAYEE_ROUTING, PAYEE_ACCOUNT = "990000042", "800040004"


def body_835(remittance: Remittance, payer: Payer) -> Body:
    """BPR to PLB. Claims stand in the order they were decided, a reversal before its correction."""
    rows: list[Row] = [*_payment(remittance, payer), *_payer(payer), *_payee(remittance), ("LX", "1")]
    for claim in remittance.claims:
        rows += _claim(claim, payer)
    return Body("835", GUIDE_835, [*rows, *_provider_adjustments(remittance)])


def _payment(remittance: Remittance, payer: Payer) -> Iterator[Row]:
    """BPR: ACH with both accounts, or NON (notification, BPR01 H) when nothing is paid. TRN ties it to the deposit."""
    on, bank = ymd(remittance.paid_on), payer.bank
    if remittance.paid:
        sender = ("01", bank["routing"], "DA", bank["account"], bank["originator"], "")
        receiver = ("01", PAYEE_ROUTING, "DA", PAYEE_ACCOUNT)
        yield "BPR", "I", amount(remittance.paid), "C", "ACH", "CCP", *sender, *receiver, on
    else:
        yield "BPR", "H", "0", "C", "NON", *[""] * 11, on
    yield "TRN", "1", remittance.trace, bank["originator"]
    yield "DTM", "405", on


def _payer(payer: Payer) -> Iterator[Row]:
    """Loop 1000A. The guide wants a technical contact (PER*BL); the business contact is for people."""
    address, contact = payer.address, payer.contact
    yield "N1", "PR", payer.name
    yield "N3", address["street"]
    yield "N4", address["city"], address["state"], address["zip"]
    yield "REF", "2U", payer.id
    yield "PER", "CX", contact["name"], "TE", contact["telephone"]
    yield "PER", "BL", "EDI SUPPORT", "TE", contact["telephone"], "UR", contact["web"]


def _payee(remittance: Remittance) -> Iterator[Row]:
    """Loop 1000B."""
    billing = remittance.billing
    yield "N1", "PE", billing.name, "XX", billing.npi
    if billing.tax_id:
        yield "REF", "TJ", billing.tax_id


def _claim(remitted: RemittedClaim, payer: Payer) -> Iterator[Row]:
    """Loop 2100. A reversal carries no CLP05 and no supplemental amounts, only the contra of what was paid."""
    result, claim = remitted.result, remitted.result.claim
    back = remitted.status == REVERSAL
    yield _payment_row(remitted, payer)
    yield from _people(claim)
    if result.remarks:
        yield "MOA", "", "", *result.remarks
    if remitted.prior_icn:
        yield "REF", "F8", remitted.prior_icn
    yield "DTM", "232", ymd(claim.first_on)
    yield "DTM", "233", ymd(claim.last_on)
    yield "DTM", "050", ymd(claim.received_on)
    if result.allowed and not back:
        yield "AMT", "AU", amount(result.allowed)
    for line in result.lines:
        yield from _line(line, claim, back)


def _payment_row(remitted: RemittedClaim, payer: Payer) -> Row:
    result, claim = remitted.result, remitted.result.claim
    back = remitted.status == REVERSAL
    charge = -claim.charge if back else claim.charge
    share = "" if back else amount(result.patient_share)
    money = (amount(charge), amount(result.paid), share)
    return ("CLP", claim.patient_control_number, remitted.status, *money, payer.claim_filing_code, remitted.icn, claim.facility_code, claim.frequency)


def _people(claim: Claim) -> Iterator[Row]:
    """NM1*QC always; NM1*IL when the id belongs to somebody else; NM1*82 when the claim named one."""
    person, subscriber, rendering = claim.sick_person, claim.subscriber, claim.rendering
    shown = ("MI", subscriber.id) if claim.patient is None else ("", "")
    yield "NM1", "QC", "1", person.last_name, person.first_name, person.middle_name, "", "", *shown
    if claim.patient is not None:
        yield "NM1", "IL", "1", subscriber.last_name, subscriber.first_name, subscriber.middle_name, "", "", "MI", subscriber.id
    if rendering:
        yield "NM1", "82", "1", rendering.last_name, rendering.first_name, rendering.middle_name, "", "", "XX", rendering.id


def _line(decided: AdjudicatedLine, claim: Claim, back: bool) -> Iterator[Row]:
    """Loop 2110: as billed, with the line number the provider gave (REF*6R)."""
    line = decided.line
    charge = -line.charge if back else line.charge
    yield "SVC", _service(line), amount(charge), amount(decided.paid), line.revenue_code if line.code else "", amount(line.units)
    yield "DTM", "472", ymd(line.served_on)
    yield from _adjustments(decided.adjustments)
    yield "REF", "6R", line.number
    if decided.allowed and not back:
        yield "AMT", "B6", amount(decided.allowed)
    for remark in decided.remarks:
        yield "LQ", "HE", remark


def _service(line: Line) -> str:
    """SVC01: HC with modifiers, or NU with the revenue code for lines without a procedure."""
    return composite("HC", line.code, *line.modifiers) if line.code else composite("NU", line.revenue_code)


def _adjustments(adjustments: Sequence[Adjustment]) -> Iterator[Row]:
    """One CAS per group, reasons inside it as triplets whose quantity stays empty."""
    ordered = sorted(adjustments, key=lambda one: one.group)
    for group, members in groupby(ordered, key=lambda one: one.group):
        yield "CAS", group, *_triplets(members)


def _triplets(members: Iterable[Adjustment]) -> list[str]:
    texts: list[str] = []
    for one in members:
        texts += [one.reason, amount(one.amount), ""]
    return texts[:-1]


def _provider_adjustments(remittance: Remittance) -> Iterator[Row]:
    """PLB: provider, end of its fiscal year, then FB entries."""
    if not remittance.adjustments:
        return
    entries: list[str] = []
    for reference, value in remittance.adjustments:
        entries += [composite("FB", reference), amount(value)]
    yield "PLB", remittance.billing.npi, f"{remittance.paid_on.year}1231", *entries
