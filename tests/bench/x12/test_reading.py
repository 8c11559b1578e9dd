"""Reading: 835 and 837P into typed claims, beside oxedi (Rust), x12sdk, pyx12's bare segments and a naive split.

No absolute time is asserted, machines differ; the ratios asserted are well below what is measured on a quiet machine.
"""

import io

import oxedi
import pyx12.x12file
from x12sdk.io import X12ModelReader

from shared.x12.interchange import read_transactions
from shared.x12.loop import Loop
from shared.x12.read import read_loops
from shared.x12.segments import copy_segments, read_segments
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.remittance import balance, read_remittance
from shared.x12.translate.write_claim import write_claims
from tests.bench.x12.measure import drain, remittance_of, seconds, table, visits
from tests.unit.x12.samples import HEADER, batch

CLAIMS = 10_000


def naive(data: bytes) -> None:
    for line in data.decode("latin-1").split("~"):
        line.split("*")


def typed_835(data: bytes) -> None:
    """Every claim with its lines and their adjustments, as typed values."""
    for transaction in read_transactions(data):
        for claim in read_remittance(transaction).claims():
            assert claim.charge
            for line in claim.lines:
                assert line.charge
                assert line.adjustments


def balanced_835(data: bytes) -> None:
    for transaction in read_transactions(data):
        assert balance(read_remittance(transaction)) == []


def key_values(claim: Loop) -> None:
    """What a worklist shows of a claim: account, total, member, main diagnosis, and each line's code, charge and day."""
    subscriber = claim.above("2000B")
    assert subscriber is not None
    person = subscriber.loop("2010BA")
    assert person is not None
    assert person.get("NM1", 9)
    assert claim.get("CLM", 1)
    assert claim.value("CLM", 2)
    assert claim.get("HI", 1)
    for line in claim.loops("2400"):
        assert line.get("SV1", 1)
        assert line.value("SV1", 2)
        assert line.value("DTP", 3)


def models(text: str) -> None:
    with X12ModelReader(text) as reader:
        drain(reader.models())


def test_reading_an_835() -> None:
    data = remittance_of(CLAIMS)
    text = data.decode("ascii")
    small = remittance_of(CLAIMS // 50).decode("ascii")
    ratios = table(
        f"835 of {CLAIMS:,} claims, 17 segments each, {len(data) / 1e6:.1f} MB",
        CLAIMS,
        [
            ("oxedi parse (Rust)", seconds(lambda: oxedi.parse(data))),
            ("naive split", seconds(lambda: naive(data))),
            ("ours: segments with places", seconds(lambda: drain(read_segments(data)))),
            ("ours: sets, envelope checked", seconds(lambda: [drain(iter(each)) for each in read_transactions(data)])),
            ("ours: bytes written back", seconds(lambda: drain(copy_segments(read_segments(data))))),
            ("ours: loops by the guide", seconds(lambda: [drain(read_loops(each, at="2100")) for each in read_transactions(data)])),
            ("ours: typed claims, lines, adjustments", seconds(lambda: typed_835(data))),
            ("ours: typed and balanced", seconds(lambda: balanced_835(data))),
            ("pyx12 bare segments", seconds(lambda: drain(iter(pyx12.x12file.X12Reader(io.StringIO(text)))), 1)),
            ("x12sdk models", 50 * seconds(lambda: models(small), 1)),
        ],
    )
    assert ratios["ours: typed claims, lines, adjustments"] > 0.2
    assert ratios["ours: typed and balanced"] > ratios["pyx12 bare segments"]


def test_reading_an_837p() -> None:
    count = CLAIMS // 5
    data = write_claims(HEADER, batch(*visits(count)), group_control_number=1)
    ratios = table(
        f"837P of {count:,} claims, 19 segments each, {len(data) / 1e6:.1f} MB",
        count,
        [
            ("x12sdk models", seconds(lambda: models(data.decode("ascii")), 1)),
            ("naive split", seconds(lambda: naive(data))),
            ("ours: segments with places", seconds(lambda: drain(read_segments(data)))),
            ("ours: loops by the guide", seconds(lambda: [drain(read_loops(each, at="2300")) for each in read_transactions(data)])),
            ("ours: loops, twelve typed values of each", seconds(lambda: twelve_values(data))),
            ("ours: claim documents", seconds(lambda: [drain(read_claims(each)) for each in read_transactions(data)], 1)),
        ],
    )
    assert ratios["ours: loops by the guide"] > 15


def twelve_values(data: bytes) -> None:
    for each in read_transactions(data):
        for loop in read_loops(each, at="2300"):
            if loop.id:
                key_values(loop)
