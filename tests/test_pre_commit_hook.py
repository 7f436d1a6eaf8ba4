"""The hook as users meet it: which files wake it, and what it does with a commit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
DOCTRINE = "docs/doctrine/performance_and_velocity.md"
CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"


def the_hook() -> dict[str, object]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["doctrine-check"]
    hook: dict[str, object] = hooks[0]
    return hook


@pytest.mark.parametrize(
    "path",
    [
        DOCTRINE,
        CONTRACT,
        "docs/index.md",
        "docs/adr/0001-first.md",
        "README.md",
        "doctrine-check.toml",
        "pyproject.toml",
        ".doctrine-check-ratchet.json",
    ],
)
def test_the_hook_wakes_for_what_the_verdict_depends_on(path: str) -> None:
    assert re.search(str(the_hook()["files"]), path)


@pytest.mark.parametrize(
    "path",
    [
        "docs/diagram.svg",
        "docs/notes.md.bak",
        "docs/.md/picture.png",
        "mydocs/page.md",
        "src/docs/page.md",
        "src/pyproject.toml",
        "src/doctrine-check.toml",
        "pyproject.toml.orig",
        "pyprojectXtoml",
        "tests/.doctrine-check-ratchet.json",
        "doctrine_check/cli/main.py",
    ],
)
def test_the_hook_sleeps_for_everything_else(path: str) -> None:
    assert not re.search(str(the_hook()["files"]), path)


def test_the_hook_reads_the_whole_repository_once() -> None:
    hook = the_hook()
    assert hook["entry"] == "doctrine-check lint"
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


@pytest.mark.needs_tool
@pytest.mark.slow
def test_a_good_pair_is_committed_and_a_bad_one_refused(
    tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    git, pre_commit = require_tool("git"), require_tool("pre-commit")
    environment = environment_in(tmp_path / "home")
    hook = copy_of_this_checkout(git, tmp_path / "hook", environment)
    user = copy_of_this_checkout(git, tmp_path / "user", environment)
    good = {name: (user.path / name).read_text(encoding="utf-8") for name in (DOCTRINE, CONTRACT)}
    user.must(git, "rm", "--quiet", *good)
    configuration = {
        "repos": [
            {"repo": hook.path.as_uri(), "rev": hook.head(), "hooks": [{"id": "doctrine-check"}]}
        ]
    }
    (user.path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    assert user.commit("Use the hook").returncode == 0
    user.must(pre_commit, "install")

    for name, text in good.items():
        (user.path / name).parent.mkdir(parents=True, exist_ok=True)
        (user.path / name).write_text(text, encoding="utf-8")
    accepted = user.commit("Lay down the law")
    said = accepted.stdout + accepted.stderr
    assert accepted.returncode == 0, said
    assert re.search(r"^doctrine-check\.+Passed$", said, re.MULTILINE), said

    before = user.head()
    (user.path / CONTRACT).write_text(without_row(good[CONTRACT], "ART-05"), encoding="utf-8")
    refused = user.commit("Forget an artifact")
    said = refused.stdout + refused.stderr
    assert refused.returncode != 0, said
    assert re.search(r"^doctrine-check\.+Failed$", said, re.MULTILINE), said
    assert "- exit code: 1" in said
    assert "ART-05" in said
    assert user.head() == before

    user.must(git, "checkout", "--quiet", "HEAD", "--", CONTRACT)
    (user.path / "notes.txt").write_text("nothing to judge\n")
    slept = user.commit("Change something else")
    said = slept.stdout + slept.stderr
    assert slept.returncode == 0, said
    assert re.search(r"^doctrine-check\.+\(no files to check\)Skipped$", said, re.MULTILINE), said
