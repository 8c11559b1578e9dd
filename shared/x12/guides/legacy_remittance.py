"""835, 004010X091A1."""

TEXT = """\
ST R 1 | 1 R ID 3 =835 | 2 R AN 4-9
BPR R 1 | 1 R ID 1-2 =C,D,H,I,P,U,X | 2 R R 1-18 | 3 R ID 1 =C,D | 4 R ID 3 =ACH,BOP,CHK,FWT,NON | 5 S ID 1-10 | 6 S ID 2 | 7 S AN 3-12
    | 8 S ID 1-3 | 9 S AN 1-35 | 10 S AN 10 | 11 S AN 9 | 12 S ID 2 | 13 S AN 3-12 | 14 S ID 1-3 | 15 S AN 1-35 | 16 R DT 8 | {P6,7} | {P12,13}
TRN R 1 | 1 R ID 1-2 =1 | 2 R AN 1-30 | 3 R AN 10 | 4 S AN 1-30
CUR S 1
REF S 1 !1=EV @4REF
REF S 1 !1=F2 @4REF
DTM S 1 !1=405 @4DTM
loop 1000A R 1 payer
  N1 R 1 !1=PR @4N1
  N3 R 1 @4N3
  N4 R 1 @4N4
  REF S 4 @4REF
  PER S 1 @4PER
loop 1000B R 1 payee
  N1 R 1 !1=PE @4N1
  N3 S 1 @4N3
  N4 S 1 @4N4
  REF S * @4REF
loop 2000 S * group of claims
  LX R 1 | 1 R N0 1-6
  TS3 S 1 | 1 R AN 1-30 | 2 R AN 1-2 | 3 R DT 8 | 4 R R 1-15 | 5 R R 1-18
  TS2 S 1
  loop 2100 R * claim
    CLP R 1 | 1 R AN 1-38 | 2 R ID 1-2 =1,2,3,4,5,10,13,15,16,17,19,20,21,22,23,25,27 | 3 R R 1-18 | 4 R R 1-18 | 5 S R 1-18 | 6 R ID 1-2
        | 7 S AN 1-30 | 8 S AN 1-2 | 9 S ID 1 | 11 S ID 1-4 | 12 S R 1-15 | 13 S R 1-10
    CAS S 99 @4CAS
    NM1 R 1 !1=QC @4NM1
    NM1 S 1 !1=IL @4NM1
    NM1 S 1 !1=74 @4NM1
    NM1 S 1 !1=82 @4NM1
    NM1 S 1 !1=TT @4NM1
    NM1 S 2 !1=PR @4NM1
    MIA S 1 | 1 R R 1-15
    MOA S 1
    REF S 15 @4REF
    DTM S 4 @4DTM
    PER S 3 @4PER
    AMT S 14 @4AMT
    QTY S 15 @4QTY
    loop 2110 S 999 line
      SVC R 1 @4SVC | 3 R R 1-18
      DTM S 3 @4DTM
      CAS S 99 @4CAS
      REF S 15 @4REF
      AMT S 12 @4AMT
      QTY S 6 @4QTY
      LQ S 99 | 1 R ID 1-3 =HE,RX | 2 R AN 1-30
loop PLB S * payments beside the claims
  PLB R 1 | 1 R AN 1-30 | 2 R DT 8 | 3 R C | 3.1 R ID 2 | 4 R R 1-18 | 5 S C | 6 S R 1-18 | 7 S C | 8 S R 1-18 | 9 S C | 10 S R 1-18
      | 11 S C | 12 S R 1-18 | 13 S C | 14 S R 1-18 | {P5,6} | {P7,8} | {P9,10} | {P11,12} | {P13,14}
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""
