"""The hook that judges a push, installed by pre-commit, in a clone with a remote to push to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

from doctrine_check.cli.hook import HOOKS as CONFIG
from tests.changes.change_scene import (
    DECLARED,
    MAP,
    NONE,
    base_files,
    bundle,
    cold_edit,
    hot_edit,
)
from tests.test_pre_commit_hook import (
    ROOT,
    Repository,
    copy_of_this_checkout,
    environment_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

pytestmark = [pytest.mark.needs_tool, pytest.mark.slow]

HOOK = "doctrine-check-change"
LONG_AGO = "1767220000 +0000"
"""Commits are older than the evidence that the scenes make for them."""


def ended(said: str) -> str | None:
    """How the hook ended, in pre-commit's words; ``None`` where it did not run."""
    name = HOOK.replace("-", ".")
    found = re.search(rf"^{name}\.+(Passed|Failed)$", said, re.MULTILINE)
    return None if found is None else found.group(1)


class Push(NamedTuple):
    """What git and the hook said of a push, and whether it arrived."""

    code: int
    said: str
    arrived: bool

    @property
    def refused(self) -> bool:
        """Whether the hook ran and let nothing through."""
        assert (self.code == 0) is self.arrived, self.said
        assert ended(self.said) == ("Passed" if self.arrived else "Failed"), self.said
        return not self.arrived


class Clone(NamedTuple):
    """A clone with the hook, and the bare repository that it pushes to."""

    user: Repository
    remote: Path

    def write(self, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            target = self.user.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def commit(self, files: Mapping[str, bytes], message: str) -> str:
        """Commit these files over what is there, in a commit that no other branch has."""
        self.write(files)
        branch = self.user.must(self.user.git, "symbolic-ref", "--short", "HEAD").strip()
        done = self.user.commit(f"{branch}: {message}")
        assert done.returncode == 0, done.stderr
        return self.user.head()

    def branch(self, name: str, start: str = "main") -> None:
        self.user.must(self.user.git, "checkout", "--quiet", "-B", name, start)

    def push(self, branch: str, *options: str) -> Push:
        """Push a branch to the branch of that name."""
        git = self.user.git
        done = self.user.run(git, "push", *options, "origin", f"{branch}:{branch}")
        ours = self.user.must(git, "rev-parse", branch).strip()
        theirs = self.user.run(git, "ls-remote", str(self.remote), f"refs/heads/{branch}")
        return Push(done.returncode, done.stdout + done.stderr, theirs.stdout.startswith(ours))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], str]) -> Clone:
    """A repository with a hot-path map and the published hook; its main is published already."""
    git, pre_commit = require_tool("git"), require_tool("pre-commit")
    folder = tmp_path_factory.mktemp("pushing")
    environment = environment_in(folder / "home")
    hook = copy_of_this_checkout(git, folder / "hook", environment)
    (folder / "user").mkdir()
    dated = {"GIT_AUTHOR_DATE": LONG_AGO, "GIT_COMMITTER_DATE": LONG_AGO}
    user = Repository(git, folder / "user", environment | dated)
    user.must(git, "init", "--quiet", "--initial-branch=main")
    user.must(git, "init", "--quiet", "--bare", "--initial-branch=main", str(folder / "remote"))
    user.must(git, "remote", "add", "origin", str(folder / "remote"))
    configured = [{"repo": hook.path.as_uri(), "rev": hook.head(), "hooks": [{"id": HOOK}]}]
    made = Clone(user, folder / "remote")
    made.write({CONFIG: yaml.safe_dump({"repos": configured}).encode()})
    made.commit(base_files(), "Start")
    user.must(pre_commit, "install", "--hook-type", "pre-push")
    return made


@pytest.fixture
def published(clone: Clone) -> Iterator[Clone]:
    """The clone, its main pushed past the hook; afterwards main is where it was."""
    git = clone.user.git
    before = clone.user.must(git, "rev-parse", "main").strip()
    assert clone.push("main", "--no-verify").arrived
    yield clone
    clone.user.must(git, "checkout", "--quiet", "-f", "-B", "main", before)
    clone.user.must(git, "push", "--quiet", "--no-verify", "--force", "origin", "main")


