"""The TA1, which stands between ISA and the groups and answers an interchange: the same in all versions."""

from shared.x12.guides.guide_text import GuideText

INTERCHANGE_ANSWER = """\
TA1 R 1 | 1 R N0 9 | 2 R DT 6 | 3 R TM 4 | 4 R ID 1 =A,E,R
    | 5 R ID 3 =000,001,002,003,004,005,006,007,008,009,010,011,012,013,014,015,016,017,018,019,020,021,022,023,024,025,026,027,028,029,030,031 | .
~ ta1-code | TA1@04=A > TA1@05=000 | an interchange is accepted without a reason (TA105 000), or not simply accepted
~ ta1-reason | TA1@04=E,R > TA1@05#000 | an interchange that is not simply accepted says why (TA105)
"""

GUIDES = (GuideText("TA1", ("",), INTERCHANGE_ANSWER),)
