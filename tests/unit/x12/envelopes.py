"""Interchanges for tests, built as text so that the reader is not tested with our own writer."""

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261102*0930*^*00501*000000042*0*T*:~"


def interchange(*sets: str, group: str = "GS*HC*SENDER*RECEIVER*20261102*0930*7*X*005010X222A1~", isa: str = ISA) -> bytes:
    """Sets (each `ST*...~ ... SE*...~`) in one group and one interchange, with right counts."""
    return f"{isa}{group}{''.join(sets)}GE*{len(sets)}*7~IEA*1*000000042~".encode("latin-1")


def transaction(*segments: str, set_id: str = "837", number: str = "0001", version: str = "") -> str:
    """A set around segments (without terminators), rightly counted."""
    head = f"ST*{set_id}*{number}" + (f"*{version}" if version else "")
    return "~".join([head, *segments, f"SE*{len(segments) + 2}*{number}"]) + "~"


def remittance(*segments: str, paid: str = "0") -> bytes:
    """An 835 with an ordinary header, the given segments from LX on."""
    head = (
        f"BPR*I*{paid}*C*ACH*CCP*01*071000013*DA*111*1841234567**01*071000013*DA*222*20261116",
        "TRN*1*TRACE77*1999999999",
        "REF*EV*CLEARPATH1",
        "DTM*405*20261115",
        "N1*PR*Northwind Health Plan*XV*NWHP1",
        "N3*1 North Way",
        "N4*Columbus*OH*43004",
        "REF*2U*NW-2U",
        "PER*BL*CLAIMS DESK*TE*6145550100",
        "N1*PE*Riverbend Hospital*XX*1234567893",
        "REF*TJ*841234567",
    )
    group = "GS*HP*SENDER*RECEIVER*20261116*0930*7*X*005010X221A1~"
    return interchange(transaction(*head, *segments, set_id="835"), group=group)
