"""Documents made to find work that grows faster than the text: one shape each, at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LINE = "word and more words of plain text in this line\n"

PRELUDES = {
    "plain": "",
    "spec": (
        "# bd-abcd: A contract\n\n**Section:** 7\n**Status:** Active\n\n"
        "## Event Codes\n\n| Code | Level | Meaning |\n|---|---|---|\n| ABC-001 | info | Seen |\n\n"
    ),
    "doctrine": (
        "# Performance doctrine\n\n**Section:** 7\n\n## Core principles\n\n"
        "### PRF-01: Low start-up\n\n**Target:** Cold start < 100ms\n\n"
        "**Measurement:** Measured across 100 samples\n\n**CI Gate:** 100ms p99 threshold\n\n"
        "## Levers\n\n### LEV-01: A cache\n\n**Owner track:** 10.6\n\n"
        "## Required artifacts\n\n### ART-01: Baseline reports\n\n- Exact command\n\n"
    ),
    "contract": (
        "# bd-2vl5: A contract\n\n**Section:** 7\n\n## Core Principles\n\n"
        "| ID | Principle | Metric |\n|---|---|---|\n| PRF-01 | Low start-up | < 100ms |\n\n"
        "## Levers\n\n| ID | Lever | Owner Track | Profile Gate |\n|---|---|---|---|\n"
        "| LEV-01 | A cache | 10.6 | MS-01 |\n\n## Required Performance Artifacts\n\n"
        "| ID | Artifact | Required For |\n|---|---|---|\n"
        "| ART-01 | Baseline reports | All performance PRs |\n\n"
    ),
    "adr": "# ADR-0001: A decision\n\n- **Status:** Accepted\n- **Date:** 2025-01-01\n\n",
}
"""What makes a document one of a kind, so that the rules of that kind look at it."""


def _repeat(unit: str, size: int) -> str:
    return unit * (size // len(unit.encode("utf-8")) + 1)


def _numbered(unit: str, size: int, head: str = "") -> str:
    """``unit`` with a running number in it, until ``size`` characters are there."""
    parts = [head]
    length = len(head)
    number = 0
    while length < size:
        number += 1
        part = unit.replace("{n}", str(number))
        parts.append(part)
        length += len(part)
    return "".join(parts)


def _nested_quotes(size: int) -> str:
    """Many blocks, each as deep as the parser goes."""
    return _repeat("> " * 30 + "deep\n\n", size)


def _nested_lists(size: int) -> str:
    block = "".join("  " * depth + f"- depth {depth}\n" for depth in range(25))
    return _repeat(block + "\n", size)


_EVENT_TABLE = "## Event Codes\n\n| Code | Level | Meaning |\n|---|---|---|\n"
_PRINCIPLE_TABLE = "## Core Principles\n\n| ID | Principle | Metric |\n|---|---|---|\n"
_LEVER_TABLE = "## Levers\n\n| ID | Lever | Owner Track | Profile Gate |\n|---|---|---|---|\n"
_MAPPING = "## Mapping\n\n| Subsystem | Owner Track | Performance Concern |\n|---|---|---|\n"
_INVARIANTS = "## Invariants\n\n| ID | Statement |\n|---|---|\n"
_WAIVER = '<!-- doctrine-check: waive event-level until=2099-01-01 reason="known" -->'

SHAPES: dict[str, Callable[[int], str]] = {
    "event table": lambda n: _numbered("| ABC-{n} | odd | Happened {n} |\n", n, _EVENT_TABLE),
    "duplicate events": lambda n: _repeat("| ABC-001 | odd | Happened |\n", n).join(
        (_EVENT_TABLE, "\n")
    ),
    "invariant table": lambda n: _numbered("| INV-ABC-N{n} | Holds {n} |\n", n, _INVARIANTS),
    "principle table": lambda n: _numbered(
        "| PRF-{n} | Title {n} | p99 < {n} ms per subsystem budget |\n", n, _PRINCIPLE_TABLE
    ),
    "lever table": lambda n: _numbered("| LEV-{n} | Lever {n} | 10.{n} | |\n", n, _LEVER_TABLE),
    "mapping table": lambda n: _numbered("| sub{n} | 10.6 | LEV-{n}, PRF-01 |\n", n, _MAPPING),
    "malformed ids": lambda n: _numbered("| prf_{n} | x | y |\n", n, _PRINCIPLE_TABLE),
    "one wide row": lambda n: "| a |\n|---|\n" + _repeat("| PRF-01 ", n) + "|\n",
    "ragged rows": lambda n: _EVENT_TABLE + _repeat("| ABC-001 | info | a | b | c |\n", n),
    "many tables": lambda n: _repeat("| ID | Name |\n|---|---|\n| ABC-001 | x |\n\n", n),
    "lost tables": lambda n: _repeat("| PRF-01 | x | y |\n| PRF-02 | x | y |\n\n", n),
    "fenced tables": lambda n: _repeat("```\n| PRF-02 | x | y |\n# LEV-03: x\n```\n\n", n),
    "comments": lambda n: _repeat("<!-- | PRF-02 | x | y | -->\n\n", n),
    "headings": lambda n: _numbered("## Part {n}\n\nText.\n\n", n),
    "id headings": lambda n: _numbered("### PRF-{n}: Title\n\n**Target:** < {n} ms\n\n", n),
    "lever headings": lambda n: _numbered(
        "### LEV-{n}: Title\n\n**Expected impact:** {n}-2x\n\n", n
    ),
    "deepening headings": lambda n: _repeat("# a\n## b\n### c\n#### d\n##### e\n###### f\n", n),
    "bullets": lambda n: _numbered("- item {n} with some words\n", n),
    "id bullets": lambda n: _numbered("- **INV-ABC-N{n}**: it holds\n", n, "## Invariants\n\n"),
    "event bullets": lambda n: _numbered("- `ABC-{n}` - odd: it was\n", n, "## Events\n\n"),
    "labelled lines": lambda n: _numbered("**Label {n}:** value {n}\n", n),
    "labelled paragraphs": lambda n: _numbered("**Target:** < {n} ms\n\n", n),
    "plain labels": lambda n: _numbered("Status: Value {n}\n", n),
    "labels in one line": lambda n: _repeat("**Label:** value | ", n),
    "backtick runs": lambda n: _numbered("`" * 3 + "a" + "`" * 2 + " {n} ", n),
    "opening brackets": lambda n: _repeat("[", n),
    "link openings": lambda n: _repeat("[a](", n),
    "asterisks": lambda n: _repeat("*a ", n),
    "asterisk pairs": lambda n: _repeat("**a* ", n),
    "underscores": lambda n: _repeat("_a_b ", n),
    "angle brackets": lambda n: _repeat("<a ", n),
    "comment openings": lambda n: _repeat("<!-- ", n),
    "ampersands": lambda n: _repeat("&a", n),
    "backslashes": lambda n: _repeat("\\", n),
    "nested quotes": _nested_quotes,
    "nested lists": _nested_lists,
    "waivers": lambda n: _repeat(f"{_WAIVER}\n\n{_LINE}\n", n),
    "waivers in one line": lambda n: _repeat(_WAIVER, n),
    "waivers over tables": lambda n: _repeat(
        f"{_WAIVER}\n\n{_EVENT_TABLE}| ABC-001 | odd | x |\n\n", n
    ),
    "waivers in a block": lambda n: _repeat(f"{_WAIVER}\n", n),
    "mojibake": lambda n: _repeat("Ã¤ ", n),
    "mojibake run": lambda n: _repeat("Ã¤", n),
    "layered mojibake": lambda n: _repeat("ÃƒÂ¤ ", n),
    "mojibake lines": lambda n: _repeat("The naÃ¯ve word `Ã¤` in a line.\n", n),
    "look-alike ids": lambda n: _repeat("\u0420RF-01 and PRF\u200b-02\n", n),
    "long line": lambda n: _repeat("word ", n),
    "long word": lambda n: _repeat("a", n),
    "long id": lambda n: "## INV-" + _repeat("A-", n) + "B: x\n",
    "long number": lambda n: "**Target:** < " + _repeat("1", n) + " ms\n",
    "targets in one line": lambda n: "**Target:** " + _repeat("p99 < 100 ms, ", n) + "\n",
    "targets in a paragraph": lambda n: "**Target:** " + _repeat("p99 < 100 ms under load\n", n),
    "spaces": lambda n: "**Target:**" + _repeat(" ", n) + "x\n",
    "blank lines": lambda n: _repeat("\n", n),
    "mentions": lambda n: _numbered("See PRF-{n} and LEV-77 and ART-09.\n\n", n),
    "mentions in one line": lambda n: _repeat("PRF-77 ", n),
    "counts": lambda n: _repeat("All 17 core principles and all 3 artifacts.\n\n", n),
    "counts in one line": lambda n: _repeat("all 17 core principles and ", n),
    "missing files": lambda n: _numbered("- `docs/none/{n}.md`\n", n, "## Artifacts\n\n"),
    "missing links": lambda n: _numbered("[x](none/{n}.md) ", n),
    "link definitions": lambda n: _numbered("[ref{n}]: https://example.org/{n}\n\n", n),
    "reference uses": lambda n: "[r]: none.md\n\n" + _repeat("[x][r] ", n),
    "conflict markers": lambda n: "```\n" + _repeat("<<<<<<< a\n", n) + "```\n",
    "front matter": lambda n: "---\n" + _numbered("key{n}: value\n", n) + "---\n",
    "parentheses": lambda n: "**Target:** " + _repeat("(", n) + "\n",
    "html lines": lambda n: _repeat("<div>\n", n),
    "distinct mentions in one line": lambda n: _numbered("INV-PRF-N{n} ", n),
    "counts in a paragraph": lambda n: _repeat("all 17 core principles and\n", n),
    "items under a long heading": lambda n: (
        "## Event codes "
        + _repeat("of this ", n // 2)
        + "\n\n"
        + _numbered("- ABC-{n}: info, seen\n", n // 2)
    ),
    "ragged rows under a wide header": lambda n: (
        "| Code | " + _repeat("x", n // 2) + " |\n|---|---|\n" + _repeat("| ABC-001 |\n", n // 2)
    ),
    "empty cells under a wide header": lambda n: (
        "## Event Codes\n\n| Code | Level | Meaning "
        + _repeat("x", n // 2)
        + " |\n|---|---|---|\n"
        + _numbered("| ABC-{n} | info | |\n", n // 2)
    ),
    "waivers before one block": lambda n: (
        _repeat(f"{_WAIVER}\n", n // 2) + "\n" + _repeat(_LINE, n // 2)
    ),
    "waivers between items": lambda n: _repeat(f"- item\n  {_WAIVER}\n", n),
    "events and fenced tables": lambda n: (
        _numbered("| ABC-{n} | info | Seen |\n", n // 2, _EVENT_TABLE)
        + "\n"
        + _numbered("```\n| XYZ-{n} | info | y |\n|---|---|---|\n```\n\n", n // 2)
    ),
    "owner of many rows": lambda n: (
        "### LEV-02: Title\n\n**Owner track:** "
        + _repeat("10.6 ", n // 2)
        + "\n\n"
        + _numbered("| sub{n} | 10.7 | LEV-02 |\n", n // 2, _MAPPING)
    ),
    "hash runs": lambda n: "## " + _repeat("#", n) + " x\n",
}
"""Name of a shape, and the text of about so many bytes."""

KINDS = (*PRELUDES, "pair", "drifted pair")
_DRIFT = (
    ("INV-ABC-N", "INV-ABC-M"),
    ("Happened", "Has happened"),
    ("odd", "info"),
    ("Title", "Another title"),
    ("10.", "11."),
    ("< ", "< 1"),
)
"""What differs between the two documents of a drifted pair."""


def documents(kind: str, shape: str, size: int) -> dict[str, str]:
    """Text by file name: one document, or a pair of half the size each, that hold one shape."""
    if kind in PRELUDES:
        return {"hostile.md": _document(kind, shape, size)}
    doctrine = _document("doctrine", shape, size // 2)
    contract = _document("contract", shape, size // 2)
    if kind == "drifted pair":
        for old, new in _DRIFT:
            contract = contract.replace(old, new)
    return {"hostile.md": doctrine, "hostile_contract.md": contract}


def _document(prelude: str, shape: str, size: int) -> str:
    head = "" if shape == "front matter" else PRELUDES[prelude]
    return head + SHAPES[shape](size) + "\n"
