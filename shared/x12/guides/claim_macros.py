"""Element rules of the 837P and 837I that many of their lines share. All of them close their lines."""

_ENTITY = "1 R ID 2-3"
_GIVEN = "4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10"
_PIECES = "1 R AN 2-30 | 2 S ID 2 #state | 3 S ID 3-15 | 4 S ID 2-3 #country | 7 S ID 1-3"
_CAS = " | ".join(
    f"{at} {'R' if at == 2 else 'S'} ID 1-5 #carc | {at + 1} {'R' if at == 2 else 'S'} R 1-18 | {at + 2} S R 1-15" for at in range(2, 20, 3)
)
_PAIRS = " | ".join(f"{{C{at},{at + 1}}} | {{C{at + 1},{at}}} | {{C{at + 2},{at}}}" for at in range(5, 20, 3))
_PROCEDURE = "{at}.2 R AN 1-48 #hcpcs | " + " | ".join(f"{{at}}.{part} S AN 2 #modifier" for part in (3, 4, 5, 6)) + " | {at}.7 S AN 1-80"
_REMARKS = " | ".join(f"{at} S AN 1-50 #rarc" for at in range(3, 8))
_ONLY_FIRST = " | ".join(f"{at}.1 N ID 1-3" for at in range(2, 13))
_DIAGNOSIS = "1 R C | 1.1 R ID 1-3 | 1.2 R AN 1-30 #icd"
_INSURANCE = "11,12,13,14,15,16,17,AM,BL,CH,CI,DS,FI,HM,LM,MA,MB,MC,OF,TV,VA,WC,ZZ"
_REPORTS = (
    "03,04,05,06,07,08,09,10,11,13,15,21,A3,A4,AM,AS,B2,B3,B4,BR,BS,BT,CB,CK,CT,D2,DA,DB,DG,DJ,DS,EB,HC,HR,I5,IR,LA,M1,MT,NN,OB,OC,OD,OE,"
    "OX,OZ,P4,P5,PE,PN,PO,PQ,PY,PZ,RB,RR,RT,RX,SG,V5,XP"
)
_PRICING = "00,01,02,03,04,05,06,07,08,09,10,11,12,13,14"
_PRICED = f"1 R ID 2 ={_PRICING} | 2 R R 1-18 | 3 S R 1-18 | 4 S AN 1-50 | 5 S R 1-9 | 6 S AN 1-50 | 7 S R 1-18"
_REFUSED = "13 S ID 2 =T1,T2,T3,T4,T5,T6 | 14 S ID 1-2 =1,2,3,4,5 | 15 S ID 1-2 =1,2,3,4,5,6"

