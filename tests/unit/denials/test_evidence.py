"""What the desk can show a payer: proof that a claim was filed in time, the appeal made of it, and documents in a 275."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from services.denials.model.case import Denial
from services.denials.model.evidence import Image, proof_of
from services.denials.model.packet import number_of, packet_of
from services.denials.writing import FIRST_NUMBER, Papers, attachment
from shared.contracts.denials import AttachmentRequested, AttachmentSent, DenialDecided
from shared.contracts.eligibility import CoverageOnFile, Patient, PersonName
from shared.contracts.event import Event
from shared.contracts.submission import ClaimAccepted, ClaimSubmitted
from shared.contracts.values import Actor, ClaimKind, CoverageId, Document, InterchangeId, PayerId
from shared.x12.interchange import read_transactions
from shared.x12.translate.attachment import AttachmentSet, Question
from shared.x12.translate.attachment import Document as Paper
from shared.x12.translate.naming import Reference
from shared.x12.translate.read_attachment import read_attachments
from tests.unit.denials.desk import CLAIM, ENCOUNTER, SITE, Desk, Line, decided, line, payment, priced, remitted, reversed_

SERVED, LIMIT, ACCEPTED, DENIED = date(2026, 1, 12), date(2026, 4, 12), date(2026, 2, 3), date(2026, 5, 20)
LATE: list[Line] = [("29881", "1150.00", "0.00", [("CO", "29", "1150.00")])]
ACKNOWLEDGEMENT = Document(sha256="a" * 64, size=9, kind="277CA", name="277CA-1.x12")
IMAGE = Document(sha256="c" * 64, size=9, kind="837P", name="837P-1.x12")
BILLER = Actor(id="biller-1")


def sent(submission: int = 1, on: date = date(2026, 1, 20), payer: str = "CASC2") -> ClaimSubmitted:
    return ClaimSubmitted(
        claim_id=CLAIM,
        encounter_id=ENCOUNTER,
        submission=submission,
        interchange_id=InterchangeId("I1"),
        reference="R",
        kind=ClaimKind.PROFESSIONAL,
        frequency="1",
        payer_id=PayerId(payer),
        coverage_id=CoverageId("COVERAGE1"),
        service_from=SERVED,
        service_to=SERVED,
        lines=(),
        total=Decimal("1150.00"),
        submitted_on=on,
        document=IMAGE,
    )


def accepted(on: date = ACCEPTED, submission: int = 1, payer: str = "CASC2", number: str = "ICNA") -> ClaimAccepted:
    return ClaimAccepted(
        claim_id=CLAIM,
        encounter_id=ENCOUNTER,
        submission=submission,
        payer_id=PayerId(payer),
        payer_claim_control_number=number,
        accepted_on=on,
        document=ACKNOWLEDGEMENT,
    )


def late_claim(*before: Event) -> tuple[Desk, Denial]:
    """S6's first claim, of 12 January, refused as too late on 20 May; the contract gives 90 days."""
    desk = Desk(priced(c29881="740.00"))
    lines = [line(1, LATE[0]).model_copy(update={"service_on": SERVED})]
    desk.hear(*before, remitted(payment(lines), "R1", DENIED, "CASC2"))
    [denial] = desk.case.denials
    return desk, denial


def test_s6_the_payers_acceptance_inside_the_limit_is_the_proof_and_the_packet_tells_it() -> None:
    desk, denial = late_claim(sent(), accepted())
    opened = denial.opened
    assert (opened.filing_limit_on, opened.appeal_by, opened.expected_recoverable) == (LIMIT, date(2026, 7, 19), Decimal("740.00"))
    assert proof_of(desk.case.acceptances, opened).is_found
    assert "Print the appeal packet" in desk.work()["filed_late"]
    packet = packet_of(desk.case, denial, "Cascade Mutual", "Riverbend Health", 90)
    letter = " ".join(packet.paragraphs)
    assert [word in letter for word in ("90 days", "2026-04-12", "2026-02-03", "ICNA", "1150.00", "68 days before")] == [True] * 6
    assert [(one.service, one.document) for one in packet.enclosures] == [("submission", ACKNOWLEDGEMENT), ("submission", IMAGE)]
    assert (packet.facts["Our claim number"], packet.facts["Your claim number"], packet.facts["Appeal due"]) == (CLAIM, "ICNA", "2026-07-19")


def test_an_appeal_that_was_sent_waits_for_the_payer() -> None:
    desk, denial = late_claim(sent(), accepted())
    desk.hear(
        DenialDecided(
            denial_id=denial.opened.denial_id, claim_id=CLAIM, decision="appeal", decided_on=date(2026, 5, 22), actor=BILLER, reason="Packet sent."
        )
    )
    assert desk.work() == {}
    paid: list[Line] = [("29881", "1150.00", "666.00", [("CO", "45", "410.00"), ("PR", "2", "74.00")])]
    first = remitted(payment([line(1, LATE[0])]), "R1", DENIED, "CASC2")
    desk.hear(reversed_(first), decided(paid, "R2", date(2026, 6, 30), payer="CASC2", ordinal=2))
    assert desk.closed() == [(1, "overturned", "740.00")]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ((sent(),), "No acceptance (277CA) of this payer"),
        ((sent(), accepted(date(2026, 4, 13))), "That is too late: write it off"),
        ((sent(payer="NWHP1"), accepted(payer="NWHP1")), "No acceptance (277CA) of this payer"),
    ],
)
def test_without_proof_inside_the_limit_the_desk_is_told_to_write_it_off(before: tuple[Event, ...], words: str) -> None:
    desk, denial = late_claim(*before)
    assert words in desk.work()["filed_late"]
    packet = packet_of(desk.case, denial, "Cascade Mutual", "Riverbend Health", 90)
    assert "write the denial off" in packet.advice
    assert ACKNOWLEDGEMENT not in [one.document for one in packet.enclosures]


