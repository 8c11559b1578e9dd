"""837I, 005010X223A2: what its levels have for themselves, loop 2300 and below."""

from shared.x12.guides.claim_common import claim_guide
from shared.x12.guides.claim_macros import MACROS
from shared.x12.guides.guide_text import GuideText

_WORDS = {
    "billing": "@C.PLACE",
    "billing references": "REF R 1 !1=EI @C.REF",
    "payto": "| 2 R ID 1 =2",
    "subscriber": "| 5 N ID 1-3",
    "subscriber facts": "",
    "person contact": "",
    "patient": "| 1 R ID 2 =01,19,20,21,39,40,53,G8 | .",
}

_AUTO_ACCIDENT = " / ".join(f"HI:BH@{at:02}.2=01" for at in range(1, 13))

_CLAIM = """\
loop 2300 S 100 claim
  CLM R 1 | 1 R AN 1-38 | 2 R R 1-18 | 5 R C | 5.1 R AN 1-2 #tob | 5.2 R ID 1 =A | 5.3 R ID 1 #frequency
      | 6 S ID 1 =N,Y | 7 R ID 1 =A,B,C | 8 R ID 1 =N,W,Y
      | 9 R ID 1 =I,Y | 20 S ID 1-2 =1,2,3,4,5,6,7,8,9,10,11,15 | .
  DTP S 1 !1=096 | 1 R ID 3 | 2 R ID 2-3 =TM | 3 R DP 1-35 | .
  DTP R 1 !1=434 @C.DAYS
  DTP S 1 !1=435 | 1 R ID 3 | 2 R ID 2-3 =D8,DT | 3 R DP 1-35 | .
  DTP S 1 !1=050 @C.DAY
  CL1 R 1 | 1 S ID 1 #admission-type | 2 S ID 1 #admission-source | 3 R ID 1-2 #patient-status | .
  PWK S 10 @C.PWK
  CN1 S 1 @C.CN1
  AMT S 1 !1=F3 @C.AMT
  REF S 1 !1=4N @C.REF | 2 R ID 1 =1,2,3,4,5,6,7
  REF S 1e !1=9F,G1,F8,9A,9C,D9,LU,EA,P4,G4 @C.REF
  REF S 5 !1=LX @C.REF
  K3 S 10 @C.K3
  NTE S 10 !1=ALG,DCP,DGN,DME,MED,NTR,ODT,RHB,RLH,RNH,SET,SFM,SPT,UPI | 1 R ID 3 | 2 R AN 1-80 | .
  NTE S 1 !1=ADD | 1 R ID 3 | 2 R AN 1-80 | .
  CRC S 1 !1=ZZ | 1 R ID 2 | 2 R ID 1 =N,Y | 3 R ID 2 =AV,NU,S2,ST | 4 S ID 2 =AV,NU,S2,ST | 5 S ID 2 =AV,NU,S2,ST | .
  HI R 1 !1.1=ABK,BK @C.HI1 | 1.9 S ID 1 =N,U,W,Y
  HI S 1 !1.1=ABJ,BJ @C.HI1
  HI S 1 !1.1=APR,PR @C.HI | 1.1 R ID 2-3 =APR,PR
  HI S 1 !1.1=ABN,BN @C.HI | 1.1 R ID 2-3 =ABN,BN | 1.9 S ID 1 =N,U,W,Y
  HI S 1 !1.1=DR @C.HI1 | 1.2 R AN 1-30 #drg
  HI S 2 !1.1=ABF,BF @C.HI | 1.1 R ID 2-3 =ABF,BF | 1.9 S ID 1 =N,U,W,Y
  HI S 1 !1.1=BBR,BR,CAH @C.HI1 | 1.3 R ID 2-3 =D8 | 1.4 R DP 1-35
  HI S 2 !1.1=BBQ,BQ @C.HI | 1.1 R ID 2-3 =BBQ,BQ | 1.3 R ID 2-3 =D8 | 1.4 R DP 1-35
  HI S 2 !1.1=BI @C.HI | 1.1 R ID 2 =BI | 1.2 R AN 1-30 #span | 1.3 R ID 2-3 =RD8 | 1.4 R DP 1-35
  HI S 2 !1.1=BH @C.HI | 1.1 R ID 2 =BH | 1.2 R AN 1-30 #occurrence | 1.3 R ID 2-3 =D8 | 1.4 R DP 1-35
  HI S 2 !1.1=BE @C.HI | 1.1 R ID 2 =BE | 1.2 R AN 1-30 #value | 1.5 R R 1-18
  HI S 2 !1.1=BG @C.HI | 1.1 R ID 2 =BG | 1.2 R AN 1-30 #condition
  HI S 2 !1.1=TC @C.HI | 1.1 R ID 2 =TC
  HCP S 1 @C.HCP | 8 S AN 1-48 #revenue | 11 S ID 2 =DA,UN | 12 S R 1-15 | {P11,12}
  ? admission-date-missing | CLM@05.1=11,18,21,41 > DTP:435 | an inpatient bill needs the day of admission: send DTP 435
  ~ admission-type-missing | > CL1@01 | a bill tells how urgent the admission or visit was: send CL101
  ~ statement-period | > DTP:434@02=RD8 | a statement covers a period, if only of one day: send RD8 in DTP02
  ~ admission-source-missing | CLM@05.1=11,18,21,41 > CL1@02 | an inpatient bill tells where the patient came from: send CL102
  ~ admitting-diagnosis-missing | CLM@05.1=11,18,21,41 > HI:ABJ,BJ | an inpatient bill needs the admitting diagnosis: send HI ABJ
  ~ discharge-hour-missing | CLM@05.1=11 & CLM@05.3=1,4 & CL1@03#30 > DTP:096 | a final inpatient bill needs the hour of discharge: send DTP 096
  ~ interim-status | CLM@05.1=11,18,21,41 & CLM@05.3=2,3 > CL1@03=30 | an interim bill says that the patient is still here: send 30 in CL103
  ~ final-status | CLM@05.1=11,18,21,41 & CLM@05.3=4 > CL1@03#30 | a last bill cannot say that the patient is still here: correct CL103
  ~ visit-reason-missing | CLM@05.1=13,78,85 & CL1@01=1,2,5 & 2400/SV2@01=0450,0451,0452,0456,0459,0516,0526,0762 > HI:APR,PR
    | an unscheduled outpatient visit has a reason: send HI APR
  ~ attending-missing | !2400/SV2@01=0540,0541,0542,0543,0544,0545,0546,0547,0548,0549 > 2310A/NM1
    | all but ambulance bills name the attending provider: send loop 2310A
  ~ accident-state-missing | <auto accident> > REF:LU | an auto accident needs its state: send REF LU
  ~ screening-referral | CRC:ZZ@02=N > CRC:ZZ@03=NU | a screening without a referral is marked NU in CRC03
<rules>
  loop 2310A S 1 attending provider
    NM1 R 1 !1=71 @C.PERSON
    PRV S 1 !1=AT @C.PRV
    REF S 4 !1=0B,1G,G2,LU @C.REF
  loop 2310B S 1 operating physician
    NM1 R 1 !1=72 @C.PERSON
    REF S 4 !1=0B,1G,G2,LU @C.REF
  loop 2310C S 1 other operating physician
    NM1 R 1 !1=ZZ @C.PERSON
    REF S 4 !1=0B,1G,G2,LU @C.REF
  loop 2310D S 1 rendering provider
    NM1 R 1 !1=82 @C.PERSON
    REF S 4 !1=0B,1G,G2,LU @C.REF
  loop 2310E S 1 service facility
    NM1 R 1 !1=77 @C.PLACE
    N3 R 1 @C.N3
    N4 R 1 @C.N4
    REF S 3 !1=0B,G2,LU @C.REF
  loop 2310F S 1 referring provider
    NM1 R 1 !1=DN @C.PERSON
    REF S 3 !1=0B,1G,G2 @C.REF
  loop 2320 S 10 other subscriber
    SBR R 1 @C.SBR | 2 R ID 2 =01,18,19,20,21,39,40,53,G8 | 5 N ID 1-3
    CAS S 5 @C.CAS
    AMT S 1 !1=D @C.AMT
    AMT S 1 !1=EAF @C.AMT
    AMT S 1 !1=A8 @C.AMT
    OI R 1 @C.OI | 4 N ID 1
    MIA S 1 | 1 R R 1-15 | 3 S R 1-15 | 4 S R 1-18 | 5 S AN 1-50 #rarc | 6 S R 1-18 | 7 S R 1-18 | 8 S R 1-18 | 9 S R 1-18 | 10 S R 1-18
      | 11 S R 1-18 | 12 S R 1-18 | 13 S R 1-18 | 14 S R 1-18 | 15 S R 1-15 | 16 S R 1-18 | 17 S R 1-18 | 18 S R 1-18 | 19 S R 1-18
      | 20 S AN 1-50 #rarc | 21 S AN 1-50 #rarc | 22 S AN 1-50 #rarc | 23 S AN 1-50 #rarc | 24 S R 1-18 | .
    MOA S 1 @C.MOA
    ~ payer-paid-missing | 2330B/DTP:573 > AMT:D | a payer who has decided paid something or nothing: send AMT D
<other payer>
    loop 2330C S 1 other payer's attending provider
      NM1 R 1 !1=71 @C.ROLE | 2 R ID 1 =1
      REF R 4 !1=0B,1G,G2,LU @C.REF
    loop 2330D S 1 other payer's operating physician
      NM1 R 1 !1=72 @C.ROLE | 2 R ID 1 =1
      REF R 4 !1=0B,1G,G2,LU @C.REF
    loop 2330E S 1 other payer's other operating physician
      NM1 R 1 !1=ZZ @C.ROLE | 2 R ID 1 =1
      REF R 4 !1=0B,1G,G2,LU @C.REF
    loop 2330F S 1 other payer's service facility
      NM1 R 1 !1=77 @C.ROLE | 2 R ID 1 =2
      REF R 3 !1=0B,G2,LU @C.REF
    loop 2330G S 1 other payer's rendering provider
      NM1 R 1 !1=82 @C.ROLE | 2 R ID 1 =1
      REF R 4 !1=0B,1G,G2,LU @C.REF
    loop 2330H S 1 other payer's referring provider
      NM1 R 1 !1=DN @C.ROLE | 2 R ID 1 =1
      REF R 3 !1=0B,1G,G2 @C.REF
    loop 2330I S 1 other payer's billing provider
      NM1 R 1 !1=85 @C.ROLE | 2 R ID 1 =2
      REF R 2 !1=G2,LU @C.REF
  loop 2400 R 999 service line
    LX R 1 | 1 R N0 1-6 | .
    SV2 R 1 @C.PROCEDURE2 | 1 R AN 1-48 #revenue | 2 S C | 2.1 R ID 2 =ER,HC,HP,IV,WK | 3 R R 1-18 | 4 R ID 2 =DA,UN | 5 R R 1-15 | 7 S R 1-18 | .
    SV1 S 1
    PWK S 10 @C.PWK
    DTP S 1 !1=472 @C.DAYS
    REF S 1e !1=6R,9B,9D @C.REF
    AMT S 1e !1=GT,N8 @C.AMT
    NTE S 1 !1=TPO | 1 R ID 3 | 2 R AN 1-80 | .
    HCP S 1 @C.HCPLINE | 11 S ID 2 =DA,UN
    ? guide-mismatch | > !SV1 | an institutional claim has no professional lines: send SV2, or the set as an 837P
    ~ line-date-missing | 2300/CLM@05.1=13,14,83,85 & SV2@02.1=HC > DTP:472 | an outpatient procedure has its day: send DTP 472
    loop 2410 S 1 drug
      LIN R 1 @C.LIN
      CTP R 1 @C.CTP
      REF S 1 !1=VY,XZ @C.REF
    loop 2420A S 1 operating physician of the line
      NM1 R 1 !1=72 @C.PERSON
      REF S 20 !1=0B,1G,G2,LU @C.REFP
    loop 2420B S 1 other operating physician of the line
      NM1 R 1 !1=ZZ @C.PERSON
      REF S 20 !1=0B,1G,G2,LU @C.REFP
    loop 2420C S 1 rendering provider of the line
      NM1 R 1 !1=82 @C.PERSON
      REF S 20 !1=0B,1G,G2,LU @C.REFP
    loop 2420D S 1 referring provider of the line
      NM1 R 1 !1=DN @C.PERSON
      REF S 20 !1=0B,1G,G2 @C.REFP
    loop 2430 S 15 earlier payer's decision about the line
      SVD R 1 @C.SVD | 3 S C | 4 R AN 1-48 #revenue | .
      CAS S 5 @C.CAS
      DTP R 1 !1=573 @C.DAY
      AMT S 1 !1=EAF @C.AMT
"""

CLAIM = claim_guide(_CLAIM.replace("<auto accident>", _AUTO_ACCIDENT), _WORDS)

VERSIONS = ("005010X223A2", "005010X223", "005010X223A1", "005010X223A3")
"""The trade also writes A3 for the guide that HIPAA adopted."""
GUIDES = (GuideText("837", VERSIONS, CLAIM, ("2300",), macros=MACROS),)
