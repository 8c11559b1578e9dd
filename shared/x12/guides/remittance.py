"""835, 005010X221A1."""

TEXT = """\
ST R 1 | 1 R ID 3 =835 | 2 R AN 4-9
BPR R 1 | 1 R ID 1-2 =C,D,H,I,P,U,X | 2 R R 1-18 | 3 R ID 1 =C,D | 4 R ID 3 =ACH,BOP,CHK,FWT,NON | 5 S ID 1-10 | 6 S ID 2 | 7 S AN 3-12
    | 8 S ID 1-3 | 9 S AN 1-35 | 10 S AN 10 | 11 S AN 9 | 12 S ID 2 | 13 S AN 3-12 | 14 S ID 1-3 | 15 S AN 1-35 | 16 R DT 8 | {P6,7}
    | {C8,9} | {P12,13} | {C14,15}
TRN R 1 | 1 R ID 1-2 =1 | 2 R AN 1-50 | 3 R AN 10 | 4 S AN 1-50
CUR S 1
REF S 1 !1=EV @REF
REF S 1 !1=F2 @REF
DTM S 1 !1=405 @DTM
loop 1000A R 1
  N1 R 1 !1=PR @N1 | 2 R AN 1-60
  N3 R 1 @N3
  N4 R 1 @N4
  REF S 4 @REF
  PER S 1 !1=CX @PER
  PER R * !1=BL @PER
  PER S 1 !1=IC @PER
loop 1000B R 1
  N1 R 1 !1=PE @N1 | 2 R AN 1-60 | 3 R ID 1-2 =FI,XV,XX | 4 R AN 2-80
  N3 S 1 @N3
  N4 S 1 @N4
  REF S * @REF
  RDM S 1
loop 2000 S *
  LX R 1 | 1 R N0 1-6
  TS3 S 1 | 1 R AN 1-50 | 2 R AN 1-2 | 3 R DT 8 | 4 R R 1-15 | 5 R R 1-18
  TS2 S 1
  loop 2100 R *
    CLP R 1 | 1 R AN 1-38 | 2 R ID 1-2 =1,2,3,4,19,20,21,22,23,25 | 3 R R 1-18 | 4 R R 1-18 | 5 S R 1-18 | 6 R ID 1-2 | 7 R AN 1-50
        | 8 S AN 1-2 | 9 S ID 1 | 11 S ID 1-4 | 12 S R 1-15 | 13 S R 1-10
    CAS S 99 @CAS
    NM1 R 1 !1=QC @NM1
    NM1 S 1 !1=IL @NM1
    NM1 S 1 !1=74 @NM1
    NM1 S 1 !1=82 @NM1
    NM1 S 1 !1=TT @NM1
    NM1 S 1 !1=PR @NM1
    NM1 S 1 !1=GB @NM1
    MIA S 1 | 1 R R 1-15
    MOA S 1
    REF S * @REF
    DTM S 1e !1=232,233 @DTM
    DTM S 1 !1=036 @DTM
    DTM S 1 !1=050 @DTM
    PER S 2 @PER
    AMT S * @AMT
    QTY S * @QTY
    loop 2110 S 999
      SVC R 1 | 1 R C | 1.1 R ID 2 | 1.2 R AN 1-48 | 1.3 S AN 2 | 1.4 S AN 2 | 1.5 S AN 2 | 1.6 S AN 2 | 2 R R 1-18 | 3 R R 1-18
          | 4 S AN 1-48 | 5 S R 1-15 | 6 S C | 7 S R 1-15
      DTM S 1e !1=150,151 @DTM
      DTM S 1 !1=472 @DTM
      CAS S 99 @CAS
      REF S * @REF
      AMT S * @AMT
      QTY S * @QTY
      LQ S 99 | 1 R ID 1-3 =HE,RX | 2 R AN 1-30
loop PLB S *
  PLB R 1 | 1 R AN 1-50 | 2 R DT 8 | 3 R C | 3.1 R ID 2 | 4 R R 1-18 | 5 S C | 6 S R 1-18 | 7 S C | 8 S R 1-18 | 9 S C | 10 S R 1-18
      | 11 S C | 12 S R 1-18 | 13 S C | 14 S R 1-18 | {P5,6} | {P7,8} | {P9,10} | {P11,12} | {P13,14}
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""
