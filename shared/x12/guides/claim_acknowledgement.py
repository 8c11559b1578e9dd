"""277CA, 005010X214: which claims of a file were taken in, before anybody decides on them."""

from shared.x12.guides.guide_text import GuideText

_LEVEL = "1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2"
_AMOUNT = "1 R ID 1-3 | 2 R R 1-18 | ."
_COUNT = "1 R ID 2 | 2 R R 1-15 | ."
_REFERENCE = "1 R ID 2-3 | 2 R AN 1-50"
_DAY = "1 R ID 3 | 2 R ID 2-3 =D8 | 3 R DP 1-35 | ."
_SERVED = "1 R ID 3 =472 | 2 R ID 2-3 =D8,RD8 | 3 R DP 1-35 | ."


def _status(element: int, usage: str) -> str:
    return (
        f"{element} {usage} C | {element}.1 R AN 1-30 #status-category | {element}.2 R AN 1-30 #status-code"
        f" | {element}.3 S ID 2-3 #entity | {element}.4 S ID 1-3 =RX"
    )


_MORE = f"{_status(10, 'S')} | {_status(11, 'S')}"
_FILE_STATUS = f"{_status(1, 'R')} | 2 R DT 8 | 3 R ID 1-2 =WQ,U | 4 R R 1-18 | {_MORE} | ."
_PROVIDER_STATUS = f"{_status(1, 'R')} | 2 S DT 8 | 3 R ID 1-2 =WQ,U | 4 R R 1-18 | {_MORE} | ."
_CLAIM_STATUS = f"{_status(1, 'R')} | 2 R DT 8 | 3 R ID 1-2 =WQ,U | 4 R R 1-18 | {_MORE} | 12 S AN 1-264 | ."
_LINE_STATUS = f"{_status(1, 'R')} | 2 R DT 8 | 3 R ID 1-2 =WQ,U | {_MORE} | 12 S AN 1-264 | ."
_REFUSED = "A3,A6,A7,A8"
_CATEGORIES = "A0,A1,A2,A3,A4,A5,A6,A7,A8"

