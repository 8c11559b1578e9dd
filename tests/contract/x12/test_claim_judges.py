"""The 837P and 837I that we write, read by programs that know nothing of ours: pyx12 and x12sdk."""

import pytest
from x12sdk.io import X12ModelReader

from tests.pyx12_report import pyx12_errors
from tests.unit.x12.shapes.claims import CLAIMS, SHAPES, written

CERTIFICATE = "wheelchair with its certificate"
NOT_FOR_PYX12 = {CERTIFICATE: "its map knows one PWK of a line, and the certificate's ways of transmission (AB, AD ...) are not that one's"}
NOT_FOR_X12SDK = {
    "837P": {
        CERTIFICATE: "as pyx12: it knows one PWK of a line",
        "payments go to a plan": "its model asks for the billing provider's qualifiers where the plan has its own",
        "all providers of a claim": "its model has room for one referring provider, and takes REF of 2310D for an NM1",
        "Medicare after an employer's plan": "its model asks for a name that 2330G does not use",
        "ambulance with two patients in one car": "its model has no ambulance conditions of a line, and asks for a name of the place",
        "laboratory bought from another": "it cannot read the composite of REF04",
        "own providers of a line": "it loses the second referring provider of a line",
        "contract": "its model asks for the contract's code, which is situational",
    },
    "837I": {
        "drug with its NDC": "its model knows no link number (VY)",
        "lines without a code": "its model has no period of a line",
        "own providers of a line": "it cannot read the composite of REF04",
        "secondary after Medicare's inpatient payment": "its model takes zero covered days only",
        "notes and fixed text": "its model takes the billing note for a claim note",
        "payments to a plan": "its model has no tax id of the plan",
    },
}


@pytest.mark.parametrize("kind", list(CLAIMS))
def test_pyx12_accepts_every_shape(kind: str) -> None:
    accepted = [claims for name, claims in CLAIMS[kind].items() if name not in NOT_FOR_PYX12]
    assert len(accepted) >= 30
    data = written(*[claim for claims in accepted for claim in claims])
    assert pyx12_errors(data.decode("ascii"), but_not_codes_of="remark_code") == []


@pytest.mark.parametrize("kind", list(CLAIMS))
def test_x12sdk_reads_every_shape(kind: str) -> None:
    read = 0
    for name, data in SHAPES[kind].items():
        if name not in NOT_FOR_X12SDK[kind]:
            with X12ModelReader(data.decode("ascii")) as reader:
                (model,) = reader.models()
            assert model.footer.se_segment.transaction_segment_count == data.count(b"~") - 4, name
            read += 1
    assert read >= 30
