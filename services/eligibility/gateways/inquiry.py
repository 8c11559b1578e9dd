"""One question to a payer as a 270, and the payer's 271 as our answer (005010X279A1). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.eligibility.model.answer import BUSY
from services.eligibility.model.encounter import Encounter
from shared.contracts.eligibility import BenefitStated, CoverageOnFile, InquiryRequested, Patient, PersonName, Sex
from shared.contracts.values import ClaimKind, cents
from shared.site.interchange import header_of
from shared.site.model import Site
from shared.stage.gateway import Unavailable
from shared.x12.faults import CUT_SHORT, WriteError, X12Error
from shared.x12.interchange import Transaction, read_transactions
from shared.x12.outgoing import proven
from shared.x12.segments import refuse_nul
from shared.x12.translate.benefits import Benefit, Benefits, read_benefits
from shared.x12.translate.claim import Name, Payer, Provider
from shared.x12.translate.eligibility import Inquiry, Member, write_inquiries
from shared.x12.translate.eligibility import Question as Asked

RELATIONSHIPS = {"spouse": "01", "child": "19", "other": "34"}
"""INS02 of loop 2100D."""
THOUSANDTH = Decimal("0.001")
YES_NO = {"Y": True, "N": False}


class Unreadable(Exception):
    """The reply holds no answer to our question."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a 270 needs to know."""

    wish: InquiryRequested
    encounter: Encounter
    coverage: CoverageOnFile
    site: Site
    at: datetime
    number: int
    """ISA13, GS06 and part of the trace."""
    service_types: tuple[str, ...] = ("30",)
    """EQ01: the plan as a whole, unless somebody asks for more."""
    provider: Provider | None = None
    """Loop 2100B; None for the billing provider of the encounter."""

    @property
    def trace(self) -> str:
        """TRN02, echoed by the payer."""
        return f"{self.wish.encounter_id}-{self.number}"


def written(question: Question) -> bytes:
    """The whole interchange, read again as the payer will. Raises WriteError, which names a place and no content, when it cannot be sent."""
    header = header_of(question.site, question.at, f"{question.number % 1_000_000_000:09d}")
    return proven(write_inquiries(header, [_inquiry(question)], reference=question.trace, group_control_number=question.number))


def _inquiry(question: Question) -> Inquiry:
    site, coverage = question.site, question.coverage
    registered, payer = question.encounter.registered, question.site.payer(question.wish.payer_id)
    if registered is None or payer is None:
        raise WriteError("registration or payer is not on file", "NM1")
    patient, holder = _member(registered.patient, coverage.member_id), coverage.subscriber
    dependent = holder is not None and coverage.relationship != "self"
    subscriber = Member(_name(holder.name), holder.birth_date, _sex(holder.sex), coverage.member_id) if holder and dependent else patient
    kind = question.encounter.opened.kind if question.encounter.opened else ClaimKind.PROFESSIONAL
    billing, organisation = site.organisation.billing.of(kind), site.organisation
    return Inquiry(
        payer=Payer(payer.name, payer.payer_id),
        provider=question.provider or Provider(billing.npi, Name(billing.name or organisation.name)),
        subscriber=subscriber,
        trace=question.trace,
        originator_id=f"9{organisation.tax_id}",
        on=question.wish.service_on,
        questions=(Asked(question.service_types), *(Asked(code=code) for code in question.wish.procedures)),
        dependent=_member(registered.patient, "") if dependent else None,
        relationship=RELATIONSHIPS.get(coverage.relationship, "") if dependent else "",
    )


def _member(patient: Patient, member_id: str) -> Member:
    return Member(_name(patient.name), patient.birth_date, _sex(patient.sex), member_id)


def _name(name: PersonName) -> Name:
    return Name(name.last, name.first, name.middle)


def _sex(sex: Sex) -> str:
    """DMG03 of a 270 knows F and M only."""
    return "" if sex == "U" else sex


def answer_in(reply: bytes, trace: str) -> Benefits:
    """The answer to our question in the payer's reply. Raises Unreadable when there is none."""
    try:
        refuse_nul(reply)
        found = [benefits for transaction in read_transactions(reply) if transaction.set_id == "271" for benefits in _whole(transaction)]
    except (X12Error, ValueError) as fault:
        raise Unreadable(type(fault).__name__) from fault
    ours = [benefits for benefits in found if trace in benefits.trace] or (found if len(found) == 1 else [])
    if not ours or ours[0].faults:
        raise Unreadable("no answer with our trace" if not ours else "values that cannot be read")
    return ours[0]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a 271 says, in the words of our contract."""

    active: bool | None
    """None when the payer gave no status."""
    rejects: tuple[str, ...]
    """AAA03 codes, each once."""
    benefits: tuple[BenefitStated, ...]


def understood(reply: bytes, trace: str) -> Understood:
    """The payer's answer to our question. Raises Unreadable when there is none, Unavailable when the payer asks us to come back."""
    try:
        benefits = answer_in(reply, trace)
        facts = tuple(stated(benefit) for benefit in benefits.benefits)
    except (ValueError, ArithmeticError) as fault:
        raise Unreadable(type(fault).__name__) from fault
    if benefits.active is None and is_busy(benefits):
        raise Unavailable("the payer asks us to come back")
    return Understood(benefits.active, tuple(dict.fromkeys(reject.code for reject in benefits.rejects)), facts)


def _whole(transaction: Transaction) -> Sequence[Benefits]:
    answers = list(read_benefits(transaction))
    if any(fault.rule in CUT_SHORT for fault in transaction.faults):
        raise Unreadable("the reply is cut short")
    return answers


def is_busy(benefits: Benefits) -> bool:
    """The payer says that it cannot answer at the moment."""
    codes = {reject.code for reject in benefits.rejects}
    return bool(codes) and codes <= BUSY


def stated(benefit: Benefit) -> BenefitStated:
    """One EB as our contract has it. Raises ValueError for an amount that is no whole number of cents: half a cent was never due."""
    if benefit.amount is not None and benefit.amount != cents(benefit.amount):
        raise ValueError("an amount is no whole number of cents")
    return BenefitStated(
        info=benefit.code,
        service_types=benefit.service_types,
        procedure=benefit.procedure or None,
        plan=benefit.plan,
        time_period=benefit.time_period,
        amount=None if benefit.amount is None else cents(benefit.amount),
        rate=None if benefit.percent is None else benefit.percent.quantize(THOUSANDTH),
        authorization_required=YES_NO.get(benefit.authorization_required),
        in_network=YES_NO.get(benefit.in_network),
    )
