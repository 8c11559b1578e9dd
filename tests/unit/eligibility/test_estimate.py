"""What a patient will probably owe: the contract's price and the payer's answer, told before the service, or why nobody can say."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.model.estimate import Estimate, quote, share
from services.eligibility.stages import estimate
from shared.contracts.eligibility import BenefitStated, CoverageVerified, EncounterCleared, InquiryRequested, PatientEstimated
from shared.contracts.event import Event
from shared.contracts.values import ClaimKind, EncounterId
from shared.stage.stage import Context
from tests.unit.eligibility.visits import (
    AT,
    ID,
    ON,
    SITE,
    VISIT_ON,
    Clinic,
    answered,
    codes,
    coverage,
    kinds,
    needs_number,
    number,
    opened,
    registered,
)

DEDUCTIBLE = BenefitStated(info="C", service_types=("30",), time_period="29", amount=Decimal("50.00"))
COINSURANCE = BenefitStated(info="A", service_types=("30",), rate=Decimal("0.20"))
COPAY = BenefitStated(info="B", service_types=("98",), amount=Decimal("25.00"))


@dataclass
class Office:
    """The estimate stage behind a clinic: it reads what the clinic and its source systems say about the encounter."""

    state: Estimate = field(default_factory=lambda: Estimate(encounter_id=EncounterId(ID)))

    def hear(self, *events: Event) -> list[PatientEstimated]:
        told: list[PatientEstimated] = []
        for event in events:
            if isinstance(event, estimate.STAGE.handles):
                decided = estimate.decide(self.state, event, Context(at=AT, on=ON, cause="c", reference=SITE))
                self.state = estimate.evolve(self.state, event)
                for each in decided:
                    assert isinstance(each, PatientEstimated)
                    self.state = estimate.evolve(self.state, each)
                    told.append(each)
        return told

    def why_not(self) -> str:
        found = quote(self.state, SITE, ON)
        assert isinstance(found, str)
        return found


def test_s2_the_dead_plan_is_passed_over_a_number_is_awaited_and_the_share_is_known_before_the_scan() -> None:
    def payer(question: InquiryRequested) -> Event:
        if question.payer_id == "CASC2":
            return answered(question, False)
        return answered(question, True, DEDUCTIBLE, COINSURANCE, needs_number("73721"))

    clinic, office = Clinic(payer), Office()
    visit = (registered(1, coverage(1, "CASC2"), coverage(2, "NWHP1")), opened(codes=("73721",)))
    events = clinic.tell(*visit)
    assert [each.payer_id for each in events if isinstance(each, InquiryRequested)] == ["CASC2", "NWHP1"]
    assert {each.service_on for each in events if isinstance(each, InquiryRequested)} == {VISIT_ON}
    assert codes(events) == ["authorization_needed"]
    assert "EncounterCleared" not in kinds(events)
    [told] = office.hear(*visit, *events)
    assert (told.payer_id, told.charged, told.allowed) == ("NWHP1", Decimal("412.00"), Decimal("280.00"))
    assert (told.deductible, told.coinsurance, told.copay, told.amount) == (Decimal("50.00"), Decimal("46.00"), Decimal("0.00"), Decimal("96.00"))
    after = clinic.tell(number("AUTH1", "73721"))
    [cleared] = [each for each in after if isinstance(each, EncounterCleared)]
    assert [(each.payer_id, each.order) for each in cleared.coverages] == [("NWHP1", 2)]
    assert cleared.authorizations == ("AUTH1",)
    assert office.hear(*after) == []


def heard(*benefits: BenefitStated, **care: Any) -> Office:
    clinic, office = Clinic(lambda question: answered(question, True, *benefits)), Office()
    visit = (registered(), opened(**care))
    office.hear(*visit, *clinic.tell(*visit))
    return office


def test_a_copay_alone_is_the_share() -> None:
    told = heard(COPAY).state.told
    assert told is not None
    assert (told.allowed, told.copay, told.amount) == (Decimal("102.50"), Decimal("25.00"), Decimal("25.00"))


@pytest.mark.parametrize(
    ("office", "words"),
    [
        (Office(), "not verified yet"),
        (heard(), "neither copay nor coinsurance nor deductible"),
        (heard(COINSURANCE), "what is left of the deductible"),
        (heard(COPAY, codes=()), "no charge of the visit"),
        (heard(COPAY, codes=("45385",)), "has no row for 45385"),
        (heard(COPAY, codes=("99499",)), "charge master has no price for 99499"),
    ],
)
def test_without_an_estimate_there_is_a_reason(office: Office, words: str) -> None:
    assert office.state.told is None
    assert words in office.why_not()


def test_with_a_second_active_coverage_nobody_can_say() -> None:
    clinic, office = Clinic(lambda question: answered(question, True, COPAY)), Office()
    visit = (registered(1, coverage(1, "NWHP1"), coverage(2, "CASC2")), opened())
    assert office.hear(*visit, *clinic.tell(*visit)) == []
    assert "Another active coverage" in office.why_not()


def test_further_charges_make_a_new_estimate_and_the_same_ones_do_not() -> None:
    office = heard(DEDUCTIBLE, COINSURANCE)
    assert office.hear(opened(2)) == []
    [told] = office.hear(opened(3, codes=("99213", "85025", "20610")))
    assert (told.version, told.allowed, told.amount) == (2, Decimal("222.50"), Decimal("84.50"))


def test_a_hospital_visit_is_priced_by_its_case_rate() -> None:
    office = heard(DEDUCTIBLE, COINSURANCE, kind=ClaimKind.INSTITUTIONAL, facility_id="hospital", codes=("45385",))
    assert office.state.told is not None
    assert office.state.told.amount == Decimal("880.00")


money = st.integers(0, 1_000_000).map(lambda number: Decimal(number) / 100)


@given(money, st.none() | money, st.none() | money, st.none() | st.integers(0, 100).map(lambda number: Decimal(number) / 100))
def test_the_share_is_never_more_than_the_contract_allows(
    allowed: Decimal, copay: Decimal | None, deductible: Decimal | None, rate: Decimal | None
) -> None:
    fact = CoverageVerified(
        encounter_id=ID, coverage_id="C", payer_id="P", order=1, registration_version=1, service_on=date(2026, 9, 14),
        copay=copay, deductible_left=deductible, coinsurance_rate=rate,
    )  # fmt: skip
    found = share(allowed, fact)
    assert found["amount"] == found["copay"] + found["deductible"] + found["coinsurance"]
    assert min(found.values()) >= 0
    assert found["amount"] <= allowed
