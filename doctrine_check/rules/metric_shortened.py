"""The contract's metric holds for more, or for less, than the doctrine's target.

## What it does

Notes a metric of the spec contract that leaves out for which load, place or baseline the limit of
the target holds ("for typical workloads", "per subsystem", "in CI loops"), and a target that leaves
out what the metric says of it and the rest of the principle knows. Nothing else is wrong with such
a line, so it is a note and fails nothing. Other words for the same thing, their order, and what the
contract says in its running text do not count; words from elsewhere are those of `metric-wording`.

## Why

"< 500ms" is promised for everything; "< 500ms for typical workloads" is not.

## How to fix

Say in both documents for what the limit holds.

## Example

`Compatibility diff generation < 500ms` for `Compatibility diff generation < 500ms for typical
workloads`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import limits_in, limits_of, lines_of, measured
from doctrine_check.doctrine.wording import content_words, missing_words, quote
from doctrine_check.limits import Dimension, tokenize, words
from doctrine_check.records import Record
from doctrine_check.rules.metric_wording import NOT_COMPARED, hedged
from doctrine_check.rules.percent_base import bases
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import DocumentFacts, Principle, Text
    from doctrine_check.doctrine.targets import Line
    from doctrine_check.limits import Token
    from doctrine_check.rules.context import Context

_OPENS = words("for under per against in on during before after across with without each every")
_EACH = words("per each every")
# What follows these is a remark, a percentile, or a clause of its own.
_CLOSES = words(
    """at to from as within that which who when while where if unless because since so but ( ) :"""
)
_STOPS = frozenset(".;!?")
_JOINTS = words("and or / , &")
_NO_SCOPE = NOT_COMPARED | _OPENS | words("all any both order total example instance particular")


class _Scope(Record):
    """``for typical workloads``: where it stands, its words, whether it lists, or says "each"."""

    text: Text
    words: AbstractSet[str]
    lists: bool
    each: bool


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Note metrics and targets that leave out what the other one's limit holds for."""
    for ours, theirs in pair.principles():
        metric, target = theirs.metric or theirs.target, ours.target
        if metric is None or target is None or pair.swapped(ours.id, "metric"):
            continue
        if _words(target) != _words(metric) and (
            content_words(target.text) != content_words(metric.text)
        ):
            yield from _compared(pair, ours, theirs)


def _words(text: Text) -> set[str]:
    """The words as they stand there: most pairs are told to agree by these."""
    return set(text.text.lower().rstrip(".").split())


def _compared(pair: Pair, ours: Principle, theirs: Principle) -> Iterator[Problem]:
    law, metric = limits_of(ours), limits_of(theirs)
    if not law or not metric or law[0].source != "Target" or metric[0].source == "CI gate":
        return  # without a limit on both sides other rules speak first
    promised, stated = scopes_in(lines_of(ours)[0]), scopes_in(lines_of(theirs)[0])
    if not promised and not stated:
        return
    row, target = " ".join(_said(theirs)), law[0].text
    kept, title = content_words(row), content_words(ours.title.text)
    dropped = [scope for scope in promised if not scope.words <= kept | title]
    known = content_words(target.text) | title
    added = [scope for scope in stated if not scope.words <= known]
    if bool(dropped) is bool(added) or _told_by_others(ours, theirs, row):
        return  # one may be told in the words of the other
    if dropped and not _said_once(pair.contract, {w for x in dropped for w in x.words} - kept):
        yield _dropped(pair, ours, metric[0].text, dropped)
    every = content_words(" ".join((*_said(ours), *(text.text for text in ours.prose))))
    if all(scope.words <= every for scope in added):  # else it is the rule metric-wording's
        for scope in added:
            if scope.each or (scope.lists and scope.words & known):
                yield _added(pair, ours, target, scope)


