"""Element rules that many lines of many guides share."""

MACROS: dict[str, str] = {
    "NM1": "1 R ID 2-3 | 2 R ID 1 =1,2 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | 8 S ID 1-2 | 9 S AN 2-80 | {P8,9}",
    "NM1R": "1 R ID 2-3 | 2 R ID 1 =1,2 | 3 R AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | 8 R ID 1-2 | 9 R AN 2-80",
    "NPI": "1 R ID 2-3 | 2 R ID 1 =1,2 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | 8 S ID 1-2 =XX | 9 S AN 2-80 | {P8,9}",
    "N1": "1 R ID 2-3 | 2 S AN 1-60 | 3 S ID 1-2 | 4 S AN 2-80 | {R2,3} | {P3,4}",
    "N3": "1 R AN 1-55 | 2 S AN 1-55",
    "N4": "1 R AN 2-30 | 2 S ID 2 | 3 S ID 3-15 | 4 S ID 2-3",
    "PER": "1 R ID 2 | 2 S AN 1-60 | 3 S ID 2 | 4 S AN 1-256 | 5 S ID 2 | 6 S AN 1-256 | 7 S ID 2 | 8 S AN 1-256 | {P3,4} | {P5,6} | {P7,8}",
    "REF": "1 R ID 2-3 | 2 R AN 1-50",
    "DMG": "1 R ID 2-3 =D8 | 2 R DP 1-35 | 3 R ID 1 =F,M,U",
    "DMGS": "1 S ID 2-3 =D8 | 2 S DP 1-35 | 3 S ID 1 =F,M,U | {P1,2}",
    "DTP": "1 R ID 3 | 2 R ID 2-3 =D8,RD8,DT,TM,D6 | 3 R DP 1-35",
    "DTM": "1 R ID 3 | 2 R DT 8",
    "PRV": "1 R ID 1-3 | 2 R ID 2-3 =PXC | 3 R AN 1-50",
    "AMT": "1 R ID 1-3 | 2 R R 1-18",
    "QTY": "1 R ID 2 | 2 R R 1-15",
    "HL": "1 R AN 1-12 | 2 S AN 1-12 | 3 R ID 1-2 | 4 S ID 1 =0,1",
    "TRN": "1 R ID 1-2 =1,2 | 2 R AN 1-50 | 3 S AN 10 | 4 S AN 1-50",
    "CAS": (
        "1 R ID 1-2 =CO,CR,OA,PI,PR | 2 R ID 1-5 | 3 R R 1-18 | 4 S R 1-15 | 5 S ID 1-5 | 6 S R 1-18 | 7 S R 1-15"
        " | 8 S ID 1-5 | 9 S R 1-18 | 10 S R 1-15 | 11 S ID 1-5 | 12 S R 1-18 | 13 S R 1-15 | 14 S ID 1-5 | 15 S R 1-18"
        " | 16 S R 1-15 | 17 S ID 1-5 | 18 S R 1-18 | 19 S R 1-15"
        " | {C6,5} | {C5,6} | {C9,8} | {C8,9} | {C12,11} | {C11,12} | {C15,14} | {C14,15} | {C18,17} | {C17,18}"
    ),
    "AAA": "1 R ID 1 =Y,N | 3 R ID 2 | 4 R ID 1",
    "SVD": "1 R AN 2-80 | 2 R R 1-18 | 3 S C | 4 S AN 1-48 | 5 R R 1-15 | 6 S N0 1-6",
    "SBR": "1 R ID 1 =A,B,C,D,E,F,G,H,P,S,T,U | 2 S ID 2 | 3 S AN 1-50 | 4 S AN 1-60 | 5 S ID 1-3 | 9 S ID 1-2",
    "OI": "3 R ID 1 =N,W,Y | 4 S ID 1 =P | 6 R ID 1 =I,Y",
    "HI": "1 R C | 1.1 R ID 1-3 | 1.2 R AN 1-30 | 1.3 S ID 2-3 | 1.4 S DP 1-35 | 1.5 S R 1-18",
    "LIN": "2 R ID 2 | 3 R AN 1-48",
    "CTP": "4 R R 1-15 | 5 R C | 5.1 R ID 2 =F2,GR,ME,ML,UN",
}
