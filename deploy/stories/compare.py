"""Expected against observed: every difference with where it is, what was expected and what is there.

Only what a story names is compared. Amounts are compared by value. Lists are whole: their items are paired as well as possible, then what has no
partner is missing or too much; the order counts for what was sent and for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from deploy.stories.format.book import Moment
from deploy.stories.format.expect import Expect
from deploy.stories.patterns import fits

NOTHING = "nothing"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the story says."""

    path: str
    """Such as `claims.S4.balances.denied_open`."""
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, found {self.found}"


def differences(expect: Expect, observed: Mapping[str, Any], alone: bool = True) -> list[Difference]:
    """Everything that differs. `expect` has its names in braces replaced already; the whole ledger counts only when the story is `alone`."""
    wanted = expect.plain()
    if not alone:
        wanted.pop("ledger", None)
    return [each for section in wanted for each in _section(section, wanted[section], observed.get(section))]


def skipped(expect: Expect, alone: bool) -> tuple[str, ...]:
    """Sections that are not compared here, and why."""
    if alone or expect.ledger is None:
        return ()
    return ("ledger: the whole ledger is compared only while no other story has begun",)


def report(moment: Moment, found: Sequence[Difference]) -> str:
    """The differences of one checkpoint as a person reads them."""
    lines = [f"{moment}: {len(found)} {'difference' if len(found) == 1 else 'differences'}"]
    width = max((len(each.path) for each in found), default=0)
    lines += [f"  {each.path:<{width}}  expected {each.expected}   found {each.found}" for each in found]
    return "\n".join(lines)


def _section(name: str, wanted: Any, found: Any) -> Iterator[Difference]:
    if name == "ledger":
        yield from _every_key(name, wanted, found or {})
    elif name in ("work", "clearing"):
        yield from _paired(name, wanted, found or [], _plain)
    elif name in ("statements", "denials"):
        for claim, items in wanted.items():
            yield from _paired(f"{name}.{claim}", items, (found or {}).get(claim) or [], _plain)
    elif name == "shows":
        for item in wanted:
            yield from _plain(f"{item['service']} {item['get']}", item["is"], (found or {}).get((item["service"], item["get"])))
    elif name == "outgoing":
        for claim, sent in wanted.items():
            yield from _sent(f"{name}.{claim}", sent, (found or {}).get(claim) or [])
    elif name == "total":
        yield from _plain(name, {key: value for key, value in wanted.items() if key != "claims"}, found)
    else:
        yield from _plain(name, wanted, found)


def _plain(path: str, wanted: Any, found: Any) -> Iterator[Difference]:
    """Mappings by the keys that are wanted, lists as sets of words or item by item, everything else by value."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for key, value in wanted.items():
            yield from _plain(f"{path}.{key}", value, found.get(key, _absent(path)))
    elif isinstance(wanted, Mapping) and found is None:
        yield Difference(path, spelled(wanted), NOTHING)
    elif isinstance(wanted, list) and isinstance(found, list | tuple):
        yield from _list(path, wanted, found)
    elif path.endswith(".says"):
        yield from () if str(wanted) in str(found or "") else (Difference(path, f"words with {spelled(wanted)}", spelled(found)),)
    elif not same(wanted, found):
        yield Difference(path, spelled(wanted), spelled(found))


def _absent(path: str) -> str | None:
    """What stands for a key that is not there: no such event was announced, nothing is on such an account."""
    return "0" if path == "events" or path.endswith(".accounts") else None


def _list(path: str, wanted: Sequence[Any], found: Sequence[Any]) -> Iterator[Difference]:
    if any(isinstance(each, Mapping) for each in (*wanted, *found)):
        yield from _paired(path, wanted, found, _plain)
    elif sorted(map(str, wanted)) != sorted(map(str, found)):
        yield Difference(path, spelled(wanted), spelled(found))


def _every_key(path: str, wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Difference]:
    """Like `_plain`, and what is not named has to be zero."""
    for key in sorted({*wanted, *found}):
        if not same(wanted.get(key, "0.00"), found.get(key, "0.00")):
            yield Difference(f"{path}.{key}", spelled(wanted.get(key, "0.00")), spelled(found.get(key, "0.00")))


Compare = Callable[[str, Any, Any], Iterator[Difference]]


def _paired(path: str, wanted: Sequence[Any], found: Sequence[Any], compare: Compare) -> Iterator[Difference]:
    """Each wanted item beside the found one that differs least; with as many items as wanted, what remains is told as pairs."""
    left = list(range(len(found)))
    unmet = []
    for place, item in enumerate(wanted):
        partner = next((at for at in left if not any(compare("", item, found[at]))), None)
        left.remove(partner) if partner is not None else unmet.append(place)
    for place in unmet:
        nearest = min(left, key=lambda at: len(list(compare("", wanted[place], found[at]))), default=None)
        if nearest is None or _is_strange(wanted[place], found[nearest]):
            yield Difference(f"{path}[{place}]", spelled(wanted[place]), NOTHING)
            continue
        left.remove(nearest)
        yield from compare(f"{path}[{place}]", wanted[place], found[nearest])
    yield from (Difference(f"{path}[+]", "no more", spelled(found[at])) for at in left)


def _is_strange(wanted: Any, found: Any) -> bool:
    """Two work items of different kinds are not one item with a difference."""
    return isinstance(wanted, Mapping) and isinstance(found, Mapping) and "kind" in wanted and wanted["kind"] != found.get("kind")


def _sent(path: str, wanted: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    for place, item in enumerate(wanted):
        if place >= len(found):
            yield Difference(f"{path}[{place}]", f"a transaction {spelled(_head(item))}", NOTHING)
            continue
        yield from _plain(f"{path}[{place}]", _head(item), found[place])
        yield from _patterns(f"{path}[{place}]", item, found[place].get("segments", ()))
    yield from (Difference(f"{path}[+]", "no more", f"a transaction {spelled(_head(extra))}") for extra in found[len(wanted) :])


def _head(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in ("transaction", "payer", "frequency") if name in item}


def _patterns(path: str, item: Mapping[str, Any], segments: Sequence[str]) -> Iterator[Difference]:
    for pattern in (*item.get("has", ()), *item.get("once", ())):
        if not any(fits(pattern, segment) for segment in segments):
            near = [segment for segment in segments if segment.split("*")[0] == pattern.split("*")[0]]
            yield Difference(f"{path}.{'has' if pattern in item.get('has', ()) else 'once'}", pattern, ", ".join(near) or _none_of(pattern))
    for pattern in item.get("once", ()):
        found = [segment for segment in segments if fits(pattern, segment)]
        if len(found) > 1:
            yield Difference(f"{path}.once", f"{pattern} once", ", ".join(found))
    for pattern in item.get("lacks", ()):
        yield from (Difference(f"{path}.lacks", f"no {pattern}", segment) for segment in segments if fits(pattern, segment))


def _none_of(pattern: str) -> str:
    return f"no {pattern.split('*')[0]} segment"


def same(wanted: Any, found: Any) -> bool:
    """Equal as words, or as numbers: 12 is 12.00."""
    if wanted is None or found is None or isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found or str(wanted).lower() == str(found).lower()
    try:
        return str(wanted) == str(found) or Decimal(str(wanted)) == Decimal(str(found))
    except InvalidOperation:
        return False


def spelled(value: Any) -> str:
    """A value as the story would write it."""
    if value is None:
        return NOTHING
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {spelled(each)}" for key, each in value.items() if each is not None) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(spelled, value)) + "]"
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value) or "an empty text"
