"""278, 005010X217: a request for review of health care services, and the answer to it.

Both are set 278 with the same version: BHT02 tells them apart. Each is a loop HEADER that its BHT begins; a purpose that
neither has is read as that of an answer, and found there.
"""

from shared.x12.guides.blocks import indented
from shared.x12.guides.guide_text import GuideText
from shared.x12.guides.review_macros import MACROS

_PATIENT = """\
    loop 2000C {level} 1 subscriber
      HL R 1 !3=22 @RV-HL
{rules}      loop 2010C R 1 subscriber name
        NM1 R 1 !1=IL @RV-PERSON
        REF S 9 @RV-REF | 1 R ID 2-3 =18,1L,1W,28,3L,49,6P,A6,DP,EJ,F6,HJ,IG,N6,NQ,SY
        N3 S 1 @RV-N3
        N4 S 1 @RV-N4
{refusal_c}        DMG S 1 @RV-DMG
        INS S 1 | 1 R ID 1 =Y | 2 R ID 2 =18 | 8 S ID 2 | .
{event}      loop 2000D S 1 dependent
        HL R 1 !3=23 @RV-HL
        loop 2010D R 1 dependent name
          NM1 R 1 !1=QC | 1 R ID 2-3 | 2 R ID 1 =1 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 6 S AN 1-10 | 7 S AN 1-10 | .
          REF S 3 @RV-REF | 1 R ID 2-3 =28,A6,EJ,SY
          N3 S 1 @RV-N3
          N4 S 1 @RV-N4
{refusal_d}          DMG S 1 @RV-DMG
          INS S 1 | 1 R ID 1 =N | 2 R ID 2 | 17 S N0 1-9 | .
{inner}"""

_REFUSAL = "AAA S 9 @RV-AAA"
_PATIENT_NEEDS_EVENT = (
    "      ? event-missing | !2000D/HL > 2000E/HL | a request is about a patient event (loop 2000E) of the subscriber or of a dependent\n"
)

_PROVIDER = """\
loop {id} S {repeat} provider of the {of}
  NM1 R 1 !1=1T,71,72,73,77,AAJ,DD,DK,DN,DQ,FA,G3,P3,QB,QV,SJ @RV-NM1
  REF S 7 @RV-REF3 | 1 R ID 2-3 =0B,1G,1J,CT,EI,G5,N5,N7,SY,ZH
  N3 S 1 @RV-N3
  N4 S 1 @RV-N4
  PER S 1 @RV-PER
{refusal}  PRV S 1 @RV-PRV
"""

_CONTACT = """\
loop {id} S 1 whom to send more information about the {of}
  NM1 R 1 !1=1P,2B,ABG,FA,L5,PR,X3 @RV-NM1
  N3 S 1 @RV-N3
  N4 S 1 @RV-N4
  PER S 3 @RV-PER
"""

_TRANSPORT = """\
loop {id} S 5 where a transport goes
  NM1 R 1 !1=45,FS,ND,PW,R3 @RV-PLACE
  N3 S 1 @RV-N3
  N4 S 1 @RV-N4 | 1 S AN 2-30
{refusal}"""

_OTHER_REVIEWER = """\
loop 2010EC S 3 another review organization
  NM1 R 1 !1=00,2B,36,CA,GP,PR,TV,X3 @RV-PLACE
  REF S 1 | 1 R ID 2-3 =ZZ | 2 R AN 1-50 | 4 S C | 4.1 R ID 2-3 =ZZ | 4.2 R AN 1-50 | 4.3 S ID 2-3 =ZZ | 4.4 S AN 1-50 | 4.5 S ID 2-3 =ZZ
      | 4.6 S AN 1-50 | .
  DTP S 1 !1=598 @RV-DAY
"""

_DATES = """\
  DTP S 1 !1=439 @RV-DAY
  DTP S 1 !1=484 @RV-DAY
  DTP S 1 !1=ABC @RV-DAY
  DTP S 1 !1=431 @RV-DAY
  DTP S 1 !1=AAH @RV-DTP
  DTP S 1 !1=435 @RV-DTP
  DTP S 1 !1=096 @RV-DAY
"""

_CERTIFIED = """\
  DTP S 1 !1=102 @RV-DAY
  DTP S 1 !1=036 @RV-DAY
  DTP S 1 !1=007 @RV-DTP
"""

