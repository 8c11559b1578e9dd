"""Element rules of the 278 (005010X217) that request and answer share, and those of the 275 (006020X314). All lines are closed."""

_PROCEDURE = (
    "{n}.2 R AN 1-48 #procedure | {n}.3 S AN 2 #modifier | {n}.4 S AN 2 #modifier | {n}.5 S AN 2 #modifier | {n}.6 S AN 2 #modifier"
    " | {n}.7 S AN 1-80 | {n}.8 S AN 1-48"
)

MACROS: dict[str, str] = {
    "RV-HL": "1 R AN 1-12 | 2 R AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0,1 | .",
    "RV-TOP": "1 R AN 1-12 | 2 N AN 1-12 | 3 R ID 1-2 | 4 R ID 1 =0,1 | .",
    "RV-TRN": "1 R ID 1-2 | 2 R AN 1-50 | 3 R AN 10 | 4 S AN 1-50 | .",
    "RV-AAA": "1 R ID 1 =N,Y | 3 R ID 2 | 4 S ID 1 =C,N,P,R,S,W,X,Y | .",
    "RV-NM1": (
        "1 R ID 2-3 | 2 R ID 1 =1,2 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 6 S AN 1-10 | 7 S AN 1-10"
        " | 8 S ID 1-2 =24,34,46,PI,XV,XX | 9 S AN 2-80 | {P8,9} | ."
    ),
    "RV-PERSON": (
        "1 R ID 2-3 | 2 R ID 1 =1 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 6 S AN 1-10 | 7 S AN 1-10"
        " | 8 R ID 1-2 =II,MI | 9 R AN 2-80 | ."
    ),
    "RV-PLACE": "1 R ID 2-3 | 2 R ID 1 =2 | 3 S AN 1-60 | .",
    "RV-REF": "1 R ID 2-3 | 2 R AN 1-50 | .",
    "RV-REF3": "1 R ID 2-3 | 2 R AN 1-50 | 3 S AN 1-80 | .",
    "RV-N3": "1 R AN 1-55 | 2 S AN 1-55 | .",
    "RV-N4": "1 R AN 2-30 | 2 S ID 2 #state | 3 S ID 3-15 | 4 S ID 2-3 #country | 7 S ID 1-3 | .",
    "RV-PER": (
        "1 R ID 2 =IC | 2 S AN 1-60 | 3 S ID 2 =EM,FX,TE,UR | 4 S AN 1-256 | 5 S ID 2 =EM,EX,FX,TE,UR | 6 S AN 1-256"
        " | 7 S ID 2 =EM,EX,FX,TE,UR | 8 S AN 1-256 | {P3,4} | {P5,6} | {P7,8} | ."
    ),
    "RV-PRV": "1 R ID 1-3 =AD,AS,AT,CO,CV,OP,OR,OT,PC,PE,RF | 2 S ID 2-3 =PXC | 3 S AN 1-50 #taxonomy | {P2,3} | .",
    "RV-DMG": "1 R ID 2-3 =D8 | 2 R DP 1-35 | 3 S ID 1 =F,M,U | .",
    "RV-DAY": "1 R ID 3 | 2 R ID 2-3 =D8 | 3 R DP 1-35 | .",
    "RV-DTP": "1 R ID 3 | 2 R ID 2-3 =D8,RD8 | 3 R DP 1-35 | .",
    "RV-UM": (
        "1 R ID 1-2 =AR,HS,IN,SC | 2 R ID 1 =1,2,3,4,I,N,R,S | 3 S ID 1-2 #service-type"
        " | 4 S C | 4.1 R AN 1-2 #place | 4.2 R ID 1-2 =A,B"
        " | 5 S C | 5.1 R ID 2-3 =AA,AP,EM,OA | 5.2 S ID 2-3 =AA,AP,EM,OA | 5.3 S ID 2-3 =AA,AP,EM,OA | 5.4 S ID 2 #state | 5.5 S ID 2-3 #country"
        " | 6 S ID 1-3 =03,E,U | 7 S ID 1 | 8 S ID 1 =1,2,3,4,5,6,7,8 | 9 S ID 1 =A,I,M,N,O,Y | 10 S ID 1-2 =1,2,3,4,5,6,7,8,9,10,11,15,16,17 | ."
    ),
    "RV-HCR": "1 R ID 1-2 =A1,A2,A3,A4,A6,C,CT,NA | 2 S AN 1-50 | 3 S AN 1-30 | 4 S ID 1 =N,Y | .",
    "RV-HI": (
        "1 R C | 1.1 R ID 1-3 =ABF,ABJ,ABK,APR,BF,BJ,BK,DR,LOI,PR | 1.2 R AN 1-30 #icd | 1.3 S ID 2-3 =D8 | 1.4 S DP 1-35"
        " | 1.5 N R | 1.6 N R | 1.7 N AN | 1.8 N AN | 1.9 N ID | 13 N C | ."
    ),
    "RV-HSD": (
        "1 S ID 2 =DY,FL,HS,MN,VS | 2 S R 1-15 | 3 S ID 2 =DA,MO,Q1,WK,YR | 4 S R 1-6 | 5 S ID 1-2 | 6 S N0 1-3 | 7 S ID 1-2 | 8 S ID 1"
        " | {P1,2} | {C6,5} | ."
    ),
    "RV-CRC": "1 R ID 2 | 2 R ID 1 =N,Y | 3 R ID 2-3 | 4 S ID 2-3 | 5 S ID 2-3 | 6 S ID 2-3 | 7 S ID 2-3 | .",
    "RV-CL1": "1 S ID 1 #admission-type | 2 S ID 1 #admission-source | 3 S ID 1-2 #patient-status | 4 S ID 1 =1,2,3,4,5,6,7,8,9 | .",
    "RV-CR1": (
        "1 S ID 2 =KG,LB | 2 S R 1-10 | 3 R ID 1 =I,R,T,X | 4 S ID 1 =A,B,C,D,E,F | 5 S ID 2 =DH,DK | 6 S R 1-15"
        " | 9 S AN 1-80 | 10 S AN 1-80 | {P1,2} | {P5,6} | ."
    ),
    "RV-CR2": (
        "1 S N0 1-9 | 2 S R 1-15 | 3 S ID 2-3 | 4 S ID 2-3 | 5 S ID 2 =DA,MO,WK,YR | 6 S R 1-15 | 7 S R 1-15"
        " | 8 S ID 1 =A,C,D,E,F,G,M | 9 S ID 1 =N,Y | 10 S AN 1-80 | 11 S AN 1-80 | 12 S ID 1 =N,Y | {P1,2} | {C4,3} | {P5,6} | ."
    ),
    "RV-CR5": (
        "3 R ID 1 =A,B,C,D,E,O | 4 S ID 1 =A,B,C,D,E,O | 5 S AN 1-80 | 6 R R 1-15 | 7 S R 1-15 | 8 S R 1-15 | 9 S AN 1-80 | 10 S R 1-15"
        " | 11 S R 1-15 | 12 S ID 1 =E,N,O,R,S,W,X | 13 S ID 1 =1,2,3 | 14 S ID 1 =1,2,3 | 15 S ID 1 =1,2,3 | 16 S R 1-15"
        " | 17 R ID 1 =A,B,C,D,E | 18 S ID 1 =A,B,C,D,E,O | ."
    ),
    "RV-CR6": (
        "1 R ID 1 =1,2,3,4,5,6,7,8 | 2 R DT 8 | 3 S ID 2-3 =RD8 | 4 S DP 1-35 | 6 S ID 1 =N,U,Y | 7 R ID 1 =N,U,Y | 8 R ID 1 =1,2,3,4,I,N,R,S"
        " | 9 S DT 8 | 10 S ID 2 =HC,ID,IP | 11 S AN 1-15 | 12 S DT 8 | 13 S DT 8 | 14 S DT 8 | 15 S ID 2-3 =RD8 | 16 S DP 1-35 | 17 S ID 1"
        " | {P3,4} | {P10,11} | {P15,16} | ."
    ),
    "RV-PWK": "1 R ID 2 | 2 R ID 1-2 =AA,BM,EL,EM,FT,FX,VO | 5 S ID 1-2 =AC | 6 S AN 2-80 | 7 S AN 1-80 | {P5,6} | .",
    "RV-MSG": "1 R AN 1-264 | .",
    "RV-SV1": (
        "1 R C | 1.1 R ID 2 =ER,HC,IV,N4,WK | " + _PROCEDURE.format(n=1) + " | 2 S R 1-18 | 3 S ID 2 =F2,MJ,UN | 4 S R 1-15"
        " | 7 S C | 7.1 R N0 1-2 | 7.2 S N0 1-2 | 7.3 S N0 1-2 | 7.4 S N0 1-2 | 11 S ID 1 =N,Y | 20 S ID 1 | {P3,4} | ."
    ),
    "RV-SV2": (
        "1 S AN 1-48 #revenue | 2 S C | 2.1 R ID 2 =ER,HC,HP,ID,IV,N4,WK,ZZ | " + _PROCEDURE.format(n=2) + " | 3 S R 1-18 | 4 S ID 2 =DA,F2,MJ,UN"
        " | 5 S R 1-15 | 6 S R 1-10 | 9 S ID 1 =1,2,3,4,5,6,7,8,9 | 10 S ID 1 | {R1,2} | {P4,5} | ."
    ),
    "RV-SV3": (
        "1 R C | 1.1 R ID 2 =AD | " + _PROCEDURE.format(n=1) + " | 2 S R 1-18 | 4 S C | 4.1 R ID 1-3 | 4.2 S ID 1-3 | 4.3 S ID 1-3"
        " | 4.4 S ID 1-3 | 4.5 S ID 1-3 | 5 S ID 1 =I,R | 6 R R 1-15 | 7 S AN 1-80 | ."
    ),
    "RV-TOO": (
        "1 R ID 1-3 =JP | 2 R AN 1-30 | 3 S C | 3.1 R ID 1-2 =B,D,F,I,L,M,O | 3.2 S ID 1-2 =B,D,F,I,L,M,O | 3.3 S ID 1-2 =B,D,F,I,L,M,O"
        " | 3.4 S ID 1-2 =B,D,F,I,L,M,O | 3.5 S ID 1-2 =B,D,F,I,L,M,O | ."
    ),
    "AT-NM1": (
        "1 R ID 2-3 | 2 R ID 1 =1,2 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | 8 R ID 1-2 =24,34,46,MI,PI,SV,XV,XX | 9 R AN 2-80 | ."
    ),
}  # fmt: skip
