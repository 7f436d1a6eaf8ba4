from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.stacks import MAX_DEPTH, read_folded


def test_own_and_passing_samples() -> None:
    stacks, faults = read_folded(b"main;load;parse 30\nmain;load 10\r\n\nmain;load;load 5\n")
    assert faults == ()
    assert stacks.total == 45
    assert stacks.own == {"parse": 30, "load": 15}
    assert stacks.through == {"main": 45, "load": 45, "parse": 30}
    assert stacks.share("parse") == pytest.approx(100 * 30 / 45)
    assert stacks.share("nobody") == 0


def test_frames_may_hold_spaces() -> None:
    stacks, _ = read_folded("lookup (src/cache.py:12);größe of x 7\n".encode())
    assert stacks.own == {"größe of x": 7}


def test_the_top_is_ten_frames_in_falling_order_without_idle_ones() -> None:
    lines = "".join(f"main;f{number:02} {number}\n" for number in range(12))
    stacks, _ = read_folded(lines.encode())
    top = stacks.top()
    assert [frame for frame, _ in top] == [f"f{number:02}" for number in range(11, 1, -1)]
    assert top[0][1] == pytest.approx(100 * 11 / 66)
    assert read_folded(b"main;idle 0\n")[0].top() == ()


def test_nothing_has_no_shares() -> None:
    stacks, faults = read_folded(b"")
    assert (stacks.total, stacks.top(), faults, stacks.share("x")) == (0, (), (), 0)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (b"main;load", "no count"),
        (b"main;load x", "no count"),
        (b"main;load -3", "no count"),
        (b"main;load 1.5", "no count"),
        ("main;load \u00b2".encode(), "no count"),
        (b"12", "no count"),
        (b"main;;load 3", "without a name"),
        (b"main;load 99999999999999999999", "beyond"),
        (b"a;" * MAX_DEPTH + b"b 1", "frames"),
    ],
)
def test_broken_lines_are_told_with_their_number(line: bytes, word: str) -> None:
    stacks, faults = read_folded(b"main 4\n" + line + b"\nmain 5\n")
    assert stacks.total == 9
    ((number, _, found),) = faults
    assert number == 2
    assert word in found


def test_a_million_faults_are_not_all_told() -> None:
    assert len(read_folded(b"x\n" * 1000)[1]) == 20


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    stacks, _ = read_folded(data)
    assert sum(stacks.own.values()) == stacks.total
    assert all(hits <= stacks.total for hits in stacks.through.values())
