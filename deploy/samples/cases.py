"""Sixty hand-made cases: the scenarios a biller judges a system by, everything that goes wrong, and visits where nothing does.

What a payer makes of each follows from the table of refusals of the demonstration world.
"""

from __future__ import annotations

from datetime import date

from deploy.samples.case import Authorization, Case, Coding, Denial, Diagnosis, Item, Outcome, Payment, Policy

VISIT, LONG_VISIT, NEW_PATIENT, BLOOD_COUNT = Item("99213"), Item("99214"), Item("99204"), Item("85025")
INJECTION, STEROID, BRACE, TRAY = Item("20610"), Item("J1010", 40), Item("L1830"), Item("A4550")
SCAN, CLINIC_VISIT, COLONOSCOPY, POLYP = Item("73721"), Item("G0463"), Item("G0105"), Item("45385")
PHARMACY, RECOVERY = Item("", revenue_code="0250"), Item("", revenue_code="0710")
SEPARATE_VISIT = Item("99214", modifiers=("25",))
SUPPORTED = "The note documents a separate, significant evaluation apart from the decision to inject."
CLEAN = Outcome("Paid at the first submission.")
BUNDLED = (Denial("99214", "CO", "97"),)


def icd(*codes: str) -> tuple[Diagnosis, ...]:
    return tuple(Diagnosis(code) for code in codes)


KNEE, DIABETES, COLD, PRESSURE = icd("M1711", "M25561"), icd("E119", "I10"), icd("J069"), icd("I10", "E785")
FATIGUE, SHOT, WELLNESS, SCREENING, POLYPS = icd("R5383", "D649"), icd("Z23"), icd("Z0000"), icd("Z1211"), icd("D123", "K635")


def injected_visit(policy: Policy, name: str, sentence: str, coding: Coding | None, overturned: bool) -> Case:
    """A visit and a joint injection of one day, sent without modifier 25."""
    outcome = Outcome(sentence, denials=BUNDLED, overturned=overturned)
    return Case(name, (LONG_VISIT, INJECTION, STEROID), (policy,), KNEE, outcome, coding=coding)


WITH_25 = Coding(SUPPORTED, "denial", modifiers=((1, "99214", ("25",)),))

SCENARIOS = (
    Case(
        "S1 clean office visit",
        (VISIT, BLOOD_COUNT),
        (Policy("NWHP1", "A"),),
        FATIGUE,
        Outcome("Paid at the first submission; the copay was collected at check-in, nothing is owed.", payer_paid="77.50", patient_share="25.00"),
        on=date(2026, 9, 14),
        payment=Payment("25.00", "copay"),
    ),
    Case(
        "S2 coverage ended, other coverage found, authorization needed",
        (SCAN,),
        (
            Policy("NWHP1", "B", terminated_on=date(2026, 8, 31)),
            Policy("CASC2", "A", deductible_left="50.00", authorizations=(("73721", "AUTH73002"),)),
        ),
        KNEE,
        Outcome(
            "No claim to the first payer; the second is billed once the authorization number is there.",
            stops="authorization",
            payer_paid="188.00",
            patient_share="97.00",
        ),
        on=date(2026, 9, 22),
        authorization=Authorization("73721", "AUTH73002"),
        payment=Payment("97.00", "estimate"),
    ),
    Case(
        "S3 rejected at the front end, then paid",
        (NEW_PATIENT,),
        (Policy("NWHP1", "C", typo=True),),
        DIABETES,
        Outcome(
            "Rejected for the member id, corrected by registration, sent again as a new claim and paid. Never a denial.",
            rejected="A7:164",
            payer_paid="180.00",
            patient_share="20.00",
        ),
        on=date(2026, 10, 6),
    ),
    Case(
        "S4 one line denied, replaced, reversed and corrected",
        (LONG_VISIT, INJECTION, STEROID),
        (Policy("NWHP1", "B"),),
        KNEE,
        Outcome(
            "The visit is bundled into the injection; a replacement with modifier 25 overturns it.",
            denials=BUNDLED,
            overturned=True,
            payer_paid="233.20",
            patient_share="24.80",
        ),
        on=date(2026, 9, 28),
        coding=WITH_25,
    ),
    Case(
        "S10 hospital outpatient case rate",
        (POLYP, PHARMACY, RECOVERY),
        (Policy("NWHP1", "B"),),
        POLYPS,
        Outcome("The case rate pays for the whole claim; the packaged lines are no denials.", payer_paid="3780.00", patient_share="420.00"),
        facility=True,
        on=date(2026, 10, 12),
    ),
)