def _told_by_others(ours: Principle, theirs: Principle, row: str) -> bool:
    """Whether the metric is of something else, of another base, or emptied by soft words."""
    if missing_words(measured(ours), row):
        return True
    share = limits_of(ours)[0].fact.quantity.dimension is Dimension.PERCENT
    if share and bases(ours, theirs) is not None:
        return True
    target, metric = ours.target, theirs.metric or theirs.target
    if target is None or metric is None:
        return False
    return hedged(target.text, metric.text) or hedged(metric.text, target.text)


def scopes_in(line: Line) -> list[_Scope]:
    """What the limits of a line hold for, as far as the sentence that states them says."""
    found: list[_Scope] = []
    if _OPENS.isdisjoint(line.text.text.lower().replace("-", " ").split()):
        return found
    for piece in _pieces(line):
        lows = _listed([token.low for token in piece])
        said = (low for low in lows if low.isalpha() and low not in _NO_SCOPE)
        named = content_words(" ".join(said))
        if named:
            text = line.text.part(piece[0].start, piece[len(lows) - 1].end)
            each = not _EACH.isdisjoint(lows[:2])
            found.append(_Scope(text, named, not _JOINTS.isdisjoint(lows), each))
    return found


def _listed(lows: list[str]) -> list[str]:
    """Words up to a comma behind which no list goes on: what follows is a remark."""
    last = max((number for number, low in enumerate(lows) if low in ("and", "or")), default=0)
    return lows[: lows.index(",", last)] if "," in lows[last:] else lows


def _pieces(line: Line) -> Iterator[list[Token]]:
    """The runs of tokens that begin with a preposition and hold no other, nor a limit."""
    piece: list[Token] = []
    for token in _outside_limits(line):
        if token is not None and token.low not in _OPENS and token.low not in _CLOSES:
            if piece:
                piece.append(token)
            continue
        if token is None or len(piece) != 1 or token.low not in _EACH:
            if piece:
                yield piece
            piece = []
        if token is not None and token.low in _OPENS:
            piece.append(token)
    if piece:
        yield piece


def _outside_limits(line: Line) -> Iterator[Token | None]:
    """The tokens up to the end of the sentence with the first limit; ``None`` where limits are."""
    spans = [(stated.fact.start, stated.fact.end) for stated in limits_in(line)]
    number = 0
    for token in tokenize(line.text.text):
        while number < len(spans) and spans[number][1] <= token.start:
            number += 1
        inside = number < len(spans) and spans[number][0] <= token.start
        stops = token.low in _STOPS and not inside
        if stops and number:
            return
        ratio = token.low == "/" and number and spans[number - 1][1] == token.start
        shown = token._replace(low="per") if ratio else token  # "100ms/iteration"
        yield None if inside or stops else shown


def _said(principle: Principle) -> list[str]:
    return [principle.title.text, *(line.text.text for line in lines_of(principle))]


def _said_once(contract: DocumentFacts, named: AbstractSet[str]) -> bool:
    """Whether a paragraph of the contract says for all of its limits what a metric leaves out."""
    return any(named <= content_words(paragraph.raw) for paragraph in contract.document.paragraphs)


def _dropped(pair: Pair, ours: Principle, metric: Text, scopes: Sequence[_Scope]) -> Problem:
    place = scopes[0].text
    return Problem(
        pair.contract.at(metric),
        f"expected {' and '.join(quote(scope.text.text) for scope in scopes)} in the metric of "
        f"{ours.id}, as in the Target of the doctrine ({pair.doctrine.path}:{place.line}), "
        f"found {quote(metric.text)}",
        "say in both documents for what the limit holds",
        subject=str(ours.id),
        related=(pair.doctrine.line(place.line, place.column),),
    )


def _added(pair: Pair, ours: Principle, target: Text, scope: _Scope) -> Problem:
    return Problem(
        pair.contract.at(scope.text),
        f"expected the limit of {ours.id} to hold for what the Target of the doctrine says "
        f"({quote(target.text)}, {pair.doctrine.path}:{target.line}), found "
        f"{quote(scope.text.text)}",
        "say in both documents for what the limit holds",
        subject=str(ours.id),
        related=(pair.doctrine.at(target),),
    )
