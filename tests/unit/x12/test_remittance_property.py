"""Random 835s: what is written is read back equal and balanced, and no single amount can be changed unnoticed."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.adjudication import ClaimGroup
from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim import Name, Reference
from shared.x12.translate.remittance import RemittanceDocument, balance, read_remittance
from shared.x12.translate.remitted_claim import Amount, Individual, RemittedClaim, RemittedLine
from shared.x12.translate.write_remittance import write_remittances
from shared.x12.validate import validate
from tests.unit.x12.shapes.remittance import HEADER
from tests.unit.x12.shapes.remittance_parts import DAY, claim, payment, withheld

CENT = Decimal("0.01")
amounts = st.integers(1, 99_999_99).map(lambda cents: cents * CENT)
_reasons = st.builds(
    Adjustment,
    st.sampled_from(["CO", "OA", "PI", "PR"]),
    st.sampled_from(["1", "2", "45", "97", "253", "A1"]),
    amounts | amounts.map(lambda amount: -amount),
    st.none() | st.integers(1, 99).map(Decimal),
)


@st.composite
def lines(draw: st.DrawFn) -> RemittedLine:
    paid, found = draw(amounts), tuple(draw(st.lists(_reasons, max_size=9)))
    on = DAY + timedelta(draw(st.integers(0, 300)))
    return RemittedLine(
        "HC",
        draw(st.sampled_from(["99213", "85025", "J1885"])),
        paid + sum((each.amount for each in found), Decimal(0)),
        paid,
        modifiers=draw(st.sampled_from([(), ("25",), ("59", "LT")])),
        revenue_code=draw(st.sampled_from(["", "0510"])),
        paid_units=Decimal(draw(st.integers(1, 50))),
        service_from=on,
        service_to=on + timedelta(draw(st.integers(0, 3))),
        adjustments=found,
        references=draw(st.sampled_from([(), (Reference("6R", "1"), Reference("LU", "11"))])),
        amounts=draw(st.sampled_from([(), (Amount("B6", Decimal("7.5")),)])),
        remarks=draw(st.sampled_from([(), ("N130", "M76")])),
    )


@st.composite
def claims(draw: st.DrawFn) -> RemittedClaim:
    made = claim(
        *draw(st.lists(lines(), max_size=4)),
        patient=Individual(Name(draw(st.sampled_from(["DOE", "O'NEIL", "VAN DER BERG"])), "JO"), "MI", "NWA1"),
        group=ClaimGroup(str(draw(st.integers(1, 2)))),
        patient_control_number=draw(st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True)),
        patient_responsibility=None,
        statement_from=DAY,
    )
    paid, own = made.paid + draw(amounts), tuple(draw(st.lists(_reasons, max_size=3)))
    charge = paid + sum((line.adjusted for line in made.lines), Decimal(0)) + sum((each.amount for each in own), Decimal(0))
    made = replace(made, charge=charge, paid=paid, adjustments=own)
    return replace(made, patient_responsibility=made.patient_total() if draw(st.booleans()) else None)


@st.composite
def remittances(draw: st.DrawFn) -> RemittanceDocument:
    entries = draw(st.lists(st.builds(lambda code, amount: withheld(code, str(amount)), st.sampled_from(["WO", "72", "L6"]), amounts), max_size=8))
    made = payment(*sorted(draw(st.lists(claims(), max_size=4)), key=lambda each: each.group.number), plb=entries)
    return (
        made if made.header.paid >= 0 else replace(made, provider_adjustments=(), header=replace(made.header, paid=made.header.paid + total(entries)))
    )


def total(entries: list) -> Decimal:  # type: ignore[type-arg]
    return sum((each.amount for each in entries), Decimal(0))


def written(document: RemittanceDocument) -> bytes:
    return write_remittances(HEADER, [document], group_control_number=1)


@settings(deadline=None, max_examples=60)
@given(remittances())
def test_what_is_written_is_read_back_equal_and_balanced(document: RemittanceDocument) -> None:
    data = written(document)
    remittance = read_remittance(next(read_transactions(data)))
    assert remittance.load() == document
    assert remittance.faults == []
    assert balance(read_remittance(next(read_transactions(data)))) == []
    assert validate(next(read_transactions(data)), STRICT) == []


@settings(deadline=None, max_examples=60)
@given(remittances(), st.data())
def test_no_single_amount_can_be_changed_unnoticed(document: RemittanceDocument, data: st.DataObject) -> None:
    text = written(document).decode("ascii")
    start, end = data.draw(st.sampled_from(places_of_money(text)))
    old = Decimal(text[start:end])
    changed = f"{text[:start]}{old + data.draw(amounts)}{text[end:]}".encode()
    assert balance(read_remittance(next(read_transactions(changed)))) != []
    assert {"line-balance", "claim-balance", "payment-balance"} & {each.rule for each in validate(next(read_transactions(changed)))}


def places_of_money(text: str) -> list[tuple[int, int]]:
    """Where BPR02, CLP03, CLP04, SVC02, SVC03, the amounts of CAS and those of PLB stand."""
    elements = {"BPR": (2,), "CLP": (3, 4), "SVC": (2, 3), "CAS": range(3, 20, 3), "PLB": range(4, 15, 2)}
    found = []
    for segment in re.finditer(r"(?<=~)(BPR|CLP|SVC|CAS|PLB)\*[^~]*", text):
        at = segment.start()
        for number, value in enumerate(segment.group().split("*")):
            if value and number in elements[segment.group(1)]:
                found.append((at, at + len(value)))
            at += len(value) + 1
    return found
