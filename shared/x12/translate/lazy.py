"""Values that are read from a file when somebody asks for them.

A reader makes the object, sets the few fields that everybody uses, and leaves the rest to `_source`. The first look at
another field fills them all. Nothing can be told from outside: such an object equals one that was built with all its fields.
"""

from typing import TYPE_CHECKING, Any, Protocol


class Source(Protocol):
    """What the rest is read from."""

    def fill(self, value: Any) -> None:
        """Sets every field of the value."""
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
            source = self._source
            source.fill(self)
            object.__delattr__(self, "_source")
            return object.__getattribute__(self, name)
