"""Trailers: git's own rules, held against git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from doctrine_check.changes.changeset import Trailer
from doctrine_check.changes.trailers import parse_trailers

if TYPE_CHECKING:
    from tests.changes.git_scene import Scene

SCISSORS = "# ------------------------ >8 ------------------------"
SIGNED = "Signed-off-by: A <a@example.org>"


def pairs(message: str) -> list[tuple[str, str]]:
    return [(trailer.key, trailer.value) for trailer in parse_trailers(message)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("subject\n\nbody\n\nPerf-Impact: none; reason=so\n", [("Perf-Impact", "none; reason=so")]),
        ("subject\n\nPerf-Lever: LEV-01\nPerf-Lever: LEV-02\n",
         [("Perf-Lever", "LEV-01"), ("Perf-Lever", "LEV-02")]),
        ("subject\n\nKey: one\n two\n\tthree\n", [("Key", "one two three")]),
        ("subject\n\nKey : spaced\n", [("Key", "spaced")]),
        ("subject\n\nKey:\n", [("Key", "")]),
        ("subject\r\n\r\nKey: value\r\n", [("Key", "value")]),
        ("subject\n\nKey: value\n\n\n# a comment\n", [("Key", "value")]),
        (f"subject\n\nwords\nmore words\nwords\nKey: value\n{SIGNED}\n",
         [("Key", "value"), ("Signed-off-by", "A <a@example.org>")]),
        (f"subject\n\na\nb\nc\n{SIGNED}\n", [("Signed-off-by", "A <a@example.org>")]),
        ("subject\n\nKey: value\n---\nNo: trailer\n", [("Key", "value")]),
        ("subject\n\nKey: value\nConflicts:\n\ta.py\n", [("Key", "value")]),
        (f"subject\n\nKey: value\n---\nNo: trailer\n{SCISSORS}\nNo: more\n", [("Key", "value")]),
        ("subject\n\nKey: a\u00a0\n", [("Key", "a\u00a0")]),
    ],
)  # fmt: skip
def test_trailers_are_found(message: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "",
        "\n",
        "Perf-Impact: none",  # a subject is no trailer
        "subject\nPerf-Impact: none\n",
        "subject\n\nwords\nPerf-Impact: none\n",  # words among them, and none that git writes
        "subject\n\nPerf-Impact: none\n\nwords\n",  # not the last paragraph
        "subject\n\n Perf-Impact: none\n",
        "subject\n\nPerf-Impact: none\n# comment\n indent\n",
        "subject\n\nPerf Impact: none\n",
        "subject\n\nPerf_Impact: none\n",
        "subject\n\nP\u00e9rf: none\n",
        "subject\n\n: none\n",
        f"subject\n\na\nb\nc\nd\n{SIGNED}\n",  # less than a quarter
        "subject\n\nbody\n---\nPerf-Impact: none\n",
    ],
)
def test_what_is_no_trailer(message: str) -> None:
    assert pairs(message) == []


def test_a_trailer_is_a_record() -> None:
    assert parse_trailers("s\n\nA: b\n") == (Trailer("A", "b"),)


_LINES = [
    "Perf-Impact: none", "Key: value", "key : v: w", "K:", ":v", "Key", "words and more", " indent",
    "\tindent: x", "", " ", "\t", "# comment", "#: c", "---", "--- a", "----", "-- ", SIGNED,
    "Signed-off-by:A", "(cherry picked from commit 1111)", "Conflicts:", "Conflicts: x", "\ta.py",
    "\r", "Key: v\r", "http://x", "-: x", "a b: c", "K\u00e9y: v", "Key: v \u2028", "\x0b", "x\x0c",
    "K\t: v", "=", "Key = v", SCISSORS,
]  # fmt: skip
_messages = st.builds(
    lambda start, lines, end: start + "\n".join(lines) + end,
    st.sampled_from(["", "subject\n\n", "subject\n\nbody\n\n"]),
    st.lists(st.one_of(st.sampled_from(_LINES), st.text("aK:- #\t\r\n", max_size=8)), max_size=12),
    st.sampled_from(["", "\n", "\n\n", "\n \n"]),
).filter(lambda message: not _hangs_git(message))


def _hangs_git(message: str) -> bool:
    """Git 2.39 never ends where a scissors line stands behind a patch."""
    divided = False
    for line in message.split("\n"):
        divided = divided or (line.startswith("---") and line[3:4].strip() == "")
        if divided and line == SCISSORS:
            return True
    return False


@pytest.mark.needs_tool
@pytest.mark.soak
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(message=_messages)
@example(message="s\n\nA: b\n \n")
@example(message="s\n\nA: b\nConflicts:\n\tx\n")
@example(message=f"s\n\nA: b\n{SCISSORS}\nC: d\n")
@example(message=f"s\n\nA: b\n{SCISSORS}")
@example(message="s\n\nA: b\n---")
@example(message="s\n\nA: b\nConflicts:")
@example(message="Conflicts:\n\tx\n\nA: b\n\n\tx\n")
def test_every_message_has_the_trailers_that_git_finds(shared_scene: Scene, message: str) -> None:
    printed = shared_scene.git(
        "interpret-trailers", "--parse", "--unfold", given=message.encode()
    ).decode()
    # git prints a key that ends in the separator without another one; a key never does here.
    assert "".join(f"{key}: {value}\n" for key, value in pairs(message)) == printed


@pytest.mark.soak
@given(message=st.text())
def test_any_text_is_read(message: str) -> None:
    for key, value in pairs(message):
        assert key
        assert "\n" not in value
