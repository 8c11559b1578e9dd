"""Names of the segments of envelopes, headers and acknowledgements."""

TEXT = """\
ISA interchange | authorization kind | authorization | security kind | security | sender kind | sender | receiver kind | receiver | date | time
    | repetition separator | version | control number | acknowledgement wanted | usage | component separator
GS group | function | sender | receiver | date | time | control number | agency | version
ST set begins | set | control number | guide
SE set ends | segments counted | control number
GE group ends | sets counted | control number
IEA interchange ends | groups counted | control number
TA1 interchange acknowledged | control number | date | time | status | reason
BHT hierarchical header | order of levels | purpose | reference | date | time | kind of set
BGN header | purpose | reference | date | time | time zone | earlier reference | kind | action
HL level | number | parent | kind of level | has children
LX counter | number
LS inner loop begins | loop
LE inner loop ends | loop
TRN trace | kind | trace number | originator | further id
REF reference | kind | reference | description | further (kind; reference; kind 2; reference 2; kind 3; reference 3)
DTP date or period | kind | form | date or period
DTM date | kind | date | time | time zone | form | date or period
MSG message | text | print control | number
NTE note | kind | text
K3 fixed text | text
PER contact | role | name | kind 1 | number 1 | kind 2 | number 2 | kind 3 | number 3 | further
AK1 group answered | function | control number | version
AK2 set answered | set | control number | guide
AK3 segment in error | segment | position | loop | error
AK4 element in error | place (element; component; repetition) | data element | error | bad value
AK5 set result | status | error | ...
AK9 group result | status | sets counted by the sender | sets received | sets accepted | error | ...
IK3 segment in error | segment | position | loop | error
IK4 element in error | place (element; component; repetition) | data element | error | bad value
IK5 set result | status | error | ...
CTX context | what (kind; value) | segment | position | loop | place (element; component; repetition)
    | data element (element; component; repetition)
TED technical error | error | text | segment | position | place | data element | bad value | new value
OTI original set | result | kind | reference | sender | receiver | date | time | group control number | set control number | set | version
BDS attached bytes | encoding | length | content
BIN attached bytes | length | content
EFI how bytes are packed | security | text | method | version | program | version of program | interchange format | version of format
    | compression | version of compression | file name | block kind | block length | block count | segment kind
CAT attachment | kind | how sent | kind of form | form | version
OOI object | kind | object id | parent kind | parent
NX1 place | kind | ...
"""
