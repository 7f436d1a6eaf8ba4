"""A header cell that holds the word of another column: one finding, at the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.doctrine.columns import columns_of
from doctrine_check.doctrine.doubled import without_copies
from doctrine_check.doctrine.model import Kind
from tests.rules import own_pair
from tests.rules.judging import judge, pair

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = {"own": own_pair.PAIR, "examples": pair()}


def headers(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number from 0, and cells, of the header of each table."""
    lines = text.split("\n")
    for number, line in enumerate(lines[1:]):
        if line.startswith("|--"):
            yield number, [cell.strip() for cell in lines[number].strip("|").split("|")]


def doubled(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number from 1, header and whole text, once a header cell is written over another."""
    for number, cells in headers(text):
        for over in range(len(cells)):
            for word in (cell for cell in cells if cell != cells[over]):
                header = [*cells[:over], word, *cells[over + 1 :]]
                lines = text.split("\n")
                lines[number] = f"| {' | '.join(header)} |"
                yield number + 1, lines[number], "\n".join(lines)


@pytest.mark.parametrize("name", PAIRS)
def test_a_header_that_stands_twice_is_one_finding_at_the_header(name: str) -> None:
    documents, tried = PAIRS[name], 0
    for path, text in documents.items():
        for line, header, changed in doubled(text):
            found = judge({**documents, path: changed}).findings
            told = [(f.rule, f.location.path, f.location.line) for f in found]
            assert told == [("table-columns", path, line)], header
            tried += 1
    assert tried > 40


@pytest.mark.parametrize(
    ("kind", "names", "kept"),
    [
        (Kind.EVENT, "level|level|meaning", "|level|meaning"),
        (Kind.EVENT, "code|meaning|meaning", "code||meaning"),
        (Kind.INVARIANT, "statement|statement", "|statement"),
        (Kind.PRINCIPLE, "id|principle|target|target", "id|principle|target|"),
        (Kind.EVENT, "code|level|meaning|notes|notes", "code|level|meaning|notes|"),
        (Kind.EVENT, "code|level|level|meaning", "code|level||meaning"),
        (Kind.EVENT, "||meaning", "||meaning"),
    ],
)
def test_of_two_alike_the_one_in_its_usual_place_is_kept(kind: Kind, names: str, kept: str) -> None:
    assert without_copies(kind, names.split("|")) == tuple(kept.split("|"))


def test_what_a_copy_was_written_over_is_known_by_its_place() -> None:
    assert columns_of(Kind.EVENT, ("code", "meaning", "meaning")) == ("id", "level", "meaning")
    assert columns_of(Kind.EVENT, ("code", "notes", "notes", "meaning")) == (
        *("id", None, None, "meaning"),
    )


def test_headers_of_metrics_that_are_exchanged_are_one_finding_beside_the_others() -> None:
    """A metric whose limit stands elsewhere has no sign that tells it from a title."""
    root = own_pair.ROOT / "tests" / "data" / "disagreeing"
    documents = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.md"))
    }
    contract = next(path for path in documents if "specs" in path)
    text = documents[contract]
    turned = text.replace("| ID | Principle | Metric |", "| ID | Metric | Principle |")
    assert turned != text
    before = judge(documents).findings
    found = judge({**documents, contract: turned}).findings
    assert [each.rule for each in found if each not in before] == ["table-columns"]
    assert len(found) == len(before) + 1
