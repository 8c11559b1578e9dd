"""Frozen values made fast, and read from a file when somebody asks for them.

A frozen dataclass pays for each field that is set. `opened` gives a twin of the class whose objects may be filled field by
field; with its own class back, the object is frozen like any other. A reader of files makes millions of them.

`unread` gives such a twin whose objects have the fields that everybody uses; the rest is left to their `_source`, which the
first look at another field asks. Comparing, hashing or printing one reads it whole. Nothing can be told from outside, and only
objects that have not been read pay for it.
"""

from dataclasses import fields
from typing import Any, Protocol


class Source(Protocol):
    """What the rest of a value is read from."""

    def fill(self, value: Any, name: str) -> bool:
        """Sets at least the field that is asked for; tells whether every field has been set."""
        ...


class Lazy:
    """Base of frozen dataclasses with slots that a reader may leave unfilled: has room for where the rest is read from."""

    __slots__ = ("_source",)
    _source: Source


def opened(frozen: type) -> Any:
    """A twin of a frozen class with slots: its objects can be changed until `__class__` is set to the frozen one."""
    return type(f"Open{frozen.__name__}", (frozen,), _open(frozen))


def unread(frozen: type) -> Any:
    """A twin of a frozen `Lazy` class: its objects can be filled, and become ordinary ones when their source has filled the rest."""
    names = [each.name for each in fields(frozen)]

    def missing(self: Any, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._source.fill(self, name):
            del self._source
            self.__class__ = frozen
        return object.__getattribute__(self, name)

    def whole(self: Any) -> Any:
        for name in names:
            getattr(self, name)
        object.__setattr__(self, "__class__", frozen)
        return self

    members = {
        **_open(frozen),
        "__getattr__": missing,
        "__eq__": lambda self, other: whole(self) == other,
        "__hash__": lambda self: hash(whole(self)),
        "__repr__": lambda self: repr(whole(self)),
        "__reduce_ex__": lambda self, protocol: whole(self).__reduce_ex__(protocol),
    }
    return type(f"Unread{frozen.__name__}", (frozen,), members)


def _open(frozen: type) -> dict[str, Any]:
    return {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__, "__doc__": frozen.__doc__}