DENIED = (
    injected_visit(Policy("NWHP1", "C"), "modifier 25 missing", "Bundled, then overturned with modifier 25.", WITH_25, True),
    injected_visit(
        Policy("CASC2", "A", deductible_left="120.00"),
        "modifier 25 missing, deductible open",
        "Bundled, then overturned with modifier 25.",
        WITH_25,
        True,
    ),
    injected_visit(
        Policy("CASC2", "B"), "modifier 25 not supported", "Bundled rightly: the note supports no separate visit, so nobody adds 25.", None, False
    ),
    injected_visit(
        Policy("FEDS3"),
        "modifier 25 missing, payer takes no replacement",
        "Bundled; a replacement would be refused, so the denial stays open for an appeal.",
        WITH_25,
        False,
    ),
    Case(
        "wrong member id",
        (VISIT,),
        (Policy("NWHP1", "A", typo=True),),
        COLD,
        Outcome("Rejected for the member id, corrected and paid.", rejected="A7:164"),
    ),
    Case(
        "wrong member id at another payer",
        (VISIT, BLOOD_COUNT),
        (Policy("CASC2", "B", typo=True),),
        FATIGUE,
        Outcome("Rejected for the member id, corrected and paid.", rejected="A7:164"),
    ),
    Case(
        "filed too late",
        (VISIT,),
        (Policy("CASC2", "B"),),
        PRESSURE,
        Outcome("Received more than 90 days after the visit: denied, nothing to be done.", denials=(Denial("99213", "CO", "29"),)),
        on=date(2026, 7, 14),
    ),
    Case(
        "filed too late, more lines",
        (LONG_VISIT, BLOOD_COUNT),
        (Policy("CASC2", "A"),),
        DIABETES,
        Outcome(
            "Received more than 90 days after the visit: denied, nothing to be done.",
            denials=(Denial("99214", "CO", "29"), Denial("85025", "CO", "29")),
        ),
        on=date(2026, 7, 28),
    ),
    Case(
        "authorization wanted that nobody announced, number found later",
        (VISIT, BRACE),
        (Policy("CASC2", "B", authorizations=(("L1830", "AUTH18014"),)),),
        KNEE,
        Outcome(
            "The brace is denied for want of authorization; a replacement with the number overturns it.",
            denials=(Denial("L1830", "CO", "197"),),
            overturned=True,
        ),
        authorization=Authorization("L1830", "AUTH18014", "denial"),
    ),
    Case(
        "authorization wanted that nobody announced, none to be had",
        (VISIT, BRACE),
        (Policy("CASC2", "A"),),
        KNEE,
        Outcome("The brace is denied for want of authorization, and the payer gives none afterwards.", denials=(Denial("L1830", "CO", "197"),)),
    ),
    Case(
        "yearly wellness visit used up",
        (Item("G0439"),),
        (Policy("FEDS3", wellness_used=True),),
        WELLNESS,
        Outcome("Benefit used up: denied, the patient's.", denials=(Denial("G0439", "PR", "119"),)),
    ),
    Case(
        "supply never paid separately",
        (VISIT, TRAY),
        (Policy("CASC2", "B"),),
        COLD,
        Outcome("The tray is never paid separately by this payer; the visit is paid.", denials=(Denial("A4550", "CO", "97"),)),
    ),
    Case(
        "diagnosis does not support the drug",
        (INJECTION, Item("J3301", 4)),
        (Policy("FEDS3"),),
        DIABETES,
        Outcome("No musculoskeletal diagnosis: the drug is denied.", denials=(Denial("J3301", "CO", "50"),)),
    ),
    Case(
        "coverage ended in retrospect",
        (VISIT, BLOOD_COUNT),
        (Policy("NWHP1", "A", retro_terminated_on=date(2026, 8, 31)),),
        DIABETES,
        Outcome(
            "The 271 said active, the claims side knows better; no other coverage.",
            denials=(Denial("99213", "CO", "27"), Denial("85025", "CO", "27")),
        ),
    ),
    Case("registered twice: the visit", (VISIT, BLOOD_COUNT), (Policy("NWHP1", "A"),), COLD, CLEAN),
    Case(
        "registered twice: the same visit again",
        (VISIT, BLOOD_COUNT),
        (Policy("NWHP1", "A"),),
        COLD,
        Outcome("The payer has decided this service already: duplicate.", denials=(Denial("99213", "CO", "18"), Denial("85025", "CO", "18"))),
        person="previous",
        same_day=True,
    ),
    Case(
        "records wanted",
        (COLONOSCOPY,),
        (Policy("NWHP1", "A"),),
        SCREENING,
        Outcome("The payer wants the records before it decides; open.", denials=(Denial("G0105", "CO", "252"),)),
        facility=True,
    ),
    Case(
        "authorization number with a typing error",
        (SCAN, PHARMACY),
        (Policy("NWHP1", "C", authorizations=(("73721", "AUTH73036"),)),),
        KNEE,
        Outcome(
            "Denied because the number is unknown to the payer; a replacement with the right one overturns it.",
            stops="authorization",
            denials=(Denial("73721", "CO", "197"),),
            overturned=True,
        ),
        facility=True,
        authorization=Authorization("73721", "AUTH73063", corrected="AUTH73036"),
    ),
)

