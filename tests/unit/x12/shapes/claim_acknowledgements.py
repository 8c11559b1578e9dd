"""277CA in many shapes."""

from dataclasses import replace

from shared.x12.translate.acknowledged_claim import AcknowledgedClaim, ClaimAcknowledgement, LevelStatus, ProviderClaims, Totals, tally
from shared.x12.translate.claim import Name, Reference
from shared.x12.translate.status import ClaimNumbers, Party, Person, StatusLine, StatusReport
from tests.unit.x12.shapes.status_people import (
    ADA,
    ALONE,
    ALVAREZ,
    AT,
    CASCADE,
    CLEARPATH,
    DAY,
    LAST,
    NEXT,
    NORTHWIND,
    ON,
    PENA,
    RIVERBEND,
    answered,
    money,
    report,
    status,
)

ZOE, CHILD = answered(PENA), answered(ADA)
GATEWAY = Party(Name("Clearpath Gateway"), "CPGW1", "46")


def accepted(number: str = "ACCT-1", charge: str = "190", **changes: object) -> AcknowledgedClaim:
    """A claim that was taken in."""
    told = report("A2:20:PR", action="WQ", charge=money(charge))
    return replace(AcknowledgedClaim(ZOE, number, (told,), ClaimNumbers(f"ICN-{number}"), DAY, DAY), **changes)  # type: ignore[arg-type]


def rejected(*statuses: str, number: str = "ACCT-2", charge: str = "150", **changes: object) -> AcknowledgedClaim:
    """A claim that was refused."""
    told = report(*(statuses or ("A7:562:85",)), action="U", charge=money(charge))
    return replace(AcknowledgedClaim(ZOE, number, (told,), service_from=DAY, service_to=DAY), **changes)  # type: ignore[arg-type]


def said(trace: str, *reports: StatusReport, totals: Totals | None = None, references: tuple[Reference, ...] = ()) -> LevelStatus:
    return LevelStatus(trace, reports, totals or Totals(), references)


def ack(*claims: AcknowledgedClaim, **changes: object) -> ClaimAcknowledgement:
    """One provider's claims with their totals; no claims: the file was refused as a whole."""
    totals = tally(claims)
    whole = sum((claim.charge for claim in claims), money("0"))
    told = report("A1:19:PR" if claims else "A3:24:41", action="WQ" if claims else "U", charge=whole)
    file = said("BATCH-1", told, totals=totals if claims else Totals(rejected=money("2"), rejected_charge=money("340")))
    providers = (by_provider(*claims),) if claims else ()
    base = ClaimAcknowledgement("ACK-1", ON, AT, NORTHWIND, "RECEIPT-9", ON, ON, CLEARPATH, file, providers)
    return replace(base, **changes)  # type: ignore[arg-type]


def by_provider(*claims: AcknowledgedClaim, party: Party = RIVERBEND, **values: object) -> ProviderClaims:
    """A provider's claims with the totals at his level."""
    told = StatusReport((status("A1:19:PR"),), None, "WQ", sum((claim.charge for claim in claims), money("0")))
    return ProviderClaims(party, claims, replace(said("0", told, totals=tally(claims)), **values))  # type: ignore[arg-type]


def line(code: str = "99213", *statuses: str, **changes: object) -> StatusLine:
    told = (report(*(statuses or ("A7:507",)), action="U"),)
    return replace(StatusLine(code, money("150"), None, DAY, DAY, control_number="L1", reports=told), **changes)  # type: ignore[arg-type]


