"""``doctrine-check init`` in new, old and odd repositories, and what follows it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from doctrine_check.cli.hook import ENTRY, HOOKS
from doctrine_check.cli.init import CONTRACT, DOCTRINE
from doctrine_check.config import DEDICATED_FILE, PROJECT_FILE, parse_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.init_scene import Place

EVERYTHING = {DOCTRINE, CONTRACT, DEDICATED_FILE, HOOKS}


@pytest.fixture
def checkout(place: Place, require_tool: Callable[[str], str]) -> Place:
    """A repository just made by ``git init``."""
    require_tool("git")
    place.git("init", "--quiet")
    return place


# --- a new repository -------------------------------------------------------------------------


@pytest.mark.needs_tool
def test_each_next_step_works_from_an_empty_repository(checkout: Place) -> None:
    checkout.write("main.py", "print()\n")
    begun = checkout.run("init")
    assert begun.code == 0
    assert checkout.files() == {*EVERYTHING, "main.py"}
    assert begun.err == ""
    steps = [line[5:] for line in begun.out.splitlines() if line[:2] == "  "]
    assert steps[1:3] == ["git add --all  (lint looks at what git knows)", "doctrine-check lint"]

    linted = checkout.run("lint")
    assert linted.code == 0, linted.out + linted.err
    assert "checked: 2 documents" in linted.out
    assert "verdict: pass" in linted.out

    before = checkout.run("doctor")
    assert before.code == 1
    missing = [line for line in before.out.splitlines() if line.startswith("missing")]
    assert len(missing) == 1
    assert f"{DOCTRINE} and {CONTRACT} not tracked yet; `git add`" in missing[0]

    checkout.git("add", "--all")
    assert checkout.run("lint").code == 0
    after = checkout.run("doctor")
    assert after.code == 0, after.out
    assert after.out.splitlines()[-1].endswith("0 found something missing")


def test_what_is_written_is_said(place: Place) -> None:
    said = place.run("init")
    written = [line.split()[1] for line in said.out.splitlines() if line.startswith("wrote ")]
    assert written == [DOCTRINE, CONTRACT, DEDICATED_FILE, HOOKS]
    assert place.config().doctrine == DOCTRINE
    assert place.config().contract == CONTRACT
    assert yaml.safe_load(place.read(HOOKS)) == {"repos": yaml.safe_load(ENTRY)}


def test_outside_git_the_first_step_makes_a_repository(place: Place) -> None:
    assert "next:\n  1. git init\n" in place.run("init").out


@pytest.mark.needs_tool
def test_inside_git_no_step_makes_a_repository(checkout: Place) -> None:
    assert "git init" not in checkout.run("init").out


def test_a_second_time_nothing_changes(place: Place) -> None:
    assert place.run("init").code == 0
    before = {path: place.read(path) for path in place.files()}
    again = place.run("init")
    assert again.code == 0
    assert {path: place.read(path) for path in place.files()} == before
    assert f"found    {DOCTRINE}, the doctrine\n" in again.out
    assert f"kept     {HOOKS}\n" in again.out
    assert "wrote" not in again.out
    assert "pre-commit install" not in again.out


@pytest.mark.parametrize("path", sorted(EVERYTHING))
def test_nothing_that_is_there_is_replaced(place: Place, path: str) -> None:
    kept = {HOOKS: f"repos:\n{ENTRY}", DEDICATED_FILE: "# mine\n"}.get(path, "# Mine\n")
    place.write(path, kept)
    assert place.run("init").code == (2 if path in (DOCTRINE, CONTRACT) else 0)
    assert place.read(path) == kept


@pytest.mark.parametrize("path", [DOCTRINE, CONTRACT])
def test_a_file_in_the_place_of_a_starter_is_not_taken_for_one(place: Place, path: str) -> None:
    place.write(path, "# Mine\n")
    said = place.run("init")
    assert said.err.startswith(f"doctrine-check: {path} is there and is none of a performance")
    assert place.files() == {path}


@pytest.mark.needs_tool
def test_the_next_steps_work_in_their_order_beside_a_config_of_a_project(checkout: Place) -> None:
    checkout.write(PROJECT_FILE, '[tool.doctrine_check]\nmode = "all-five"\n')
    said = checkout.run("init")
    steps = [line[5:].partition("  (")[0] for line in said.out.partition("next:")[2].splitlines()]
    assert steps.index("git add --all") < steps.index("doctrine-check lint")
    checkout.git("add", "--all")
    assert checkout.run("lint").code == 0


# --- documents that are there -------------------------------------------------------------------


def starters(place: Place, doctrine: str = DOCTRINE, contract: str = CONTRACT) -> None:
    """A pair of documents, and no config and no hook."""
    place.run("init")
    texts = place.read(DOCTRINE), place.read(CONTRACT)
    for path in EVERYTHING:
        (place.root / path).unlink()
    for path, text in zip((doctrine, contract), texts, strict=True):
        place.write(path, text.replace(DOCTRINE, doctrine).replace(CONTRACT, contract))


def test_a_pair_that_is_there_is_named_in_the_config(place: Place) -> None:
    starters(place, "docs/law.md", "agreed.md")
    assert place.run("init").code == 0
    assert place.files() == {"docs/law.md", "agreed.md", DEDICATED_FILE, HOOKS}
    assert (place.config().doctrine, place.config().contract) == ("docs/law.md", "agreed.md")
    assert place.run("lint").code == 0


@pytest.mark.needs_tool
def test_a_pair_that_git_does_not_track_yet_is_found_too(checkout: Place) -> None:
    starters(checkout, "docs/law.md", "docs/agreed.md")
    checkout.write("README.md", "# Read me\n")
    checkout.git("add", "README.md")
    assert checkout.run("init").code == 0
    assert checkout.config().doctrine == "docs/law.md"


def test_half_a_pair_is_not_completed_by_a_starter_of_other_facts(place: Place) -> None:
    starters(place, "docs/law.md", "docs/agreed.md")
    (place.root / "docs/agreed.md").unlink()
    said = place.run("init")
    assert said.code == 1
    assert "missing  the contract; write it from the other document" in said.out
    assert "1. do what is said above" in said.out or "2. do what is said above" in said.out
    assert place.files() == {"docs/law.md", DEDICATED_FILE, HOOKS}
    assert place.config().contract is None


@pytest.mark.parametrize("key", ["doctrine", "contract"])
def test_between_two_candidates_none_is_named(place: Place, key: str) -> None:
    starters(place, "docs/a.md", "docs/b.md")
    place.write("docs/copy.md", place.read("docs/a.md" if key == "doctrine" else "docs/b.md"))
    said = place.run("init")
    assert said.code == 1
    first = "docs/a.md" if key == "doctrine" else "docs/b.md"
    assert f"unclear  2 documents could be the {key}: {first}, docs/copy.md\n" in said.out
    assert getattr(place.config(), key) is None
    assert f'# {key} = "docs/copy.md"\n' in place.read(DEDICATED_FILE)
    linted = place.run("lint")
    assert linted.code == 2
    assert f"{first}, docs/copy.md" in linted.err


def test_a_config_decides_between_two_candidates(place: Place) -> None:
    starters(place, "docs/a.md", "docs/b.md")
    place.write("docs/copy.md", place.read("docs/a.md"))
    place.write(DEDICATED_FILE, 'doctrine = "docs/copy.md"\n')
    assert place.run("init").code == 0
    assert place.run("lint").code == 0


def test_starters_go_where_a_config_wants_them(place: Place) -> None:
    place.write(DEDICATED_FILE, 'doctrine = "law/speed.md"\ncontract = "law/speed_contract.md"\n')
    assert place.run("init").code == 0
    assert place.files() >= {"law/speed.md", "law/speed_contract.md"}
    assert not (place.root / "docs").exists()
    linted = place.run("lint")
    assert linted.code == 0, linted.out + linted.err


# --- a config that is there -----------------------------------------------------------------


@pytest.mark.parametrize("own", [True, False])
def test_a_second_config_is_never_written(place: Place, own: bool) -> None:
    name = DEDICATED_FILE if own else PROJECT_FILE
    kept = 'ignore = ["threshold-drift"]\n'
    place.write(name, kept if own else f"[tool.doctrine_check]\n{kept}")
    place.write("engine.py")
    said = place.run("init")
    assert said.code == 0
    assert place.files() == {DOCTRINE, CONTRACT, HOOKS, name, "engine.py"}
    # What is printed can be added as it stands: behind our table of a pyproject.toml, in front of
    # the first table of a config of our own.
    lines = said.out[said.out.index("add to") :].splitlines()[1:]
    printed = [line[9:] for line in lines if line.startswith("         ") or not line]
    added = "\n".join(printed[: printed.index("") + 4])
    place.write(name, place.read(name) + added + "\n")
    config = parse_config(name, place.read(name), ("threshold-drift",))
    assert config is not None
    assert (config.doctrine, config.contract) == (DOCTRINE, CONTRACT)
    assert config.ignore == ("threshold-drift",)
    assert [row.glob for row in config.hot_paths] == ["*.py"]
    again = place.run("init")
    assert f"kept     {name}\n" in again.out
    assert place.run("lint").code == 0


def test_a_project_without_our_table_is_not_touched(place: Place) -> None:
    place.write(PROJECT_FILE, '[project]\nname = "x"\n')
    assert place.run("init").code == 0
    assert place.read(PROJECT_FILE) == '[project]\nname = "x"\n'
    assert (place.root / DEDICATED_FILE).is_file()


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        (DEDICATED_FILE, b"slct = 1\n", "unknown key slct; did you mean select?"),
        (PROJECT_FILE, b"[tool.doctrine-check]\n", "expected [tool.doctrine_check], found"),
        (HOOKS, b"# caf\xe9\n", "expected UTF-8 text"),
        (HOOKS, None, "Is a directory"),
        (DEDICATED_FILE, None, "Is a directory"),
    ],
)
def test_what_cannot_be_read_stops_before_anything_is_written(
    place: Place, path: str, data: bytes | None, said: str
) -> None:
    if data is None:
        (place.root / path).mkdir()
    else:
        (place.root / path).write_bytes(data)
    refused = place.run("init")
    assert refused.code == 2
    assert refused.out == ""
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1
    assert place.files() == ({path} if data is not None else set())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads it")
def test_a_hook_config_without_permission_is_one_clear_line(place: Place) -> None:
    place.write(HOOKS, "repos: []\n")
    (place.root / HOOKS).chmod(0)
    refused = place.run("init")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == f"doctrine-check: cannot read {HOOKS}: Permission denied\n"


# --- the hook -----------------------------------------------------------------------------------


def test_a_hook_config_is_extended_and_keeps_its_line_ends(place: Place) -> None:
    text = "repos:\r\n- repo: a\r\n  hooks: []\r\nfail_fast: true\r\n"
    place.write(HOOKS, text)
    said = place.run("init")
    assert said.code == 0
    assert f"extended {HOOKS}\n" in said.out
    extended = place.read(HOOKS)
    assert "\n" not in extended.replace("\r\n", "")
    assert extended.startswith("repos:\r\n- repo: a\r\n  hooks: []\r\n- repo: local\r\n")
    assert extended.endswith("fail_fast: true\r\n")


def test_a_hook_that_cannot_be_added_is_to_be_pasted(place: Place) -> None:
    text = "repos: [{repo: a, hooks: []}]\n"
    place.write(HOOKS, text)
    said = place.run("init")
    assert said.code == 1
    assert place.read(HOOKS) == text
    assert (
        f"kept     {HOOKS}, which cannot be extended safely; add to its repos:\n{ENTRY}" in said.out
    )
    assert (place.root / DEDICATED_FILE).is_file()


@pytest.mark.needs_tool
def test_in_a_folder_of_a_larger_checkout_the_hook_is_to_be_pasted_above(checkout: Place) -> None:
    checkout.write("pkg one/doctrine-check.toml")
    said = checkout.run("init", at="pkg one")
    assert said.code == 1
    assert not (checkout.root / "pkg one" / HOOKS).exists()
    assert not (checkout.root / HOOKS).exists()
    entry = said.out[said.out.index("- repo: local") : said.out.index("\nnext:")]
    hook = yaml.safe_load(entry)[0]["hooks"][0]
    assert hook == {
        **yaml.safe_load(ENTRY)[0]["hooks"][0],
        "entry": "doctrine-check lint --root 'pkg one'",
    }
    checkout.write(HOOKS, f"repos:\n{entry}")
    assert checkout.run("init", at="pkg one").code == 0


# --- odd names and places --------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_file_name_does_not_steer_the_terminal(place: Place) -> None:
    starters(place, "docs/a\x1b[31m.md", "docs/b\u202e.md")
    for command in ("init", "doctor"):
        said = place.run(command)
        assert "\x1b" not in said.out + said.err
        assert "\u202e" not in said.out + said.err
        assert "docs/a\\x1b[31m.md" in said.out
    assert place.run("lint").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_pair_whose_name_toml_cannot_hold_is_found_by_content(place: Place) -> None:
    starters(place)
    os.rename(place.root / DOCTRINE, os.path.join(os.fsencode(place.root), b"docs/bad\xff.md"))
    assert place.run("init").code == 0
    assert place.config().doctrine is None
    assert place.config().contract == CONTRACT


def test_no_folder_is_a_usage_error(place: Place) -> None:
    said = place.run("init", at="nowhere\x1b[31m")
    assert said.code == 2
    assert said.out == ""
    assert "no such folder: " in said.err
    assert "\x1b" not in said.err


def test_a_place_that_cannot_be_written_is_one_clear_line(place: Place) -> None:
    place.write("docs")
    said = place.run("init")
    assert said.code == 2
    assert said.err.startswith(f"doctrine-check: cannot write {DOCTRINE}: ")
    assert len(said.err.splitlines()) == 1
