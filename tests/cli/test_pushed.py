"""Which range a push brings, as pre-commit tells its hooks in the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes.git import Git
from doctrine_check.cli.pushed import Pushed, pushed
from tests.changes.change_scene import DECLARED, NONE, base_files, cold_edit, hot_edit

if TYPE_CHECKING:
    from tests.cli.work_scene import Work

ZEROS = "0" * 40
MAIN = "refs/remotes/origin/main"


@pytest.fixture
def work(work: Work) -> Work:
    """A clone of which the remote has main and nothing more."""
    work.scene.git("update-ref", MAIN, work.base)
    return work


def environment(work: Work, **told: str) -> dict[str, str]:
    """What pre-commit says of a push of the branch work."""
    given = {
        "from_ref": work.base,
        "to_ref": work.head,
        "remote_name": "origin",
        "remote_branch": "refs/heads/work",
    }
    return {f"PRE_COMMIT_{name.upper()}": text for name, text in (given | told).items() if text}


def found(work: Work, **told: str) -> Pushed | None:
    return pushed(Git(str(work.scene.root)), environment(work, **told))


def test_outside_of_a_push_there_is_no_range(work: Work) -> None:
    assert pushed(Git(str(work.scene.root)), {"PRE_COMMIT": "1", "HOME": "/"}) is None
    assert found(work, from_ref="", to_ref="", remote_name="") is None


def test_a_branch_is_judged_over_the_default_branch_of_its_remote(work: Work) -> None:
    assert found(work) == Pushed(MAIN, work.head)
    assert found(work, from_ref=ZEROS) == Pushed(MAIN, work.head)
    assert found(work, from_ref=work.head) == Pushed(MAIN, work.head)


def test_the_default_branch_is_judged_over_what_it_holds(work: Work) -> None:
    onto = {"remote_branch": "refs/heads/main"}
    assert found(work, **onto) == Pushed(work.base, work.head)
    assert found(work, from_ref=ZEROS, **onto) == Pushed(MAIN, work.head)


def test_the_remote_says_what_its_default_branch_is(work: Work) -> None:
    trunk = "refs/remotes/origin/release/trunk"
    work.scene.git("update-ref", trunk, work.base)
    work.scene.git("symbolic-ref", "refs/remotes/origin/HEAD", trunk)
    assert found(work) == Pushed(trunk, work.head)
    own = found(work, remote_branch="refs/heads/release/trunk")
    assert own == Pushed(work.base, work.head)
    assert found(work, remote_branch="refs/heads/main") == Pushed(trunk, work.head)


def test_a_head_that_leads_nowhere_is_passed_over(work: Work) -> None:
    work.scene.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
    assert found(work) == Pushed(MAIN, work.head)


def test_a_fork_is_judged_like_the_repository_it_comes_from(work: Work) -> None:
    told = {"remote_name": "fork", "remote_branch": "refs/heads/main"}
    assert found(work, **told) == Pushed(MAIN, work.head)
    work.scene.git("update-ref", "refs/remotes/fork/master", work.head)
    assert found(work, **told) == Pushed("refs/remotes/fork/master", work.head, empty=True)


def test_where_no_default_branch_is_known_what_is_new_counts(work: Work) -> None:
    work.scene.git("update-ref", "-d", MAIN)
    assert found(work) == Pushed(work.base, work.head)
    assert found(work, remote_name="https://example.org/x.git") == Pushed(work.base, work.head)
    assert found(work, from_ref=ZEROS) == Pushed(None, work.head)


def test_a_push_of_everything_has_no_base(work: Work) -> None:
    assert found(work, from_ref="", to_ref="") == Pushed(None, "HEAD")


def test_a_range_by_hand_is_taken_as_it_is(work: Work) -> None:
    told = {"remote_name": "", "remote_branch": ""}
    assert found(work, **told) == Pushed(work.base, work.head)
    assert found(work, from_ref=work.head, **told) == Pushed(work.head, work.head)


# --- the command


def judged(work: Work, monkeypatch: pytest.MonkeyPatch, *arguments: str, **told: str) -> int:
    for name, text in environment(work, **told).items():
        monkeypatch.setenv(name, text)
    return work.run("change", *arguments).code


def test_the_command_judges_what_is_pushed_and_not_what_is_checked_out(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.scene.git("symbolic-ref", "HEAD", "refs/heads/main")
    assert judged(work, monkeypatch) == 1
    quiet = work.onto(cold_edit(base_files()), NONE)
    work.scene.git("symbolic-ref", "HEAD", "refs/heads/work")
    assert judged(quiet, monkeypatch) == 0


def test_a_push_to_main_is_judged_although_main_is_the_base(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.scene.git("update-ref", "refs/heads/main", work.head)
    assert judged(work, monkeypatch, remote_branch="refs/heads/main") == 1


def test_what_the_command_line_names_goes_before(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = work.onto(cold_edit(base_files()), NONE)
    assert judged(work, monkeypatch, "--base", "main", "--head", quiet.head) == 0
    assert judged(work, monkeypatch, "--head", quiet.head) == 0
    assert judged(work, monkeypatch) == 1


def test_a_push_that_brings_nothing_new_is_let_through_and_told(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.scene.git("update-ref", MAIN, work.head)
    for name, text in environment(work).items():
        monkeypatch.setenv(name, text)
    ran = work.run("change")
    assert (ran.code, ran.out) == (0, "")
    assert "holds all of this push already" in ran.err


@pytest.mark.parametrize(("broken", "code"), [(False, 0), (True, 1)])
def test_a_first_push_is_linted(
    work: Work, monkeypatch: pytest.MonkeyPatch, *, broken: bool, code: int
) -> None:
    work.scene.git("update-ref", "-d", MAIN)
    files = base_files()
    if broken:
        files = {name: data.replace(b"PRF-02", b"PRF-01") for name, data in files.items()}
    work.scene.commit(files, DECLARED.encode(), branch="first")
    work.scene.git("checkout", "--quiet", "--force", "first")
    for name, text in environment(work, from_ref="", to_ref="").items():
        monkeypatch.setenv(name, text)
    ran = work.run("change")
    assert ran.code == code, ran
    assert "nothing is published yet" in ran.err
    assert ran.out


def test_a_commit_that_is_none_is_wrong_usage(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(work, monkeypatch, to_ref="--upload-pack=x") == 2
    assert judged(work, monkeypatch, to_ref="9" * 40) == 2


def test_a_branch_with_an_optimization_fails_by_its_law(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = work.scene.commit(hot_edit(base_files()), NONE.encode(), [work.base], "quiet")
    assert judged(work._replace(head=head), monkeypatch) == 1
