"""Contracts in list form: what an item defines, what hides one, and what is said of them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli.files import Existing
from doctrine_check.cli.lint import lint, scene_of
from doctrine_check.doctrine.examine import examine

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.findings import Finding

CONTRACT = "docs/specs/bd-9ses_contract.md"
HEAD = "# bd-9ses: Sessions\n\n"
EVENTS = "## Event codes\n\n- **SES-001** (info): Session opened\n\n"
INVARIANTS = "## Invariants\n\n- **INV-SES-ONE**: One session a user\n"


def found_in(root: Path, text: str, path: str = CONTRACT) -> list[Finding]:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return list(lint(scene_of([str(target)], str(root), None))[0].findings)


def places(root: Path, text: str, path: str = CONTRACT) -> list[tuple[str, int]]:
    return [(finding.rule, finding.location.line) for finding in found_in(root, text, path)]


@pytest.mark.parametrize("item", ["`INV-SES-TWO` Sessions expire", "INV-SES-TWO Sessions expire"])
def test_an_item_that_opens_with_an_id_of_the_family_defines_it(tmp_path: Path, item: str) -> None:
    text = f"{HEAD}{INVARIANTS}- {item}\n\nSee INV-SES-TWO.\n"
    assert places(tmp_path, text) == []
    facts = examine(CONTRACT, text.encode(), Existing(str(tmp_path))).facts
    assert facts is not None
    assert [(str(i.id), i.statement and i.statement.text) for i in facts.invariants] == [
        ("INV-SES-ONE", "One session a user"),
        ("INV-SES-TWO", "Sessions expire"),
    ]


def test_an_event_item_without_a_sign_defines_its_code(tmp_path: Path) -> None:
    text = f"{HEAD}{EVENTS}- `SES-002` info Session closed\n\n## Notes\n\nSES-002 comes last.\n"
    assert places(tmp_path, text) == []


def test_an_item_that_speaks_of_an_id_defined_elsewhere_is_a_sentence(tmp_path: Path) -> None:
    text = f"{HEAD}{INVARIANTS}\n## More on invariants\n\n- INV-SES-ONE is checked at login\n"
    assert places(tmp_path, text) == []


def test_an_item_of_another_family_is_a_sentence(tmp_path: Path) -> None:
    text = f"{HEAD}{INVARIANTS}- INV-INK-DRY holds as well\n- INV-INK-DRY is theirs\n"
    assert places(tmp_path, text) == []


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (f"```\n{INVARIANTS}```\n", [("hidden-facts", 7)]),
        (f"<!--\n{INVARIANTS}-->\n", [("hidden-facts", 7)]),
        (f"```markdown\n{INVARIANTS}```\n", []),
        (f"## How to write one\n\n```\n{INVARIANTS}```\n", []),
        (
            "## Invariants\n\n<!-- ### INV-SES-ONE: One -->\n\n### INV-SES-TWO: Two\n\nTwo.\n",
            [("hidden-facts", 9)],
        ),
        (f"{INVARIANTS}\n<!-- - **INV-SES-TWO**: Two -->\n", [("hidden-facts", 11)]),
        (f"{INVARIANTS}\n<!-- - **INV-ABC-NAME**: what holds -->\n", []),
        (f"{INVARIANTS}\n```\n- **INV-SES-TWO**: Two\n```\n", []),
    ],
)
def test_a_section_that_nobody_sees_defines_nothing(
    tmp_path: Path, block: str, expected: list[tuple[str, int]]
) -> None:
    assert places(tmp_path, f"{HEAD}{EVENTS}{block}") == expected


@pytest.mark.parametrize("path", ["README.md", "docs/README.md"])
def test_a_sample_in_a_readme_is_a_sample(tmp_path: Path, path: str) -> None:
    assert places(tmp_path, f"# Sessions\n\n{EVENTS}```\n{INVARIANTS}```\n", path) == []
    text = f"# Sessions\n\n{INVARIANTS}\n<!-- - INV-SES-TWO: Two -->\n"
    assert places(tmp_path, text, path) == []


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("- **SES-002**: Session closed", [("event-level", 6)]),
        ("- SES-002: Session closed", [("event-level", 6)]),
        ("- **SES-002** (warn): Session closed", []),
    ],
)
def test_an_item_among_others_with_levels_has_one(
    tmp_path: Path, item: str, expected: list[tuple[str, int]]
) -> None:
    text = f"{HEAD}{EVENTS}".rstrip("\n") + f"\n{item}\n"
    assert places(tmp_path, text) == expected


def test_a_meaning_that_opens_with_the_name_of_a_level_is_no_level(tmp_path: Path) -> None:
    items = "- **SES-001**: error rate too high\n- **SES-002**: Session closed\n"
    assert places(tmp_path, f"{HEAD}## Event codes\n\n{items}") == []


def table(*codes: str) -> str:
    rows = "".join(f"| {code} | info | Event number {n} |\n" for n, code in enumerate(codes))
    return f"{HEAD}## Event codes\n\n| Code | Level | Meaning |\n|---|---|---|\n{rows}"


@pytest.mark.parametrize(
    ("codes", "line", "remedy"),
    [
        (("CCH-001", "CCH-0002", "CCH-003"), 8, "write CCH-002"),
        (("CCH-001", "CCH-0001", "CCH-003"), 8, "write an id of the form ABC-nnn"),
        (("CCH-001", "CCH-2", "CCH-003"), 8, "write CCH-002"),
        (("CCH-001", "CCH-3", "CCH-003"), 8, "write the id of this row in its first column"),
        (("CCH-0001", "CCH-2", "CCH-0003"), 8, "write CCH-0002"),
        (("PRF-001", "PRF-0002", "PRF-003"), 8, "write PRF-002"),
        (("PRF-001", "PRF-1000", "PRF-003"), 8, "write an id of the form PRF-nnn"),
        (("PRF-0001", "PRF-002"), 7, "write PRF-001"),
    ],
)
def test_a_code_has_as_many_digits_as_the_others(
    tmp_path: Path, codes: tuple[str, ...], line: int, remedy: str
) -> None:
    found = [(f.rule, f.location.line, f.remedy) for f in found_in(tmp_path, table(*codes))]
    assert found == [("malformed-id", line, remedy)]


def test_codes_of_four_digits_are_right_where_all_have_them(tmp_path: Path) -> None:
    assert places(tmp_path, table("CCH-0001", "CCH-0002")) == []
    assert places(tmp_path, table("CCH-998", "CCH-999", "CCH-1000")) == []


def test_half_an_invariant_is_not_what_was_meant(tmp_path: Path) -> None:
    (found,) = found_in(tmp_path, f"{HEAD}{INVARIANTS}- **INV-SES**: Two\n")
    assert (found.rule, found.remedy) == ("malformed-id", "write an id of the form INV-ABC-NAME")
    assert "probably meant" not in found.message


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("All five invariants hold.", ["stated-count"]),
        ("It emits all 9 event codes.", ["stated-count"]),
        ("All one of them. It emits all 1 event codes.", []),
        ("All five principles and all 9 levers are elsewhere.", []),
        ("These five invariants hold.", []),
        ("All three events such as SES-001 have a session.", []),
        ("The following two events are audited.", []),
    ],
)
def test_a_contract_counts_its_events_and_invariants(
    tmp_path: Path, text: str, rules: list[str]
) -> None:
    document = f"{HEAD}{text}\n\n{EVENTS}{INVARIANTS}"
    assert [finding.rule for finding in found_in(tmp_path, document)] == rules


def test_nothing_is_counted_of_what_a_comment_may_hold(tmp_path: Path) -> None:
    text = f"{HEAD}All 2 invariants hold.\n\n{INVARIANTS}\n```\n- **INV-SES-TWO**: Two\n```\n"
    assert places(tmp_path, text) == []


ADR = (
    "# 7. Sessions\n\n| Status | Date | Deciders |\n|---|---|---|\n| {} | {} | Platform |\n\nWhy.\n"
)


@pytest.mark.parametrize(
    ("status", "date", "rules"),
    [
        ("Accepted", "2025-03-01", []),
        ("Cooking", "2025-03-01", ["adr-status"]),
        ("Accepted", "2025-13-01", ["adr-date"]),
    ],
)
def test_the_metadata_of_a_record_may_be_a_table_with_a_header(
    tmp_path: Path, status: str, date: str, rules: list[str]
) -> None:
    found = found_in(tmp_path, ADR.format(status, date), "docs/adr/0007-sessions.md")
    assert [finding.rule for finding in found] == rules


@pytest.mark.parametrize(
    "item",
    [
        "- **SES-002** (error) Session lost",
        "- **SES-002** — error: Session lost",
        "- `SES-002` | error | Session lost",
        "- **SES-002:** error Session lost",
        "- [ ] **SES-002** (error) Session lost",
        "- SES-002 error Session lost",
        "SES-002 (error) Session lost",
        "**SES-002** error Session lost",
    ],
)
def test_level_and_meaning_stand_where_their_line_shows_them(tmp_path: Path, item: str) -> None:
    text = f"{HEAD}{EVENTS}{item}\n"
    facts = examine(CONTRACT, text.encode(), Existing(str(tmp_path))).facts
    assert facts is not None
    _, event = facts.events
    for place, shown in ((event.level, "error"), (event.meaning, "Session lost")):
        assert place is not None
        assert place.text == shown
        assert place.column == item.index(shown) + 1
        assert place.end == place.column + len(shown)


def test_a_meaning_in_the_words_of_the_level_stands_behind_it(tmp_path: Path) -> None:
    item = "- **SES-002** (error) error"
    facts = examine(CONTRACT, f"{HEAD}{EVENTS}{item}\n".encode(), Existing(str(tmp_path))).facts
    assert facts is not None
    level, meaning = facts.events[1].level, facts.events[1].meaning
    assert level is not None
    assert meaning is not None
    assert (level.column, meaning.column) == (item.index("error") + 1, item.rindex("error") + 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "SES-002 follows SES-001 when the clock runs.",
        "SES-001 follows a login.",
        "SES-002 errors are rare.",
    ],
)
def test_a_sentence_below_the_events_defines_none(tmp_path: Path, sentence: str) -> None:
    text = f"{HEAD}{EVENTS}{sentence}\n"
    facts = examine(CONTRACT, text.encode(), Existing(str(tmp_path))).facts
    assert facts is not None
    assert [str(event.id) for event in facts.events] == ["SES-001"]
    assert places(tmp_path, text) == ([("dangling-id", 7)] if "SES-002" in sentence else [])
