"""835, 005010X221A1: one payment, the claims that it pays, and what belongs to no claim."""

from shared.x12.guides.guide_text import GuideText
from shared.x12.guides.remittance_macros import MACROS

_REASONS = (
    "1 R ID 1-2 =CO,OA,PI,PR | 2 R ID 1-5 #carc | 5 S ID 1-5 #carc | 8 S ID 1-5 #carc | 11 S ID 1-5 #carc | 14 S ID 1-5 #carc | 17 S ID 1-5 #carc | ."
)
_PROVIDER_CODES = "50,51,72,90,AH,AM,AP,B2,B3,BD,BN,C5,CR,CS,CT,CV,CW,DM,E3,FB,FC,GO,HM,IP,IR,IS,J1,L3,L6,LE,LS,OA,OB,PI,PL,RA,RE,SL,TL,WO,WU"
_LOCAL = "ZK,ZL,ZM,ZN,ZO"
_ADDRESS = "1 R AN 2-30 | 2 S ID 2 #state | 3 S ID 3-15 | 4 S ID 2-3 #country | 7 S ID 1-3 | {E2,7} | {C7,4} | ."
_PAYER_IDS = "AD,FI,NI,PI,PP,XV"
_MONEY = "S R 1-18"


def _numbers(first: int, last: int, *counts: int) -> str:
    """Element rules of a segment that is all amounts, but for some counts of units or days."""
    return " | ".join(f"{number} S R {'1-15' if number in counts else '1-18'}" for number in range(first, last + 1))


def _provider_adjustments() -> str:
    """PLB03 to PLB14: up to six codes, each with its amount."""
    first = f"3 R C | 3.1 R ID 2 ={_PROVIDER_CODES} | 3.2 S AN 1-50 | 4 R R 1-18"
    more = (f"{at} S C | {at}.1 R ID 2 ={_PROVIDER_CODES} | {at}.2 S AN 1-50 | {at + 1} {_MONEY} | {{P{at},{at + 1}}}" for at in range(5, 15, 2))
    return " | ".join([first, *more])


