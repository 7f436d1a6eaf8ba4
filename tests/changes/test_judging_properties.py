"""Whatever a diff or a bundle holds: a verdict, never a crash, and never a pass by accident."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.changes.changeset import ChangeSet, Commit
from doctrine_check.changes.classify import ChangeKind
from doctrine_check.changes.trailers import parse_trailers
from doctrine_check.changes.unified import parse_diff
from doctrine_check.findings import Report, Verdict
from doctrine_check.rules.gather import Gathered, Sources, gather
from doctrine_check.rules.report_change import report_on
from tests.changes.change_scene import (
    BASE,
    CONFIG,
    DOCTRINE,
    HEAD,
    HOT,
    NONE,
    READING,
    STARTED,
    MemoryTree,
    base_files,
    bundle,
    diff_of,
    hot,
    hot_edit,
)

BOUND = ("base_commit", "measured_commit", "artifacts", "samples", "percentile_method")
OPEN = {ChangeKind.SUSPECT, ChangeKind.UNKNOWN}

_LINES = st.sampled_from([
    f"diff --git a/{HOT} b/{HOT}", f"--- a/{HOT}", f"+++ b/{HOT}", "--- /dev/null",
    f"diff --git a/{DOCTRINE} b/{DOCTRINE}", f"+++ b/{DOCTRINE}",
    f"diff --git a/{CONFIG} b/{CONFIG}", "diff --git a/x.py b/x.py", "+++ b/x.py", "@@ -1 +1 @@",
    "@@ -0,0 +1,2 @@", "@@ -1,2 +0,0 @@",
    "-x1 = 1", "+y = lookup(1)", " x2 = 2", "+cache = {}", "+for key in range(9): use(key)",
    "new file mode 100644", "deleted file mode 100644", "Binary files a/x.py and b/x.py differ",
    "GIT binary patch", "rename from x.py", f"rename to {HOT}", "similarity index 100%",
    "index 1111111..2222222 160000", "old mode 100644", "new mode 120000",
    "\\ No newline at end of file", "", "\0", "\ufeff", "---", "+",
    "From 1 Mon Sep 17 00:00:00 2001",
])  # fmt: skip
_DIFFS = st.lists(_LINES | st.text(max_size=20), max_size=24).map("\n".join) | st.text(max_size=80)
_MESSAGES = st.sampled_from(["", NONE, "Speed up\n\nPerf-Impact: none", "x\n\nPerf-Impact: ???"])


def judged_diff(text: str, message: str) -> tuple[Gathered, Report]:
    """A diff that no commit holds, judged without any evidence."""
    parsed = parse_diff(text.encode("utf-8", "surrogatepass"))
    commit = Commit(HEAD, message, parse_trailers(message), STARTED)
    gathered = gather(
        Sources(
            change=ChangeSet(BASE, "", parsed.files, (commit,), parsed.gaps),
            law=MemoryTree(BASE, base_files()),
            base=MemoryTree(BASE, base_files()),
            head=None,
            members=None,
            evidence_name="",
            review=None,
            commits=None,
            seen=(),
            now=float(STARTED),
            reading=READING,
        )
    )
    return gathered, report_on(gathered, "store", "2026-01-02")


@pytest.mark.soak
@given(text=_DIFFS, message=_MESSAGES)
def test_a_diff_passes_only_when_it_was_seen_whole_and_owes_nothing(
    text: str, message: str
) -> None:
    gathered, report = judged_diff(text, message)
    facts = gathered.facts
    if report.verdict is not Verdict.PASS:
        return
    assert facts.change.files
    assert facts.change.complete
    assert not facts.obligations
    assert not facts.shifts
    excused = facts.classification.declared is not None
    assert excused or not OPEN.intersection(facts.classification.kinds)
    assert HOT not in facts.change.touched
    assert DOCTRINE not in facts.change.touched


def test_some_diff_passes() -> None:
    """So that refusing everything would be seen."""
    quiet = diff_of(base_files(), {**base_files(), "README.md": b"# Store\n\nMore.\n"})
    _, report = judged_diff(quiet.decode(), "")
    assert report.verdict is Verdict.PASS
    edit = diff_of(base_files(), hot_edit(base_files()))
    assert judged_diff(edit.decode(), NONE)[1].verdict is not Verdict.PASS


@cache
def honest() -> dict[str, bytes]:
    return bundle()


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, dict[str, bytes]]:
    """The honest bundle with one member cut, damaged, swapped or gone, and which."""
    files = dict(honest())
    name = draw(st.sampled_from(sorted(files)))
    data = files[name]
    at = draw(st.integers(0, len(data) - 1))
    how = draw(st.sampled_from(["flip", "cut", "insert", "gone", "other", "digit"]))
    if how == "flip":
        files[name] = (
            data[:at] + bytes([data[at] ^ (1 << draw(st.integers(0, 7)))]) + data[at + 1 :]
        )
    elif how == "cut":
        files[name] = data[:at]
    elif how == "insert":
        files[name] = data[:at] + draw(st.binary(min_size=1, max_size=4)) + data[at:]
    elif how == "gone":
        del files[name]
    elif how == "other":
        files[name] = files[draw(st.sampled_from(sorted(files)))]
    else:
        digit = next((i for i in range(at, len(data)) if 48 <= data[i] < 57), None)
        if digit is not None:
            files[name] = data[:digit] + bytes([data[digit] + 1]) + data[digit + 1 :]
    return name, files


@pytest.mark.soak
@given(_edited())
def test_a_bundle_passes_only_as_it_was_sealed(edited: tuple[str, dict[str, bytes]]) -> None:
    name, files = edited
    verdict = hot(evidence=files).report().verdict
    if files == honest():
        assert verdict is Verdict.PASS
    elif name != "manifest.json":
        assert verdict is not Verdict.PASS
    elif verdict is Verdict.PASS:  # what the manifest says besides binds nothing
        before, after = (json.loads(each["manifest.json"]) for each in (honest(), files))
        assert {key: after[key] for key in BOUND} == {key: before[key] for key in BOUND}


_NAMES = st.sampled_from(sorted(honest())) | st.text(max_size=12)


@pytest.mark.soak
@given(st.dictionaries(_NAMES, st.binary(max_size=40) | st.sampled_from([*honest().values()])))
def test_no_other_bytes_are_evidence(files: dict[str, bytes]) -> None:
    assert hot(evidence=files).report().verdict is not Verdict.PASS
