"""What each kind of run imports. Start-up time is what it loads; so the lists are frozen here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
DOCTRINE = "docs/doctrine/performance_and_velocity.md"
CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"

# Everything that a run answered from the cache may load beyond a bare interpreter.
CACHED = frozenset(
    {
        "__future__",
        "_blake2",
        "doctrine_check",
        "doctrine_check.cli",
        "doctrine_check.cli.cache",
        "doctrine_check.cli.tracked",
    }
)
WITHOUT_GIT = CACHED | {"doctrine_check.cli.files"}
WITH_A_DATED_WAIVER = WITHOUT_GIT | {"time"}

# Never on the checking path, whoever asks for it.
NEVER = frozenset(
    {
        "asyncio",
        "concurrent.futures",
        "github",
        "importlib.metadata",
        "json",
        "jsonschema",
        "multiprocessing",
        "requests",
        "rich",
        "sqlite3",
        "subprocess",
        "tomllib",
        "yaml",
    }
)
# Not for our own sake; markdown-it-py may load them.
NOT_OURS = frozenset(
    {
        "datetime",
        "decimal",
        "difflib",
        "fractions",
        "hashlib",
        "inspect",
        "logging",
        "pathlib",
        "random",
        "socket",
        "statistics",
        "tempfile",
        "traceback",
    }
)
# What a line of help needs least of all.
NOT_FOR_HELP = (
    NEVER
    | NOT_OURS
    | {
        "argparse",
        "dataclasses",
        "doctrine_check.config",
        "doctrine_check.doctrine",
        "doctrine_check.findings",
        "doctrine_check.report",
        "doctrine_check.rules",
        "markdown_it",
    }
)
_RUN = (
    "import sys; before = set(sys.modules)\n"
    "{work}\n"
    "sys.stderr.write(' '.join(sorted(set(sys.modules) - before)))\n"
    "sys.exit(code)\n"
)
_MAIN = "from doctrine_check.cli import main; code = main(sys.argv[1:])"


class Run(NamedTuple):
    """How a fresh interpreter ended: exit code, standard output, and the modules it loaded."""

    code: int
    output: str
    loaded: frozenset[str]


def fresh(work: str, folder: Path, *arguments: str) -> Run:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "CI"},
        "DOCTRINE_CHECK_CACHE_DIR": str(folder.parent / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-P", "-c", _RUN.format(work=work), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Run(done.returncode, done.stdout, frozenset(done.stderr.split()))


def run(folder: Path, *arguments: str) -> Run:
    return fresh(_MAIN, folder, *arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The two documents of this repository, with a stand-in for each file that they name."""
    root = tmp_path / "repository"
    for name in (DOCTRINE, CONTRACT):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, root / name)
    for path in re.findall(r"`([\w.-]+(?:/[\w.-]+)+)`", (root / CONTRACT).read_text("utf-8")):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    return root


def primed(folder: Path) -> Run:
    """A clean run that fills the cache; the test is void where it does not."""
    first = run(folder, "lint")
    assert first.code == 0, first.output
    assert "markdown_it" in first.loaded
    assert len(os.listdir(folder.parent / "cache")) == 1
    return first


def test_importing_the_package_loads_nothing_else(tmp_path: Path) -> None:
    assert fresh("import doctrine_check; code = 0", tmp_path).loaded == {"doctrine_check"}


def test_importing_the_command_line_loads_nothing_else(tmp_path: Path) -> None:
    loaded = fresh("import doctrine_check.cli; code = 0", tmp_path).loaded
    assert loaded <= {"__future__", "doctrine_check", "doctrine_check.cli"}


@pytest.mark.needs_tool
def test_a_cached_run_loads_the_frozen_list_only(
    folder: Path, require_tool: Callable[[str], str]
) -> None:
    git = require_tool("git")
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run([git, *command], cwd=folder, check=True)
    first = primed(folder)
    again = run(folder, "lint")
    assert (again.code, again.output) == (0, first.output)
    assert again.loaded <= CACHED


def test_a_cached_run_outside_git_also_lists_files(folder: Path) -> None:
    first = primed(folder)
    again = run(folder, "lint")
    assert (again.code, again.output) == (0, first.output)
    assert again.loaded <= WITHOUT_GIT


def test_a_cached_run_under_a_dated_waiver_also_reads_the_clock(folder: Path) -> None:
    text = (folder / CONTRACT).read_text("utf-8")
    waiver = '<!-- doctrine-check: waive missing-file until=2999-01-01 reason="comes later" -->'
    row = f"- Notes: `docs/none/notes.md` {waiver}\n"
    (folder / CONTRACT).write_text(text.rstrip("\n") + "\n" + row, "utf-8")
    first = primed(folder)
    assert "1 waived" in first.output
    again = run(folder, "lint")
    assert (again.code, again.output) == (0, first.output)
    assert again.loaded <= WITH_A_DATED_WAIVER


def test_an_uncached_run_loads_nothing_heavy(folder: Path) -> None:
    parser = fresh("import markdown_it; markdown_it.MarkdownIt(); code = 0", folder).loaded
    done = run(folder, "lint", "--no-cache")
    assert done.code == 0, done.output
    assert "markdown_it" in done.loaded
    assert done.loaded & NEVER == frozenset()
    assert (done.loaded - parser) & NOT_OURS == frozenset()


def test_an_uncached_run_with_findings_loads_nothing_heavy(folder: Path) -> None:
    contract = folder / CONTRACT
    contract.write_text(
        contract.read_text("utf-8").replace("| PRF-002 | error", "| PRF-002 | odd"), "utf-8"
    )
    parser = fresh("import markdown_it; markdown_it.MarkdownIt(); code = 0", folder).loaded
    done = run(folder, "lint")
    assert done.code == 1, done.output
    assert done.loaded & NEVER == frozenset()
    assert (done.loaded - parser) & NOT_OURS == frozenset()


def test_an_uncached_run_loads_only_rules_with_something_to_look_at(folder: Path) -> None:
    loaded = run(folder, "lint", "--no-cache").loaded
    idle = {"unreadable_file", "merge_conflict", "lost_table", "missing_file", "adr_status"}
    assert not {f"doctrine_check.rules.{name}" for name in idle} & loaded
    assert "doctrine_check.rules.threshold_drift" in loaded


@pytest.mark.parametrize("argument", ["--help", "-h", "--version", "-V"])
def test_help_and_version_load_almost_nothing(argument: str, tmp_path: Path) -> None:
    done = run(tmp_path, argument)
    assert done.code == 0
    assert "doctrine-check" in done.output
    assert done.loaded & NOT_FOR_HELP == frozenset()
