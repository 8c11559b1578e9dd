"""835s as text, written here by hand: the reader must not be judged by a writer of its own house."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from shared.contracts.adjudication import ClaimPayment, RemittedLine

ORIGINATOR = "1330000001"


def claim_segments(claim: str, payment: ClaimPayment, *, numbers: bool = True) -> Iterator[str]:
    """One CLP loop."""
    share = "" if payment.is_reversal else str(_patient(payment))
    yield f"CLP*{claim}*{payment.status}*{payment.charge}*{payment.paid}*{share}*12*{payment.payer_claim_control_number}*11*1"
    yield "NM1*QC*1*DOE*JANE****MI*X1"
    yield from _reasons(payment.adjustments)
    for line in payment.lines:
        yield from _line(line, numbers)


def remittance_set(
    trace: str, claims: Sequence[tuple[str, ClaimPayment]], *, plb: Sequence[tuple[str, str]] = (), paid: str | None = None, on: str = "20261001"
) -> list[str]:
    """Segments between ST and SE; `paid` overrides BPR02, to make an 835 that does not add up."""
    total = sum((one.paid for _, one in claims), Decimal(0)) - sum((Decimal(amount) for _, amount in plb), Decimal(0))
    rows = [f"BPR*I*{paid or total}*C*ACH*CCP*01*111000025*DA*1*{ORIGINATOR}**01*111000025*DA*2*{on}", f"TRN*1*{trace}*{ORIGINATOR}"]
    rows += ["DTM*405*20261001", "N1*PR*NORTHWIND HEALTH PLAN", "REF*2U*NWHP1", "N1*PE*RIVERBEND HEALTH*XX*1234567893", "LX*1"]
    rows += [row for claim, payment in claims for row in claim_segments(claim, payment)]
    rows += [f"PLB*1234567893*20261231*{code}:{trace}*{amount}" for code, amount in plb]
    return rows


def file(*sets: Sequence[str], number: int = 1, end: str = "~", kinds: Sequence[str] = ()) -> bytes:
    """An interchange with these sets, all of them 835 unless `kinds` says otherwise."""
    head = f"ISA*00*          *00*          *ZZ*CLEARPATH1     *ZZ*RIVERBEND1     *261001*0800*^*00501*{number:09d}*0*T*:"
    rows = [head, f"GS*HP*CLEARPATH1*RIVERBEND1*20261001*0800*{number}*X*005010X221A1"]
    for place, body in enumerate(sets, start=1):
        kind = kinds[place - 1] if kinds else "835"
        rows += [f"ST*{kind}*{place:04d}", *body, f"SE*{len(body) + 2}*{place:04d}"]
    rows += [f"GE*{len(sets)}*{number}", f"IEA*1*{number:09d}"]
    return "".join(f"{row}{end}" for row in rows).encode()


def _line(line: RemittedLine, numbers: bool) -> Iterator[str]:
    service = ":".join(("HC", line.code, *line.modifiers)) if line.code else f"NU:{line.revenue_code}"
    yield f"SVC*{service}*{line.charge}*{line.paid}*{line.revenue_code or '' if line.code else ''}*1"
    yield f"DTM*472*{line.service_on:%Y%m%d}"
    yield from _reasons(line.adjustments)
    if numbers and line.line_number:
        yield f"REF*6R*{line.line_number}"


def _reasons(adjustments: Sequence[object]) -> Iterator[str]:
    for one in adjustments:
        yield f"CAS*{one.group}*{one.carc}*{one.amount}"  # type: ignore[attr-defined]


def _patient(payment: ClaimPayment) -> Decimal:
    own = [*payment.adjustments, *(one for line in payment.lines for one in line.adjustments)]
    return sum((one.amount for one in own if one.group == "PR"), Decimal(0))
