from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.report.visible import encodable, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain — ×2 ✓ 冷たい", "plain — ×2 ✓ 冷たい"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\r\tc\0", "a\\nb\\r\\tc\\x00"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("PRF\u200b-01\ufeff", "PRF\\u200b-01\\ufeff"),
        ("soft\u00adhyphen\x85", "soft\\xadhyphen\\x85"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("filler\u3164\u115f", "filler\\u3164\\u115f"),
        ("no-break\u00a0space", "no-break\u00a0space"),
        ("\udce9\ud800", "\\udce9\\ud800"),
        ("\u2028\u2029", "\\u2028\\u2029"),
    ],
)
def test_what_steers_or_hides_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


any_text = st.text(st.characters(exclude_categories=()))


@given(any_text)
def test_visible_text_is_one_encodable_line_and_stays_so(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert encodable(shown) == shown
    assert visible(shown) == shown


@given(any_text)
def test_only_lone_surrogates_are_replaced(text: str) -> None:
    written = encodable(text)
    assert len(written) == len(text)
    for before, after in zip(text, written, strict=True):
        assert after == ("\ufffd" if "\ud800" <= before <= "\udfff" else before)
