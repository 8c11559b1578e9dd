"""270 written, 271 read."""

from datetime import date
from decimal import Decimal

import pytest

from shared.x12.faults import WriteError
from shared.x12.interchange import read_transactions
from shared.x12.translate.benefits import Benefits, Period, Reject, read_benefits
from shared.x12.translate.claim import Name, Provider, Reference
from shared.x12.translate.eligibility import Inquiry, Member, write_inquiries
from shared.x12.validate import validate
from tests.unit.x12.envelopes import interchange, transaction
from tests.unit.x12.samples import CASCADE, DAY, HEADER, HOME, NORTHWIND

HOSPITAL = Provider("1234567893", Name("Riverbend Hospital"))
JANE = Member(Name("Doe", "Jane"), date(1980, 1, 2), "F", "NWA1", HOME, "G1")
ASKED = Inquiry(NORTHWIND, HOSPITAL, JANE, "TRACE-1", "9841234567", DAY)
CHILD = Inquiry(
    CASCADE, HOSPITAL, Member(Name("Roe", "Ann"), member_id="CSA2"), "TRACE-2", "9841234567", DAY, date(2026, 10, 9), ("98", "30"),
    dependent=Member(Name("Roe", "Bo"), date(2015, 3, 4), "M"), relationship="19",
)  # fmt: skip
PROCEDURE = Inquiry(NORTHWIND, HOSPITAL, JANE, "TRACE-3", "9841234567", DAY, code="73721", modifiers=("RT",))

HEAD = (
    "BHT*0022*11*INQ-1*20261102*0930",
    "HL*1**20*1",
    "NM1*PR*2*NORTHWIND*****PI*NWHP1",
    "HL*2*1*21*1",
    "NM1*1P*2*RIVERBEND*****XX*1234567893",
)
SUBSCRIBER = ("HL*3*2*22*0", "TRN*2*TRACE-1*9841234567", "TRN*1*PAYER-1*1999999999", "NM1*IL*1*DOE*JANE****MI*NWA2")


def answers(*segments: str) -> list[Benefits]:
    group = "GS*HB*S*R*20261103*0930*7*X*005010X279A1~"
    data = interchange(transaction(*segments, set_id="271"), group=group)
    return list(read_benefits(next(read_transactions(data))))


def test_inquiries_stand_under_their_payer_and_provider() -> None:
    text = write_inquiries(HEADER, [ASKED, CHILD, PROCEDURE], reference="INQ-1", group_control_number=1).decode()
    levels = [line.split("*")[1:] for line in text.split("~") if line.startswith("HL*")]
    assert levels == [
        ["1", "", "20", "1"],
        ["2", "1", "21", "1"],
        ["3", "2", "22", "0"],
        ["4", "2", "22", "0"],
        ["5", "", "20", "1"],
        ["6", "5", "21", "1"],
        ["7", "6", "22", "1"],
        ["8", "7", "23", "0"],
    ]
    assert "TRN*1*TRACE-1*9841234567~NM1*IL*1*Doe*Jane****MI*NWA1~REF*6P*G1~N3*" in text
    assert "DMG*D8*19800102*F~DTP*291*D8*20261005~EQ*30~" in text
    assert "NM1*03*1*Roe*Bo~DMG*D8*20150304*M~INS*N*19~DTP*291*RD8*20261005-20261009~EQ*98^30~" in text
    assert "EQ**HC:73721:RT~" in text


def test_our_own_validator_finds_nothing_in_an_inquiry() -> None:
    data = write_inquiries(HEADER, [ASKED, CHILD, PROCEDURE], reference="INQ-1", group_control_number=1)
    assert [validate(each) for each in read_transactions(data)] == [[]]


def test_asking_nothing_is_refused() -> None:
    with pytest.raises(WriteError):
        write_inquiries(HEADER, [], reference="INQ-1", group_control_number=1)


