"""837P, 005010X222A1: loop 2300 and below."""

CLAIM = """\
loop 2300 S 100
  CLM R 1 | 1 R AN 1-38 | 2 R R 1-18 | 5 R C | 5.1 R AN 1-2 | 5.2 R ID 1 =B | 5.3 R ID 1 | 6 R ID 1 =N,Y | 7 R ID 1 =A,B,C | 8 R ID 1 =N,W,Y
      | 9 R ID 1 =I,Y | 10 S ID 1 =P | 11 S C | 11.1 R ID 2 =AA,EM,OA | 11.4 S ID 2 | 12 S ID 2-3 | 20 S ID 1-2
  DTP S 1e !1=431,454,304,453,439,484,455,471,314,360,361,297,296,435,096,090,091,444,050 @DTP
  PWK S 10 | 1 R ID 2 | 2 R ID 1-2 =AA,BM,EL,EM,FT,FX | 5 S ID 1-2 =AC | 6 S AN 2-80 | {P5,6}
  CN1 S 1 | 1 R ID 2
  AMT S 1 @AMT | 1 R ID 2 =F5
  REF S 1e !1=4N,F5,EW,9F,G1,F8,X4,9A,9C,LX,D9,EA,P4,1J @REF
  K3 S 10 | 1 R AN 1-80
  NTE S 1 | 1 R ID 3 =ADD,CER,DCP,DGN,TPO | 2 R AN 1-80
  CR1 S 1
  CR2 S 1
  CRC S * | 1 R ID 2 | 2 R ID 1 =N,Y
  HI R 1 !1.1=ABK,BK @HI
    | 2.1 S ID 1-3 =ABF,BF | 3.1 S ID 1-3 =ABF,BF | 4.1 S ID 1-3 =ABF,BF | 5.1 S ID 1-3 =ABF,BF | 6.1 S ID 1-3 =ABF,BF
    | 7.1 S ID 1-3 =ABF,BF | 8.1 S ID 1-3 =ABF,BF | 9.1 S ID 1-3 =ABF,BF | 10.1 S ID 1-3 =ABF,BF | 11.1 S ID 1-3 =ABF,BF
    | 12.1 S ID 1-3 =ABF,BF
  HI S 1 !1.1=BP @HI
  HI S 2 !1.1=BG @HI
  HCP S 1
  loop 2310A S 2
    NM1 R 1 !1=DN,P3 @NPI | 3 R AN 1-60
    REF S 3 @REF
  loop 2310B S 1
    NM1 R 1 !1=82 @NPI | 3 R AN 1-60
    PRV S 1 !1=PE @PRV
    REF S 4 @REF
  loop 2310C S 1
    NM1 R 1 !1=77 @NPI
    N3 R 1 @N3
    N4 R 1 @N4
    REF S 3 @REF
    PER S 1 @PER
  loop 2310D S 1
    NM1 R 1 !1=DQ @NPI | 3 R AN 1-60
    REF S 4 @REF
  loop 2310E S 1
    NM1 R 1 !1=PW @NM1
    N3 R 1 @N3
    N4 R 1 @N4
  loop 2310F S 1
    NM1 R 1 !1=45 @NM1
    N3 R 1 @N3
    N4 R 1 @N4
  loop 2320 S 10
    SBR R 1 @SBR | 2 R ID 2 | 9 S ID 1-2
    CAS S 5 @CAS
    AMT S 1 !1=D @AMT
    AMT S 1 !1=A8 @AMT
    AMT S 1 !1=EAF @AMT
    OI R 1 @OI
    MOA S 1
    loop 2330A R 1
      NM1 R 1 !1=IL @NM1R
      N3 S 1 @N3
      N4 S 1 @N4
      REF S 2 @REF
    loop 2330B R 1
      NM1 R 1 !1=PR @NM1R
      N3 S 1 @N3
      N4 S 1 @N4
      DTP S 1 !1=573 @DTP
      REF S * @REF
    loop 2330C S 2
      NM1 R 1 !1=DN,P3 @NM1
      REF R 3 @REF
    loop 2330D S 1
      NM1 R 1 !1=82 @NM1
      REF R 3 @REF
    loop 2330E S 1
      NM1 R 1 !1=77 @NM1
      REF R 3 @REF
    loop 2330F S 1
      NM1 R 1 !1=DQ @NM1
      REF R 3 @REF
    loop 2330G S 1
      NM1 R 1 !1=85 @NM1
      REF R 2 @REF
  loop 2400 R 50
    LX R 1 | 1 R N0 1-6
    SV1 R 1 | 1 R C | 1.1 R ID 2 =ER,HC,IV,WK | 1.2 R AN 1-48 | 1.3 S AN 2 | 1.4 S AN 2 | 1.5 S AN 2 | 1.6 S AN 2 | 1.7 S AN 1-80
        | 2 R R 1-18 | 3 R ID 2 =MJ,UN | 4 R R 1-15 | 5 S AN 1-2 | 7 R C | 7.1 R N0 1-2 | 7.2 S N0 1-2 | 7.3 S N0 1-2 | 7.4 S N0 1-2
        | 9 S ID 1 =Y | 11 S ID 1 =Y | 12 S ID 1 =Y | 15 S ID 1 =0
    SV5 S 1
    PWK S 10
    CR1 S 1
    CR3 S 1
    CRC S *
    DTP R 1 !1=472 @DTP
    DTP S * @DTP
    QTY S 2 @QTY
    MEA S 5
    CN1 S 1 | 1 R ID 2
    REF S * @REF
    AMT S * @AMT
    K3 S 10
    NTE S 2 | 1 R ID 3 | 2 R AN 1-80
    PS1 S 1
    HCP S 1
    loop 2410 S 1
      LIN R 1 @LIN
      CTP R 1 @CTP
      REF S 1 @REF
    loop 2420A S 1
      NM1 R 1 !1=82 @NPI | 3 R AN 1-60
      PRV S 1 !1=PE @PRV
      REF S * @REF
    loop 2420B S 1
      NM1 R 1 !1=QB @NPI
      REF S * @REF
    loop 2420C S 1
      NM1 R 1 !1=77 @NPI
      N3 R 1 @N3
      N4 R 1 @N4
      REF S * @REF
    loop 2420D S 1
      NM1 R 1 !1=DQ @NPI
      REF S * @REF
    loop 2420E S 1
      NM1 R 1 !1=DK @NPI
      N3 S 1 @N3
      N4 S 1 @N4
      REF S * @REF
      PER S 1 @PER
    loop 2420F S 2
      NM1 R 1 !1=DN,P3 @NPI
      REF S * @REF
    loop 2420G S 1
      NM1 R 1 !1=PW @NM1
      N3 R 1 @N3
      N4 R 1 @N4
    loop 2420H S 1
      NM1 R 1 !1=45 @NM1
      N3 R 1 @N3
      N4 R 1 @N4
    loop 2430 S 15
      SVD R 1 @SVD | 3 R C
      CAS S 5 @CAS
      DTP R 1 !1=573 @DTP
      AMT S 1 @AMT | 1 R ID 3 =EAF
    loop 2440 S *
      LQ R 1
      FRM R 99
"""