CLAIM = f"""\
ST R 1 | 1 R ID 3 =277 | 2 R AN 4-9 | 3 R AN 1-35 | .
BHT R 1 | 1 R ID 4 =0085 | 2 R ID 2 =08 | 3 R AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | 6 R ID 2 =TH | .
loop 2000A R * source level
  HL R 1 !3=20 | 1 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =1 | .
  loop 2100A R 1 who acknowledges
    NM1 R 1 | 1 R ID 2-3 =AY,PR | 2 R ID 1 =2 | 3 R AN 1-60 | 8 R ID 1-2 =46,FI,PI,XV | 9 R AN 2-80 | .
  loop 2200A R 1 receipt
    TRN R 1 | 1 R ID 1-2 =1 | 2 R AN 1-50 | .
    DTP R 1 !1=050 | {_DAY}
    DTP R 1 !1=009 | {_DAY}
  loop 2000B R 1 receiver level
    HL R 1 !3=21 | {_LEVEL} | 4 R ID 1 =0,1 | .
    ~ file-refusal-missing | HL@04=0 > 2200B/STC@01.1={_REFUSED} | a file of which no provider is named has been refused as a whole
    loop 2100B R 1 who sent the claims
      NM1 R 1 | 1 R ID 2-3 =41 | 2 R ID 1 =1,2 | 3 R AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 8 R ID 1-2 =46 | 9 R AN 2-80 | .
    loop 2200B R 1 status of the file
      TRN R 1 | 1 R ID 1-2 =2 | 2 R AN 1-50 | .
      STC R * | {_FILE_STATUS}
      ~ acknowledgement-category | STC > !STC@01.1#{_CATEGORIES} | an acknowledgement does not decide: its categories are A0 to A8
      QTY S 1 !1=90 | {_COUNT}
      QTY S 1 !1=AA | {_COUNT}
      AMT S 1 !1=YU | {_AMOUNT}
      AMT S 1 !1=YY | {_AMOUNT}
      ~ refusal-accepted | STC@01.1={_REFUSED} > STC@03=U | what is refused is not passed on (action U)
    loop 2000C S * provider level
      HL R 1 !3=19 | {_LEVEL} | 4 R ID 1 =0,1 | .
      ~ provider-status-missing | HL@04=0 > 2200C/STC | a provider without claims below him is told why
      loop 2100C R 1 billing provider
        NM1 R 1 | 1 R ID 2-3 =85 | 2 R ID 1 =1,2 | 3 R AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10
          | 8 S ID 1-2 =FI,SV,XX | 9 S AN 2-80 | {{P8,9}} | .
      loop 2200C S 1 status of a provider's claims
        TRN R 1 | 1 R ID 1-2 =1,2 | 2 R AN 1-50 | .
        STC S * | {_PROVIDER_STATUS}
        ~ acknowledgement-category | STC > !STC@01.1#{_CATEGORIES} | an acknowledgement does not decide: its categories are A0 to A8
        REF S 3 !1=0B,1G,G2,LU,SY,TJ,EI | {_REFERENCE} | .
        QTY S 1 !1=QA | {_COUNT}
        QTY S 1 !1=QC | {_COUNT}
        AMT S 1 !1=YU | {_AMOUNT}
        AMT S 1 !1=YY | {_AMOUNT}
        ~ refusal-accepted | STC@01.1={_REFUSED} > STC@03=U | what is refused is not passed on (action U)
      loop 2000D S * patient level
        HL R 1 !3=PT | {_LEVEL} | 4 S ID 1 =0 | .
        loop 2100D R 1 patient
          NM1 R 1 | 1 R ID 2-3 =QC,IL | 2 R ID 1 =1 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10
            | 8 S ID 1-2 =II,MI | 9 S AN 2-80 | {{P8,9}} | .
        loop 2200D R * status of a claim
          TRN R 1 | 1 R ID 1-2 =2 | 2 R AN 1-50 | .
          STC R * | {_CLAIM_STATUS}
          ~ acknowledgement-category | STC > !STC@01.1#{_CATEGORIES} | an acknowledgement does not decide: its categories are A0 to A8
          REF S 1 !1=1K | {_REFERENCE} | .
          REF S 1 !1=D9 | {_REFERENCE} | .
          REF S 1 !1=BLT | {_REFERENCE} #tob | .
          DTP S 1 | {_SERVED}
          ~ refusal-accepted | STC@01.1={_REFUSED} > STC@03=U | what is refused is not passed on (action U)
          ~ status-message | STC@01.2=448 / STC@10.2=448 / STC@11.2=448 > STC@12 | status 448 is explained in words
          ~ acceptance-refused | STC@01.1=A1,A2,A5 > STC@03=WQ | what is taken in is passed on (action WQ)
          loop 2220D S * status of a line
            SVC R 1 | 1 R C | 1.1 R ID 2 =AD,ER,HC,HP,IV,N4,NU,WK | 1.2 R AN 1-48 #hcpcs
              | 1.3 S AN 2 #modifier | 1.4 S AN 2 #modifier | 1.5 S AN 2 #modifier | 1.6 S AN 2 #modifier
              | 2 R R 1-18 | 4 S AN 1-48 #revenue | 7 S R 1-15 | .
            STC R * | {_LINE_STATUS}
            ~ acknowledgement-category | STC > !STC@01.1#{_CATEGORIES} | an acknowledgement does not decide: its categories are A0 to A8
            REF S 1e !1=FJ,XZ | {_REFERENCE} | .
            DTP S 1 | {_SERVED}
            ~ status-message | STC@01.2=448 / STC@10.2=448 / STC@11.2=448 > STC@12 | status 448 is explained in words
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""

VERSIONS = ("005010X214", "005010X214E1", "005010X214E2")
GUIDES = (GuideText("277", VERSIONS, CLAIM, ("2000D",), ("2200D", "2200E", "2000D")),)
