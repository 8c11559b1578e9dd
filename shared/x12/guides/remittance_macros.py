"""Element rules of the 835 that many of its lines share."""

MACROS: dict[str, str] = {
    "NM1": "1 R ID 2-3 | 2 R ID 1 =1,2 | 3 S AN 1-60 | 4 S AN 1-35 | 5 S AN 1-25 | 7 S AN 1-10 | 8 S ID 1-2 | 9 S AN 2-80 | {P8,9}",
    "N1": "1 R ID 2-3 | 2 S AN 1-60 | 3 S ID 1-2 | 4 S AN 2-80 | {R2,3} | {P3,4}",
    "N3": "1 R AN 1-55 | 2 S AN 1-55",
    "PER": "1 R ID 2 | 2 S AN 1-60 | 3 S ID 2 | 4 S AN 1-256 | 5 S ID 2 | 6 S AN 1-256 | 7 S ID 2 | 8 S AN 1-256 | {P3,4} | {P5,6} | {P7,8}",
    "REF": "1 R ID 2-3 | 2 R AN 1-50",
    "DTM": "1 R ID 3 | 2 R DT 8",
    "AMT": "1 R ID 1-3 | 2 R R 1-18",
    "QTY": "1 R ID 2 | 2 R R 1-15",
    "CAS": (
        "1 R ID 1-2 =CO,CR,OA,PI,PR | 2 R ID 1-5 | 3 R R 1-18 | 4 S R 1-15 | 5 S ID 1-5 | 6 S R 1-18 | 7 S R 1-15"
        " | 8 S ID 1-5 | 9 S R 1-18 | 10 S R 1-15 | 11 S ID 1-5 | 12 S R 1-18 | 13 S R 1-15 | 14 S ID 1-5 | 15 S R 1-18"
        " | 16 S R 1-15 | 17 S ID 1-5 | 18 S R 1-18 | 19 S R 1-15"
        " | {C6,5} | {C5,6} | {C9,8} | {C8,9} | {C12,11} | {C11,12} | {C15,14} | {C14,15} | {C18,17} | {C17,18}"
    ),
}
