"""The ratchet: findings that were there when the tool came, which may only become fewer.

Entries are fingerprints of what was found (rule, document, subject, message, and the text of the
line), not of line numbers, so that an edit above does not revive them and a worse value does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Severity
from doctrine_check.records import Record
from doctrine_check.rules.living import NOT_READ, StaleEntry
from doctrine_check.rules.registry import BY_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from doctrine_check.findings import Finding

SCHEMA_VERSION = 1
"""History: 1, first published form."""
MAX_BYTES = 8 * 1024 * 1024
MAX_COMPARED = 1500
"""How much of a message counts, in characters: the end of a cut one moves with its line numbers."""
_LINES = r"\blines? \d+(?: to \d+)?"


class RatchetError(Exception):
    """The ratchet file cannot be used; the message says why."""


class Entry(Record):
    """One finding that is let pass: its fingerprint, what it was, and its line in the file."""

    fingerprint: str
    rule: str
    path: str
    message: str
    line: int = 1
    text: str = ""


class Ratchet(Record):
    """The entries of a ratchet file. ``gone`` are documents they name that do not exist."""

    path: str
    entries: tuple[Entry, ...]
    gone: frozenset[str] = frozenset()


class Passed(Record):
    """What a ratchet makes of findings: those that stay, those let pass, and spent entries."""

    kept: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    spent: tuple[StaleEntry, ...]


def acceptable(finding: Finding) -> bool:
    """Whether the ratchet may let this finding pass.

    A note fails nothing, and of a document that was not read nobody knows what was accepted.
    """
    return finding.severity is not Severity.NOTE and finding.rule not in (
        *NOT_READ,
        "ratchet-stale",
    )


def fingerprint(finding: Finding, source_line: str, occurrence: int) -> str:
    """What a finding is, wherever it stands: 16 bytes, hex.

    ``occurrence`` tells apart findings that are alike in everything, by order of appearance.
    """
    from hashlib import blake2b

    parts = (
        finding.rule,
        finding.location.path,
        finding.subject or "",
        _message(finding),
        " ".join(source_line.split()),
        str(occurrence),
    )
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=16).hexdigest()


def _message(finding: Finding) -> str:
    """The message without the line and column numbers of the places that it names."""
    import re

    text = re.sub(_LINES, "line", finding.message)
    for path in {finding.location.path, *(place.path for place in finding.related)}:
        if f"{path}:" in text:
            text = re.sub(rf"(?<={re.escape(path)}):\d+(?::\d+)?", "", text)
    return text[:MAX_COMPARED]


def fingerprints(
    findings: Iterable[Finding], sources: Mapping[tuple[str, int], str]
) -> list[tuple[Finding, str]]:
    """Each finding that can be accepted, with its fingerprint."""
    seen: dict[str, int] = {}
    out = []
    for finding in filter(acceptable, findings):
        line = sources.get((finding.location.path, finding.location.line), "")
        first = fingerprint(finding, line, 0)
        count = seen.get(first, 0)
        seen[first] = count + 1
        out.append((finding, first if not count else fingerprint(finding, line, count)))
    return out


def let_pass(
    findings: Sequence[Finding],
    sources: Mapping[tuple[str, int], str],
    ratchet: Ratchet,
    judged: Callable[[str, str], bool],
) -> Passed:
    """Set aside what the ratchet accepts. ``judged`` says whether a rule ran over a document."""
    known = {entry.fingerprint for entry in ratchet.entries}
    marks = {id(finding): mark for finding, mark in fingerprints(findings, sources)}
    accepted = tuple(f for f in findings if marks.get(id(f)) in known)
    hit = {marks[id(finding)] for finding in accepted}
    kept = tuple(f for f in findings if marks.get(id(f)) not in known)
    spent = tuple(
        StaleEntry(ratchet.path, entry.line, entry.rule, entry.path, why)
        for entry in ratchet.entries
        if entry.fingerprint not in hit and (why := _spent(entry, ratchet, judged)) is not None
    )
    return Passed(kept, accepted, spent)


def _spent(entry: Entry, ratchet: Ratchet, judged: Callable[[str, str], bool]) -> str | None:
    """Why an entry without a finding is of no use any more, or ``None`` where nobody looked."""
    if entry.rule not in BY_ID:
        return "found no rule of this name"
    if entry.rule in NOT_READ:
        return "which is never accepted: nothing of such a document was judged"
    if entry.path in ratchet.gone:
        return "found no such document"
    return "found none" if judged(entry.rule, entry.path) else None


def renewed(
    ratchet: Ratchet,
    findings: Sequence[Finding],
    sources: Mapping[tuple[str, int], str],
    judged: Callable[[str, str], bool],
) -> tuple[list[Entry], list[Entry]]:
    """The entries for today's findings, and those kept because this run could not judge them."""
    accepted = {
        mark: Entry(mark, finding.rule, finding.location.path, finding.message)
        for finding, mark in fingerprints(findings, sources)
    }
    kept = {
        entry.fingerprint: entry
        for entry in ratchet.entries
        if entry.fingerprint not in accepted and _spent(entry, ratchet, judged) is None
    }
    return list(accepted.values()), list(kept.values())


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
    entries = tuple(_places(text, [_entry(path, row) for row in rows]))
    return Ratchet(path, entries)


def _entry(path: str, row: object) -> Entry:
    fields = ("fingerprint", "rule", "path", "message")
    texts = [row.get(field) for field in fields] if isinstance(row, dict) else []
    values = [text for text in texts if isinstance(text, str)]
    if len(values) != len(fields):
        raise RatchetError(f"{path}: expected entries with the texts {', '.join(fields)}")
    return Entry(values[0], values[1], values[2], values[3])


def _places(text: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries with the line where the fingerprint of each stands."""
    lines = text.split("\n")
    places = {
        fragment: number
        for number, line in enumerate(lines, 1)
        for fragment in line.split('"')
        if len(fragment) == 32
    }
    for entry in entries:
        line = places.get(entry.fingerprint, 1)
        yield entry._replace(line=line, text=lines[line - 1])


def write_ratchet(entries: Iterable[Entry]) -> str:
    """The ratchet file that lets exactly the findings of these entries pass."""
    import json

    rows = [
        {
            "fingerprint": entry.fingerprint,
            "rule": entry.rule,
            "path": entry.path,
            "message": entry.message,
        }
        for entry in entries
    ]
    rows.sort(key=lambda row: (row["path"], row["rule"], row["fingerprint"]))
    data = {"schema_version": SCHEMA_VERSION, "entries": rows}
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError:  # a file name that is no UTF-8
        text = json.dumps(data, indent=2) + "\n"
    return text
