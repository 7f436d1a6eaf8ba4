from __future__ import annotations

import random
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.stacks import Stacks, read_folded
from doctrine_check.evidence.svg import read_flamegraph
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from tests.evidence.bundle_files import flamegraph, folded, tree

INFERNO = b"""<?xml version="1.0" standalone="no"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" \
"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" width="1200" height="102" xmlns="http://www.w3.org/2000/svg" \
xmlns:fg="http://github.com/jonhoo/inferno"><style>text { fill: #000 }</style>
<rect x="0" y="0" width="100%" height="102"/><text id="title">Flame Graph</text>
<svg id="frames" x="10" width="1180" total_samples="200">
<g><title>all (200 samples, 100%)</title><rect x="0.0000%" y="68" width="100.0000%" height="15" \
fg:x="0" fg:w="200"/><text>all</text></g>
<g><title>main (200 samples, 100.00%)</title><rect x="0.0000%" y="52" width="100.0000%"/></g>
<g><title>load (p.py:3) (150 samples, 75.00%)</title><rect x="0.0000%" y="36" width="75%"/></g>
<g><title>load (p.py:3) (60 samples, 30.00%)</title><rect x="0.0000%" y="20" width="30%"/></g>
<g><title>save (p.py:9) (40 samples, 20.00%)</title><rect x="75.0000%" y="36" width="20%"/></g>
</svg></svg>"""


def read(data: bytes) -> tuple[Stacks, list[str]]:
    root = read_xml(data)
    assert not isinstance(root, XmlProblem)
    stacks, faults = read_flamegraph(root)
    return stacks, [f"{fault.expected}, {fault.found}" for fault in faults]


def test_inferno() -> None:
    stacks, faults = read(INFERNO)
    assert faults == []
    assert stacks.total == 200
    assert stacks.own == {"main": 10, "load (p.py:3)": 150, "save (p.py:9)": 40}
    assert stacks.through == {"main": 200, "load (p.py:3)": 150, "save (p.py:9)": 40}
    assert not stacks.exact


def test_icicles_grow_downwards() -> None:
    swapped = INFERNO.replace(b'y="68"', b'y="4"').replace(b'y="52"', b'y="12"')
    stacks, faults = read(swapped.replace(b'y="20"', b'y="60"'))
    assert faults == []
    assert stacks.own["save (p.py:9)"] == 40
    assert stacks.own["main"] == 10


@pytest.mark.parametrize("seed", range(5))
def test_a_drawing_says_what_its_stacks_say(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same tree each time
    root = tree(chance, "src/a.py", "work", 0.4)
    drawn, faults = read(flamegraph(root))
    plain, _ = read_folded(folded(root))
    assert faults == []
    assert (drawn.total, drawn.through) == (plain.total, plain.through)
    assert {frame: hits for frame, hits in drawn.own.items() if hits} == plain.own


@pytest.mark.parametrize(
    ("find", "replace", "word"),
    [
        (b"(40 samples, 20.00%)", b"(140 samples, 70.00%)", "by its width"),
        (b"(150 samples, 75.00%)", b"(50 samples, 25.00%)", "callees"),
        (b'x="75.0000%" y="36"', b'x="75.0000%" y="20"', "within its caller"),
        (b"(40 samples, 20.00%)", b"(forty samples, 20%)", "the title"),
        (b"(40 samples, 20.00%)", b"", "the title"),
        (b'width="20%"', b'width="0"', "no rectangle"),
        (b'width="20%"', b'width="nan"', "no rectangle"),
        (b'width="20%"', b'width="1e999"', "no rectangle"),
        (b'x="75.0000%"', b"", "no rectangle"),
    ],
)
def test_doctored_drawings(find: bytes, replace: bytes, word: str) -> None:
    assert find in INFERNO
    faults = read(INFERNO.replace(find, replace))[1]
    assert any(word in fault for fault in faults), faults


def test_a_drawing_of_nothing() -> None:
    stacks, faults = read(b"<svg/>")
    assert (stacks.total, len(faults)) == (0, 1)
    stacks, _ = read(
        b'<svg><g><title>all (0 samples, 0%)</title><rect x="0" y="0" width="9"/></g></svg>'
    )
    assert (stacks.total, stacks.through) == (0, {})


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(-1, 9), st.integers(0, 30)),
        max_size=25,
    )
)
def test_any_rectangles(boxes: list[tuple[int, int, int, int]]) -> None:
    svg = ET.Element("svg")
    for left, top, width, hits in boxes:
        group = ET.SubElement(svg, "g")
        ET.SubElement(group, "title").text = f"f{hits % 3} ({hits} samples, 1%)"
        ET.SubElement(group, "rect", x=str(left), y=str(top), width=str(width))
    stacks, faults = read_flamegraph(svg)
    assert len(faults) <= 20
    assert all(hits >= 0 for hits in stacks.own.values())
