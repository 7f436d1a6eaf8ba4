"""Diffs of git and of others: what they say, and that nothing in them is silently passed over."""

from __future__ import annotations

import pytest

from doctrine_check.changes import unified
from doctrine_check.changes.changeset import ChangeSet, FileChange, Status
from doctrine_check.changes.unified import parse_diff

BODY = "@@ -1,2 +1,3 @@ def a():\n one\n-two\n+TWO\n+three\n"
GIT = f"diff --git a/x.py b/x.py\nindex 1111111..2222222 100644\n--- a/x.py\n+++ b/x.py\n{BODY}"


def only(text: str | bytes) -> FileChange:
    parsed = parse_diff(text.encode() if isinstance(text, str) else text)
    assert parsed.gaps == ()
    assert len(parsed.files) == 1
    return parsed.files[0]


def whole(text: str | bytes) -> bool:
    """Whether a change made of this diff counts as completely seen."""
    parsed = parse_diff(text.encode() if isinstance(text, str) else text)
    return ChangeSet("", "", parsed.files, (), parsed.gaps).complete


def test_a_modified_file_has_its_lines_numbers_modes_and_blobs() -> None:
    file = only(GIT)
    assert (file.path, file.old_path, file.status) == ("x.py", None, Status.MODIFIED)
    assert (file.old_mode, file.new_mode) == ("100644", "100644")
    assert (file.old_blob, file.new_blob) == ("1111111", "2222222")
    assert (file.unseen, file.binary, file.submodule) == (None, False, False)
    (hunk,) = file.hunks
    assert hunk[:5] == (1, 2, 1, 3, "def a():")
    assert list(hunk.added()) == [(2, "TWO"), (3, "three")]
    assert list(hunk.removed()) == [(2, "two")]


def test_a_count_that_is_left_out_is_one() -> None:
    file = only("--- a/x\n+++ b/x\n@@ -3 +3 @@\n-a\n+b\n")
    assert file.hunks[0][:4] == (3, 1, 3, 1)


@pytest.mark.parametrize(
    ("header", "path", "old_path", "status"),
    [
        ("new file mode 100644\nindex 0..2222222\n--- /dev/null\n+++ b/x.py\n@@ -0,0 +1 @@\n+a",
         "x.py", None, Status.ADDED),
        ("deleted file mode 100755\nindex 2222222..0\n--- a/x.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-a",
         "x.py", None, Status.DELETED),
        ("old mode 100644\nnew mode 100755", "x.py", None, Status.MODIFIED),
        ("new file mode 100644\nindex 0000000..e69de29", "x.py", None, Status.ADDED),
        ("deleted file mode 100644\nindex e69de29..0000000", "x.py", None, Status.DELETED),
        ("index 1111111..2222222 100644\nBinary files a/x.py and b/x.py differ", "x.py", None,
         Status.MODIFIED),
    ],
)  # fmt: skip
def test_what_happened_to_a_file(
    header: str, path: str, old_path: str | None, status: Status
) -> None:
    file = only(f"diff --git a/x.py b/x.py\n{header}\n")
    assert (file.path, file.old_path, file.status, file.unseen) == (path, old_path, status, None)


@pytest.mark.parametrize(("verb", "status"), [("rename", Status.RENAMED), ("copy", Status.COPIED)])
def test_a_moved_file_has_both_names(verb: str, status: Status) -> None:
    moved = f"similarity index 100%\n{verb} from old name.py\n{verb} to new.py\n"
    file = only(f"diff --git a/old name.py b/new.py\n{moved}")
    assert (file.path, file.old_path, file.status) == ("new.py", "old name.py", status)
    assert file.unseen is None
    assert file.paths == ("new.py", "old name.py")


