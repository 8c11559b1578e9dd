"""Defects and harmless variants of 999, 997, TA1 and of the envelope around any set."""

from tests.unit.x12.ack_bases import GS5010, claims, two_groups
from tests.unit.x12.envelopes import ISA, interchange, transaction
from tests.unit.x12.mutant import Mutant

_GS = "GS*FA*CLEARAPP*RIVERAPP*20261102*1015*7*X*005010X231A1~"
ACK = interchange(
    transaction(
        "AK1*HC*7*005010X222A1",
        "AK2*837*0001*005010X222A1",
        "IK5*A",
        "AK2*837*0002*005010X222A1",
        "IK3*CLM*22*2300*8",
        "CTX*SITUATIONAL TRIGGER*CLM*22*2300*5:3",
        "CTX*CLM01:ACCT-2",
        "IK4*5:2*1332*7*Q",
        "IK3*REF*57**3",
        "IK5*R*5*4",
        "AK9*P*2*2*1",
        set_id="999",
        version="005010X231A1",
    ),
    group=_GS,
)
OLDER = interchange(
    transaction("AK1*HC*7", "AK2*837*0001", "AK3*CLM*22*2300*8", "AK4*5:2*1332*7", "AK5*R*5", "AK9*R*1*1*0", set_id="997"),
    group="GS*FA*CLEARAPP*RIVERAPP*20261102*1015*7*X*004010~",
    isa=ISA.replace("*^*00501*", "*U*00401*"),
)
TA1 = f"{ISA}TA1*000000042*261102*0930*R*025~IEA*0*000000042~".encode()
CLAIMS = claims()
TWO = two_groups()
TWICE = claims(1) + claims(1).replace(b"000000042", b"000000043")


def _ack(name: str, old: str, new: str, finds: str) -> Mutant:
    return Mutant(f"999: {name}", ACK, ((old, new),), finds)


def _older(name: str, old: str, new: str, finds: str) -> Mutant:
    return Mutant(f"997: {name}", OLDER, ((old, new),), finds)


def _ta1(name: str, old: str, new: str, finds: str) -> Mutant:
    return Mutant(f"TA1: {name}", TA1, ((old, new),), finds)


def _envelope(name: str, old: str, new: str, finds: str, base: bytes = CLAIMS) -> Mutant:
    return Mutant(f"envelope: {name}", base, ((old, new),), finds, recount=False)


