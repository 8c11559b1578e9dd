"""What 837P and 837I share: loops 1000A to 2010CA, with the claim loop 2300 under subscriber or patient."""

HEAD = """\
ST R 1 | 1 R ID 3 =837 | 2 R AN 4-9 | 3 S AN 1-35
BHT R 1 | 1 R ID 4 =0019 | 2 R ID 2 =00,18 | 3 R AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | 6 R ID 2 =31,CH,RP
loop 1000A R 1
  NM1 R 1 !1=41 @NM1R | 8 R ID 2 =46
  PER R 2 @PER | 1 R ID 2 =IC | 3 R ID 2 =EM,FX,TE | 4 R AN 1-256
loop 1000B R 1
  NM1 R 1 !1=40 @NM1R | 8 R ID 2 =46
loop 2000A R *
  HL R 1 !3=20 @HL | 4 R ID 1 =1
  PRV S 1 !1=BI @PRV
  CUR S 1 | 1 R ID 2-3 =85 | 2 R ID 3
  loop 2010AA R 1
    NM1 R 1 !1=85 @NPI | 3 R AN 1-60
    N3 R 1 @N3
    N4 R 1 @N4
    REF R 1 !1=EI,SY @REF
    REF S 2 !1=0B,1G @REF
    PER S 2 @PER | 1 R ID 2 =IC
  loop 2010AB S 1
    NM1 R 1 !1=87 | 1 R ID 2 | 2 R ID 1 =1,2
    N3 R 1 @N3
    N4 R 1 @N4
  loop 2010AC S 1
    NM1 R 1 !1=PE @NM1 | 3 R AN 1-60
    N3 R 1 @N3
    N4 R 1 @N4
    REF S * @REF
  loop 2000B R *
    HL R 1 !3=22 @HL | 2 R AN 1-12 | 4 R ID 1 =0,1
    SBR R 1 @SBR
    PAT S 1 | 5 S ID 2-3 =D8 | 6 S DP 1-35 | 7 S ID 2 =01 | 8 S R 1-10 | 9 S ID 1 =Y | {P5,6} | {P7,8}
    loop 2010BA R 1
      NM1 R 1 !1=IL @NM1 | 3 R AN 1-60
      N3 S 1 @N3
      N4 S 1 @N4
      DMG S 1 @DMG
      REF S 1 !1=SY @REF
      REF S 1 !1=Y4 @REF
      PER S 1 @PER
    loop 2010BB R 1
      NM1 R 1 !1=PR @NM1R | 8 R ID 2 =PI,XV
      N3 S 1 @N3
      N4 S 1 @N4
      REF S 3 !1=2U,EI,FY,NF @REF
      REF S 2 !1=G2,LU @REF
{subscriber_claim}    loop 2000C S *
      HL R 1 !3=23 @HL | 2 R AN 1-12 | 4 R ID 1 =0
      PAT R 1 | 1 R ID 2 | 5 S ID 2-3 =D8 | 6 S DP 1-35 | 7 S ID 2 =01 | 8 S R 1-10 | 9 S ID 1 =Y | {P5,6} | {P7,8}
      loop 2010CA R 1
        NM1 R 1 !1=QC @NM1 | 3 R AN 1-60 | 9 N AN 2-80
        N3 R 1 @N3
        N4 R 1 @N4
        DMG R 1 @DMG
        REF S 2 @REF
        PER S 1 @PER
{patient_claim}"""

TAIL = "SE R 1 | 1 R N0 1-10 | 2 R AN 4-9\n"


def claim_guide(claim: str) -> str:
    """The whole guide: the claim loop hangs under the subscriber (2000B) and under the patient (2000C)."""
    return HEAD.replace("{subscriber_claim}", _indented(claim, 4)).replace("{patient_claim}", _indented(claim, 6)) + TAIL


def _indented(text: str, by: int) -> str:
    return "".join(" " * by + line + "\n" for line in text.splitlines())
