"""Single edits of a healthy pair that leave the words of the law standing and take its force away.

Beside them stand sentences with the same words ("may", "skipped", "optional") that empty nothing.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import main
from doctrine_check.cli.budgets_file import MAX_BYTES, holds_budget
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.markdown import MAX_INLINE
from doctrine_check.doctrine.source import SourceProblem, conflict
from tests.rules.judging import judge
from tests.rules.repositories import EXAMPLES, assemble, lint_root
from tests.rules.soft_words import (
    EMPTIED,
    HARMLESS,
    HARMLESS_STATEMENTS,
    PROFILED,
    SOFTENED_STATEMENTS,
    TARGET,
    Edit,
)

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.findings import Report

DOCTRINE = "docs/doctrine/performance_and_velocity.md"
CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"


def pair(root: Path) -> dict[str, str]:
    """The healthy pair."""
    return {path: (root / path).read_text(encoding="utf-8") for path in (DOCTRINE, CONTRACT)}


def changed(documents: dict[str, str], old: str, new: str, *paths: str) -> dict[str, str]:
    """The documents with the one place where ``old`` stands in each of ``paths`` replaced."""
    out = dict(documents)
    for path in paths:
        assert out[path].count(old) == 1, f"{path} holds {old!r} {out[path].count(old)} times"
        out[path] = out[path].replace(old, new)
    return out


def lines_with(documents: dict[str, str], path: str, text: str) -> range:
    """The numbers of the lines over which ``text`` runs."""
    first = documents[path][: documents[path].index(text)].count("\n") + 1
    return range(first, first + text.count("\n") + 1)


def shown(report: Report) -> str:
    """What was found, for a failed test."""
    return "\n".join(f"{f.location.place} [{f.rule}] {f.message}" for f in report.findings)


@pytest.mark.parametrize("edit", EMPTIED, ids=lambda edit: f"{edit.rule}: {edit.new}")
def test_what_empties_the_law_is_one_finding_on_its_line(edit: Edit, project_root: Path) -> None:
    documents = changed(pair(project_root), edit.old, edit.new, DOCTRINE)

    report = judge(documents)

    assert [finding.rule for finding in report.findings] == [edit.rule], shown(report)
    place = report.findings[0].location
    assert place.path == DOCTRINE
    assert place.line in lines_with(documents, DOCTRINE, edit.new), shown(report)


@pytest.mark.parametrize(("old", "new"), SOFTENED_STATEMENTS)
def test_a_statement_softened_in_both_documents_is_one_finding_on_the_doctrines(
    old: str, new: str, project_root: Path
) -> None:
    documents = changed(pair(project_root), old, new, DOCTRINE, CONTRACT)

    report = judge(documents)

    assert [finding.rule for finding in report.findings] == ["weak-invariant"], shown(report)
    finding = report.findings[0]
    assert finding.location.line in lines_with(documents, DOCTRINE, new)
    assert [place.path for place in finding.related] == [CONTRACT]
    assert finding.invariant == finding.subject


@pytest.mark.parametrize("path", [DOCTRINE, CONTRACT])
def test_a_statement_softened_in_one_document_is_a_disagreement(
    path: str, project_root: Path
) -> None:
    new = "Every optimization lever should have before/after evidence"
    report = judge(changed(pair(project_root), PROFILED, new, path))
    assert [finding.rule for finding in report.findings] == ["invariant-wording"], shown(report)


def test_a_statement_of_a_doctrine_without_contract_is_read_too(project_root: Path) -> None:
    new = "Every optimization lever should have before/after evidence"
    alone = {DOCTRINE: changed(pair(project_root), PROFILED, new, DOCTRINE)[DOCTRINE]}
    assert "weak-invariant" in [finding.rule for finding in judge(alone).findings]


def test_a_target_softened_in_both_documents_is_one_finding(project_root: Path) -> None:
    old, new = TARGET[:-1], f"{TARGET[:-1]} where possible"
    report = judge(changed(pair(project_root), old, new, DOCTRINE, CONTRACT))
    assert [finding.rule for finding in report.findings] == ["unmeasurable-metric"], shown(report)
    assert report.findings[0].location.path == DOCTRINE


def test_a_metric_softened_in_the_contract_is_an_error_there(project_root: Path) -> None:
    report = judge(changed(pair(project_root), TARGET[:-1], f"ideally {TARGET[:-1]}", CONTRACT))
    places = [f.location.path for f in report.findings if f.rule == "unmeasurable-metric"]
    assert places == [CONTRACT], shown(report)
    assert {finding.rule for finding in report.findings} <= {
        "unmeasurable-metric",
        "metric-wording",
    }


@pytest.mark.parametrize(("old", "new"), HARMLESS)
def test_the_same_words_in_a_harmless_sentence_give_no_finding(
    old: str, new: str, project_root: Path
) -> None:
    report = judge(changed(pair(project_root), old, new, DOCTRINE))
    assert not report.findings, shown(report)


@pytest.mark.parametrize(("old", "new"), HARMLESS_STATEMENTS)
def test_a_harmless_statement_in_both_documents_gives_no_finding(
    old: str, new: str, project_root: Path
) -> None:
    report = judge(changed(pair(project_root), old, new, DOCTRINE, CONTRACT))
    assert not report.findings, shown(report)


BUDGETS = "perf/budgets"
NO_BUDGETS = {
    "empty": ("yaml", b""),
    "a comment": ("yaml", b"# to come\n"),
    "garbage": ("yaml", b"{[}: :\n\t- @"),
    "binary": ("yaml", b"\xff\xfe\x00rate_limiter: 10"),
    "a text": ("yaml", b"We will see.\n"),
    "a version alone": ("yaml", b"version: 1\n"),
    "no number": ("yaml", b"rate_limiter:\n  max_latency_ms: soon\n"),
    "zero": ("yaml", b"rate_limiter:\n  max_latency_ms: 0\n"),
    "below zero": ("yaml", b"rate_limiter:\n  max_latency_ms: -5\n"),
    "endless": ("yaml", b"rate_limiter:\n  max_latency_ms: inf\n"),
    "an alias": ("yaml", b"a: &a {max_latency_ms: 10}\nb: *a\n"),
    "two documents": ("yaml", b"a: {max_ms: 1}\n---\nb: {max_ms: 2}\n"),
    "too deep": ("yaml", b"[" * 20_000),
    "too large": ("yaml", b"a: {max_ms: 1}\n#" + b"x" * MAX_BYTES),
    "no JSON": ("json", b"{"),
    "deep JSON": ("json", b"[" * 200_000),
    "yes and no": ("json", b'{"rate_limiter": {"max_ms": true}}'),
}
SOME_BUDGET = {
    "milliseconds": ("yaml", b"rate_limiter:\n  max_latency_ms: 10\n  max_memory_mb: 5\n"),
    "one name": ("yaml", b"startup_ms: 100\n"),
    "with a unit": ("yaml", b"album:\n  p99: 500ms\n"),
    "listed": ("yaml", b"budgets:\n- {name: album, p99: < 0.5 s}\n"),
    "with a mark": ("yaml", b"\xef\xbb\xbfalbum: {max_ms: 1}\n"),
    "the other ending": ("yml", b"album: {max_ms: 2.5}"),
    "JSON": ("json", b'{"album": {"max_ms": 2.5}}'),
}


def budgeted(root: Path, ending: str, data: bytes) -> str:
    """A repository whose principle refers to a budget, with this file of budgets."""
    assemble(EXAMPLES / "unresolved_budget" / "bad", root)
    name = f"{BUDGETS}.{ending}"
    (root / "perf").mkdir()
    (root / name).write_bytes(data)
    (root / "doctrine-check.toml").write_text(f'budgets = "{name}"\n', encoding="utf-8")
    return name


@pytest.mark.parametrize("case", NO_BUDGETS)
def test_a_budgets_file_without_a_budget_stands_behind_nothing(case: str, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    budgeted(root, *NO_BUDGETS[case])

    report = lint_root(root)

    found = [(finding.rule, finding.location.path) for finding in report.findings]
    assert found == [("unresolved-budget", "docs/doctrine/performance.md")], shown(report)


@pytest.mark.parametrize("case", SOME_BUDGET)
def test_a_budgets_file_with_a_budget_stands_behind_it(case: str, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    budgeted(root, *SOME_BUDGET[case])
    report = lint_root(root)
    assert not report.findings, shown(report)


def test_a_budgets_file_that_leads_out_of_the_repository_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    name = budgeted(root, *SOME_BUDGET["one name"])
    outside = tmp_path / "outside.yaml"
    (root / name).rename(outside)
    try:
        (root / name).symlink_to(outside)
    except OSError:
        pytest.skip("no links here")
    assert [finding.rule for finding in lint_root(root).findings] == ["unresolved-budget"]


def test_a_budgets_file_is_read_only_where_a_principle_refers_to_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "repository"
    shutil.copytree(EXAMPLES / "_base", root)
    (root / "budgets.yaml").write_text("a: {max_ms: 1}\n", encoding="utf-8")
    (root / "doctrine-check.toml").write_text('budgets = "budgets.yaml"\n', encoding="utf-8")

    def read(name: str, data: bytes) -> bool:
        raise AssertionError(f"{name} was read: {data!r}")

    monkeypatch.setattr("doctrine_check.cli.budgets_file.holds_budget", read)
    assert not lint_root(root).findings


def test_a_pass_is_not_remembered_for_other_budgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "repository"
    name = budgeted(root, *SOME_BUDGET["milliseconds"])
    monkeypatch.setenv("DOCTRINE_CHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.chdir(root)

    def run() -> int:
        try:
            return main(["lint"]) or 0
        except SystemExit as left:
            return int(left.code or 0)

    assert [run(), run()] == [0, 0]
    (root / name).write_bytes(b"")
    assert run() == 1
    assert "unresolved-budget" in capsys.readouterr().out


def test_numbers_of_a_budgets_file_are_capped() -> None:
    assert not holds_budget("a.yaml", b"album: {max_ms: 1" + b"0" * 100 + b"}")
    assert not holds_budget("a.json", b'{"album": {"max_ms": 1' + b"0" * 10_000 + b"}}")


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", ">>>>>>> topic", "<<<<<<< Updated upstream"])
def test_a_marker_alone_is_a_conflict(marker: str) -> None:
    problem = conflict("a.md", ["One", marker, "Two"], [False] * 3)
    assert problem is not None
    assert (problem.line, problem.kind) == (2, "conflict")
    assert "line 2" in problem.message


@pytest.mark.parametrize(
    ("lines", "fences", "line"),
    [
        (["<<<<<<< HEAD", "=======", "<<<<<<< HEAD", ">>>>>>> topic"], "....", 1),
        (["<<<<<<< HEAD", ">>>>>>> topic", ">>>>>>> topic"], "ff.", 3),
        (["<<<<<<< HEAD", ">>>>>>> topic"], "f.", 1),
        (["<<<<<<< HEAD", "<<<<<<< HEAD"], "f.", 2),
    ],
)
def test_the_first_marker_outside_an_example_counts(
    lines: list[str], fences: str, line: int
) -> None:
    problem = conflict("a.md", lines, [mark == "f" for mark in fences])
    assert problem is not None
    assert problem.line == line


@pytest.mark.parametrize(
    ("lines", "fences"),
    [
        (["Title", "=======", "Text"], "..."),
        (["<<<<<<< HEAD", "=======", ">>>>>>> topic"], "fff"),
        (["<<<<<<< HEAD"], "f"),
        ([">>>>>>> topic"], "f"),
        (["`<<<<<<< HEAD` opens a conflict", "text >>>>>>> topic"], ".."),
        (["<<<<<<<", ">>>>>>>"], ".."),
    ],
)
def test_what_is_no_marker_is_no_conflict(lines: list[str], fences: str) -> None:
    assert conflict("a.md", lines, [mark == "f" for mark in fences]) is None


def test_a_marker_alone_makes_a_document_unread(project_root: Path) -> None:
    documents = pair(project_root)
    documents[DOCTRINE] = documents[DOCTRINE].replace("### LEV-01", "<<<<<<< HEAD\n### LEV-01")
    report = judge(documents)
    assert "merge-conflict" in [finding.rule for finding in report.findings]


FILLERS = {
    "one line": "word " * (MAX_INLINE // 4),
    "many lines": "word word\n" * (MAX_INLINE // 8),
    "one word": "x" * (MAX_INLINE + 10) + " ",
    "code": "a `b c` d\n" * (MAX_INLINE // 8),
    "links": "see [that one](../specs) there " * (MAX_INLINE // 20),
    "paths": "`docs/there.md` " * (MAX_INLINE // 10),
    "code over two lines": "a `b\nc` d " * (MAX_INLINE // 8),
    "open brackets": "[ " * MAX_INLINE,
}


@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("reference", ["`scripts/gone.py`", "[the script](../../scripts/gone.py)"])
def test_a_path_behind_a_long_text_is_looked_for(
    filler: str, reference: str, project_root: Path
) -> None:
    text = f"{FILLERS[filler]}see {reference} here"
    heading = "## 7.2 Candidate"
    document = pair(project_root)[DOCTRINE].replace(heading, f"{text}\n\n{heading}")
    examined = examine(DOCTRINE, document.encode(), lambda name: "gone" not in name)

    assert examined.facts is not None
    assert not isinstance(examined.problem, SourceProblem)
    gone = [found for found in examined.facts.references if not found.exists]
    assert [found.resolved for found in gone] == ["scripts/gone.py"]
    before = document[: document.index("gone.py")]
    assert gone[0].place.line == before.count("\n") + 1


def test_a_path_on_a_long_line_keeps_its_column(project_root: Path) -> None:
    text = f"{FILLERS['paths']}see `scripts/gone.py` here"
    heading = "## 7.2 Candidate"
    document = pair(project_root)[DOCTRINE].replace(heading, f"{text}\n\n{heading}")
    examined = examine(DOCTRINE, document.encode(), lambda name: "gone" not in name)

    assert examined.facts is not None
    places = [found.place for found in examined.facts.references if not found.exists]
    assert [place.column for place in places] == [text.index("scripts/gone.py") + 1]
