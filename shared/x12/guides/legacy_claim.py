"""837P, 004010X098A1, and 837I, 004010X096A1."""

from shared.x12.guides.blocks import indented

_HEAD = """\
ST R 1 | 1 R ID 3 =837 | 2 R AN 4-9
BHT R 1 | 1 R ID 4 =0019 | 2 R ID 2 =00,18 | 3 R AN 1-30 | 4 R DT 8 | 5 R TM 4-8 | 6 R ID 2 =31,CH,RP
REF R 1 !1=87 @4REF | 2 R AN 1-30 ={versions}
loop 1000A R 1 submitter
  NM1 R 1 !1=41 @4NM1R | 8 R ID 1-2 =46 | 9 R AN 2-80
  PER R 2 @4PER | 1 R ID 2 =IC | 3 R ID 2 =ED,EM,FX,TE | 4 R AN 1-80
loop 1000B R 1 receiver
  NM1 R 1 !1=40 @4NM1R | 8 R ID 1-2 =46 | 9 R AN 2-80
loop 2000A R * billing provider level
  HL R 1 !3=20 @4HL
  PRV S 1 @4PRV
  CUR S 1
  loop 2010AA R 1 billing provider
    NM1 R 1 !1=85 @4NM1R | 8 R ID 1-2 =24,34,XX
    N3 R 1 @4N3
    N4 R 1 @4N4
    REF S 16 @4REF
    PER S 2 @4PER
  loop 2010AB S 1 pay-to provider
    NM1 R 1 !1=87 @4NM1R
    N3 R 1 @4N3
    N4 R 1 @4N4
    REF S 5 @4REF
  loop 2000B R * subscriber level
    HL R 1 !3=22 @4HL | 2 R AN 1-12
    SBR R 1 @4SBR
    PAT S 1 | 5 S ID 2-3 =D8 | 6 S DP 1-35 | 7 S ID 2 | 8 S R 1-10 | 9 S ID 1 | {P5,6} | {P7,8}
    loop 2010BA R 1 subscriber
      NM1 R 1 !1=IL @4NM1R | 8 S ID 1-2 =MI,ZZ
      N3 S 1 @4N3
      N4 S 1 @4N4
      DMG S 1 @4DMG
      REF S 5 @4REF
    loop 2010BB {payer_card}
      NM1 R 1 !1={second} @4NM1
      N3 S 1 @4N3
      N4 S 1 @4N4
      REF S 5 @4REF
    loop 2010BC {payer_third}
      NM1 R 1 !1={third} @4NM1
      N3 S 1 @4N3
      N4 S 1 @4N4
      REF S 5 @4REF
    loop 2010BD S 1 responsible party or card holder
      NM1 R 1 !1={fourth} @4NM1
      N3 S 1 @4N3
      N4 S 1 @4N4
      REF S 2 @4REF
{subscriber_claim}    loop 2000C S * patient level
      HL R 1 !3=23 @4HL | 2 R AN 1-12
      PAT R 1 | 1 R ID 2 | 5 S ID 2-3 =D8 | 6 S DP 1-35 | 7 S ID 2 | 8 S R 1-10 | 9 S ID 1 | {P5,6} | {P7,8}
      loop 2010CA R 1 patient
        NM1 R 1 !1=QC @4NM1R
        N3 R 1 @4N3
        N4 R 1 @4N4
        DMG R 1 @4DMG
        REF S 6 @4REF
{patient_claim}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""

_CLAIM = """\
loop 2300 S 100 claim
  CLM R 1 | 1 R AN 1-38 | 2 R R 1-18 | 5 R C | 5.1 R AN 1-2{place} | 5.2 S ID 1-2 | 5.3 R ID 1 | 6 S ID 1 =N,Y | 7 S ID 1 =A,B,C,P | 8 R ID 1 =N,Y
      | 9 R ID 1 =A,I,M,N,O,Y | 10 S ID 1 =B,C,M,P,S | 11 S C | 12 S ID 2-3 | 16 S ID 1 | 18 S ID 1 =N,Y | 20 S ID 1-2
  DTP S * @4DTP
  CL1 S 1 | 1 S ID 1 | 2 S ID 1 | 3 S ID 1-2
  PWK S 10 | 1 R ID 2 | 2 R ID 1-2 | 5 S ID 1-2 | 6 S AN 2-80 | {P5,6}
  CN1 S 1 | 1 R ID 2
  AMT S 5 @4AMT
  REF S * @4REF
  K3 S 10 | 1 R AN 1-80
  NTE S 20 | 1 R ID 3 | 2 R AN 1-80
  CR1 S 1
  CR2 S 1
  CR6 S 1
  CRC S * | 1 R ID 2 | 2 R ID 1 =N,Y
  HI S * @4HI
  QTY S 4 @4QTY
  HCP S 1
  loop 2305 S 6 home health plan
    CR7 R 1 | 1 R ID 2
    HSD S 12
  ~ replacement-without-icn | CLM@05.3=7,8 > REF:F8 | a replacement or void names the payer's claim: send REF F8
{claim_providers}  loop 2320 S 10 other payer
    SBR R 1 @4SBR
    CAS S 5 @4CAS
    AMT S 15 @4AMT
    DMG S 1 @4DMG
    OI R 1 | 3 R ID 1 =N,Y | 4 S ID 1 | 6 R ID 1
    MIA S 1
    MOA S 1
    loop 2330A R 1 other subscriber
      NM1 R 1 !1=IL @4NM1R
      N3 S 1 @4N3
      N4 S 1 @4N4
      REF S 3 @4REF
    loop 2330B R 1 other payer
      NM1 R 1 !1=PR @4NM1R
      N3 S 1 @4N3
      N4 S 1 @4N4
      PER S 2 @4PER
      DTP S 1 @4DTP
      REF S 6 @4REF
    loop 2330C S * person or place known to the other payer
      NM1 R 1 !1=QC,DN,P3,82,QB,77,FA,LI,TL,DQ,71,72,73 @4NM1
      REF S 5 @4REF
  loop 2400 {lines} line
    LX R 1 | 1 R N0 1-6
    {service}
    SV4 S 1
    SV5 S 1
    PWK S 10
    CR1 S 1
    CR2 S 5
    CR3 S 1
    CR5 S 1
    CRC S * | 1 R ID 2 | 2 R ID 1 =N,Y
    DTP S * @4DTP
    QTY S 5 @4QTY
    MEA S 20
    CN1 S 1 | 1 R ID 2
    REF S * @4REF
    AMT S 15 @4AMT
    K3 S 10 | 1 R AN 1-80
    NTE S 1 | 1 R ID 3 | 2 R AN 1-80
    PS1 S 1
    HSD S 1
    HCP S 1
    loop 2410 S 25 drug
      LIN R 1 | 2 R ID 2 | 3 R AN 1-48
      CTP S 1
      REF S 1 @4REF
{line_providers}    loop 2430 S 25 line at another payer
      SVD R 1 @4SVD
      CAS S 99 @4CAS
      DTP S 1 !1=573 @4DTP
    loop 2440 S 5 form
      LQ R 1 | 1 R ID 1-3
      FRM R 99
