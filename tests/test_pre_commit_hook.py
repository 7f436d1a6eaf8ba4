"""The hook as users meet it: which files wake it, and what it does with a commit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

from doctrine_check.cli.hook import ENTRY
from doctrine_check.cli.hook import HOOKS as CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
DOCTRINE = "docs/doctrine/performance_and_velocity.md"
CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"


def the_hook() -> dict[str, object]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["doctrine-check", "doctrine-check-change"]
    hook: dict[str, object] = hooks[0]
    return hook


def the_hook_of_init() -> dict[str, object]:
    """The hook that ``init`` writes into somebody's config."""
    hook: dict[str, object] = yaml.safe_load(ENTRY)[0]["hooks"][0]
    return hook


HOOKS = pytest.mark.parametrize("hook", [the_hook(), the_hook_of_init()], ids=["published", "init"])


@HOOKS
@pytest.mark.parametrize(
    "path",
    [
        DOCTRINE,
        CONTRACT,
        "docs/index.md",
        "docs/adr/0001-first.md",
        "README.md",
        "README.MD",
        "docs/Law.Md",
        "docs/law.markdown",
        "specs/law.md",
        "doctrine-check.toml",
        "pyproject.toml",
        ".doctrine-check-ratchet.json",
    ],
)
def test_the_pattern_matches_what_the_verdict_depends_on(
    hook: dict[str, object], path: str
) -> None:
    assert re.search(str(hook["files"]), path)


@HOOKS
@pytest.mark.parametrize(
    "path",
    [
        "docs/diagram.svg",
        "docs/notes.md.bak",
        "docs/.md/picture.png",
        "docs/readmd",
        "docs/notes.mdx",
        "docs/notes.markdown.bak",
        "docs/remarkdown",
        "Pyproject.toml",
        "src/pyproject.toml",
        "src/doctrine-check.toml",
        "pyproject.toml.orig",
        "pyprojectXtoml",
        "tests/.doctrine-check-ratchet.json",
        "doctrine_check/cli/main.py",
    ],
)
def test_the_pattern_matches_nothing_else(hook: dict[str, object], path: str) -> None:
    assert not re.search(str(hook["files"]), path)


@HOOKS
def test_the_hook_reads_the_whole_repository_once(hook: dict[str, object]) -> None:
    assert hook["entry"] == "doctrine-check lint"
    assert hook["always_run"] is True
    assert hook["pass_filenames"] is False
    assert hook["require_serial"] is True
    assert hook["stages"] == ["pre-commit", "pre-push", "manual"]


class Repository(NamedTuple):
    """A git repository in a temporary folder, and the environment its commands run in."""

    git: str
    path: Path
    environment: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.path,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    def must(self, *command: str) -> str:
        """Run a command that has to succeed, and give what it printed."""
        done = self.run(*command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def head(self) -> str:
        return self.must(self.git, "rev-parse", "HEAD").strip()

    def commit(self, message: str) -> subprocess.CompletedProcess[str]:
        self.must(self.git, "add", "--all")
        return self.run(self.git, "commit", "--quiet", "--message", message)


def working_tree(git: str) -> list[str]:
    """Every file of this checkout that is tracked or could be, as POSIX paths."""
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    return sorted(name for name in set(listing.split("\0")) if name and (ROOT / name).is_file())


def copy_of_this_checkout(git: str, path: Path, environment: dict[str, str]) -> Repository:
    """A new repository with the files of this one, all committed."""
    for name in working_tree(git):
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    repository = Repository(git, path, environment)
    repository.must(git, "init", "--quiet", "--initial-branch=main")
    done = repository.commit("Everything")
    assert done.returncode == 0, done.stderr
    return repository


def environment_in(folder: Path) -> dict[str, str]:
    """An environment in which git and pre-commit touch nothing outside ``folder``."""
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_AUTHOR_EMAIL": "author@example.org",
        "GIT_AUTHOR_NAME": "Author",
        "GIT_COMMITTER_EMAIL": "author@example.org",
        "GIT_COMMITTER_NAME": "Author",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "NO_COLOR": "1",
        "PRE_COMMIT_COLOR": "never",
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }


def without_row(document: str, row_id: str) -> str:
    """The document without the table row that defines this id."""
    lines = document.splitlines(keepends=True)
    kept = [line for line in lines if not re.match(rf"\|?\s*{row_id}\s*\|", line)]
    assert len(kept) == len(lines) - 1, f"expected one table row of {row_id}"
    return "".join(kept)


def names_a_file(document: str) -> str:
    """The first file that a document says is there."""
    named = re.search(r"`((?:scripts|tests)/[\w/]+\.py)`", document)
    assert named is not None
    return named.group(1)


