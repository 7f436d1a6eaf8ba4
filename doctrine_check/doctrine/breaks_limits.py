"""Harmful edits of principles: their limits, percentiles, sample counts, sizes and lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.targets import (
    Line,
    Stated,
    judged_by,
    limits_in,
    lines_of,
    main_limit,
    named_limits,
    read_target,
    statistics_in,
)
from doctrine_check.limits import Comparator, Dimension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.breaks_sheet import Edit, Sheet
    from doctrine_check.doctrine.model import Principle

_NUMBER = r"\d+(?:[.,]\d+)*"
_UNIT = {"ms": "s", "s": "ms", "us": "ms", "µs": "ms", "%": "ms", "percent": "ms"}
_TURNED = {
    "<": ">",
    "under": "over",
    "below": "above",
    "less than": "more than",
    "at most": "at least",
    "no more than": "no less than",
    ">": "<",
    "at least": "at most",
    "more than": "less than",
}
_SIGN = r"(?:no )?(?:more|less) than|at (?:most|least)|under|below|[<>](?==?)"
_STATISTIC = r"\bp\d{2}\b"


def limit_breaks(sheet: Sheet, other: Sheet) -> Iterator[Edit]:
    """Every harmful edit of the principles of a document; ``other`` is its counterpart."""
    theirs = {principle.id: principle for principle in other.facts.principles}
    for principle in sheet.facts.principles:
        twin = theirs.get(principle.id)
        for line in lines_of(principle):
            yield from _limits(sheet, principle, line, twin)
            yield from _statistics(sheet, principle, line, twin)
            if line.source == "Measurement":
                yield from _measurement(sheet, principle, line)
            yield from _lines(sheet, principle, line)
        yield from _bases(sheet, principle, twin)
        yield from _scopes(sheet, principle, twin)
        yield from _prose(sheet, principle)


def _limits(
    sheet: Sheet, principle: Principle, line: Line, twin: Principle | None
) -> Iterator[Edit]:
    for number, stated in enumerate(limits_in(line)):
        subject = f"{principle.id} {line.source}" + (f" ({number + 1})" if number else "")
        yield from _quantity(sheet, subject, stated)
        if line.source != "Measurement":
            yield from _part(sheet, subject, stated, f"{_NUMBER}\\s*\\S+", "fast", "made a word")
        yield from _comparator(sheet, subject, stated, principle, twin)


def _quantity(sheet: Sheet, subject: str, stated: Stated, ways: int = 4) -> Iterator[Edit]:
    text = stated.text.text[stated.fact.start : stated.fact.end]
    match = re.search(f"({_NUMBER})\\s*({'|'.join(_UNIT)})", text)
    if match is None:
        return
    value, unit = match[1], match[2]
    number = float(value.replace(",", ""))
    for what, written in (
        ("doubled", f"{number * 2:g}{unit}"),
        ("halved", f"{number / 2:g}{unit}"),
        ("in another unit", f"{value}{_UNIT[unit]}"),
        ("without unit", value),
    )[:ways]:
        yield from _cut(sheet, subject, stated, match, written, what)


def _part(
    sheet: Sheet, subject: str, stated: Stated, pattern: str, new: str, what: str
) -> Iterator[Edit]:
    text = stated.text.text[stated.fact.start : stated.fact.end]
    match = re.search(pattern, text)
    if match is not None:
        yield from _cut(sheet, subject, stated, match, new, what)


def _cut(
    sheet: Sheet, subject: str, stated: Stated, match: re.Match[str], new: str, what: str
) -> Iterator[Edit]:
    name = sheet.name(subject, f"limit {what}")
    start = stated.fact.start
    yield from sheet.part(name, stated.text, start + match.start(), start + match.end(), new)


def _comparator(
    sheet: Sheet, subject: str, stated: Stated, principle: Principle, twin: Principle | None
) -> Iterator[Edit]:
    text = stated.text.text[stated.fact.start : stated.fact.end]
    found = re.search(_SIGN, text, re.IGNORECASE)
    if found is None or stated.fact.comparator is None:
        return
    turned = _TURNED.get(found[0].casefold())
    if turned is not None:
        yield from _cut(sheet, subject, stated, found, turned, "turned round")
    counterpart = main_limit(twin) if twin is not None else None
    # A limit that only one side compares may be closed: nothing says that it was open.
    both = counterpart is not None and counterpart.fact.comparator is stated.fact.comparator
    if stated.fact.comparator is Comparator.LT and both and stated == main_limit(principle):
        yield from _cut(sheet, subject, stated, found, "<=", "closed")


def _statistics(
    sheet: Sheet, principle: Principle, line: Line, twin: Principle | None
) -> Iterator[Edit]:
    """The judged percentile changed; left out where nothing else in the pair judges by it."""
    matches = list(re.finditer(_STATISTIC, line.text.text))
    judged = [match for match in matches if match[0] == "p99"]
    if len(judged) != 1:
        return
    subject = f"{principle.id} {line.source}"
    span = judged[0].span()
    if len(matches) == 1:
        for new in ("p95", "p97", "mean"):
            name = sheet.name(subject, f"p99 made {new}")
            yield from sheet.part(name, line.text, *span, new)
    elif line.source == "Measurement":
        name = sheet.name(subject, "p99 not measured")
        whole = re.search(r"[/,]?\s*(?:and\s+)?p99", line.text.text)
        if whole is not None:
            yield from sheet.part(name, line.text, *whole.span(), "")
    if _only_judge(principle, line, twin) or _only_name(principle, line, twin):
        name = sheet.name(subject, "p99 left out")
        yield from sheet.part(name, line.text, *span, "")


def _only_judge(principle: Principle, line: Line, twin: Principle | None) -> bool:
    """Whether a limit on a time would be left without any percentile."""
    main = main_limit(principle)
    if main is None or main.fact.quantity.dimension is not Dimension.TIME or twin is None:
        return False
    if line.source == "Measurement":
        return False
    others = [other for other in lines_of(principle) if other != line]
    judges = [other for other in others if other.source != "Measurement"]
    return principle.gate is not None and not any(
        read_target(other.text.text).statistics for other in judges
    )


def _only_name(principle: Principle, line: Line, twin: Principle | None) -> bool:
    """Whether the contract's limit would be left without the percentile that the doctrine names."""
    if line.source != "Metric" or twin is None or not limits_in(line):
        return False
    return bool(judged_by(twin)) and not statistics_in(principle.title.text)


