"""Attributes of a tree: the last word decides, and patterns match as git matches them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from doctrine_check.changes.attributes import Attributes
from doctrine_check.changes.wildmatch import Wildcard

if TYPE_CHECKING:
    from tests.changes.git_scene import Scene


@pytest.mark.parametrize(
    ("line", "generated"),
    [
        ("*.pb.go linguist-generated", True),
        ("*.pb.go linguist-generated=true", True),
        ("*.pb.go linguist-generated=false", False),
        ("*.pb.go -linguist-generated", False),
        ("*.pb.go !linguist-generated", False),
        ("*.pb.go linguist-vendored", False),
        ("*.go linguist-generated\n*.pb.go -linguist-generated", False),
        ("*.pb.go -linguist-generated\n*.go linguist-generated", True),
        ("*.pb.go linguist-generated -linguist-generated", False),
        ("gen/** linguist-generated", True),
        ("/gen/*.go linguist-generated", False),
        ("gen/ linguist-generated", False),  # a folder's pattern matches no file
        ("# *.pb.go linguist-generated", False),
        ("!*.pb.go linguist-generated", False),
        ("*.pb.go linguist-generated bad/name", False),  # git drops the whole line
        ('"*.pb.go" linguist-generated', True),
        ("[attr]gen linguist-generated\n*.pb.go gen", True),
        ("[attr]gen linguist-generated\n*.pb.go -gen", False),
        ("[attr]gen linguist-generated\n*.pb.go gen=set", False),
        ("[attr]gen other\n[attr]other linguist-generated\n*.pb.go gen", True),
        ("\ufeff*.pb.go linguist-generated", True),
        ("*.pb.go linguist-generated\r", True),
        ("*.pb.go linguist-generated " + "x" * 2048, False),
        ("", False),
    ],
)
def test_generated_as_github_reads_it(line: str, generated: bool) -> None:
    assert Attributes({".gitattributes": line}).generated("gen/api/x.pb.go") is generated


def test_vendored_is_its_own_attribute() -> None:
    attributes = Attributes({".gitattributes": "lib/** linguist-vendored"})
    assert attributes.vendored("lib/a/b.c")
    assert not attributes.generated("lib/a/b.c")
    assert not attributes.vendored("src/lib/b.c")


def test_the_nearest_file_decides_and_speaks_of_its_folder_alone() -> None:
    attributes = Attributes(
        {
            ".gitattributes": "*.c linguist-generated",
            "src/.gitattributes": "*.c -linguist-generated\n/deep/x.c linguist-generated",
            "src/notes/gitattributes": "*.c linguist-generated",
        }
    )
    assert attributes.generated("a.c")
    assert not attributes.generated("src/a.c")
    assert not attributes.generated("src/notes/a.c")
    assert attributes.generated("src/deep/x.c")
    assert attributes.generated("srcs/a.c")


def test_macros_stand_at_the_root_alone() -> None:
    attributes = Attributes({"src/.gitattributes": "[attr]gen linguist-generated\n* gen"})
    assert not attributes.generated("src/a.c")


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("**/a", ["a", "b/a", "b/c/a"], ["ba", "a/b"]),
        ("a/**", ["a/b", "a/b/c"], ["a", "ab", "b/a/c"]),
        ("a/**/b", ["a/b", "a/c/b", "a/c/d/b"], ["ab", "a/cb"]),
        ("/a/*", ["a/b", "a/b.c"], ["a/b/c", "b/a/b"]),
        ("a/b?", ["a/bc"], ["a/b", "a/b/", "a/bcd"]),
        ("a*b", ["ab", "acb", "x/a.b"], ["abc", "a/b"]),
        ("a/b**", ["a/bc", "a/b/c"], ["a/c"]),
        ("x/a**b", ["x/ab", "x/acb"], ["x/abc", "x/a/b"]),
        ("x/*a**b", ["x/ab", "x/acb"], ["x/a/b"]),
        ("[a-c]", ["a", "x/c"], ["d", "-"]),
        ("[!a-c]", ["d"], ["a", "dd"]),
        ("[]a]", ["]", "a"], ["b"]),
        ("[[:digit:]]", ["1"], ["a", ":"]),
        ("[[:nothing:]]", [], ["n", "1"]),
        ("a\\*", ["a*"], ["ab"]),
        ("a[", [], ["a[", "a"]),
        ("a\\", [], ["a", "a\\"]),
        ("\u00e9?", ["\u00e9a"], ["\u00e9"]),
    ],
)
def test_patterns(pattern: str, matching: list[str], others: list[str]) -> None:
    attributes = Attributes({".gitattributes": f"{pattern} x"})
    assert [path for path in matching + others if attributes.state(path, "x") == "set"] == matching


def test_a_pattern_that_makes_others_backtrack_is_matched_in_reasonable_steps() -> None:
    assert not Wildcard(b"*a" * 500 + b"b", slashes=True).matches(b"a" * 1000)
    assert not Wildcard(b"**/" * 300 + b"b", slashes=False).matches(b"a/" * 300 + b"a")


_PIECES = st.sampled_from([
    "a", "b", "A", "ab", ".", "c", "/", "/", "*", "**", "**/", "/**", "***", "?", "[ab]", "[!a]",
    "[^a]", "[a-c]", "[]a]", "[]-a]", "[!]a-]", "[[:alpha:]]", "[[:punct:][:digit:]]", "[[:x:]]",
    "[[:a", "[[:]", "[a", "[", "]", "\\", "\\*", "\\a", "\\[", "[\\]]", "[a-\\c]", "[--a]", "-",
    "!",
    "[[a]", "\u00e9", "[\u00e9]", "foo", "[[:space:]]", "[[:upper:]-a]", "[a-[:digit:]]", "[\\",
])  # fmt: skip
_patterns = st.lists(_PIECES, min_size=1, max_size=6).map("".join)
_paths = (
    st.lists(
        st.sampled_from(
            ["a", "b", "ab", "abc", "A", "c", "-", "]", "[", "*", "a.b", "foo", "\u00e9", "\\", "1"]
        ),
        min_size=1,
        max_size=4,
    )
    .map("/".join)
    .filter(lambda path: path.isprintable())
)
_words = st.sampled_from([
    "x", "-x", "!x", "x=1", "x=", "x=set", "x=false", "m", "-m", "!m", "m=1", "binary", "-binary",
    "y", "text", "diff=z", "n", "--x", "=", "-", "x/", "q",
])  # fmt: skip
_lines = st.one_of(
    st.builds(
        lambda blank, pattern, gap, words: blank + pattern + gap + " ".join(words),
        st.sampled_from(["", "", "", " ", "\t"]),
        _patterns,
        st.sampled_from([" ", "\t", "  "]),
        st.lists(_words, min_size=1, max_size=3),
    ),
    st.sampled_from([
        "* x", "*", "", "# a x", "[attr]m x=macro y", "[attr]m -x", "[attr]n m", "[attr]q n -x",
        '"a" x', '"a\\142" x', '"a b" x', '"a', '"a"x', "!a x", "[attr] x", "a x\r", "[attr]x/ y",
        "\ufeffa x", "a/ x", "/a x", "/ x", "a\x0b x",
    ]),
)  # fmt: skip
_texts = st.lists(_lines, max_size=6).map("\n".join)
NAMES = ("x", "y", "m", "binary", "text", "diff", "n", "q")


@pytest.mark.needs_tool
@pytest.mark.soak
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    root=_texts,
    nested=st.dictionaries(st.sampled_from(["a", "a/b", "foo"]), _texts, max_size=2),
    paths=st.lists(_paths, min_size=1, max_size=12, unique=True),
)
@example(root="a/foo** x", nested={}, paths=["a/foo/b", "a/foob/c"])
@example(root="a x" + " " * 2044, nested={}, paths=["a"])
@example(root="a x" + " " * 2045, nested={}, paths=["a"])
def test_every_path_has_the_attributes_that_git_gives_it(
    shared_scene: Scene, root: str, nested: dict[str, str], paths: list[str]
) -> None:
    files = {".gitattributes": root} | {
        f"{folder}/.gitattributes": text for folder, text in nested.items()
    }
    work = shared_scene.root / "attributes"
    shutil.rmtree(work, ignore_errors=True)
    for path, text in files.items():
        place = work / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    given = "".join(f"{path}\0" for path in paths).encode()
    printed = shared_scene.git(
        f"--work-tree={work}", "-C", str(work), f"--git-dir={shared_scene.root / '.git'}",
        "check-attr", "-z", "--stdin", *NAMES, given=given,
    ).decode("utf-8")  # fmt: skip
    fields = printed.split("\0")[:-1]
    theirs = list(zip(fields[::3], fields[1::3], fields[2::3], strict=True))
    attributes = Attributes(files)
    assert [(path, name, attributes.state(path, name)) for path, name, _ in theirs] == theirs
    assert len(theirs) == len(paths) * len(NAMES)


@pytest.mark.soak
@given(text=st.text(), path=st.text(min_size=1))
def test_any_text_and_any_path_have_an_answer(text: str, path: str) -> None:
    attributes = Attributes({".gitattributes": text, f"{path}/.gitattributes": text})
    assert attributes.generated(path) in (True, False)
    assert isinstance(attributes.state(path, "x"), str)


@pytest.mark.soak
@given(pattern=st.binary(max_size=30), text=st.binary(max_size=30))
def test_any_pattern_ends(pattern: bytes, text: bytes) -> None:
    for slashes in (True, False):
        assert Wildcard(pattern, slashes=slashes).matches(text) in (True, False)