_EVENT_CARE = """\
  CL1 S 1 @RV-CL1
  CR1 S 1 @RV-CR1
  CR2 S 1 @RV-CR2
  CR5 S 1 @RV-CR5
  CR6 S 1 @RV-CR6
  PWK S 10 @RV-PWK
  MSG S 1 @RV-MSG
"""

_SERVICE_CARE = """\
    SV1 S 1 @RV-SV1
    SV2 S 1 @RV-SV2
    SV3 S 1 @RV-SV3
    TOO S 32 @RV-TOO
    HSD S 1 @RV-HSD
    PWK S 10 @RV-PWK
    MSG S 1 @RV-MSG
    ? one-kind-of-service | SV1 > !SV2 & !SV3 | a service is professional, institutional or dental: send one of SV1, SV2 and SV3
    ? one-kind-of-service | SV2 > !SV3 | a service is professional, institutional or dental: send one of SV1, SV2 and SV3
    ? teeth-without-dental-service | TOO > SV3 | teeth belong to a dental service (SV3)
"""

_ACCIDENT = """\
  ~ accident-date-missing | UM@05.1=AA,OA / UM@05.2=AA,OA / UM@05.3=AA,OA > DTP:439 | an accident needs its date (DTP 439)
  ~ accident-state-missing | UM@05.1=AA / UM@05.2=AA / UM@05.3=AA > UM@05.4 / UM@05.5 | an auto accident needs its state or country
"""

_REQUESTED_EVENT = (
    """\
loop 2000E {usage} 1 patient event
  HL R 1 !3=EV @RV-HL
  TRN S 2 @RV-TRN | 1 R ID 1 =1
  UM R 1 @RV-UM
  REF S 1 !1=BB @RV-REF
  REF S 1 !1=NT @RV-REF
"""
    + _DATES
    + """\
  HI S 1 @RV-HI
  HSD S 1 @RV-HSD
  CRC S 1e !1=07,08,09,11,75,76,77 @RV-CRC
"""
    + _EVENT_CARE
    + _ACCIDENT
    + """\
  ~ admission-date-missing | UM@01=AR > DTP:435 | a request for an admission needs its date (DTP 435)
  ~ earlier-review-missing | UM@02=1,2,3,4,R,S > REF:BB / REF:NT | an appeal, cancellation, extension or change names the earlier review (REF BB, NT)
{providers}  loop 2000F S * service
    HL R 1 !3=SS @RV-HL | 4 R ID 1 =0
    TRN S 2 @RV-TRN | 1 R ID 1 =1
    UM S 1 @RV-UM
    REF S 1 !1=BB @RV-REF
    REF S 1 !1=NT @RV-REF
    DTP S 1 !1=472 @RV-DTP
"""
    + _SERVICE_CARE
    + "{service_providers}"
)

_ANSWERED_EVENT = (
    """\
loop 2000E {usage} * patient event
  HL R 1 !3=EV @RV-HL
  TRN S 3 @RV-TRN | 1 R ID 1 =1,2
  AAA S 9 @RV-AAA
  UM S 1 @RV-UM
  HCR S 1 @RV-HCR
  REF S 1 !1=NT @RV-REF
  REF S 1 !1=BB @RV-REF
"""
    + _DATES
    + _CERTIFIED
    + """\
  HI S 1 @RV-HI
  HSD S 1 @RV-HSD
"""
    + _EVENT_CARE
    + _ACCIDENT
    + """\
  ~ certified-without-number | HCR@01=A1,A2,A6 > HCR@02 | what is certified has a number (HCR02)
  ~ decision-missing | > HCR / AAA / 2010EA/AAA / 2010EC/AAA / 2000F/HCR / 2000F/AAA | an answer decides (HCR) or says why it cannot (AAA)
{providers}  loop 2000F S * service
    HL R 1 !3=SS @RV-HL | 4 R ID 1 =0
    TRN S 3 @RV-TRN | 1 R ID 1 =1,2
    AAA S 9 @RV-AAA
    UM S 1 @RV-UM
    HCR S 1 @RV-HCR
    REF S 1 !1=NT @RV-REF
    REF S 1 !1=BB @RV-REF
    DTP S 1 !1=472 @RV-DTP
    DTP S 1 !1=102 @RV-DAY
    DTP S 1 !1=036 @RV-DAY
    DTP S 1 !1=007 @RV-DTP
    HI S 1 @RV-HI | 1.1 R ID 1-3 =LOI
"""
    + _SERVICE_CARE
    + "    ~ certified-without-number | HCR@01=A1,A2,A6 > HCR@02 / 2000E/HCR@02 | what is certified has a number (HCR02)\n"
    + "{service_providers}"
)