def _measurement(sheet: Sheet, principle: Principle, line: Line) -> Iterator[Edit]:
    text = line.text.text
    parsed = read_target(text)
    subject = f"{principle.id} {line.source}"
    for noun, count in (("samples", parsed.samples), ("cycles", parsed.cycles)):
        found = re.search(f"({_NUMBER})(?=(?:\\s+\\S+){{0,3}}\\s+{noun}\\b)", text)
        if count is None or found is None:
            continue
        if parsed.statistics:
            name = sheet.name(subject, f"fewer {noun}")
            yield from sheet.part(name, line.text, *found.span(), str(max(count // 10, 1)))
        name = sheet.name(subject, f"{noun} without number")
        yield from sheet.part(name, line.text, *found.span(), "many")
    if parsed.sizes:
        found = re.search(f"{_NUMBER}(?:\\s*(?:,|/|and)\\s*{_NUMBER})+", text)
        if found is not None:
            turned = ", ".join(str(size) for size in reversed(parsed.sizes))
            name = sheet.name(subject, "sizes turned round")
            yield from sheet.part(name, line.text, *found.span(), turned)
        found = re.search(r"\s*\([^()]*\d[^()]*\)", text)
        if found is not None and "sizes" in text[: found.start()]:
            name = sheet.name(subject, "sizes left out")
            yield from sheet.part(name, line.text, *found.span(), "")


def _lines(sheet: Sheet, principle: Principle, line: Line) -> Iterator[Edit]:
    entry = sheet.label(line.text)
    if entry is None:
        return
    subject = f"{principle.id} {line.source}"
    yield from sheet.label_twice(sheet.name(subject, "line doubled"), entry)
    yield sheet.without_label(sheet.name(subject, "line deleted"), entry)
    yield sheet.without_label(sheet.name(subject, "line emptied"), entry, keep=True)


def _bases(sheet: Sheet, principle: Principle, twin: Principle | None) -> Iterator[Edit]:
    """What a percentage is taken of, and a word from elsewhere in a metric."""
    main = main_limit(principle)
    if main is None or main.source not in ("Target", "Metric"):
        return
    if main.fact.quantity.dimension is Dimension.PERCENT and twin is not None:
        found = re.search(r"(?:overhead )?(?:against|over|to|of) .*", main.text.text)
        wordy = main_limit(twin)
        if (
            found is not None
            and wordy is not None
            and "budget" not in f"{wordy.fact.base}{found[0]}"
        ):
            name = sheet.name(f"{principle.id} {main.source}", "percentage of the budget")
            end = found.start() + len(found[0].rstrip("."))
            new = "of the hot-path budget"
            yield from sheet.part(name, main.text, found.start(), end, new)
    if main.source == "Metric" and twin is not None and twin.target is not None:
        end = len(main.text.text)
        word = "of quasars" if main.text.text[end - 1].isalnum() else "quasars"
        name = sheet.name(f"{principle.id} {main.source}", "word from elsewhere")
        last = main.text.text.rsplit(None, 1)[-1]
        yield from sheet.part(name, main.text, end - len(last), end, f"{last} {word}")


def _scopes(sheet: Sheet, principle: Principle, twin: Principle | None) -> Iterator[Edit]:
    """What a metric says of loads and places left out, where the target says it too."""
    main = main_limit(principle)
    if main is None or main.source != "Metric" or twin is None or twin.target is None:
        return
    found = re.search(r" (?:for|under|per|before|against) (?!\d).*", main.text.text)
    if found is not None and found[0] in twin.target.text:
        name = sheet.name(f"{principle.id} {main.source}", "scope left out")
        yield from sheet.part(name, main.text, *found.span(), "")


def _prose(sheet: Sheet, principle: Principle) -> Iterator[Edit]:
    """Limits that running text names, and the overhead that the artifacts repeat."""
    main = main_limit(principle)
    if main is None:
        return
    for number, text in enumerate(principle.prose):
        for stated in named_limits(text):
            subject = f"{principle.id} prose {number + 1} at {stated.fact.start}"
            # Running text may set another quantity beside a limit, but not another value of it.
            same = stated.fact.quantity.dimension is Dimension.TIME
            yield from _quantity(sheet, subject, stated, 3 if same else 2)
    if main.fact.quantity.dimension is not Dimension.PERCENT:
        return
    if sheet.facts.role is not Role.DOCTRINE:
        return
    for artifact in sheet.facts.artifacts:
        if str(artifact.id) != "ART-05":
            continue
        for number, text in enumerate(artifact.contents):
            for stated in limits_in(Line("ART-05", text)):
                yield from _quantity(sheet, f"ART-05 bullet {number + 1}", stated, 2)
