"""Words that take the force out of a law: hedges, permissions, and what was left undecided.

Each question is asked of one clause of a law and answers with the place of the words, or ``None``.
Ordinary English is full of such words in sentences that empty nothing ("no start may exceed 100
ms", "that is not optional", "a change may carry more"), so a word counts only where nothing before
it denies it, and where what it speaks of is the law. Loaded late: ``wording.may_soften`` says when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.limits import Token, at, glued, tokenize, words
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable

Span = tuple[int, int]
"""Where words begin and end in the text that was asked about, in characters."""


class Clause(Record):
    """The words of a clause, without marks; ``lows`` are they in lower case."""

    tokens: list[Token]
    lows: list[str]

    def span(self, first: int, last: int) -> Span:
        """The place of the words ``first`` to ``last``."""
        return self.tokens[first].start, self.tokens[last].end

    def low(self, index: int) -> str:
        """The word at ``index``, empty beyond either end."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def denied(self, index: int) -> bool:
        """Whether a word before ``index`` turns round what is said there."""
        return any(low in _NOT or low.endswith("n't") for low in self.lows[:index])

    def limited(self, index: int) -> bool:
        """Whether "only", or a denial, stands before ``index``: "only then may it be adopted"."""
        return "only" in self.lows[:index] or self.denied(index)

    def conditional(self, index: int) -> bool:
        """Whether what is said at ``index`` is only supposed, or said of something in passing."""
        return not _SUPPOSED.isdisjoint(self.lows[:index])


