"""270 and 271, 004010X092A1; 276 and 277, 004010X093A1: questions and answers of one shape, told once for both directions."""

from shared.x12.guides.blocks import indented

_MEMBER = """\
loop 2100{level} R 1 {name}
  NM1 R 1 !1={code} @4NM1
  REF S 9 @4REF
  N3 S 1 @4N3
  N4 S 1 @4N4
  PER S 3 @4PER
  AAA S 9 @4AAA
  PRV S 1
  DMG S 1 @4DMGS
  INS S 1
  DTP S 9 @4DTP
"""

_QUESTION = """\
loop 2110{level} S 99 what is asked
  EQ R 1 | 1 S ID 1-2 | 2 S C | 2.1 R ID 2 | 2.2 R AN 1-48 | 3 S ID 3 | 4 S ID 1-3 | {R1,2}
  AMT S 2 @4AMT
  VEH S 1
  PDR S 1
  PDP S 1
  III S 10
  REF S 1 @4REF
  DTP S 1 @4DTP
"""

_BENEFIT = """\
loop 2110{level} S * benefit
  EB R 1 | 1 R ID 1-2 | 2 S ID 3 | 3 S ID 1-2 | 4 S ID 1-3 | 5 S AN 1-50 | 6 S ID 1-2 | 7 S R 1-18 | 8 S R 1-10 | 9 S ID 2 | 10 S R 1-15
     | 11 S ID 1 =N,U,Y | 12 S ID 1 =N,U,W,Y | 13 S C | 13.1 R ID 2 | 13.2 R AN 1-48 | {P9,10}
  HSD S 9
  REF S 9 @4REF
  DTP S 20 @4DTP
  AAA S 9 @4AAA
  VEH S 1
  PID S 1
  PDR S 1
  PDP S 1
  LIN S 1
  EM S 1
  SD1 S 1
  PKD S 1
  MSG S 10 | 1 R AN 1-264
  loop 2115{level} S 10 further detail
    III R 1
  loop LS{level} S 1 related entities
    LS R 1 | 1 R AN 1-4
    loop 2120{level} S 23 related entity
      NM1 R 1 @4NM1
      N3 S 1 @4N3
      N4 S 1 @4N4
      PER S 3 @4PER
      PRV S 1
    LE R 1 | 1 R AN 1-4
"""

_ELIGIBILITY = """\
ST R 1 | 1 R ID 3 ={set} | 2 R AN 4-9
BHT R 1 | 1 R ID 4 =0022 | 2 R ID 2 ={purposes} | 3 S AN 1-30 | 4 R DT 8 | 5 R TM 4-8 | 6 S ID 2
loop 2000A R * payer level
  HL R 1 !3=20 @4HL
  AAA S 9 @4AAA
  loop 2100A R 1 payer
    NM1 R 1 !1=2B,36,GP,P5,PR @4NM1
    REF S 9 @4REF
    PER S 3 @4PER
    AAA S 9 @4AAA
  loop 2000B {below} * provider level
    HL R 1 !3=21 @4HL | 2 R AN 1-12
    TRN S 2 @4TRN
    loop 2100B R 1 provider
      NM1 R 1 !1=1P,2B,36,80,FA,GP,P5,PR @4NM1
      REF S 9 @4REF
      N3 S 1 @4N3
      N4 S 1 @4N4
      PER S 3 @4PER
      AAA S 9 @4AAA
      PRV S 1
    loop 2000C {below} * subscriber level
      HL R 1 !3=22 @4HL | 2 R AN 1-12
      TRN S 3 @4TRN
{subscriber}      loop 2000D S * dependent level
        HL R 1 !3=23 @4HL | 2 R AN 1-12
        TRN S 3 @4TRN
{dependent}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""

_TRACKED = """\
loop 2200{level} {usage} * claim that is asked about
  TRN R 1 @4TRN
  STC S * @4STC
  REF S 5 @4REF
  AMT S 1 @4AMT
  DTP S 3 @4DTP
  loop 2210{level} S * line
    SVC R 1 @4SVC
    STC S * @4STC
    REF S 2 @4REF
    DTP S 2 @4DTP
"""

_STATUS = """\
ST R 1 | 1 R ID 3 ={set} | 2 R AN 4-9
BHT R 1 | 1 R ID 4 =0010 | 2 R ID 2 =08,13 | 3 S AN 1-30 | 4 R DT 8 | 5 S TM 4-8 | 6 S ID 2
loop 2000A R * payer level
  HL R 1 !3=20 @4HL
  loop 2100A R 1 payer
    NM1 R 1 !1=PR @4NM1
    PER S 1 @4PER
  loop 2000B R * receiver level
    HL R 1 !3=21 @4HL | 2 R AN 1-12
    loop 2100B R 1 receiver
      NM1 R 1 !1=41 @4NM1
    loop 2000C R * provider level
      HL R 1 !3=19 @4HL | 2 R AN 1-12
      loop 2100C R 1 provider
        NM1 R 1 !1=1P @4NM1
      loop 2000D R * subscriber level
        HL R 1 !3=22 @4HL | 2 R AN 1-12
        DMG S 1 @4DMGS
        loop 2100D R 1 subscriber
          NM1 R 1 !1=IL,QC @4NM1
{subscriber}        loop 2000E S * dependent level
          HL R 1 !3=23 @4HL | 2 R AN 1-12
          DMG S 1 @4DMGS
          loop 2100E R 1 dependent
            NM1 R 1 !1=QC @4NM1
{dependent}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""


def _eligibility(set_id: str, purposes: str, below: str, asked: str) -> str:
    text = _ELIGIBILITY.replace("{set}", set_id).replace("{purposes}", purposes).replace("{below}", below)
    for place, level, code, name, by in (("subscriber", "C", "IL", "subscriber", 6), ("dependent", "D", "03", "dependent", 8)):
        member = _MEMBER.replace("{code}", code).replace("{name}", name)
        text = text.replace(f"{{{place}}}", indented((member + indented(asked, 2)).replace("{level}", level), by))
    return text


def _status(set_id: str) -> str:
    text = _STATUS.replace("{set}", set_id)
    for place, level, usage, by in (("subscriber", "D", "S", 8), ("dependent", "E", "R", 10)):
        text = text.replace(f"{{{place}}}", indented(_TRACKED.replace("{level}", level).replace("{usage}", usage), by))
    return text


ELIGIBILITY = _eligibility("270", "01,13,36", "R", _QUESTION)
BENEFITS = _eligibility("271", "06,11", "S", _BENEFIT)
STATUS = _status("276")
STATUS_ANSWER = _status("277")
