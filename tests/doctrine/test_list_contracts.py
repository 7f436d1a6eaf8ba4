"""Contracts in list form: what an item defines, what hides one, and what is said of them all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli.lint import lint, scene_of
from doctrine_check.doctrine.examine import examine
from tests.rules.judging import judge, pair
from tests.rules.repositories import CONTRACT as PERFORMANCE

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.doctrine.model import DocumentFacts
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


def facts_of(text: str) -> DocumentFacts:
    """What a contract with this text below its heading says."""
    facts = examine(CONTRACT, f"{HEAD}{text}".encode(), lambda _: True).facts
    assert facts is not None
    return facts


def invariants_of(text: str) -> list[tuple[str, str | None]]:
    return [(str(i.id), i.statement and i.statement.text) for i in facts_of(text).invariants]


def events_of(text: str) -> list[tuple[str, str | None]]:
    found = facts_of(text).events
    return [(str(event.id), event.meaning and event.meaning.text) for event in found]


@pytest.mark.parametrize("item", ["`INV-SES-TWO` Sessions expire", "INV-SES-TWO Sessions expire"])
def test_an_item_that_opens_with_an_id_of_the_family_defines_it(tmp_path: Path, item: str) -> None:
    text = f"{HEAD}{INVARIANTS}- {item}\n\nSee INV-SES-TWO.\n"
    assert places(tmp_path, text) == []
    assert invariants_of(f"{INVARIANTS}- {item}\n") == [
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
def test_level_and_meaning_stand_where_their_line_shows_them(item: str) -> None:
    _, event = facts_of(f"{EVENTS}{item}\n").events
    for place, shown in ((event.level, "error"), (event.meaning, "Session lost")):
        assert place is not None
        assert place.text == shown
        assert place.column == item.index(shown) + 1
        assert place.end == place.column + len(shown)


def test_a_meaning_in_the_words_of_the_level_stands_behind_it() -> None:
    item = "- **SES-002** (error) error"
    _, event = facts_of(f"{EVENTS}{item}\n").events
    level, meaning = event.level, event.meaning
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
    text = f"{EVENTS}{sentence}\n"
    assert [str(event.id) for event in facts_of(text).events] == ["SES-001"]
    assert places(tmp_path, HEAD + text) == ([("dangling-id", 7)] if "SES-002" in sentence else [])


LOOSE = ["- `{}` {}", "- {} {}", "1. `{}` {}", "* [ ] `{}` {}", "- `{}` → {}", "- {} -> {}"]


@pytest.mark.parametrize("item", LOOSE)
def test_a_list_whose_items_all_open_with_ids_defines_them(tmp_path: Path, item: str) -> None:
    said = {"INV-SES-ONE": "One session a user", "INV-SES-TWO": "Sessions expire"}
    items = "\n".join(item.format(*pair) for pair in said.items())
    text = f"## Invariants\n\n{items}\n"
    assert invariants_of(text) == list(said.items())
    assert places(tmp_path, f"{HEAD}{text}\nSee INV-SES-TWO.\n") == []
    assert places(tmp_path, f"{HEAD}{text}\nSee INV-SES-NEW.\n") == [("dangling-id", 8)]
    wrong = text.replace("INV-SES-TWO", "INV_SES_TWO")
    assert places(tmp_path, HEAD + wrong) == [("malformed-id", 6)]


@pytest.mark.parametrize("item", LOOSE[:4])
def test_an_id_may_stand_twice_in_such_a_list_by_mistake(tmp_path: Path, item: str) -> None:
    items = [item.format("INV-SES-ONE", text) for text in ("Sessions expire.", "One a user.")]
    text = "## Invariants\n\n" + "\n".join(items) + "\n"
    assert places(tmp_path, HEAD + text) == [("duplicate-id", 6)]


@pytest.mark.parametrize("item", LOOSE)
@pytest.mark.parametrize("wrong", ["SES-3", "SES003", "ses-003", "SES\u2011003"])
def test_a_misspelt_code_in_such_a_list_is_found(tmp_path: Path, item: str, wrong: str) -> None:
    codes = ["SES-001", "SES-002", wrong]
    text = "## Events\n\n" + "\n".join(item.format(code, "opened") for code in codes) + "\n"
    rule = "malformed-id" if wrong.isascii() else "lookalike-id"
    assert places(tmp_path, HEAD + text) == [(rule, 7)]
    assert [code for code, _ in events_of(text)] == ["SES-001", "SES-002", "SES-003"]


@pytest.mark.parametrize(
    "text",
    [
        "## Invariants\n\n- INV-INK-DRY holds as well\n- INV-INK-DRY is theirs\n",
        "## Related invariants\n\n- `INV-INK-DRY` of the ink\n- `INV-INK-DRY`, as told by us\n",
        "## Invariants\n\n- INV-INK-DRY and INV-INK-WET\n- INV-INK-WET INV-INK-DRY\n",
        "## Invariants\n\n- `INV-INK-DRY` Ink dries\n",
        "## Invariants\n\n- Ours are old\n- Theirs are not\n- INV-INK-DRY Dry\n- INV-INK-DRY Ink\n",
        "## Ink\n\n- `INV-INK-DRY` Ink dries\n- `INV-INK-DRY` Ink is dry\n",
        "## Events\n\n- SES-001 → SES-002\n- SES-002 → SES-001\n- SES-001 → SES-003\n",
        "## Events\n\n- SES-001 → pager\n- SES-001 → log\n- SES-002 → log\n",
        "## Event routing\n\n- SES-001 → pager\n- SES-002 -> log\n",
    ],
)
def test_a_list_that_speaks_of_ids_defines_none(tmp_path: Path, text: str) -> None:
    assert (invariants_of(text), events_of(text)) == ([], [])
    assert places(tmp_path, HEAD + text) == []


def test_beside_an_item_that_sets_its_id_apart_others_name_ids_of_others(tmp_path: Path) -> None:
    text = f"{INVARIANTS}- INV-INK-DRY Ink dries\n- INV-INK-WET Ink flows\n"
    assert invariants_of(text) == [("INV-SES-ONE", "One session a user")]
    assert places(tmp_path, HEAD + text) == []


@pytest.mark.parametrize(
    "more",
    [
        "## Checking the invariants\n\n- `INV-SES-ONE` Count them\n- `INV-SES-TWO` Wait an hour\n",
        "## Notes on the invariants\n\n- INV-SES-ONE is the older one\n- INV-SES-TWO came later\n",
        "## More on invariants\n\nINV-SES-ONE is checked at login.\n\nINV-SES-TWO is not.\n",
    ],
)
def test_a_second_list_speaks_of_the_ids_of_the_first(tmp_path: Path, more: str) -> None:
    text = "## Invariants\n\n- `INV-SES-ONE` One a user\n- `INV-SES-TWO` Sessions expire\n\n"
    said = [("INV-SES-ONE", "One a user"), ("INV-SES-TWO", "Sessions expire")]
    assert invariants_of(text + more) == said
    assert places(tmp_path, HEAD + text + more) == []


def test_a_sentence_in_a_list_of_texts_defines_only_what_no_text_does() -> None:
    items = ["ONE` One a user", "TWO` is younger", "ONE` is old", "TEN` Ten are many"]
    text = "## Invariants\n\n" + "".join(f"- `INV-SES-{item}\n" for item in items)
    said = [("INV-SES-ONE", "One a user"), ("INV-SES-TWO", "is younger")]
    assert invariants_of(text) == [*said, ("INV-SES-TEN", "Ten are many")]


def test_beside_ids_that_are_set_apart_a_sentence_is_no_second_definition(tmp_path: Path) -> None:
    text = f"{INVARIANTS}- `INV-SES-TWO` Sessions expire\n\n## Use of the invariants\n\n"
    text += "- INV-SES-TWO is what the cache relies on\n"
    assert places(tmp_path, HEAD + text) == []


@pytest.mark.parametrize("form", ["- `{}` {}", "1. {} {}", "- {} → {}"])
def test_the_invariants_of_the_performance_contract_may_be_such_a_list(form: str) -> None:
    documents = pair()
    head = "| ID | Statement |\n|----|-----------|\n"
    text = documents[PERFORMANCE]
    assert text.count(head) == 1
    text, count = re.subn(
        r"\| (INV-PRF-\w+) \| (.*) \|\n",
        lambda row: form.format(row[1], row[2]) + "\n",
        text.replace(head, ""),
    )
    assert count == 3
    assert judge({**documents, PERFORMANCE: text}).findings == ()
    weaker = judge({**documents, PERFORMANCE: text.replace("Every lever", "A lever")}).findings
    assert [finding.rule for finding in weaker] == ["invariant-wording"]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("SES006", "SES-006"), ("SES0006", "SES-006"), ("ses006", "SES-006"), ("SES-6", "SES-006")],
)
@pytest.mark.parametrize("form", ["- {}: gone\n", "### {}: gone\n\ngone\n"])
def test_a_code_without_its_hyphen_is_misspelt(
    tmp_path: Path, wrong: str, meant: str, form: str
) -> None:
    (found,) = found_in(tmp_path, f"{HEAD}## Events\n\n- SES-001: opened\n\n{form.format(wrong)}")
    assert (found.rule, found.location.line, found.remedy) == ("malformed-id", 7, f"write {meant}")


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("INVSES-TWO", "INV-SES-TWO"),
        ("INVSES_TWO", "INV-SES-TWO"),
        ("InvSES-two-B", "INV-SES-TWO-B"),
    ],
)
@pytest.mark.parametrize("form", ["- {}: gone\n", "### {}: gone\n\ngone\n"])
def test_an_invariant_without_its_first_hyphen_is_misspelt(
    tmp_path: Path, wrong: str, meant: str, form: str
) -> None:
    (found,) = found_in(tmp_path, f"{HEAD}{INVARIANTS}\n{form.format(wrong)}")
    assert (found.rule, found.location.line, found.remedy) == ("malformed-id", 7, f"write {meant}")


@pytest.mark.parametrize(
    "item",
    [
        "- INVINK-DRY: theirs",
        "- INVSES: nothing",
        "- INVSES-: nothing",
        "- Invoices-two: paper",
        "- OTH006: of others",
        "- SES2: a protocol",
        "- SES006 of them",
        "- see SES006: there",
    ],
)
def test_what_is_near_no_id_of_the_document_is_left_alone(tmp_path: Path, item: str) -> None:
    assert places(tmp_path, f"{HEAD}{INVARIANTS}{item}\n\n{EVENTS}{item}\n") == []
