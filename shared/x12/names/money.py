"""Names of the segments of a remittance."""

_ENTRY = "reason; reference"
_PROCEDURE = "kind; code; modifier 1; modifier 2; modifier 3; modifier 4; description; code to"
TEXT = f"""\
BPR payment | handling | amount | credit or debit | method | format | payer's bank kind | payer's bank | payer's account kind | payer's account
    | originator | originator's supplement | payee's bank kind | payee's bank | payee's account kind | payee's account | paid on | purpose
    | bank kind 3 | bank 3 | account kind 3 | account 3
TS3 totals of a provider | provider | type of bill | fiscal period | claims | charges | covered | noncovered | denied | provider payment
    | interest | contractual | sequester | secondary payer | blood deductible | other than laboratory | coinsurance | charges by procedure
    | payable by procedure | deductible | professional component | patient liability met | patient reimbursement | interim claims | interim adjustment
TS2 inpatient totals | DRG amount | federal | hospital | disproportionate share | capital | indirect teaching | outlier days | day outlier
    | cost outlier | length of stay | discharges | cost report days | covered days | noncovered days | pass through | DRG weight | capital federal
    | capital hospital | capital disproportionate share
CLP claim paid | patient control number | status | charge | paid | patient responsibility | kind of payer | payer claim control number | facility
    | frequency | patient status | DRG | weight | discharge share | exception
CAS adjustment | group | reason 1 | amount 1 | quantity 1 | reason 2 | amount 2 | quantity 2 | reason 3 | amount 3 | quantity 3
    | reason 4 | amount 4 | quantity 4 | reason 5 | amount 5 | quantity 5 | reason 6 | amount 6 | quantity 6
MIA inpatient adjudication | covered days | outlier | lifetime days | DRG amount | remark 1 | disproportionate share | pass through | capital
    | capital federal | capital hospital | capital disproportionate share | old capital | capital indirect teaching | hospital rate
    | cost report days | federal rate | capital outlier | indirect teaching | professional component | remark 2 | remark 3 | remark 4
    | remark 5 | capital exception
MOA outpatient adjudication | rate | payable | remark 1 | remark 2 | remark 3 | remark 4 | remark 5 | renal disease | not paid
AMT amount | kind | amount | credit or debit
QTY quantity | kind | quantity | unit | text
SVC service paid | procedure ({_PROCEDURE}) | charge | paid | revenue code | units paid | procedure billed ({_PROCEDURE}) | units billed
LQ remark | code list | code
PLB provider adjustment | provider | fiscal period | entry 1 ({_ENTRY}) | amount 1 | entry 2 ({_ENTRY}) | amount 2 | entry 3 ({_ENTRY}) | amount 3
    | entry 4 ({_ENTRY}) | amount 4 | entry 5 ({_ENTRY}) | amount 5 | entry 6 ({_ENTRY}) | amount 6
"""