def _event(answer: bool, usage: str) -> str:
    """Loop 2000E with all below it, not indented."""
    refusal = indented(_REFUSAL, 2) if answer else ""
    at_event = _PROVIDER.format(id="2010EA", repeat=14, of="patient event", refusal=refusal)
    if answer:
        at_event += _CONTACT.format(id="2010EB", of="patient event") + _TRANSPORT.format(id="2010EC", refusal=refusal)
        at_service = _PROVIDER.format(id="2010FA", repeat=12, of="service", refusal=refusal) + _CONTACT.format(id="2010FB", of="service")
    else:
        at_event += _TRANSPORT.format(id="2010EB", refusal="") + _OTHER_REVIEWER
        at_service = _PROVIDER.format(id="2010F", repeat=12, of="service", refusal="")
    body = _ANSWERED_EVENT if answer else _REQUESTED_EVENT
    return body.format(usage=usage, providers=indented(at_event, 2), service_providers=indented(at_service, 4))


def _patient(answer: bool) -> str:
    """Loops 2000C and 2000D with their events."""
    usage = "S" if answer else "R"
    return _PATIENT.format(
        level=usage,
        rules="" if answer else _PATIENT_NEEDS_EVENT,
        refusal_c=indented(_REFUSAL, 8) if answer else "",
        refusal_d=indented(_REFUSAL, 10) if answer else "",
        event=indented(_event(answer, "S"), 6),
        inner=indented(_event(answer, usage), 8),
    )


_REQUEST = """\
loop HEADER S 1 request for review
  BHT R 1 !2=01,13,36 | 1 R ID 4 =0007 | 2 R ID 2 | 3 R AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | 6 S ID 2 =RU | .
  loop 2000A R 1 review organization
    HL R 1 !3=20 @RV-TOP | 4 R ID 1 =1
    loop 2010A R 1 review organization name
      NM1 R 1 !1=X3 @RV-NM1 | 8 R ID 1-2 =24,34,46,PI,XV,XX | 9 R AN 2-80
    loop 2000B R 1 requester
      HL R 1 !3=21 @RV-HL | 4 R ID 1 =1
      loop 2010B R 1 requester name
        NM1 R 1 !1=1P,FA @RV-NM1 | 8 R ID 1-2 =24,34,46,XX | 9 R AN 2-80
        REF S 8 @RV-REF | 1 R ID 2-3 =0B,1G,1J,CT,EI,G5,N5,N7,SY,ZH
        N3 S 1 @RV-N3
        N4 S 1 @RV-N4
        PER S 1 @RV-PER
        PRV S 1 @RV-PRV
"""

_ANSWER = """\
loop HEADER S 1 answer to a request for review
  BHT R 1 | 1 R ID 4 =0007 | 2 R ID 2 =11 | 3 R AN 1-50 | 4 R DT 8 | 5 R TM 4-8 | 6 S ID 2 =18,19,AT,RU | .
  loop 2000A R 1 review organization
    HL R 1 !3=20 @RV-TOP
    AAA S 9 @RV-AAA
    loop 2010A R 1 review organization name
      NM1 R 1 !1=X3 @RV-NM1 | 8 R ID 1-2 =24,34,46,PI,XV,XX | 9 R AN 2-80
      PER S 1 @RV-PER
      AAA S 9 @RV-AAA
    loop 2000B S 1 requester
      HL R 1 !3=21 @RV-HL
      loop 2010B R 1 requester name
        NM1 R 1 !1=1P,FA @RV-NM1 | 8 R ID 1-2 =24,34,46,XX | 9 R AN 2-80
        REF S 8 @RV-REF | 1 R ID 2-3 =0B,1G,1J,CT,EI,G5,N5,N7,SY,ZH
        AAA S 9 @RV-AAA
        PRV S 1 @RV-PRV
"""

SET = (
    """\
ST R 1 | 1 R ID 3 =278 | 2 R AN 4-9 | 3 S AN 1-35 =005010X217 | .
? beginning-missing | > HEADER/BHT | the set begins with a BHT that says whether it asks or answers
"""
    + _REQUEST
    + indented(_patient(answer=False), 2)
    + _ANSWER
    + indented(_patient(answer=True), 2)
    + "SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .\n"
)

GUIDES = (GuideText("278", ("005010X217",), SET, ("2000E",), macros=MACROS),)
