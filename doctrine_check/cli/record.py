"""The decision record: what a verdict was reached from, and how. ``explain --record`` reads it.

The same inputs give the same bytes: it holds no time, no path of this machine, and no order that
anything but the inputs decides.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, TypedDict

from doctrine_check import __version__
from doctrine_check.cli.writing import put_text
from doctrine_check.report.json_report import ReportJson, report_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doctrine_check.changes.changeset import ChangeSet
    from doctrine_check.findings import Report
    from doctrine_check.rules.gather import Gathered
    from doctrine_check.rules.law_documents import Documents

SCHEMA_VERSION = 1


class RecordJson(TypedDict):
    """The whole record; ``inputs`` maps what went in to the sha256 of it."""

    schema_version: int
    tool_version: str
    inputs: dict[str, str]
    report: ReportJson


def write_record(path: str, gathered: Gathered, report: Report) -> None:
    """Write the record of a decision. Raises UsageError."""
    put_text(path, record_text(gathered, report))


def record_text(gathered: Gathered, report: Report) -> str:
    """The record as JSON, its keys sorted."""
    record = RecordJson(
        schema_version=SCHEMA_VERSION,
        tool_version=__version__,
        inputs=inputs_of(gathered),
        report=report_json(_anywhere(gathered, report)),
    )
    return json.dumps(record, indent=2, sort_keys=True, allow_nan=False) + "\n"


def _anywhere(gathered: Gathered, report: Report) -> Report:
    """The report under the name of its range: what the folder of a clone is called is no input."""
    change = gathered.facts.change
    name = f"{change.base}..{change.head or 'diff'}"
    events = (
        event._replace(subject=name) if event.subject == report.subject else event
        for event in report.events
    )
    return report._replace(subject=name, events=tuple(events))


def inputs_of(gathered: Gathered) -> dict[str, str]:
    """Everything that was judged, or judged by, with its digest."""
    facts = gathered.facts
    found = {
        "base": facts.change.base or "none",
        "head": facts.change.head or "none",
        "law": gathered.base.commit,
        "change": _digest(_change_text(facts.change)),
        "config": _digest(repr(tuple(facts.config))),
    }
    found |= _documents("base", gathered.base)
    if gathered.head is not None and gathered.head is not gathered.base:
        found |= _documents("head", gathered.head)
    if facts.bundle is not None:
        found |= _members(facts.bundle.members.files)
    if facts.review is not None:
        found["review facts"] = _digest(repr(facts.review))
    for earlier in facts.seen:
        found[f"seen {earlier.name}"] = _digest(
            "".join(f"{key.hex()} {commit}\n" for key, commit in sorted(earlier.commits.items()))
        )
    return found


def _documents(side: str, documents: Documents) -> dict[str, str]:
    return {
        f"{side} {path}": sha256(data).hexdigest() for path, data in sorted(documents.data.items())
    }


def _members(files: Mapping[str, bytes]) -> dict[str, str]:
    return {f"evidence {name}": sha256(data).hexdigest() for name, data in sorted(files.items())}


def _change_text(change: ChangeSet) -> str:
    return "\n".join(map(repr, (*change.files, *change.commits, *change.gaps)))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
