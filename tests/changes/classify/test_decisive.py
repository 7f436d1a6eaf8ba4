"""Maps, special files, trailers and labels decide; what is not seen is unknown."""

from __future__ import annotations

import pytest

from doctrine_check.changes.changeset import (
    SUBMODULE,
    ChangeSet,
    Commit,
    FileChange,
    Hunk,
    Status,
)
from doctrine_check.changes.classify import (
    ChangeKind,
    Classification,
    Controller,
    Declaration,
    Special,
    classify,
)
from doctrine_check.changes.facts import ROLES, TRIAGING, Label
from doctrine_check.changes.trailers import parse_trailers
from doctrine_check.config import HotPath
from tests.changes.classify.casebook import NothingSpecial, cases

K = ChangeKind
SPECIAL = Special("docs/doctrine.md", "docs/spec.md", "pyproject.toml", "perf/budgets.yaml")
NEUTRAL = Hunk(7, 1, 7, 1, "", ("-a = 1", "+a = 2"))


def modified(path: str) -> FileChange:
    return FileChange(path, Status.MODIFIED, hunks=(NEUTRAL,))


def change(
    *files: FileChange, messages: tuple[str, ...] = (), gaps: tuple[str, ...] = ()
) -> ChangeSet:
    commits = tuple(
        Commit(str(number) * 40, message, parse_trailers(message))
        for number, message in enumerate(messages)
    )
    return ChangeSet("b" * 40, "h" * 40, files, commits, gaps)


def judge(
    changed: ChangeSet, hot_paths: tuple[HotPath, ...] = (), labels: tuple[Label, ...] = ()
) -> Classification:
    return classify(changed, hot_paths, SPECIAL, NothingSpecial(), labels)


def declared(*lines: str) -> Classification:
    messages = tuple(f"Change\n\n{line}\n" for line in lines)
    return judge(change(modified("src/a.py"), messages=messages))


def test_silence_is_neutral() -> None:
    found = judge(change(modified("src/a.py"), messages=("Change",)))
    assert found == Classification((K.NEUTRAL,), ())


@pytest.mark.parametrize(
    "kind", ["performance-affecting", "tuned-path", "security-instrumentation"]
)
def test_the_map_decides_by_its_kind(kind: str) -> None:
    row = HotPath("src/**/*.py", "core", kind=kind)
    found = judge(change(modified("src/x/a.py"), modified("docs/b.md")), (row,))
    assert found.kinds == (ChangeKind(kind),)
    (reason,) = found.reasons
    assert (reason.path, reason.line, reason.signal) == ("src/x/a.py", 7, "hot-path")
    assert reason.decisive
    assert reason.controller is Controller.MAINTAINERS
    assert '"src/**/*.py"' in reason.text
    assert "core" in reason.text


def test_a_file_that_leaves_the_map_by_a_rename_is_still_on_it() -> None:
    moved = FileChange("lib/a.py", Status.RENAMED, old_path="src/a.py")
    found = judge(change(moved), (HotPath("src/"),))
    assert found.kinds == (K.PERFORMANCE,)
    assert found.reasons[0].path == "src/a.py"


def test_the_map_decides_for_what_cannot_be_seen() -> None:
    hidden = modified("src/a.py")._replace(hunks=(), unseen="too large")
    assert judge(change(hidden), (HotPath("src/"),)).kinds == (K.PERFORMANCE,)
    found = judge(change(hidden))
    assert found.kinds == (K.UNKNOWN,)
    assert found.reasons[0].path == "src/a.py"
    assert "too large" in found.reasons[0].text


def test_one_seen_file_on_the_map_does_not_decide_for_another() -> None:
    hidden = modified("lib/b.py")._replace(hunks=(), unseen="too large")
    found = judge(change(modified("src/a.py"), hidden), (HotPath("src/"),))
    assert found.kinds == (K.PERFORMANCE, K.UNKNOWN)


def test_gaps_and_submodules_are_unknown() -> None:
    assert judge(change(gaps=("the clone is shallow",))).kinds == (K.UNKNOWN,)
    module = modified("libs/zlib")._replace(old_mode=SUBMODULE, new_mode=SUBMODULE)
    assert judge(change(module)).kinds == (K.UNKNOWN,)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("lib/fast.c", K.UNKNOWN),
        ("lib/Fast.java", K.UNKNOWN),
        ("src/a.py", K.PERFORMANCE),
        ("lib/logo.png", K.NEUTRAL),
        ("lib/data", K.NEUTRAL),
        ("tests/nul.py", K.NEUTRAL),
        ("vendor/a.c", K.NEUTRAL),
    ],
)
def test_source_code_that_git_calls_binary_is_unknown(path: str, kind: ChangeKind) -> None:
    binary = FileChange(path, Status.MODIFIED, binary=True)
    found = judge(change(binary, messages=("Change",)), (HotPath("src/"),))
    assert found.kinds == (kind,)
    if kind is K.UNKNOWN:
        (reason,) = found.reasons
        assert reason.path == path
        assert "UTF-8" in reason.text


