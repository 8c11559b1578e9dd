"""What we write, read by programs that know nothing of ours: pyx12 (837P, 837I, 835, 999), x12sdk (270) and oxedi (835)."""

import io
import re
from datetime import date, time

import oxedi
import pytest
import pyx12.params
import pyx12.x12n_document
from x12sdk.io import X12ModelReader

from shared.x12.acknowledge import judge_groups, reply_header, write_functional_acks
from shared.x12.interchange import read_interchanges, read_transactions
from shared.x12.translate.acks import read_functional_ack
from shared.x12.translate.claim import Name, Provider
from shared.x12.translate.eligibility import Inquiry, Member, write_inquiries
from shared.x12.translate.remittance import balance, read_remittance
from shared.x12.translate.write_claim import write_claims
from tests.unit.x12.envelopes import remittance
from tests.unit.x12.outside import body, index, needs_outside
from tests.unit.x12.samples import CASCADE, DAY, HEADER, NORTHWIND, batch, inpatient, outpatient, professional_claims, secondary, visit
from tests.unit.x12.test_acknowledge import SOUND
from tests.unit.x12.test_remittance import CLAIM, PLB


def pyx12_accepts(data: bytes) -> tuple[bool, bytes]:
    """The verdict of pyx12 (its API result: the exit status of its command says nothing) and the 999 that it writes."""
    params = pyx12.params.ParamsBase()
    params.set("exclude_external_codes", "remark_code")
    answer = io.StringIO()
    verdict = pyx12.x12n_document.x12n_document(params, io.StringIO(data.decode("latin-1")), answer, None, None)
    return bool(verdict), answer.getvalue().encode("latin-1")


@pytest.mark.parametrize(
    "claims",
    [professional_claims(), [inpatient(), outpatient()], [secondary()], [visit(f"A{n}") for n in range(150)]],
    ids=["professional", "institutional", "secondary", "many"],
)
def test_pyx12_accepts_our_claims(claims: list) -> None:  # type: ignore[type-arg]
    accepted, answer = pyx12_accepts(write_claims(HEADER, batch(*claims), group_control_number=7))
    assert accepted
    ack = read_functional_ack(next(read_transactions(answer)))
    assert (ack.status, ack.group_control_number, [each.status for each in ack.sets]) == ("A", "7", ["A"])


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"xx", b"xx"), (b"11:B:1", b"11:Q:1"), (b"CLM*ACCT-2*190*", b"CLM*ACCT-2*191*"), (b"N4*Springfield*OH*45502~DMG", b"DMG")],
    ids=["accepted", "element error", "edit", "segment missing"],
)
def test_pyx12_accepts_our_999(old: bytes, new: bytes) -> None:
    found = next(read_interchanges(SOUND.replace(old, new)))
    groups = judge_groups(found)
    answer = write_functional_acks(reply_header(found, control_number="9", on=date(2026, 11, 2), at=time(10)), groups, group_control_number=1)
    assert pyx12_accepts(answer)[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"11:B:1", b"11:Q:1"),
        (b"NM1*40*2*Clearpath*****46*CLEARPATH1~", b""),
        (b"HI*ABK:E119*ABF:I10~", b""),
        (b"DMG*D8*19800229", b"DMG*D8*19810229"),
        (b"SBR*P*18", b"SBR*ZZ*18"),
        (b"LX*1~", b""),
    ],
)
def test_pyx12_and_our_validator_refuse_the_same_defects(old: bytes, new: bytes) -> None:
    damaged = SOUND.replace(old, new)
    assert not pyx12_accepts(damaged)[0]
    assert {group.status for group in judge_groups(next(read_interchanges(damaged)))} == {"R"}


def test_x12sdk_reads_our_inquiries() -> None:
    hospital = Provider("1234567893", Name("Riverbend Hospital"))
    jane = Member(Name("Doe", "Jane"), date(1980, 1, 2), "F", "NWA1")
    child = Member(Name("Doe", "Bo"), date(2015, 3, 4), "M")
    asked = [
        Inquiry(NORTHWIND, hospital, jane, "TRACE-1", "9841234567", DAY),
        Inquiry(NORTHWIND, hospital, jane, "TRACE-2", "9841234567", DAY, service_types=("98", "30"), dependent=child, relationship="19"),
        Inquiry(CASCADE, hospital, jane, "TRACE-3", "9841234567", DAY, date(2026, 10, 9)),
    ]
    data = write_inquiries(HEADER, asked, reference="INQ-1", group_control_number=1)
    with X12ModelReader(data.decode("ascii")) as reader:
        (model,) = list(reader.models())
    first, second = model.loop_2000a
    assert [source.loop_2100a.nm1_segment.identification_code for source in (first, second)] == ["NWHP1", "CASC2"]
    patients = first.loop_2000b[0].loop_2000c
    assert patients[0].trn_segment[0].reference_identification_1 == "TRACE-1"
    assert patients[1].loop_2000d[0].trn_segment[0].reference_identification_1 == "TRACE-2"


PAID = remittance(
    *CLAIM, "CLP*ACCT-2*22*-150*-92**HM*ICN7", "NM1*QC*1*DOE*BO", "SVC*HC:99213*-150*-92", "DTM*472*20261005", "CAS*CO*45*-58", PLB, paid="78.50"
)  # fmt: skip
_LEVEL = {"service_balance": "line", "claim_balance": "claim", "transaction_balance": "transaction"}


def oxedi_levels(data: bytes) -> set[str]:
    """The levels at which oxedi finds that an 835 does not balance."""
    found = [diagnostic for diagnostic in oxedi.parse(data).diagnostics if diagnostic.kind == "BalanceMismatch"]
    return {level for diagnostic in found for rule, level in _LEVEL.items() if f'"{rule}"' in diagnostic.rule}


def our_levels(data: bytes) -> set[str]:
    return {imbalance.level for each in read_transactions(data) for imbalance in balance(read_remittance(each))}


def test_oxedi_and_our_reader_see_the_same_money() -> None:
    claims = list(read_remittance(next(read_transactions(PAID))).claims())
    theirs = oxedi.parse(PAID)
    assert (theirs.count_claims(), theirs.sum_payments()) == (len(claims), read_remittance(next(read_transactions(PAID))).header.paid)


def test_oxedi_and_our_balance_agree_whichever_number_of_a_money_segment_is_changed() -> None:
    changed = 0
    for segment in re.finditer(rb"(?<=~)(BPR|CLP|CAS|SVC|PLB)\*[^~]*", PAID):
        for start, end in _numbers(segment):
            damaged = PAID[:start] + b"7.77" + PAID[end:]
            assert our_levels(damaged) == oxedi_levels(damaged), (segment.group(1), start - segment.start())
            changed += 1
    assert changed > 40


def _numbers(segment: re.Match[bytes]) -> list[tuple[int, int]]:
    """Start and end of each element of a segment that is a number."""
    found = re.finditer(rb"(?<=\*)-?\d+(\.\d+)?(?![^*])", segment.group())
    return [(segment.start() + number.start(), segment.start() + number.end()) for number in found]


@pytest.mark.outside
@needs_outside
def test_oxedi_and_our_balance_agree_on_files_of_others() -> None:
    paths = [path for path, row in index().items() if path.startswith("x12/") and row["transaction"] == "835" and "no ISA" not in row["checks"]]
    assert len(paths) > 10
    for path in paths:
        if row_version(path).startswith("005010"):
            assert our_levels(body(path)) == oxedi_levels(body(path)), path


def row_version(path: str) -> str:
    return index()[path]["version"]
