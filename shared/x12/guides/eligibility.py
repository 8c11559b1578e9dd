"""270 and 271, 005010X279A1. Lines that both share are written once, with `$` and a name where they are used."""

from string import Template

from shared.x12.guides import service_types as lists
from shared.x12.guides.blocks import indented
from shared.x12.guides.guide_text import GuideText

_NAME = "3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10"
_CITY = "1 R AN 2-30 | 2 S ID 2 #state | 3 S ID 3-15 | 4 S ID 2-3 #country"
_PROCEDURE = (
    "S C | {n}.1 R ID 2 =AD,CJ,HC,ID,IV,N4,ZZ | {n}.2 R AN 1-48 #hcpcs"
    " | {n}.3 S AN 2 #modifier | {n}.4 S AN 2 #modifier | {n}.5 S AN 2 #modifier | {n}.6 S AN 2 #modifier | {n}.7 N AN 1-80"
)
_POINTERS = "S C | {n}.1 R N0 1-2 | {n}.2 S N0 1-2 | {n}.3 S N0 1-2 | {n}.4 S N0 1-2"
_NUMBERS = (
    "4 S AN 1-256 | 5 S ID 2 =ED,EM,EX,FX,TE,UR{more} | 6 S AN 1-256 | 7 S ID 2 =ED,EM,EX,FX,TE,UR{more} | 8 S AN 1-256"
    " | {{P3,4}} | {{P5,6}} | {{P7,8}}"
)
_LATER = " | ".join(f"{n} S C | {n}.1 R ID 2-3 =ABF,BF" for n in range(2, 9))
_SHARED = {
    "SOURCE": f"NM1 R 1 | 1 R ID 2-3 =2B,36,GP,P5,PR | 2 R ID 1 =1,2 | {_NAME} | 3 R AN 1-60 | 8 R ID 1-2 =24,46,FI,NI,PI,XV,XX | 9 R AN 2-80 | .",
    "RECEIVER": (f"NM1 R 1 | 1 R ID 2-3 =1P,2B,36,80,FA,GP,P5,PR | 2 R ID 1 =1,2 | {_NAME} | 8 R ID 1-2 =24,34,FI,PI,PP,SV,XV,XX | 9 R AN 2-80 | ."),
    "RECEIVER_REF": (
        "REF S 9 | 1 R ID 2-3 =0B,1C,1D,1J,4A,CT,EL,EO,HPI,JD,N5,N7,Q4,SY,TJ | 2 R AN 1-50 | 3 S AN 1-80 | .\n"
        "      ~ license-state | REF:0B > REF:0B@03 | a state license number needs its state (REF03)"
    ),
    "SUBSCRIBER": f"NM1 R 1 !1=IL | 1 R ID 2-3 | 2 R ID 1 =1,2 | {_NAME} | 8 S ID 1-2 =24,II,MI | 9 S AN 2-80 | {{P8,9}} | .",
    "N3": "N3 S 1 | 1 R AN 1-55 | 2 S AN 1-55 | .",
    "N4": f"N4 S 1 | {_CITY} | 7 S ID 1-3 | {{E2,7}} | {{C7,4}} | .",
    "N4_REGION": f"N4 S 1 | {_CITY} | 5 S ID 1-2 =RJ | 6 S AN 1-30 | 7 S ID 1-3 | {{E2,7}} | {{C7,4}} | {{P5,6}} | .",
    "STATE": "~ state-missing | N4 > N4@02 / N4@04 / N4@07 | an address needs its state, or its country where it is abroad",
    "CONTACT": "~ contact-empty | PER > PER@02 / PER@03 | a contact has a name or a number",
    "TAXONOMY": f"PRV S 1 !2=PXC | 1 R ID 1-3 ={lists.PROVIDER_ROLES} | 2 R ID 2-3 =PXC | 3 R AN 1-50 #taxonomy | .",
    "ROLE": f"PRV S 1 | 1 R ID 1-3 ={lists.PROVIDER_ROLES} | 2 S ID 2-3 =9K,D3,EI,HPI,SY,TJ | 3 S AN 1-50 | {{P2,3}} | .",
    "ROLE_ALONE": f"PRV S 1 | 1 R ID 1-3 ={lists.PROVIDER_ROLES} | 2 S ID 2-3 =PXC | 3 S AN 1-50 | {{P2,3}} | .",
    "DIAGNOSES": f"HI S 1 | 1 R C | 1.1 R ID 2-3 =ABK,BK | 1.2 R AN 1-30 #icd | {_LATER} | .",
    "PROCEDURE2": _PROCEDURE.format(n=2),
    "PROCEDURE13": _PROCEDURE.format(n=13),
    "POINTERS5": _POINTERS.format(n=5),
    "POINTERS14": _POINTERS.format(n=14),
    "NUMBERS": _NUMBERS.format(more=""),
    "NUMBERS_WP": _NUMBERS.format(more=",WP"),
    "PERIOD": "2 R ID 2-3 =D8,RD8 | 3 R DP 1-35 | .",
    "TRACE": "2 R AN 1-50 | 3 R AN 10 | 4 S AN 1-50 | .",
    "SERVICE_TYPES": lists.SERVICE_TYPES,
    "INSURANCE_TYPES": lists.INSURANCE_TYPES,
    "BENEFITS": lists.BENEFITS,
    "ENTITIES": lists.BENEFIT_ENTITIES,
    "SUBSCRIBER_REJECTS": lists.SUBSCRIBER_REJECTS,
    "DEPENDENT_REJECTS": lists.DEPENDENT_REJECTS,
    "BENEFIT_REJECTS": lists.BENEFIT_REJECTS,
    "RANKS": lists.RANKS,
}

