"""Any diff: git's own as another reader reads it, and hostile text without a crash or a guess."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from unidiff.patch import PatchSet

from doctrine_check.changes.changeset import ChangeSet, FileChange, Status
from doctrine_check.changes.git import Git
from doctrine_check.changes.ranges import change_set
from doctrine_check.changes.unified import ParsedDiff, parse_diff
from tests.changes.git_scene import Content, File, Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unidiff.patch import PatchedFile

Files = dict[str, Content]

_NAMES = [
    "a", "b.py", "dir/a", "dir/sub/c.rs", "with space", "two  spaces ", "tab\there", "new\nline",
    'quo"te', "back\\slash", "-dash", "--", "caf\u00e9", "\udcff\udcfe", "a b/c d", "b/a", "a/b",
    "x b", "x b b", "dev/null", "*", ":(glob)x", "@@", "CR\r",
]  # fmt: skip
_CLEAR = [name for name in _NAMES if " b" not in name]
"""Those that the other reader can tell apart in a line with two names."""
_LINES = st.sampled_from([
    b"one", b"two", b"  three", b"", b" ", b"-a", b"+b", b"--- a/x", b"+++ b/x", b"@@ -1 +1 @@",
    b"diff --git a/x b/x", b"\\ No newline at end of file", b"carriage\r", b"\xff\xfe", b"\x0c",
    "\u2028\x85".encode(), b"-- ", b"def f():", b"rename from x", b"x" * 100, b"\t", b"\r",
])  # fmt: skip
_texts = st.builds(
    lambda lines, end: b"\n".join(lines) + end,
    st.lists(_LINES, max_size=30),
    st.sampled_from([b"", b"\n", b"\n\n"]),
)
_files = st.one_of(
    _texts,
    _texts,
    _texts,
    st.builds(lambda data: b"\0" + data, _texts),
    st.builds(File, _texts, st.just("100755")),
    st.builds(File, st.sampled_from([b"a", b"target", b"dir/a"]), st.just("120000")),
    st.builds(File, st.sampled_from([b"1" * 40, b"2" * 40]), st.just("160000")),
)


def _trees(names: Sequence[str]) -> st.SearchStrategy[Files]:
    return st.dictionaries(st.sampled_from(names), _files, max_size=8).map(_possible)


def _possible(tree: Files) -> Files:
    """Without the names that are folders of others."""
    return {
        path: content
        for path, content in tree.items()
        if not any(other.startswith(path + "/") for other in tree)
    }


@st.composite
def _changes(draw: st.DrawFn, names: Sequence[str] = _NAMES) -> tuple[Files, Files]:
    """Two trees, the second one an edit of the first: files kept, moved, edited, gone, new."""
    before = draw(_trees(names))
    after: Files = {}
    for path, content in before.items():
        what = draw(st.sampled_from(["keep", "edit", "move", "drop", "replace"]))
        if what == "keep":
            after[path] = content
        elif what == "edit" and isinstance(content, bytes):
            lines = content.split(b"\n")
            at = draw(st.integers(0, len(lines)))
            after[path] = b"\n".join([*lines[:at], draw(_LINES), *lines[at + 1 :]])
        elif what == "move":
            after[f"moved/{path}"] = content
        elif what == "replace":
            after[path] = draw(_files)
    return before, {**after, **{f"new/{k}": v for k, v in draw(_trees(names)).items()}}


_slow = settings(
    max_examples=max(50, settings.default.max_examples // 10 if settings.default else 0),
    suppress_health_check=[HealthCheck.too_slow],
)


def _diff(scene: Scene, before: Files, after: Files, *options: str) -> tuple[str, str, bytes]:
    base, head = scene.commits([(before, b"base"), (after, b"head")])
    shown = scene.git("diff", "--full-index", "-M50%", *options, base, head, "--")
    return base, head, shown


@pytest.mark.needs_tool
@pytest.mark.soak
@_slow
@given(trees=_changes(_CLEAR), context=st.integers(0, 4))
def test_gits_diffs_read_as_unidiff_reads_them(
    shared_scene: Scene, trees: tuple[Files, Files], context: int
) -> None:
    _, _, data = _diff(shared_scene, *trees, f"-U{context}")
    parsed = parse_diff(data)
    assert parsed.gaps == ()
    theirs = PatchSet.from_string(data.decode("utf-8", "surrogateescape"))
    wanted = [file for file in theirs if len(file)]
    # A file that becomes a link is one change of ours and two of theirs.
    assert [_hunk for file in parsed.files for _hunk in _ours(file)] == [
        _hunk for file in wanted for _hunk in _theirs(file)
    ]
    assert all(file.unseen is None for file in parsed.files)
    assert len(theirs) == len(parsed.files) + sum(
        file.status is Status.RETYPED for file in parsed.files
    )


_OPTIONAL = ("old_mode", "new_mode", "old_blob", "new_blob")
_Lines = tuple[int, int, int, int, tuple[str, ...]]


def _ours(file: FileChange) -> list[_Lines]:
    return [(*hunk[:4], hunk.lines) for hunk in file.hunks]


def _theirs(file: PatchedFile) -> list[_Lines]:
    return [
        (
            hunk.source_start, hunk.source_length, hunk.target_start, hunk.target_length,
            tuple(
                line.line_type + line.value.removesuffix("\n")
                for line in hunk
                if line.line_type != "\\"
            ),
        )
        for hunk in file
    ]  # fmt: skip


@pytest.mark.needs_tool
@pytest.mark.soak
@_slow
@given(trees=_changes())
def test_a_range_and_its_diff_say_the_same(shared_scene: Scene, trees: tuple[Files, Files]) -> None:
    base, head, data = _diff(shared_scene, *trees)
    change = change_set(Git(str(shared_scene.root)), base, head)
    parsed = parse_diff(data)
    assert change.complete
    assert ChangeSet("", "", parsed.files, (), parsed.gaps).complete
    assert len(change.files) == len(parsed.files)
    for known, said in zip(change.files, parsed.files, strict=True):
        # A diff names modes where they change, and objects where lines change.
        for field in _OPTIONAL:
            assert getattr(said, field) in (None, getattr(known, field))
        assert (known[:3], known[7:]) == (said[:3], said[7:])


@pytest.mark.needs_tool
@pytest.mark.soak
@_slow
@given(trees=_changes())
def test_applying_the_lines_of_a_range_gives_the_new_files(
    shared_scene: Scene, trees: tuple[Files, Files]
) -> None:
    before, after = trees
    base, head = shared_scene.commits([(before, b"base"), (after, b"head")])
    change = change_set(Git(str(shared_scene.root)), base, head)
    seen = dict(before)
    for file in change.files:
        if file.status in (Status.RENAMED, Status.DELETED):
            del seen[file.old_path or file.path]
    for file in change.files:
        if file.status is not Status.DELETED:
            old = before.get(file.old_path or file.path, b"")
            seen[file.path] = _applied(file, old, after[file.path])
    assert seen == after


def _applied(file: FileChange, old: Content, new: Content) -> Content:
    """The new file as the hunks make it of the old; only the last newline is taken on trust."""
    mode = file.new_mode or ""
    if file.binary or mode == "160000" or file.status is Status.RETYPED:
        return new
    data = old.data if isinstance(old, File) else old
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    if lines[-1] == "":
        lines.pop()
    wanted = new.data if isinstance(new, File) else new
    for hunk in reversed(file.hunks):
        start = hunk.old_start - (hunk.old_count > 0)
        assert [line[1:] for line in hunk.lines if line[0] != "+"] == lines[
            start : start + hunk.old_count
        ]
        lines[start : start + hunk.old_count] = [line[1:] for line in hunk.lines if line[0] != "-"]
    text = "\n".join(lines).encode("utf-8", "surrogateescape")
    if wanted.endswith(b"\n"):
        text += b"\n"
    return File(text, mode) if isinstance(new, File) else text


_FRAGMENTS = [
    "diff --git a/x b/x", "diff --git ", 'diff --git "a/x" "b/\\', "--- a/x", "+++ b/x",
    "--- /dev/null", "+++ /dev/null", "@@ -1 +1 @@", "@@ -1,2 +1,2 @@ f", "@@ -0,0 +1,3 @@",
    "@@ -1,999999999 +1,999999999 @@", "@@ -1,-1 +1 @@", "@@", "@@@ -1 -1 +1 @@@", "+a", "-a",
    " a", "+", "-", "", "\\ No newline at end of file", "new file mode 100644", "old mode 100644",
    "deleted file mode 160000", "index 1111111..2222222 100644", "index 0..0", "rename from x",
    "rename to y", "copy to z", "similarity index 1%", "Binary files a/x and b/x differ",
    "GIT binary patch", "literal 3", "-- ", "diff --cc x", "Only in a: x", "\ufeff", "\0", "\r",
]  # fmt: skip
_hostile = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda parts, end: end.join(parts).encode("utf-8", "surrogatepass"),
        st.lists(st.one_of(st.sampled_from(_FRAGMENTS), st.text(max_size=9)), max_size=40),
        st.sampled_from(["\n", "\n", "\r\n"]),
    ),
)


@pytest.mark.soak
@given(data=_hostile)
@example(data=b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n")
@example(data=b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n\r\x00\n")
def test_any_text_is_read_and_gives_no_line_that_is_not_in_it(data: bytes) -> None:
    parsed = parse_diff(data)
    there = Counter(data.decode("utf-8", "surrogateescape").split("\n"))
    taken = Counter(line for file in parsed.files for hunk in file.hunks for line in hunk.lines)
    for line, count in taken.items():
        stripped = there[line[1:]] if line in (" ", " \r") else 0
        assert count <= there[line] + stripped
    for file in parsed.files:
        assert file.path
        _consistent(file)


def _consistent(file: FileChange) -> None:
    for hunk in file.hunks:
        assert len(list(hunk.removed())) + sum(line[0] == " " for line in hunk.lines) == (
            hunk.old_count
        )
        assert len(list(hunk.added())) + sum(line[0] == " " for line in hunk.lines) == (
            hunk.new_count
        )


_GOOD = (
    b"diff --git a/x.py b/x.py\nindex 1111111..2222222 100644\n--- a/x.py\n+++ b/x.py\n"
    b"@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n@@ -9,2 +9,4 @@ f\n d\n+e\n+f\n g\n"
    b"diff --git a/y b/y\nnew file mode 100644\nindex 0000000..3333333\n--- /dev/null\n+++ b/y\n"
    b"@@ -0,0 +1,2 @@\n+h\n+i\n"
)


@pytest.mark.soak
@given(data=st.data())
def test_a_diff_that_lost_lines_is_not_complete_or_shows_all_that_it_still_holds(
    data: st.DataObject,
) -> None:
    lines = _GOOD.splitlines(keepends=True)
    start = data.draw(st.integers(0, len(lines) - 1))
    stop = data.draw(st.integers(start + 1, len(lines)))
    rest = lines[:start] + lines[stop:]
    parsed = parse_diff(b"".join(rest))
    shown = [line for file in parsed.files for hunk in file.hunks for line in hunk.lines]
    signs = [line for line in rest if line[:1] in b"+-" and not line.startswith((b"---", b"+++"))]
    changed = [line.encode() + b"\n" for line in shown if line[0] in "+-"]
    if _complete(parsed):
        assert changed == signs


def _complete(parsed: ParsedDiff) -> bool:
    return ChangeSet("", "", parsed.files, (), parsed.gaps).complete
