"""A 276 asks the payer about one claim under the number that comes back, and names the patient as the payer knows it."""

from __future__ import annotations

import pytest

from services.billing.submission.status_inquiry import inquiry_of
from shared.contracts.eligibility import PatientRegistered
from shared.x12.faults import WriteError
from shared.x12.interchange import read_transactions
from shared.x12.translate.status_inquiry import StatusInquiry, read_status_inquiries
from tests.unit.submission.given import AT, SITE, built, of_a_child, registered


def asked(who: PatientRegistered, number: str = "") -> StatusInquiry:
    body = inquiry_of(built(), number, who, SITE, "000000012", AT)
    (inquiry,) = [each for transaction in read_transactions(body) for each in read_status_inquiries(transaction)]
    return inquiry


def test_the_payer_is_asked_by_claim_number_charge_and_day_of_service() -> None:
    claim, inquiry = built(), asked(registered(), "ICN1")
    assert (inquiry.trace, inquiry.charge, inquiry.service_from) == (claim.claim_id, claim.total, claim.service_from)
    assert (inquiry.numbers.payer_claim_control_number, inquiry.numbers.patient_control_number) == ("ICN1", claim.claim_id)
    assert (inquiry.payer.id, inquiry.receiver.id, inquiry.providers[0].id) == ("NWHP1", "RIVERBEND1", "1245319599")
    assert (inquiry.subscriber.member_id, inquiry.subscriber.name.last, inquiry.dependent) == ("NWA001", "Testmann", None)
    assert inquiry.subscriber.born_on == registered().patient.birth_date


def test_without_the_payers_number_none_is_named() -> None:
    assert asked(registered()).numbers.payer_claim_control_number == ""


def test_a_child_is_asked_about_as_a_dependent_of_the_policy_holder() -> None:
    inquiry = asked(of_a_child())
    assert inquiry.dependent is not None
    assert (inquiry.subscriber.name.first, inquiry.dependent.name.first, inquiry.dependent.born_on) == ("Eva", "Ada", of_a_child().patient.birth_date)


@pytest.mark.parametrize("who", [None, registered(1).model_copy(update={"coverages": ()})])
def test_nothing_is_asked_about_a_policy_that_is_not_on_file(who: PatientRegistered | None) -> None:
    with pytest.raises(WriteError):
        inquiry_of(built(), "", who, SITE, "000000012", AT)
