"""A sandbox in a folder of its own, with the few things a test does to it: send, wait, read the answers."""

import math
from collections.abc import Iterator
from pathlib import Path

from deploy.sandbox.clearinghouse import Delays, Faults
from deploy.sandbox.sandbox import Sandbox
from tests.integration.sandbox.judges import oxedi_findings, pyx12_errors

HEADER = (
    "payer_id,member_id,last_name,first_name,birth_date,sex,plan,effective_on,terminated_on,retro_terminated_on,"
    "deductible_left,wellness_used,authorizations,subscriber_member_id"
)
MEMBERS = """
NWHP1,NWA1001,DOE,JANE,1980-01-01,F,A,2026-01-01,,,,,,
NWHP1,NWB1001,ROE,RICHARD,1970-02-02,M,B,2026-01-01,,,,,73721:AUTH77,
NWHP1,NWC1001,POE,EDGARD,1960-03-03,M,C,2026-01-01,,,,Y,,
NWHP1,NWA1002,LOE,LENA,1990-04-04,F,A,2026-01-01,2026-06-30,,,,,
NWHP1,NWA1003,MOE,MINA,1991-05-05,F,A,2026-01-01,,2026-09-15,,,,
CASC2,CSA1001,DOE,JANE,1980-01-01,F,A,2026-01-01,,,50.00,,73721:AUTH12345;L1830:AUTH9,
CASC2,CSB1001,NOE,NORA,1985-06-06,F,B,2026-01-01,,,,,,
CASC2,CSB1002,BOE,BOB,1983-07-07,M,B,2026-01-01,,,,,,
CASC2,CSB1002-02,BOE,BABY,2015-08-08,M,B,2026-01-01,,,,,,CSB1002
FEDS3,FSA1001,ZOE,ZACK,1945-09-09,M,A,2026-01-01,,,,,,
""".strip()


class Wire:
    """One provider's line to the sandbox. Every judge looks at every file that was written."""

    def __init__(self, root: Path, **options: object) -> None:
        self.root = root
        self.members = root / "members.csv"
        self.members.write_text(f"{HEADER}\n{MEMBERS}\n")
        self.events: list[tuple[str, dict[str, object]]] = []
        self.options = options
        self.sandbox = self.open()
        self.sent = 0

    def open(self) -> Sandbox:
        delays = self.options.get("delays", Delays())
        faults = self.options.get("faults", Faults())
        assert isinstance(delays, Delays)
        assert isinstance(faults, Faults)
        return Sandbox(self.root, self.members, delays=delays, faults=faults, report=self._note)

    def reopen(self) -> None:
        """A clean restart on the same folder."""
        self.sandbox.stop()
        self.sandbox = self.open()

    def drop(self, text: str, name: str = "") -> str:
        """Puts a file into the folder, as a sender does it."""
        self.sent += 1
        name = name or f"claims-{self.sent:03d}.x12"
        (self.root / "to-clearinghouse" / name).write_text(text, encoding="utf-8")
        return name

    def exchange(self, text: str) -> list[str]:
        """Sends one file and returns the texts of all answers, in the order written."""
        self.drop(text)
        return [path.read_text() for path in self.sandbox.step(math.inf)]

    def answers(self, kind: str = "") -> list[Path]:
        """Everything ever written, by name."""
        return sorted(path for path in (self.root / "from-clearinghouse").iterdir() if path.name.startswith(kind))

    def judge(self) -> None:
        """pyx12 accepts every 835, 277CA and 999; oxedi finds every 835 in balance."""
        texts = [path.read_text() for path in self.answers() if not path.name.startswith("TA1")]
        remittances = [text for text in texts if "\nST*835*" in text]
        for text in remittances:
            assert oxedi_findings(text) == []
        if texts:
            assert pyx12_errors("".join(texts)) == []

    def _note(self, event: str, **facts: object) -> None:
        self.events.append((event, facts))


def rows(text: str, *tags: str) -> Iterator[list[str]]:
    """The segments of an answer as lists, all or those with one of the tags."""
    for segment in text.replace("\n", "").split("~"):
        elements = segment.split("*")
        if segment and (not tags or elements[0] in tags):
            yield elements


def first(text: str, tag: str, qualifier: str = "") -> list[str]:
    """The first segment with this tag and first element."""
    return next(row for row in rows(text, tag) if not qualifier or row[1] == qualifier)


def claims(text: str) -> list[list[list[str]]]:
    """The CLP loops of an 835, each as its segments."""
    found: list[list[list[str]]] = []
    for row in rows(text):
        if row[0] == "CLP":
            found.append([])
        if row[0] in ("PLB", "SE"):
            break
        if found:
            found[-1].append(row)
    return found


def lines(claim: list[list[str]]) -> list[tuple[str, str, str, list[str]]]:
    """(service, charge, paid, adjustments like `CO-45 58`) of each SVC loop."""
    found: list[tuple[str, str, str, list[str]]] = []
    for row in claim:
        if row[0] == "SVC":
            found.append((row[1], row[2], row[3], []))
        if row[0] == "CAS":
            found[-1][3].extend(f"{row[1]}-{row[at]} {row[at + 1]}" for at in range(2, len(row), 3))
    return found


def icn_of(texts: list[str], number: str) -> str:
    """REF*1K that the 277CA gave a claim."""
    latest = ""
    for text in texts:
        for row in rows(text, "TRN", "REF"):
            latest = row[2] if row[0] == "TRN" else latest
            if row[:2] == ["REF", "1K"] and latest == number:
                return row[2]
    raise AssertionError(f"no payer control number for {number}")


def remittance(texts: list[str]) -> str:
    """The one 835 among the answers."""
    (text,) = [text for text in texts if "\nST*835*" in text]
    return text


def status(texts: list[str]) -> str:
    """The one answer that holds a 277CA."""
    (text,) = [text for text in texts if "\nST*277*" in text]
    return text
