"""What a gate or measurement measures, where its words are not those of its own principle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import lines_of, measured
from doctrine_check.doctrine.wording import content_words
from doctrine_check.limits import tokenize, words
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.model import Principle, Text
    from doctrine_check.limits import Token


class Gauge(Record):
    """What a gate measures instead of what was meant, and the principle that does, if any."""

    place: Text
    owner: Principle | None
    meant: str


# Every gate may be called so, whatever it measures.
_RUNS = words(
    """bench benchmark benchmarks benchmarking test tests suite suites run runs job jobs check
    checks measurement measurements gate workload trial trials"""
)
_GENERAL = _RUNS | words(
    """ci build builds merge release pull request pr nightly size threshold limit budget fail
    failing failure block pass report latency time duration throughput speed performance response
    low high fast quick slow core median average"""
)
MAX_COMPARED = 100
"""Above so many principles no gate is held against the others'."""
# Here a gate says when or where it runs, and not what it measures.
_ASIDE = words("after before during in on with without alongside beside across following")
_OPPOSITES = (
    *(("cold", "warm"), ("cold", "hot"), ("cold", "cached"), ("start", "stop"), ("first", "last")),
    *(("startup", "shutdown"), ("startup", "teardown"), ("spawn", "exit"), ("read", "write")),
    *(("encode", "decode"), ("upload", "download"), ("local", "remote"), ("online", "offline")),
    *(("idle", "busy"), ("uninstrumented", "instrumented"), ("uncached", "cached")),
)


def of_another(
    principle: Principle, principles: Sequence[Principle], *, measurement: bool = False
) -> Gauge | None:
    """The word by which a gate measures what its principle does not; ``None`` where none does.

    Or its measurement, of which no opposite is asked: it may set one beside the other.
    """
    gate = principle.measurement if measurement else principle.gate
    if gate is None or len(principles) > MAX_COMPARED:
        return None
    tokens = tokenize(gate.text)
    meant = measured(principle) or principle.title.text
    opposite = (
        None
        if measurement
        else _opposite(principle, [token for token in tokens if token.kind == "word"])
    )
    if opposite is not None:
        return Gauge(gate.part(opposite.start, opposite.end), None, meant)
    if not _names(principle).isdisjoint(content_words(gate.text)):
        return None
    lines = [text for text in _lines(principle) if text != gate.text]
    lines += ["overhead"] * measurement
    own = content_words(" ".join((*lines, *(text.text for text in principle.prose))))
    named = [(other, _measures(other) - own) for other in principles if other.id != principle.id]
    aside = False
    for token in tokens:
        aside = token.low in _ASIDE or (aside and token.kind == "word" and token.low not in _RUNS)
        word = "" if aside else next(iter(content_words(token.low)), "")
        owner = next((other for other, known in named if word in known), None)
        if owner is not None:
            return Gauge(gate.part(token.start, token.end), owner, meant)
    return None


def _opposite(principle: Principle, said: Sequence[Token]) -> Token | None:
    """``Warm`` of "Warm-start" in the gate of a principle about cold starts."""
    promised = _words_of(f"{principle.title.text}; {measured(principle)}")
    own = {word for text in _lines(principle) for word in _words_of(text)}
    places = {token.low: number for number, token in reversed([*enumerate(said)])}
    for one, other in (*_OPPOSITES, *((second, first) for first, second in _OPPOSITES)):
        if one not in promised or other not in places or one in places or other in own:
            continue
        behind = said[places[other] + 1].low if places[other] + 1 < len(said) else ""
        follows = promised[promised.index(one) + 1 :][:1]
        if behind in _RUNS or any(word[:4] == behind[:4] for word in follows):
            return said[places[other]]
    return None


def _words_of(text: str) -> list[str]:
    return [token.low for token in tokenize(text) if token.kind == "word"]


def _lines(principle: Principle) -> list[str]:
    """Its title, target and measurement."""
    lines = (line.text.text for line in lines_of(principle) if line.source != "CI gate")
    return [principle.title.text, *lines]


def _names(principle: Principle) -> set[str]:
    """The words that tell what a principle measures: of its title, and of what it limits."""
    named = content_words(f"{principle.title.text} {measured(principle)}")
    return {word for word in named - _GENERAL if word.isalpha()}


def _measures(principle: Principle) -> set[str]:
    """The same, and what both target and measurement name."""
    named = _names(principle)
    if principle.target is not None and principle.measurement is not None:
        target = content_words(principle.target.text)
        named |= (target & content_words(principle.measurement.text)) - _GENERAL
    return {word for word in named if word.isalpha()}