MUTANTS: list[Mutant] = [
    _ack("no version in ST", "ST*999*0001*005010X231A1", "ST*999*0001", "element-missing"),
    _ack("no functional id", "AK1*HC*", "AK1**", "element-missing"),
    _ack("letters in the group's number", "AK1*HC*7", "AK1*HC*SEVEN", "element-characters"),
    _ack("no version of the group", "AK1*HC*7*005010X222A1", "AK1*HC*7", "element-missing"),
    _ack("no AK1", "AK1*HC*7*005010X222A1~", "", "segment-missing"),
    _ack("set id too short", "AK2*837*0001", "AK2*83*0001", "element-too-short"),
    _ack("control number of three digits", "AK2*837*0001", "AK2*837*001", "element-too-short"),
    _ack("segment error of no kind", "2300*8", "2300*9", "element-code"),
    _ack("segment error without its code", "IK3*REF*57**3", "IK3*REF*57", "ack-error-code"),
    _ack("letters in a position", "IK3*REF*57", "IK3*REF*LATE", "element-characters"),
    _ack("element error of no kind", "1332*7", "1332*14", "element-code"),
    _ack("element error without its place", "IK4*5:2", "IK4*", "element-missing"),
    _ack("place of four components", "IK4*5:2*", "IK4*5:2:1:1*", "component-not-used"),
    _ack("copy of more than 99 characters", "*7*Q", f"*7*{'Q' * 100}", "element-too-long"),
    _ack("element error without a segment", "IK3*CLM*22*2300*8~CTX*SITUATIONAL TRIGGER*CLM*22*2300*5:3~CTX*CLM01:ACCT-2~", "", ""),
    _ack("error inside a segment, but nowhere", "IK4*5:2*1332*7*Q~", "", "ack-element-missing"),
    _ack("trigger without its segment", "TRIGGER*CLM*22", "TRIGGER**22", "context-place"),
    _ack("context without a name", "CTX*CLM01:ACCT-2", "CTX*:ACCT-2", "element-missing"),
    _ack("set without its end", "IK5*A~", "", "segment-missing"),
    _ack("set status of no kind", "IK5*A", "IK5*B", "element-code"),
    _ack("set code of no kind", "IK5*R*5*4", "IK5*R*5*14", "element-code"),
    _ack("seven codes of a set", "IK5*R*5*4", "IK5*R*5*4*3*2*1*7*6", "element-not-used"),
    _ack("accepted in spite of errors", "IK5*R*5*4", "IK5*A", "ack-accepted-with-errors"),
    _ack("rejected without a reason", "IK5*R*5*4", "IK5*R", "ack-set-reason"),
    _ack("no end of the group", "AK9*P*2*2*1~", "", "segment-missing"),
    _ack("group status of no kind", "AK9*P", "AK9*Z", "element-code"),
    _ack("no count of sets", "AK9*P*2*2*1", "AK9*P**2*1", "element-missing"),
    _ack("group code of no kind", "AK9*P*2*2*1", "AK9*P*2*2*1*7", "element-code"),
    _ack("rejected with accepted sets", "AK9*P*2*2*1", "AK9*R*2*2*1", "ack-none-accepted"),
    _ack("partly accepted, none of it", "AK9*P*2*2*1", "AK9*P*2*2*0", "ack-some-accepted"),
    _ack("two ends of the group", "AK9*P*2*2*1~", "AK9*P*2*2*1~AK9*P*2*2*1~", "segment-repeat"),
    _ack("unknown segment", "IK5*A~", "ZZZ*1~IK5*A~", "segment-unknown"),
    _ack("older name of a segment", "IK5*A", "AK5*A", "segment-unknown"),
    _older("segment error of no kind", "2300*8", "2300*I6", "element-code"),
    _older("element error of no kind", "1332*7", "1332*I10", "element-code"),
    _older("newer name of a segment", "AK5*R", "IK5*R", "segment-unknown"),
    _older("accepted in spite of errors", "AK5*R*5", "AK5*A", "ack-accepted-with-errors"),
    _older("rejected without a reason", "AK5*R*5", "AK5*R", "ack-set-reason"),
    _older("error inside a segment, but nowhere", "AK4*5:2*1332*7~", "", "ack-element-missing"),
    _ta1("status of no kind", "*R*025", "*X*025", "element-code"),
    _ta1("code of no kind", "*R*025", "*R*032", "element-code"),
    _ta1("no code", "*R*025", "*R", "element-missing"),
    _ta1("accepted for a reason", "*R*025", "*A*025", "ta1-code"),
    _ta1("rejected without a reason", "*R*025", "*R*000", "ta1-reason"),
    _ta1("no such day", "*261102*0930*R", "*261302*0930*R", "element-date"),
    _ta1("no such hour", "*261102*0930*R", "*261102*2561*R", "element-time"),
    _ta1("control number of eight digits", "TA1*000000042", "TA1*00000042", "element-too-short"),
    _ta1("sixth element", "*R*025", "*R*025*X", "element-not-used"),
    _envelope("wrong count of segments", "SE*23*0001", "SE*24*0001", "se01-count"),
    _envelope("no count of segments", "SE*23*0001", "SE**0001", "se01-count"),
    _envelope("trailer of another set", "SE*23*0001", "SE*23*0009", "se02-number"),
    _envelope("set without its end", "SE*23*0001~", "", "se-missing"),
    _envelope("set id of two characters", "ST*837*0001", "ST*83*0001", "st01-id"),
    _envelope("control number of three digits", "ST*837*0001", "ST*837*001", "st02-number"),
    _envelope("control number of a set twice", "ST*837*0002", "ST*837*0001", "st02-duplicate"),
    _envelope("version of the set is not the group's", "ST*837*0001*005010X222A1", "ST*837*0001*005010X222", "gs08-mismatch"),
    _envelope("group of remittances", "GS*HC*", "GS*HP*", "gs01-mismatch"),
    _envelope("wrong count of sets", "GE*3*7", "GE*2*7", "ge01-count"),
    _envelope("no count of sets", "GE*3*7", "GE**7", "ge01-count"),
    _envelope("trailer of another group", "GE*3*7", "GE*3*8", "ge02-number"),
    _envelope("group without its end", "GE*3*7~", "", "ge-missing"),
    _envelope("control number of a group twice", "*0930*8*X", "*0930*7*X", "gs06-duplicate", TWO),
    _envelope("letters in the group's number", "*0930*7*X", "*0930*SEVEN*X", "gs-unreadable"),
    _envelope("no such day of the group", "*20261102*0930*7", "*20261302*0930*7", "gs-date"),
    _envelope("no such hour of the group", "*20261102*0930*7", "*20261102*2530*7", "gs-date"),
    _envelope("agency of no kind", "*7*X*", "*7*Q*", "gs-code"),
    _envelope("wrong count of groups", "IEA*1*", "IEA*2*", "iea01-count"),
    _envelope("trailer of another interchange", "IEA*1*000000042", "IEA*1*000000041", "iea02-number"),
    _envelope("no end of the interchange", "IEA*1*000000042~", "", "truncated"),
    _envelope("another interchange before the end", "IEA*1*000000042~ISA", "ISA", "iea-missing", TWICE),
    _envelope("control number of an interchange twice", "000000043", "000000042", "isa13-duplicate", TWICE),
    _envelope("authorization of no kind", "ISA*00*", "ISA*99*", "isa-code"),
    _envelope("sender of no kind", "*ZZ*SENDER", "*QQ*SENDER", "isa-code"),
    _envelope("no such day", "*261102*", "*261302*", "isa-date"),
    _envelope("no such hour", "*0930*^", "*2530*^", "isa-date"),
    _envelope("controls of no version", "*00501*", "*00999*", "isa-code"),
    _envelope("acknowledgement asked for in no known way", "*0*T*", "*Y*T*", "isa-code"),
    _envelope("neither production nor test", "*0*T*", "*0*Q*", "isa-code"),
    _envelope("sender shorter than its place", "SENDER         *", "SENDER        *", "isa-width"),
    _envelope("stray segment", "GE*3*7~", "ZZZ*1~GE*3*7~", "stray-segment"),
    _envelope("set without its group", GS5010, "", "gs-missing"),
]


