"""Changed lines that no edge-case test runs.

## What it does

Looks up every added or changed line of product code in the coverage report of ART-04, and reports
lines that the tests did not run, files the report does not know, files that it may know twice,
reports that end long before the changed lines, reports that say nothing of lines with which a
statement surely begins, lines that the report was told to leave out, and lists that contradict each
other or the report's own counts.
What no test can run may be left out: `raise NotImplementedError`, imports for types alone, code for
another platform. Of a changed file whose lines cannot be seen, because it holds zero bytes, nobody
knows whether tests run it, which is no pass.
Paths match from their ends. Comments, tests, benchmarks and files of no known language do not
count.

## Why

A conformance suite that never enters the tuned code proves nothing about it.

## How to fix

Add tests for the edge cases of the changed lines, and report coverage of the files that changed.

## Example

Bad: `"missing_lines": [42, 43]` where the change rewrites lines 40 to 45.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.languages import language_of
from doctrine_check.evidence.coverage import (
    Coverage,
    match,
    read_cobertura,
    read_coverage_json,
)
from doctrine_check.evidence.faults import Fault
from doctrine_check.evidence.jsontext import JsonProblem, read_json
from doctrine_check.evidence.statements import excusable, statements
from doctrine_check.evidence.touched import changed_code
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from doctrine_check.records import Record
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.changes.changeset import FileChange
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.coverage import FileLines
    from doctrine_check.evidence.model import Compatibility
    from doctrine_check.evidence.statements import Statements
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

NAMED = 10
REACH = 20
"""So long may a last statement be: reports name the line on which one begins."""
NAMING = 0.5
"""At least this share of the statements of a run is named, where tools leave some out."""
PRECISE = (".py", ".pyw")
"""Files of which reports name each statement; of what is compiled to C they do not."""
_REMEDY = "add tests for the edge cases of these lines, and report coverage of the changed files"


class _Added(Record):
    """The code that a change adds to a file, and the lines that may be left out of coverage."""

    runs: tuple[Statements, ...]
    excusable: frozenset[int]

    @property
    def lines(self) -> frozenset[int]:
        """Every line of code."""
        return frozenset(number for run in self.runs for number in run.code)


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report changed lines without coverage."""
    if facts.bundle is None or facts.bundle.compatibility is None:
        return
    scribe, proof = Scribe(facts.bundle), facts.bundle.compatibility
    data = facts.bundle.data(proof.coverage)
    if data is None:
        return  # a member that is not there is a problem of the bundle itself
    coverage, faults = _read(data, proof.coverage_format)
    for fault in faults:
        yield scribe.fault("ART-04", proof.coverage, fault, _REMEDY)
    if not (faults and not coverage.files):
        yield from _uncovered(scribe, proof, coverage, facts)


def coverage_of(bundle: Bundle, proof: Compatibility) -> Coverage | None:
    """The coverage report of a proof; ``None`` where there is none."""
    data = bundle.data(proof.coverage)
    return None if data is None else _read(data, proof.coverage_format)[0]


def _read(data: bytes, form: str) -> tuple[Coverage, Sequence[Fault]]:
    if form == "cobertura":
        root = read_xml(data)
        if isinstance(root, XmlProblem):
            return Coverage(()), (Fault(root.line, "Cobertura XML", root.message),)
        return read_cobertura(root)
    read = read_json(data, plain=True)
    if isinstance(read, JsonProblem):
        return Coverage(()), (Fault(read.line, "the JSON of coverage.py", read.message),)
    return read_coverage_json(read.value)