def test_a_file_that_becomes_a_link_is_one_change() -> None:
    file = only(
        "diff --git a/x b/x\ndeleted file mode 100644\nindex 1111111..0000000\n--- a/x\n"
        "+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        "diff --git a/x b/x\nnew file mode 120000\nindex 0000000..2222222\n--- /dev/null\n+++ b/x\n"
        "@@ -0,0 +1 @@\n+y\n\\ No newline at end of file\n"
    )
    assert (file.status, file.old_mode, file.new_mode) == (Status.RETYPED, "100644", "120000")
    assert (file.old_blob, file.new_blob) == ("1111111", "2222222")
    assert [line for hunk in file.hunks for line in hunk.lines] == ["-a", "+y"]


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ('diff --git "a/caf\\303\\251" "b/caf\\303\\251"', "café"),
        ('diff --git "a/a\\nb" "b/a\\nb"', "a\nb"),
        ('diff --git "a/\\377" "b/\\377"', "\udcff"),
        ('diff --git "a/\\"\\\\\\t" "b/\\"\\\\\\t"', '"\\\t'),
        ("diff --git a/a b c b/a b c", "a b c"),
        ("diff --git a/x b/x b/x b/x", "x b/x"),
        ("diff --git a/-rf b/-rf", "-rf"),
        ("diff --git a/café b/café", "café"),
        ("diff --git i/x w/x", "x"),
        ("diff --git c/x i/x", "x"),
        ("diff --git x x", "x"),
        ("diff --git a/x a/x", "a/x"),
        ("diff --git a/b/x b/b/x", "b/x"),
    ],
)
def test_names_as_git_writes_them(header: str, path: str) -> None:
    assert only(f"{header}\nold mode 100644\nnew mode 100755\n").path == path


@pytest.mark.parametrize(
    ("names", "path", "old_path", "status"),
    [
        ("--- a/x\n+++ b/x", "x", None, Status.MODIFIED),
        ("--- x.orig\t2024-01-01 10:00:00\n+++ x\t2024-01-01 10:00:01", "x", "x.orig",
         Status.MODIFIED),
        ("--- a/x\n+++ a/x", "a/x", None, Status.MODIFIED),
        ("--- ./x\n+++ ./x", "x", None, Status.MODIFIED),
    ],
)  # fmt: skip
def test_a_plain_diff_names_its_file(
    names: str, path: str, old_path: str | None, status: Status
) -> None:
    file = only(f"{names}\n@@ -1 +1 @@\n-a\n+b\n")
    assert (file.path, file.old_path, file.status) == (path, old_path, status)
    assert file.unseen is None


def test_plain_files_follow_each_other_without_anything_between() -> None:
    text = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- /dev/null\n+++ b/y\n@@ -0,0 +1 @@\n+c\n"
    parsed = parse_diff(text.encode())
    assert [(file.path, file.status) for file in parsed.files] == [
        ("x", Status.MODIFIED),
        ("y", Status.ADDED),
    ]
    assert whole(text)


def test_a_diff_with_carriage_returns_loses_them_in_headers_alone() -> None:
    file = only(GIT.replace("\n", "\r\n"))
    assert file.path == "x.py"
    assert file.new_mode == "100644"
    assert file.hunks[0].section == "def a():"
    assert file.hunks[0].lines[0] == " one\r"
    assert only("diff --git a/x b/x\r\nold mode 100644\r\nnew mode 100755\r\n").path == "x"


def test_lines_end_at_newlines_and_nowhere_else() -> None:
    odd = "\x0b\x0c\x1c\x85\u2028\r"
    file = only(f"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b{odd}c\n")
    assert file.hunks[0].lines == ("-a", f"+b{odd}c")


def test_a_file_that_holds_a_diff_brings_no_file() -> None:
    inner = "".join(f"+{line}\n" for line in GIT.splitlines())
    count = len(GIT.splitlines())
    file = only(f"--- /dev/null\n+++ b/x.diff\n@@ -0,0 +1,{count} @@\n{inner}")
    assert file.path == "x.diff"
    assert [text for _, text in file.hunks[0].added()] == GIT.splitlines()


