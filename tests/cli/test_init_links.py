"""``doctrine-check init`` where links and pipes stand in its way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml

from doctrine_check.cli.hook import ENTRY, HOOKS
from doctrine_check.cli.init import CONTRACT, DOCTRINE
from doctrine_check.config import DEDICATED_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.init_scene import Place


@pytest.mark.parametrize(
    ("link", "config"),
    [
        ("docs", ""),
        ("docs/specs", ""),
        (CONTRACT, ""),
        ("law", 'doctrine = "law/speed.md"\ncontract = "docs/contract.md"\n'),
    ],
)
@pytest.mark.parametrize("absolute", [True, False])
def test_nothing_is_written_through_a_link_out_of_the_repository(
    place: Place, tmp_path: Path, link: str, config: str, *, absolute: bool
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    if config:
        place.write(DEDICATED_FILE, config)
    path = place.root / link
    path.parent.mkdir(parents=True, exist_ok=True)
    target = outside / "x.md" if link == CONTRACT else outside
    if link == CONTRACT:
        target.write_text("", encoding="utf-8")
    path.symlink_to(target if absolute else os.path.relpath(target, path.parent))
    before = place.files()
    said = place.run("init")
    assert (said.code, said.out) == (2, "")
    assert f"{link} is a link that leads out of the repository, to {target}; " in said.err
    assert len(said.err.splitlines()) == 1
    assert place.files() == before
    assert os.listdir(outside) == ([target.name] if link == CONTRACT else [])


def test_a_link_inside_the_repository_is_followed(place: Place) -> None:
    (place.root / "pages").mkdir()
    (place.root / "docs").symlink_to("pages")
    assert place.run("init").code == 0
    assert (place.root / "pages/doctrine/performance.md").is_file()


def test_a_link_that_leads_nowhere_is_no_document(place: Place) -> None:
    (place.root / DOCTRINE).parent.mkdir(parents=True)
    (place.root / DOCTRINE).symlink_to("nowhere.md")
    said = place.run("init")
    assert (said.code, said.out) == (2, "")
    assert f"cannot write {DOCTRINE}: it is a link that leads nowhere; remove it" in said.err


def test_a_hook_config_elsewhere_is_left_to_its_owner(place: Place, tmp_path: Path) -> None:
    shared = tmp_path / "shared.yaml"
    shared.write_text("repos: []\n", encoding="utf-8")
    (place.root / HOOKS).symlink_to(shared)
    said = place.run("init")
    assert said.code == 1
    assert f"{HOOKS}, a link that leads out of the repository; add to its repos:\n" in said.out
    assert shared.read_text(encoding="utf-8") == "repos: []\n"


def test_a_linked_hook_config_of_the_repository_is_extended_where_it_lies(place: Place) -> None:
    place.write("ci/hooks.yaml", "repos: []\n")
    (place.root / "ci/hooks.yaml").chmod(0o640)
    (place.root / HOOKS).symlink_to("ci/hooks.yaml")
    assert place.run("init").code == 0
    assert (place.root / HOOKS).is_symlink()
    assert yaml.safe_load(place.read("ci/hooks.yaml")) == {"repos": yaml.safe_load(ENTRY)}
    assert (place.root / "ci/hooks.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such pipes there")
@pytest.mark.parametrize("command", ["init", "doctor"])
def test_a_pipe_as_hook_config_waits_for_nobody(place: Place, command: str) -> None:
    os.mkfifo(place.root / HOOKS)
    said = place.run(command)
    assert said.code == (2 if command == "init" else 1)
    assert f"cannot read {HOOKS}: it is no file" in said.out + said.err
