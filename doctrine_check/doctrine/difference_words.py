"""The words of a line that is compared: what differs when limits and counts are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_binding import Stance, demands_surely, stance
from doctrine_check.doctrine.difference_emptied import force
from doctrine_check.doctrine.difference_shift import Shift
from doctrine_check.doctrine.difference_units import NEGATIONS
from doctrine_check.doctrine.difference_weaker import less_binding
from doctrine_check.doctrine.ids import mentions, spanned_ids
from doctrine_check.doctrine.reading import JOINTS, Reader, Role
from doctrine_check.doctrine.target import canonical_wording
from doctrine_check.doctrine.targets import read_target
from doctrine_check.doctrine.wording import likeness, quote
from doctrine_check.limits import Comparator, Reading, Statistic, read_number, words
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doctrine_check.doctrine.difference_emptied import Force
    from doctrine_check.doctrine.model import Text
    from doctrine_check.doctrine.phrases import Item
    from doctrine_check.doctrine.target import TargetFacts
    from doctrine_check.doctrine.targets import Line

PEAKS = words("peak peaks highest")
"""Words for the greatest of all values."""
_DESCRIBING = ("title", "risk", "meaning")
"""Fields whose words describe, so that "may" lets nobody off there."""
_CUT = ""
_LINKS = words("a an the at of with as in to on for by is be")
_AROUND_NAMES = _LINKS | words(
    "against over above than vs versus from relative compared and within"
)


class Wording(Record):
    """A text and the words of it that are compared."""

    text: Text
    words: list[str]


def wording_shifts(field: str, old: Text, new: Text) -> Iterator[Shift]:
    """A change in the words of two texts that hold nothing typed."""
    if old.text == new.text:
        return
    before, after = (Wording(text, canonical_wording(text.text).split()) for text in (old, new))
    yield from reworded(field, before, after, force(field, old, new))


def reworded(
    field: str, before: Wording, after: Wording, turn: Force, *, limited: bool = False
) -> Iterator[Shift]:
    """The words that differ; whether that demands less is known of a few of them only."""
    (one, old), (other, new) = before, after
    if old == new:
        if turn.weaker is not None:
            shown = [quote(words.text) if words else None for words in (turn.before, turn.after)]
            yield Shift(turn.weaker, f"{field} wording", shown[0], shown[1], one, other)
        return
    weaker = turn.weaker
    if weaker is None and not turn.void:
        weaker = less_binding(old, new, binds=field not in _DESCRIBING, limited=limited)
    start, behind = _common(old, new)
    gone, come = old[start : len(old) - behind], new[start : len(new) - behind]
    if weaker is None and not turn.void:
        weaker = _for_fewer(one.text, other.text, gone, come)
    if not (start or behind):
        yield Shift(weaker, field, quote(one.text), quote(other.text), one, other)
        return
    was, now = (quote(" ".join(part)) if part else None for part in (gone, come))
    yield Shift(weaker, f"{field} wording", was, now, one, other)


def _for_fewer(old: str, new: str, gone: list[str], come: list[str]) -> bool | None:
    """Whether a demand is made for fewer ids, or a permission given for more of them.

    ``gone`` and ``come`` are the words that differ: the ids, or one part of the sentence.
    """
    before, after = spanned_ids(old), spanned_ids(new)
    differing = [word for word in gone + come if not _names_id(word)]
    lists = set(differing) <= _LISTING
    if not (before and after) or not (before < after or after < before):
        return None
    if not (lists or not gone or not come) or not _TURNS.isdisjoint(differing):
        return None
    fewer = after < before
    if demands_surely(old) and demands_surely(new):
        return fewer
    if all(stance(text) is Stance.ALLOWS for text in (old, new)):
        return not fewer
    return None


_LISTING = words("and or to through until the both all artifacts levers principles art lev prf")
_TURNS = NEGATIONS | words("except excepting excluding unless but only without instead other")


def _names_id(word: str) -> bool:
    return any(True for _ in mentions(word.upper().strip(" .,;:()")))


def _common(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many words both begin with, and end with."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    behind = 0
    while behind < min(len(old), len(new)) - start and old[-1 - behind] == new[-1 - behind]:
        behind += 1
    return start, behind


def words_left(line: Line, explained: set[str]) -> list[str]:
    """The words of a line without what is compared as a limit, count, percentile or ratio."""
    text, facts = line.text.text, read_target(line.text.text)
    reader = Reader(text)
    spans = [(f.start, f.end) for f in facts.limits if f.role is not Role.SETTING]
    out: list[str] = []
    open_span = 0
    for index, item in enumerate(reader.items):
        begin = reader.token(index).start
        while open_span < len(spans) and spans[open_span][1] <= begin:
            open_span += 1
        inside = open_span < len(spans) and spans[open_span][0] <= begin
        if inside or _typed(item, facts):
            while out and (out[-1] in _LINKS or out[-1] in JOINTS):
                out.pop()
            out.append(_CUT)
        elif not (out and out[-1] == _CUT and item.low in JOINTS):
            _append(out, reader, index)
    drop = explained | _AROUND_NAMES if explained else {_CUT}
    return [word for word in out if word != _CUT and word not in drop]


def _append(out: list[str], reader: Reader, index: int) -> None:
    """Take in a word, or a sign that compares; a hyphen ties it to the word before."""
    item = reader.at(index)
    if item.low == "-" and reader.hyphened(index) and out and out[-1] != _CUT:
        out[-1] += "-"
        return
    written = reader.written(index, index + 1)
    if out and out[-1].endswith("-") and reader.tied(index):
        out[-1] += written.casefold()  # the number of an id keeps its zeros
        return
    found = canonical_wording(written).split()
    compares = isinstance(item.value, Comparator)
    out += [word for word in found if compares or any(map(str.isalnum, word))]


def _typed(item: Item, facts: TargetFacts) -> bool:
    if isinstance(item.value, Statistic) or item.low in PEAKS:
        return True
    if isinstance(item.value, Reading):
        return facts.ratio is not None and item.value.quantity == facts.ratio.high
    value = read_number(item.low) if item.kind == "number" else None
    return (
        value is not None
        and value[1] == 1
        and value[0]
        in {
            facts.samples,
            facts.cycles,
            *facts.sizes,
        }
    )


MAX_COMPARED = 10_000
"""Above so many pairs of texts none is taken for a reworded one: each is held against each."""
_ALIKE = 0.5


def alike(lost: Mapping[str, Text], gained: Mapping[str, Text]) -> list[tuple[str, str]]:
    """Texts that became each other, the likest first; the same ones from either side."""
    if len(lost) * len(gained) > MAX_COMPARED:
        return []
    ranked = sorted(
        (-score, sorted((one, other)), one, other)
        for one in lost
        for other in gained
        if (score := likeness(one, other)) >= _ALIKE
    )
    pairs: list[tuple[str, str]] = []
    taken: set[str] = set()
    for _, _, one, other in ranked:
        if one not in taken and other not in taken:
            taken |= {one, other}
            pairs.append((one, other))
    return pairs
