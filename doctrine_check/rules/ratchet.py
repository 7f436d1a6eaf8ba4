"""The ratchet: findings that were there when the tool came, which may only become fewer.

Entries are fingerprints of content (rule, document, subject, and the text of the line), not line
numbers, so that an edit above does not revive them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from doctrine_check.findings import Finding

SCHEMA_VERSION = 1
"""History: 1, first published form."""
MAX_BYTES = 8 * 1024 * 1024


class RatchetError(Exception):
    """The ratchet file cannot be used; the message says why."""


class Entry(Record):
    """One finding that is let pass: its fingerprint, what it was, and its line in the file."""

    fingerprint: str
    rule: str
    path: str
    message: str
    line: int


class Ratchet(Record):
    """The entries of a ratchet file."""

    path: str
    entries: tuple[Entry, ...]


def fingerprint(finding: Finding, source_line: str, occurrence: int) -> str:
    """What a finding is, wherever it stands: 16 bytes, hex.

    ``occurrence`` tells apart findings that are alike in everything, by order of appearance.
    """
    from hashlib import blake2b

    parts = (
        finding.rule,
        finding.location.path,
        finding.subject or "",
        " ".join(source_line.split()),
        str(occurrence),
    )
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def fingerprints(
    findings: Iterable[Finding], sources: Mapping[tuple[str, int], str]
) -> list[tuple[Finding, str]]:
    """Each finding with its fingerprint."""
    seen: dict[str, int] = {}
    out = []
    for finding in findings:
        line = sources.get((finding.location.path, finding.location.line), "")
        first = fingerprint(finding, line, 0)
        count = seen.get(first, 0)
        seen[first] = count + 1
        out.append((finding, first if not count else fingerprint(finding, line, count)))
    return out


def read_ratchet(path: str, text: str) -> Ratchet:
    """Parse a ratchet file. Raises RatchetError for anything but what :func:`write` writes."""
    import json

    if len(text) > MAX_BYTES:
        raise RatchetError(f"{path}: larger than {MAX_BYTES:,} characters")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RatchetError(f"{path}: expected JSON, found: {error}") from error
    if not isinstance(data, dict) or data.get("schema_version") != SCHEMA_VERSION:
        raise RatchetError(f"{path}: expected schema_version {SCHEMA_VERSION}")
    rows = data.get("entries")
    if not isinstance(rows, list):
        raise RatchetError(f"{path}: expected a list of entries")
    lines = {
        fragment: number
        for number, line in enumerate(text.split("\n"), 1)
        for fragment in line.split('"')
        if len(fragment) == 32
    }
    entries = []
    for row in rows:
        fields = ("fingerprint", "rule", "path", "message")
        if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in fields):
            raise RatchetError(f"{path}: expected entries with the texts {', '.join(fields)}")
        line = lines.get(row["fingerprint"], 1)
        entries.append(Entry(row["fingerprint"], row["rule"], row["path"], row["message"], line))
    return Ratchet(path, tuple(entries))


def write_ratchet(findings: Iterable[tuple[Finding, str]]) -> str:
    """The ratchet file that lets exactly these findings pass."""
    import json

    entries = [
        {
            "fingerprint": mark,
            "rule": finding.rule,
            "path": finding.location.path,
            "message": finding.message,
        }
        for finding, mark in findings
    ]
    entries.sort(key=lambda entry: (entry["path"], entry["rule"], entry["fingerprint"]))
    data = {"schema_version": SCHEMA_VERSION, "entries": entries}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
