"""The content fields of the artifacts, and which of them the principles need.

The doctrine lists what each artifact holds in its own words. Here those words become fields, so
that a field that was dropped is seen, and later parts of the program know what to demand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import Judges
from doctrine_check.doctrine.targets import lines_of, read_target, statistics_in
from doctrine_check.doctrine.wording import word_list
from doctrine_check.limits import Dimension, Statistic
from doctrine_check.limits import words as word_set
from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import ArtifactRequirement, DocumentFacts, Principle, Text
    from doctrine_check.doctrine.targets import Line


class Field(Record):
    """A content field: its name, and the word sets of which one must stand in one bullet."""

    name: str
    words: tuple[frozenset[str], ...]


def _field(name: str, *alternatives: str) -> Field:
    return Field(name, tuple(frozenset(words.split()) for words in alternatives))


_THROUGHPUT = _field("throughput", "throughput", "ops", "rps")
_MEMORY = _field("memory", "memory", "rss")
COLD_START = _field("cold-start time", "cold start", "coldstart", "startup time")
FIELDS: dict[str, tuple[Field, ...]] = {
    "ART-01": (
        _field("hardware and environment", "hardware", "environment"),
        _field("exact command", "command"),
        _THROUGHPUT,
        _MEMORY,
        _field("timestamp", "timestamp", "date", "measured time"),
        _field("commit", "commit", "sha", "revision"),
    ),
    "ART-02": (
        _field(
            "flamegraph or folded stacks", "flamegraph", "flamegraphs", "folded", "trace", "traces"
        ),
        _field("hotspots with percentages", "hotspots", "hotspot"),
        _field("allocation profile", "allocation", "allocations", "heap"),
    ),
    "ART-03": (
        _THROUGHPUT,
        _MEMORY,
        _field("improvement percentage", "improvement", "change percentage"),
    ),
    "ART-04": (
        _field("conformance results", "conformance"),
        _field("oracle comparison", "oracle"),
        _field("edge case coverage", "edge case", "edge cases"),
    ),
    "ART-05": (),
}
"""The fields that each artifact must hold whatever the principles say."""

OVERHEAD = (_field("overhead percentage", "overhead percentage", "overhead percent", "overhead"),)
JUSTIFICATION = _field("justification when over the limit", "justification", "justify")
WITH_PERCENTILES = ("ART-01", "ART-03")
"""The artifacts that carry latency percentiles."""


class Needs(Record):
    """What the principles need of the artifacts; each percentile with the lines that name it."""

    named: dict[Statistic, list[tuple[Principle, Line]]]
    cold_start: bool
    overhead: bool

    @property
    def statistics(self) -> tuple[Statistic, ...]:
        """The percentiles, in order."""
        return tuple(sorted(self.named))


def needs_of(facts: DocumentFacts, contract: DocumentFacts | None = None) -> Needs:
    """Percentiles measured or gated, cold start, and overhead, as the principles state them.

    Where percentiles of a principle do not fit together, those of the lines that are right.
    """
    judges = Judges(facts, contract)
    named: dict[Statistic, list[tuple[Principle, Line]]] = {}
    cold_start = overhead = False
    for principle in facts.principles:
        judgement = judges.of(principle)
        odd = judgement.odd if judgement is not None else ()
        for line in lines_of(principle):
            if line.source == "Metric":
                continue
            text = line.text.text
            words = set(word_list(text))
            cold_start = cold_start or {"cold", "start"} <= words
            overhead = overhead or any(
                limit.quantity.dimension is Dimension.PERCENT for limit in read_target(text).limits
            )
            for statistic in statistics_in(text) if line not in odd else ():
                if statistic.is_percentile:
                    named.setdefault(statistic, []).append((principle, line))
    return Needs(named, cold_start, overhead)


def required_fields(artifact: str, needs: Needs) -> tuple[Field, ...]:
    """The fields that an artifact must list, percentiles aside."""
    fields = FIELDS.get(artifact, ())
    if artifact == "ART-03" and needs.cold_start:
        fields += (COLD_START,)
    if artifact == "ART-05":
        fields += OVERHEAD
        if needs.overhead:
            fields += (JUSTIFICATION,)
    return fields


def missing_fields(artifact: ArtifactRequirement, needs: Needs) -> tuple[str, ...]:
    """The names of the fields that this artifact's contents lack, percentiles aside."""
    wanted = required_fields(str(artifact.id), needs)
    bullets = [(text, frozenset(word_list(text.text))) for text in _held(artifact)]
    used: set[int] = set()
    return tuple(field.name for field in wanted if not _present(field, bullets, used))


