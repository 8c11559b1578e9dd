"""Sound files of each kind as text, for tests of what looks at files as they are. Invented people."""

from tests.unit.x12.envelopes import interchange, remittance, transaction

PROFESSIONAL = "005010X222A1"
_PROVIDER = (
    "BHT*0019*00*R1*20261102*0930*CH",
    "NM1*41*2*RIVERBEND HEALTH*****46*RIVERBEND1",
    "PER*IC*BILLING OFFICE*TE*9375550100",
    "NM1*40*2*CLEARPATH*****46*CLEARPATH1",
    "HL*1**20*1",
    "PRV*BI*PXC*207Q00000X",
    "NM1*85*2*RIVERBEND PHYSICIANS*****XX*1245319599",
    "N3*100 RIVERBEND WAY",
    "N4*SPRINGFIELD*OH*455011234",
    "REF*EI*841234567",
)


def subscriber(number: int, payer: str, *, self: bool = True, children: int = 0) -> tuple[str, ...]:
    """Loop 2000B up to its claims."""
    person = ("N3*12 ELM STREET", "N4*SPRINGFIELD*OH*45502", "DMG*D8*19800229*F") if self else ()
    return (
        f"HL*{number}*1*22*{children}",
        f"SBR*P*{'18' if self else ''}*******CI",
        f"NM1*IL*1*PENA*ZOE****MI*NWA{number}00200",
        *person,
        f"NM1*PR*2*PLAN {payer}*****PI*{payer}",
    )


def patient(number: int, above: int) -> tuple[str, ...]:
    """Loop 2000C up to its claims."""
    head = (f"HL*{number}*{above}*23*0", "PAT*19", "NM1*QC*1*PENA*ADA")
    return (*head, "N3*12 ELM STREET", "N4*SPRINGFIELD*OH*45502", "DMG*D8*20150304*F")


def claim(number: str, *charges: str) -> tuple[str, ...]:
    """Loop 2300 with a line for each charge."""
    total = sum(int(charge) for charge in charges)
    lines = [
        part
        for line, charge in enumerate(charges, start=1)
        for part in (f"LX*{line}", f"SV1*HC:99213*{charge}*UN*1***1", "DTP*472*D8*20261005", f"REF*6R*{number}-{line}")
    ]
    return (f"CLM*{number}*{total}***11:B:1*Y*A*Y*Y", "HI*ABK:E119", *lines)


def claims(*segments: str, number: str = "0001") -> str:
    """An 837P set around levels and claims."""
    return transaction(*_PROVIDER, *segments, number=number, version=PROFESSIONAL)


THREE_CLAIMS = interchange(
    claims(
        *subscriber(2, "NWHP1"), *claim("ACCT-1", "150", "40"),
        *subscriber(3, "CASC2", self=False, children=1), *patient(4, 3), *claim("ACCT-2", "60"), *claim("ACCT-3", "70"),
    )
)  # fmt: skip
ONE_CLAIM = interchange(claims(*subscriber(2, "NWHP1"), *claim("ACCT-1", "150", "40")))
PAYMENT = remittance(
    "LX*1",
    *("CLP*ACCT-1*1*190*100*10*HM*ICN1*11*1", "NM1*QC*1*PENA*ZOE", "SVC*HC:99213*190*100", "DTM*472*20261005", "CAS*CO*45*80", "CAS*PR*3*10"),
    *("CLP*ACCT-2*22*-60*-60**HM*ICN2*11*1", "NM1*QC*1*PENA*ADA", "SVC*HC:99213*-60*-60", "DTM*472*20261005"),
    *("CLP*ACCT-2*1*60*50*10*HM*ICN3*11*1", "NM1*QC*1*PENA*ADA", "SVC*HC:99213*60*50", "DTM*472*20261005", "CAS*PR*3*10"),
    paid="90",
)
INQUIRIES = interchange(
    transaction(
        "BHT*0022*13*Q1*20261102*0930",
        *("HL*1**20*1", "NM1*PR*2*PLAN A*****PI*NWHP1", "HL*2*1*21*1", "NM1*1P*2*RIVERBEND*****XX*1245319599"),
        *("HL*3*2*22*0", "TRN*1*T1*9841234567", "NM1*IL*1*PENA*ZOE****MI*NWA1", "DMG*D8*19800229*F", "DTP*291*D8*20261102", "EQ*30"),
        *("HL*4**20*1", "NM1*PR*2*PLAN B*****PI*CASC2", "HL*5*4*21*1", "NM1*1P*2*RIVERBEND*****XX*1245319599"),
        *("HL*6*5*22*0", "TRN*1*T2*9841234567", "NM1*IL*1*OKAFOR*SAM****MI*CSB1", "DMG*D8*19750701*M", "DTP*291*D8*20261102", "EQ*30"),
        set_id="270",
        version="005010X279A1",
    ),
    group="GS*HS*SENDER*RECEIVER*20261102*0930*7*X*005010X279A1~",
)
