"""The text report for a person at a terminal: grouped by document, styled, wrapped to fit."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from doctrine_check.findings import Outcome, Severity, Verdict
from doctrine_check.report import summary
from doctrine_check.report.excerpt import excerpt
from doctrine_check.report.options import DEFAULT_OPTIONS
from doctrine_check.report.order import SourceLines, by_path
from doctrine_check.report.text import place_words, starting
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from doctrine_check.findings import Finding, Report
    from doctrine_check.report.options import RenderOptions

_STYLE = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.NOTE: "bold cyan",
}
_VERDICT_STYLE = {
    Verdict.PASS: "bold green",
    Verdict.FAIL: "bold red",
    Verdict.INCONCLUSIVE: "bold yellow",
    Verdict.ERROR: "bold red",
}
_OUTCOME_STYLE = {
    Outcome.PASS: "green",
    Outcome.FAIL: "red",
    Outcome.WAIVED: "dim",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.UNAVAILABLE: "yellow",
    Outcome.ERROR: "red",
}
_MIN_WIDTH = 40
_INDENT = 2


def render(report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """The report in ``options.width`` columns, with ANSI styles where ``options.color``.

    Text of documents never reaches rich as markup, only as plain ``Text``.
    """
    stream = StringIO()
    console = _console(stream, options)
    sources = SourceLines(report)
    for path, findings in by_path(report.findings).items():
        _print_heading(console, path, len(findings))
        for finding in findings:
            _print_finding(console, finding, sources)
    _print_summary(console, report)
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))


def _console(stream: StringIO, options: RenderOptions) -> Console:
    from rich.console import Console

    return Console(
        file=stream,
        width=max(options.width, _MIN_WIDTH),
        force_terminal=options.color,
        color_system="standard" if options.color else None,
        no_color=not options.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def _print_heading(console: Console, path: str, count: int) -> None:
    from rich.text import Text

    heading = Text.assemble(
        (starting(path), "bold"), (f"  {summary.counted(count, 'finding')}", "dim"), overflow="fold"
    )
    console.print(heading)
    console.print()


def _print_finding(console: Console, finding: Finding, sources: SourceLines) -> None:
    from rich.text import Text

    place = finding.location
    label = Text.assemble(
        (finding.severity.value, _STYLE[finding.severity]),
        (f" {place.line}:{place.column}", "dim"),
    )
    message = Text.assemble(
        (visible(finding.message), "bold"), (f"  {visible(finding.rule)}", "dim")
    )
    _print_labelled(console, [(label, message)], _INDENT)
    gutter = len(str(place.line)) + 2 * _INDENT
    _print_source(console, finding, sources, gutter)
    below = [(Text("help", "bold green"), Text(visible(finding.remedy)))]
    below += [
        (Text("see", "dim"), Text.assemble((place_words(related), "dim")))
        for related in finding.related
    ]
    _print_labelled(console, below, gutter + 1)
    console.print()


def _print_labelled(console: Console, rows: list[tuple[Text, Text]], indent: int) -> None:
    """Labels, and beside each its text, wrapped under itself."""
    from rich.padding import Padding
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in rows:
        grid.add_row(label, text)
    console.print(Padding(grid, (0, 0, 0, indent)))


def _print_source(console: Console, finding: Finding, sources: SourceLines, gutter: int) -> None:
    from rich.text import Text

    place = finding.location
    source = sources.at(place)
    if source is None:
        return
    part = excerpt(source, place.column, place.end_column, console.width - gutter - 4)
    for margin, line, style in (
        (str(place.line), part.text, ""),
        ("", part.underline, _STYLE[finding.severity]),
    ):
        row = Text.assemble(
            (f"{margin:>{gutter}} │ ", "blue"), (line, style), no_wrap=True, overflow="crop"
        )
        console.print(row)


def _print_summary(console: Console, report: Report) -> None:
    from rich.text import Text

    rows = [
        (
            Text(fact.label, "dim" if fact.outcome is None else _OUTCOME_STYLE[fact.outcome]),
            Text(fact.text),
        )
        for fact in summary.facts(report)
    ]
    verdict = Text.assemble((summary.verdict_words(report), _VERDICT_STYLE[report.verdict]))
    _print_labelled(console, [*rows, (Text("verdict", "dim"), verdict)], 0)
