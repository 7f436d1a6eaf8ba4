"""How much two texts say the same: words, abbreviation, likeness. Pure and case-blind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from doctrine_check.limits import has_digit, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@lru_cache(maxsize=1)
def _finder() -> Callable[[str], list[str]]:
    """What finds words; asked for hundreds of times, and compiled when somebody does."""
    return re.compile(r"[^\W_]+").findall


def word_list(text: str) -> list[str]:
    """The words of ``text``, case folded, without punctuation."""
    return _finder()(text.casefold())


@lru_cache(maxsize=1024)
def word_set(text: str) -> frozenset[str]:
    """The same without order, once for each text: many rules ask about the same few."""
    return frozenset(word_list(text))


_NOTHING = frozenset(
    {"", "tbd", "todo", "tba", "tbc", "n/a", "none", "to be decided", "to be defined"}
    | {"to be determined", "to be confirmed", "to be announced"}
)


def says_nothing(text: str) -> bool:
    """Whether a text is empty, struck out, or only stands in for one: a dash, ``TBD``, ``N/A``."""
    bare = text.strip(" .…-–—?")
    return bare.casefold() in _NOTHING or ("~" in bare and _all_struck(bare))


def _all_struck(text: str) -> bool:
    from doctrine_check.doctrine.struck import without_struck

    return not without_struck(text).strip(" .")


# One word at least of all that takes the force out of a law; most lines hold none of them.
_SOFTENING = words(
    """about acceptable accepted adopted advised advisory affordable agree agreed agrees aim aimed
    aiming aims allow allowed allowing allows almost announced annual annually anyway apart
    appropriate approx approximately around ask asked asks aspiration aspirational
    aspirationally aspirations aspire aspires attempt attempting attempts average biannual
    biannually big binding busy ca can cannot cases certain chosen circa commented commonly
    confirmed consider continue convenient convention could day days decade decide decided
    decides defined demand desirable desired determined discretion discretionary discussed
    disregarded dry effort efforts encouraged endeavor endeavors endeavour endeavours eventually
    except excepting exceptions excludes excluding expected eye eyeball eyeballed eyeballs
    feasible feel feels few fine fixme flag frequently friday fridays general generally give
    glance glances goal guidance guide guideline guidelines gut half hand hold hope hopefully
    hopes hoping ideally ignored impossible impractical inconvenient infeasible information
    informational informative just landed large largely later like likes long look looking looks
    luck lucky major manual manually many may maybe merely merged might minor monday mondays
    month monthly more most mostly nearly needed needn negotiable never nice no nobody non
    nonbinding nonblocking none nonmandatory normal normally not nothing now object objects
    occasionally offer often ok okay only opt optional optionally other ought outside
    overridable overridden part perhaps permit permits permitted permitting placeholder planned
    plus possible possibly posted practicable practical practice preferably preferred principle
    quarantine quarantined quarter quarterly rarely reason reasonable recommendation recommended
    reference regardless remember remembers request retried roughly rule saturday saturdays seek
    seeks seldom selected several shadow shipped should slack small so soft some somebody
    someday someone sometimes soon specified spirit strive strives subject suggested suggestion
    sunday sundays t tba tbc tbd tentatively theory thumb thursday thursdays todo tolerated
    towards tries try trying tuesday tuesdays typically unaffordable undecided undetermined
    unenforced unless unreasonable unspecified up urgent usually visibility voluntarily
    voluntary waived want wants warn warning warnings warns wednesday wednesdays weekend
    weekends whoever will wish wishes would year yearly yet"""
)
_OFF = words(
    """bypassed deactivated deferred disabled dropped exempt exempted inactive muted off omitted
    paused postponed silenced skipped suspended unimplemented without"""
)


def may_soften(text: str, *, off: bool = True) -> bool:
    """Whether it is worth reading a law for what empties it; most lines say no at a glance.

    ``off``: also for what is switched off, which a measurement may well be.
    """
    found = word_set(text)
    if not _SOFTENING.isdisjoint(found) or (off and not _OFF.isdisjoint(found)):
        return True
    return "~" in text or "\u2248" in text


_MEASURES = words(
    """benchmark benchmarks benchmarked compare compares compared comparison latency latencies time
    times timed timing timings duration durations seconds milliseconds clock wall stopwatch overhead
    throughput rate rates percent percentage difference ratio share sample samples sampled run runs
    iterations repetitions cycle cycles size sizes workload workloads load trace traces traced
    profile profiles profiler histogram quantile quantiles percentile percentiles count counts
    counted counter counters instructions memory rss bytes footprint peak elapsed p50 p90 p95 p99
    median mean maximum operations requests queries size span spans telemetry"""
)


def names_measure(text: str) -> bool:
    """Whether a measurement has a number, or names something that can be measured."""
    return has_digit(text) or not _MEASURES.isdisjoint(word_list(text))


_GONE = words(
    """no not never neither nor without lacks lacking t withdrawn deprecated retired obsolete
    superseded abandoned discontinued defunct repealed revoked rescinded scrapped archived former
    formerly previous previously outdated removed deleted dropped cancelled canceled rejected
    disabled suspended inactive void gone missing absent pending outstanding unwritten nonexistent
    unfinished was were once exists exist longer nowhere nobody yet added written built created
    implemented introduced restored installed made provided delivered wired set established
    prepared reinstated come follow construction preparation progress planning works passing passes
    pass succeeding succeeds succeed green"""
)


def may_be_gone(text: str) -> bool:
    """Whether it is worth reading a gate or headings for words by which it is not, or no longer."""
    return not _GONE.isdisjoint(_split(text))


def _split(text: str) -> list[str]:
    """The words of a text, without a pattern: most texts that are asked about say no."""
    low = text.casefold()
    for mark in "().,:;-_*'\u2019\u2013\u2014":
        low = low.replace(mark, " ")
    return low.split()


_NARROW = words("no one single some few smallest fastest best lightest shortest easiest")


def may_be_narrow(text: str) -> bool:
    """Whether a gate may cover one thing where the law speaks of each."""
    return not _NARROW.isdisjoint(_split(text))


def same_words(one: str, other: str) -> bool:
    """Whether both texts hold the same words in the same order; ``&`` and "and" join alike."""
    if one.casefold() == other.casefold():
        return True
    first, second = word_list(one), word_list(other)
    if first == second:
        return True
    return [word for word in first if word != "and"] == [word for word in second if word != "and"]


def without_gloss(text: str) -> str:
    """``text`` without what it adds in parentheses, unless nothing else is left."""
    head, *rest = text.split("(")
    kept = [head]
    for piece in rest:
        _, closed, behind = piece.partition(")")
        kept.append(f" {behind}" if closed else f"({piece}")
    return "".join(kept).strip() or text


def owner_track(text: str) -> str:
    """An owner track without the name in parentheses behind it; another track there is no name."""
    track = without_gloss(text).strip(" .").casefold()
    gloss = text.partition("(")[2]
    if gloss and track != text.casefold() and _second_track(track, gloss):
        return " ".join(text.casefold().split()).strip(" .")
    return track


_APART = str.maketrans("/,;&+()", "       ")
_JOINED = frozenset({"and", "or", "with", "plus"})
_BEFORE = frozenset({"formerly", "previously", "was", "until", "ex"})


def _second_track(track: str, gloss: str) -> bool:
    """Whether ``10.5 (10.6)`` or ``10.5 (and Storage)`` names an owner beside the track.

    Among other words a number is a track only where its first part is that of the track.
    """
    found = gloss.casefold().translate(_APART).split() or [""]
    if gloss.lstrip()[:1] in ("&", "+", "/") or found[0] in _JOINED:
        return True
    for word, before in zip(found, ["", *found], strict=False):
        dotted = "." in word and word.replace(".", "").isdecimal()
        same = word.partition(".")[0] == track.partition(".")[0]
        if dotted and word != track and (same or len(found) == 1) and before not in _BEFORE:
            return True
    return False


# What turns a title round, or says that it no longer holds.
_TURNING = words(
    """not no never non without zero anti except excluding neither nor cannot t isn aren don doesn
    won optional rejected withdrawn deprecated obsolete abandoned removed deleted cancelled canceled
    retired superseded suspended disabled inactive forbidden void former draft only"""
)


def contradicts(one: str, other: str) -> bool:
    """Whether one text has a word that the other lacks and that turns it round."""
    first, second = word_list(one), word_list(other)
    turning = _TURNING.intersection(first + second)
    return any(first.count(word) != second.count(word) for word in turning)


def abbreviates(short: str, long: str) -> bool:
    """Whether every word of ``short`` stands in ``long``, in the same order."""
    rest = iter(word_list(long))
    found = word_list(short)
    return bool(found) and all(word in rest for word in found)


def likeness(one: str, other: str) -> float:
    """Shared words over all words (Jaccard index), from 0 to 1."""
    first, second = word_set(one), word_set(other)
    union = first | second
    return len(first & second) / len(union) if union else 0.0


def missing_words(text: str, reference: str) -> list[str]:
    """Words of ``text`` that ``reference`` does not have, in order and once each."""
    found, known = word_list(text), set(word_list(reference))
    out = [word for word in found if word not in known and word not in _FILLERS]
    if not out:
        return out
    known = _stems(known)
    return [word for word in dict.fromkeys(out) if known.isdisjoint(_stems((word,)))]


def content_words(text: str) -> set[str]:
    """The words of ``text`` that say something, singular and plural alike."""
    return _stems(word for word in word_list(text) if word not in _FILLERS)


_FILLERS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "its",
        "it",
        "of",
        "on",
        "or",
        "per",
        "that",
        "the",
        "their",
        "to",
        "under",
        "with",
        "within",
        "remains",
        "stays",
        "remain",
        "stay",
        "must",
        "shall",
        "adds",
        "add",
    ]
)


def _stems(found: Iterable[str]) -> set[str]:
    """Words without the "s" of their plural."""
    return {
        word[:-1] if word[-1] == "s" and len(word) > 3 and word[-2] != "s" else word
        for word in found
    }


def quote(text: str, limit: int = 80) -> str:
    """``text`` in double quotes for a message, cut after ``limit`` characters."""
    return f'"{shortened(text, limit)}"'


def shortened(text: str, limit: int = 80) -> str:
    """``text`` on one line, cut after ``limit`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
