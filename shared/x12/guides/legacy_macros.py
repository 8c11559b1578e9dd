"""Element rules of the guides before 5010 that many of their lines share: shorter names and numbers, fewer codes."""

MACROS: dict[str, str] = {
    "4NM1": "1 R ID 2-3 | 2 R ID 1 =1,2 | 3 S AN 1-35 | 4 S AN 1-25 | 5 S AN 1-25 | 6 S AN 1-10 | 7 S AN 1-10 | 8 S ID 1-2 | 9 S AN 2-80 | {P8,9}",
    "4NM1R": "1 R ID 2-3 | 2 R ID 1 =1,2 | 3 R AN 1-35 | 4 S AN 1-25 | 5 S AN 1-25 | 6 S AN 1-10 | 7 S AN 1-10 | 8 S ID 1-2 | 9 S AN 2-80 | {P8,9}",
    "4N1": "1 R ID 2-3 | 2 S AN 1-60 | 3 S ID 1-2 | 4 S AN 2-80 | {R2,3} | {P3,4}",
    "4N3": "1 R AN 1-55 | 2 S AN 1-55",
    "4N4": "1 S AN 2-30 | 2 S ID 2 | 3 S ID 3-15 | 4 S ID 2-3",
    "4PER": "1 R ID 2 | 2 S AN 1-60 | 3 S ID 2 =ED,EM,EX,FX,HP,TE,UR,WP | 4 S AN 1-80 | 5 S ID 2 | 6 S AN 1-80 | 7 S ID 2 | 8 S AN 1-80"
    " | {P3,4} | {P5,6} | {P7,8}",
    "4REF": "1 R ID 2-3 | 2 S AN 1-30 | 3 S AN 1-80 | {R2,3}",
    "4DMG": "1 R ID 2-3 =D8 | 2 R DP 1-35 | 3 R ID 1 =F,M,U",
    "4DMGS": "1 S ID 2-3 =D8 | 2 S DP 1-35 | 3 S ID 1 =F,M,U | {P1,2}",
    "4DTP": "1 R ID 3 | 2 R ID 2-3 =D8,RD8,DT,TM,D6 | 3 R DP 1-35",
    "4DTM": "1 R ID 3 | 2 R DT 8",
    "4PRV": "1 R ID 1-3 | 2 R ID 2-3 | 3 R AN 1-30",
    "4AMT": "1 R ID 1-3 | 2 R R 1-18",
    "4QTY": "1 R ID 2 | 2 R R 1-15",
    "4HL": "1 R AN 1-12 | 2 S AN 1-12 | 3 R ID 1-2 | 4 S ID 1 =0,1",
    "4TRN": "1 R ID 1-2 | 2 R AN 1-30 | 3 S AN 10 | 4 S AN 1-30",
    "4CAS": (
        "1 R ID 1-2 =CO,CR,OA,PI,PR | 2 R ID 1-5 | 3 R R 1-18 | 4 S R 1-15 | 5 S ID 1-5 | 6 S R 1-18 | 7 S R 1-15 | 8 S ID 1-5 | 9 S R 1-18"
        " | 10 S R 1-15 | 11 S ID 1-5 | 12 S R 1-18 | 13 S R 1-15 | 14 S ID 1-5 | 15 S R 1-18 | 16 S R 1-15 | 17 S ID 1-5 | 18 S R 1-18 | 19 S R 1-15"
        " | {C5,6} | {C8,9} | {C11,12} | {C14,15} | {C17,18}"
    ),
    "4AAA": "1 R ID 1 =Y,N | 3 S ID 2 | 4 S ID 1",
    "4STC": "1 R C | 1.1 R ID 1-3 | 1.2 R AN 1-30 | 1.3 S ID 2-3 | 2 R DT 8 | 3 S ID 1-2 | 4 S R 1-18 | 5 S R 1-18 | 10 S C | 11 S C | 12 S AN 1-264",
    "4SBR": "1 R ID 1 =P,S,T | 2 S ID 2 | 3 S AN 1-30 | 4 S AN 1-60 | 5 S ID 1-3 | 9 S ID 1-2",
    "4SVC": "1 R C | 1.1 R ID 2 | 1.2 R AN 1-48 | 2 R R 1-18 | 3 S R 1-18 | 4 S AN 1-48 | 5 S R 1-15 | 6 S C | 7 S R 1-15",
    "4SVD": "1 R AN 2-80 | 2 R R 1-18 | 3 S C | 4 S AN 1-48 | 5 R R 1-15 | 6 S N0 1-6",
    "4HI": "1 R C | 1.1 R ID 1-3 | 1.2 R AN 1-30 | 1.3 S ID 2-3 | 1.4 S DP 1-35 | 1.5 S R 1-18 | .",
}
