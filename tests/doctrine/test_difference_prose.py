"""What ``diff`` says of running text: sentences, lists, tables and headings around the facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.doctrine.difference import differences
from doctrine_check.doctrine.model import Role
from tests.doctrine.difference_cases import CONTRACT
from tests.doctrine.test_difference import assert_mirrored, read, said, text_of


def contract(*lines: str) -> str:
    """Our own contract with more text at its end."""
    return text_of(CONTRACT) + "\n" + "\n".join(lines) + "\n"


def changed(old: str, new: str) -> list[str]:
    """What is said of an edit, after a look at the way back."""
    return said(assert_mirrored(read(CONTRACT, old), read(CONTRACT, new)))


SECTION = "## Method Stack"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Overhead stays within 5 % of it.", "Overhead stays within 50 % of it.",
         "loosens section method stack text limit: <= 5 % -> <= 50 %"),
        ("An overhead of 5 % is the budget.", "An overhead of 50 % is the budget.",
         "loosens section method stack text limit: 5 % -> 50 %"),
        ("Parts answer below 250 ms at p99.", "Parts answer below 250 ms at p95.",
         "loosens section method stack text percentile: p99 -> p95"),
        ("Peak memory stays < 50 MB here.", "Mean memory stays < 50 MB here.",
         "loosens section method stack text percentile: max -> mean"),
        ("Record p99 of the run first.", "Record p50 of the run first.",
         "changes section method stack text percentile: p99 -> p50"),
        ("Every proof MUST pass first.", "Every proof MAY pass first.",
         'loosens section method stack text wording: "must" -> "may"'),
        ("Answers stay below 250 ms at p99.", "",
         'loosens section method stack text: "Answers stay below 250 ms at p99." -> none'),
        ("", "PRF-03 does not apply on Windows.",
         'loosens section method stack text: none -> "PRF-03 does not apply on Windows."'),
        ("", "Readers may skip this page.",
         'changes section method stack text: none -> "Readers may skip this page."'),
        ("It took 340 ms on one machine.", "It took 900 ms on one machine.", None),
        ("Somebody wrote this in haste.", "", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["{}", "- {}", "1. {}", "Before it.\n{}\nAfter it.", "> {}"])
def test_a_sentence_that_binds_is_read_wherever_it_stands(
    form: str, old: str, new: str, expected: str | None
) -> None:
    before, after = (contract(SECTION, "", form.format(text)) for text in (old, new))
    assert changed(before, after) == ([] if expected is None else [expected])


def test_a_row_of_any_table_is_read() -> None:
    head = ("## Capabilities", "", "| Capability | Budget |", "|---|---|")
    old = contract(*head, "| scan | < 5 ms at p99 |", "| sort | < 9 ms at p99 |")
    new = contract(*head, "| sort | < 9 ms at p99 |", "| scan | < 50 ms at p99 |")
    assert changed(old, new) == ["loosens section capabilities text limit: < 5 ms -> < 50 ms"]
    dropped = contract(*head, "| sort | < 9 ms at p99 |")
    assert changed(old, dropped) == [
        'loosens section capabilities text: "scan; < 5 ms at p99" -> none'
    ]


def test_a_label_that_nobody_knows_is_text() -> None:
    old, new = (
        text_of(CONTRACT).replace(
            "## Event Codes", f"**Exception:** {text} for nobody.\n\n## Event Codes"
        )
        for text in ("PRF-01 is required", "PRF-01 is optional")
    )
    assert changed(old, new) == ['loosens artifacts text wording: "required" -> "optional"']


def test_a_heading_of_any_section_is_read() -> None:
    old, new = (contract(f"## {word} reviews by two people", "", "Two people look.") for word in
                ("Mandatory", "Voluntary"))  # fmt: skip
    assert changed(old, new) == [
        'loosens document text wording: "mandatory" -> "voluntary"',
    ]


def test_a_sentence_under_another_heading_is_not_lost() -> None:
    held = "Each change MUST be measured twice."
    law = text_of(CONTRACT).replace("## Event Codes", f"{held}\n\n## Event Codes")
    assert changed(law, contract("## Notes", "", held)) == [
        "changes artifacts text stands under: artifacts -> section notes"
    ]
    assert changed(contract("## Notes", "", held), contract("## Remarks", "", held)) == []


STEPS = (
    "Baseline: record numbers.",
    "Profile: find the time.",
    "Prove: show the answers.",
    "Implement: change one thing.",
    "Verify: run the tests.",
    "Re-profile: measure again.",
)


@pytest.mark.parametrize("mark", ["- {}", "1. {}", "### {}", "{}\n"])
@pytest.mark.parametrize("step", range(6))
def test_a_step_of_a_listed_loop_is_missed(mark: str, step: int) -> None:
    lines = [mark.format(text) + "\n" for text in STEPS]
    old = contract("## The Loop", "", *lines)
    new = contract("## The Loop", "", *lines[:step], *lines[step + 1 :])
    name = STEPS[step].partition(":")[0].casefold()
    assert f'drops section the loop profile step: "{name}" -> none' in changed(old, new)
    assert changed(old, contract("## Our Loop", "", *lines)) == []


@pytest.mark.parametrize("words", ["(optional)", "if possible", "which teams may skip"])
def test_a_softened_step_loosens(words: str) -> None:
    old = contract("## The Loop", "", *(f"1. {text}" for text in STEPS))
    new = old.replace("show the answers.", f"show the answers {words}.")
    (told,) = changed(old, new)
    assert told.startswith("loosens section the loop text wording: none -> ")


def test_a_table_of_contents_is_no_text() -> None:
    new = contract("## Contents", "", "- [Required Performance Artifacts](#a)", "- Invariants")
    assert changed(contract("## Contents"), new) == []


LIMITS = ("< 5 %", "9 %", "< 50 ms", "p99", "mean", "peak", "five", "four", "MS-02")
WORDS = ("must", "may", "every", "some", "not", "only", "all", "is", "prove", "re-profile", ".")
_texts = st.lists(
    st.lists(st.sampled_from((*LIMITS, *WORDS)), max_size=12).map(" ".join), max_size=4
)


@given(_texts, _texts, st.booleans())
def test_running_text_is_compared_alike_from_either_side(
    old: list[str], new: list[str], levers: bool
) -> None:
    place = "## Required Performance Artifacts" if levers else "## Event Codes"
    before, after = (
        read(
            CONTRACT,
            text_of(CONTRACT).replace(place, "\n\n".join([*side, place])),
            Role.CONTRACT,
        )
        for side in (old, new)
    )
    assert_mirrored(before, after)
    assert said(differences(before, before)) == []
