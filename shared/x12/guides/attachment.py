"""275, 006020X314: additional information to support a claim or encounter, with the document itself in a BDS.

What the published companion guides of payers show of it is written down strictly; where they leave room, so does this.
"""

from shared.x12.guides.guide_text import GuideText
from shared.x12.guides.review_macros import MACROS

SET = """\
ST R 1 | 1 R ID 3 =275 | 2 R AN 4-9 | 3 S AN 1-35 =006020X314 | .
BGN R 1 | 1 R ID 2 =02,11 | 2 R AN 1-80 | 3 R DT 8 | 4 S TM 4-8 | .
loop 1000A R 1 payer
  NM1 R 1 !1=PR @AT-NM1 | 2 R ID 1 =2 | 3 R AN 1-60 | 8 R ID 1-2 =PI,XV
  PER S 1 @RV-PER
loop 1000B S 1 submitter
  NM1 R 1 !1=41 @AT-NM1 | 3 R AN 1-60 | 8 R ID 1-2 =46
  PER S 2 @RV-PER
loop 1000C R 1 provider
  NM1 R 1 !1=1P @AT-NM1 | 8 R ID 1-2 =SV,XX
  PRV S 1 @RV-PRV
  REF S 8 | 1 R ID 2-3 | 2 R AN 1-80 | .
  PER S 1 @RV-PER
  loop 1100C S 1 provider address
    NX1 R 1 | 1 R ID 2-3 =1P | .
    N3 S 1 @RV-N3
    N4 S 1 @RV-N4
loop 1000D R 1 patient
  NM1 R 1 !1=QC @AT-NM1 | 2 R ID 1 =1 | 3 R AN 1-60 | 8 R ID 1-2 =MI
  REF S 9 | 1 R ID 2-3 | 2 R AN 1-80 | .
  DTP S 1 !1=472 @RV-DTP
  DTP S 1 !1=434 @RV-DTP
loop 2000A R * one answer or attachment
  LX R 1 | 1 R N0 1-6 | .
  TRN R 1 | 1 R ID 1 =1,2 | 2 R AN 1-80 | 3 S AN 10 | 4 S AN 1-80 | .
  STC S 1 | 1 R C | 1.1 R AN 1-30 #status-category | 1.2 R AN 1-30 | 1.3 S ID 2-3 #entity | 1.4 S ID 1-3 =LOI | 2 S DT 8
      | 10 S C | 10.1 R AN 1-30 | 10.2 R AN 1-30 | 10.3 S ID 2-3 | 10.4 S ID 1-3 =LOI
      | 11 S C | 11.1 R AN 1-30 | 11.2 R AN 1-30 | 11.3 S ID 2-3 | 11.4 S ID 1-3 =LOI | .
  REF S 9 | 1 R ID 2-3 | 2 R AN 1-80 | .
  loop 2100A S 1 date of the service line
    DTP R 1 !1=472 @RV-DTP
  loop 2100B R 1 what is sent
    DTP R 1 !1=368 @RV-DAY
    CAT R 1 | 1 R ID 2 | 2 R ID 1-2 | 3 S AN 1-30 | .
    loop 2110B R * document
      OOI R 1 | 1 R AN 1-80 | 2 R ID 1-3 | 3 R AN 1-80 | .
      BDS R 1 | 1 R ID 3 =ASC,B64 | 2 R N0 1-15 | 3 R AN | .
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""

GUIDES = (GuideText("275", ("006020X314",), SET, ("2000A",), macros=MACROS),)
