"""Rules of 278 and 275 that span segments: diagnosis pointers of a service, the length of a document."""

import base64
import binascii
from collections.abc import Iterable, Iterator

from shared.x12.cross import Cross, Levels
from shared.x12.finding import Finding, at_element
from shared.x12.loop import Loop

_DIAGNOSES = frozenset({"ABF", "ABJ", "ABK", "APR", "BF", "BJ", "BK", "PR"})


def check_service(service: Loop) -> Iterator[Finding]:
    """278, loop 2000F: SV107 points at diagnoses that its event (2000E) has, each once."""
    sv1, event = service.first("SV1"), service.above("2000E")
    if sv1 is None or not sv1.get(7):
        return
    codes = [code for hi in (event.all("HI") if event else ()) for code in hi.elements[1:]]
    known = sum(code.split(service.component)[0] in _DIAGNOSES for code in codes)
    seen: set[str] = set()
    for part, pointer in enumerate(sv1.get(7).split(service.component), start=1):
        if pointer and (not pointer.isdecimal() or not 1 <= int(pointer) <= known or pointer in seen):
            yield at_element(
                sv1, service.id, "diagnosis-pointer", "7", "the event has no such diagnosis, or it is pointed at twice", (7, part), "warning"
            )
        seen.add(pointer)


def check_document(document: Loop) -> Iterator[Finding]:
    """275, loop 2110B: BDS03 is as long as BDS02 says, and what its filter says."""
    bds = document.first("BDS")
    if bds is None or not bds.get(3):
        return
    if bds.get(2) != str(len(bds.get(3))):
        yield at_element(bds, document.id, "binary-length", "7", "BDS02 is not the number of characters in BDS03", (2, 0))
    elif bds.get(1) == "B64" and not _is_base64(bds.get(3)):
        yield at_element(bds, document.id, "binary-filter", "7", "BDS03 is not base64, as BDS01 says", (3, 0))


class ReviewRules(Levels):
    """The rules of a 278."""

    def loop(self, loop: Loop) -> Iterable[Finding]:
        """A completed service."""
        return check_service(loop) if loop.rule.id == "2000F" else ()


class AttachmentRules(Cross):
    """The rules of a 275."""

    def loop(self, loop: Loop) -> Iterable[Finding]:
        """A completed document."""
        return check_document(loop) if loop.rule.id == "2110B" else ()


def _is_base64(payload: str) -> bool:
    try:
        base64.b64decode("".join(payload.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