TEXT = f"""\
ST R 1 | 1 R ID 3 =835 | 2 R AN 4-9 | 3 S AN 1-35 | .
BPR R 1 | 1 R ID 1-2 =C,D,H,I,P,U,X | 2 R R 1-18 | 3 R ID 1 =C,D | 4 R ID 3 =ACH,BOP,CHK,FWT,NON | 5 S ID 1-10 =CCP,CTX | 6 S ID 2 =01,04
    | 7 S AN 3-12 | 8 S ID 1-3 =DA | 9 S AN 1-35 | 10 S AN 10 | 11 S AN 9 | 12 S ID 2 =01,04 | 13 S AN 3-12 | 14 S ID 1-3 =DA,SG | 15 S AN 1-35
    | 16 R DT 8 | {{P6,7}} | {{C8,9}} | {{P12,13}} | {{C14,15}} | .
TRN R 1 | 1 R ID 1-2 =1 | 2 R AN 1-50 | 3 R AN 10 | 4 S AN 1-50 | .
CUR S 1 | 1 R ID 2-3 =PR | 2 R ID 3 #currency | 3 S R 4-10 | .
REF S 1 !1=EV @REF | .
REF S 1 !1=F2 @REF | .
DTM S 1 !1=405 @DTM | .
~ payment-format | BPR@04=ACH > BPR@05 | an automated clearing house payment names its format
~ payer-account | BPR@04=ACH,BOP,FWT > BPR@06 & BPR@07 & BPR@08 & BPR@09 | an electronic payment names the account that it comes from
~ payment-originator | BPR@04=ACH,BOP,FWT > BPR@10 | an electronic payment names the company that originates it
~ payee-account | BPR@04=ACH,BOP,FWT > BPR@12 & BPR@13 & BPR@14 & BPR@15 | an electronic payment names the account that it goes to
~ payment-without-method | BPR@04=NON > BPR@02=0,0.0,0.00,.00 | a file without payment has an amount of zero
loop 1000A R 1 payer
  N1 R 1 !1=PR @N1 | 2 R AN 1-60 | 3 S ID 1-2 =XV | .
  N3 R 1 @N3 | .
  N4 R 1 | {_ADDRESS}
  REF S 4 !1=2U,EO,HI,NF @REF | .
  PER S 1 !1=CX @PER | 3 S ID 2 =EM,FX,TE | 5 S ID 2 =EM,EX,FX,TE | 7 S ID 2 =EX | .
  PER S * !1=BL @PER | 3 S ID 2 =EM,TE,UR | 5 S ID 2 =EM,EX,FX,TE,UR | 7 S ID 2 =EM,EX,FX,UR | .
  PER S 1 !1=IC | 1 R ID 2 | 3 R ID 2 =UR | 4 R AN 1-256 | .
  ~ technical-contact | > PER:BL | the payer names whom to call about the file
loop 1000B R 1 payee
  N1 R 1 !1=PE @N1 | 2 R AN 1-60 | 3 R ID 1-2 =FI,XV,XX | 4 R AN 2-80 | .
  N3 S 1 @N3 | .
  N4 S 1 | {_ADDRESS}
  REF S * !1=0B,D3,PQ,TJ @REF | .
  RDM S 1 | 1 R ID 1-2 =BM,EM,FT,OL | 2 S AN 1-60 | 3 S AN 1-256 | .
loop 2000 S * claims of one group
  LX R 1 | 1 R N0 1-6 | .
  TS3 S 1 | 1 R AN 1-50 | 2 R AN 1-2 #place | 3 R DT 8 | 4 R R 1-15 | 5 R R 1-18 | 13 {_MONEY} | 15 {_MONEY} | 17 {_MONEY} | 18 {_MONEY}
      | {_numbers(20, 24, 23)} | .
  TS2 S 1 | {_numbers(1, 19, 7, 10, 11, 12, 13, 14, 16)} | .
  ~ summary-of-provider | TS2 > TS3 | the inpatient summary follows the one of the provider
  loop 2100 R * claim
    CLP R 1 | 1 R AN 1-38 | 2 R ID 1-2 =1,2,3,4,19,20,21,22,23,25 | 3 R R 1-18 | 4 R R 1-18 | 5 S R 1-18
        | 6 R ID 1-2 =12,13,14,15,16,17,AM,CH,DS,HM,LM,MA,MB,MC,OF,TV,VA,WC,ZZ | 7 R AN 1-50
        | 8 S AN 1-2 #place | 9 S ID 1 #frequency | 11 S ID 1-4 #drg
        | 12 S R 1-15 | 13 S R 1-10 | .
    CAS S 99 @CAS | {_REASONS}
    NM1 R 1 !1=QC @NM1 | 2 R ID 1 =1 | 8 S ID 1-2 =34,HN,II,MI,MR | .
    NM1 S 1 !1=IL @NM1 | 8 R ID 1-2 =FI,II,MI | 9 R AN 2-80 | .
    NM1 S 1 !1=74 @NM1 | 8 S ID 1-2 =C | .
    NM1 S 1 !1=82 @NM1 | 8 R ID 1-2 =BD,BS,FI,MC,PC,SL,UP,XX | 9 R AN 2-80 | .
    NM1 S 1 !1=TT | 1 R ID 2 | 2 R ID 1 =2 | 3 R AN 1-60 | 8 R ID 1-2 ={_PAYER_IDS} | 9 R AN 2-80 | .
    NM1 S 1 !1=PR | 1 R ID 2 | 2 R ID 1 =2 | 3 R AN 1-60 | 8 R ID 1-2 ={_PAYER_IDS} | 9 R AN 2-80 | .
    NM1 S 1 !1=GB @NM1 | 8 S ID 1-2 =FI,II,MI | .
    MIA S 1 | 1 R R 1-15 | {_numbers(2, 4, 3)} | 5 S AN 1-50 #rarc | {_numbers(6, 19, 15)} | 20 S AN 1-50 #rarc | 21 S AN 1-50 #rarc
        | 22 S AN 1-50 #rarc | 23 S AN 1-50 #rarc | 24 {_MONEY} | .
    MOA S 1 | 1 S R 1-10 | 2 {_MONEY} | 3 S AN 1-50 #rarc | 4 S AN 1-50 #rarc | 5 S AN 1-50 #rarc | 6 S AN 1-50 #rarc | 7 S AN 1-50 #rarc
        | 8 {_MONEY} | 9 {_MONEY} | .
    REF S 5 !1=1L,1W,28,6P,9A,9C,BB,CE,EA,F8,G1,G3,IG,SY @REF | .
    REF S 10 !1=0B,1A,1B,1C,1D,1G,1H,1J,D3,G2,LU @REF | .
    DTM S 1e !1=232,233 @DTM | .
    DTM S 1 !1=036 @DTM | .
    DTM S 1 !1=050 @DTM | .
    PER S 2 !1=CX @PER | 3 R ID 2 =EM,FX,TE | 4 R AN 1-256 | 5 S ID 2 =EM,EX,FX,TE | 7 S ID 2 =EX | .
    AMT S 13 !1=AU,D8,DY,F5,I,NL,T,T2,{_LOCAL} @AMT | .
    QTY S 14 !1=CA,CD,LA,LE,NE,NR,OU,PS,VS,{_LOCAL} @QTY | .
    ~ denied-claim-paid | CLP@02=4 > CLP@04=0,0.0,0.00,.00 | a denied claim has no payment
    ~ crossover-carrier | CLP@02=19,20,21,23 > NM1:TT | a claim that was forwarded names the payer that it went to
    ~ one-adjudication | MIA > !MOA | a claim is adjudicated as inpatient or as outpatient, not both
    loop 2110 S 999 service line
      SVC R 1 | 1 R C | 1.1 R ID 2 =AD,ER,HC,HP,IV,N4,N6,NU,UI,WK | 1.2 R AN 1-48 #procedure | 1.3 S AN 2 #modifier | 1.4 S AN 2 #modifier
          | 1.5 S AN 2 #modifier | 1.6 S AN 2 #modifier | 2 R R 1-18 | 3 R R 1-18 | 4 S AN 1-48 #revenue | 5 S R 1-15 | 6 S C
          | 6.1 R ID 2 =AD,ER,HC,HP,IV,N4,NU,WK | 6.2 R AN 1-48 #procedure | 6.3 S AN 2 #modifier | 6.4 S AN 2 #modifier | 6.5 S AN 2 #modifier
          | 6.6 S AN 2 #modifier | 6.7 S AN 1-80 | 7 S R 1-15 | .
      DTM S 1e !1=150,151 @DTM | .
      DTM S 1 !1=472 @DTM | .
      CAS S 99 @CAS | {_REASONS}
      REF S 8 !1=1S,APC,BB,E9,G1,G3,LU,RB @REF | .
      REF S 1 !1=6R @REF | .
      REF S 10 !1=0B,1A,1B,1C,1D,1G,1H,1J,D3,G2,HPI,SY,TJ @REF | .
      REF S 5 !1=0K @REF | .
      AMT S 9 !1=B6,KH,T,T2,{_LOCAL} @AMT | .
      QTY S 6 !1={_LOCAL} @QTY | .
      LQ S 99 !1=HE | 1 R ID 1-3 | 2 R AN 1-30 #rarc | .
      LQ S 99 !1=RX | 1 R ID 1-3 | 2 R AN 1-30 | .
      ~ service-date | !2100/DTM:232 & !2100/CLP@02=25 > DTM:472,150 | a line has a date of service, or its claim a statement date
      ~ service-end | DTM:150 > DTM:151 | a period of service has an end
      ~ service-begin | DTM:151 > DTM:150 | a period of service has a beginning
      ~ one-service-date | DTM:472 > !DTM:150,151 | a line has a date or a period of service, not both
      ~ revenue-code-twice | SVC@01.1=NU > !SVC@04 | a line that is a revenue code already names no other one
loop PLB S * provider adjustments
  PLB R 1 | 1 R AN 1-50 | 2 R DT 8 | {_provider_adjustments()} | .
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""

GUIDES = (GuideText("835", ("005010X221A1", "005010X221"), TEXT, ("2100",), macros=MACROS),)