def the_published_hook() -> dict[str, object]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (hook,) = (hook for hook in hooks if hook["id"] == HOOK)
    assert isinstance(hook, dict)
    return hook


def test_the_hook_runs_before_a_push_and_is_given_no_files() -> None:
    hook = the_published_hook()
    assert hook["entry"] == "doctrine-check change"
    assert hook["stages"] == ["pre-push", "manual"]
    assert hook["always_run"] is True
    assert hook["pass_filenames"] is False


def test_the_first_push_of_a_repository_is_linted(clone: Clone) -> None:
    git = clone.user.git
    empty = clone.remote.with_name("empty")
    clone.user.must(git, "init", "--quiet", "--bare", "--initial-branch=main", str(empty))
    clone.user.must(git, "remote", "add", "empty", str(empty))
    done = clone.user.run(git, "push", "empty", "main")
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert ended(said) == "Passed", said
    assert clone.user.must(git, "ls-remote", str(empty)).startswith(clone.user.head())


def test_a_harmless_branch_is_pushed(published: Clone) -> None:
    published.branch("harmless")
    published.commit(cold_edit(base_files()), NONE)
    assert not published.push("harmless").refused


def test_an_optimization_without_evidence_is_refused(published: Clone) -> None:
    published.branch("bare")
    published.commit(hot_edit(base_files()), DECLARED)
    done = published.push("bare")
    assert done.refused
    assert "missing-artifact" in done.said
    assert "- exit code: 1" in done.said


def test_an_optimization_with_its_evidence_is_pushed(published: Clone) -> None:
    base = published.user.must(published.user.git, "rev-parse", "main").strip()
    published.branch("proved")
    head = published.commit(hot_edit(base_files()), DECLARED)
    files = bundle(base_commit=base, measured_commit=head, repository=base)
    evidence = {f"evidence/{name}": data for name, data in files.items()}
    published.commit(evidence, "Attach the evidence")
    done = published.push("proved")
    assert not done.refused, done.said


def test_the_whole_branch_is_judged_and_not_its_last_push(published: Clone) -> None:
    published.branch("grown")
    published.commit(hot_edit(base_files()), DECLARED)
    assert published.push("grown", "--no-verify").arrived
    published.commit(cold_edit(hot_edit(base_files())), NONE)
    done = published.push("grown")
    assert done.refused
    assert "missing-artifact" in done.said


def test_the_branch_that_is_pushed_is_judged_and_not_the_one_that_is_checked_out(
    published: Clone,
) -> None:
    published.branch("elsewhere")
    published.commit(hot_edit(base_files()), DECLARED)
    published.user.must(published.user.git, "checkout", "--quiet", "main")
    assert published.push("elsewhere").refused
    published.branch("fine")
    published.commit(cold_edit(base_files()), NONE)
    published.user.must(published.user.git, "checkout", "--quiet", "elsewhere")
    assert not published.push("fine").refused


def test_a_push_to_the_default_branch_is_judged_by_what_it_adds(published: Clone) -> None:
    published.branch("main", "main")
    published.commit(cold_edit(base_files()), NONE)
    done = published.push("main")
    assert not done.refused, done.said
    published.commit(cold_edit(hot_edit(base_files())), DECLARED)
    done = published.push("main")
    assert done.refused
    assert "missing-artifact" in done.said


def test_a_branch_that_catches_up_with_the_default_one_is_pushed(published: Clone) -> None:
    published.branch("late")
    published.commit(cold_edit(base_files()), NONE)
    assert published.push("late", "--no-verify").arrived
    published.branch("main", "late")
    published.commit(cold_edit(hot_edit(base_files())), DECLARED)
    assert published.push("main", "--no-verify").arrived
    published.branch("late", "main")
    done = published.push("late")
    assert not done.refused, done.said


def test_the_law_of_the_default_branch_judges(published: Clone) -> None:
    """A push cannot bring a hot-path map along that lets it off."""
    published.branch("loosened")
    edited = hot_edit(base_files(MAP.replace("src/store/**", "src/other/**")))
    published.commit(edited, DECLARED)
    done = published.push("loosened")
    assert done.refused
    assert "weakened-law" in done.said
    assert "missing-artifact" in done.said
