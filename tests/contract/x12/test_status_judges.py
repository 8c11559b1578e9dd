"""What we write about claim status, read by programs that know nothing of ours: x12sdk (276, 277) and pyx12 (277, 277CA).

Where a judge is known to be wrong, its objection is named here shape by shape: any other objection fails.
"""

import io
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import pyx12.params
import pyx12.x12n_document
from x12sdk.io import X12ModelReader

from shared.x12.interchange import read_transactions
from shared.x12.translate.status_answer import VERSION
from shared.x12.validate import validate
from shared.x12.write import Writer
from tests.pyx12_report import errors_of
from tests.unit.x12.shapes.status import SHAPES
from tests.unit.x12.shapes.status_people import HEADER

X12SDK = {
    # It loses every line of a claim but the last and then finds that SE01 counts more segments than it kept.
    "lines with control numbers": "SE segment count",
    "lines carry the dates": "SE segment count",
    "dependent's lines": "SE segment count",
    "paid in part": "SE segment count",
    # It crashes where a subscriber has both claims of his own and dependents.
    "subscriber and dependent": "'NoneType' object has no attribute 'get'",
    "two dependents and the subscriber": "'NoneType' object has no attribute 'get'",
    # Its 2100C stands once; the guide has it twice.
    "provider by two numbers": "2100c.nm1_segment",
    # Its subscriber is always a person; the guide's NM102 may be 2.
    "subscriber is an employer, dependent asked": "entity_type_qualifier",
    "subscriber is an employer": "entity_type_qualifier",
}
PYX12 = {
    # Its 277CA map demands what the guide has for some cases only: a provider level, claims below it, a status at it.
    "file refused": {"2000C"},
    "file refused for three reasons": {"2000C"},
    "file refused in two reports": {"2000C"},
    "provider refused": {"HL04", "2000D"},
    "one provider refused, another taken in": {"HL04", "2000D"},
    "nothing said of the provider": {"2200C"},
    # ... a number for every provider and patient, days of service for every claim
    "provider without a number": {"NM108", "NM109"},
    "rejected, subscriber unknown": {"NM108", "NM109"},
    "patient without a number": {"NM108", "NM109"},
    "claim without days": {"DTP"},
    # It allows one secondary number of a provider, one status of a line without words, and no drug numbers.
    "provider named once more": {"REF"},
    "line in two reports": {"STC"},
    "rejected line with a message": {"STC12"},
    "pharmacy line": {"SVC*N4", "STC*A7", "REF*XZ", "DTP"},
}


