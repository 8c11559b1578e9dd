"""Writing 837P: rows with every value checked, documents, and documents validated by the guide, beside x12sdk's serializer."""

from x12sdk.io import X12ModelReader

from shared.x12.outgoing import proven
from shared.x12.translate.write_claim import claim_set, write_claims
from shared.x12.write import Writer
from tests.bench.x12.measure import seconds, table, visits
from tests.unit.x12.samples import HEADER, batch

CLAIMS = 2_000
VERSION = "005010X222A1"


def test_writing_an_837p() -> None:
    documents = batch(*visits(CLAIMS))
    rows = list(claim_set(documents))
    data = write_claims(HEADER, documents, group_control_number=1)
    with X12ModelReader(data.decode("ascii")) as reader:
        models = list(reader.models())

    def from_rows() -> bytes:
        return Writer(HEADER).group("HC", VERSION, 1).transaction("837", 1, VERSION).add(rows).finish()

    assert from_rows() == data
    ratios = table(
        f"837P of {CLAIMS:,} claims written, 19 segments each",
        CLAIMS,
        [
            ("x12sdk serializer", seconds(lambda: [model.x12() for model in models])),
            ("ours: rows, values checked", seconds(lambda: from_rows())),
            ("ours: claim documents, values checked", seconds(lambda: write_claims(HEADER, documents, group_control_number=1))),
            (
                "ours: claim documents, the set validated by its guide",
                seconds(lambda: proven(write_claims(HEADER, documents, group_control_number=1))),
            ),
        ],
    )
    assert ratios["ours: rows, values checked"] > 3
