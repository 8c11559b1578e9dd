"""Frozen values made fast, and read from a file when somebody asks for them.

A frozen dataclass pays for each field that is set. `opened` gives a twin of the class whose objects may be filled field by
field; with its own class back, the object is frozen like any other. A reader of files makes millions of them.

A `Lazy` value has the fields that everybody uses; the rest is left to `_source`, which the first look at another field asks.
Nothing can be told from outside: such an object equals one that was built with all its fields.
"""

from typing import TYPE_CHECKING, Any, Protocol


class Source(Protocol):
    """What the rest is read from."""

    def fill(self, value: Any, name: str) -> bool:
        """Sets at least the field that is asked for; tells whether every field has been set."""
        ...


class Lazy:
    """Base of frozen dataclasses with slots that a reader may leave unfilled."""

    __slots__ = ("_source",)
    _source: Source

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Comes into play for a field without a value only."""
            if name.startswith("_"):
                raise AttributeError(name)
            if self._source.fill(self, name):
                object.__delattr__(self, "_source")
            return object.__getattribute__(self, name)


def opened(frozen: type) -> Any:
    """A twin of a frozen class with slots: its objects can be changed until `__class__` is set to the frozen one."""
    members = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__, "__doc__": frozen.__doc__}
    return type(f"Open{frozen.__name__}", (frozen,), members)