def bundle(files: Iterable[bytes]) -> str:
    """The sets of many files in one group, numbered anew."""
    writer = Writer(HEADER)
    for number, data in enumerate(files, start=1):
        for transaction in read_transactions(data):
            if number == 1:
                writer.group("HN", transaction.version, 1)
            component = transaction.delimiters.component
            rows = [[tuple(value.split(component)) if component in value else value for value in each.elements] for each in transaction]
            writer.transaction(transaction.set_id, number, transaction.version).add(rows[1:-1])
    return writer.finish().decode("ascii")


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pyx12's maps with that of the 277 made usable: it is there, but not in the index, with another guide's GS codes and its levels astray."""
    target = tmp_path_factory.mktemp("pyx12") / "map"
    shutil.copytree(Path(pyx12.__file__).parent / "map", target)
    index, answer = target / "maps.xml", target / "277.5010.X212.xml"
    known = '<map vriic="005010X214"'
    index.write_text(index.read_text().replace(known, f'<map vriic="005010X212" fic="HN" abbr="277">{answer.name}</map>\n{known}'))
    tree = ElementTree.parse(answer)
    _nest_levels(tree.getroot())
    for code in tree.iter("code"):
        code.text = {"005010X218": VERSION, "RA": "HN"}.get(code.text or "", code.text)
    tree.write(answer)
    return target


def _nest_levels(root: ElementTree.Element) -> None:
    """Hangs each HL level under the one above and the SE after them all. The rules of the levels stay as they are."""
    loops = {loop.get("xid"): loop for loop in root.iter("loop")}
    below = {child: parent for parent in root.iter() for child in parent}
    for inner, outer in (("2000B", "2000A"), ("2000C", "2000B"), ("2000D", "2000C"), ("2000E", "2000D")):
        _move(loops[inner], below, loops[outer], "9000")
    _move(next(segment for segment in root.iter("segment") if segment.get("xid") == "SE"), below, loops["ST_LOOP"], "9999")
    for astray in ("TABLE2AREA3", "TABLE2AREA4", "TABLE2AREA5", "TABLE2AREA6"):
        below[loops[astray]].remove(loops[astray])


def _move(node: ElementTree.Element, below: dict[ElementTree.Element, ElementTree.Element], to: ElementTree.Element, place: str) -> None:
    below[node].remove(node)
    to.append(node)
    node.find("pos").text = place  # type: ignore[union-attr]


def objections(text: str, maps: Path) -> list[str]:
    """What pyx12 says against a file."""
    report = io.StringIO()
    accepted = pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), io.StringIO(text), None, None, fd_json=report, map_path=str(maps))
    return list(errors_of(json.loads(report.getvalue()))) or ([] if accepted else ["refused without a reason"])


def read_by_x12sdk(data: bytes) -> Iterator[object]:
    with X12ModelReader(data.decode("ascii")) as reader:
        yield from reader.models()


@pytest.mark.parametrize(("set_id", "name"), [(set_id, name) for set_id in ("276", "277") for name in SHAPES[set_id] if name not in X12SDK])
def test_x12sdk_reads_every_shape(set_id: str, name: str) -> None:
    (model,) = read_by_x12sdk(SHAPES[set_id][name])
    assert model.header.st_segment.transaction_set_identifier_code == set_id  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", X12SDK)
def test_x12sdk_fails_on_these_shapes_for_the_reason_named(name: str) -> None:
    data = SHAPES["276"].get(name) or SHAPES["277"][name]
    with pytest.raises((ValueError, AttributeError)) as failure:
        list(read_by_x12sdk(data))
    assert X12SDK[name] in str(failure.value)


def test_pyx12_accepts_every_answer(maps: Path) -> None:
    assert objections(bundle(SHAPES["277"].values()), maps) == []


def test_pyx12_accepts_every_acknowledgement_but_those_that_its_map_is_too_strict_for(maps: Path) -> None:
    assert objections(bundle([data for name, data in SHAPES["277CA"].items() if name not in PYX12]), maps) == []


@pytest.mark.parametrize("name", PYX12)
def test_pyx12_objects_to_these_acknowledgements_for_the_reasons_named(name: str, maps: Path) -> None:
    found = objections(SHAPES["277CA"][name].decode("ascii"), maps)
    assert found
    assert [error for error in found if not any(place in error for place in PYX12[name])] == []
    assert all(any(place in error for error in found) for place in PYX12[name])


@pytest.mark.parametrize(
    ("set_id", "old", "new"),
    [
        ("277", b"BHT*0010*08", b"BHT*0010*13"),
        ("277", b"SVC*HC:99213", b"SVC*ZZ:99213"),
        ("277", b"HL*4*3*22", b"HL*4*3*99"),
        ("277CA", b"*TH~", b"~"),
        ("277CA", b"QTY*90*", b"QTY*91*"),
        ("277CA", b"DTP*009*D8*20261102~", b""),
    ],
)
def test_pyx12_and_our_validator_refuse_the_same_defects(set_id: str, old: bytes, new: bytes, maps: Path) -> None:
    name = "paid in part" if set_id == "277" else "one claim accepted"
    damaged = SHAPES[set_id][name].replace(old, new, 1)
    assert damaged != SHAPES[set_id][name]
    assert objections(damaged.decode("ascii"), maps)
    assert [each for found in read_transactions(damaged) for each in validate(found) if each.severity == "error"]
