"""What a document is: whole, swallowed by a fence, an excerpt, or a link to another one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import main
from doctrine_check.cli.files import UsageError
from doctrine_check.cli.lint import lint, scene_of
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from doctrine_check.findings import Severity, Verdict
from tests.rules.repositories import BASE, CONTRACT, DOCTRINE

if TYPE_CHECKING:
    from pathlib import Path

LAW = (BASE / DOCTRINE).read_text(encoding="utf-8")
SHEET = (BASE / CONTRACT).read_text(encoding="utf-8")
ADR = (
    "# ADR-0001: Queue\n\n- Status: Accepted\n- Date: 2024-02-03\n- Deciders: Ann\n\n"
    "## Decision\n\nYes.\n"
)
TABLE = SHEET[SHEET.index("| ID | Principle") : SHEET.index("## Optimization")]


SEVERITIES = [Severity.NOTE, Severity.WARNING, Severity.ERROR]


def role(path: str, text: str) -> Role:
    facts = examine(path, text.encode(), lambda _: True).facts
    assert facts is not None
    return facts.role


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def found(root: Path, least: Severity = Severity.NOTE) -> list[tuple[str, str, int]]:
    """Rule and place of each finding of at least this severity."""
    report, _ = lint(scene_of([], str(root), None), strict=True)
    wanted = SEVERITIES[SEVERITIES.index(least) :]
    return [
        (f.rule, f.location.path, f.location.line) for f in report.findings if f.severity in wanted
    ]


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """The pair of examples, which agrees."""
    return shutil.copytree(BASE, tmp_path / "repository")


COVERS = ["```", "~~~~", "<!--", "<pre>", "<script>"]
CHAPTERS = [line for line in LAW.split("\n") if line.startswith("## ")]
SECTIONS = [line for line in SHEET.split("\n") if line.startswith("## ")]


@pytest.mark.parametrize("chapter", [*CHAPTERS, "### PRF-02", "### LEV-01", "### ART-02"])
@pytest.mark.parametrize("cover", COVERS)
def test_a_cover_that_nobody_closes_is_one_finding_in_the_doctrine(
    pair: Path, cover: str, chapter: str
) -> None:
    line = LAW[: LAW.index(f"\n{chapter}") + 1].count("\n") + 1
    write(pair, {DOCTRINE: LAW.replace(f"\n{chapter}", f"\n{cover}\n{chapter}", 1)})
    assert found(pair) == [("hidden-facts", DOCTRINE, line)]


@pytest.mark.parametrize("section", [s for s in SECTIONS if "Artifacts" not in s or "Req" in s])
@pytest.mark.parametrize("cover", COVERS)
def test_a_cover_that_nobody_closes_is_one_finding_in_the_contract(
    pair: Path, cover: str, section: str
) -> None:
    line = SHEET[: SHEET.index(section)].count("\n") + 1
    write(pair, {CONTRACT: SHEET.replace(section, f"{cover}\n{section}", 1)})
    assert found(pair, Severity.ERROR) == [("hidden-facts", CONTRACT, line)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (DOCTRINE, LAW.replace("## 10.1", "```\n## 10.1")),
        ("docs/perf.md", LAW.replace("## 10.1", "```\n## 10.1")),
        ("docs/perf.md", LAW.replace("### PRF-02", "<!--\n### PRF-02")),
        ("docs/perf.md", f"```markdown\n{LAW}```\n"),
        ("docs/perf.md", f"<!--\n{LAW}-->\n"),
        ("docs/perf.md", "\n".join(f"    {line}" for line in LAW.split("\n"))),
        (DOCTRINE, LAW.replace("## 10.1", "```\n## 10.1") + "```\n"),
        ("docs/perf.md", LAW.replace("### PRF-02", "~~~\n### PRF-02") + "~~~\n\nThe end.\n"),
    ],
    ids=[
        "open",
        "open elsewhere",
        "open comment",
        "whole",
        "comment",
        "indented",
        "closed",
        "most",
    ],
)
def test_a_repository_whose_only_doctrine_is_swallowed_never_passes(
    tmp_path: Path, path: str, text: str
) -> None:
    write(tmp_path, {path: text, "docs/adr/0001-queue.md": ADR})
    assert ("hidden-facts", path) in {(rule, where) for rule, where, _ in found(tmp_path)}


SAMPLES = {
    "with its language": f"# Writing one\n\nLike this:\n\n```markdown\n{LAW}```\n\nThat is all.\n",
    "without": f"# Writing one\n\nLike this:\n\n```\n{LAW}```\n\nThat is all.\n",
    "of a table": f"# Writing a contract\n\nLike this:\n\n```\n{TABLE}```\n",
    "at the end": f"# Writing one\n\nLike this:\n\n```\n{LAW}```\n",
    "in a comment at the end": f"# Writing one\n\n<!--\n{LAW}-->\n",
    "in HTML at the end": f"# Writing one\n\n<pre>\n{LAW}</pre>\n",
    "in a comment": f"# Writing a doctrine\n\n<!--\n{LAW}-->\n\nThat is all.\n",
}


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_a_sample_in_a_page_about_doctrines_is_nothing(tmp_path: Path, sample: str) -> None:
    write(tmp_path, {"docs/how.md": sample, "docs/adr/0001-queue.md": ADR})
    assert found(tmp_path) == []
    assert role("docs/how.md", sample) is Role.OTHER


def test_a_sample_that_names_its_language_is_nothing_beside_a_doctrine_to_be(
    tmp_path: Path,
) -> None:
    sample = SAMPLES["with its language"]
    write(tmp_path, {"docs/doctrine/how.md": sample, "docs/adr/0001-queue.md": ADR})
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        "# Notes\n\n```\n### PRF-01: Quick\n\n## Invariants\n\n- INV-ABC-ONE: a\n",
        "# Notes\n\n```\n### PRF-01: Quick\n",
        "# Notes\n\n<!--\n| ID | Principle |\n|---|---|\n| PRF-01 | Quick |\n",
    ],
)
def test_a_cover_over_less_than_a_doctrine_makes_none(text: str) -> None:
    assert role("docs/notes.md", text) is Role.OTHER


@pytest.mark.parametrize(
    "cover", ["```\n{}\n```", "<!-- {} -->", "<!--\n{}\n-->", "    {}", "~~~ md\n{}\n~~~"]
)
@pytest.mark.parametrize("prefix", ["PRF-02", "PRF-03", "LEV-02"])
def test_a_heading_that_is_covered_alone_is_one_finding(
    pair: Path, cover: str, prefix: str
) -> None:
    heading = next(line for line in LAW.split("\n") if line.startswith(f"### {prefix}"))
    line = LAW[: LAW.index(heading)].count("\n") + 1
    write(pair, {DOCTRINE: LAW.replace(heading, cover.format(heading))})
    assert found(pair) == [("hidden-facts", DOCTRINE, line)]


@pytest.mark.parametrize("path", ["docs/how.md", "docs/doctrine/how.md", "README.md"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_sample_is_no_second_doctrine(pair: Path, path: str, closed: bool) -> None:
    sample = f"# Writing one\n\nLike this:\n\n```\n{LAW}" + "```\n" * closed
    write(pair, {path: sample})
    assert found(pair) == []


@pytest.mark.parametrize("name", ["README.md", "docs/README.md", "CHANGELOG.md", "CONTRIBUTING.md"])
@pytest.mark.parametrize("text", [LAW, SHEET, TABLE], ids=["doctrine", "contract", "table"])
def test_a_page_about_the_repository_is_no_doctrine(pair: Path, name: str, text: str) -> None:
    write(pair, {name: f"# About\n\n{text.partition(chr(10))[2]}"})
    report, results = lint(scene_of([], str(pair), None))
    assert {r.role for r in results if r.path == name} <= {Role.SPEC, Role.OTHER}
    assert {f.location.path for f in report.findings} <= {name}


def test_the_config_may_name_a_readme(tmp_path: Path) -> None:
    contract = SHEET.replace(DOCTRINE, "README.md")
    config = 'doctrine = "README.md"\n'
    write(tmp_path, {"README.md": LAW, CONTRACT: contract, "doctrine-check.toml": config})
    report, results = lint(scene_of([], str(tmp_path), None))
    assert {r.path: r.role for r in results}["README.md"] is Role.DOCTRINE
    assert report.verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"# Summary\n\n{TABLE}", Role.OTHER),
        (f"# bd-1abc: Summary\n\n{TABLE}", Role.CONTRACT),
        (f"# Summary\n\n**Section:** 10\n\n{TABLE}", Role.CONTRACT),
        (
            f"# Summary\n\n{SHEET[SHEET.index('| ID | Lever') : SHEET.index('## Event')]}",
            Role.OTHER,
        ),
        (f"# Summary\n\n{SHEET[SHEET.index('## Core') :]}", Role.CONTRACT),
        (LAW, Role.DOCTRINE),
        (LAW[LAW.index("### PRF-01") : LAW.index("## 10.2")], Role.DOCTRINE),
        (LAW[LAW.index("## 10.2") :], Role.DOCTRINE),
    ],
)
def test_an_excerpt_is_no_performance_document(text: str, expected: Role) -> None:
    assert role("docs/summary.md", text) is expected


def test_an_excerpt_beside_the_pair_is_nothing(pair: Path) -> None:
    write(pair, {"docs/summary.md": f"# Summary\n\n{TABLE}"})
    assert found(pair) == []


@pytest.mark.parametrize(("of", "kind"), [(DOCTRINE, "doctrine"), (CONTRACT, "spec contract")])
def test_two_real_ones_are_a_usage_error(pair: Path, of: str, kind: str) -> None:
    shutil.copyfile(pair / of, pair / "docs/copy.md")
    with pytest.raises(UsageError, match=f"found 2 documents that are a performance {kind}"):
        lint(scene_of([], str(pair), None))


@pytest.mark.parametrize("of", [DOCTRINE, CONTRACT])
@pytest.mark.parametrize("alias", ["docs/a.md", "docs/z.md"])
def test_a_link_to_the_document_is_no_second_one(
    pair: Path, of: str, alias: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / alias).symlink_to(pair / of)
    assert main(["lint", "--no-cache", "--strict", "--root", str(pair)]) == 0
    assert "2 documents" in capsys.readouterr().out


def test_of_two_links_the_file_itself_counts(pair: Path) -> None:
    for alias in ("docs/a.md", "docs/z.md"):
        (pair / alias).symlink_to(pair / DOCTRINE)
    text = LAW.replace("**Target:** Cold-start < 100ms", "**Target:** Cold-start < 900ms")
    (pair / DOCTRINE).write_text(text, encoding="utf-8")
    report, _ = lint(scene_of([], str(pair), None))
    assert {f.location.path for f in report.findings} == {DOCTRINE}
    assert report.documents == (DOCTRINE, CONTRACT)


def test_a_link_is_not_checked_again(pair: Path) -> None:
    text = SHEET.replace("**Type:** ", "**Type:** â€” ")
    (pair / CONTRACT).write_text(text, encoding="utf-8")
    before = found(pair)
    assert [rule for rule, _, _ in before] == ["double-encoding"]
    (pair / "docs/a.md").symlink_to(pair / CONTRACT)
    assert found(pair) == before


def test_a_link_that_the_config_names_stands_for_its_file(pair: Path) -> None:
    (pair / "docs/a.md").symlink_to(pair / CONTRACT)
    (pair / "doctrine-check.toml").write_text('contract = "docs/a.md"\n', encoding="utf-8")
    _, results = lint(scene_of([], str(pair), None))
    assert {result.path: result.role for result in results} == {
        "docs/a.md": Role.CONTRACT,
        DOCTRINE: Role.DOCTRINE,
    }


def test_a_link_to_a_file_that_is_not_looked_at_is_checked(pair: Path) -> None:
    (pair / "kept").mkdir()
    (pair / DOCTRINE).rename(pair / "kept/law.txt")
    (pair / DOCTRINE).symlink_to(pair / "kept/law.txt")
    assert found(pair) == []