def test_source_code_that_git_calls_binary_and_renames_is_unknown() -> None:
    moved = FileChange("lib/a.dat", Status.RENAMED, old_path="lib/a.c", binary=True)
    assert judge(change(moved)).kinds == (K.UNKNOWN,)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("docs/doctrine.md", K.DOCTRINE),
        ("docs/spec.md", K.DOCTRINE),
        ("pyproject.toml", K.DOCTRINE),
        ("perf/budgets.yaml", K.BUDGET),
        ("perf/policy.yaml", K.BUDGET),
        ("perf/baseline.json", K.BASELINE),
        ("perf/baseline-arm.json", K.BASELINE),
        ("perf/benchmarks.yaml", K.BASELINE),
    ],
)
def test_special_files_decide(path: str, kind: ChangeKind) -> None:
    found = judge(change(modified(path)))
    assert found.kinds == (kind,)
    assert found.reasons[0].path == path
    deleted = FileChange(path, Status.DELETED)
    assert judge(change(deleted)).kinds == (kind,)


def test_a_pyproject_elsewhere_is_nothing_special() -> None:
    assert judge(change(modified("sub/pyproject.toml"))).kinds == (K.NEUTRAL,)


@pytest.mark.parametrize("kind", ["performance-affecting", "optimization", "tuned-path"])
def test_trailers_declare(kind: str) -> None:
    found = declared(f"PERF-impact: {kind.upper()} ; reason=new index")
    assert found.kinds == (ChangeKind(kind),)
    assert found.declared == Declaration(ChangeKind(kind), "new index", "0" * 40)
    assert found.reasons[0].controller is Controller.AUTHOR


def test_the_strongest_declaration_wins_and_all_kinds_hold() -> None:
    found = declared("Perf-Impact: none", "Perf-Impact: optimization", "Perf-Impact: tuned-path")
    assert found.kinds == (K.OPTIMIZATION, K.TUNED_PATH)
    assert found.declared is not None
    assert found.declared.kind is K.TUNED_PATH


def test_none_is_declared_and_decides_nothing() -> None:
    found = declared("Perf-Impact: none; reason=typo in a name")
    assert found.kinds == (K.NEUTRAL,)
    assert found.declared == Declaration(None, "typo in a name", "0" * 40)


def test_none_leaves_a_suspicion_where_it_is() -> None:
    case = next(case for case in cases("python") if case.name == "py-lru-cache")
    quiet = case._replace(message=case.message + "\n\nPerf-Impact: none")
    assert judge(quiet.change()).kinds == (K.SUSPECT,)
    loud = case._replace(message=case.message + "\n\nPerf-Impact: optimization")
    assert judge(loud.change()).kinds == (K.OPTIMIZATION,)


@pytest.mark.parametrize(
    "line",
    [
        "Perf-Impact: nothing",
        "Perf-Impact: optimisation",
        "Perf-Impact: baseline",
        "Perf-Impact: optimization; because it is fast",
        "Perf-Impact: optimization; reason",
        "Perf-Lever: LEV",
        "Perf-Lever: LEV-12345",
        "Perf-Lever: LEV-1x",
        "Perf-Lever: LEV-01, PRF-01",
    ],
)
def test_what_cannot_be_understood_is_kept_for_a_rule(line: str) -> None:
    found = declared(line)
    assert found.kinds == (K.NEUTRAL,)
    assert found.declared is None
    (malformed,) = found.malformed
    assert f"{malformed.key}: {malformed.value}" == line
    assert malformed.expected
    assert not found.levers


def test_levers_are_claimed_once_and_make_an_optimization() -> None:
    found = declared("Perf-Lever: LEV-02", "perf-lever: lev-01, LEV-02")
    assert found.levers == ("LEV-02", "LEV-01")
    assert found.kinds == (K.OPTIMIZATION,)


@pytest.mark.parametrize("role", ROLES)
def test_labels_decide_when_somebody_with_a_role_sets_them(role: str) -> None:
    label = Label("Perf-Impact: tuned-path", "ada", role, "2026-01-01T00:00:00Z")
    found = judge(change(modified("src/a.py")), labels=(label,))
    decided = role in TRIAGING
    assert found.kinds == ((K.TUNED_PATH,) if decided else (K.NEUTRAL,))
    if decided:
        assert "ada" in found.reasons[0].text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("performance", K.PERFORMANCE),
        ("kind/performance", K.PERFORMANCE),
        ("optimization", K.OPTIMIZATION),
        ("none", K.NEUTRAL),
        ("performance docs", K.NEUTRAL),
        ("bug", K.NEUTRAL),
    ],
)
def test_names_of_labels(name: str, kind: ChangeKind) -> None:
    label = Label(name, "ada", "triage", "2026-01-01T00:00:00Z")
    assert judge(change(modified("src/a.py")), labels=(label,)).kinds == (kind,)


def test_a_label_none_clears_a_suspicion_but_not_the_map() -> None:
    case = next(case for case in cases("python") if case.name == "py-lru-cache")
    label = Label("perf-impact: none", "ada", "triage", "2026-01-01T00:00:00Z")
    assert judge(case.change(), labels=(label,)).kinds == (K.NEUTRAL,)
    mapped = judge(case.change(), (HotPath("src/"),), (label,))
    assert mapped.kinds == (K.PERFORMANCE,)


def test_attributes_take_files_out_of_suspicion() -> None:
    class Marked(NothingSpecial):
        def generated(self, path: str) -> bool:
            return path.endswith("prices.py")

    case = next(case for case in cases("python") if case.name == "py-lru-cache")
    assert classify(case.change(), (), SPECIAL, Marked()).kinds == (K.NEUTRAL,)
    assert classify(case.change(), (), SPECIAL, NothingSpecial()).kinds == (K.SUSPECT,)
