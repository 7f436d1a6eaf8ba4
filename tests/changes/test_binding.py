"""What keeps evidence alive, in real repositories: rebase, squash and merge; and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from doctrine_check.changes.git import Git
from doctrine_check.changes.objects import Objects
from doctrine_check.changes.ranges import change_set
from doctrine_check.cli.change_sources import LocalCommits
from doctrine_check.evidence.binding import Binding, State, bind, repository_name
from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.members import of_files
from tests.changes.change_scene import base_files, bundle, cold_edit, hot_edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.changes.git_scene import Scene

MAP = ("src/store/**", "perf/benchmarks.yaml")
BENCH = "perf/benchmarks.yaml"
FILES = {**base_files(), BENCH: b"runs: 100\n"}
EDITED = hot_edit(FILES)
UPSTREAM = {"README.md": b"# Shop\n"}


class Repo(NamedTuple):
    """A repository with one measured change."""

    scene: Scene
    git: Git
    objects: Objects
    base: str
    head: str

    def bound(self, base: str, head: str, **claims: object) -> Binding:
        """How evidence that was measured at our base and head is bound to another range."""
        given: dict[str, object] = {"base_commit": self.base, "measured_commit": self.head}
        given |= {"repository": self.base}
        manifest = read_bundle(of_files(bundle(**given | claims))).manifest
        assert manifest is not None
        commits = LocalCommits(self.git, self.objects)
        return bind(manifest, change_set(self.git, base, head), commits, MAP)


@pytest.fixture
def repo(scene: Scene) -> Iterator[Repo]:
    base = scene.commit(FILES, branch="main")
    middle = scene.commit(cold_edit(FILES), parents=[base])
    head = scene.commit(cold_edit(EDITED), parents=[middle])
    scene.git("symbolic-ref", "HEAD", "refs/heads/main")
    git = Git(str(scene.root))
    with Objects(git) as objects:
        yield Repo(scene, git, objects, base, head)


def test_the_measured_commits_themselves(repo: Repo) -> None:
    assert repo.bound(repo.base, repo.head).state is State.COMMIT


def test_a_rebase_keeps_evidence(repo: Repo) -> None:
    onto = repo.scene.commit({**FILES, **UPSTREAM}, parents=[repo.base], branch="main")
    head = repo.scene.commit({**cold_edit(EDITED), **UPSTREAM}, parents=[onto])
    assert repo.bound(onto, head).state is State.CONTENT


def test_a_squash_keeps_evidence(repo: Repo) -> None:
    head = repo.scene.commit(cold_edit(EDITED), b"squashed", parents=[repo.base], branch="one")
    assert repo.bound(repo.base, head).state is State.CONTENT


def test_a_merge_of_the_base_keeps_evidence(repo: Repo) -> None:
    onto = repo.scene.commit({**FILES, **UPSTREAM}, parents=[repo.base], branch="main")
    head = repo.scene.commit({**cold_edit(EDITED), **UPSTREAM}, parents=[repo.head, onto])
    binding = repo.bound(onto, head)
    assert binding.state is State.CONTENT, binding
    assert binding.bound


@pytest.mark.parametrize("path", ["src/store/cache.py", BENCH])
def test_an_edit_of_a_measured_file_makes_it_stale(repo: Repo, path: str) -> None:
    edited = {**cold_edit(EDITED), path: EDITED[path] + b"# more\n"}
    head = repo.scene.commit(edited, parents=[repo.head])
    binding = repo.bound(repo.base, head)
    assert binding.state is State.STALE
    assert binding.paths == (path,)
    assert not binding.bound


def test_a_measured_file_that_comes_or_goes_makes_it_stale(repo: Repo) -> None:
    more = repo.scene.commit({**EDITED, "src/store/new.py": b"x = 1\n"}, parents=[repo.head])
    assert repo.bound(repo.base, more).paths == ("src/store/new.py",)
    fewer = {path: data for path, data in EDITED.items() if path != BENCH}
    less = repo.scene.commit(fewer, parents=[repo.head])
    assert repo.bound(repo.base, less).paths == (BENCH,)


def test_a_measured_file_that_the_base_edits_makes_it_stale(repo: Repo) -> None:
    other = {"src/store/other.py": b"y = 2\n"}
    onto = repo.scene.commit({**FILES, **other}, parents=[repo.base], branch="main")
    head = repo.scene.commit({**EDITED, **other}, parents=[onto])
    binding = repo.bound(onto, head)
    assert binding.state is State.STALE
    assert binding.paths == ("src/store/other.py",)


def test_at_most_twenty_paths_are_named(repo: Repo) -> None:
    many = {f"src/store/m{number:02}.py": b"z = 3\n" for number in range(30)}
    binding = repo.bound(repo.base, repo.scene.commit({**EDITED, **many}, parents=[repo.head]))
    assert len(binding.paths) == 20
    assert "30 measured files" in binding.reason


def test_evidence_of_another_repository_is_foreign(repo: Repo) -> None:
    binding = repo.bound(repo.base, repo.head, repository="example/other")
    assert binding.state is State.FOREIGN
    assert "example/other" in binding.reason
    assert repo.base in binding.reason


def test_a_repository_goes_by_its_remotes(repo: Repo) -> None:
    repo.scene.git("remote", "add", "origin", "git@host.example:Owner/Store.git")
    binding = repo.bound(repo.base, repo.head, repository="https://host.example/owner/store")
    assert binding.state is State.COMMIT


@pytest.mark.parametrize("field", ["base_commit", "measured_commit"])
def test_a_commit_that_nobody_has_is_unknown(repo: Repo, field: str) -> None:
    binding = repo.bound(repo.base, repo.head, **{field: "9" * 40})
    assert binding.state is State.UNKNOWN
    assert "9" * 40 in binding.reason
    assert not binding.bound


def test_evidence_of_another_change_off_the_map_is_stale(repo: Repo) -> None:
    one = repo.scene.commit(cold_edit(FILES), parents=[repo.base], branch="one")
    other = repo.scene.commit(cold_edit(FILES, "y = 2"), parents=[repo.base], branch="other")
    measured = repo.bound(repo.base, other, measured_commit=one)
    assert measured.state is State.STALE
    assert measured.paths == ("src/tool.py",)
    again = repo.scene.commit(cold_edit(FILES), b"again", parents=[repo.base], branch="again")
    assert repo.bound(repo.base, again, measured_commit=one).state is State.CONTENT


def test_a_change_of_prose_off_the_map_needs_the_map_alone(repo: Repo) -> None:
    head = repo.scene.commit({**FILES, **UPSTREAM}, parents=[repo.base], branch="prose")
    binding = repo.bound(repo.base, head, measured_commit=repo.base)
    assert binding.state is State.CONTENT


@pytest.mark.parametrize(
    "text",
    [
        "owner/name",
        "Owner/Name/",
        "https://host/owner/name.git",
        "ssh://git@host:22/owner/name",
        "git@host:owner/name.git",
        "/srv/git/owner/name.git",
    ],
)
def test_a_repository_is_the_same_however_it_is_written(text: str) -> None:
    assert repository_name(text) == "owner/name"


@pytest.mark.parametrize("text", ["owner/other", "other/name", "name", "", "owner/name/more"])
def test_another_repository_is_another(text: str) -> None:
    assert repository_name(text) != "owner/name"
