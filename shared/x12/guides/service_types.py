"""Codes of eligibility that are too many for a line: service types (EQ01, EB03), kinds of insurance (EB04) and their like."""


def _numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def _pairs(first: str, seconds: str) -> list[str]:
    return [first + second for second in seconds]


SERVICE_TYPES = ",".join(
    [
        *_numbers(1, 28),
        "30",
        *_numbers(32, 99),
        *_pairs("A", "0123456789ABCDEFGHIJKLMNOQR"),
        *_pairs("B", "123ABCDEFGHIJKLMNPQRSTUVWXYZ"),
        *_pairs("C", "1ABCDEFGHIJKLMNOPQ"),
        *("DG", "DM", "DS", "GF", "GN", "GY", "IC", "MH", "NI", "ON", "PT", "PU", "RN", "RT", "TC", "TN", "UC"),
    ]
)
INSURANCE_TYPES = (
    "12,13,14,15,16,41,42,43,47,AP,C1,CO,CP,D,DB,EP,FF,GP,HM,HN,HS,IN,IP,LC,LD,LI,LT,MA,MB,MC,MH,MI,MP,OT,PE,PL,PP,PR,PS,QM,RP,SP,TF,WC,WU"
)
BENEFITS = "1,2,3,4,5,6,7,8,A,B,C,CB,D,E,F,G,H,I,J,K,L,M,MC,N,O,P,Q,R,S,T,U,V,W,X,Y"
PROVIDER_ROLES = "AD,AT,BI,CO,CV,H,HH,LA,OT,P1,P2,PC,PE,R,RF,SB,SK,SU"
BENEFIT_ENTITIES = "13,1I,1P,2B,36,73,FA,GP,GW,I3,IL,LR,OC,P3,P4,P5,PR,PRP,SEP,TTP,VER,VN,VY,X3,Y2"
SUBSCRIBER_REJECTS = "15,35,42,43,45,47,48,49,51,52,56,57,58,60,61,62,63,71,72,73,74,75,76,78"
DEPENDENT_REJECTS = "15,35,42,43,45,47,48,49,51,52,56,57,58,60,61,62,63,64,65,66,67,68,71,77"
BENEFIT_REJECTS = "15,33,52,53,54,55,56,57,60,61,62,63,69,70,98,AA,AE,AF,AG,AO,CI,E8,IA,MA"
RANKS = (
    "A1,A2,A3,B1,B2,C1,C2,C3,C4,C5,C6,C7,C8,C9,E1,F1,F2,F3,F4,G1,G4,L1,L2,L3,L4,L5,L6,M1,M2,M3,M4,M5,M6,P1,P2,P3,P4,P5,R1,R2"
    ",S1,S2,S3,S4,S5,S6,S7,S8,S9,SA,SB,SC,T1,V1,W1"
)