_NOT = words("not no never none nothing neither nor cannot nobody without hardly")
_SUPPOSED = words("if when whenever where once that which who whose whoever while because as so")
_ENDS = frozenset(",;:.()!?[]\u2014\u2013")
_SENTENCE_ENDS = frozenset(".;!?")
MAX_WORDS = 100
"""Longest clause, in words: what is asked of one looks back over all of it."""


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a table in the code, a comma behind each."""
    return tuple(tuple(phrase.split()) for phrase in text.split(","))


def clauses(text: str, ends: frozenset[str] = _ENDS) -> list[Clause]:
    """The clauses of a text; a full stop inside a word, a path or a number ends none."""
    tokens = tokenize(text)
    out: list[Clause] = []
    held: list[Token] = []
    for index, token in enumerate(tokens):
        dash = token.low == "-" and not glued(tokens, index) and not glued(tokens, index + 1)
        # Dashes reach us as plain ones; only a free one stands between clauses.
        ending = token.low in ends and not (token.low in ".:" and glued(tokens, index + 1))
        if ending or (dash and ends is _ENDS) or (token.low == "but" and ends is _ENDS):
            if held:
                out.append(Clause(held, [word.low for word in held]))
            held = []
        elif token.kind != "mark":
            held.append(token)
            if len(held) == MAX_WORDS:
                out.append(Clause(held, [word.low for word in held]))
                held = []
    if held:
        out.append(Clause(held, [word.low for word in held]))
    return out


def sentences(text: str) -> list[Clause]:
    """The sentences of a text, each as one clause."""
    return clauses(text, _SENTENCE_ENDS)


_HEDGES = words(
    """ideally preferably hopefully optionally tentatively aspirational aspirationally voluntarily
    discretionary aspiration aspirations guideline guidelines eventually
    someday"""
)
_DUE = words("binding mandatory compulsory obligatory required enforced")
_DAYS = ("day", "days", "weekend", "weekends", "night", "nights")
_WHERE = words("where when whenever wherever if as unless insofar")
_ABLE = words(
    """possible practical practicable feasible convenient inconvenient reasonable affordable
    appropriate impractical impossible infeasible unreasonable unaffordable waived urgent"""
)
_IT_IS = words("it is this that be seems otherwise deemed reasonably far much practically at all")
_WILLED = words("if when whenever unless except where")
_PEOPLE = words(
    """author authors reviewer reviewers team teams owner owners maintainer maintainers somebody
    someone anybody anyone nobody they you we lead leads"""
)
_WILLS = words(
    """wish wishes want wants ask asks like likes object objects agree agrees remember remembers
    prefer prefers care cares decide decides sees feel feels busy objected wished"""
)
_MEANS = words("time times schedule schedules capacity resources staffing circumstances deadlines")
_ALLOWS = words("permit permits permitting allow allows allowing")
_TRIES = words(
    """try tries trying attempt attempts attempting strive strives aspire aspires endeavour
    endeavours endeavor endeavors hope hopes hoping aim aims aimed aiming seek seeks"""
)
_TRIED = words("to for at is")
_PHRASES = phrases(
    """best effort, best efforts, nice to have, rule of thumb, more or less, give or take, or so,
    in principle, in general, as a rule, in most cases, for the most part, most of the time,
    by and large, as a goal, as a guide, as guidance, as a wish, as a suggestion, we want,
    would like, as a recommendation, as an aspiration, subject to change, subject to
    availability, otherwise agreed, agreed otherwise, under normal circumstances, with
    exceptions, at will, stretch goal, on a good day, if lucky, with luck, in theory, in
    spirit, by convention, within reason, in the long run, as needed, as desired, now and
    then, plus noise, plus jitter, with slack, with some slack, still possible, for most, most
    days, work towards, plus or minus, exceptions are granted, exceptions are allowed,
    exceptions are possible, whoever has time, somebody has time"""
)
_OFTEN = words(
    """usually normally generally typically mostly largely often frequently sometimes occasionally
    commonly rarely seldom"""
)
_IS = words("is are be been being was were remains remain stays stay becomes gets get")
ADVERBS = words(
    """currently temporarily now still also always then strongly merely just only very highly to
    generally usually normally entirely purely simply often sometimes therefore even"""
)
_SOFT = words(
    """optional recommended encouraged suggested advised desirable desired preferred voluntary
    advisory informational informative aspirational discretionary negotiable nonbinding
    nonmandatory"""
)
_ALONE = _SOFT - words("encouraged suggested advised desirable desired preferred informative")
_ASKED = words("request demand")
_DONE = words(
    """run runs done made taken measured checked provided produced shown included added given only
    available carried triggered started executed supplied enforced applied is are be"""
)


def hedge(clause: Clause) -> Span | None:
    """Words that leave it to the reader: ``ideally``, ``if time permits``, ``on request``."""
    for index, low in enumerate(clause.lows):
        found = index if low in _HEDGES else _hedge_end(clause, index)
        if found is not None and not clause.denied(index):
            return clause.span(index, found)
    return None


def _hedge_end(clause: Clause, index: int) -> int | None:
    """The last word of the hedge of several words that begins at ``index``."""
    low, ahead = clause.low(index), clause.low(index + 1)
    if (low in _MEANS and ahead in _ALLOWS) or (low in _TRIES and ahead in _TRIED):
        return index + 1
    if low in _WHERE:
        stop = index + 1
        while stop < index + 5 and clause.low(stop) in _IT_IS:
            stop += 1
        if clause.low(stop) in _ABLE:
            return stop
    if low in _WILLED and (willed := _will(clause, index)) is not None:
        return willed
    if low == "discretion" or (low == "non" and ahead in _DUE):
        return index + (low == "non")
    if low in {"on", "upon", "by"} and ahead in _ASKED:
        free = clause.low(index + 2) in {"", "of", "by", "from", "only", "and"}
        # "built on demand" may be said of what is measured.
        asked = not index or ahead == "request" or clause.low(index - 1) in _DONE
        if free and asked:
            return index + 1
    soft = _soft_end(clause, index)
    return _phrase_end(clause, index) if soft is None else soft


def _will(clause: Clause, index: int) -> int | None:
    """Where ``unless the author objects``, ``when asked`` or ``except on Fridays`` ends."""
    excepted = clause.lows[index : index + 2] in (["except", "on"], ["except", "at"])
    if excepted and clause.low(index + 2).endswith(_DAYS):
        return index + 2
    for place in range(index + 1, index + 5):
        if clause.low(place) in _PEOPLE and clause.low(place + 1) in _WILLS:
            return place + 1
    last = len(clause.lows) - 1
    bare = index + 1 == last or (clause.low(index) == "except" and index + 2 == last)
    return last if bare and clause.low(last) in {"asked", "busy", "wished", "wanted"} else None


def _soft_end(clause: Clause, index: int) -> int | None:
    """Where ``is strongly recommended`` ends, or an ``optional`` at either end of its clause."""
    low = clause.low(index)
    if low in _SOFT and index + 1 == len(clause.lows):
        return index if low in _ALONE else None
    if low not in _IS and index:
        return None
    if clause.low(index - 1) in {"that", "which"} and index > 1:
        return None  # "the machine that is recommended"
    stop = index + (low in _IS)
    while stop < index + 4 and clause.low(stop) in ADVERBS:
        stop += 1
    return stop if clause.low(stop) in _SOFT else None


def _phrase_end(clause: Clause, index: int) -> int | None:
    low = clause.lows[index]
    for phrase in _PHRASES:
        if phrase[0] == low and tuple(clause.lows[index : index + len(phrase)]) == phrase:
            return index + len(phrase) - 1
    return None


def often(clause: Clause) -> Span | None:
    """``usually`` and the like, which make a limit hold now and then."""
    places = (n for n, low in enumerate(clause.lows) if low in _OFTEN)
    index = next(places, None)
    return None if index is None or clause.denied(index) else clause.span(index, index)


ABOUT = words("about roughly around approximately approx circa ca nearly almost")
_SIGNS = words("< <= > >= \u2264 \u2265 under below within than most")


def vague(text: str) -> Span | None:
    """``< about 100 ms``: a limit that is nowhere.

    A plain "about 100 ms" is read as that very value, which no limit of a gate agrees with.
    """
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        if token.low not in ABOUT and token.low not in {"~", "\u2248"}:
            continue
        place = index + 1
        while at(tokens, place).low in {"a", "an", "the"}:
            place += 1
        number = at(tokens, place).kind == "number"
        if (number and at(tokens, index - 1).low in _SIGNS) or at(tokens, place).low in _SIGNS:
            return token.start, token.end
    return None


_WEAK = words("should ought might could may can would")
_BETWEEN = ADVERBS | words("be been it they she he well thus")
_RELEASES = words(
    """skip skipped skips omit omitted omits waive waived waives bypass bypassed bypasses ignore
    ignored ignores forgo disregard disregarded exceed exceeded override overridden overrule
    overruled relax relaxed loosen loosened suspend suspended disable disabled exempt exempted
    postpone postponed defer deferred neglect neglected miss dispense"""
)
_SAMPLES = words(
    """sample samples run runs iteration iterations outlier outliers warm warmup warmups first cycle
    cycles caching cache turbo instrumentation logging duplicates comments whitespace"""
)


def permission(clause: Clause) -> Span | None:
    """``may be skipped``, ``can exceed``: leave to break the law."""
    for index, low in enumerate(clause.lows):
        if low not in _WEAK or clause.limited(index):
            continue
        stop = _verb(clause, index)
        verb, behind = clause.low(stop), clause.low(stop + 1)
        leaves = verb in {"leave", "left"} and behind in {"out", "off"}
        if (verb in _RELEASES or leaves) and _SAMPLES.isdisjoint(clause.lows[:stop]):
            return clause.span(index, stop + leaves)
    return None


def _verb(clause: Clause, modal: int) -> int:
    """The index of the verb that a modal leads to."""
    stop = modal + 1
    while stop < modal + 4 and clause.low(stop) in _BETWEEN:
        stop += 1
    return stop


_MORE = words("more further additional other also longer fewer already never not only")


def weak_modal(
    clause: Clause, modals: frozenset[str], verbs: frozenset[str] = frozenset()
) -> Span | None:
    """A ``should`` or ``may`` where the law has its verb; ``verbs`` are those that count, or all.

    Said of something in passing ("which reviewers should read"), denied ("no lever may") or adding
    to the law ("may carry more") it weakens nothing.
    """
    for index, low in enumerate(clause.lows):
        if low not in modals or clause.conditional(index):
            continue
        firm = low in {"should", "ought"}
        adds = not _MORE.isdisjoint(clause.lows[index + 1 : index + 8])
        if not firm and (adds or clause.limited(index)):
            continue
        stop = _verb(clause, index)
        if clause.lows[stop : stop + 2] == ["have", "been"]:
            continue  # what was done before the law asks for it
        if not verbs or clause.low(stop) in verbs or (clause.low(stop) == "not" and firm):
            return clause.span(index, min(stop, len(clause.lows) - 1))
    return None


_BINDS = words(
    """fail fails failing block blocks blocked blocking gate gates gating enforce enforced enforces
    enforcing stop stops reject rejects break breaks required mandatory necessary binding needed
    obligatory compulsory obliged obligated hold holds apply applies"""
)
_SHORT = ADVERBS | words("have has be been being yet ever actually any anything the a need needs")
_WITHIN = words(
    """open silently quietly below under unless until till for on because without just while
    before within to against as by spuriously again twice longer than"""
)


def unbound(clause: Clause) -> Span | None:
    """``never fails``, ``does not block``, ``is not required``: the law denied itself.

    What follows may narrow it to nothing wrong: "does not fail below 100 ms".
    """
    for index, low in enumerate(clause.lows):
        turned = low in {"not", "never", "cannot", "nothing", "nobody"} or low.endswith("n't")
        longer = low == "no" and clause.low(index + 1) == "longer"
        if not (turned or longer) or "without" in clause.lows or clause.conditional(index):
            continue
        stop = index + 1 + longer
        while stop < index + 4 and clause.low(stop) in _SHORT:
            stop += 1
        if clause.low(stop) in _BINDS and clause.low(stop + 1) not in _WITHIN:
            return clause.span(index, stop)
        if low in {"needn't", "not"} and (low != "not" or clause.low(index - 1) == "need"):
            return clause.span(max(index - 1, 0), index)
        if clause.lows[index + 1 : index + 3] in (["have", "to"], ["need", "to"]):
            return clause.span(index, index + 2)
    return None


_OFF = words(
    """skipped omitted waived bypassed ignored disregarded overridden suspended disabled exempt
    exempted tolerated accepted muted silenced paused deactivated unenforced inactive off dropped
    postponed deferred unimplemented acceptable fine ok okay quarantined planned overridable"""
)
_AFTER_OFF = frozenset({"", "with"}) | words("on for now in until at when while if and or there")
_AROUND_OFF = ADVERBS | words("turned switched kept left")
_OF_TEXT = words("documentation docs markdown formatting typos as by from")


def switched_off(clause: Clause, subjects: frozenset[str]) -> Span | None:
    """``is skipped``, ``currently disabled``: said of one of ``subjects``, or of nothing else."""
    for index, low in enumerate(clause.lows):
        if low not in _OFF:
            continue
        start = index
        while start > 0 and clause.low(start - 1) in _AROUND_OFF:
            start -= 1
        said = not start or clause.low(start - 1) in _IS
        if not said or clause.denied(start) or clause.conditional(max(start - 1, 0)):
            continue
        if not _OF_TEXT.isdisjoint(clause.lows[index + 1 :]):
            continue
        if not start and clause.low(index + 1) not in _AFTER_OFF:
            continue  # "planned outages of the runner"
        before = [word for word in clause.lows[: max(start - 1, 0)] if word not in _PASSING]
        if not before or before[-1] in subjects:
            return clause.span(max(start - 1, 0), index)
    return None


_PASSING = ADVERBS | words("that which and it this they has have will may can")

_LATER = words("tbd tba tbc todo fixme undecided undetermined unspecified placeholder")
_TO_BE = words("decided determined defined agreed specified announced confirmed chosen discussed")


def undecided(clause: Clause) -> Span | None:
    """``TBD``, ``to be decided``, ``not yet agreed``."""
    for index, low in enumerate(clause.lows):
        if low in _LATER:
            return clause.span(index, index)
        if clause.lows[index : index + 2] == ["to", "be"] and clause.low(index + 2) in _TO_BE:
            return clause.span(index, index + 2)
        if clause.lows[index : index + 2] == ["not", "yet"] and clause.low(index + 2) in _TO_BE:
            return clause.span(index, index + 2)
    return None


def first_of(parts: list[Clause], *asked: Callable[[Clause], Span | None]) -> Span | None:
    """The first answer that any of the questions has to a clause."""
    return next((span for part in parts for ask in asked if (span := ask(part))), None)
