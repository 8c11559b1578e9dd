"""Every segment and element that a guide uses has a name of ours, and common codes have a meaning."""

from collections.abc import Iterator

import pytest

from shared.x12.guides import guide_for
from shared.x12.guides.notation import LoopRule, SegmentRule
from shared.x12.names import element_name, meaning, segment_name, segment_names
from shared.x12.names.notation import read_names

GUIDES = [
    ("837", "005010X222A1"), ("837", "005010X223A2"), ("835", "005010X221A1"), ("270", "005010X279A1"), ("271", "005010X279A1"),
    ("276", "005010X212"), ("277", "005010X212"), ("277", "005010X214"), ("278", "005010X217"), ("275", "006020X314"), ("999", "005010X231A1"),
    ("TA1", ""),
]  # fmt: skip


def lines(loop: LoopRule) -> Iterator[SegmentRule]:
    yield from loop.rules()
    for child in loop.loops():
        yield from lines(child)


@pytest.mark.parametrize(("set_id", "version"), GUIDES)
def test_every_element_of_a_guide_has_a_name(set_id: str, version: str) -> None:
    guide = guide_for(set_id, version)
    assert guide is not None
    places = {(rule.id, element.element, element.component) for rule in lines(guide.root) for element in rule.elements if element.usage != "N"}
    nameless = {place for place in places if element_name(*place).startswith(("element ", "component "))}
    assert nameless == set()


@pytest.mark.parametrize(("set_id", "version"), GUIDES)
def test_every_loop_of_a_guide_says_what_it_is_about(set_id: str, version: str) -> None:
    guide = guide_for(set_id, version)
    assert guide is not None

    def nameless(loop: LoopRule) -> Iterator[str]:
        for child in loop.loops():
            yield from [] if child.name else [child.id]
            yield from nameless(child)

    assert list(nameless(guide.root)) == []


def test_the_envelope_has_names_too() -> None:
    assert all(segment_name(id) for id in ("ISA", "GS", "ST", "SE", "GE", "IEA", "TA1"))
    assert element_name("ISA", 13) == "control number"


def test_names_are_short_words_of_our_own() -> None:
    for found in segment_names().values():
        names = [found.name, *(name for name, _ in found.elements), *(part for _, parts in found.elements for part in parts)]
        assert all(0 < len(name) <= 30 and name == name.strip() for name in names), found.id


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("NM1", 1, 0), "85", "billing provider"), (("CLM", 5, 3), "7", "replacement"), (("HI", 4, 1), "ABF", "diagnosis"),
        (("CAS", 1, 0), "PR", "patient"), (("CLP", 2, 0), "22", "reversal"), (("SV1", 1, 1), "HC", "HCPCS"), (("NM1", 1, 0), "QQQ", ""),
        (("ZZ9", 1, 0), "1", ""), (("PER", 5, 0), "FX", "fax"),
    ],
)  # fmt: skip
def test_common_codes_have_a_meaning(place: tuple[str, int, int], value: str, said: str) -> None:
    id, element, component = place
    assert meaning(id, element, value, component) == said


def test_what_no_guide_knows_is_told_by_its_number() -> None:
    assert (segment_name("QQQ"), element_name("QQQ", 3), element_name("HI", 2, 40)) == ("", "element 3", "component 40")
    assert element_name("NM1", 60) == "element 60"


def test_a_list_that_goes_on_has_its_last_name() -> None:
    (found,) = read_names("CRC conditions | category | applies | condition | ...")
    assert [found.of(number) for number in (1, 3, 7)] == ["category", "condition", "condition"]


def test_a_line_that_cannot_be_understood_is_told() -> None:
    with pytest.raises(ValueError, match="cannot understand"):
        list(read_names("SVC service | procedure (kind; code) later (more)"))
