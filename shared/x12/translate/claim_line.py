"""One line of a claim: loop 2400 of the 837 with its drug (2410), its providers (2420) and earlier decisions (2430)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shared.x12.translate.adjustment import Adjustment
from shared.x12.translate.claim_details import (
    Attachment,
    Certification,
    Contract,
    Equipment,
    Indicator,
    LineAmount,
    Measurement,
    Note,
    Purchase,
    Repricing,
    Transport,
)
from shared.x12.translate.claim_parties import Provider
from shared.x12.translate.days import Dated
from shared.x12.translate.naming import Address, Reference


@dataclass(frozen=True, slots=True)
class Drug:
    """Loop 2410: an 11-digit NDC with its quantity in the drug's own unit (UN, ML, GR, F2, ME), not in HCPCS units.

    `prescription` is REF*XZ, `link` REF*VY (the parts of a compound that has no prescription number share it).
    """

    ndc: str
    quantity: Decimal
    unit: str
    prescription: str = ""
    link: str = ""
    qualifier: str = "N4"


@dataclass(frozen=True, slots=True)
class LineAdjudication:
    """Loop 2430: what an earlier payer did with the line. `payer_id` equals the id of that payer in 2330B.

    `bundled_into` is SVD06, the number (LX01) of the line that this one was paid with.
    """

    payer_id: str
    paid: Decimal
    units: Decimal
    adjudicated_on: date
    adjustments: tuple[Adjustment, ...] = ()
    code: str = ""
    modifiers: tuple[str, ...] = ()
    revenue_code: str = ""
    remaining: Decimal | None = None
    bundled_into: int | None = None
    qualifier: str = "HC"


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """Loop 2400. `pointers` count the claim's diagnoses from 1, the first is the main one (professional only, at most four).

    `control_number` is REF*6R, unique in the claim and echoed by the 835. `unit` is UN, MJ (minutes) or DA (days);
    `place` only where it differs from the claim's. A professional line needs `code`, an institutional one `revenue_code`.
    `note` is NTE*ADD (professional) or NTE*TPO (institutional), `notes` are others. `patients` is QTY*PT (an ambulance),
    `obstetric_units` QTY*FL. `pick_up` and `drop_off` are 2420G and 2420H where they differ from the claim's.
    """

    charge: Decimal
    units: Decimal
    on: date | None
    code: str = ""
    modifiers: tuple[str, ...] = ()
    pointers: tuple[int, ...] = ()
    control_number: str = ""
    revenue_code: str = ""
    through_on: date | None = None
    unit: str = "UN"
    qualifier: str = "HC"
    description: str = ""
    place: str = ""
    emergency: bool = False
    noncovered: Decimal | None = None
    drug: Drug | None = None
    note: str = field(default="", repr=False)
    rendering: Provider | None = None
    adjudications: tuple[LineAdjudication, ...] = ()
    screening: bool = False
    family_planning: bool = False
    copay_exempt: bool = False
    dates: tuple[Dated, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    references: tuple[Reference, ...] = ()
    amounts: tuple[LineAmount, ...] = ()
    notes: tuple[Note, ...] = ()
    fixed_format: tuple[str, ...] = field(default=(), repr=False)
    indicators: tuple[Indicator, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    contract: Contract | None = None
    equipment: Equipment | None = None
    certification: Certification | None = None
    transport: Transport | None = None
    patients: Decimal | None = None
    obstetric_units: Decimal | None = None
    purchase: Purchase | None = None
    repricing: Repricing | None = None
    purchased_from: Provider | None = None
    facility: Provider | None = None
    supervising: Provider | None = None
    ordering: Provider | None = None
    referring: Provider | None = None
    primary_care: Provider | None = None
    operating: Provider | None = None
    other_operating: Provider | None = None
    pick_up: Address | None = field(default=None, repr=False)
    drop_off: Address | None = field(default=None, repr=False)
    drop_off_name: str = field(default="", repr=False)
