"""Whether what a change says and shows adds up to a suspicion, and by which signals.

Each signal has points, for or against. The points of its code and those of the one message that
speaks most for it are added; at the threshold the change is suspect. Where the change comes without
messages, as a bare diff does, or with such that say nothing, a lower threshold holds; and code that
speaks loudly is heard whatever the messages say. ``docs/signals.md`` has all points, how they were
found, and how well they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.product import product_code
from doctrine_check.changes.shapes import shapes_of
from doctrine_check.changes.structure import traits_of
from doctrine_check.changes.words import TITLE, is_read_whole, said_in
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.changes.changeset import ChangeSet, Commit, FileChange
    from doctrine_check.changes.product import Product, ProductLine

WITH_MESSAGE = 47
"""Points at which a change with a message that says something is suspect."""
WITHOUT_MESSAGE = 26
"""Points at which a change is suspect when no message says anything."""
LOUD_CODE = 64
"""Points of code at which a change is suspect under any message."""
MAX_COMMITS = 1_000
"""Commits whose messages are read; a change with more says so."""
_EXCERPT = 120
ENOUGH = 10_000
"""More points than all signals together can take away: what asks by itself, whatever else is."""


class Signal(Record):
    """What a hit is worth and what it says."""

    id: str
    points: int
    about: str


class Hit(Record):
    """A signal that was found, where, and by which text. ``path`` is empty for messages."""

    signal: Signal
    path: str
    line: int
    text: str


class Suspicion(Record):
    """The points of a change against their threshold, and the signals that gave them.

    ``code`` is the part of the points that messages have no say in.
    """

    points: int
    threshold: int
    code: int
    hits: tuple[Hit, ...]

    @property
    def raised(self) -> bool:
        """Whether the change is suspect."""
        return self.points >= self.threshold or self.code >= LOUD_CODE


def ask(change: ChangeSet, product: tuple[FileChange, ...]) -> Suspicion:
    """What words and shapes ask. ``product`` are those files that hold product code.

    Without product code nothing is asked, whatever the messages say.
    """
    code = product_code(product)
    if not code.hunks and not code.moved and code.whole:
        return Suspicion(0, WITH_MESSAGE, 0, ())
    spoken, words = _loudest(change.commits)
    threshold = WITH_MESSAGE if spoken else WITHOUT_MESSAGE
    shown = [*_code_hits(code, change.files), *_unread(code, change)]
    hits = sorted((hit for hit in (*words, *shown) if hit.signal.points), key=_weight)
    return Suspicion(_total(hits), threshold, _total(shown), tuple(hits))


def _weight(hit: Hit) -> int:
    return -abs(hit.signal.points)


def _loudest(commits: tuple[Commit, ...]) -> tuple[bool, list[Hit]]:
    """Whether any message says something, and what the one says that speaks most for performance.

    A message says nothing when its title gives no signal and the rest does not speak against
    performance: "Update cache.py" must not lend code the benefit of an explanation.
    """
    best: list[Hit] | None = None
    spoken = False
    for commit in commits[:MAX_COMMITS]:
        if not commit.message.strip():
            continue
        hits = [
            Hit(Signal(*said.signal), "", 0, f"{said.words[:_EXCERPT]} (commit {commit.id[:12]})")
            for said in said_in(commit)
        ]
        titled = any(hit.signal.id.startswith(TITLE) for hit in hits)
        spoken = spoken or titled or _total(hits) < 0
        if best is None or _total(hits) > _total(best):
            best = hits
    return spoken, best or []


def _total(hits: Iterable[Hit]) -> int:
    return sum(hit.signal.points for hit in hits)


def _code_hits(code: Product, files: tuple[FileChange, ...]) -> Iterator[Hit]:
    for trait, line in traits_of(code, files):
        yield _hit(Signal(*trait), line)
    for shape, more, line in shapes_of(code):
        trend = "more of" if more else "less of"
        points = shape.more if more else shape.fewer
        yield _hit(Signal(shape.id, points, f"{trend} {shape.about}"), line)


def _hit(signal: Signal, line: ProductLine | None) -> Hit:
    if line is None:
        return Hit(signal, "", 0, "")
    return Hit(signal, line.path, line.number, line.code[:_EXCERPT])


def _unread(code: Product, change: ChangeSet) -> Iterator[Hit]:
    """What is too large to be read wholly asks for a declaration by itself."""
    if not code.whole:
        about = "more code is changed than is read"
        yield Hit(Signal("too-much-code", ENOUGH, about), "", 0, "")
    if not all(map(is_read_whole, change.commits[:MAX_COMMITS])):
        about = "a message is longer than is read"
        yield Hit(Signal("too-long-message", ENOUGH, about), "", 0, "")
    if len(change.commits) > MAX_COMMITS:
        about = f"there are more than {MAX_COMMITS:,} commits"
        yield Hit(Signal("too-many-commits", ENOUGH, about), "", 0, "")
