"""Many damaged files, the same each time; `python -m tests.fuzz_x12` runs as many as one likes."""

import random

from tests.fuzz_x12 import corpus, damaged, fuzz

SEED = 20261121


def test_damage_is_the_same_for_the_same_seed_and_case() -> None:
    files = corpus()
    assert [damaged(random.Random("1/5"), files) for _ in range(2)] == [damaged(random.Random("1/5"), files)] * 2
    assert damaged(random.Random("1/5"), files) != damaged(random.Random("1/6"), files)


def test_damaged_files_are_read_in_every_way_without_a_crash() -> None:
    crashes = fuzz(1200, SEED)
    assert [(crash.case, crash.kind, crash.place) for crash in crashes] == []
