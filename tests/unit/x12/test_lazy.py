"""A value that is read when somebody asks for it cannot be told from one that was built."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from shared.x12.interchange import read_transactions
from shared.x12.translate.claim import ClaimDocument
from shared.x12.translate.read_claim import read_claims
from shared.x12.translate.remittance import read_remittance
from shared.x12.translate.remitted_claim import RemittedClaim
from shared.x12.translate.write_claim import write_claims
from tests.unit.x12.envelopes import remittance
from tests.unit.x12.samples import HEADER, batch, visit
from tests.unit.x12.test_remittance import CLAIM


def document() -> ClaimDocument:
    """A claim that nobody has looked at yet."""
    (found,) = read_claims(next(read_transactions(write_claims(HEADER, batch(visit("ACCT-9")), group_control_number=1))))
    return found


def paid() -> RemittedClaim:
    """A remitted claim that nobody has looked at yet."""
    (found,) = read_remittance(next(read_transactions(remittance(*CLAIM, paid="192")))).claims()
    return found


@pytest.mark.parametrize("unread", [document, paid])
def test_it_equals_itself_however_much_of_it_has_been_read(unread: object) -> None:
    whole = unread()  # type: ignore[operator]
    repr(whole)
    assert unread() == whole  # type: ignore[operator]
    assert whole == unread()  # type: ignore[operator]
    assert hash(unread()) == hash(whole)  # type: ignore[operator]
    assert repr(unread()) == repr(whole)  # type: ignore[operator]
    assert pickle.loads(pickle.dumps(unread())) == whole  # type: ignore[operator]
    assert copy.copy(unread()) == whole  # type: ignore[operator]
    assert replace(unread()) == whole  # type: ignore[operator]


def test_once_read_it_is_frozen_and_of_its_own_class() -> None:
    found = document()
    assert found.lines[0].code == "99213"
    assert type(found) is ClaimDocument
    with pytest.raises(FrozenInstanceError):
        found.place = "12"  # type: ignore[misc]


def test_what_it_never_had_is_not_found() -> None:
    with pytest.raises(AttributeError):
        document()._nothing  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError):
        paid().nothing  # type: ignore[attr-defined]  # noqa: B018
