"""``doctrine-check explain --record FILE``: from a verdict back to the lines it rests on."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import UsageError
from doctrine_check.cli.record import SCHEMA_VERSION
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_RECORD = 64 * 1024 * 1024
_DECIDING = ("error", "warning")


def explain_record(path: str) -> int:
    """Walk from the verdict to the law. Raises UsageError for what is no record."""
    record = _Reading(_read(path))
    for line in _lines(record):
        sys.stdout.write(visible(line) + "\n")
    return 0


def _read(path: str) -> object:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_RECORD + 1)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    if len(data) > MAX_RECORD:
        raise UsageError(f"{path} has more than {MAX_RECORD:,} bytes")
    try:
        record: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: expected a decision record, found no JSON: {error}") from error
    if not isinstance(record, dict) or record.get("schema_version") != SCHEMA_VERSION:
        raise UsageError(f"{path}: expected a decision record of version {SCHEMA_VERSION}")
    if not isinstance(record.get("report"), dict):
        raise UsageError(f"{path}: expected a decision record, found one without its report")
    return record


class _Reading:
    """Looks up values in a record that somebody else may have written."""

    def __init__(self, value: object) -> None:
        self.value = value

    def get(self, name: str) -> _Reading:
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return _Reading(value)

    def rows(self) -> Iterator[_Reading]:
        if isinstance(self.value, list):
            yield from map(_Reading, self.value)

    def pairs(self) -> Iterator[tuple[str, str]]:
        if isinstance(self.value, dict):
            yield from ((str(key), str(value)) for key, value in sorted(self.value.items()))

    def __str__(self) -> str:
        return "unknown" if self.value is None else str(self.value)


def _lines(record: _Reading) -> Iterator[str]:
    report = record.get("report")
    change = report.get("change")
    yield f"verdict: {report.get('verdict')} (mode {report.get('mode')})"
    yield f"doctrine-check {record.get('tool_version')} judged {change.get('head')}"
    yield f"by the law of {change.get('base')}"
    yield ""
    yield from _kinds(change)
    for owed in change.get("obligations").rows():
        state = "met" if owed.get("met").value is True else "not met"
        yield (
            f"owes {owed.get('artifact')}, {state}: {owed.get('demanded_by')} demands it of "
            f"{owed.get('kind')} changes"
        )
    if change.get("binding").value:
        yield f"evidence is bound {change.get('binding')}"
    yield ""
    yield from _findings(report)
    for row in report.get("rules").rows():
        if str(row.get("outcome")) == "unavailable":
            yield f"rule {row.get('id')} could not know: {row.get('detail')}"
    yield ""
    yield "judged from:"
    for name, digest in record.get("inputs").pairs():
        yield f"  {name}: {digest}"


def _kinds(change: _Reading) -> Iterator[str]:
    for kind in change.get("kinds").rows():
        yield f"kind {kind}"
        for reason in change.get("reasons").rows():
            if str(reason.get("kind")) == str(kind):
                yield f"  because {reason.get('text')} ({reason.get('controller')} decide that)"


def _findings(report: _Reading) -> Iterator[str]:
    for finding in report.get("findings").rows():
        if str(finding.get("severity")) not in _DECIDING:
            continue
        place = finding.get("location")
        yield f"{finding.get('severity')} {finding.get('rule')}: {finding.get('message')}"
        yield f"  at {place.get('path')}:{place.get('line')}"
        for related in finding.get("related").rows():
            yield f"  by {related.get('path')}:{related.get('line')}"
