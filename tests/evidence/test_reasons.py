from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.reasons import gives_reason


@pytest.mark.parametrize(
    "text",
    [
        "each call is logged",
        "the change touches no path that this is about",
        "documentation only, no code path touched",
        "基準となる機械が交換された",
        "n/a: only comments and markdown files changed",
    ],
)
def test_a_sentence_is_a_reason(text: str) -> None:
    assert gives_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        None, "", "-", "n/a", "N/A.", "none", "TBD", "ok", "not applicable",
        "this is not applicable here because it does not apply", "to be determined later on",
        "log log log log log", "- - - - -", "needed for now", "performance reasons", "基準",
        "xxx xxx", "... ... ... ...", "no reason, fine",
    ],
)  # fmt: skip
def test_what_stands_in_for_one_is_none(text: str | None) -> None:
    assert not gives_reason(text)


@given(st.text(max_size=200))
def test_more_words_never_take_a_reason_away(text: str) -> None:
    if gives_reason(text):
        assert gives_reason(f"{text} as the policy demands")
