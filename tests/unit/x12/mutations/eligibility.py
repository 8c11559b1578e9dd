"""Single defects of 270 and 271, and variants that senders write."""

from tests.unit.x12.eligibility_variants import BENIGN
from tests.unit.x12.mutant import Mutant
from tests.unit.x12.shapes.eligibility import SHAPES

__all__ = ["BENIGN", "MUTANTS"]
ASK, SAY = SHAPES["270"], SHAPES["271"]
PLAIN = ASK["asked with an address and numbers"]
POINTED = ASK["diagnoses and pointers"]
CHILD = ASK["dependent with address, numbers and provider"]
SPEND = ASK["spend down"]
DUE = SAY["everything due at once"]
PARTIES = SAY["two parties to a benefit"]
SOLDIER = SAY["a soldier"]
REFUSED = SAY["cannot be processed, with a reason"]
CHILD_SAID = SAY["dependent with plan dates and numbers"]
KNEE = SAY["diagnoses pointed at"]


def mutant(name: str, base: bytes, old: str, new: str, finds: str = "") -> Mutant:
    """One change."""
    return Mutant(name, base, ((old, new),), finds)


INQUIRIES = [
    mutant("270 for another structure", PLAIN, "BHT*0022*", "BHT*0019*", "element-code"),
    mutant("270 with the purpose of an answer", PLAIN, "*0022*13*", "*0022*11*", "element-code"),
    mutant("270 without its time", PLAIN, "*20261102*0930~HL", "*20261102~HL", "element-missing"),
    mutant("270 made on a day that is none", PLAIN, "INQ-1*20261102", "INQ-1*20261131", "element-date"),
    mutant("270 without the payer", PLAIN, "NM1*PR*2*Northwind Health Plan*****PI*NWHP1~", "", "loop-missing"),
    mutant("270 to an unknown kind of party", PLAIN, "NM1*PR*", "NM1*QQ*", "element-code"),
    mutant("270 to a payer without number", PLAIN, "*****PI*NWHP1", "", "element-missing"),
    mutant("270 to a payer by a medical record number", PLAIN, "*PI*NWHP1", "*MR*NWHP1", "element-code"),
    mutant("270 from a provider whose NPI fails its check digit", PLAIN, "*XX*1234567893", "*XX*1234567890", "npi-check-digit"),
    mutant("270 from a provider with a number of no kind", PLAIN, "*XX*1234567893", "**1234567893", "element-missing"),
    mutant("270 with an unknown provider number", PLAIN, "REF*TJ*", "REF*ZZ*", "element-code"),
    mutant("270 with a state license without state", PLAIN, "REF*0B*LIC-9*OH", "REF*0B*LIC-9", "license-state"),
    mutant("270 with a state that is none in length", PLAIN, "N4*Springfield*OH*", "N4*Springfield*OHIO*", "element-too-long"),
    mutant("270 with an address without state", PLAIN, "N4*Springfield*OH*45502", "N4*Springfield", "state-missing"),
    mutant("270 whose levels are numbered twice", PLAIN, "HL*2*1*21", "HL*1*1*21", "hl-number"),
    mutant("270 whose subscriber hangs under the payer", PLAIN, "HL*3*2*22", "HL*3*1*22", "hl-parent"),
    mutant("270 that announces a dependent who does not come", PLAIN, "HL*3*2*22*0", "HL*3*2*22*1", "dependent-announced"),
    mutant("270 traced as an echo", PLAIN, "TRN*1*", "TRN*2*", "element-code"),
    mutant("270 traced by a number of nine characters", PLAIN, "*9841234567~", "*841234567~", "element-too-short"),
    mutant("270 traced by nobody", PLAIN, "TRN*1*TRACE-1*9841234567", "TRN*1*TRACE-1", "element-missing"),
    mutant("270 with a member id of no kind", PLAIN, "*MI*NWA1", "**NWA1", "element-relation"),
    mutant("270 that asks about nobody", PLAIN, "NM1*IL*1*Doe*Jane****MI*NWA1~REF*6P*G1~", "NM1*IL*1~", "patient-unidentified"),
    mutant("270 with a sex that is none", PLAIN, "DMG*D8*19800102*F", "DMG*D8*19800102*X", "element-code"),
    mutant("270 with a birth date that is none", PLAIN, "DMG*D8*19800102", "DMG*D8*19800132", "element-date"),
    mutant("270 with a birth date of no format", PLAIN, "DMG*D8*19800102*F", "DMG**19800102*F", "element-relation"),
    mutant("270 as of a day of service", PLAIN, "DTP*291*", "DTP*472*", "element-code"),
    mutant("270 over a period that ends before it begins", PLAIN, "DTP*291*D8*20261005", "DTP*291*RD8*20261009-20261005", "element-date"),
    mutant("270 without a question", PLAIN, "EQ*30~", "", "question-missing"),
    mutant("270 about an unknown service type", PLAIN, "EQ*30~", "EQ*29~", "element-code"),
    mutant("270 whose question is empty", PLAIN, "EQ*30~", "EQ***FAM~", "element-relation"),
    mutant("270 about individuals", PLAIN, "EQ*30~", "EQ*30**IND~", "element-code"),
    mutant("270 about a kind of insurance", PLAIN, "EQ*30~", "EQ*30***HM~", "element-not-used"),
    mutant("270 about a procedure of an unknown kind", POINTED, "HC:27447", "HX:27447", "element-code"),
    mutant("270 about a procedure with a modifier of three", POINTED, "HC:27447", "HC:27447:LTT", "element-too-long"),
    mutant("270 that points at a fourth of three diagnoses", POINTED, "*1:3~", "*1:4~", "diagnosis-pointer"),
    mutant("270 that points at a diagnosis twice", POINTED, "*1:3~", "*1:1~", "diagnosis-pointer"),
    mutant("270 that points at no diagnosis", POINTED, "HI*ABK:S82101A*ABF:E119*ABF:I10~", "", "pointer-without-diagnosis"),
    mutant("270 without a principal diagnosis", POINTED, "HI*ABK:", "HI*ABF:", "element-code"),
    mutant("270 with two principal diagnoses", POINTED, "*ABF:E119", "*ABK:E119", "element-code"),
    mutant("270 with an amount that is none", SPEND, "AMT*R*37.5", "AMT*R*lots", "element-characters"),
    mutant("270 with an amount of another kind", SPEND, "AMT*PB*", "AMT*F5*", ""),
    mutant("270 with two spend downs", SPEND, "AMT*PB*150", "AMT*R*150", "segment-repeat"),
    mutant("270 with a member id for a dependent", CHILD, "NM1*03*1*Roe*Bo", "NM1*03*1*Roe*Bo****MI*X1", "element-not-used"),
    mutant("270 with an unknown relationship", CHILD, "INS*N*19", "INS*N*18", "element-code"),
    mutant("270 about a dependent who is himself insured", CHILD, "INS*N*19", "INS*Y*19", "element-code"),
    mutant("270 that asks nothing about a dependent", CHILD, "EQ*30~", "", "loop-missing"),
    mutant("270 with a referring provider by nothing", CHILD, "PRV*RF*HPI*1003000134", "PRV*RF*HPI", "element-relation"),
    mutant("270 with a dependent below a childless subscriber", CHILD, "HL*3*2*22*1", "HL*3*2*22*0", "hl-children"),
    mutant("270 with a segment of a claim", PLAIN, "EQ*30~", "EQ*30~CLM*A*1~", "segment-unknown"),
    mutant("270 with its date before its subscriber", PLAIN, "TRN*1*TRACE-1", "DTP*291*D8*20261005~TRN*1*TRACE-1", ""),
]
ANSWERS = [
    mutant("271 with the purpose of a request", DUE, "*0022*11*", "*0022*13*", "element-code"),
    mutant("271 with a kind of transaction", DUE, "*0930~HL*1", "*0930*RT~HL*1", "element-not-used"),
    mutant("271 without a word about the patient", SAY["active"], "EB*1**30*HM*GOLD PLAN~", "", "patient-without-answer"),
    mutant("271 that says something unknown", DUE, "EB*1**30", "EB*9**30", "element-code"),
    mutant("271 about an unknown service type", DUE, "*IND*98***27*25", "*IND*ZZ***27*25", "element-code"),
    mutant("271 whose second service type is unknown", DUE, "EB*1**30*", "EB*1**30^00*", "element-code"),
    mutant("271 whose service types hang on components", DUE, "EB*1**30*", "EB*1**30:98*", ""),
    mutant("271 with an unknown kind of insurance", DUE, "*30*HM*", "*30*XX*", "element-code"),
    mutant("271 with an unknown coverage level", DUE, "*FAM*30***23*6000", "*ALL*30***23*6000", "element-code"),
    mutant("271 with an unknown span of time", DUE, "***27*25*", "***37*25*", "element-code"),
    mutant("271 with an amount that is none", DUE, "***27*25*", "***27*FREE*", "element-characters"),
    mutant("271 with a copay of nothing", DUE, "*27*25*****Y", "*27******Y", "amount-missing"),
    mutant("271 with a coinsurance of nothing", SAY["coinsurance"], "*0.2*", "**", "percentage-missing"),
    mutant("271 with a quantity of nothing", DUE, "*VS*20*", "*VS**", "element-relation"),
    mutant("271 with an unknown quantity", DUE, "*VS*20*", "*QQ*20*", "element-code"),
    mutant("271 with a network neither in nor out", DUE, "*****Y~", "*****X~", "element-code"),
    mutant("271 with an authorization neither needed nor not", KNEE, "**********Y**HC", "**********W**HC", "element-code"),
    mutant("271 that points at a third of two diagnoses", KNEE, "*1:2~", "*1:3~", "diagnosis-pointer"),
    mutant("271 that points where nothing is", KNEE, "HI*ABK:M1711*ABF:I10~", "", "pointer-without-diagnosis"),
    mutant("271 with a fifteenth element of a benefit", KNEE, "*1:2~", "*1:2*X~", "element-not-used"),
    mutant("271 with a plan date of a benefit above", DUE, "DTP*346*", "DTP*348*", "element-code"),
    mutant("271 with a period that ends before it begins", CHILD_SAID, "20260101-20261231", "20261231-20260101", "element-date"),
    mutant("271 with half a period", CHILD_SAID, "RD8*20260101-20261231", "RD8*20260101", "element-date"),
    mutant("271 with a date as a time", DUE, "DTP*346*D8*20260101", "DTP*346*TM*1200", "element-code"),
    mutant("271 with an unknown reason", REFUSED, "AAA*N**69*C", "AAA*N**99*C", "element-code"),
    mutant("271 with a reason of another level", SAY["subscriber not found"], "AAA*N**75*C", "AAA*N**67*C", "element-code"),
    mutant("271 with an unknown thing to do", REFUSED, "AAA*N**69*C", "AAA*N**69*Z", "element-code"),
    mutant("271 with a reason and no thing to do", REFUSED, "AAA*N**69*C", "AAA*N**69", "element-missing"),
    mutant("271 of a payer who says nothing", SAY["payer down"], "AAA*Y**42*R~", "", "payer-without-answer"),
    mutant("271 to a provider who is told nothing", SAY["provider not on file"], "AAA*N**51*C~", "", "provider-without-answer"),
    mutant("271 with half of a change", SAY["identifying data corrected"], "*18*001*25", "*18*001", "change-incomplete"),
    mutant("271 of a subscriber who is his own child", SAY["identifying data corrected"], "INS*Y*18", "INS*Y*19", "element-code"),
    mutant("271 with a dependent of unknown relationship", CHILD_SAID, "INS*N*19", "INS*N*99", "element-code"),
    mutant("271 with a birth sequence that is no number", CHILD_SAID, "***************2~", "***************B~", "element-characters"),
    mutant("271 with a dependent's own member id", CHILD_SAID, "NM1*03*1*ROE*BO", "NM1*03*1*ROE*BO****MI*X9", "dependent-with-id"),
    mutant("271 without the loop's end", PARTIES, "LE*2120~", "", "segment-missing"),
    mutant("271 with another loop's end", PARTIES, "LE*2120~", "LE*2110~", "element-code"),
    mutant(
        "271 with parties and none there",
        SAY["a primary care provider"],
        "NM1*P3*1*JONES*MARCUS***MD*XX*1003000126~PRV*PC*PXC*207Q00000X~",
        "",
        "loop-missing",
    ),
    mutant("271 with an unknown party", PARTIES, "NM1*PR*2*CASCADE", "NM1*QQ*2*CASCADE", "element-code"),
    mutant("271 with a doctor whose NPI fails", PARTIES, "*XX*1003000126", "*XX*1003000127", "npi-check-digit"),
    mutant("271 with a contact of an unknown way", PARTIES, "*TE*6145550100*", "*CB*6145550100*", "element-code"),
    mutant("271 with a party of no name", PARTIES, "NM1*PR*2*CASCADE MUTUAL*****PI*CASC2", "NM1*PR*2", "party-unnamed"),
    mutant("271 with a contact of no kind", PARTIES, "PER*IC*PROVIDER LINE*TE*6145550100*EX*77*UR*www.northwind.example", "PER*IC", "contact-empty"),
    mutant("271 with half a contact", PARTIES, "*EX*77*", "*EX**", "element-relation"),
    mutant("271 with a taxonomy of another kind of number", PARTIES, "PRV*PC*PXC*", "PRV*PC*ZZ*", "element-code"),
    mutant("271 with eleven messages", SAY["ten messages"], "MSG*LINE 1 ", "MSG*ONE MORE~MSG*LINE 1 ", "segment-repeat"),
    mutant("271 with an endless message", SAY["ten messages"], "MSG*LINE 1 ", "MSG*" + "LINE 1 " * 40, "element-too-long"),
    mutant("271 with an unknown service", SOLDIER, "MPI*C*AE*D", "MPI*C*ZZ*D", "element-code"),
    mutant("271 with a service of half a time", SOLDIER, "*RD8*20260101-20261231", "*RD8", "element-relation"),
    mutant("271 with a delivery of unknown unit", SAY["a limit by delivery"], "HSD*VS*3*WK", "HSD*VS*3*XX", "element-code"),
    mutant("271 with a delivery of no period", SAY["a limit by delivery"], "*34*2~", "**2~", "element-relation"),
    mutant("271 with a place of an unknown list", SAY["a benefit for a place"], "III*ZZ*11", "III*QQ*11", "element-code"),
    mutant(
        "271 with its numbers after its dates",
        CHILD_SAID,
        "DTP*291*RD8*20260101-20261231~",
        "DTP*291*RD8*20260101-20261231~REF*6P*G2~",
        "segment-order",
    ),
    mutant("271 with a segment of a remittance", DUE, "EB*1**30", "CAS*PR*1*5~EB*1**30", "segment-unknown"),
]
MUTANTS: list[Mutant] = [*INQUIRIES, *ANSWERS]
