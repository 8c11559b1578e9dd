"""Validation of all levels, beside pyx12's; and what one small file costs."""

import io
import time

import pyx12.params
import pyx12.x12n_document

from shared.codesets.national import national
from shared.x12.interchange import read_transactions
from shared.x12.profile import STRICT
from shared.x12.translate.write_claim import write_claims
from shared.x12.validate import validate
from tests.bench.x12.measure import remittance_of, seconds, table, visits
from tests.unit.x12.samples import HEADER, batch

CLAIMS = 2_000
FEW = 200


def theirs(data: bytes) -> None:
    params = pyx12.params.ParamsBase()
    params.set("exclude_external_codes", "remark_code")
    assert pyx12.x12n_document.x12n_document(params, io.StringIO(data.decode("ascii")), None, None, None)


def ours(data: bytes, **options: object) -> None:
    for each in read_transactions(data):
        assert [finding for finding in validate(each, **options) if finding.severity == "error"] == []  # type: ignore[arg-type]


def test_validating_an_837p() -> None:
    data = write_claims(HEADER, batch(*visits(CLAIMS)), group_control_number=1)
    few = write_claims(HEADER, batch(*visits(FEW)), group_control_number=1)
    compare(f"837P of {CLAIMS:,} claims validated, 19 segments each", data, few)


def test_validating_an_835() -> None:
    compare(f"835 of {CLAIMS:,} claims validated, 17 segments each", remittance_of(CLAIMS), remittance_of(FEW))


def compare(title: str, data: bytes, few: bytes) -> None:
    codes = national()
    ratios = table(
        title,
        CLAIMS,
        [
            ("pyx12", CLAIMS / FEW * seconds(lambda: theirs(few), 1)),
            ("ours: types 1 to 4", seconds(lambda: ours(data))),
            ("ours: and code sets by date", seconds(lambda: ours(data, codes=codes))),
        ],
    )
    assert ratios["ours: types 1 to 4"] > 8


def test_validating_one_claim() -> None:
    data = write_claims(HEADER, batch(*visits(1)), group_control_number=1)
    ours(data, profile=STRICT)
    times = []
    for _ in range(200):
        start = time.perf_counter()
        ours(data)
        times.append(time.perf_counter() - start)
    times.sort()
    print(f"\n| one claim in a file of its own | ms |\n|---|---:|\n| median | {times[100] * 1e3:.2f} |")
    print(f"| 99 of 100 are quicker than | {times[197] * 1e3:.2f} |")
    assert times[100] < 0.005