def test_removed_and_added_lines_that_look_like_names_stay_lines() -> None:
    file = only("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n--- a/evil\n+++ b/evil\n")
    assert file.hunks[0].lines == (" a", "--- a/evil", "+++ b/evil")


def test_no_newline_at_end_of_file_is_no_line() -> None:
    note = "\\ No newline at end of file"
    file = only(f"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n{note}\n+b\n{note}\n")
    assert file.hunks[0].lines == ("-a", "+b")


def test_empty_context_lines_that_lost_their_blank_are_context() -> None:
    file = only("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n\n-a\n+b\n\n")
    assert file.hunks[0].lines == (" ", "-a", "+b", " ")


def test_a_mailed_patch_is_read_past_its_text_and_signature() -> None:
    head = "From 1111 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] so\n\n- a list\n+ of things\n---\n"
    file = only(f"{head} x.py | 2 +-\n 1 file changed\n\n{GIT}-- \n2.39.5\n\n")
    assert file.path == "x.py"
    assert file.unseen is None


def test_a_summary_before_the_diff_is_no_part_of_it() -> None:
    assert only(f" x.py | 2 +-\n 1 file changed, 1 insertion(+)\n\n{GIT}").unseen is None


def test_a_byte_that_is_no_text_is_kept() -> None:
    file = only(b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-\x00\n+\xff\n")
    assert file.hunks[0].lines == ("-\0", "+\udcff")


HUNK = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
GIT_X = "diff --git a/x b/x\n"


@pytest.mark.parametrize(
    "text",
    [
        HUNK[:-3],  # truncated
        "--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n",
        "--- a/x\n+++ b/x\n@@ -1,999999999 +1,999999999 @@\n a\n",
        "--- a/x\n+++ b/x\n@@ -1,-2 +1,2 @@\n a\n",
        "--- a/x\n+++ b/x\n@@ -1,9999999999 +1 @@\n a\n",
        "--- a/x\n+++ b/x\n@@ -\u0661 +\u0661 @@\n-a\n+b\n",  # digits that are no ASCII
        "--- a/x\n+++ b/x\n@@ what @@\n",
        "--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-a\n+b\n+c\n-d\n",
        HUNK + "+more than the header says\n",
        HUNK + "-more\n",
        HUNK + "@@-9 +9@@\n-a\n+b\n",
        GIT_X + "-a\n@@ -9 +9 @@\n-a\n+b\n",
        GIT_X + "--- a/x\n+++ b/x\n+a\n@@ -9 +9 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n-a\n@@ -9 +9 @@\n-a\n+b\n",
        HUNK + " more\n",
        HUNK + "-- \n+more\n",
        HUNK + "\\ No newline at end of file\n+more\n",
        "--- a/x\n+++ b/x\n@@ -0,1 +1 @@\n-a\n+b\n",  # no line 0
        "--- a/x\n+++ b/x\n@@ -5 +7 @@\n-a\n+b\n",  # two new lines before it are not shown
        HUNK + "@@ -9 +12 @@\n-a\n+b\n",
        HUNK + "@@ -2 +2 @@\n-a\n+b\n",  # overlaps
        "--- a/x\n+++ b/x\n",  # no lines at all
        GIT_X + "index 1111111..2222222 100644\n",
        GIT_X + "index 1111111..2222222 100644\n--- a/x\n+++ b/x\n",
        GIT_X + "new file mode 100644\nindex 0000000..2222222\n",
        GIT_X + "new file mode 100644\n",
        GIT_X + "new file mode 100644\nindex 0000000..e69\n",  # which may be another blob
        GIT_X + "deleted file mode 100644\nindex e69de29..0000000\n"
        + GIT_X + "new file mode 100755\nindex 0000000..e69de29\n",
        GIT_X + "deleted file mode 100644\nindex 2222222..0000000\n",
        GIT_X,
        "diff --git a/x b/y\nsimilarity index 90%\nrename from x\nrename to y\n",
        "diff --git a/x b/y\nrename from x\nrename to y\nindex 1111111..2222222 100644\n",
        GIT_X + "--- a/y\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",  # other names
        GIT_X + "--- a/x\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
        GIT_X + "--- c/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
        GIT_X + "rename from y\nrename to z\n",
        "diff --git a/xyb/x\nold mode 100644\nnew mode 100755\n",
        GIT_X + "new file mode 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
        "--- /dev/null\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
        "diff --git a/x b/y\nrename from x\nrename to y\n--- a/z\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
        "--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n",  # outside
        "--- /x\n+++ /x\n@@ -1 +1 @@\n-a\n+b\n",
        'diff --git "a/\\000" "b/\\000"\nold mode 100644\nnew mode 100755\n',
        "--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n",
        'diff --git "a/x b/x\nold mode 100644\nnew mode 100755\n',
        "@@ -1 +1 @@\n-a\n+b\n",  # of no file
        "diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n--a\n++b\n",
        "diff --combined x\n",
        HUNK + HUNK,  # a series
        HUNK + "Only in b: y\n",
        HUNK + "Binary files a/y and b/y differ\n",
        HUNK + "Files a/y and b/y differ\n",
        HUNK + "Submodule z 1234567..89abcde:\n",
        "+b\n" + HUNK,  # its beginning is lost
        "-b\n" + HUNK,
        " b\n" + HUNK,
        "new file mode 100644\n" + HUNK,
        "nothing of a diff\n",
        "\n",
        "\0",
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_never_complete(text: str) -> None:
    assert not whole(text)


def test_a_line_too_many_does_not_take_the_lines_before_it_away() -> None:
    (file,) = parse_diff((HUNK + "+more\n-more\n").encode()).files
    assert file.hunks[0].lines == (" a", "-b", "+c")
    assert file.unseen == "line 7 of the diff is one more than the header of its hunk says"


def test_a_broken_hunk_does_not_let_the_next_lines_name_files() -> None:
    text = "--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n\\\nrename from hot\n+++ b/cold\n" + GIT
    parsed = parse_diff(text.encode())
    assert [file.path for file in parsed.files] == ["x", "x.py"]
    assert parsed.files[0].unseen is not None
    assert parsed.files[1].unseen is None


def test_a_hunk_with_too_many_lines_does_not_swallow_the_next_file() -> None:
    text = (
        "--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-a\n+b\n+c\n-d\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n"
    )
    parsed = parse_diff(text.encode())
    assert [(file.path, file.unseen is None) for file in parsed.files] == [
        ("x", False),
        ("y", True),
    ]


def test_headers_end_where_something_else_begins() -> None:
    text = f"{GIT_X}old mode 100644\nnew mode 100755\n\nSubject: so\n\nrename from a\nrename to b\n"
    file = only(text)
    assert (file.path, file.status) == ("x", Status.MODIFIED)


def test_an_empty_diff_changes_nothing() -> None:
    assert parse_diff(b"") == ((), ())


def test_caps_make_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unified, "MAX_FILES", 2)
    mode = "old mode 100644\nnew mode 100755\n"
    many = "".join(f"diff --git a/{name} b/{name}\n{mode}" for name in "vwxyz")
    parsed = parse_diff(many.encode())
    assert [file.path for file in parsed.files] == ["v", "w"]
    assert parsed.gaps == ("the diff changes more than 2 files",)
    monkeypatch.setattr(unified, "MAX_LINES", 5)
    assert parse_diff(GIT.encode()).gaps == ("the diff has 9 lines; at most 5 are read",)
    monkeypatch.setattr(unified, "MAX_DIFF_BYTES", 10)
    assert parse_diff(b"x" * 11).gaps == ("the diff has 11 bytes, of which at most 10 are read",)


def test_gaps_are_counted_and_not_all_listed() -> None:
    gaps = parse_diff(b"@@ -1 +1 @@\n" * 100).gaps
    assert len(gaps) == unified.MAX_GAPS + 1
    assert gaps[-1] == "and 80 more"