def test_an_active_member_is_found_with_all_benefits() -> None:
    (found,) = answers(
        *HEAD,
        *SUBSCRIBER,
        "REF*6P*G1",
        "INS*Y*18*001*25",
        "DTP*346*D8*20260101",
        "DTP*291*RD8*20260101-20261231",
        "EB*1*IND*30*HM*GOLD PLAN",
        "EB*B**98^UC*HM**27*25.00*****Y",
        "EB*A**30*****.2****W",
        "EB*F**33**PLAN*23***VS*20*N*U",
        "EB*D**62********Y**HC:73721:RT",
        "MSG*AUTHORIZATION REQUIRED",
        "DTP*348*D8*20260101",
        "EB*R**30",
        "REF*18*PLAN9",
        "LS*2120",
        "NM1*PR*2*CASCADE MUTUAL*****PI*CASC2",
        "NM1*P3*1*JONES*MARCUS****XX*1003000126",
        "LE*2120",
    )
    assert (found.found, found.active, found.member_id, found.trace, found.reference) == (True, True, "NWA2", ("TRACE-1",), "INQ-1")
    assert (found.payer_id, found.payer_name, found.is_dependent, found.changed) == ("NWHP1", "NORTHWIND", False, True)
    assert found.periods == (Period("346", date(2026, 1, 1), date(2026, 1, 1)), Period("291", date(2026, 1, 1), date(2026, 12, 31)))
    assert found.references == (Reference("6P", "G1"),)
    (copay,) = found.of("B", "98", "Y")
    assert (copay.service_types, copay.amount, copay.time_period, copay.in_network) == (("98", "UC"), Decimal(25), "27", "Y")
    (coinsurance,) = found.of("A", "98")
    assert (coinsurance.percent, coinsurance.in_network) == (Decimal("0.2"), "W")
    limit, need = found.benefits[3:5]
    assert (limit.quantity_qualifier, limit.quantity, limit.authorization_required, limit.in_network) == ("VS", Decimal(20), "N", "U")
    assert (need.authorization_required, need.procedure, need.modifiers, need.messages) == ("Y", "73721", ("RT",), ("AUTHORIZATION REQUIRED",))
    assert need.periods == (Period("348", date(2026, 1, 1), date(2026, 1, 1)),)
    other = found.benefits[5]
    assert other.references == (Reference("18", "PLAN9"),)
    assert [(entity.role, entity.name, entity.id) for entity in other.entities] == [("PR", "CASCADE MUTUAL", "CASC2"), ("P3", "", "1003000126")]


@pytest.mark.parametrize(
    ("benefits", "active"),
    [
        (("EB*1**30",), True),
        (("EB*6**30",), False),
        (("EB*6",), False),
        (("EB*1**30", "EB*6**35"), True),
        (("EB*6**30", "EB*1**88"), False),
        (("EB*1**88",), True),
        (("EB*V**30",), None),
        ((), None),
    ],
)
def test_the_plan_as_a_whole_decides_whether_coverage_is_active(benefits: tuple[str, ...], active: bool | None) -> None:
    (found,) = answers(*HEAD, *SUBSCRIBER, *benefits)
    assert found.active is active


def test_a_member_who_is_not_found_is_a_reject_with_its_loop() -> None:
    (found,) = answers(*HEAD, *SUBSCRIBER, "AAA*N**75*C")
    assert (found.found, found.active, found.rejects) == (False, None, (Reject("2100C", "75", "C"),))


def test_a_payer_that_does_not_answer_is_a_reject_without_a_patient() -> None:
    (found,) = answers("BHT*0022*11*INQ-1*20261102*0930", "HL*1**20*0", "AAA*Y**42*R")
    assert (found.found, found.rejects, found.trace) == (False, (Reject("2000A", "42", "R", request_valid=True),), ())


def test_a_dependents_answer_carries_the_subscribers_id() -> None:
    dependent = ("HL*4*3*23*0", "TRN*2*TRACE-2*9841234567", "NM1*03*1*DOE*BO", "EB*1**30", "HL*5*2*22*0", "NM1*IL*1*ROE*R****MI*NWA9", "EB*6**30")
    first, second = answers(*HEAD, "HL*3*2*22*1", "NM1*IL*1*DOE*JANE****MI*NWA2", *dependent)
    assert (first.is_dependent, first.member_id, first.trace, first.active) == (True, "NWA2", ("TRACE-2",), True)
    assert (second.is_dependent, second.member_id, second.active) == (False, "NWA9", False)


def test_an_unreadable_amount_is_a_fault_of_the_answer() -> None:
    (found,) = answers(*HEAD, *SUBSCRIBER, "EB*B**98***27*free")
    assert [(fault.segment_id, fault.element) for fault in found.faults] == [("EB", 7)]


def test_who_is_asked_about_does_not_show_in_repr() -> None:
    assert not any(secret in repr(ASKED) for secret in ("Doe", "NWA1", "1980"))
