"""What 837P and 837I share: loops 1000A to 2010CA, with the claim loop 2300 under subscriber or patient.

Words in angle brackets stand for what differs between the two; each guide says its own.
"""

from collections.abc import Mapping

from shared.x12.guides.blocks import indented

HEAD = """\
ST R 1 | 1 R ID 3 =837 | 2 R AN 4-9 | 3 R AN 1-35 | .
BHT R 1 | 1 R ID 4 =0019 | 2 R ID 2 =00,18 | 3 R AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | 6 R ID 2 =31,CH,RP | .
loop 1000A R 1 submitter
  NM1 R 1 !1=41 | 1 R ID 2-3 | 2 R ID 1 =1,2 | 3 R AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 8 R ID 1-2 =46 | 9 R AN 2-80 | .
  PER R 2 @C.PER
loop 1000B R 1 receiver
  NM1 R 1 !1=40 | 1 R ID 2-3 | 2 R ID 1 =2 | 3 R AN 1-60 | 8 R ID 1-2 =46 | 9 R AN 2-80 | .
loop 2000A R * billing provider level
  HL R 1 !3=20 | 1 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =1 | .
  PRV S 1 !1=BI @C.PRV
  CUR S 1 !1=85 | 1 R ID 2-3 | 2 R ID 3 #currency | .
  loop 2010AA R 1 billing provider
    NM1 R 1 !1=85 <billing>
    N3 R 1 @C.N3
    N4 R 1 @C.N4
    <billing references>
    PER S 2 @C.PER
    ~ state-missing | !N4@04 > N4@02 | an address in the United States has a state: send N402
    ~ postal-code-missing | !N4@04 > N4@03 | an address in the United States has a postal code: send N403
  loop 2010AB S 1 pay-to address
    NM1 R 1 !1=87 @C.ROLE <payto>
    N3 R 1 @C.N3
    N4 R 1 @C.N4
  loop 2010AC S 1 pay-to plan
    NM1 R 1 !1=PE @C.PLAN
    N3 R 1 @C.N3
    N4 R 1 @C.N4
    REF S 1 !1=2U,FY,NF @C.REF
    REF R 1 !1=EI @C.REF
  loop 2000B R * subscriber level
    HL R 1 !3=22 | 1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0,1 | .
    SBR R 1 @C.SBR <subscriber>
    <subscriber facts>
    loop 2010BA R 1 subscriber
      NM1 R 1 !1=IL @C.INSURED
      N3 S 1 @C.N3
      N4 S 1 @C.N4
      DMG S 1 @C.DMG
      REF S 1 !1=SY @C.REF
      REF S 1 !1=Y4 @C.REF
      <person contact>
      ? patient-details-missing | 2000B/SBR@02=18 > N3 | a subscriber who is the patient needs an address: send N3
      ? patient-details-missing | 2000B/SBR@02=18 > N4 | a subscriber who is the patient needs an address: send N4
      ? patient-details-missing | 2000B/SBR@02=18 > DMG | a subscriber who is the patient needs birth date and sex: send DMG
      ~ member-id-missing | NM1@02=1 > NM1@09 | a subscriber has a member id: send NM108 and NM109
    loop 2010BB R 1 payer
      NM1 R 1 !1=PR @C.PLAN
      N3 S 1 @C.N3
      N4 S 1 @C.N4
      REF S 3 !1=2U,EI,FY,NF @C.REF
      REF S 2 !1=G2,LU @C.REF
<subscriber claim>    loop 2000C S * patient level
      HL R 1 !3=23 | 1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0 | .
      PAT R 1 <patient>
      loop 2010CA R 1 patient
        NM1 R 1 !1=QC | 1 R ID 2-3 | 2 R ID 1 =1 | 3 R AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | .
        N3 R 1 @C.N3
        N4 R 1 @C.N4
        DMG R 1 @C.DMG
        REF S 1 !1=Y4 @C.REF
        REF S 1 !1=1W,SY @C.REF
        <person contact>
<patient claim>"""

OTHER_PAYER = """\
    loop 2330A R 1 other subscriber's name
      NM1 R 1 !1=IL @C.INSURED | 8 R ID 1-2 =II,MI | 9 R AN 2-80
      N3 S 1 @C.N3
      N4 S 1 @C.N4
      REF S 2 !1=SY @C.REF
    loop 2330B R 1 other payer
      NM1 R 1 !1=PR @C.PLAN
      N3 S 1 @C.N3
      N4 S 1 @C.N4
      DTP S 1 !1=573 @C.DAY
      REF S 2 !1=2U,EI,FY,NF @C.REF
      REF S 1e !1=G1,9F,F8 @C.REF
      REF S 1 !1=T4 @C.REF | 2 R ID 1 =Y
"""
"""Loops 2330A and 2330B, as they stand in loop 2320."""

CLAIM_RULES = """\
  ? replacement-without-icn | CLM@05.3=7,8 > REF:F8 | a replacement or void names the payer's claim: send REF F8
  ~ original-with-icn | CLM@05.3=1 > !REF:F8 | an original claim names no earlier one: leave REF F8 out or correct the frequency
  ? other-payer-missing | 2000B/SBR@01#P,U > 2320/SBR | a claim to a later payer tells what the earlier ones did: send loop 2320
"""

TAIL = "SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .\n"


def claim_guide(claim: str, words: Mapping[str, str]) -> str:
    """The whole guide: the claim loop hangs under the subscriber (2000B) and, always there, under the patient (2000C)."""
    claim = claim.replace("<rules>\n", CLAIM_RULES).replace("<other payer>\n", OTHER_PAYER)
    of_patient = claim.replace("loop 2300 S", "loop 2300 R", 1)
    head = HEAD
    for name, own in words.items():
        head = head.replace(f"<{name}>", own)
    return head.replace("<subscriber claim>", indented(claim, 4)).replace("<patient claim>", indented(of_patient, 6)) + TAIL