"""

_PROVIDER = """\
loop {id} S {repeat} {name}
  NM1 R 1 !1={qualifiers} @4NM1
  PRV S 1 @4PRV
  N2 S 1
  N3 S 1 @4N3
  N4 S 1 @4N4
  REF S 20 @4REF
  PER S 1 @4PER
"""

_SERVICE = (
    "SV1 R 1 | 1 R C | 1.1 R ID 2 | 1.2 R AN 1-48 | 1.3 S AN 2 | 1.4 S AN 2 | 1.5 S AN 2 | 1.6 S AN 2 | 2 R R 1-18 | 3 R ID 2 =F2,MJ,UN"
    " | 4 R R 1-15 | 5 S AN 1-2 | 7 S C | 7.1 R N0 1-2 | 7.2 S N0 1-2 | 7.3 S N0 1-2 | 7.4 S N0 1-2"
)
_REVENUE = (
    "SV2 R 1 | 1 R AN 1-48 | 2 S C | 2.1 R ID 2 | 2.2 R AN 1-48 | 2.3 S AN 2 | 2.4 S AN 2 | 2.5 S AN 2 | 2.6 S AN 2 | 3 R R 1-18"
    " | 4 R ID 2 =DA,F2,UN | 5 R R 1-15 | 6 S R 1-10 | 7 S R 1-18"
)
_PERSONS = ("DN,P3", "82", "QB", "77,FA,LI,TL", "DQ")
_STAFF = ("71", "72", "73", "82", "FA")
_ORDERERS = ("82", "QB", "77,FA,LI,TL", "DQ", "DK", "DN,P3", "PR")
_PLACES = "=03,04,05,06,07,08,09,11,12,13,14,15,20,21,22,23,24,25,26,31,32,33,34,41,42,49,50,51,52,53,54,55,56,57,60,61,62,65,71,72,81,99"


def _providers(loop: str, by: int, qualifiers: tuple[str, ...]) -> str:
    """One loop for each kind of provider: 2310A and on, 2420A and on."""
    named = zip("ABCDEFGH", qualifiers, strict=False)
    loops = [_PROVIDER.format(id=f"{loop}{letter}", repeat=2 if "," in codes else 1, name="provider", qualifiers=codes) for letter, codes in named]
    return indented("".join(loops), by)


def _claim(place: str, lines: str, service: str, providers: tuple[str, ...], line_providers: tuple[str, ...]) -> str:
    text = _CLAIM.replace("{place}", place).replace("{lines}", lines).replace("{service}", service)
    text = text.replace("{claim_providers}", _providers("2310", 2, providers))
    return text.replace("{line_providers}", _providers("2420", 4, line_providers))


def _guide(versions: str, seconds: tuple[str, str, str], payer_second: bool, claim: str) -> str:
    """The whole guide. The payer is 2010BB of the 837P and 2010BC of the 837I, where the card holder comes before it."""
    payer, other = "R 1 payer", "S 1 responsible party or card holder"
    text = _HEAD.replace("{versions}", versions).replace("{payer_card}", payer if payer_second else other)
    text = text.replace("{payer_third}", other if payer_second else payer)
    for name, qualifier in zip(("{second}", "{third}", "{fourth}"), seconds, strict=True):
        text = text.replace(name, qualifier)
    return text.replace("{subscriber_claim}", indented(claim, 4)).replace("{patient_claim}", indented(claim, 6))


PROFESSIONAL = _guide(
    "004010X098,004010X098A1,004010X098D,004010X098DA1",
    ("PR", "QD", "AO"),
    True,
    _claim(f" {_PLACES}", "R 50", _SERVICE, _PERSONS, _ORDERERS),
)
INSTITUTIONAL = _guide(
    "004010X096,004010X096A1,004010X096D,004010X096DA1",
    ("AO", "PR", "QD"),
    False,
    _claim("", "R 999", _REVENUE, _STAFF, ("71", "72", "73", "82")),
)
