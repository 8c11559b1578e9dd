"""Reads an 835 as far as its first claim."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.scalars import ZERO
from shared.x12.segments import Segment
from shared.x12.translate.naming import Contact, Reference, address_in, read_contact, read_reference
from shared.x12.translate.remittance_header import BankAccount, Delivery, ProviderAdjustment, RemittanceHeader
from shared.x12.translate.values import Values

_END = frozenset({"LX", "CLP", "PLB", "SE"})
_PAYER, _PAYEE = "PR", "PE"


@dataclass(slots=True)
class _Party:
    """What an N1 loop says."""

    name: str = ""
    qualifier: str = ""
    id: str = ""
    street: Segment | None = None
    city: Segment | None = None
    references: list[Reference] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    delivery: Delivery | None = None


class _Header:
    """Collects the header segment by segment."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.texts: dict[str, str] = {}
        self.paid: Decimal | None = None
        self.paid_on: date | None = None
        self.produced_on: date | None = None
        self.payer_account: BankAccount | None = None
        self.payee_account: BankAccount | None = None
        self.parties = {_PAYER: _Party(), _PAYEE: _Party()}
        self._party: _Party | None = None

    def take(self, segment: Segment) -> None:
        """One segment before the claims."""
        get = segment.get
        match segment.id:
            case "BPR":
                self._payment(segment)
            case "TRN":
                self.texts.update(trace=get(2), originator_id=get(3), originator_supplement=get(4))
            case "CUR":
                self.texts["currency"] = get(2)
            case "DTM" if get(1) == "405":
                self.produced_on = self.values.day(get(2), 2)
            case "N1":
                self._party = self.parties.get(get(1))
                if self._party is not None:
                    self._party.name, self._party.qualifier, self._party.id = get(2), get(3), get(4)
            case "REF" if self._party is None:
                if get(1) in _TEXTS:
                    self.texts[_TEXTS[get(1)]] = get(2)
            case _ if self._party is not None:
                _add(self._party, segment)

    def _payment(self, bpr: Segment) -> None:
        get = bpr.get
        self.paid = self.values.amount(get(2), 2)
        self.paid_on = self.values.day(get(16), 16)
        self.texts.update(
            handling=get(1), credit_debit=get(3), method=get(4), payment_format=get(5), payer_company=get(10), payer_company_supplement=get(11)
        )
        self.payer_account, self.payee_account = _account(bpr, 6), _account(bpr, 12)

    def header(self, control_number: str) -> RemittanceHeader:
        """All of it."""
        payer, payee = self.parties[_PAYER], self.parties[_PAYEE]
        text = self.texts
        return RemittanceHeader(
            control_number,
            self.paid or ZERO,
            handling=text.get("handling", ""),
            credit_debit=text.get("credit_debit", ""),
            method=text.get("method", ""),
            payment_format=text.get("payment_format", ""),
            payer_company=text.get("payer_company", ""),
            payer_company_supplement=text.get("payer_company_supplement", ""),
            payer_account=self.payer_account,
            payee_account=self.payee_account,
            paid_on=self.paid_on,
            trace=text.get("trace", ""),
            originator_id=text.get("originator_id", ""),
            originator_supplement=text.get("originator_supplement", ""),
            currency=text.get("currency", ""),
            receiver_id=text.get("receiver_id", ""),
            system_version=text.get("system_version", ""),
            produced_on=self.produced_on,
            payer_name=payer.name,
            payer_plan_id=payer.id,
            payer_ids=tuple(payer.references),
            payer_address=address_in(payer.street, payer.city),
            payer_contacts=tuple(payer.contacts),
            payee_name=payee.name,
            payee_qualifier=payee.qualifier,
            payee_id=payee.id,
            payee_ids=tuple(payee.references),
            payee_address=address_in(payee.street, payee.city),
            delivery=payee.delivery,
        )


_TEXTS = {"EV": "receiver_id", "F2": "system_version"}


def read_header(control_number: str, segments: Iterator[Segment], values: Values) -> tuple[RemittanceHeader, Segment | None]:
    """The header, and the first segment after it (None at the end of the set)."""
    found = _Header(values)
    after: Segment | None = None
    for segment in segments:
        values.segment = segment
        if segment.id in _END:
            after = segment
            break
        found.take(segment)
    if found.paid is None:
        values.fault("bpr-missing", "the payment amount is missing", 2)
    return found.header(control_number), after


def read_provider_adjustments(plb: Segment, values: Values, separator: str) -> Iterator[ProviderAdjustment]:
    """The up to six entries of a PLB."""
    values.segment = plb
    fiscal_on = values.day(plb.get(2), 2)
    for at in range(3, len(plb.elements), 2):
        code, _, reference = plb.get(at).partition(separator)
        if code or plb.get(at + 1):
            yield ProviderAdjustment(plb.get(1), fiscal_on, code, reference, values.amount(plb.get(at + 1), at + 1))


def _add(party: _Party, segment: Segment) -> None:
    """N3, N4, REF, PER or RDM below an N1."""
    match segment.id:
        case "N3":
            party.street = segment
        case "N4":
            party.city = segment
        case "REF":
            party.references.append(read_reference(segment))
        case "PER":
            party.contacts.append(read_contact(segment))
        case "RDM":
            party.delivery = Delivery(segment.get(1), segment.get(2), segment.get(3))


def _account(bpr: Segment, at: int) -> BankAccount | None:
    qualifier, routing, kind, account = (bpr.get(at + n) for n in range(4))
    return BankAccount(routing, account, qualifier, kind) if routing or account else None
