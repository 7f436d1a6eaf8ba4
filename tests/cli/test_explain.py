from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from doctrine_check.doctrine.ids import well_formed
from doctrine_check.rules.change_registry import EVERY_RULE
from doctrine_check.rules.pages import page, title
from doctrine_check.rules.registry import BY_ID, RULES
from tests.cli.git_scene import CONTRACT, DOCTRINE, PROJECT, edit, run
from tests.rules.repositories import EXAMPLES, assemble, lint_root

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.rules.registry import RuleSpec

FAULTY = [
    (spec.id, folder.name)
    for spec in RULES
    for folder in sorted((EXAMPLES / spec.stem).glob("bad*"))
]


def enforcing(output: str) -> list[str]:
    """The rules about documents that an explanation lists."""
    _, _, listed = output.partition("\nEnforced by:\n")
    listed, _, _ = listed.partition("\nEnforced in changes")
    return re.findall(r"(?m)^  ([a-z-]+): ", listed)


# --- which rules enforce an id


@pytest.mark.parametrize(("rule", "folder"), FAULTY)
def test_whatever_lint_says_of_an_id_is_among_its_rules(
    rule: str, folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "repository"
    assemble(EXAMPLES / BY_ID[rule].stem / folder, root)
    found: dict[str, set[str]] = {}
    for finding in lint_root(root).findings:
        if finding.subject is not None and well_formed(finding.subject) is not None:
            found.setdefault(finding.subject, set()).add(finding.rule)
    for subject, rules in found.items():
        ran = run(capsys, "explain", subject, "--root", str(root))
        assert ran.code == 0, ran
        assert rules <= set(enforcing(ran.out)), subject


def test_the_examples_speak_of_ids_of_every_family(tmp_path: Path) -> None:
    """Else the test above would prove little."""
    kinds = set()
    for number, (rule, folder) in enumerate(FAULTY):
        root = tmp_path / str(number)
        assemble(EXAMPLES / BY_ID[rule].stem / folder, root)
        for finding in lint_root(root).findings:
            identity = well_formed(finding.subject or "")
            kinds.add((type(identity).__name__, finding.rule) if identity else None)
    kinds.discard(None)
    assert len({name for name, _ in filter(None, kinds)}) == 5
    assert len(kinds) >= 40


def test_a_principle_lists_what_may_be_said_of_it_and_nothing_else(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = enforcing(run(capsys, "explain", "PRF-02", "--root", str(pair)).out)
    assert {"unmapped-id", "title-drift", "swapped-text", "table-columns", "sample-count"} < {
        *rules
    }
    assert not {"lever-incomplete", "event-level", "adr-date", "required-for-drift"} & {*rules}
    assert rules == [spec.id for spec in RULES if spec.id in rules]


@pytest.mark.usefixtures("pair")
def test_an_invariant_lists_the_rules_that_guard_it(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "explain", "INV-PRF-COMPAT")
    guarding = [spec.id for spec in EVERY_RULE if "INV-PRF-COMPAT" in spec.invariants]
    documents = {rule for rule in guarding if rule in BY_ID}
    assert documents | {"invariant-wording"} <= set(enforcing(ran.out))
    marked = re.findall(r"(?m)^  ([a-z-]+): .*\((?:error|warning|note); guards it\)$", ran.out)
    assert marked == guarding != []


def test_an_id_of_another_contract_lists_no_rule_of_the_performance_pair(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(
        "# bd-1abc: So\n\n## Event Codes\n\n| Code | Level | Meaning |\n|---|---|---|\n"
        "| ABC-001 | info | It is so |\n",
        encoding="utf-8",
    )
    ran = run(capsys, "explain", "ABC-001", "--root", str(tmp_path))
    assert "docs/a.md:7 (spec contract)" in ran.out
    assert {"event-level", "duplicate-id"} <= set(enforcing(ran.out))
    assert not {"event-level-drift", "event-wording", "one-sided-id"} & set(enforcing(ran.out))


def test_a_rule_that_is_switched_off_is_said_to_be(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "doctrine-check.toml").write_text('ignore = ["title-drift"]\n', encoding="utf-8")
    off = [
        line
        for line in run(capsys, "explain", "PRF-02").out.splitlines()
        if line.endswith("; switched off in the config)")
    ]
    assert off == [
        f"  title-drift: {title(BY_ID['title-drift'])} (error; switched off in the config)"
    ]


# --- what an id means, and where it stands


def test_an_id_of_both_documents_is_shown_in_both(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "explain", "PRF-02", "--root", str(pair))
    assert ran.code == 0
    text, _, _ = ran.out.partition("\nEnforced by:")
    lines = text.splitlines()
    assert lines[:4] == [
        "PRF-02: principle",
        "",
        f"{DOCTRINE}:26 (performance doctrine)",
        f"  title: Predictable p99 Under Extension Churn  ({DOCTRINE}:26)",
    ]
    for line in (
        f"{CONTRACT}:12 (performance spec contract)",
        f"  gate: Churn benchmark for every subsystem with a 250ms p99 threshold.  ({DOCTRINE}:39)",
        f"  owner: 10.6, Cold-start and p99 gates  ({DOCTRINE}:174)",
        f"  read from {CONTRACT}:12: latency p99 < 250 ms",
    ):
        assert line in lines


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("INV-PRF-COMPAT", "  statement: Tuned paths have compatibility correctness proofs  ("),
        ("LEV-03", "  risk: A view kept after its buffer was reused reads somebody else's bytes."),
        ("ART-02", "  contents: Flamegraph (SVG or folded stacks)  ("),
        ("PRF-004", "  meaning: p99 budget exceeded for subsystem  ("),
        ("prf-004", "  level: error  ("),
        (" PRF-01 ", "  measurement: Wall time between spawning the process"),
    ],
)
def test_each_family_says_what_it_means(
    name: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "explain", name)
    assert ran.code == 0
    assert ran.out.startswith(name.strip().upper() + ": ")
    assert shown in ran.out


def test_a_second_definition_is_shown(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "| PRF-005 | info | Cold-start budget met |\n"
    edit(pair, CONTRACT, row, row + row)
    assert f"\n  defined again  ({CONTRACT}:45)\n" in run(capsys, "explain", "PRF-005").out


def test_an_id_that_is_only_named_is_defined_nowhere(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(pair, DOCTRINE, "| PRF-01, PRF-02 |", "| PRF-01, PRF-02, PRF-77 |")
    ran = run(capsys, "explain", "PRF-77")
    assert ran.code == 0
    assert ran.out.startswith(
        f"PRF-77: principle, defined nowhere\n\n{DOCTRINE}:174 (performance doctrine)\n"
        "  named only\n"
    )
    assert "dangling-id" in enforcing(ran.out)


def test_an_id_that_no_reader_sees_is_said_to_be_hidden(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "| PRF-005 | info | Cold-start budget met |\n"
    for path in (DOCTRINE, CONTRACT):
        edit(pair, path, row, f"\n<!--\n{row}-->\n")
    ran = run(capsys, "explain", "PRF-005")
    assert ran.out.startswith("PRF-005: event code, defined nowhere\n")
    assert "stands where no reader sees it: comment\n" in ran.out


def test_what_would_steer_a_terminal_is_spelled_out(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "a\x1b]0;owned\x07b\u202ec"
    edit(pair, CONTRACT, "Low startup overhead", hostile)
    edit(pair, DOCTRINE, "| Cold-start and p99 gates |", f"| {hostile} |")
    (pair / "docs/e\x1b[31m.md").write_bytes((pair / CONTRACT).read_bytes())
    ran = run(capsys, "explain", "PRF-01")
    assert ran.code == 0
    assert ran.out.replace("\n", "").isprintable()
    assert r"  title: a\x1b]0;owned\x07b\u202ec  (" in ran.out
    assert r"docs/e\x1b[31m.md:11 (performance spec contract)" in ran.out
    assert r"  owner: 10.6, a\x1b]0;owned\x07b\u202ec  (" in ran.out


# --- what cannot be explained


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PRF-2", '"PRF-2" is neither a rule nor a doctrine id; did you mean PRF-02?'),
        ("LEV_1", '"LEV_1" is neither a rule nor a doctrine id; did you mean LEV-01?'),
        ("\u0420RF-01", '"\u0420RF-01" is neither a rule nor a doctrine id; did you mean PRF-01?'),
        ("title-drfit", ('"title-drfit" is neither a rule nor a doctrine id; did you mean '
         "title-drift?")),
        ("Title-Drift", ('"Title-Drift" is neither a rule nor a doctrine id; did you mean '
         "title-drift?")),
        ("42", '"42" is neither a rule nor a doctrine id; `doctrine-check rules` lists the rules'),
        ("", '"" is neither a rule nor a doctrine id; `doctrine-check rules` lists the rules'),
        ("a\x1b[31mb", (r'"a\x1b[31mb" is neither a rule nor a doctrine id; '
         "`doctrine-check rules` lists the rules")),
    ],
)  # fmt: skip
def test_what_is_no_id_is_usage_with_a_hint(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "explain", name)
    assert (ran.code, ran.complaint) == (2, said)


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("PRF-77", "there are PRF-01, PRF-02, PRF-03, PRF-04"),
        ("LEV-09", "there are LEV-01, LEV-02, LEV-03, LEV-04, LEV-05"),
        ("INV-PRF-NONE", ("there are INV-PRF-PRINCIPLES, INV-PRF-ARTIFACTS, INV-PRF-PROFILED, "
         "INV-PRF-COMPAT")),
    ],
)  # fmt: skip
def test_an_unknown_id_is_no_answer_and_lists_those_that_are_there(
    name: str, known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "explain", name)
    assert ran.code == 3
    assert ran.complaint == (
        f"could not check: {name} is neither defined nor named in 2 recognised documents; {known}"
    )


def test_a_document_that_cannot_be_read_is_named(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "docs/x.md").write_bytes(b"caf\xe9")
    ran = run(capsys, "explain", "PRF-77")
    assert (ran.code, ran.complaint) == (
        3,
        (
            "could not check: PRF-77 is neither defined nor named in 2 recognised documents; "
            "docs/x.md cannot be read"
        ),
    )
    assert "\nnot read: docs/x.md\n" in run(capsys, "explain", "PRF-01").out


def test_nothing_to_look_at_is_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "explain", "PRF-01", "--root", str(tmp_path))
    assert ran.code == 3
    assert ran.complaint.startswith("could not check: ")
    (tmp_path / "a.md").write_text("# Notes\n", encoding="utf-8")
    ran = run(capsys, "explain", "PRF-01", "--root", str(tmp_path))
    assert (ran.code, ran.complaint) == (
        3,
        (
            "could not check: PRF-01 is neither defined nor named in 0 recognised documents; "
            "no principle is defined there"
        ),
    )


def test_a_missing_root_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "explain", "PRF-01", "--root", "nope")
    assert ran.code == 2
    assert "nope" in ran.complaint


# --- rules


@pytest.mark.parametrize("spec", RULES, ids=lambda spec: spec.id)
def test_a_rule_is_explained_by_its_page(
    spec: RuleSpec, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "explain", spec.id)
    assert ran.code == 0
    assert ran.out.startswith(f"{spec.id} ({spec.severity.value})\n")
    assert ran.out.endswith(f"\n{page(spec)}\n")
    assert (f"Guards {', '.join(spec.invariants)}." in ran.out) is bool(spec.invariants)
    assert str(PROJECT) not in ran.out
