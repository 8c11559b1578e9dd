"""999, 005010X231A1, and its older sister 997, 004010 and 005010X230."""

from shared.x12.guides.guide_text import GuideText

_SET_CODES = "=1,2,3,4,5,6,7,8,9,10,11,12,13,15,16,17,18,19,23,24,25,26,27,I5,I6"
_GROUP_CODES = "=1,2,3,4,5,6,10,11,12,13,14,15,16,17,18,19,23,24,25,26"
_CONTEXT = (
    "1 R C^ | 1.1 R AN 1-35^ | 1.2 S AN 1-35^ | 2 S ID 2-3 | 3 S N0 1-10 | 4 S AN 1-6 | 5 S C | 5.1 R N0 1-2 | 5.2 S N0 1-2 | 5.3 S N0 1-4"
    " | 6 S C | 6.1 R AN 1-4 | 6.2 S AN 1-4 | ."
)
_SET_END = " | ".join(["1 R ID 1 =A,E,M,R,W,X", *(f"{number} S ID 1-3 {_SET_CODES}" for number in range(2, 7)), "."])
_GROUP_END = " | ".join(
    ["1 R ID 1 =A,E,M,P,R,W,X", "2 R N0 1-6", "3 R N0 1-6", "4 R N0 1-6", *(f"{number} S ID 1-3 {_GROUP_CODES}" for number in range(5, 10)), "."]
)

FUNCTIONAL = f"""\
ST R 1 | 1 R ID 3 =999 | 2 R AN 4-9 | 3 R AN 1-35 | .
AK1 R 1 | 1 R ID 2 | 2 R N0 1-9 | 3 R AN 1-12 | .
loop 2000 S * a set and what is said of it
  AK2 R 1 | 1 R ID 3 | 2 R AN 4-9 | 3 S AN 1-35 | .
  loop 2100 S * a segment in error
    IK3 R 1 | 1 R ID 2-3 | 2 R N0 1-10 | 3 S AN 1-6 | 4 S ID 1-3 =1,2,3,4,5,6,7,8,I4,I6,I7,I8,I9 | .
    CTX S 10 | {_CONTEXT}
    ~ context-place | CTX:SITUATIONAL TRIGGER > CTX:SITUATIONAL TRIGGER@02 | a situational trigger names the segment that called for another value
    ~ ack-error-code | IK3 > IK3@04 | an error of a segment says what it is (IK304)
    ~ ack-element-missing | IK3@04=8 > 2110/IK4 | an error inside a segment (IK304 8) tells which element it is
    loop 2110 S * an element in error
      IK4 R 1 | 1 R C | 1.1 R N0 1-2 | 1.2 S N0 1-2 | 1.3 S N0 1-4 | 2 S AN 1-4
          | 3 R ID 1-3 =1,2,3,4,5,6,7,8,9,10,11,12,13,I6,I9,I10,I11,I12,I13 | 4 S AN 1-99 | .
      CTX S 10 | {_CONTEXT}
  IK5 R 1 | {_SET_END}
  ~ ack-accepted-with-errors | IK5@01=A > !2100/IK3 | a set in which errors are named is not accepted without a word (IK501 E or R)
  ~ ack-set-reason | IK5@01=E,M,R,W,X > IK5@02 | a set that is not simply accepted says why (IK502)
AK9 R 1 | {_GROUP_END}
~ ack-none-accepted | AK9@01=R > AK9@04=0 | a rejected group has no accepted sets (AK904)
~ ack-some-accepted | AK9@01=P > AK9@04#0 | a group that is partly accepted has accepted sets (AK904)
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""

OLDER = f"""\
ST R 1 | 1 R ID 3 =997 | 2 R AN 4-9 | 3 S AN 1-35 | .
AK1 R 1 | 1 R ID 2 | 2 R N0 1-9 | 3 S AN 1-12 | .
loop AK2 S * a set and what is said of it
  AK2 R 1 | 1 R ID 3 | 2 R AN 4-9 | 3 S AN 1-35 | .
  loop AK3 S * a segment in error
    AK3 R 1 | 1 R ID 2-3 | 2 R N0 1-10 | 3 S AN 1-6 | 4 S ID 1-3 =1,2,3,4,5,6,7,8 | .
    AK4 S 99 | 1 R C | 1.1 R N0 1-2 | 1.2 S N0 1-2 | 1.3 S N0 1-4 | 2 S AN 1-4 | 3 R ID 1-3 =1,2,3,4,5,6,7,8,9,10,11,12,13 | 4 S AN 1-99 | .
    ~ ack-error-code | AK3 > AK3@04 | an error of a segment says what it is (AK304)
    ~ ack-element-missing | AK3@04=8 > AK4 | an error inside a segment (AK304 8) tells which element it is
  AK5 R 1 | {_SET_END}
  ~ ack-accepted-with-errors | AK5@01=A > !AK3/AK3 | a set in which errors are named is not accepted without a word (AK501 E or R)
  ~ ack-set-reason | AK5@01=E,M,R,W,X > AK5@02 | a set that is not simply accepted says why (AK502)
AK9 R 1 | {_GROUP_END}
~ ack-none-accepted | AK9@01=R > AK9@04=0 | a rejected group has no accepted sets (AK904)
~ ack-some-accepted | AK9@01=P > AK9@04#0 | a group that is partly accepted has accepted sets (AK904)
SE R 1 | 1 R N0 1-10 | 2 R AN 4-9 | .
"""

BEFORE_5010 = ("004010X091A1", "004010X092A1", "004010X093A1", "004010X094A1", "004010X096A1", "004010X098A1")
"""A 997 of that time often carries the version of what it answers."""
GUIDES = (
    GuideText("999", ("005010X231A1", "005010X231"), FUNCTIONAL, ("2000",)),
    GuideText("997", ("004010", "005010X230", "005010", *BEFORE_5010), OLDER),
)