def _uncovered(
    scribe: Scribe, proof: Compatibility, coverage: Coverage, facts: ChangeFacts
) -> Iterator[Problem]:
    changed = {file.path: added for file, added in _changed(facts)}
    matched = match(coverage, changed)
    place = proof.place.field("coverage")
    yield from _unseen(scribe, proof, facts)
    for path, added in changed.items():
        lines = added.lines
        if path in matched.ambiguous:
            rivals = ", ".join(name(rival) for rival in matched.ambiguous[path][:NAMED])
            expected = f"one file of {proof.coverage} that is {name(path)}"
            yield scribe.problem(place, expected, f"one that may be others: {rivals}", _REMEDY)
        elif path not in matched.found:
            expected = f"coverage of the changed lines of {name(path)}, {_ranges(lines)}"
            yield scribe.problem(place, expected, f"no such file in {proof.coverage}", _REMEDY)
        else:
            yield from _of_file(scribe, proof, path, (added, matched.found[path]))


def _of_file(
    scribe: Scribe, proof: Compatibility, path: str, known: tuple[_Added, FileLines]
) -> Iterator[Problem]:
    added, file = known
    lines = added.lines
    place = proof.place.field("coverage")
    missed = lines & file.missing
    if missed:
        yield scribe.problem(
            place,
            f"tests that run the changed lines of {name(path)}",
            f"{len(missed)} of {len(lines)} never run: {_ranges(missed)}",
            _REMEDY,
        )
    elif not file.covered:
        expected = f"tests that run lines of {name(path)}"
        yield scribe.problem(place, expected, "none that is covered", _REMEDY)
    elif max(file.covered | file.missing) + REACH < min(lines):
        last = max(file.covered | file.missing)
        expected = f"coverage of the changed lines of {name(path)}, {_ranges(lines)}"
        yield scribe.problem(place, expected, f"none after line {last}", _REMEDY)
    elif hidden := file.hidden(lines) - added.excusable:
        expected = f"tests that run the changed lines of {name(path)}"
        found = f"{len(hidden)} that the report was told to leave out: {_ranges(hidden)}"
        yield scribe.problem(place, expected, found, _REMEDY)
    elif left := _left_out(added, file, path):
        expected = f"coverage of the changed lines of {name(path)}"
        yield scribe.problem(place, expected, f"no word of {_ranges(left)}", _REMEDY)


def _left_out(added: _Added, file: FileLines, path: str) -> frozenset[int]:
    """Lines that begin a statement, and of which the report says nothing, though it should."""
    left: set[int] = set()
    for run in added.runs:
        unknown = run.begun - file.known
        few = len(run.begun - unknown) < NAMING * len(run.begun)
        each = few or (run.precise and path.endswith(PRECISE))
        left |= unknown if each else unknown & run.leaving
    return frozenset(left)


def _unseen(scribe: Scribe, proof: Compatibility, facts: ChangeFacts) -> Iterator[Problem]:
    """Changed files of which nobody can say what lines they gain."""
    for file in changed_code(facts.change):
        moved = file.old_blob is not None and file.old_blob == file.new_blob
        if (file.unseen is not None or file.binary) and not moved:
            yield scribe.problem(
                proof.place.field("coverage"),
                f"to see the changed lines of {name(file.path)}, of which tests run each",
                file.unseen or "a file that is no text, such as one with zero bytes or in UTF-16",
                "bring the file as text in UTF-8, or the change with all of its lines",
            )._replace(undecided=True)


def _changed(facts: ChangeFacts) -> Iterator[tuple[FileChange, _Added]]:
    """The changed files of product code with the lines of code that they gain."""
    for file in changed_code(facts.change):
        language = language_of(file.path)
        if language is None:
            continue
        runs = tuple(run for hunk in file.hunks for run in statements(hunk, language))
        if runs:
            customary = (excusable(hunk, language) for hunk in file.hunks)
            yield file, _Added(runs, frozenset().union(*customary))


def _ranges(lines: frozenset[int]) -> str:
    """``3, 5 to 9``, and how many more there are."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    shown = [f"{first} to {last}" if last > first else str(first) for first, last in runs]
    more = f" and {len(shown) - NAMED} more places" if len(shown) > NAMED else ""
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(shown[:NAMED])}{more}"
