from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from doctrine_check.findings import Outcome, Verdict
from doctrine_check.rules.change_registry import EVERY_RULE
from doctrine_check.rules.pages import page, title
from doctrine_check.rules.registry import BY_ID, RULES, RuleSpec
from tests.rules.repositories import (
    EXAMPLES,
    EXPECTED,
    assemble,
    claims_of,
    expectations,
    lint_root,
)

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.findings import Finding

INFRASTRUCTURE = {
    "__init__",
    "change_facts",
    "change_place",
    "change_registry",
    "claimed",
    "conclude",
    "context",
    "engine",
    "gather",
    "head_documents",
    "judge_change",
    "law_documents",
    "living",
    "pages",
    "problem",
    "ratchet",
    "registry",
    "report_change",
    "sources",
}
SECTIONS = ["## What it does", "## Why", "## How to fix", "## Example"]


def _examples(verdict: str) -> list[tuple[str, str]]:
    """Rule id and folder name of each good, or each bad, example that is there."""
    return [
        (spec.id, folder.name)
        for spec in RULES
        for folder in sorted((EXAMPLES / spec.stem).glob(f"{verdict}*"))
    ]


def _shown(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{f.location.place} [{f.rule}] {f.message}" for f in findings)


def test_each_rule_has_one_module_and_each_module_one_rule(project_root: Path) -> None:
    modules = {path.stem for path in (project_root / "doctrine_check" / "rules").glob("*.py")}
    assert modules - INFRASTRUCTURE == {spec.stem for spec in EVERY_RULE}
    assert modules >= INFRASTRUCTURE


@pytest.mark.parametrize("spec", RULES, ids=lambda spec: spec.id)
def test_each_rule_has_a_good_and_a_bad_example(spec: RuleSpec) -> None:
    folder = EXAMPLES / spec.stem
    for name in ("good", "bad"):
        assert any((folder / name).rglob("*")), f"{folder.name}/{name} is missing or empty"
    assert (folder / "bad" / EXPECTED).is_file()


def test_each_folder_of_examples_belongs_to_a_rule() -> None:
    folders = {path.name for path in EXAMPLES.iterdir() if path.is_dir()}
    assert folders - {"__pycache__", "_base"} == {spec.stem for spec in RULES}


@pytest.mark.parametrize(("rule", "folder"), _examples("good"))
def test_a_good_example_gives_no_finding(rule: str, folder: str, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    assemble(EXAMPLES / BY_ID[rule].stem / folder, root)

    report = lint_root(root)

    assert not report.findings, _shown(report.findings)
    outcomes = {row.rule: row.outcome for row in report.rules}
    # A waiver or a ratchet entry that works leaves the finding it covers among the waived.
    assert outcomes[rule] is Outcome.PASS, "the rule had nothing to look at"
    assert report.verdict is Verdict.PASS


@pytest.mark.parametrize(("rule", "folder"), _examples("bad"))
def test_a_bad_example_gives_its_findings_and_no_other(
    rule: str, folder: str, tmp_path: Path
) -> None:
    root = tmp_path / "repository"
    example = EXAMPLES / BY_ID[rule].stem / folder
    assemble(example, root)
    expected = expectations(example, root)
    assert any(entry.rule == rule for entry in expected), "no finding of the rule itself is listed"
    for entry in expected:
        where = f"the finding of {entry.rule} on line {entry.line}"
        assert entry.message, f"{where} has no message"
        assert entry.remedy, f"{where} has no remedy"
        assert entry.rule == rule or entry.because, f"{entry.rule} is listed without a reason"

    report = lint_root(root)

    left = list(report.findings)
    for entry in expected:
        found = [finding for finding in left if entry.names(finding)]
        assert found, f"not found: {entry}\nfound:\n{_shown(report.findings)}"
        # Two findings of one line may differ in their columns alone.
        right = [finding for finding in found if claims_of(finding) == entry.claims()]
        assert right, f"said of line {entry.line}: {[*map(claims_of, found)]}"
        left.remove(right[0])
    assert not left, f"found beside what is expected:\n{_shown(tuple(left))}"


@pytest.mark.parametrize("spec", EVERY_RULE, ids=lambda spec: spec.id)
def test_the_page_of_a_rule_is_complete(spec: RuleSpec) -> None:
    lines = page(spec).split("\n")
    assert re.fullmatch(r"[A-Z].*\.", lines[0]), "the first line is a sentence: the title"
    assert lines[1] == ""
    assert [line for line in lines if line.startswith("## ")] == SECTIONS
    for heading in SECTIONS:
        start = lines.index(heading) + 1
        body = []
        for line in lines[start:]:
            if line.startswith("## "):
                break
            body.append(line.strip())
        assert any(body), f"{heading} says nothing"


def test_ids_and_titles_are_unique_and_ids_are_in_kebab_case() -> None:
    ids = [spec.id for spec in EVERY_RULE]
    titles = [title(spec).casefold() for spec in EVERY_RULE]
    assert len(set(ids)) == len(ids)
    assert len(set(titles)) == len(titles)
    assert [name for name in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []
