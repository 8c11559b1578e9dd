"""276 and 277, 005010X212: where claims stand. Subscriber and dependent levels ask and answer alike."""

from shared.x12.guides.guide_text import GuideText

_LEVEL = "1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2"
_PAYER = "1 R ID 2-3 =PR | 2 R ID 1 =2 | 3 R AN 1-60 | 8 R ID 1-2 =PI,XV | 9 R AN 2-80 | ."
_RECEIVER = "1 R ID 2-3 =41 | 2 R ID 1 =1,2 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 8 R ID 1-2 =46 | 9 R AN 2-80 | ."
_PROVIDER = "1 R ID 2-3 =1P | 2 R ID 1 =1,2 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | 8 R ID 1-2 =FI,SV,XX | 9 R AN 2-80 | ."
_SUBSCRIBER = "1 R ID 2-3 =IL | 2 R ID 1 =1,2 | 3 R AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | 8 R ID 1-2 =24,II,MI | 9 R AN 2-80 | ."
_DEPENDENT = "1 R ID 2-3 =QC | 2 R ID 1 =1 | 3 R AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | ."
_BORN = "1 R ID 2-3 =D8 | 2 R DP 1-35 | 3 S ID 1 =F,M,U | ."
_REFERENCE = "1 R ID 2-3 | 2 R AN 1-50"
_SERVED = "1 R ID 3 =472 | 2 R ID 2-3 =D8,RD8 | 3 R DP 1-35 | ."
_PROCEDURE = (
    "1 R C | 1.1 R ID 2 =AD,ER,HC,HP,IV,N4,NU,WK | 1.2 R AN 1-48 #hcpcs"
    " | 1.3 S AN 2 #modifier | 1.4 S AN 2 #modifier | 1.5 S AN 2 #modifier | 1.6 S AN 2 #modifier"
)
_ASKED_LINE = f"{_PROCEDURE} | 2 R R 1-18 | 4 S AN 1-48 #revenue | 7 R R 1-15 | ."
_ANSWERED_LINE = f"{_PROCEDURE} | 2 R R 1-18 | 3 R R 1-18 | 4 S AN 1-48 #revenue | 7 R R 1-15 | ."


def _status(element: int, usage: str) -> str:
    return (
        f"{element} {usage} C | {element}.1 R AN 1-30 #status-category | {element}.2 R AN 1-30 #status-code"
        f" | {element}.3 S ID 2-3 #entity | {element}.4 S ID 1-3 =RX"
    )


_STATUS = f"{_status(1, 'R')} | 2 R DT 8 | {_status(10, 'S')} | {_status(11, 'S')} | ."
_CLAIM_STATUS = (
    f"{_status(1, 'R')} | 2 R DT 8 | 4 S R 1-18 | 5 S R 1-18 | 6 S DT 8 | 8 S DT 8 | 9 S AN 1-16 | {_status(10, 'S')} | {_status(11, 'S')} | ."
)

_ASKED = f"""\
loop 2200{{level}} {{usage}} * claim asked about
  TRN R 1 | 1 R ID 1-2 =1 | 2 R AN 1-50 | .
  REF S 1 !1=1K | {_REFERENCE} | .
  REF S 1 !1=BLT | {_REFERENCE} #tob | .
  REF S 1e !1=LU,6P,EJ,XZ,D9 | {_REFERENCE} | .
  AMT S 1 | 1 R ID 1-3 =T3 | 2 R R 1-18 | .
  DTP S 1 | {_SERVED}
  ~ claim-date | !DTP:472 > 2210{{level}}/SVC | a claim is asked for by its dates unless its lines are, each with its own
  loop 2210{{level}} S * line asked about
    SVC R 1 | {_ASKED_LINE}
    REF S 1 !1=FJ | {_REFERENCE} | .
    DTP R 1 | {_SERVED}
"""

_ANSWERED = f"""\
loop 2200{{level}} {{usage}} * claim answered about
  TRN R 1 | 1 R ID 1-2 =2 | 2 R AN 1-50 | .
  STC R * | {_CLAIM_STATUS}
  REF S 1 !1=1K | {_REFERENCE} | .
  REF S 1 !1=BLT | {_REFERENCE} #tob | .
  REF S 1e !1=EJ,XZ,VV,D9 | {_REFERENCE} | .
  DTP S 1 | {_SERVED}
  ~ payment-number | STC@09 > STC@08 | a check or trace number stands beside the date of its payment
  ~ status-charge | STC@01.1=F0,F1,F2,F3,F3F,F3N,F4,P0,P1,P2,P3,P4,P5 > STC@04 | a claim that the payer holds is answered with its charge
  loop 2220{{level}} S * line answered about
    SVC R 1 | {_ANSWERED_LINE}
    STC R * | {_STATUS}
    REF S 1 !1=FJ | {_REFERENCE} | .
    DTP R 1 | {_SERVED}
"""


