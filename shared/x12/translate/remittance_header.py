"""The 835 before its claims: who pays whom, how much, how and when (BPR, TRN, loops 1000A and 1000B), and PLB after them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.translate.naming import Address, Contact, Reference


@dataclass(frozen=True, slots=True)
class BankAccount:
    """One side of an electronic payment: the bank (`routing_qualifier` 01 ABA, 04 Canadian) and the account there (DA, SG).

    BPR06 to BPR09 is the payer's, BPR12 to BPR15 the payee's.
    """

    routing: str
    account: str = field(repr=False)
    routing_qualifier: str = "01"
    account_qualifier: str = "DA"


@dataclass(frozen=True, slots=True)
class Delivery:
    """RDM: how the remittance goes to a payee who gets it elsewhere than the money. `method` BM mail, EM e-mail, FT file transfer, OL on-line."""

    method: str
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """One PLB entry: money that belongs to no claim of this file. A positive `amount` lowers the payment.

    `code` is PLB03-1 (WO, FB, L6, 72, CS ...), `reference` PLB03-2 in the payer's own format.
    """

    provider_id: str
    fiscal_on: date | None
    code: str
    reference: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RemittanceHeader:
    """Who pays whom, how much, how and when.

    `paid` is BPR02, `handling` BPR01, `credit_debit` BPR03, `method` BPR04 (ACH, CHK, NON ...), `payment_format` BPR05, `paid_on`
    BPR16; `payer_company` and `payer_company_supplement` are BPR10 and BPR11. `trace` is TRN02 (the number that the bank deposit
    carries) and `originator_id` TRN03. `payer_plan_id` is N104 of the payer, `payer_ids` its REF segments in loop 1000A (2U is the
    payer's own id); `payee_id` N104 of the payee with `payee_qualifier` (XX NPI, FI tax id), `payee_ids` its REF (TJ tax id, PQ
    provider number). `produced_on` is DTM*405, `receiver_id` REF*EV, `system_version` REF*F2, `currency` CUR02.
    """

    set_control_number: str
    paid: Decimal
    handling: str = ""
    credit_debit: str = ""
    method: str = ""
    paid_on: date | None = None
    trace: str = ""
    originator_id: str = ""
    originator_supplement: str = ""
    payer_name: str = ""
    payer_plan_id: str = ""
    payer_ids: tuple[Reference, ...] = ()
    payee_name: str = ""
    payee_qualifier: str = ""
    payee_id: str = ""
    payee_ids: tuple[Reference, ...] = ()
    produced_on: date | None = None
    receiver_id: str = ""
    payment_format: str = ""
    payer_account: BankAccount | None = None
    payer_company: str = ""
    payer_company_supplement: str = ""
    payee_account: BankAccount | None = None
    currency: str = ""
    system_version: str = ""
    payer_address: Address | None = None
    payer_contacts: tuple[Contact, ...] = ()
    payee_address: Address | None = None
    delivery: Delivery | None = None

    @property
    def payer_id(self) -> str:
        """The payer's own id (REF*2U), else the one beside its name (N104), else the originator of the payment (TRN03)."""
        own = next((reference.value for reference in self.payer_ids if reference.qualifier == "2U"), "")
        return own or self.payer_plan_id or self.originator_id