def _benign(name: str, base: bytes, *changes: tuple[str, str]) -> Mutant:
    return Mutant(name, base, changes)


def _whole(name: str, data: bytes) -> Mutant:
    """A file that is a variant as a whole."""
    return Mutant(name, data, (), recount=False)


def _separated(data: bytes, element: str, component: str, terminator: str) -> bytes:
    return data.decode().translate(str.maketrans({"*": element, ":": component, "~": terminator})).encode()


BENIGN: list[Mutant] = [
    _whole("999 with other separators", _separated(ACK, "|", ">", "!")),
    _whole("999 of unprintable separators", _separated(ACK, "\x1d", "\x1f", "\x1c")),
    _whole("999 with line ends for terminators", _separated(ACK, "*", ":", "\n")),
    _whole("999 of one segment a line", ACK.replace(b"~", b"~\r\n")),
    _whole("TA1 of one segment a line", TA1.replace(b"~", b"~\n")),
    _whole("envelope behind a byte order mark", b"\xef\xbb\xbf" + CLAIMS),
    _whole("envelope with blanks behind it", CLAIMS + b"\r\n\r\n"),
    _whole("two interchanges in one file", TWICE),
    _whole("TA1 before a group", TA1.replace(b"IEA*0*", _GS.encode() + ACK[ACK.index(b"ST*999") : ACK.index(b"IEA*")] + b"IEA*1*")),
    _benign("999 that lists no set", ACK, ("AK2*837*0001*005010X222A1~IK5*A~", "")),
    _benign("999 with a loop of six characters", ACK, ("IK3*REF*57**3", "IK3*REF*57*2010AA*3")),
    _benign("999 without the version of a set", ACK, ("AK2*837*0001*005010X222A1", "AK2*837*0001")),
    _benign("999 without the number of an element", ACK, ("IK4*5:2*1332*7*Q", "IK4*5:2**7")),
    _benign("999 with empty elements at the end", ACK, ("IK5*A~", "IK5*A*****~"), ("AK9*P*2*2*1", "AK9*P*2*2*1*****")),
    _benign("999 whose trigger names composite and component", ACK, ("2300*5:3~", "2300*5:3*C023:1325~")),
    _benign("999 with several triggers", ACK, ("CTX*SITUATIONAL TRIGGER*", "CTX*SITUATIONAL TRIGGER^SITUATIONAL TRIGGER*")),
    _benign("999 for a set of another kind", ACK, ("AK2*837*0001*005010X222A1", "AK2*275*0001*006020X314")),
    _benign("999 with a number of zeros before it", ACK, ("AK1*HC*7*", "AK1*HC*000000007*")),
    _benign("999 that accepts with errors", ACK, ("IK5*R*5*4", "IK5*E*5"), ("AK9*P*2*2*1", "AK9*E*2*2*2")),
    _benign("997 that carries the version of what it answers", OLDER, ("*7*X*004010~", "*7*X*004010X098A1~")),
    _benign("997 of 5010", OLDER, ("*7*X*004010~", "*7*X*005010X230~"), ("*U*00401*", "*^*00501*")),
    _benign("TA1 with errors noted", TA1, ("*R*025", "*E*022")),
    _benign("set numbers of nine characters", CLAIMS, ("ST*837*0001", "ST*837*000000001"), ("SE*23*0001", "SE*23*000000001")),
    _benign("time of the group to the hundredth", CLAIMS, ("*20261102*0930*7", "*20261102*09301575*7")),
    _benign("acknowledgement asked for", CLAIMS, ("*0*T*", "*1*T*")),
]
