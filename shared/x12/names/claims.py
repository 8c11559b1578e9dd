"""Names of the segments of a claim and its lines."""

_PROCEDURE = "kind; code; modifier 1; modifier 2; modifier 3; modifier 4; description; code to"
_CODE = "kind; code; form; date or period; amount; quantity; version; industry code; present on admission"
_POINTERS = "first; second; third; fourth"
_SURFACES = "surface 1; surface 2; surface 3; surface 4; surface 5"
_UNITS = "unit; exponent; multiplier; unit 2; exponent 2; multiplier 2; unit 3; exponent 3; multiplier 3"
TEXT = f"""\
CLM claim | patient control number | charge | filing | kind of claim | place (facility; kind; frequency) | provider signature
    | assignment accepted | benefits assigned | release of information | patient signature
    | related causes (cause 1; cause 2; cause 3; state; country) | special program | is resubmitted | assignment | copy of a record
    | exception | coordination | status | consent | delay
DN1 orthodontics | months | months left | answer | description
DN2 tooth | tooth | status | quantity | form | date | code list
PWK attachment | kind | how sent | copies | entity | kind of id | control number | description | action (kind; code) | category
CN1 contract | kind | amount | share | code | discount | version
CR1 ambulance | unit | weight | transport | reason | unit of distance | distance | from | to | purpose of round trip | purpose of stretcher
CR2 chiropractic | number | of | subluxation | subluxation 2 | unit | quantity | quantity 2 | condition | complication | description | text | x-ray
CR3 equipment | certification | unit | length of need | insulin | description
CR4 enteral feeding | answer | ...
CR5 oxygen | certification | months | equipment | equipment 2 | reason | flow | minutes a day | ...
CR6 home health | prognosis | start | form | period | diagnosis | skilled facility | medicare | certification | ...
CR7 home health plan | discipline | visits so far | visits
CR8 pacemaker | answer | ...
CRC conditions | category | applies | condition | ...
HI codes | code ({_CODE}) | ...
HCP repricing | method | allowed | saved | repricer | rate | group | group amount | revenue code | kind of code | procedure | unit | quantity
    | reject reason | policy | exception
SV1 professional service | procedure ({_PROCEDURE}) | charge | unit | quantity | place | service type | diagnoses ({_POINTERS}) | amount
    | emergency | multiple procedures | EPSDT | family planning | review | review value | copay exempt | shortage area | reference | ZIP code
    | amount 2 | level of care | agreement
SV2 institutional service | revenue code | procedure ({_PROCEDURE}) | charge | unit | quantity | rate | not covered | answer | nursing home
    | level of care
SV3 dental service | procedure ({_PROCEDURE}) | charge | place | area (area 1; area 2; area 3; area 4; area 5) | prosthesis | quantity
    | description | copay exempt | agreement | answer | diagnoses ({_POINTERS})
SV4 drug service | prescription | product | ...
SV5 equipment service | procedure ({_PROCEDURE}) | unit | quantity | rental | purchase | frequency | prognosis
SV6 anesthesia | procedure | ...
SV7 drug adjudication | ...
TOO tooth | kind | tooth | surfaces ({_SURFACES})
PS1 purchased service | provider | charge | state
LIN item | number | kind | item | kind 2 | item 2 | ...
CTP quantity and price | class | kind of price | price | quantity | unit ({_UNITS}) | multiplier
MEA measurement | kind | what | value | unit ({_UNITS}) | least | most | ...
TST test result | ...
FRM form answer | question | yes or no | text | date | share
IMM immunization | ...
SVD earlier payer's decision | payer | paid | procedure ({_PROCEDURE}) | revenue code | quantity | bundled into line
"""
