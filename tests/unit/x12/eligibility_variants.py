"""Variants of 270 and 271 that nobody must refuse."""

from tests.unit.x12.mutant import Mutant
from tests.unit.x12.shapes.eligibility import SHAPES

ASK, SAY = SHAPES["270"], SHAPES["271"]
PLAIN = ASK["asked with an address and numbers"]
DUE = SAY["everything due at once"]
PARTIES = SAY["two parties to a benefit"]
MANY = SAY["active for many service types"]


def other_marks(data: bytes, marks: str) -> bytes:
    """The file with other separators, in the order of `*:^~`."""
    return data.decode("ascii").translate(str.maketrans("*:^~", marks)).encode("ascii")


def variant(name: str, base: bytes, *changes: tuple[str, str], recount: bool = True) -> Mutant:
    """Changes that make no difference."""
    return Mutant(name, base, changes, recount=recount)


BENIGN: list[Mutant] = [
    variant("270 with other separators", other_marks(PLAIN, "|>{\n"), recount=False),
    variant("271 with control characters as separators", other_marks(MANY, "\x1d\x1f\x1e\x1c"), recount=False),
    variant("270 with a line for each segment", PLAIN.replace(b"~", b"~\r\n")),
    variant("271 with a line for each segment", DUE.replace(b"~", b"~\n")),
    variant("271 without a repetition separator", DUE, ("*^*00501", "*U*00501")),
    variant("270 in lower case", PLAIN, ("Northwind Health Plan", "northwind health plan"), ("Doe*Jane", "doe*jane")),
    variant("270 with empty elements at the end", PLAIN, ("TRN*1*TRACE-1*9841234567", "TRN*1*TRACE-1*9841234567*"), ("EQ*30~", "EQ*30****~")),
    variant("271 with empty elements at the end", DUE, ("EB*1**30*HM*GOLD PLAN", "EB*1**30*HM*GOLD PLAN********")),
    variant("270 without a reference", PLAIN, ("*13*INQ-1*", "*13**")),
    variant("270 without a trace", PLAIN, ("TRN*1*TRACE-1*9841234567~", "")),
    variant("270 without a date", PLAIN, ("DTP*291*D8*20261005~", "")),
    variant("270 over a period of one day", PLAIN, ("DTP*291*D8*20261005", "DTP*291*RD8*20261005-20261005")),
    variant("270 with seconds in its time", PLAIN, ("*20261102*0930~HL", "*20261102*09301500~HL")),
    variant("270 with a social security number", PLAIN, ("REF*6P*G1~", "REF*SY*123456789~REF*6P*G1~")),
    variant("270 with an address of the subscriber", PLAIN, ("DMG*", "N3*1 MAIN ST~N4*TROY*NY*12180~DMG*")),
    variant("270 with the sex left out", PLAIN, ("DMG*D8*19800102*F", "DMG*D8*19800102")),
    variant("270 that cancels", PLAIN, ("*0022*13*", "*0022*01*")),
    variant("270 by name without the receiver's", PLAIN, ("NM1*1P*2*Riverbend Hospital*", "NM1*1P*2**")),
    variant("271 that confirms", DUE, ("*0022*11*", "*0022*06*")),
    variant("271 with a benefit without service type", DUE, ("EB*1**30*HM", "EB*1***HM")),
    variant("271 that names only a primary care provider", DUE, ("EB*1**30*HM*GOLD PLAN~", "EB*1**30*HM*GOLD PLAN~EB*L~")),
    variant("271 with an unknown sex", DUE, ("DMG*D8*19800102*F", "DMG*D8*19800102*U")),
    variant("271 with a copay of zero", DUE, ("*27*25*", "*27*0*")),
    variant("271 with a leading point and trailing zeros", DUE, ("*27*25*", "*27*.50*"), ("*29*412.5*", "*29*412.50*")),
    variant("271 with a plan period", DUE, ("DTP*346*D8*20260101", "DTP*291*RD8*20260101-20261231")),
    variant("271 with two plan dates", DUE, ("DTP*346*D8*20260101", "DTP*346*D8*20260101~DTP*347*D8*20261231")),
    variant("271 with another payer known by name only", PARTIES, ("NM1*PR*2*CASCADE MUTUAL*****PI*CASC2", "NM1*PR*2*CASCADE MUTUAL")),
    variant("271 with a contact by web address only", PARTIES, ("PER*IC*PROVIDER LINE*TE*6145550100*EX*77*UR*", "PER*IC**UR*")),
    variant("271 with a benefit that carries its own plan", DUE, ("EB*B*IND*98***27*25*", "EB*B*IND*98*HM*GOLD PLAN*27*25*")),
]