HELD = (
    Case(
        "coverage ended, nothing else",
        (VISIT,),
        (Policy("NWHP1", "B", terminated_on=date(2026, 6, 30)),),
        PRESSURE,
        Outcome("Coverage was not active on the day and there is no other: no claim.", stops="coverage", claim=False),
    ),
    Case(
        "coverage ended, the desk finds another",
        (VISIT, BLOOD_COUNT),
        (Policy("NWHP1", "A", terminated_on=date(2026, 6, 30)), Policy("CASC2", "B", recorded=False)),
        DIABETES,
        Outcome("Held until the desk enters the new card, then paid.", stops="coverage"),
    ),
    Case(
        "no coverage recorded",
        (LONG_VISIT,),
        (Policy("NWHP1", "C", recorded=False),),
        PRESSURE,
        Outcome("Held until the desk enters the card, then paid.", stops="registration"),
    ),
    Case(
        "payer nobody knows",
        (VISIT,),
        (Policy("MYST9", known=False),),
        COLD,
        Outcome("The payer is not in the directory and the patient has no other: no claim.", stops="registration", claim=False),
    ),
    Case(
        "diagnosis in SNOMED only",
        (CLINIC_VISIT, BLOOD_COUNT),
        (Policy("CASC2", "B"),),
        (Diagnosis("900000000000001", "snomed"),),
        Outcome("Held until a coder chooses the code, then paid.", stops="coding"),
        facility=True,
        coding=Coding("The note says type 2 diabetes without complications.", diagnoses=("E119",)),
    ),
    Case(
        "diagnosis code not valid on the day",
        (VISIT,),
        (Policy("FEDS3"),),
        icd("M7221"),
        Outcome("Held until a coder chooses the code of the old year, then paid.", stops="coding"),
        on=date(2026, 9, 15),
        coding=Coding("The visit was in September; the code begins on 2026-10-01.", diagnoses=("M722",)),
    ),
    Case(
        "diagnosis code is a heading",
        (VISIT,),
        (Policy("NWHP1", "A"),),
        icd("M2556"),
        Outcome("Held until a coder chooses a code below the heading, then paid.", stops="coding"),
        coding=Coding("The note names the right knee.", diagnoses=("M25561",)),
    ),
    Case(
        "consent missing",
        (VISIT,),
        (Policy("CASC2", "A"),),
        COLD,
        Outcome("Held until the consent is signed, then paid.", stops="registration"),
        consent_recorded=False,
    ),
    Case(
        "birth date missing",
        (CLINIC_VISIT, Item("J1885", 2)),
        (Policy("NWHP1", "A"),),
        KNEE,
        Outcome("Held until the birth date is entered, then paid.", stops="registration"),
        facility=True,
        birth_date_recorded=False,
    ),
    Case(
        "child under a parent's policy, parent not recorded",
        (VISIT,),
        (Policy("CASC2", "B"),),
        COLD,
        Outcome("Held until the subscriber is entered, then paid.", stops="registration"),
        child=True,
        subscriber_recorded=False,
    ),
)

