"""278, 004010X094A1: request and response in one, for both carry the same loops and only the response the answers (AAA, HCR)."""

from shared.x12.guides.blocks import indented

_PARTY = """\
loop 2010{level} {usage} {repeat} {name}
  NM1 R 1 @4NM1
  REF S 9 @4REF
  N2 S 1
  N3 S 1 @4N3
  N4 S 1 @4N4
  PER S 3 @4PER
  AAA S 9 @4AAA
  PRV S 1
  DMG S 1 @4DMGS
  INS S 1
"""

_PROVIDED = """\
loop 2000E S * provider level
  HL R 1 !3=19 @4HL | 2 R AN 1-12
  MSG S 1
{provider}  loop 2000F S * service level
    HL R 1 !3=SS @4HL | 2 R AN 1-12
    TRN S 3 @4TRN
    AAA S 9 @4AAA
    UM S 1 | 1 R ID 1-2
    HCR S 1 | 1 R ID 1-2
    REF S 9 @4REF
    DTP S 20 @4DTP
    HI S 1 @4HI
    HSD S 1
    CRC S 6 | 1 R ID 2 | 2 R ID 1 =N,Y
    CL1 S 1
    CR1 S 1
    CR2 S 1
    CR4 S 1
    CR5 S 1
    CR6 S 1
    PWK S 10
    MSG S 1 | 1 R AN 1-264
{contact}"""

_TEXT = """\
ST R 1 | 1 R ID 3 =278 | 2 R AN 4-9
BHT R 1 | 1 R ID 4 =0078 | 2 R ID 2 =01,11,13,18,36 | 3 R AN 1-30 | 4 R DT 8 | 5 R TM 4-8 | 6 S ID 2
loop 2000A R 1 reviewer level
  HL R 1 !3=20 @4HL
  AAA S 9 @4AAA
{reviewer}  loop 2000B S 1 requester level
    HL R 1 !3=21 @4HL | 2 R AN 1-12
{requester}    loop 2000C S 1 subscriber level
      HL R 1 !3=22 @4HL | 2 R AN 1-12
      TRN S 3 @4TRN
      AAA S 9 @4AAA
      DTP S 9 @4DTP
      HI S 1 @4HI
      PWK S 10
{subscriber}      loop 2000D S 1 dependent level
        HL R 1 !3=23 @4HL | 2 R AN 1-12
        TRN S 3 @4TRN
        AAA S 9 @4AAA
        DTP S 9 @4DTP
        HI S 1 @4HI
        PWK S 10
{dependent}{dependent_provider}{subscriber_provider}SE R 1 | 1 R N0 1-10 | 2 R AN 4-9
"""
_PARTIES = (
    ("reviewer", "A", "R", "1", "reviewer", 2),
    ("requester", "B", "R", "1", "requester", 4),
    ("subscriber", "C", "R", "2", "subscriber", 6),
    ("dependent", "D", "R", "2", "dependent", 8),
)
_BELOW = (
    ("provider", "E", "S", "3", "provider of the service", 2),
    ("contact", "F", "S", "1", "contact for further information", 4),
)


def _filled(text: str, parties: tuple[tuple[str, str, str, str, str, int], ...]) -> str:
    for place, level, usage, repeat, name, by in parties:
        party = _PARTY.replace("{level}", level).replace("{usage}", usage).replace("{repeat}", repeat).replace("{name}", name)
        text = text.replace(f"{{{place}}}", indented(party, by))
    return text


def _text() -> str:
    """The levels of provider and service stand under the dependent and under the subscriber."""
    provided = _filled(_PROVIDED, _BELOW)
    text = _filled(_TEXT, _PARTIES)
    return text.replace("{dependent_provider}", indented(provided, 8)).replace("{subscriber_provider}", indented(provided, 6))


TEXT = _text()
