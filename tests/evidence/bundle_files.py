"""The other files of made bundles: stacks, flamegraphs, JUnit, coverage, oracles."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

TOTAL = 2_000


class Node(Record):
    """A frame with the samples that pass through it."""

    frame: str
    hits: int
    callees: tuple[Node, ...] = ()

    @property
    def own(self) -> int:
        return self.hits - sum(callee.hits for callee in self.callees)


def tree(chance: random.Random, source: str, function: str, share: float) -> Node:
    """A small program of which ``share`` of the time is spent in one function."""
    hot = int(TOTAL * share * chance.uniform(0.95, 1.05))
    hashing = int(hot * chance.uniform(0.2, 0.3))
    cold = int((TOTAL - hot) * chance.uniform(0.5, 0.6))
    serve = Node(
        "serve (src/store/server.py:40)",
        hot + cold,
        (
            Node(f"{function} ({source}:12)", hot, (Node("digest (hashlib.py:88)", hashing),)),
            Node("encode (json/encoder.py:200)", cold),
        ),
    )
    parse = Node("parse (src/store/server.py:9)", (TOTAL - serve.hits) // 2)
    return Node("main (src/store/__main__.py:3)", TOTAL, (serve, parse))


def _walk(node: Node, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    way = (*above, node.frame)
    yield way, node
    for callee in node.callees:
        yield from _walk(callee, way)


def folded(root: Node) -> bytes:
    """Folded stacks."""
    lines = [f"{';'.join(way)} {node.own}" for way, node in _walk(root) if node.own]
    return ("\n".join(lines) + "\n").encode()


def hotspots(root: Node) -> list[tuple[str, float]]:
    """The ten frames with most samples of their own, in percent of all."""
    own: dict[str, int] = {}
    for _, node in _walk(root):
        own[node.frame] = own.get(node.frame, 0) + node.own
    costly = sorted(own.items(), key=lambda item: (-item[1], item[0]))[:10]
    return [(frame, round(100 * hits / root.hits, 2)) for frame, hits in costly if hits]


def flamegraph(root: Node) -> bytes:
    """A drawing as flamegraph.pl makes it, without its script."""
    boxes: list[str] = []

    def draw(frame: str, hits: int, left: float, level: int) -> None:
        share = 100 * hits / root.hits
        boxes.append(
            f"<g>\n<title>{frame} ({hits:,} samples, {share:.2f}%)</title>"
            f'<rect x="{left:.1f}" y="{201 - 16 * level}" width="{1180 * hits / root.hits:.1f}" '
            'height="15.0" fill="rgb(230,110,40)" rx="2" ry="2" />\n</g>'
        )

    def below(node: Node, left: float, level: int) -> None:
        draw(node.frame, node.hits, left, level)
        for callee in node.callees:
            below(callee, left, level + 1)
            left += 1180 * callee.hits / root.hits

    draw("all", root.hits, 10.0, 0)
    below(root, 10.0, 1)
    return (
        '<?xml version="1.0" standalone="no"?>\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        '<svg version="1.1" width="1200" height="230" viewBox="0 0 1200 230" '
        'xmlns="http://www.w3.org/2000/svg">\n'
        '<g id="frames">\n' + "\n".join(boxes) + "\n</g>\n</svg>\n"
    ).encode()


def junit(
    tests: int, failed: Sequence[int] = (), skipped: Sequence[int] = (), run: int = 0
) -> bytes:
    """Results as pytest writes them; another number of tests is another run, with other times."""
    cases = []
    for number in range(tests):
        inner = '<failure message="wrong"/>' if number in failed else ""
        inner += '<skipped message="not today"/>' if number in skipped else ""
        time = 100 + (37 * number + 61 * tests + 131 * run * (number + 1)) % 900
        cases.append(
            f'<testcase classname="tests.conformance" name="test_{number}" '
            f'time="0.{time}">{inner}</testcase>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>'
        f'<testsuite name="pytest" errors="0" failures="{len(failed)}" skipped="{len(skipped)}" '
        f'tests="{tests}" time="1.5">\n' + "\n".join(cases) + "\n</testsuite></testsuites>\n"
    ).encode()


def coverage_json(source: str, lines: Sequence[int], missing: Sequence[int] = ()) -> bytes:
    """A report of coverage.py in which the lines, and one before, were run."""
    ran = [line for line in (1, *lines) if line not in missing]
    report = {
        "meta": {"format": 3, "version": "7.6.1", "timestamp": "2026-01-01T00:10:00"},
        "files": {
            source: {
                "executed_lines": sorted(set(ran)),
                "missing_lines": sorted(missing),
                "excluded_lines": [],
            }
        },
    }
    return (json.dumps(report, indent=1) + "\n").encode()


def cobertura(source: str, lines: Sequence[int], missing: Sequence[int] = ()) -> bytes:
    """A Cobertura report in which the lines, and one before, were run."""
    rows = "".join(
        f'<line number="{line}" hits="{0 if line in missing else 3}"/>'
        for line in sorted({1, *lines, *missing})
    )
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE coverage SYSTEM '
        '"http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n'
        '<coverage version="7.6.1" line-rate="1" branch-rate="0">\n<packages>'
        f'<package name="store"><classes><class name="x" filename="{source}" line-rate="1">'
        f"<methods/><lines>{rows}</lines></class></classes></package></packages>\n</coverage>\n"
    ).encode()


def oracle(cases: int) -> bytes:
    """Digests of what both sides made of each input, the same on both."""
    rows = []
    for number in range(cases):
        digest = hashlib.sha256(f"output {number}".encode()).hexdigest()
        rows.append({"input": f"case {number}", "before": digest, "after": digest})
    return (json.dumps({"schema_version": 1, "cases": rows}, indent=1) + "\n").encode()
