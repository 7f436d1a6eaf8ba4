"""The first hot-path map: what ``init`` guesses from the tree, and how it writes that down."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli.hotpaths import MAX_ROWS
from doctrine_check.cli.init import quoted
from doctrine_check.config import DEDICATED_FILE, parse_config
from doctrine_check.globs import glob_match

if TYPE_CHECKING:
    from tests.cli.init_scene import Place


def hot(place: Place, *paths: str) -> list[str]:
    for path in paths:
        place.write(path)
    assert place.run("init").code == 0
    return [row.glob for row in place.config().hot_paths]


def test_without_sources_the_map_shows_what_a_row_looks_like(place: Place) -> None:
    assert hot(place, "notes.txt", "tests/test_x.py") == []
    text = place.read(DEDICATED_FILE)
    row = text[text.index("# [[hot_paths]]") :].replace("# ", "")
    config = parse_config(DEDICATED_FILE, row, ())
    assert config is not None
    assert [row.glob for row in config.hot_paths] == ["src/engine/**"]


@pytest.mark.parametrize(
    ("paths", "globs"),
    [
        (["main.py"], ["*.py"]),
        (["main.go", "main.py", "go.mod"], ["*.go", "*.py"]),
        (["setup.py", "conftest.py", "test_a.py", "a_test.go", "vite.config.ts"], []),
        (["engine/a.rs", "tests/b.rs", "docs/c.py", "benches/d.rs"], ["engine/**"]),
        (["src/a.py"], ["src/**"]),
        (["src/main.rs", "src/engine/a.rs", "src/words/x.txt"], ["src/*.rs", "src/engine/**"]),
        (["crates/a/x.rs", "crates/b/src/x.rs"], ["crates/a/**", "crates/b/**"]),
        (["main.py", "engine/a.py"], ["*.py", "engine/**"]),
        ([".hidden/a.py", "node_modules/a.js", "x.egg-info/a.py"], []),
    ],
)
def test_a_map_is_guessed_from_the_tree(place: Place, paths: list[str], globs: list[str]) -> None:
    assert hot(place, *paths) == globs


def test_a_guess_stays_short(place: Place) -> None:
    assert len(hot(place, *[f"part{n}/a.py" for n in range(MAX_ROWS + 9)])) == MAX_ROWS


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
@pytest.mark.parametrize(
    "name",
    [
        b'a"b', b"a\\b", b"c:", b"a\nb", b"\x7f", b" ", b"[id]", b"a*b", b"\xe2\x80\xae", b"'''",
        "größe".encode(), "\U0001f680".encode(), b"bad\xff",
    ],
)  # fmt: skip
def test_odd_folder_names_make_a_map_that_matches(place: Place, name: bytes) -> None:
    folder = os.path.join(os.fsencode(place.root), name)
    try:
        os.mkdir(folder)
    except OSError:
        pytest.skip("the file system refuses the name")
    with open(os.path.join(folder, b"a.py"), "wb"):
        pass
    said = place.run("init")
    assert said.code == 0
    (row,) = place.config().hot_paths
    assert glob_match(row.glob, f"{os.fsdecode(name)}/a.py")
    assert not glob_match(row.glob, "other/a.py")
    assert place.run("lint").code == 0
    assert place.run("doctor").out.count("hot-path map: 1 row") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_star_of_a_name_stands_for_one_character(place: Place) -> None:
    names = ["a*b/x.py", "src/*.d/x.py", "[x]/x.py", "*****/x.py"]
    globs = hot(place, *names)
    assert globs == ["?????/**", "[x]/**", "a?b/**", "src/?.d/**"]
    assert [any(glob_match(glob, name) for glob in globs) for name in names] == [True] * 4
    for other in ("ab/x.py", "a--b/x.py", "x/x.py", "src/deeper.d/x.py", "others/x.py"):
        assert not any(glob_match(glob, other) for glob in globs), other


@pytest.mark.parametrize("text", ['"', "\\", "\x7f", "\x00\x1f", "\U0001f680", "\udcff", "ß\u202e"])
def test_a_quoted_text_is_read_back(text: str) -> None:
    row = f'hot_paths = [{{glob = "a", track = {quoted("x" + text)}}}]'
    config = parse_config(DEDICATED_FILE, row, ())
    assert config is not None
    assert config.hot_paths[0].track == "x" + text.replace("\udcff", "\ufffd")
