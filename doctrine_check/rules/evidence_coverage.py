"""Changed lines that no edge-case test runs.

## What it does

Looks up every added or changed line of product code in the coverage report of ART-04, and reports
lines that the tests did not run, files the report does not know, files that it may know twice,
reports that end long before the changed lines, reports that leave out lines with which a statement
begins (`return`, `raise`), and lists that contradict the report's own counts.
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

import re
from typing import TYPE_CHECKING

from doctrine_check.changes.codelines import code_lines
from doctrine_check.changes.languages import language_of
from doctrine_check.evidence.coverage import (
    Coverage,
    match,
    read_cobertura,
    read_coverage_json,
)
from doctrine_check.evidence.faults import Fault
from doctrine_check.evidence.jsontext import JsonProblem, read_json
from doctrine_check.evidence.touched import changed_code
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from doctrine_check.changes.changeset import FileChange
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.coverage import FileLines
    from doctrine_check.evidence.model import Compatibility
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

NAMED = 10
REACH = 20
"""So long may a last statement be: reports name the line on which one begins."""
_BEGINS = re.compile(r"\s*(?:return|raise|throw|break|continue)\b")
"""Where a line begins with one of these, in any language, a statement does."""
_REMEDY = "add tests for the edge cases of these lines, and report coverage of the changed files"


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
    changed = {file.path: lines for file, lines in _changed(facts)}
    matched = match(coverage, changed)
    place = proof.place.field("coverage")
    for path, code in changed.items():
        lines = frozenset(code)
        if path in matched.ambiguous:
            rivals = ", ".join(name(rival) for rival in matched.ambiguous[path][:NAMED])
            expected = f"one file of {proof.coverage} that is {name(path)}"
            yield scribe.problem(place, expected, f"one that may be others: {rivals}", _REMEDY)
        elif path not in matched.found:
            expected = f"coverage of the changed lines of {name(path)}, {_ranges(lines)}"
            yield scribe.problem(place, expected, f"no such file in {proof.coverage}", _REMEDY)
        else:
            yield from _of_file(scribe, proof, path, (code, matched.found[path]))


def _of_file(
    scribe: Scribe, proof: Compatibility, path: str, known: tuple[Mapping[int, str], FileLines]
) -> Iterator[Problem]:
    code, file = known
    lines = frozenset(code)
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
    elif left := file.left_out(frozenset(line for line in code if _BEGINS.match(code[line]))):
        expected = f"coverage of the changed lines of {name(path)}"
        yield scribe.problem(place, expected, f"no word of {_ranges(left)}", _REMEDY)


def _changed(facts: ChangeFacts) -> Iterator[tuple[FileChange, Mapping[int, str]]]:
    """The changed files of product code with the lines of code that they gain, by number."""
    for file in changed_code(facts.change):
        language = language_of(file.path)
        if language is None:
            continue
        lines = {
            line.number: line.code
            for hunk in file.hunks
            for line in code_lines(hunk, language)
            if line.sign == "+" and line.code
        }
        if lines:
            yield file, lines


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
