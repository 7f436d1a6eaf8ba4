"""Which line below a header makes a table of it."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.tables import is_separator


@pytest.mark.parametrize(
    ("line", "separator"),
    [
        ("|---|:-:|", True),
        ("|-|-|", True),
        ("| :--- | ---: |", True),
        ("--- | ---", True),
        ("|---|x|", False),
        ("|x|---|", False),
        ("|---||", False),
        ("|---|:|", False),
        ("|---|--x--|", False),
        ("|---|- -|", False),
        ("", False),
    ],
)
def test_each_cell_of_a_separator_row_is_a_rule(line: str, separator: bool) -> None:
    assert is_separator(line) is separator