_QUESTION = """\
loop 2110{level} {uses} question about a benefit
  EQ R 1 | 1 S ID 1-2^ =$SERVICE_TYPES | 2 $PROCEDURE2 | 3 S ID 3 =FAM | 5 $POINTERS5 | {R1,2} | .
{amounts}  III S 1 | 1 R ID 1-3 =ZZ | 2 R AN 1-30 #pos | .
  REF S 1 | 1 R ID 2-3 =9F,G1 | 2 R AN 1-50 | .
  DTP S 1 | 1 R ID 3 =291 | $PERIOD
  ~ pointer-without-diagnosis | EQ@05 > 2100{level}/HI | a pointer to a diagnosis needs the diagnosis (HI)
  ~ date-stands-above | DTP > 2100{level}/DTP:291 | a date of one question differs from that of all; state the latter with the name
"""
_AMOUNTS = """\
  AMT S 1 !1=R | 1 R ID 1-3 =R | 2 R R 1-18 | .
  AMT S 1 !1=PB | 1 R ID 1-3 =PB | 2 R R 1-18 | .
"""

_INQUIRY = """\
ST R 1 | 1 R ID 3 =270 | 2 R AN 4-9 | 3 R AN 1-35 | .
BHT R 1 | 1 R ID 4 =0022 | 2 R ID 2 =01,13 | 3 S AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | 6 S ID 2 =RT | .
loop 2000A R * payer asked
  HL R 1 !3=20 | 1 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =1 | .
  loop 2100A R 1 name of the payer
    $SOURCE
  loop 2000B R * provider asking
    HL R 1 !3=21 | 1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =1 | .
    loop 2100B R 1 name of the provider
      $RECEIVER
      $RECEIVER_REF
      $N3
      $N4
      $STATE
      $TAXONOMY
      $ROLE_ALONE
    loop 2000C R * subscriber
      HL R 1 !3=22 | 1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0,1 | .
      TRN S 2 | 1 R ID 1-2 =1 | $TRACE
      ~ dependent-announced | HL@04=1 > 2000D/HL | a dependent is announced (HL04) and must follow
      loop 2100C R 1 name of the subscriber
        $SUBSCRIBER
        REF S 9 | 1 R ID 2-3 =18,1L,1W,3H,49,6P,CT,EA,EJ,F6,GH,HJ,IF,IG,N6,NQ,SY,Y4 | 2 R AN 1-50 | .
        $N3
        $N4
        $STATE
        $TAXONOMY
        $ROLE
        DMG S 1 | 1 S ID 2-3 =D8 | 2 S DP 1-35 | 3 S ID 1 =F,M | {P1,2} | .
        INS S 1 | 1 R ID 1 =Y | 2 R ID 2 =18 | 17 S N0 1-9 | .
        $DIAGNOSES
        DTP S 2 | 1 R ID 3 =102,291 | $PERIOD
        ~ question-missing | 2000C/HL@04=0 > 2110C/EQ | a subscriber who is the patient needs a question (EQ)
        ~ patient-unidentified | 2000C/HL@04=0 > NM1@09 / NM1@03 / REF | a patient is looked up by member id, name or another number
        ~ birth-sequence-missing | INS > INS@17 | a relationship to himself is stated for the order of birth only (INS17)
{subscriber_question}      loop 2000D S * dependent
        HL R 1 !3=23 | 1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0 | .
        TRN S 2 | 1 R ID 1-2 =1 | $TRACE
        loop 2100D R 1 name of the dependent
          NM1 R 1 !1=03 | 1 R ID 2-3 | 2 R ID 1 =1 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | .
          REF S 9 | 1 R ID 2-3 =18,1L,49,6P,CT,EA,EJ,F6,GH,HJ,IF,IG,MRC,N6,NQ,SY,Y4 | 2 R AN 1-50 | .
          $N3
          $N4
          $STATE
          $TAXONOMY
          $ROLE
          DMG S 1 | 1 S ID 2-3 =D8 | 2 S DP 1-35 | 3 S ID 1 =F,M | {P1,2} | .
          INS S 1 | 1 R ID 1 =N | 2 R ID 2 =01,19,34 | 17 S N0 1-9 | .
          $DIAGNOSES
          DTP S 2 | 1 R ID 3 =102,291 | $PERIOD
          ~ dependent-unidentified | NM1 > NM1@04 / DMG@02 / REF | a dependent is looked up by first name, birth date or another number
{dependent_question}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""

_BENEFIT = """\
loop 2110{level} S * benefit
  EB R 1 | 1 R ID 1-3 =$BENEFITS | 2 S ID 3 =CHD,DEP,ECH,EMP,ESP,FAM,IND,SPC,SPO | 3 S ID 1-2^ =$SERVICE_TYPES | 4 S ID 1-3 =$INSURANCE_TYPES
      | 5 S AN 1-50 | 6 S ID 1-2 =6,7,13,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36 | 7 S R 1-18 | 8 S R 1-10
      | 9 S ID 2 =8H,99,CA,CE,D3,DB,DY,HS,LA,LE,M2,MN,P6,QA,S7,S8,VS,YY | 10 S R 1-15 | 11 S ID 1 =N,U,Y | 12 S ID 1 =N,U,W,Y
      | 13 $PROCEDURE13 | 13.8 S AN 1-48 | 14 $POINTERS14 | {P9,10} | .
  HSD S 9 | 1 S ID 2 =DY,FL,HS,MN,VS | 2 S R 1-15 | 3 S ID 2 =DA,MO,VS,WK,YR | 4 S R 1-6
      | 5 S ID 1-2 =6,7,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35 | 6 S N0 1-3
      | 7 S ID 1-2 =1,2,3,4,5,6,7,8,9,A,B,C,D,E,F,G,H,J,K,L,M,N,O,P,Q,R,S,SG,SL,SP,SX,SY,SZ,T,U,V,W,X,Y | 8 S ID 1 =A,B,C,D,E,F,G,Y
      | {P1,2} | {C6,5} | .
  REF S 9 | 1 R ID 2-3 =18,1L,1W,49,6P,9F,ALS,CLI,F6,FO,G1,IG,M7,N6,NQ | 2 R AN 1-50 | 3 S AN 1-80 | .
  DTP S 20 | 1 R ID 3 =096,193,194,198,290,291,292,295,304,307,318,346,348,349,356,357,435,472,636,771 | $PERIOD
  AAA S 9 | 1 R ID 1 =N,Y | 3 R ID 2 =$BENEFIT_REJECTS | 4 R ID 1 =C,N,R,W,X,Y | .
  MSG S 10 | 1 R AN 1-264 | .
  ~ percentage-missing | EB@01=A > EB@08 / EB@07 / MSG | coinsurance is a fraction (EB08)
  ~ amount-missing | EB@01=B,C,G,J,Y > EB@07 / EB@08 / MSG | a copay, deductible, stop loss or spend down is an amount (EB07)
  ~ pointer-without-diagnosis | EB@14 > 2100{level}/HI | a pointer to a diagnosis needs the diagnosis (HI)
  loop 2115{level} S 10 more about a benefit
    III R 1 | 1 S ID 1-3 =BF,BK,GR,NI,ZZ | 2 S AN 1-30 | 3 S ID 2 =44 | 4 S AN 1-264 | {P1,2} | .
  loop LS{level} S 1 parties to a benefit
    LS R 1 | 1 R AN 1-4 =2120 | .
    loop 2120{level} R 23 party to a benefit
      NM1 R 1 | 1 R ID 2-3 =$ENTITIES | 2 R ID 1 =1,2 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10
          | 8 S ID 1-2 =24,34,46,FA,FI,II,MI,NI,PI,PP,SV,XV,XX | 9 S AN 2-80 | 10 S ID 2 =01,02,27,41,48,65,72 | {P8,9} | .
      $N3
      $N4_REGION
      $STATE
      PER S 3 | 1 R ID 2 =IC | 2 S AN 1-60 | 3 S ID 2 =ED,EM,FX,TE,UR,WP | $NUMBERS_WP | .
      $CONTACT
      ~ party-unnamed | NM1 > NM1@03 / NM1@09 | a party to a benefit has a name or a number
      $TAXONOMY
      $ROLE
    LE R 1 | 1 R AN 1-4 =2120 | .
