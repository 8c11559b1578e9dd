"""837I, 005010X223A2: loop 2300 and below."""

CLAIM = """\
loop 2300 S 100
  CLM R 1 | 1 R AN 1-38 | 2 R R 1-18 | 5 R C | 5.1 R AN 1-2 | 5.2 R ID 1 =A | 5.3 R ID 1 | 7 R ID 1 =A,B,C | 8 R ID 1 =N,W,Y | 9 R ID 1 =I,Y
      | 20 S ID 1-2
  DTP S 1 !1=096 @DTP
  DTP R 1 !1=434 @DTP
  DTP S 1 !1=435 @DTP
  DTP S 1 !1=050 @DTP
  CL1 R 1 | 1 R ID 1 | 2 S ID 1 | 3 R ID 1-2
  PWK S 10 | 1 R ID 2 | 2 R ID 1-2 =AA,BM,EL,EM,FT,FX | 5 S ID 1-2 =AC | 6 S AN 2-80 | {P5,6}
  CN1 S 1 | 1 R ID 2
  AMT S 1 @AMT | 1 R ID 2 =F3
  REF S 1e !1=4N,9F,G1,F8,9A,9C,LX,D9,LU,EA,G4,P4 @REF
  K3 S 10 | 1 R AN 1-80
  NTE S 11 | 1 R ID 3 | 2 R AN 1-80
  CRC S * | 1 R ID 2 | 2 R ID 1 =N,Y
  HI R 1 !1.1=ABK,BK @HI | 1.9 S ID 1 =N,U,W,Y,1
  HI S 1 !1.1=ABJ,BJ @HI
  HI S 1 !1.1=APR,PR @HI
  HI S 1 !1.1=ABN,BN @HI | 1.9 S ID 1 =N,U,W,Y,1
  HI S 1 !1.1=DR @HI
  HI S 2 !1.1=ABF,BF @HI | 1.9 S ID 1 =N,U,W,Y,1
  HI S 1 !1.1=BBR,BR,CAH @HI | 1.3 R ID 2-3 =D8 | 1.4 R DP 1-35
  HI S 2 !1.1=BBQ,BQ @HI | 1.3 R ID 2-3 =D8 | 1.4 R DP 1-35
  HI S 2 !1.1=BI @HI | 1.3 R ID 2-3 =RD8 | 1.4 R DP 1-35
  HI S 2 !1.1=BH @HI | 1.3 R ID 2-3 =D8 | 1.4 R DP 1-35
  HI S 2 !1.1=BE @HI | 1.5 R R 1-18
  HI S 2 !1.1=BG @HI
  HI S 2 !1.1=TC @HI
  HCP S 1
  loop 2310A S 1
    NM1 R 1 !1=71 @NPI | 3 R AN 1-60
    PRV S 1 !1=AT @PRV
    REF S 4 @REF
  loop 2310B S 1
    NM1 R 1 !1=72 @NPI | 3 R AN 1-60
    REF S 4 @REF
  loop 2310C S 1
    NM1 R 1 !1=ZZ @NPI | 3 R AN 1-60
    REF S 4 @REF
  loop 2310D S 1
    NM1 R 1 !1=82 @NPI | 3 R AN 1-60
    REF S 4 @REF
  loop 2310E S 1
    NM1 R 1 !1=77 @NPI | 3 R AN 1-60
    N3 R 1 @N3
    N4 R 1 @N4
    REF S 3 @REF
  loop 2310F S 1
    NM1 R 1 !1=DN @NPI | 3 R AN 1-60
    REF S 3 @REF
  loop 2320 S 10
    SBR R 1 @SBR | 2 R ID 2
    CAS S 5 @CAS
    AMT S 1 !1=D @AMT
    AMT S 1 !1=EAF @AMT
    AMT S 1 !1=A8 @AMT
    OI R 1 @OI
    MIA S 1
    MOA S 1
    loop 2330A R 1
      NM1 R 1 !1=IL @NM1R
      N3 S 1 @N3
      N4 S 1 @N4
      REF S 3 @REF
    loop 2330B R 1
      NM1 R 1 !1=PR @NM1R
      N3 S 1 @N3
      N4 S 1 @N4
      DTP S 1 !1=573 @DTP
      REF S * @REF
    loop 2330C S 1
      NM1 R 1 !1=71 @NM1
      REF R 4 @REF
    loop 2330D S 1
      NM1 R 1 !1=72 @NM1
      REF R 4 @REF
    loop 2330E S 1
      NM1 R 1 !1=ZZ @NM1
      REF R 4 @REF
    loop 2330F S 1
      NM1 R 1 !1=77 @NM1
      REF R 3 @REF
    loop 2330G S 1
      NM1 R 1 !1=82 @NM1
      REF R 4 @REF
    loop 2330H S 1
      NM1 R 1 !1=DN @NM1
      REF R 3 @REF
    loop 2330I S 1
      NM1 R 1 !1=85 @NM1
      REF R 2 @REF
  loop 2400 R 999
    LX R 1 | 1 R N0 1-6
    SV2 R 1 | 1 R AN 1-48 | 2 S C | 2.1 R ID 2 =ER,HC,HP,IV,WK | 2.2 R AN 1-48 | 2.3 S AN 2 | 2.4 S AN 2 | 2.5 S AN 2 | 2.6 S AN 2
        | 2.7 S AN 1-80 | 3 R R 1-18 | 4 R ID 2 =DA,UN | 5 R R 1-15 | 7 S R 1-18
    PWK S 10
    DTP S 1 !1=472 @DTP
    REF S * @REF
    AMT S * @AMT
    NTE S 1 | 1 R ID 3 | 2 R AN 1-80
    HCP S 1
    loop 2410 S 1
      LIN R 1 @LIN
      CTP R 1 @CTP
      REF S 1 @REF
    loop 2420A S 1
      NM1 R 1 !1=72 @NPI
      REF S * @REF
    loop 2420B S 1
      NM1 R 1 !1=ZZ @NPI
      REF S * @REF
    loop 2420C S 1
      NM1 R 1 !1=82 @NPI
      REF S * @REF
    loop 2420D S 1
      NM1 R 1 !1=DN @NPI
      REF S * @REF
    loop 2430 S 15
      SVD R 1 @SVD
      CAS S 5 @CAS
      DTP R 1 !1=573 @DTP
      AMT S 1 @AMT | 1 R ID 3 =EAF
"""
