"""Defects of claims and envelopes that are answered: a name, and what is changed."""

Change = tuple[str, str]

CLAIM_DEFECTS: dict[str, Change] = {
    "no defect": ("ISA", "ISA"),
    "one facility code of three": ("CLM*ACCT-2*190***11:B:1", "CLM*ACCT-2*190***11:Q:1"),
    "total and lines differ": ("CLM*ACCT-1*190", "CLM*ACCT-1*191"),
    "birth date in the thirteenth month": ("D8*19800229", "D8*19801329"),
    "no diagnosis": ("HI*ABK:E119~LX", "LX"),
    "no receiver": ("NM1*40*2*CLEARPATH*****46*CLEARPATH1~", ""),
    "no billing address": ("N3*1 RIVER WAY~", ""),
    "unknown segment": ("LX*1~", "ZZZ*1~LX*1~"),
    "no segment id": ("LX*1~", "Lx9*1~LX*1~"),
    "segment of another place": ("LX*1~", "SVC*1~LX*1~"),
    "subscriber twice": ("DMG*D8*19800229*F~", "DMG*D8*19800229*F~DMG*D8*19800229*F~"),
    "letters in an amount": ("HC:99213*190*", "HC:99213*19O*"),
    "two elements of one segment": ("SBR*P*18", "SBR*PP*188"),
    "name missing": ("NM1*IL*1*PENA", "NM1*IL*1*"),
    "relation of elements": ("MI*NWA100200", "MI*"),
    "wrong check digit": ("1245319599", "1245319598"),
    "payer identified by no code": ("*****PI*NWHP1", "*****QQ*NWHP1"),
    "replacement without the payer's number": ("11:B:1", "11:B:7"),
    "accident without its date": ("*Y*A*Y*Y~HI", "*Y*A*Y*Y**AA:::OH~HI"),
    "wrong count of segments": ("SE*23*0002", "SE*25*0002"),
    "trailer of another set": ("*0002~ST*837*0003", "*0009~ST*837*0003"),
    "control number twice": ("ST*837*0003", "ST*837*0002"),
    "set of an unknown version": ("ST*837*0002*005010X222A1", "ST*837*0002*005010X299"),
    "set that nobody knows": ("ST*837*0002", "ST*812*0002"),
    "wrong count of sets": ("GE*3*7", "GE*4*7"),
    "group trailer of another group": ("GE*3*7", "GE*3*8"),
    "every set": ("NM1*41*2*", "NM1*41*9*"),
}
"""Changes to three sets of 5010. `every set`: all of them."""

OLDER_DEFECTS: dict[str, Change] = {
    "no defect": ("ISA", "ISA"),
    "one frequency of three missing": ("CLM*ACCT-2*190***11::1", "CLM*ACCT-2*190***11:"),
    "total and lines differ": ("CLM*ACCT-1*190", "CLM*ACCT-1*191"),
    "birth date in the thirteenth month": ("D8*19800229", "D8*19801329"),
    "no receiver": ("NM1*40*2*CLEARPATH*****46*CLEARPATH1~", ""),
    "no billing address": ("N3*1 RIVER WAY~", ""),
    "unknown segment": ("LX*1~", "ZZZ*1~LX*1~"),
    "segment of another place": ("LX*1~", "SVC*1~LX*1~"),
    "subscriber twice": ("DMG*D8*19800229*F~", "DMG*D8*19800229*F~DMG*D8*19800229*F~"),
    "letters in an amount": ("HC:99213*190*", "HC:99213*19O*"),
    "two elements of one segment": ("SBR*P*18", "SBR*PP*188"),
    "name missing": ("NM1*IL*1*PENA", "NM1*IL*1*"),
    "version of another guide": ("REF*87*004010X098A1", "REF*87*004010X097A1"),
    "wrong count of segments": ("SE*24*0002", "SE*26*0002"),
    "control number twice": ("ST*837*0003", "ST*837*0002"),
    "wrong count of sets": ("GE*3*7", "GE*4*7"),
    "group trailer of another group": ("GE*3*7", "GE*3*8"),
    "every set": ("NM1*41*2*", "NM1*41*9*"),
}
"""Changes to three sets of 4010."""

ENVELOPE_DEFECTS: dict[str, Change] = {
    "sound": ("ISA", "ISA"),
    "trailer of another interchange": ("IEA*1*000000042", "IEA*1*000000043"),
    "wrong count of groups": ("IEA*1*", "IEA*2*"),
    "cut before its end": ("IEA*1*000000042~", ""),
    "header of odd width": ("SENDER         *", "SENDER      *"),
    "no group trailer": ("GE*1*7~", ""),
    "authorization of no kind": ("ISA*00*", "ISA*99*"),
    "sender of no kind": ("*ZZ*SENDER", "*QQ*SENDER"),
    "no such day": ("*261102*", "*261302*"),
    "no such hour": ("*0930*^", "*2530*^"),
    "controls of no version": ("*00501*", "*00999*"),
    "neither production nor test": ("*0*T*", "*0*Q*"),
    "stray segment": ("GE*1*7~", "ZZZ*1~GE*1*7~"),
    "group without a number": ("*0930*7*X", "*0930*SEVEN*X"),
}
