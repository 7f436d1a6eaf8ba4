"""Plain text: for logs, pipes and ``NO_COLOR``; needs nothing but the standard library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.report import summary
from doctrine_check.report.options import DEFAULT_OPTIONS
from doctrine_check.report.order import SourceLines, in_order
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.findings import Finding, Location, Report
    from doctrine_check.report.options import RenderOptions

_LINE_WIDTH = 160


def render(report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """The whole report, one finding after the other, then the summary."""
    del options
    sources = SourceLines(report)
    lines: list[str] = []
    for finding in in_order(report.findings):
        lines += _finding_lines(finding, sources)
        lines.append("")
    lines += [f"{fact.label}: {fact.text}" for fact in summary.facts(report)]
    lines.append(f"verdict: {summary.verdict_words(report)}")
    return "\n".join(lines) + "\n"


def place_words(place: Location) -> str:
    """``path:line:column``, safe at the start of a line."""
    return starting(str(place))


def starting(path: str) -> str:
    """A path that begins a line, where a leading colon would look like a CI command."""
    words = visible(path)
    return f"./{words}" if words.lstrip().startswith(":") else words


def _finding_lines(finding: Finding, sources: SourceLines) -> Iterator[str]:
    place = finding.location
    head = f"{finding.severity.value}[{visible(finding.rule)}]"
    yield f"{place_words(place)}: {head} {visible(finding.message)}"
    gutter = " " * len(str(place.line))
    source = sources.at(place)
    if source is not None:
        from doctrine_check.report.excerpt import excerpt

        part = excerpt(source, place.column, place.end_column, _LINE_WIDTH)
        yield f" {place.line} | {part.text}".rstrip()
        yield f" {gutter} | {part.underline}"
    yield f" {gutter} = help: {visible(finding.remedy)}"
    for related in finding.related:
        yield f" {gutter} = see: {place_words(related)}"
