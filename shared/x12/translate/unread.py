"""A claim that was found in a file and is read when somebody first looks at it; from then on it is like any other."""

from dataclasses import fields
from typing import Any, Protocol

from shared.x12.translate.claim import ClaimDocument

_FIELDS = tuple(each.name for each in fields(ClaimDocument))


class Source(Protocol):
    """What the claim is read from."""

    def read(self) -> ClaimDocument:
        """The claim with all its fields."""
        ...


class UnreadClaim(ClaimDocument):
    """Has some fields; asking for another one, comparing or printing reads them all and makes this an ordinary claim.

    Only objects of this class pay for that: once read, fields are as quick as ever.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        """Comes into play for a field without a value only."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(read(self), name)

    def __eq__(self, other: object) -> bool:
        return read(self) == other

    def __hash__(self) -> int:
        return hash(read(self))

    def __repr__(self) -> str:
        return repr(read(self))

    def __reduce_ex__(self, protocol: Any) -> Any:
        return read(self).__reduce_ex__(protocol)


def unread(source: Source, **known: Any) -> ClaimDocument:
    """A claim of which only `known` fields have been read."""
    claim = object.__new__(UnreadClaim)
    for name, value in known.items():
        object.__setattr__(claim, name, value)
    object.__setattr__(claim, "_source", source)
    return claim


def read(claim: UnreadClaim) -> ClaimDocument:
    """The claim, read."""
    whole = claim._source.read()
    for name in _FIELDS:
        object.__setattr__(claim, name, getattr(whole, name))
    object.__delattr__(claim, "_source")
    object.__setattr__(claim, "__class__", ClaimDocument)
    return claim
