"""270 and 271, 005010X279A1."""

INQUIRY = """\
ST R 1 | 1 R ID 3 =270 | 2 R AN 4-9 | 3 S AN 1-35
BHT R 1 | 1 R ID 4 =0022 | 2 R ID 2 =01,13 | 3 S AN 1-50 | 4 R DT 8 | 5 R TM 4-8
loop 2000A R *
  HL R 1 !3=20 @HL
  loop 2100A R 1
    NM1 R 1 !1=2B,36,GP,P5,PR @NM1R
  loop 2000B R *
    HL R 1 !3=21 @HL | 2 R AN 1-12
    loop 2100B R 1
      NM1 R 1 !1=1P,2B,36,80,FA,GP,P5,PR @NM1R | 3 S AN 1-60
      REF S 9 @REF
      N3 S 1 @N3
      N4 S 1 @N4
      PRV S 1
    loop 2000C R *
      HL R 1 !3=22 @HL | 2 R AN 1-12
      TRN S 2 @TRN
      loop 2100C R 1
        NM1 R 1 !1=IL @NM1
        REF S 9 @REF
        N3 S 1 @N3
        N4 S 1 @N4
        PRV S 1
        DMG S 1 @DMGS
        INS S 1
        HI S 1 @HI
        DTP S 2 !1=102,291 @DTP
        loop 2110C S 99
          EQ R 1 | 1 S ID 1-2^ | 2 S C | 2.1 R ID 2 | 2.2 R AN 1-48 | {R1,2}
          AMT S 1 @AMT
          AMT S 1 @AMT
          III S 10
          REF S 1 @REF
          DTP S 1 @DTP
      loop 2000D S *
        HL R 1 !3=23 @HL | 2 R AN 1-12
        TRN S 2 @TRN
        loop 2100D R 1
          NM1 R 1 !1=03 @NM1
          REF S 9 @REF
          N3 S 1 @N3
          N4 S 1 @N4
          PRV S 1
          DMG S 1 @DMGS
          INS S 1
          HI S 1 @HI
          DTP S 2 !1=102,291 @DTP
          loop 2110D R 99
            EQ R 1 | 1 S ID 1-2^ | 2 S C | 2.1 R ID 2 | 2.2 R AN 1-48 | {R1,2}
            III S 10
            REF S 1 @REF
            DTP S 1 @DTP
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""

_BENEFIT = """\
loop 2110{level} S *
  EB R 1 | 1 R ID 1-3 | 2 S ID 3 | 3 S ID 1-2^ | 4 S ID 1-3 | 5 S AN 1-50 | 6 S ID 1-2 | 7 S R 1-18 | 8 S R 1-10 | 9 S ID 2 | 10 S R 1-15
      | 11 S ID 1 =N,U,Y | 12 S ID 1 =N,U,W,Y | 13 S C | 13.1 R ID 2 | 13.2 R AN 1-48 | {P9,10}
  HSD S 9
  REF S 9 @REF
  DTP S 20 @DTP
  AAA S 9 @AAA
  MSG S 10 | 1 R AN 1-264
  loop 2115{level} S 10
    III R 1
  loop LS{level} S 1
    LS R 1 | 1 R AN 1-4
    loop 2120{level} S 23
      NM1 R 1 @NM1
      N3 S 1 @N3
      N4 S 1 @N4
      PER S 3 @PER
      PRV S 1
    LE R 1 | 1 R AN 1-4
"""

_ANSWER = """\
ST R 1 | 1 R ID 3 =271 | 2 R AN 4-9 | 3 S AN 1-35
BHT R 1 | 1 R ID 4 =0022 | 2 R ID 2 =06,11 | 3 S AN 1-50 | 4 R DT 8 | 5 R TM 4-8
loop 2000A R *
  HL R 1 !3=20 @HL
  AAA S 9 @AAA
  loop 2100A R 1
    NM1 R 1 !1=2B,36,GP,P5,PR @NM1R
    PER S 3 @PER
    AAA S 9 @AAA
  loop 2000B S *
    HL R 1 !3=21 @HL | 2 R AN 1-12
    loop 2100B R 1
      NM1 R 1 !1=1P,2B,36,80,FA,GP,P5,PR @NM1R | 3 S AN 1-60
      REF S 9 @REF
      N3 S 1 @N3
      N4 S 1 @N4
      AAA S 9 @AAA
      PRV S 1
    loop 2000C S *
      HL R 1 !3=22 @HL | 2 R AN 1-12
      TRN S 3 @TRN
      loop 2100C R 1
        NM1 R 1 !1=IL @NM1
        REF S 9 @REF
        N3 S 1 @N3
        N4 S 1 @N4
        AAA S 9 @AAA
        PRV S 1
        DMG S 1 @DMGS
        INS S 1
        HI S 1 @HI
        DTP S 9 @DTP
        MPI S 1
{subscriber_benefit}      loop 2000D S *
        HL R 1 !3=23 @HL | 2 R AN 1-12
        TRN S 3 @TRN
        loop 2100D R 1
          NM1 R 1 !1=03 @NM1
          REF S 9 @REF
          N3 S 1 @N3
          N4 S 1 @N4
          AAA S 9 @AAA
          PRV S 1
          DMG S 1 @DMGS
          INS S 1
          HI S 1 @HI
          DTP S 9 @DTP
          MPI S 1
{dependent_benefit}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""


def _benefit(level: str, indent: int) -> str:
    return "".join(" " * indent + line + "\n" for line in _BENEFIT.replace("{level}", level).splitlines())


ANSWER = _ANSWER.replace("{subscriber_benefit}", _benefit("C", 8)).replace("{dependent_benefit}", _benefit("D", 10))
