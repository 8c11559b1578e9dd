"""999, 005010X231A1, and 277CA, 005010X214."""

FUNCTIONAL = """\
ST R 1 | 1 R ID 3 =999 | 2 R AN 4-9 | 3 S AN 1-35
AK1 R 1 | 1 R ID 2 | 2 R N0 1-9 | 3 S AN 1-12
loop 2000 S *
  AK2 R 1 | 1 R ID 3 | 2 R AN 4-9 | 3 S AN 1-35
  loop 2100 S *
    IK3 R 1 | 1 R ID 2-3 | 2 R N0 1-10 | 3 S AN 1-4 | 4 S ID 1-3
    CTX S 10
    loop 2110 S *
      IK4 R 1 | 1 R C | 1.1 R N0 1-2 | 1.2 S N0 1-2 | 1.3 S N0 1-4 | 2 S N0 1-4 | 3 R ID 1-3 | 4 S AN 1-99
      CTX S 10
  IK5 R 1 | 1 R ID 1 =A,E,M,R,W,X | 2 S ID 1-3 | 3 S ID 1-3 | 4 S ID 1-3 | 5 S ID 1-3 | 6 S ID 1-3
AK9 R 1 | 1 R ID 1 =A,E,M,P,R,W,X | 2 R N0 1-6 | 3 R N0 1-6 | 4 R N0 1-6 | 5 S ID 1-3 | 6 S ID 1-3 | 7 S ID 1-3 | 8 S ID 1-3 | 9 S ID 1-3
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""

CLAIM = """\
ST R 1 | 1 R ID 3 =277 | 2 R AN 4-9 | 3 S AN 1-35
BHT R 1 | 1 R ID 4 =0085 | 2 R ID 2 =08 | 3 R AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | 6 S ID 2 =TH
loop 2000A R 1
  HL R 1 !3=20 @HL
  loop 2100A R 1
    NM1 R 1 !1=AY,PR @NM1R
  loop 2200A R 1
    TRN R 1 @TRN
    DTP R 1 !1=050 @DTP
    DTP R 1 !1=009 @DTP
  loop 2000B R 1
    HL R 1 !3=21 @HL | 2 R AN 1-12
    loop 2100B R 1
      NM1 R 1 !1=41 @NM1R
    loop 2200B R 1
      TRN R 1 @TRN
      STC R * @STC
      QTY S 2 @QTY
      AMT S 2 @AMT
    loop 2000C S *
      HL R 1 !3=19 @HL | 2 R AN 1-12
      loop 2100C R 1
        NM1 R 1 !1=85 @NM1
      loop 2200C S 1
        TRN R 1 @TRN
        STC S * @STC
        REF S 3 @REF
        QTY S 2 @QTY
        AMT S 2 @AMT
      loop 2000D S *
        HL R 1 !3=PT @HL | 2 R AN 1-12
        loop 2100D R 1
          NM1 R 1 !1=IL,QC @NM1
        loop 2200D R *
          TRN R 1 @TRN
          STC R * @STC
          REF S * @REF
          DTP S 1 !1=472 @DTP
          loop 2220D S *
            SVC R 1 | 1 R C | 1.1 R ID 2 | 1.2 R AN 1-48 | 2 R R 1-18 | 4 S AN 1-48 | 7 S R 1-15
            STC R * @STC
            REF S * @REF
            DTP S 1 !1=472 @DTP
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""