def test_the_limit_counts_to_its_last_day_and_the_first_acceptance_counts() -> None:
    desk, denial = late_claim(sent(), sent(2, LIMIT), accepted(LIMIT, 2), accepted(date(2026, 5, 1), 1))
    proof = proof_of(desk.case.acceptances, denial.opened)
    assert proof.is_found
    assert proof.acceptance is not None
    assert proof.acceptance.submission == 2


def test_a_number_that_comes_later_completes_the_acceptance_and_its_day_stays() -> None:
    desk, denial = late_claim(sent(), accepted(number=""), accepted(date(2026, 3, 1)))
    [known] = desk.case.acceptances
    assert (known.accepted_on, known.payer_claim_control_number) == (ACCEPTED, "ICNA")
    assert number_of(desk.case, denial) == "ICNA"


WANTED: Line = ("29880", "980.00", "0.00", [("CO", "252", "980.00")])


def records_wanted() -> tuple[Desk, Denial]:
    desk = Desk(priced(c29880="610.00"))
    refused = payment([line(1, WANTED, remarks=("N706",))]).model_copy(update={"payer_claim_control_number": "ICNB"})
    desk.hear(sent(), remitted(refused, "R1", DENIED, "CASC2"))
    [denial] = desk.case.denials
    return desk, denial


def papers(desk: Desk, denial: Denial, number: str, *, solicited: bool, loinc: str = "") -> Papers:
    payer = SITE.payer("CASC2")
    assert payer is not None
    return Papers(
        claim_id=CLAIM,
        denial=denial,
        image=Image.model_validate({name: getattr(sent(), name) for name in Image.model_fields}),
        patient=Patient(mrn="M1", name=PersonName(last="Testoak", first="Ada")),
        coverage=CoverageOnFile(coverage_id=CoverageId("COVERAGE1"), order=1, payer_id=PayerId("CASC2"), member_id="CM0000001"),
        payer=payer,
        icn=number_of(desk.case, denial),
        control_number=number,
        solicited=solicited,
        loinc=loinc,
        documents=(Paper(b"%PDF-1.7 note", "application/pdf", "note.pdf"),),
    )


def read(data: bytes) -> AttachmentSet:
    [found] = [read_attachments(transaction) for transaction in read_transactions(data)]
    return found


def test_s6_the_275_names_the_payers_claim_and_our_number() -> None:
    desk, denial = records_wanted()
    assert (denial.opened.category.value, denial.opened.expected_recoverable) == ("information_request", Decimal("610.00"))
    data = attachment(papers(desk, denial, "A900000001", solicited=False), SITE, 1, datetime(2026, 5, 22, 15, tzinfo=UTC))
    found = read(data)
    assert f"*{FIRST_NUMBER + 1}*".encode() in data[:106]
    assert (found.reference, found.solicited, found.member_id) == ("A900000001", False, "CM0000001")
    assert found.references == (Reference("EJ", CLAIM), Reference("1K", "ICNB"))
    [information] = found.information
    assert (information.trace, information.references, information.documents[0].content) == (
        "A900000001", (Reference("6R", "1"),), b"%PDF-1.7 note",
    )  # fmt: skip


def test_a_request_of_the_payer_gives_the_number_and_the_question() -> None:
    desk, denial = records_wanted()
    data = attachment(papers(desk, denial, "CM-277-9", solicited=True, loinc="18842-5"), SITE, 2, datetime(2026, 5, 22, 15, tzinfo=UTC))
    [information] = read(data).information
    assert (information.trace, information.solicited, information.questions) == ("CM-277-9", True, (Question("R4", "18842-5"),))


def test_documents_that_were_sent_wait_for_the_payer_and_win_the_denial() -> None:
    desk, denial = records_wanted()
    assert "Send the records" in desk.work()["records_wanted"]
    file = Document(sha256="e" * 64, size=9, kind="275", name="275-900000001.x12")
    wish = AttachmentRequested(
        denial_id=denial.opened.denial_id,
        claim_id=CLAIM,
        encounter_id=ENCOUNTER,
        payer_id=PayerId("CASC2"),
        payer_claim_control_number="ICNB",
        control_number="A900000001",
        due_on=denial.opened.appeal_by,
        attached=(Document(sha256="d" * 64, size=9, kind="attachment"),),
        document=file,
        requested_on=date(2026, 5, 22),
        actor=BILLER,
        reason="Operative note",
    )
    desk.hear(wish)
    assert "Send the records" in desk.work()["records_wanted"]
    told = AttachmentSent(denial_id=denial.opened.denial_id, claim_id=CLAIM, control_number="A900000001", document=file, sent_on=date(2026, 5, 22))
    desk.hear(wish, told)
    assert [(one.control_number, one.sent_on) for one in desk.case.attachments] == [("A900000001", date(2026, 5, 22))]
    assert desk.work() == {}
    paid: list[Line] = [("29880", "980.00", "549.00", [("CO", "45", "370.00"), ("PR", "2", "61.00")])]
    first = remitted(payment([line(1, WANTED)]), "R1", DENIED, "CASC2")
    desk.hear(reversed_(first), decided(paid, "R2", date(2026, 6, 30), payer="CASC2", ordinal=2))
    assert desk.closed() == [(1, "overturned", "610.00")]