PAID = (
    Case("child under a parent's policy", (VISIT,), (Policy("NWHP1", "A"),), COLD, CLEAN, child=True),
    Case("person with two record numbers", (VISIT,), (Policy("NWHP1", "C"),), PRESSURE, CLEAN),
    Case("person with two record numbers, the other one", (LONG_VISIT,), (Policy("NWHP1", "C"),), DIABETES, CLEAN, person="previous, other record"),
    Case("name beyond ASCII", (VISIT, BLOOD_COUNT), (Policy("NWHP1", "B"),), FATIGUE, CLEAN, last_name="Testmuñoz", first_name="Ñusta"),
    Case("separate visit with modifier 25", (SEPARATE_VISIT, INJECTION, STEROID), (Policy("NWHP1", "A"),), KNEE, CLEAN),
    Case("separate visit with modifier 25, Medicare-like", (SEPARATE_VISIT, INJECTION), (Policy("FEDS3"),), KNEE, CLEAN),
    Case("new patient", (NEW_PATIENT,), (Policy("CASC2", "A", deductible_left="300.00"),), DIABETES, CLEAN),
    Case("yearly wellness visit", (Item("G0439"), Item("G0008")), (Policy("FEDS3"),), (*WELLNESS, *SHOT), CLEAN),
    Case("visit and immunization", (VISIT, Item("G0008")), (Policy("CASC2", "B"),), (*PRESSURE, *SHOT), CLEAN, priced=False),
    Case("injection supported by its diagnosis", (INJECTION, Item("J3301", 4)), (Policy("FEDS3"),), KNEE, CLEAN),
    Case("visit with a drug", (VISIT, Item("J1885", 2)), (Policy("NWHP1", "B"),), KNEE, CLEAN, priced=False),
    Case("procedure without captured charges", (INJECTION,), (Policy("NWHP1", "C"),), KNEE, CLEAN, charges_recorded=False),
    Case("diagnosis in the hospital's own terms", (VISIT,), (Policy("CASC2", "B"),), (Diagnosis("RB-KNEE-RIGHT", "local"),), CLEAN),
    Case("payer by another name", (LONG_VISIT,), (Policy("CASC2", "B", mentioned_as="Cascade Mutual Insurance"),), PRESSURE, CLEAN),
    Case("brace where no authorization is needed", (VISIT, BRACE), (Policy("NWHP1", "A"),), KNEE, CLEAN),
    Case("visit of the federal plan", (VISIT, BLOOD_COUNT), (Policy("FEDS3"),), DIABETES, CLEAN),
    Case(
        "scan with authorization",
        (SCAN,),
        (Policy("FEDS3", authorizations=(("73721", "AUTH73050"),)),),
        KNEE,
        Outcome("Waits for the authorization number, then paid.", stops="authorization"),
        authorization=Authorization("73721", "AUTH73050"),
    ),
    Case("clinic visit of the hospital", (CLINIC_VISIT, BLOOD_COUNT, PHARMACY), (Policy("NWHP1", "A"),), FATIGUE, CLEAN, facility=True),
    Case("polyp removed, other payer", (POLYP, PHARMACY, RECOVERY), (Policy("CASC2", "A", deductible_left="500.00"),), POLYPS, CLEAN, facility=True),
    Case("polyp removed, federal plan", (POLYP, PHARMACY, RECOVERY), (Policy("FEDS3"),), POLYPS, CLEAN, facility=True),
    Case("screening without records", (COLONOSCOPY, PHARMACY), (Policy("FEDS3"),), SCREENING, CLEAN, facility=True, priced=False),
    Case("immunization at the hospital", (CLINIC_VISIT, Item("G0008")), (Policy("FEDS3"),), (*DIABETES, *SHOT), CLEAN, facility=True),
    Case("late evening at the hospital", (CLINIC_VISIT, Item("J1885", 4)), (Policy("NWHP1", "B"),), KNEE, CLEAN, facility=True, late_evening=True),
    Case(
        "scan at the hospital",
        (SCAN, RECOVERY),
        (Policy("CASC2", "B", authorizations=(("73721", "AUTH73057"),)),),
        KNEE,
        Outcome("Waits for the authorization number, then paid.", stops="authorization"),
        facility=True,
        authorization=Authorization("73721", "AUTH73057"),
    ),
    Case("screening, other payer", (COLONOSCOPY,), (Policy("CASC2", "B"),), SCREENING, CLEAN, facility=True),
    Case(
        "clinic visit with drug and blood count",
        (CLINIC_VISIT, Item("J1885", 2), BLOOD_COUNT),
        (Policy("NWHP1", "C"),),
        FATIGUE,
        CLEAN,
        facility=True,
    ),
    Case("tray where it is paid", (VISIT, TRAY), (Policy("NWHP1", "B"),), COLD, CLEAN),
)

CASES = (*SCENARIOS, *DENIED, *HELD, *PAID)
"""In the order in which they are numbered. Further encounters repeat them with other people."""
