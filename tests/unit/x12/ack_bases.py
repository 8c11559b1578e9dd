"""Files to be answered: claims of 5010 and 4010 and a remittance, as text, so that no writer of ours is in them."""

from tests.unit.x12.envelopes import ISA, interchange, transaction

V5010 = "005010X222A1"
V4010 = "004010X098A1"
GS5010 = f"GS*HC*RIVERAPP*CLEARAPP*20261102*0930*7*X*{V5010}~"
GS4010 = f"GS*HC*RIVERAPP*CLEARAPP*20261102*0930*7*X*{V4010}~"
ISA4010 = ISA.replace("*^*00501*", "*U*00401*")

_OPENING = (
    "NM1*41*2*RIVERBEND HEALTH*****46*RIVERBEND1",
    "PER*IC*OFFICE*TE*9375550100",
    "NM1*40*2*CLEARPATH*****46*CLEARPATH1",
    "HL*1**20*1",
    "NM1*85*2*RIVERBEND*****XX*1245319599",
    "N3*1 RIVER WAY",
    "N4*SPRINGFIELD*OH*455011234",
    "REF*EI*841234567",
    "HL*2*1*22*0",
    "SBR*P*18*******CI",
    "NM1*IL*1*PENA*ZOE****MI*NWA100200",
    "N3*12 ELM STREET",
    "N4*SPRINGFIELD*OH*45502",
    "DMG*D8*19800229*F",
    "NM1*PR*2*NORTHWIND*****PI*NWHP1",
)


def claim_set(number: int = 1, account: str = "ACCT-1", version: str = V5010) -> str:
    """One claim of one line; CLM is segment 18 of 5010 and 19 of 4010."""
    old = version == V4010
    segments = (
        "BHT*0019*00*BATCH-1*20261102*0930*CH",
        *((f"REF*87*{version}",) if old else ()),
        *_OPENING,
        f"CLM*{account}*190***11:{'' if old else 'B'}:1*Y*A*Y*Y",
        f"HI*{'BK:25000' if old else 'ABK:E119'}",
        "LX*1",
        "SV1*HC:99213*190*UN*1***1",
        "DTP*472*D8*20261005",
    )
    return transaction(*segments, number=f"{number:04d}", version="" if old else version)


def claims(count: int = 3) -> bytes:
    """So many sets of 5010 in one group."""
    return interchange(*(claim_set(number, f"ACCT-{number}") for number in range(1, count + 1)), group=GS5010)


def older_claims(count: int = 3) -> bytes:
    """So many sets of 4010 in one group."""
    sets = (claim_set(number, f"ACCT-{number}", V4010) for number in range(1, count + 1))
    return interchange(*sets, group=GS4010, isa=ISA4010)


def two_groups() -> bytes:
    """A group of 5010 and one of 4010 from different applications."""
    first = GS5010 + claim_set() + "GE*1*7~"
    second = GS4010.replace("*7*X", "*8*X").replace("RIVERAPP", "OLDAPP") + claim_set(version=V4010) + "GE*1*8~"
    return f"{ISA}{first}{second}IEA*2*000000042~".encode()
