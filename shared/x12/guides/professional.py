"""837P, 005010X222A1: what its levels have for themselves, loop 2300 and below."""

from shared.x12.guides.claim_common import claim_guide
from shared.x12.guides.claim_macros import MACROS
from shared.x12.guides.guide_text import GuideText

_WORDS = {
    "billing": "@C.ANYONE",
    "billing references": "REF R 1 !1=EI,SY @C.REF\n    REF S 2 !1=0B,1G @C.REF",
    "payto": "",
    "subscriber": "",
    "subscriber facts": (
        "PAT S 1 @C.PAT\n    ~ medicare-secondary-type | SBR@01#P,U & SBR@09=MA,MB > SBR@05 | Medicare as a later payer tells why: send SBR05"
    ),
    "person contact": "PER S 1 @C.PERX",
    "patient": "@C.PAT | 1 R ID 2 =01,19,20,21,39,40,53,G8",
}

_CLAIM = """\
loop 2300 S 100 claim
  CLM R 1 | 1 R AN 1-38 | 2 R R 1-18 | 5 R C | 5.1 R AN 1-2 #pos | 5.2 R ID 1 =B | 5.3 R ID 1 #frequency | 6 R ID 1 =N,Y | 7 R ID 1 =A,B,C
      | 8 R ID 1 =N,W,Y | 9 R ID 1 =I,Y | 10 S ID 1 =P | 11 S C | 11.1 R ID 2 =AA,EM,OA | 11.2 S ID 2 =AA,EM,OA | 11.3 N ID 2
      | 11.4 S ID 2 #state | 11.5 S ID 2-3 #country | 12 S ID 2-3 =02,03,05,09 | 20 S ID 1-2 =1,2,3,4,5,6,7,8,9,10,11,15 | .
  DTP S 1e !1=431,454,304,453,439,484,455,471,297,296,435,096,090,091,444,050 @C.DAY
  DTP S 1 !1=314,360,361 @C.DAYS
  PWK S 10 @C.PWK
  CN1 S 1 @C.CN1
  AMT S 1 !1=F5 @C.AMT
  REF S 1 !1=4N @C.REF | 2 R ID 1 =1,2,3,4,5,6,7
  REF S 1 !1=F5 @C.REF | 2 R ID 1 =N,Y
  REF S 1e !1=EW,9F,G1,F8,X4,9A,9C,LX,D9,EA,P4,1J @C.REF
  K3 S 10 @C.K3
  NTE S 1 | 1 R ID 3 =ADD,CER,DCP,DGN,TPO | 2 R AN 1-80 | .
  CR1 S 1 @C.CR1
  CR2 S 1 | 8 R ID 1 =A,C,D,E,F,G,M | 10 S AN 1-80 | 11 S AN 1-80 | .
  CRC S 3 !1=07 @C.CRC | 3 R ID 2 =01,04,05,06,07,08,09,12 | 4 S ID 2 =01,04,05,06,07,08,09,12 | 5 S ID 2 =01,04,05,06,07,08,09,12
    | 6 S ID 2 =01,04,05,06,07,08,09,12 | 7 S ID 2 =01,04,05,06,07,08,09,12
  CRC S 3 !1=E1,E2,E3 @C.CRC | 3 R ID 2 =L1,L2,L3,L4,L5 | 4 S ID 2 =L1,L2,L3,L4,L5 | 5 S ID 2 =L1,L2,L3,L4,L5
    | 6 S ID 2 =L1,L2,L3,L4,L5 | 7 S ID 2 =L1,L2,L3,L4,L5
  CRC S 1 !1=75 | 1 R ID 2 | 2 R ID 1 =Y | 3 R ID 2 =IH | .
  CRC S 1 !1=ZZ | 1 R ID 2 | 2 R ID 1 =N,Y | 3 R ID 2 =AV,NU,S2,ST | 4 S ID 2 =AV,NU,S2,ST | 5 S ID 2 =AV,NU,S2,ST | .
  HI R 1 !1.1=ABK,BK @C.HI
    | 2.1 S ID 1-3 =ABF,BF | 3.1 S ID 1-3 =ABF,BF | 4.1 S ID 1-3 =ABF,BF | 5.1 S ID 1-3 =ABF,BF | 6.1 S ID 1-3 =ABF,BF
    | 7.1 S ID 1-3 =ABF,BF | 8.1 S ID 1-3 =ABF,BF | 9.1 S ID 1-3 =ABF,BF | 10.1 S ID 1-3 =ABF,BF | 11.1 S ID 1-3 =ABF,BF
    | 12.1 S ID 1-3 =ABF,BF
  HI S 1 !1.1=BP @C.HI | 1.2 R AN 1-30 #hcpcs | 2.1 S ID 2 =BO
  HI S 2 !1.1=BG @C.HI | 1.1 R ID 2 =BG | 1.2 R AN 1-30 #condition
  HCP S 1 @C.HCP
  ? accident-date-missing | CLM@11.1=AA,OA / CLM@11.2=AA,OA > DTP:439 | an accident needs its date: send DTP 439
  ? accident-state-missing | CLM@11.1=AA / CLM@11.2=AA > CLM@11.4 / CLM@11.5 | an auto accident needs its state or, abroad, its country
  ~ admission-date-missing | CLM@05.1=21 > DTP:435 | services to an inpatient need the day of admission: send DTP 435
  ~ ambulance-transport-missing | CLM@05.1=41,42 > CR1 / 2400/CR1 | an ambulance claim describes the transport: send CR1
  ~ ambulance-pickup-missing | CR1 > 2310E/NM1 | an ambulance claim tells where the patient was picked up: send loop 2310E
  ~ ambulance-drop-off-missing | CR1 > 2310F/NM1 | an ambulance claim tells where the patient was taken: send loop 2310F
  ~ manifestation-date-missing | CR2@08=A,M & 2000B/SBR@09=MB > DTP:453 | an acute spinal condition needs its day for Medicare: send DTP 453
  ~ screening-referral | CRC:ZZ@02=N > CRC:ZZ@03=NU | a screening without a referral is marked NU in CRC03
  ~ disability-format | DTP:314 > DTP:314@02=RD8 | a disability with both ends is a period: send RD8 in DTP02
  ~ disability-format | DTP:360,361 > DTP:360,361@02=D8 | a disability with one end is a day: send D8 in DTP02
<rules>
  loop 2310A S 2 referring provider
    NM1 R 1 !1=DN,P3 @C.PERSON
    REF S 3 !1=0B,1G,G2 @C.REF
  loop 2310B S 1 rendering provider
    NM1 R 1 !1=82 @C.ANYONE
    PRV S 1 !1=PE @C.PRV
    REF S 4 !1=0B,1G,G2,LU @C.REF
  loop 2310C S 1 service facility
    NM1 R 1 !1=77 @C.PLACE
    N3 R 1 @C.N3
    N4 R 1 @C.N4
    REF S 3 !1=0B,G2,LU @C.REF
    PER S 1 @C.PERX
  loop 2310D S 1 supervising provider
    NM1 R 1 !1=DQ @C.PERSON
    REF S 4 !1=0B,1G,G2,LU @C.REF
  loop 2310E S 1 ambulance pick-up
    NM1 R 1 !1=PW @C.ROLE | 2 R ID 1 =2
    N3 R 1 @C.N3
    N4 R 1 @C.N4
  loop 2310F S 1 ambulance drop-off
    NM1 R 1 !1=45 @C.ROLE | 2 R ID 1 =2 | 3 S AN 1-60
    N3 R 1 @C.N3
    N4 R 1 @C.N4
  loop 2320 S 10 other subscriber
    SBR R 1 @C.SBR | 2 R ID 2 =01,18,19,20,21,39,40,53,G8
    CAS S 5 @C.CAS
    AMT S 1 !1=D @C.AMT
    AMT S 1 !1=A8 @C.AMT
    AMT S 1 !1=EAF @C.AMT
    OI R 1 @C.OI
    MOA S 1 @C.MOA
    ~ payer-paid-missing | 2330B/DTP:573 > AMT:D | a payer who has decided paid something or nothing: send AMT D
<other payer>
    loop 2330C S 2 other payer's referring provider
      NM1 R 1 !1=DN,P3 @C.ROLE | 2 R ID 1 =1
      REF R 3 !1=0B,1G,G2 @C.REF
    loop 2330D S 1 other payer's rendering provider
      NM1 R 1 !1=82 @C.ROLE
      REF R 3 !1=0B,1G,G2,LU @C.REF
    loop 2330E S 1 other payer's service facility
      NM1 R 1 !1=77 @C.ROLE | 2 R ID 1 =2
      REF R 3 !1=0B,G2,LU @C.REF
    loop 2330F S 1 other payer's supervising provider
      NM1 R 1 !1=DQ @C.ROLE | 2 R ID 1 =1
      REF R 3 !1=0B,1G,G2,LU @C.REF
    loop 2330G S 1 other payer's billing provider
      NM1 R 1 !1=85 @C.ROLE
      REF R 2 !1=G2,LU @C.REF
  loop 2400 R 50 service line
    LX R 1 | 1 R N0 1-6 | .
    SV1 R 1 @C.PROCEDURE1 | 1 R C | 1.1 R ID 2 =ER,HC,IV,WK | 2 R R 1-18 | 3 R ID 2 =MJ,UN | 4 R R 1-15 | 5 S AN 1-2 #pos
      | 7 R C | 7.1 R N0 1-2 | 7.2 S N0 1-2 | 7.3 S N0 1-2 | 7.4 S N0 1-2 | 9 S ID 1 =Y | 11 S ID 1 =Y | 12 S ID 1 =Y | 15 S ID 1 =0 | .
    SV2 S 1
    SV5 S 1 | 1 R C | 1.1 R ID 2 =HC | 1.2 R AN 1-48 #hcpcs | 2 R ID 2 =DA | 3 R R 1-15 | 4 S R 1-18 | 5 S R 1-18 | 6 R ID 1 =1,4,6 | .
    PWK S 1 !1=CT !2=AB,AD,AF,AG,NS | 1 R ID 2 | 2 R ID 1-2 | .
    PWK S 10 @C.PWK
    CR1 S 1 @C.CR1
    CR3 S 1 | 1 R ID 1 =I,R,S | 2 R ID 2 =MO | 3 R R 1-15 | .
    CRC S 3 !1=07 @C.CRC | 3 R ID 2 =01,04,05,06,07,08,09,12 | 4 S ID 2 =01,04,05,06,07,08,09,12 | 5 S ID 2 =01,04,05,06,07,08,09,12
      | 6 S ID 2 =01,04,05,06,07,08,09,12 | 7 S ID 2 =01,04,05,06,07,08,09,12
    CRC S 1 !1=70 | 1 R ID 2 | 2 R ID 1 =N,Y | 3 R ID 2 =65 | .
    CRC S 1 !1=09 | 1 R ID 2 | 2 R ID 1 =N,Y | 3 R ID 2 =38,ZV | 4 S ID 2 =38,ZV | .
    DTP R 1 !1=472 @C.DAYS
    DTP S 1e !1=471,607,463,461,304,738,739,011,455,454 @C.DAY
    QTY S 1 !1=PT | 1 R ID 2 | 2 R R 1-15 | .
    QTY S 1 !1=FL | 1 R ID 2 | 2 R R 1-15 | .
    MEA S 5 | 1 R ID 2 =OG,TR | 2 R ID 1-3 =HT,R1,R2,R3,R4 | 3 R R 1-20 | .
    CN1 S 1 @C.CN1
    REF S 1e !1=9B,9D,6R,EW,X4,F4,BT @C.REF
    REF S 5e !1=G1,9F @C.REFP
    AMT S 1e !1=T,F4 @C.AMT
    K3 S 10 @C.K3
    NTE S 1 !1=ADD,DCP | 1 R ID 3 | 2 R AN 1-80 | .
    NTE S 1 !1=TPO | 1 R ID 3 | 2 R AN 1-80 | .
    PS1 S 1 | 1 R AN 1-50 | 2 R R 1-18 | .
    HCP S 1 @C.HCPLINE | 9 S ID 2 =ER,HC,IV,WK | 11 S ID 2 =MJ,UN | 8 N AN 1-48
    ? guide-mismatch | > !SV2 | a professional claim has no institutional lines: send SV1, or the set as an 837I
    ~ therapy-date-missing | CR3 > DTP:463 | certified equipment needs the day when its use began: send DTP 463
    ~ recertification-date-missing | CR3@01=R,S > DTP:607 | a renewed certification needs its day: send DTP 607
    ~ purchased-from-missing | PS1 > 2420B/NM1 | a purchased service names whom it was bought from: send loop 2420B
    loop 2410 S 1 drug
      LIN R 1 @C.LIN
      CTP R 1 @C.CTP
      REF S 1 !1=VY,XZ @C.REF
    loop 2420A S 1 rendering provider of the line
      NM1 R 1 !1=82 @C.ANYONE
      PRV S 1 !1=PE @C.PRV
      REF S 20 !1=0B,1G,G2,LU @C.REFP
    loop 2420B S 1 purchased service provider
      NM1 R 1 !1=QB | 1 R ID 2-3 | 2 R ID 1 =1,2 | 8 S ID 1-2 =XX | 9 S AN 2-80 | {P8,9} | .
      REF S 20 !1=0B,1G,G2 @C.REFP
    loop 2420C S 1 service facility of the line
      NM1 R 1 !1=77 @C.PLACE
      N3 R 1 @C.N3
      N4 R 1 @C.N4
      REF S 3 !1=G2,LU @C.REFP
    loop 2420D S 1 supervising provider of the line
      NM1 R 1 !1=DQ @C.PERSON
      REF S 20 !1=0B,1G,G2,LU @C.REFP
    loop 2420E S 1 ordering provider
      NM1 R 1 !1=DK @C.PERSON
      N3 S 1 @C.N3
      N4 S 1 @C.N4
      REF S 20 !1=0B,1G,G2 @C.REFP
      PER S 1 @C.PER
    loop 2420F S 2 referring provider of the line
      NM1 R 1 !1=DN,P3 @C.PERSON
      REF S 20 !1=0B,1G,G2 @C.REFP
    loop 2420G S 1 ambulance pick-up of the line
      NM1 R 1 !1=PW @C.ROLE | 2 R ID 1 =2
      N3 R 1 @C.N3
      N4 R 1 @C.N4
    loop 2420H S 1 ambulance drop-off of the line
      NM1 R 1 !1=45 @C.ROLE | 2 R ID 1 =2 | 3 S AN 1-60
      N3 R 1 @C.N3
      N4 R 1 @C.N4
    loop 2430 S 15 earlier payer's decision about the line
      SVD R 1 @C.SVD | 3 R C | 3.1 R ID 2 =ER,HC,IV,WK | .
      CAS S 5 @C.CAS
      DTP R 1 !1=573 @C.DAY
      AMT S 1 !1=EAF @C.AMT
    loop 2440 S * form
      LQ R 1 | 1 R ID 1-3 =AS,UT | 2 R AN 1-30 | .
      FRM R 99 | 1 R AN 1-20 | 2 S ID 1 =N,W,Y | 3 S AN 1-50 | 4 S DT 8 | 5 S R 1-6 | {R2,3,4,5} | .
"""

CLAIM = claim_guide(_CLAIM, _WORDS)

VERSIONS = ("005010X222A1", "005010X222", "005010X222A2")
GUIDES = (GuideText("837", VERSIONS, CLAIM, ("2300",), macros=MACROS),)