@pytest.fixture(scope="module")
def published(
    tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], str]
) -> Repository:
    """A repository with the project's own pair, and the published hook installed out of a clone."""
    git, pre_commit = require_tool("git"), require_tool("pre-commit")
    folder = tmp_path_factory.mktemp("published")
    environment = environment_in(folder / "home")
    hook = copy_of_this_checkout(git, folder / "hook", environment)
    user = copy_of_this_checkout(git, folder / "user", environment)
    configuration = {
        "repos": [
            {"repo": hook.path.as_uri(), "rev": hook.head(), "hooks": [{"id": "doctrine-check"}]}
        ]
    }
    (user.path / CONFIG).write_text(yaml.safe_dump(configuration))
    assert user.commit("Use the hook").returncode == 0
    user.must(pre_commit, "install")
    return user


@pytest.fixture(scope="module")
def started(
    tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], str]
) -> Repository:
    """A repository with the project's own pair, in which ``init`` has put the hook."""
    git, pre_commit = require_tool("git"), require_tool("pre-commit")
    folder = tmp_path_factory.mktemp("started")
    program = folder / "bin" / "doctrine-check"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m doctrine_check "$@"\n')
    program.chmod(0o755)
    environment = environment_in(folder / "home") | {
        "PATH": os.pathsep.join([str(program.parent), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
    }
    user = copy_of_this_checkout(git, folder / "user", environment)
    user.must("doctrine-check", "init")
    user.must(pre_commit, "install")
    assert user.commit("Use the hook").returncode == 0
    return user


@pytest.fixture(params=["published", "started"])
def guarded(request: pytest.FixtureRequest) -> Iterator[Repository]:
    """A repository whose commits are checked; what a test leaves behind is undone."""
    repository: Repository = request.getfixturevalue(request.param)
    before = repository.head()
    yield repository
    repository.must(repository.git, "reset", "--quiet", "--hard", before)
    repository.must(repository.git, "clean", "--quiet", "--force", "-d")


def passed(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a commit was made, and after the hook had run."""
    said = done.stdout + done.stderr
    assert "Skipped" not in said, said
    ran = re.search(
        r"^(?:doctrine-check|performance doctrine)\.+(Passed|Failed)$", said, re.MULTILINE
    )
    assert ran is not None, said
    assert (ran.group(1) == "Passed") is (done.returncode == 0), said
    return done.returncode == 0


@pytest.mark.needs_tool
@pytest.mark.slow
def test_a_good_document_is_committed_and_a_bad_one_refused(guarded: Repository) -> None:
    text = (guarded.path / CONTRACT).read_text(encoding="utf-8")
    (guarded.path / CONTRACT).write_text(f"{text}\nA closing word.\n", encoding="utf-8")
    assert passed(guarded.commit("Say a word more"))

    before = guarded.head()
    (guarded.path / CONTRACT).write_text(without_row(text, "ART-05"), encoding="utf-8")
    refused = guarded.commit("Forget an artifact")
    assert not passed(refused)
    assert "- exit code: 1" in refused.stdout + refused.stderr
    assert "ART-05" in refused.stdout + refused.stderr
    assert guarded.head() == before


@pytest.mark.needs_tool
@pytest.mark.slow
def test_a_document_cannot_be_deleted_or_moved_out_of_sight(guarded: Repository) -> None:
    before = guarded.head()
    for command in (
        ["rm", "--quiet", CONTRACT],
        ["rm", "--quiet", DOCTRINE],
        ["mv", DOCTRINE, "performance.txt"],
        ["mv", CONTRACT, "contract.txt"],
    ):
        guarded.must(guarded.git, *command)
        assert not passed(guarded.commit("Away with it")), command
        assert guarded.head() == before
        guarded.must(guarded.git, "reset", "--quiet", "--hard", before)


@pytest.mark.needs_tool
@pytest.mark.slow
def test_a_file_that_a_document_names_cannot_be_deleted(guarded: Repository) -> None:
    named = names_a_file((guarded.path / CONTRACT).read_text(encoding="utf-8"))
    guarded.must(guarded.git, "rm", "--quiet", named)
    refused = guarded.commit("Away with it")
    assert not passed(refused)
    assert "missing-file" in refused.stdout + refused.stderr
    assert named in refused.stdout + refused.stderr


@pytest.mark.needs_tool
@pytest.mark.slow
def test_a_commit_of_something_else_passes(guarded: Repository) -> None:
    (guarded.path / "notes.txt").write_text("nothing to judge\n")
    assert passed(guarded.commit("Change something else"))


@pytest.mark.needs_tool
@pytest.mark.slow
def test_a_started_repository_is_committed_with_its_hook(
    tmp_path: Path, started: Repository, require_tool: Callable[[str], str]
) -> None:
    new = Repository(started.git, tmp_path / "new", started.environment)
    new.path.mkdir()
    new.must(new.git, "init", "--quiet", "--initial-branch=main")
    new.must("doctrine-check", "init")
    new.must("doctrine-check", "lint")
    new.must(require_tool("pre-commit"), "install")
    assert passed(new.commit("Start"))
