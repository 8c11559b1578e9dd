"""The 835s that we write, read by programs that know nothing of ours: pyx12, x12sdk and oxedi."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import oxedi
import pytest
from pydantic import ValidationError
from x12sdk.io import X12ModelReader

from shared.x12.interchange import read_transactions
from shared.x12.translate.remittance import RemittanceDocument, read_remittance
from shared.x12.translate.remitted_claim import RemittedLine
from shared.x12.translate.write_remittance import write_remittances
from tests.pyx12_report import pyx12_errors
from tests.unit.x12.shapes.remittance import HEADER, REMITTANCES, SHAPES

SEVERAL_PLB = "seven provider adjustments of two providers"
NO_CLAIMS = "no claims, a loan to the provider"
NOT_FOR_PYX12 = {SEVERAL_PLB: "its map begins a footer with each PLB and allows one footer, although a PLB may come any number of times"}
NOT_FOR_X12SDK = {
    SEVERAL_PLB: "its model has room for one PLB",
    NO_CLAIMS: "its model asks for claims, which a payment of provider money alone has not",
}
COLUMNS = {"modifier_1": 3, "modifier_2": 4}
SPEC = oxedi.Spec.builtin("5010").patch(
    {"tables": {"services": {"columns": {name: {"component": part, "element": 1, "segment": "SVC"} for name, part in COLUMNS.items()}}}}
)


def renumbered(names: list[str]) -> bytes:
    """The sets of these shapes in one group, each with a control number of its own."""
    documents = [document for name in names for document in REMITTANCES[name]]
    numbered = [replace(each, header=replace(each.header, set_control_number=f"{number:04d}")) for number, each in enumerate(documents, 1)]
    return write_remittances(HEADER, numbered, group_control_number=7)


def rows(table: oxedi.Table) -> Iterator[dict[str, str]]:
    """The rows of an oxedi table, empty where it has no value."""
    _, head, *found = table.render().strip().splitlines()
    names = [column.split(": ")[0] for column in head.split(" | ")]
    for row in found:
        yield {name: "" if value == "∅" else value for name, value in zip(names, row.split(" | "), strict=True)}


def number(text: str) -> Decimal:
    return Decimal(text or 0)


def lines_of(document: RemittanceDocument) -> list[RemittedLine]:
    return [line for claim in document.claims for line in claim.lines]


def test_pyx12_accepts_every_shape() -> None:
    names = [name for name in REMITTANCES if name not in NOT_FOR_PYX12]
    assert len(names) >= 30
    assert pyx12_errors(renumbered(names).decode("ascii"), but_not_codes_of="remark_code") == []


@pytest.mark.parametrize("name", sorted(NOT_FOR_PYX12))
def test_pyx12_still_refuses_what_we_leave_out(name: str) -> None:
    assert all("FOOTER" in error for error in pyx12_errors(SHAPES["835"][name].decode("ascii"), but_not_codes_of="remark_code"))


@pytest.mark.parametrize("name", [name for name in REMITTANCES if name not in NOT_FOR_X12SDK])
def test_x12sdk_reads_every_shape(name: str) -> None:
    with X12ModelReader(SHAPES["835"][name].decode("ascii")) as reader:
        models = list(reader.models())
    claims = [claim for model in models for group in model.loop_2000 for claim in group.loop_2100]
    ours = [claim for document in REMITTANCES[name] for claim in document.claims]
    assert len(models) == len(REMITTANCES[name])
    assert [(each.clp_segment.patient_control_number, each.clp_segment.total_claim_charge_amount) for each in claims] == [
        (each.patient_control_number, each.charge) for each in ours
    ]


@pytest.mark.parametrize("name", sorted(NOT_FOR_X12SDK))
def test_x12sdk_still_refuses_what_we_leave_out(name: str) -> None:
    with pytest.raises(ValidationError), X12ModelReader(SHAPES["835"][name].decode("ascii")) as reader:
        list(reader.models())


@pytest.mark.parametrize("name", list(REMITTANCES))
def test_oxedi_finds_nothing_wrong_and_the_same_values(name: str) -> None:
    found = oxedi.parse(SHAPES["835"][name], spec=SPEC)
    assert found.diagnostics == []
    documents = [read_remittance(transaction).load() for transaction in read_transactions(SHAPES["835"][name])]
    tables = found.tables
    assert [
        (row["claim_id"], row["claim_status"], number(row["charge_amount"]), number(row["payment_amount"]), number(row["patient_responsibility"]))
        for row in rows(tables["claims"])
    ] == [
        (claim.patient_control_number, claim.status, claim.charge, claim.paid, claim.patient_responsibility or 0)
        for document in documents
        for claim in document.claims
    ]
    assert [
        (row["procedure_code"], row["modifier_1"], number(row["charge_amount"]), number(row["payment_amount"]), number(row["allowed_amount"]))
        for row in rows(tables["services"])
    ] == [(line.code, (*line.modifiers, "")[0], line.charge, line.paid, line.allowed or 0) for document in documents for line in lines_of(document)]


@pytest.mark.parametrize("name", list(REMITTANCES))
def test_oxedi_sees_the_same_adjustments(name: str) -> None:
    tables = oxedi.parse(SHAPES["835"][name], spec=SPEC).tables
    documents = [read_remittance(transaction).load() for transaction in read_transactions(SHAPES["835"][name])]
    ours = [
        (each.group, each.carc, each.amount, each.quantity or 0)
        for document in documents
        for claim in document.claims
        for part in (claim, *claim.lines)
        for each in part.adjustments
    ]
    theirs = rows(tables["adjustments"])
    assert [(row["group_code"], row["reason_code"], number(row["amount"]), number(row["quantity"])) for row in theirs] == ours
    assert [(row["reason_code"], row["reference_id"], number(row["amount"])) for row in rows(tables["provider_adjustments"])] == [
        (each.code, each.reference, each.amount) for document in documents for each in document.provider_adjustments
    ]
