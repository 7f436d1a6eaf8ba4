"""Sentences that demand of fewer, allow for more, or allow what they refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctrine_check.doctrine.difference import Effect, differences
from doctrine_check.doctrine.ids import spanned_ids
from doctrine_check.doctrine.load import facts_of, parse_document

PATH = "docs/doctrine/performance_and_velocity.md"
LAW = (Path(__file__).resolve().parent.parent.parent / PATH).read_text(encoding="utf-8")
MAY = "ART-04 and ART-05 may take"
THEN = "and only then may\nit be adopted"
TUNED = "for ART-04 where the change touches a tuned path, and "
SECURE = ", and for ART-05 where it touches\nsecurity instrumentation"


def effects(old: str, new: str) -> list[Effect]:
    """What one version of the doctrine does to another."""
    before, after = (facts_of(parse_document(PATH, text), lambda _: True) for text in (old, new))
    return [change.effect for change in differences(before, after)]


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("refuses such", "accepts such"),
        ("refuses such", "tolerates such"),
        (MAY, "ART-01 to ART-05 may take"),
        (MAY, "ART-03, ART-04 and ART-05 may take"),
        (SECURE, ""),
        (TUNED, ""),
        (THEN, "and it may\nbe adopted before"),
        (THEN, "and it may be adopted"),
        ("## Invariants", "## Invariants (withdrawn)"),
        ("### PRF-03: Bounded", "### PRF-03: (withdrawn) Bounded"),
        ("Diff benchmark at every size", "Diff benchmark at the smallest size"),
    ],
)
def test_what_loosens_one_way_tightens_the_other(find: str, replace: str) -> None:
    assert LAW.count(find) == 1
    text = LAW.replace(find, replace)

    assert effects(LAW, text) == [Effect.LOOSENS]
    assert effects(text, LAW) == [Effect.TIGHTENS]


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("refuses such", "reviews such"),
        (MAY, "ART-01 and ART-02 may take"),
        (MAY, "All artifacts may take"),
        (SECURE, ", but not for ART-05"),
        (SECURE, f"{SECURE}, not for ART-03"),
        (THEN, "and it may be adopted at once"),
    ],
)
def test_what_nobody_can_order_changes(find: str, replace: str) -> None:
    assert effects(LAW, LAW.replace(find, replace)) == [Effect.CHANGES]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ART-01 to ART-03", {"ART-01", "ART-02", "ART-03"}),
        ("LEV-02 and LEV-04", {"LEV-02", "LEV-04"}),
        ("ART-04 to LEV-05", {"ART-04", "LEV-05"}),
        ("PRF-03 to PRF-01", {"PRF-03", "PRF-01"}),
        ("INV-PRF-COMPAT to INV-PRF-ARTIFACTS", {"INV-PRF-COMPAT", "INV-PRF-ARTIFACTS"}),
        ("none", set()),
    ],
)
def test_a_range_names_what_lies_between_its_ends(text: str, found: set[str]) -> None:
    assert spanned_ids(text) == found