MACROS: dict[str, str] = {
    "C.PERSON": f"{_ENTITY} | 2 R ID 1 =1 | 3 R AN 1-60 | {_GIVEN} | 8 S ID 1-2 =XX | 9 S AN 2-80 | {{P8,9}} | .",
    "C.ANYONE": f"{_ENTITY} | 2 R ID 1 =1,2 | 3 R AN 1-60 | {_GIVEN} | 8 S ID 1-2 =XX | 9 S AN 2-80 | {{P8,9}} | .",
    "C.PLACE": f"{_ENTITY} | 2 R ID 1 =2 | 3 R AN 1-60 | 8 S ID 1-2 =XX | 9 S AN 2-80 | {{P8,9}} | .",
    "C.PLAN": f"{_ENTITY} | 2 R ID 1 =2 | 3 R AN 1-60 | 8 R ID 1-2 =PI,XV | 9 R AN 2-80 | .",
    "C.INSURED": f"{_ENTITY} | 2 R ID 1 =1,2 | 3 R AN 1-60 | {_GIVEN} | 8 S ID 1-2 =II,MI | 9 S AN 2-80 | {{P8,9}} | .",
    "C.ROLE": f"{_ENTITY} | 2 R ID 1 =1,2 | .",
    "C.N3": "1 R AN 1-55 | 2 S AN 1-55 | .",
    "C.N4": f"{_PIECES} | {{E2,7}} | {{C7,4}} | .",
    "C.REF": "1 R ID 2-3 | 2 R AN 1-50 | .",
    "C.REFP": "1 R ID 2-3 | 2 R AN 1-50 | 4 S C | 4.1 R ID 2-3 =2U | 4.2 R AN 1-50 | .",
    "C.PER": (
        "1 R ID 2 =IC | 2 S AN 1-60 | 3 R ID 2 =EM,FX,TE | 4 R AN 1-256 | 5 S ID 2 =EM,EX,FX,TE | 6 S AN 1-256"
        " | 7 S ID 2 =EM,EX,FX,TE | 8 S AN 1-256 | {P5,6} | {P7,8} | ."
    ),
    "C.PERX": "1 R ID 2 =IC | 2 S AN 1-60 | 3 R ID 2 =TE | 4 R AN 1-256 | 5 S ID 2 =EX | 6 S AN 1-256 | {P5,6} | .",
    "C.PRV": "1 R ID 1-3 | 2 R ID 2-3 =PXC | 3 R AN 1-50 #taxonomy | .",
    "C.DMG": "1 R ID 2-3 =D8 | 2 R DP 1-35 | 3 R ID 1 =F,M,U | .",
    "C.PAT": "5 S ID 2-3 =D8 | 6 S DP 1-35 | 7 S ID 2 =01 | 8 S R 1-10 | 9 S ID 1 =Y | {P5,6} | {P7,8} | .",
    "C.DAY": "1 R ID 3 | 2 R ID 2-3 =D8 | 3 R DP 1-35 | .",
    "C.DAYS": "1 R ID 3 | 2 R ID 2-3 =D8,RD8 | 3 R DP 1-35 | .",
    "C.AMT": "1 R ID 1-3 | 2 R R 1-18 | .",
    "C.K3": "1 R AN 1-80 | .",
    "C.PWK": f"1 R ID 2 ={_REPORTS} | 2 R ID 1-2 =AA,BM,EL,EM,FT,FX | 5 S ID 1-2 =AC | 6 S AN 2-80 | {{P5,6}} | .",
    "C.CN1": "1 R ID 2 =01,02,03,04,05,06,09 | 2 S R 1-18 | 3 S R 1-6 | 4 S AN 1-50 | 5 S R 1-6 | 6 S AN 1-30 | .",
    "C.CR1": ("1 S ID 2 =LB | 2 S R 1-10 | 4 R ID 1 =A,B,C,D,E | 5 R ID 2 =DH | 6 R R 1-15 | 9 S AN 1-80 | 10 S AN 1-80 | {P1,2} | ."),
    "C.CRC": "1 R ID 2 | 2 R ID 1 =N,Y | 3 R ID 2-3 | 4 S ID 2-3 | 5 S ID 2-3 | 6 S ID 2-3 | 7 S ID 2-3 | .",
    "C.HCP": f"{_PRICED} | {_REFUSED} | .",
    "C.HCPLINE": (
        f"{_PRICED} | 8 S AN 1-48 #revenue | 9 S ID 2 =ER,HC,HP,IV,WK | 10 S AN 1-48 | 11 S ID 2 =DA,MJ,UN | 12 S R 1-15"
        f" | {_REFUSED} | {{P9,10}} | {{P11,12}} | ."
    ),
    "C.HI": f"{_DIAGNOSIS} | .",
    "C.HI1": f"{_DIAGNOSIS} | {_ONLY_FIRST} | .",
    "C.SBR": (
        "1 R ID 1 =A,B,C,D,E,F,G,H,P,S,T,U | 2 S ID 2 =18 | 3 S AN 1-50 | 4 S AN 1-60"
        f" | 5 S ID 1-3 =12,13,14,15,16,41,42,43,47 | 9 S ID 1-2 ={_INSURANCE} | ."
    ),
    "C.OTHER": "2 R ID 2 =01,18,19,20,21,39,40,53,G8",
    "C.CAS": f"1 R ID 1-2 =CO,CR,OA,PI,PR | {_CAS} | {_PAIRS} | .",
    "C.OI": "3 R ID 1 =N,W,Y | 4 S ID 1 =P | 6 R ID 1 =I,Y | .",
    "C.MOA": f"1 S R 1-10 | 2 S R 1-18 | {_REMARKS} | 8 S R 1-18 | 9 S R 1-18 | .",
    "C.PROCEDURE1": _PROCEDURE.replace("{at}", "1"),
    "C.PROCEDURE2": _PROCEDURE.replace("{at}", "2"),
    "C.SVD": "1 R AN 2-80 | 2 R R 1-18 | 3.1 R ID 2 =ER,HC,HP,IV,WK | 5 R R 1-15 | 6 S N0 1-6 | " + _PROCEDURE.replace("{at}", "3"),
    "C.LIN": "2 R ID 2 =EN,EO,HI,N4,ON,UK,UP | 3 R AN 1-48 | .",
    "C.CTP": "4 R R 1-15 | 5 R C | 5.1 R ID 2 =F2,GR,ME,ML,UN | .",
}
