"""A token proves itself by its secret, ends when it should, and never says more than it must to who cannot prove one."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.security import tokenfile
from shared.security.keyring import Keyring, Refused
from shared.security.powers import ROLES, granted
from shared.security.tokenfile import Tokens, TokensError
from shared.security.tokens import Token, issue

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


class Clock:
    """Wall clock and seconds of a test."""

    def __init__(self) -> None:
        self.at = NOW
        self.seconds = 0.0

    def wall(self) -> float:
        return self.at.timestamp()

    def ticks(self) -> float:
        return self.seconds

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)
        self.seconds += timedelta(**span).total_seconds()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens.json"


def keyring(path: Path, clock: Clock) -> Keyring:
    return Keyring(path, clock.wall, clock.ticks)


def keep(path: Path, *tokens: Token) -> None:
    tokenfile.change(path, lambda _: Tokens(tokens=tokens))


def refusal(ring: Keyring, text: str, service: str = "denials") -> Refused:
    with pytest.raises(Refused) as refused:
        ring.admit(text, service)
    return refused.value


def test_a_token_lets_its_holder_in_and_the_file_does_not_hold_its_secret(path: Path, clock: Clock) -> None:
    token, text = issue("amy", NOW, days=10, roles=["biller"])
    keep(path, token)
    assert keyring(path, clock).admit(text, "denials") == token
    assert text.split("_", 2)[2] not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600


def test_256_bits_of_secret_stand_behind_a_recognisable_prefix() -> None:
    texts = {issue("a", NOW, days=1)[1] for _ in range(50)}
    assert len(texts) == 50
    assert all(text.startswith("rcm_") and len(text.split("_", 2)[2]) == 43 for text in texts)


def test_an_unknown_id_and_a_wrong_secret_hear_the_same(path: Path, clock: Clock) -> None:
    token, text = issue("amy", NOW, days=10, roles=["biller"])
    keep(path, token)
    ring, other = keyring(path, clock), issue("bob", NOW, days=1)[1]
    known_id = f"rcm_{token.id}_{other.split('_', 2)[2]}"
    told = [refusal(ring, wrong) for wrong in (known_id, other, "rcm_x", "Basic", text[:-1], text + "=", text + "\n")]
    assert {(each.status, each.title, each.detail, each.error) for each in told} == {(401, *_of(told[0]))}


def _of(refused: Refused) -> tuple[str, str, str]:
    return refused.title, refused.detail, refused.error


def test_even_a_revoked_token_says_so_only_to_its_holder(path: Path, clock: Clock) -> None:
    token, text = issue("amy", NOW, days=10, roles=["biller"])
    keep(path, token.model_copy(update={"revoked_at": NOW}))
    ring = keyring(path, clock)
    assert refusal(ring, text).title == "this token was revoked"
    assert refusal(ring, text[:-2] + "aa").title == "this token is not known here"


def test_an_expired_token_is_refused_with_the_day_and_how_to_renew_it(path: Path, clock: Clock) -> None:
    token, text = issue("amy", NOW, days=10, roles=["biller"])
    keep(path, token)
    ring = keyring(path, clock)
    clock.passes(days=10, seconds=-1)
    assert ring.admit(text, "denials").name == "amy"
    clock.passes(seconds=1)
    refused = refusal(ring, text)
    assert (refused.status, refused.title, refused.error) == (401, "this token has expired", "invalid_token")
    assert "2026-11-12" in refused.detail
    assert f"rcm token rotate {token.id}" in refused.detail


def test_a_token_of_another_service_is_told_where_it_belongs(path: Path, clock: Clock) -> None:
    token, text = issue("amy", NOW, days=10, roles=["coder"], services=["coding"])
    keep(path, token)
    refused = refusal(keyring(path, clock), text)
    assert (refused.status, refused.title, refused.error) == (403, "this token is not for denials", "insufficient_scope")
    assert "It is for coding." in refused.detail


def test_after_a_rotation_the_secret_before_holds_for_the_overlap_and_no_longer(path: Path, clock: Clock) -> None:
    token, before = issue("interface", NOW, days=10, roles=["system"])
    renewed, after = token.rotated(NOW, timedelta(hours=24), 365)
    keep(path, renewed)
    ring = keyring(path, clock)
    assert ring.admit(before, "denials").id == ring.admit(after, "denials").id == token.id
    clock.passes(hours=24)
    assert ring.admit(after, "denials").id == token.id
    assert refusal(ring, before).title == "this token is not known here"


def test_rotating_twice_keeps_each_secret_to_its_own_end_and_drops_what_is_over() -> None:
    token, _ = issue("interface", NOW, days=10, roles=["system"])
    once, _ = token.rotated(NOW, timedelta(hours=24), 365)
    twice, _ = once.rotated(NOW + timedelta(hours=1), timedelta(hours=48), 365)
    assert [each.until for each in twice.secrets] == [None, NOW + timedelta(hours=49), NOW + timedelta(hours=24)]
    later, _ = twice.rotated(NOW + timedelta(hours=60), timedelta(0), 365)
    assert [each.until for each in later.secrets] == [None]


def test_a_changed_file_is_read_within_a_second_or_so_and_no_oftener(path: Path, clock: Clock) -> None:
    token, text = issue("amy", NOW, days=10, roles=["biller"])
    keep(path, token)
    ring = keyring(path, clock)
    assert ring.admit(text, "denials").name == "amy"
    keep(path, token.model_copy(update={"revoked_at": NOW}))
    clock.passes(seconds=0.5)
    assert ring.admit(text, "denials").name == "amy"
    clock.passes(seconds=0.6)
    assert refusal(ring, text).title == "this token was revoked"


@pytest.mark.parametrize("damage", ["{", '{"version": 2, "tokens": []}', '{"tokens": [{"id": "x"}]}', "rights"])
def test_a_damaged_file_keeps_the_tokens_read_before_and_is_told(path: Path, clock: Clock, damage: str) -> None:
    token, text = issue("amy", NOW, days=10, roles=["biller"])
    keep(path, token)
    ring = keyring(path, clock)
    ring.admit(text, "denials")
    path.chmod(0o666) if damage == "rights" else path.write_text(damage)
    clock.passes(seconds=2)
    assert ring.admit(text, "denials").name == "amy"
    assert "tokens file tokens.json" in ring.fault
    path.chmod(0o600)
    keep_anew = Tokens(tokens=(token.model_copy(update={"name": "amy-2"}),)).model_dump_json()
    path.write_text(keep_anew)
    clock.passes(seconds=2)
    assert ring.admit(text, "denials").name == "amy-2"
    assert ring.fault == ""


def test_a_file_that_was_never_good_lets_nobody_in_and_says_why(path: Path, clock: Clock) -> None:
    path.write_text("{")
    ring = keyring(path, clock)
    assert "is damaged at" in refusal(ring, issue("a", NOW, days=1)[1]).detail
    assert not ring.usable


def test_without_a_tokens_file_the_answer_says_what_to_set(clock: Clock) -> None:
    refused = refusal(Keyring(None, clock.wall, clock.ticks), "")
    assert refused.status == 401
    assert "set RCM_TOKENS" in refused.detail


def test_a_file_that_is_not_there_yet_is_waited_for(path: Path, clock: Clock) -> None:
    ring, (token, text) = keyring(path, clock), issue("amy", NOW, days=10, roles=["biller"])
    assert "`rcm token issue` makes it" in refusal(ring, text).detail
    assert ring.usable
    keep(path, token)
    clock.passes(seconds=2)
    assert ring.admit(text, "denials").name == "amy"


def test_writers_at_the_same_time_lose_nothing_of_each_other(path: Path) -> None:
    tokens = [issue(f"system-{number}", NOW, days=1, roles=["system"])[0] for number in range(24)]
    threads = [threading.Thread(target=_add, args=(path, each)) for each in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each.id for each in tokenfile.read(path).tokens} == {each.id for each in tokens}
    assert [each.name for each in path.parent.iterdir() if "draft" in each.name] == []


def _add(path: Path, token: Token) -> None:
    tokenfile.change(path, lambda kept: Tokens(tokens=(*kept.tokens, token)))


def test_a_writer_does_not_go_over_a_damaged_file(path: Path) -> None:
    path.write_text("{")
    with pytest.raises(TokensError, match="is damaged"):
        keep_with(path)
    assert path.read_text() == "{"


def keep_with(path: Path) -> None:
    _add(path, issue("a", NOW, days=1)[0])


def test_a_replaced_file_keeps_its_rights(path: Path) -> None:
    keep_with(path)
    path.chmod(0o640)
    keep_with(path)
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.stat().st_uid == os.geteuid()


def test_a_role_of_a_newer_release_grants_nothing_and_breaks_nothing(path: Path, clock: Clock) -> None:
    token, text = issue("amy", NOW, days=10, roles=["auditor-of-the-future"], powers=["read", "fly"])
    keep(path, token)
    assert keyring(path, clock).admit(text, "denials").may == {"read"}


def test_who_only_reads_sees_nobody_identified_and_changes_nothing() -> None:
    assert granted(["analyst"], []) == {"read"}
    assert [role for role, powers in ROLES.items() if "work" in powers and "intake" in powers] == []
    assert {role for role, powers in ROLES.items() if "phi" in powers} == {"registrar", "biller", "denial-specialist"}


def test_the_file_is_plain_json_that_names_no_secret(path: Path) -> None:
    keep_with(path)
    [token] = json.loads(path.read_text())["tokens"]
    assert set(token["secrets"][0]) == {"sha256", "until"}
