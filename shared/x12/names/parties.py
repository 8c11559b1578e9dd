"""Names of the segments about people, organisations, coverage, benefits and reviews."""

_PROCEDURE = "kind; code; modifier 1; modifier 2; modifier 3; modifier 4; description; code to"
TEXT = f"""\
NM1 name | role | person or organisation | last name or organisation | first name | middle name | prefix | suffix | kind of id | id | relation
    | related role | further name
N1 name | role | name | kind of id | id | relation | related role
N2 further name | name | name 2
N3 street | line 1 | line 2
N4 city | city | state | ZIP code | country | kind of place | place | subdivision
DMG birth and sex | form | birth date | sex | marital status | race or ethnicity (kind; code; form) | citizenship | country | verified | quantity
    | code list | code
PRV provider's specialty | role | kind | taxonomy | state | specialty | organisation
PAT patient | relationship | place | employment | student | form | date of death | unit | weight | pregnant
SBR subscriber | payer's rank | relationship | group or policy | plan name | insurance type | coordination | answer | employment | kind of payer
INS relation to the insured | is subscriber | relationship | maintenance | reason | benefit status | medicare | continuation | employment | student
    | handicapped | form | date of death | confidentiality | city | state | country | birth order
OI other insurance | filing | submission | assignment of benefits | signature | agreement | release of information
EQ inquiry | service type | procedure ({_PROCEDURE}) | coverage level | insurance type | pointers (1; 2; 3; 4)
EB benefit | information | coverage level | service type | insurance type | plan | period | amount | share | kind of quantity | quantity
    | authorization needed | in network | procedure ({_PROCEDURE}) | pointers (1; 2; 3; 4)
HSD delivery of services | kind of quantity | quantity | unit | sample | period | periods | pattern of days | pattern of times
III information | kind | code | category | text | quantity | unit | surface | surface 2 | surface 3
MPI military | status of information | employment | affiliation | description | rank | form | period
AAA request refused | answer | agency | reason | what to do
UM review of services | category | certification | service type | place (code; kind; frequency)
    | related causes (cause 1; cause 2; cause 3; state; country) | service level | health condition | prognosis | release of information | delay
HCR decision | action | review id | reason | second opinion
CL1 institutional stay | admission type | admission source | patient status | nursing home status
STC status | status (category; code; entity; code list) | date | action | charge | paid | paid on | payment method | check issued on | check number
    | status 2 (category; code; entity; code list) | status 3 (category; code; entity; code list) | text
CUR currency | role | currency | rate | ...
RDM delivery of the remittance | how | name | number | reference | reference 2
HAD inspection | ...
"""