def missing_statistics(artifact: ArtifactRequirement, needs: Needs) -> tuple[Statistic, ...]:
    """The percentiles that this artifact's contents lack, in order."""
    wanted: tuple[Statistic, ...] = ()
    if str(artifact.id) in WITH_PERCENTILES:
        wanted = needs.statistics
    elif str(artifact.id) == "ART-05":
        wanted = (Statistic.P99,)
    listed = {s for text in _held(artifact) for s in statistics_in(text.text)} if wanted else ()
    return tuple(statistic for statistic in wanted if statistic not in listed)


def listing(artifact: ArtifactRequirement) -> tuple[Text, ...]:
    """The bullets that name percentiles, or the mean or the greatest in place of one."""
    return tuple(text for text in _held(artifact) if statistics_in(text.text))


_SPARED = frozenset({"needed", "necessary", "required", "demanded", "wanted", "owed"})
_WHEN = frozenset({"if", "where", "when", "unless", "below", "outside"})


def _held(artifact: ArtifactRequirement) -> list[Text]:
    """The contents but for what they say is not asked for, or strike out."""
    held: list[Text] = []
    for text in demanded(artifact.contents):
        found = word_list(text.text)
        if not is_spared(found):
            held.append(_asked(text) if may_deny(found) else text)
    return held


def _asked(text: Text) -> Text:
    """A bullet with blanks for what it denies."""
    from doctrine_check.doctrine.left_out import asked

    return text._replace(text=asked(text.text, field_words()))


def field_words() -> frozenset[str]:
    """The words by which fields are known."""
    every = [*FIELDS.values(), (COLD_START, JUSTIFICATION), OVERHEAD]
    sets = [words for fields in every for field in fields for words in field.words]
    return frozenset().union(*sets) | {"latency", "percentiles"}


_DENIES = word_set(
    """no not never neither nor except excepting excluding but minus lacking instead rather lieu
    apart other place omitted excluded skipped dropped waived left missing removed none nil nothing
    na n applicable"""
)


def may_deny(found: list[str]) -> bool:
    """Whether a bullet may deny a field; "without a difference" asks for one."""
    if not _DENIES.isdisjoint(found):
        return True
    place = found.index("without") if "without" in found else len(found)
    return place < len(found) and not field_words().isdisjoint(found[place + 1 : place + 5])


def demanded(contents: tuple[Text, ...]) -> tuple[Text, ...]:
    """The bullets of an artifact without those of which all is struck out."""
    return tuple(text for text in contents if text.text.strip(" ."))


def is_spared(words: list[str]) -> bool:
    """``No exact command is needed``; "no difference in the oracle comparison" asks for one."""
    if not _WHEN.isdisjoint(words):
        return False
    denied = words[:1] == ["no"] or "not" in words or "never" in words
    return (denied and not _SPARED.isdisjoint(words)) or words[:2] == ["no", "exact"]


def _present(field: Field, bullets: list[tuple[Text, frozenset[str]]], used: set[int]) -> bool:
    """Whether a bullet holds the field. "Overhead" inside the justification is not the overhead."""
    for index, (_, words) in enumerate(bullets):
        if field.name.startswith("overhead") and words & {"justification", "justify"}:
            continue
        if any(alternative <= words for alternative in field.words):
            used.add(index)
            return True
    return False


def describe(facts: DocumentFacts) -> dict[str, tuple[str, ...]]:
    """Field names by artifact id, as this doctrine needs them."""
    needs = needs_of(facts)
    return {
        str(artifact.id): tuple(f.name for f in required_fields(str(artifact.id), needs))
        for artifact in facts.artifacts
    }
