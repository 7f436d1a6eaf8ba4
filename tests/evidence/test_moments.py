from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.moments import MAX_TEXT, latest

NOON = 1_767_268_800.0  # 2026-01-01T12:00:00Z


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-01T12:00:00Z", NOON),
        (" 2026-01-01T12:00:00.123456Z ", NOON),
        ("2026-01-01T14:00:00+02:00", NOON),
        ("2026-01-01T06:30:00-0530", NOON),
        ("2026-01-01T12:00:00", NOON + 12 * 3600),
        ("2026-01-01 12:00:00.5", NOON + 12 * 3600),
    ],
)
def test_the_latest_moment_that_a_text_can_mean(text: str, moment: float) -> None:
    assert latest(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00", "2026-13-01T00:00:00Z",
     "2026-01-01", "2026-01-01T25:00:00Z", "2026-01-01T12:00:00Z and later", "1767268800"],
)  # fmt: skip
def test_what_is_no_moment(text: str) -> None:
    assert latest(text) is None


@given(st.text(max_size=2 * MAX_TEXT))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    assert latest(text) is None or latest(text) == latest(text.strip())