TWO, REFUSED = accepted(), rejected()
THREE = (RIVERBEND, ALVAREZ, replace(RIVERBEND, id="1245319599"))
NO_CLAIMS = ProviderClaims(
    RIVERBEND, (), said("0", StatusReport((status("A3:562:85"),), None, "U", money("340")), totals=Totals(rejected=money("2")))
)
ACKNOWLEDGEMENTS: dict[str, ClaimAcknowledgement] = {
    "one claim accepted": ack(TWO),
    "one claim rejected": ack(REFUSED),
    "one accepted, one rejected": ack(TWO, REFUSED),
    "fifty of fifty accepted": ack(*[accepted(f"A{n}") for n in range(50)]),
    "half of forty rejected": ack(*[accepted(f"A{n}") if n % 2 else rejected(number=f"A{n}") for n in range(40)]),
    "file refused": ack(),
    "file refused for three reasons": ack(file=said("BATCH-1", report("A3:24:41", "A3:21", "A3:0", action="U", charge=money("0")))),
    "file refused in two reports": ack(file=said("B", *[report(each, action="U", charge=money("340")) for each in ("A3:24:41", "A8:400")])),
    "provider refused": ack(providers=(NO_CLAIMS,)),
    "one provider refused, another taken in": ack(TWO, providers=(NO_CLAIMS, by_provider(TWO, party=ALVAREZ))),
    "nothing said of the provider": ack(TWO, REFUSED, providers=(ProviderClaims(RIVERBEND, (TWO, REFUSED)),)),
    "provider named once more": ack(
        TWO, providers=(by_provider(TWO, references=(Reference("G2", "P77"), Reference("LU", "SITE1"), Reference("TJ", "841234567"))),)
    ),
    "provider by tax id": ack(TWO, providers=(by_provider(TWO, party=Party(Name("Riverbend"), "841234567", "FI")),)),
    "provider without a number": ack(TWO, providers=(by_provider(TWO, party=Party(Name("Riverbend"))),)),
    "provider is a person": ack(TWO, providers=(by_provider(TWO, party=ALVAREZ),)),
    "three providers": ack(*[accepted(each.id) for each in THREE], providers=tuple([by_provider(accepted(each.id), party=each) for each in THREE])),
    "from a clearinghouse": ack(TWO, source=GATEWAY, source_role="AY"),
    "payer by plan id": ack(TWO, source=CASCADE),
    "payer by tax id": ack(TWO, source=Party(Name("State Medicaid"), "141797357", "FI")),
    "receiver is a person": ack(TWO, receiver=ALONE),
    "no totals": ack(TWO, file=said("BATCH-1", report("A1:19:PR", action="WQ", charge=money("190")))),
    "processed a day later": ack(TWO, received_on=DAY, processed_on=NEXT),
    "claim with every number": ack(accepted(numbers=ClaimNumbers("ICN", "131", clearinghouse_number="CH-1"))),
    "claim over a period": ack(accepted(service_to=LAST)),
    "claim without days": ack(rejected("A7:187", service_from=None, service_to=None)),
    "rejected for three reasons": ack(rejected("A7:158:QC", "A7:157:QC", "A7:164:IL")),
    "rejected in two reports": ack(rejected(reports=tuple([report(each, action="U", charge=money("150")) for each in ("A7:255", "A6:187")]))),
    "rejected with a message": ack(rejected(reports=(report("A7:21", action="U", charge=money("150"), message="Send the county code"),))),
    "rejected as a duplicate": ack(rejected("A3:54")),
    "rejected, not this payer's": ack(rejected("A3:116")),
    "rejected, subscriber unknown": ack(rejected("A3:33:IL", patient=Person(Name("Doe", "Jane")))),
    "rejected, missing content": ack(rejected("A6:153:82", "A6:145:82")),
    "rejected, cannot be read on": ack(rejected("A8:247")),
    "split into two": ack(accepted(reports=(report("A5:72", action="WQ", charge=money("190")),))),
    "forwarded": ack(accepted(reports=(report("A0:16:PR", action="WQ", charge=money("190")),))),
    "rejected line": ack(rejected("A7:247", lines=(line(),))),
    "rejected lines": ack(
        rejected("A7:247", lines=(line("99213", "A7:453", modifiers=("25", "GC")), line("85025", "A7:455", revenue_code="0300", control_number="L2")))
    ),
    "rejected line by revenue code": ack(rejected("A7:455", lines=(line("0120", qualifier="NU", units=money("3"), service_to=LAST),))),
    "invalid combination, told in words": ack(
        rejected(reports=(report("A7:448", action="U", charge=money("150"), message="Bill type and admission source"),))
    ),
    "rejected line with a message": ack(rejected("A7:454", lines=(line(reports=(report("A7:454", action="U", message="Not a code we know"),)),))),
    "pharmacy line": ack(
        rejected("A7:218", lines=(line("00409379501", "A7:218", qualifier="N4", control_number="", prescription_number="7654321"),))
    ),
    "line in two reports": ack(rejected("A7:247", lines=(line(reports=(report("A7:476", action="U"), report("A7:477", action="U"))),))),
    "dependent": ack(accepted(patient=replace(CHILD, member_id="CSB300400"))),
    "patient without a number": ack(accepted(patient=CHILD)),
    "free of charge": ack(accepted(charge="0")),
    "cents": ack(accepted(charge="8513.88"), rejected(charge="0.01")),
}
