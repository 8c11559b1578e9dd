"""Scenarios assert in modules of their own."""

import pytest

for name in ("books", "s1_clean_visit", "s3_rejected", "s4_replaced"):
    pytest.register_assert_rewrite(f"tests.scenarios.{name}")