"""

_ANSWER = """\
ST R 1 | 1 R ID 3 =271 | 2 R AN 4-9 | 3 R AN 1-35 | .
BHT R 1 | 1 R ID 4 =0022 | 2 R ID 2 =06,11 | 3 S AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | .
loop 2000A R * payer answering
  HL R 1 !3=20 | 1 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0,1 | .
  AAA S 9 | 1 R ID 1 =N,Y | 3 R ID 2 =04,41,42,79 | 4 R ID 1 =C,N,P,R,S,W,X,Y | .
  ~ payer-without-answer | HL@04=0 > AAA / 2100A/AAA | a payer without receivers must say why (AAA)
  loop 2100A R 1 name of the payer
    $SOURCE
    PER S 3 | 1 R ID 2 =IC | 2 S AN 1-60 | 3 S ID 2 =ED,EM,FX,TE,UR | $NUMBERS | .
    $CONTACT
    AAA S 9 | 1 R ID 1 =N,Y | 3 R ID 2 =04,41,42,79,80,T4 | 4 R ID 1 =C,N,P,R,S,W,X,Y | .
  loop 2000B S * provider answered
    HL R 1 !3=21 | 1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0,1 | .
    ~ provider-without-answer | HL@04=0 > 2100B/AAA | a provider without patients must be told why (AAA)
    loop 2100B R 1 name of the provider
      $RECEIVER
      $RECEIVER_REF
      $N3
      $N4
      $STATE
      AAA S 9 | 1 R ID 1 =N,Y | 3 R ID 2 =15,41,43,44,45,46,47,48,50,51,79,97,T4 | 4 R ID 1 =C,N,R,S,W,X,Y | .
      $TAXONOMY
      $ROLE_ALONE
    loop 2000C S * subscriber
      HL R 1 !3=22 | 1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0,1 | .
      TRN S 3 | 1 R ID 1-2 =1,2 | $TRACE
      ~ dependent-announced | HL@04=1 > 2000D/HL | a dependent is announced (HL04) and must follow
      loop 2100C R 1 name of the subscriber
        $SUBSCRIBER
        REF S 9 | 1 R ID 2-3 =18,1L,1W,3H,49,6P,CE,CT,EA,EJ,F6,GH,HJ,IF,IG,ML,N6,NQ,Q4,SY,Y4 | 2 R AN 1-50 | 3 S AN 1-80 | .
        $N3
        $N4
        $STATE
        AAA S 9 | 1 R ID 1 =N,Y | 3 R ID 2 =$SUBSCRIBER_REJECTS | 4 R ID 1 =C,N,R,S,W,X,Y | .
        $TAXONOMY
        $ROLE
        DMG S 1 | 1 S ID 2-3 =D8 | 2 S DP 1-35 | 3 S ID 1 =F,M,U | {P1,2} | .
        INS S 1 | 1 R ID 1 =Y | 2 R ID 2 =18 | 3 S ID 3 =001 | 4 S ID 2-3 =25 | 17 S N0 1-9 | .
        $DIAGNOSES
        $PLAN_DATES
        $MILITARY
        ~ change-incomplete | INS@03 > INS@04 | a change of identifying data has its reason (INS04)
        ~ patient-without-answer | 2000C/HL@04=0 > 2110C/EB / AAA | a patient needs an answer: benefits (EB) or a reason why there are none (AAA)
{subscriber_benefit}      loop 2000D S * dependent
        HL R 1 !3=23 | 1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0 | .
        TRN S 3 | 1 R ID 1-2 =1,2 | $TRACE
        loop 2100D R 1 name of the dependent
          NM1 R 1 !1=03 | 1 R ID 2-3 | 2 R ID 1 =1 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | 8 S ID 1-2 =MI | 9 S AN 2-80 | {P8,9} | .
          REF S 9 | 1 R ID 2-3 =18,1L,1W,49,6P,CE,CT,EA,EJ,F6,GH,HJ,IF,IG,MRC,N6,NQ,Q4,SY,Y4 | 2 R AN 1-50 | 3 S AN 1-80 | .
          $N3
          $N4
          $STATE
          AAA S 9 | 1 R ID 1 =N,Y | 3 R ID 2 =$DEPENDENT_REJECTS | 4 R ID 1 =C,N,R,S,W,X,Y | .
          $TAXONOMY
          $ROLE
          DMG S 1 | 1 S ID 2-3 =D8 | 2 S DP 1-35 | 3 S ID 1 =F,M,U | {P1,2} | .
          INS S 1 | 1 R ID 1 =N | 2 R ID 2 =01,19,20,21,34,39,40,53,G8 | 3 S ID 3 =001 | 4 S ID 2-3 =25 | 17 S N0 1-9 | .
          $DIAGNOSES
          $PLAN_DATES
          $MILITARY
          ~ change-incomplete | INS@03 > INS@04 | a change of identifying data has its reason (INS04)
          ~ dependent-with-id | NM1 > !NM1@09 | a patient with a member id of his own is a subscriber
          ~ patient-without-answer | NM1 > 2110D/EB / AAA | a patient needs an answer: benefits (EB) or a reason why there are none (AAA)
{dependent_benefit}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""
_ANSWERED = {
    "PLAN_DATES": "DTP S 9 | 1 R ID 3 =096,102,152,291,307,318,340,341,342,343,346,347,356,357,382,435,442,458,472,539,540,636,771 | $PERIOD",
    "MILITARY": (
        "MPI S 9 | 1 R ID 1 =A,C,L,O,P,S,T | 2 R ID 2 =AE,AO,AS,AT,AU,CC,DD,HD,IR,LX,PE,RE,RM,RR,RU"
        " | 3 R ID 1 =A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,Q,R,S,U,W | 4 S AN 1-80 | 5 S ID 2 =$RANKS | 6 S ID 2-3 =D8,RD8 | 7 S DP 1-35 | {P6,7} | ."
    ),
}


def _question(level: str, uses: str, amounts: str, spaces: int) -> str:
    return indented(_QUESTION.replace("{level}", level).replace("{uses}", uses).replace("{amounts}", amounts), spaces)


def _filled(text: str) -> str:
    return Template(Template(text).safe_substitute(_ANSWERED)).substitute(_SHARED)


INQUIRY = _filled(
    _INQUIRY.replace("{subscriber_question}", _question("C", "S 99", _AMOUNTS, 8)).replace("{dependent_question}", _question("D", "R 99", "", 10))
)
ANSWER = _filled(
    _ANSWER.replace("{subscriber_benefit}", indented(_BENEFIT.replace("{level}", "C"), 8)).replace(
        "{dependent_benefit}", indented(_BENEFIT.replace("{level}", "D"), 10)
    )
)

VERSIONS = ("005010X279A1", "005010X279")
GUIDES = (GuideText("270", VERSIONS, INQUIRY, ("2000C",)), GuideText("271", VERSIONS, ANSWER, ("2000C",)))
