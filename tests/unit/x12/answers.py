"""Invented answers about coverage, by what is special about each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from shared.x12.translate.benefit import Benefit, Benefits, Circumstance, Delivery, Entity, Insured, Military, Period, Reject
from shared.x12.translate.claim import Address, Contact, Diagnosis, Name, Payer, Provider, Reference
from shared.x12.translate.naming import Trace
from shared.x12.translate.parties import Requester, Role

NEW_YEAR, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)
NORTHWIND, CASCADE = Payer("NORTHWIND HEALTH PLAN", "NWHP1"), Payer("CASCADE MUTUAL", "CASC2")
HOSPITAL = Requester(Provider("1234567893", Name("RIVERBEND HOSPITAL")))
STREET = Address("12 ELM STREET", "SPRINGFIELD", "OH", "45502", "APT 3")
DESK = Contact("PROVIDER LINE", (("TE", "6145550100"), ("EX", "77"), ("UR", "www.northwind.example")))
JANE = Insured(Name("DOE", "JANE"), "NWA1", date(1980, 1, 2), "F", periods=(Period("346", NEW_YEAR, NEW_YEAR),))
PARENT = Insured(Name("ROE", "ANN"), "CSA2")
CHILD = Insured(Name("ROE", "BO"), born_on=date(2015, 3, 4), sex="M", relationship="19")
ACTIVE = Benefit("1", service_types=("30",), insurance_type="HM", plan="GOLD PLAN")
WHOLE_YEAR = Period("291", NEW_YEAR, YEAR_END)


def of_jane(*benefits: Benefit, **changes: object) -> Benefits:
    """What is said about a subscriber."""
    traces = (Trace("TRACE-1", "9841234567", kind="2"),)
    return replace(Benefits(NORTHWIND, HOSPITAL, JANE, None, traces, benefits or (ACTIVE,)), **changes)  # type: ignore[arg-type]


def of_child(*benefits: Benefit, **changes: object) -> Benefits:
    """What is said about a dependent."""
    return replace(of_jane(*benefits, payer=CASCADE, subscriber=PARENT, dependent=CHILD), **changes)  # type: ignore[arg-type]


def refused(*rejects: Reject, **changes: object) -> Benefits:
    """Nothing said: why."""
    return of_jane(benefits=(), rejects=rejects, **changes)


def unasked(*rejects: Reject, **changes: object) -> Benefits:
    """Refused before a patient was looked at."""
    return refused(*rejects, subscriber=None, traces=(), **changes)


def due(code: str, amount: str, *service_types: str, **more: object) -> Benefit:
    """Money that a patient owes."""
    return Benefit(code, "IND", service_types or ("30",), amount=Decimal(amount), **more)  # type: ignore[arg-type]


COPAYS = [due("B", "25", "98", time_period="27", in_network="Y"), due("B", "60", "98", time_period="27", in_network="N")]
DEDUCTIBLES = [
    due("C", "1500", time_period="23", in_network="Y"), due("C", "412.5", time_period="29", in_network="Y"),
    due("C", "3000", time_period="23", in_network="N"), replace(due("C", "6000", time_period="23"), coverage_level="FAM"),
]  # fmt: skip
STOP_LOSS = [due("G", "5000", time_period="23", in_network="W"), replace(due("G", "812.33", time_period="29"), coverage_level="FAM")]
THERAPY = Benefit("F", service_types=("PT",), time_period="23", quantity_qualifier="VS", quantity=Decimal(20), in_network="Y")
OTHER_PAYER = Entity("PR", "CASCADE MUTUAL", "PI", "CASC2", address=Address("1 CASCADE PLAZA", "PORTLAND", "OR", "97201"), contacts=(DESK,))
DOCTOR = Entity("P3", qualifier="XX", id="1003000126", person=Name("JONES", "MARCUS", "", "MD"), care=Role("PC", "PXC", "207Q00000X"))
TOO_YOUNG = Reject("2110C", "69", "C")
KNEE = Benefit("D", service_types=(), authorization_required="Y", procedure_qualifier="HC", procedure="73721", modifiers=("RT",))
MANY = [due("B", str(number), "98", time_period="27") for number in range(1, 100)]
ANSWERS: dict[str, Sequence[Benefits]] = {
    "active": [of_jane()],
    "inactive": [of_jane(Benefit("6", service_types=("30",)))],
    "active for many service types": [of_jane(Benefit("1", service_types=("1", "33", "35", "47", "86", "88", "98", "AL", "MH", "UC")))],
    "active without service type": [of_jane(replace(ACTIVE, service_types=()))],
    "not covered": [of_jane(ACTIVE, Benefit("I", service_types=("35", "AL")))],
    "copays in and out of network": [of_jane(ACTIVE, *COPAYS)],
    "coinsurance": [of_jane(ACTIVE, Benefit("A", "IND", ("48",), percent=Decimal("0.2"), in_network="Y"))],
    "no coinsurance": [of_jane(ACTIVE, Benefit("A", "IND", ("48",), percent=Decimal(0), in_network="W"))],
    "deductibles, individual and family": [of_jane(ACTIVE, *DEDUCTIBLES)],
    "out of pocket": [of_jane(ACTIVE, *STOP_LOSS)],
    "everything due at once": [of_jane(ACTIVE, *COPAYS, *DEDUCTIBLES, *STOP_LOSS, THERAPY)],
    "a limit of visits": [of_jane(ACTIVE, THERAPY, replace(THERAPY, time_period="29", quantity=Decimal(7)))],
    "a limit by delivery": [
        of_jane(ACTIVE, replace(THERAPY, quantity_qualifier="", quantity=None, deliveries=(Delivery("VS", Decimal(3), "WK", Decimal(1), "34", 2),)))
    ],
    "a delivery on weekdays in the morning": [
        of_jane(ACTIVE, Benefit("F", service_types=("42",), deliveries=(Delivery(frequency="S", pattern="A"),)))
    ],
    "a benefit that begins and ends": [of_jane(replace(ACTIVE, periods=(Period("348", NEW_YEAR, NEW_YEAR), Period("349", YEAR_END, YEAR_END))))],
    "a benefit over a period": [of_jane(replace(ACTIVE, periods=(Period("292", NEW_YEAR, YEAR_END),)))],
    "a procedure that needs an authorization": [of_jane(ACTIVE, replace(KNEE, messages=("AUTHORIZATION REQUIRED",)))],
    "a range of procedures": [of_jane(ACTIVE, replace(KNEE, modifiers=(), procedure="73700", procedure_through="73725"))],
    "diagnoses pointed at": [
        of_jane(ACTIVE, replace(KNEE, pointers=(1, 2)), subscriber=replace(JANE, diagnoses=(Diagnosis("M1711"), Diagnosis("I10"))))
    ],
    "ten messages": [of_jane(replace(ACTIVE, messages=tuple(f"LINE {number} OF THE NOTICE" for number in range(1, 11))))],
    "another payer": [of_jane(ACTIVE, Benefit("R", service_types=("30",), references=(Reference("18", "S5601"),), entities=(OTHER_PAYER,)))],
    "a primary care provider": [of_jane(ACTIVE, Benefit("L", service_types=("30",), entities=(DOCTOR,)))],
    "two parties to a benefit": [of_jane(ACTIVE, Benefit("U", service_types=("88",), entities=(OTHER_PAYER, DOCTOR)))],
    "the holder of another policy": [
        of_jane(
            ACTIVE,
            Benefit("R", service_types=("30",), entities=(Entity("IL", person=Name("DOE", "JOHN"), qualifier="MI", id="X9", relationship="41"),)),
        )
    ],
    "a benefit for a place": [of_jane(ACTIVE, replace(COPAYS[0], circumstances=(Circumstance("ZZ", "11"), Circumstance("ZZ", "22"))))],
    "the nature of an injury": [of_jane(ACTIVE, Benefit("1", service_types=("30",), circumstances=(Circumstance("GR", "10", "44", "LEFT KNEE"),)))],
    "plan dates": [of_jane(subscriber=replace(JANE, periods=(WHOLE_YEAR, Period("307", NEW_YEAR, YEAR_END), Period("382", NEW_YEAR, NEW_YEAR))))],
    "plan and group by name": [
        of_jane(
            subscriber=replace(JANE, references=(Reference("18", "P9", "GOLD PLAN"), Reference("6P", "G1", "ACME FREIGHT"), Reference("N6", "N1")))
        )
    ],
    "identifying data corrected": [of_jane(subscriber=replace(JANE, member_id="NWA2", relationship="18", changed=True, address=STREET))],
    "a soldier": [of_jane(subscriber=replace(JANE, military=(Military("C", "AE", "D", rank="S7", first=NEW_YEAR, last=YEAR_END),)))],
    "a provider of the patient": [of_jane(subscriber=replace(JANE, role=Role("PC", "HPI", "1003000126")))],
    "the payer's contacts": [of_jane(contacts=(DESK, Contact("", (("FX", "6145550101"),))))],
    "traced three times": [
        of_jane(traces=(Trace("TRACE-1", "9841234567", kind="2"), Trace("CH-1", "1999999999", "WEST", "2"), Trace("PAY-1", "1888888888")))
    ],
    "cannot be processed, with a reason": [of_jane(ACTIVE, Benefit("V", service_types=("33",), rejects=(TOO_YOUNG,)), rejects=(TOO_YOUNG,))],
    "subscriber not found": [refused(Reject("2100C", "75", "C"))],
    "two reasons at once": [refused(Reject("2100C", "72", "C"), Reject("2100C", "73", "C"))],
    "payer down": [unasked(Reject("2000A", "42", "R", True), requester=None)],
    "payer does not answer": [unasked(Reject("2100A", "80", "R", True), requester=None)],
    "provider not on file": [unasked(Reject("2100B", "51", "C"))],
    "provider refused for two reasons": [unasked(Reject("2100B", "43", "C"), Reject("2100B", "44", "C"))],
    "dependent active": [of_child()],
    "dependent with copays": [of_child(ACTIVE, *COPAYS)],
    "dependent not found": [of_child(benefits=(), rejects=(Reject("2100D", "67", "C"),))],
    "dependent whose benefit is refused": [
        of_child(ACTIVE, Benefit("V", service_types=("33",), rejects=(Reject("2110D", "62", "C"),)), rejects=(Reject("2110D", "62", "C"),))
    ],
    "dependent with plan dates and numbers": [
        of_child(dependent=replace(CHILD, periods=(WHOLE_YEAR,), references=(Reference("18", "P1", "CHILD PLAN"),), address=STREET, birth_sequence=2))
    ],
    "several patients": [of_jane(), of_jane(*COPAYS, subscriber=replace(JANE, member_id="NWA9")), of_child(payer=NORTHWIND)],
    "several payers": [of_jane(), of_child(), unasked(Reject("2100A", "42", "R", True), payer=Payer("FEDERAL PLAN", "FEDS3"), requester=None)],
    "several providers, one refused": [
        of_jane(),
        unasked(Reject("2100B", "50", "N"), requester=Requester(Provider("1003000126", Name("ALVAREZ", "MARIA"), True))),
    ],
    "ninety-nine benefits": [of_jane(*MANY)],
    "a provider by tax id with address and specialty": [
        of_jane(
            requester=Requester(Provider("", Name("RIVERBEND"), address=STREET), "FA", Reference("FI", "841234567"), Role("BI", "PXC", "282N00000X"))
        )
    ],
}