def _claims(text: str, level: str, usage: str, indent: int) -> str:
    return "".join(" " * indent + line + "\n" for line in text.format(level=level, usage=usage).splitlines())


REQUEST = f"""\
ST R 1 | 1 R ID 3 =276 | 2 R AN 4-9 | 3 R AN 1-35 | .
BHT R 1 | 1 R ID 4 =0010 | 2 R ID 2 =13 | 3 R AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | .
loop 2000A R * payer level
  HL R 1 !3=20 | 1 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =1 | .
  loop 2100A R 1 payer
    NM1 R 1 | {_PAYER}
  loop 2000B R * receiver level
    HL R 1 !3=21 | {_LEVEL} | 4 R ID 1 =1 | .
    loop 2100B R 1 who asks and gets the answer
      NM1 R 1 | {_RECEIVER}
    loop 2000C R * provider level
      HL R 1 !3=19 | {_LEVEL} | 4 R ID 1 =1 | .
      loop 2100C R 2 provider
        NM1 R 1 | {_PROVIDER}
      loop 2000D R * subscriber level
        HL R 1 !3=22 | {_LEVEL} | 4 R ID 1 =0,1 | .
        DMG S 1 | {_BORN}
        ? claim-missing | HL@04=0 > 2200D/TRN | a subscriber without dependents is asked about himself
        ~ birth-date | 2200D/TRN > DMG | a patient is found by his birth date
        loop 2100D R 1 subscriber
          NM1 R 1 | {_SUBSCRIBER}
{_claims(_ASKED, "D", "S", 8)}        loop 2000E S * dependent level
          HL R 1 !3=23 | {_LEVEL} | 4 S ID 1 =0 | .
          DMG R 1 | {_BORN}
          loop 2100E R 1 dependent
            NM1 R 1 | {_DEPENDENT}
{_claims(_ASKED, "E", "R", 10)}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""

ANSWER = f"""\
ST R 1 | 1 R ID 3 =277 | 2 R AN 4-9 | 3 R AN 1-35 | .
BHT R 1 | 1 R ID 4 =0010 | 2 R ID 2 =08 | 3 R AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | 6 R ID 2 =DG | .
loop 2000A R * payer level
  HL R 1 !3=20 | 1 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =1 | .
  loop 2100A R 1 payer
    NM1 R 1 | {_PAYER}
    PER S 1 | 1 R ID 2 =IC | 2 S AN 1-60 | 3 R ID 2 =ED,EM,FX,TE | 4 R AN 1-256 | 5 S ID 2 =ED,EM,EX,FX,TE | 6 S AN 1-256
      | 7 S ID 2 =ED,EM,EX,FX,TE | 8 S AN 1-256 | {{P5,6}} | {{P7,8}} | .
  loop 2000B R * receiver level
    HL R 1 !3=21 | {_LEVEL} | 4 R ID 1 =0,1 | .
    ? receiver-status-missing | HL@04=0 > 2200B/TRN | a receiver without claims below him is told why
    loop 2100B R 1 who asked
      NM1 R 1 | {_RECEIVER}
    loop 2200B S 1 answer about the receiver
      TRN R 1 | 1 R ID 1-2 =2 | 2 R AN 1-50 | .
      STC R * | {_STATUS}
    loop 2000C S * provider level
      HL R 1 !3=19 | {_LEVEL} | 4 R ID 1 =0,1 | .
      ? provider-status-missing | HL@04=0 > 2200C/TRN | a provider without claims below him is told why
      loop 2100C R 2 provider
        NM1 R 1 | {_PROVIDER}
      loop 2200C S 1 answer about the provider
        TRN R 1 | 1 R ID 1-2 =1,2 | 2 R AN 1-50 | .
        STC R * | {_STATUS}
      loop 2000D S * subscriber level
        HL R 1 !3=22 | {_LEVEL} | 4 R ID 1 =0,1 | .
        ? claim-missing | HL@04=0 > 2200D/TRN | a subscriber without dependents is answered about himself
        loop 2100D R 1 subscriber
          NM1 R 1 | {_SUBSCRIBER}
{_claims(_ANSWERED, "D", "S", 8)}        loop 2000E S * dependent level
          HL R 1 !3=23 | {_LEVEL} | 4 S ID 1 =0 | .
          loop 2100E R 1 dependent
            NM1 R 1 | {_DEPENDENT}
{_claims(_ANSWERED, "E", "R", 10)}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""

VERSIONS = ("005010X212", "005010X212E1", "005010X212E2")
CLAIMS = ("2200D", "2200E", "2000D")
GUIDES = (GuideText("276", VERSIONS, REQUEST, ("2000D",), CLAIMS), GuideText("277", VERSIONS, ANSWER, ("2000D",), CLAIMS))
