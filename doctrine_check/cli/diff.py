"""``doctrine-check diff OLD NEW``: what one version of a doctrine changes against another."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import NothingToCheckError, UsageError, find_root
from doctrine_check.cli.settings import load_config
from doctrine_check.doctrine.difference import Change, Effect, differences, whole
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.source import MAX_BYTES
from doctrine_check.records import Record
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.cli.revisions import Blob
    from doctrine_check.config import Config
    from doctrine_check.doctrine.model import DocumentFacts, Text


def configure(parser: Parser) -> None:
    """The options of ``diff``."""
    parser.add_argument("old", metavar="OLD", help="a file, or a git revision")
    parser.add_argument(
        "new",
        metavar="NEW",
        help="the same of what OLD is compared with; exit code 1 when NEW loosens or drops "
        "something, 0 when not, 2 for usage, 3 when a side cannot be read or is no doctrine",
    )
    parser.add_argument("--root", metavar="DIR", help="root of the repository")
    parser.add_argument("--config", metavar="FILE", help="config file")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")


class Compared(Record):
    """The changes of one document, with its path before and after; ``None``: it was not there."""

    old: str | None
    new: str | None
    changes: tuple[Change, ...]


def run(options: Options) -> int:
    """Compare; exit 1 when the new version loosens or drops something, else 0."""
    if options.root is not None and not os.path.isdir(options.root):
        raise UsageError(f"no such folder: {visible(options.root)}")
    if os.path.isfile(options.old) and os.path.isfile(options.new):
        compared = [_files(options.old, options.new)]
    else:
        compared = _revisions(options)
    if options.format == "json":
        _print_json(compared)
    else:
        _print_text(compared)
    return int(any(c.effect.weakens for item in compared for c in item.changes))


# --- two files


def _files(old: str, new: str) -> Compared:
    first, second = (_facts_of_file(path) for path in (old, new))
    if first.role is not second.role and Role.SPEC not in (first.role, second.role):
        roles = f"{visible(old)} is a {first.role.value}, {visible(new)} a {second.role.value}"
        raise UsageError(f"{roles}; name two versions of one document")
    return Compared(old, new, differences(first, second))


def _facts_of_file(path: str) -> DocumentFacts:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NothingToCheckError(f"{visible(path)} cannot be read: {error.strerror}") from error
    examined = examine(path, data, lambda _: True)
    if examined.facts is None:
        reason = examined.problem.message if examined.problem else "it cannot be read"
        raise NothingToCheckError(f"{visible(path)}: {visible(reason)}")
    if examined.facts.role in (Role.OTHER, Role.ADR):
        raise NothingToCheckError(f"{visible(path)} is no doctrine and no spec contract")
    return examined.facts


# --- two revisions


class _Side(Record):
    """The performance documents of one revision, and those that nobody could read."""

    revision: str
    pair: dict[Role, DocumentFacts]
    unread: tuple[str, ...]


def _revisions(options: Options) -> list[Compared]:
    root = os.path.abspath(options.root) if options.root else find_root(os.getcwd())
    commits = _commits(root, options.old, options.new)
    config = load_config(root, options.config)
    seen: dict[tuple[str, str], DocumentFacts | None] = {}
    old, new = (
        _side(root, name, commits[name], config, seen) for name in (options.old, options.new)
    )
    found = [_role(old, new, role) for role in (Role.DOCTRINE, Role.CONTRACT)]
    compared = [item for item in found if item is not None]
    if not compared:
        raise NothingToCheckError("neither revision holds a performance doctrine or spec contract")
    return compared


def _commits(root: str, old: str, new: str) -> dict[str, str]:
    from doctrine_check.cli.revisions import resolve

    commits: dict[str, str] = {}
    for name, other in sorted(((old, new), (new, old)), key=lambda names: os.path.isfile(names[0])):
        commit = resolve(root, name)
        if commit is None:
            raise UsageError(_no_revision(name, other))
        commits[name] = commit
    return commits


def _no_revision(name: str, other: str) -> str:
    shown = visible(name)
    if os.path.isfile(name):
        return f"{shown} is a file and {visible(other)} a git revision; name two of a kind"
    if os.path.isdir(name):
        return f"{shown} is a folder; name a file, or a git revision"
    return f'"{shown}" is neither a file nor a git revision'


def _side(
    root: str,
    revision: str,
    commit: str,
    config: Config,
    seen: dict[tuple[str, str], DocumentFacts | None],
) -> _Side:
    from doctrine_check.cli.revisions import documents_at

    named = {config.doctrine: Role.DOCTRINE, config.contract: Role.CONTRACT}
    candidates: dict[Role, list[DocumentFacts]] = {Role.DOCTRINE: [], Role.CONTRACT: []}
    unread: list[str] = []
    for blob in documents_at(root, commit, tuple(named)):
        key = blob.path, blob.object
        if key not in seen:
            seen[key] = _facts_of_blob(blob, named.get(blob.path))
        facts = seen[key]
        if facts is None:
            unread.append(blob.path)
        elif facts.role in candidates:
            candidates[facts.role].append(facts)
    pair = {
        role: _chosen(
            found, config.doctrine if role is Role.DOCTRINE else config.contract, revision
        )
        for role, found in candidates.items()
        if found
    }
    return _Side(revision, pair, tuple(unread))


def _facts_of_blob(blob: Blob, role: Role | None) -> DocumentFacts | None:
    if blob.data is None:
        return None
    return examine(blob.path, blob.data, lambda _: True, role).facts


def _chosen(found: list[DocumentFacts], named: str | None, revision: str) -> DocumentFacts:
    """The document that the config names; before it was moved there, the only one of its kind."""
    for facts in found:
        if facts.path == named:
            return facts
    if len(found) > 1:
        paths = visible(", ".join(facts.path for facts in found))
        what = found[0].role.value
        raise UsageError(
            f"{visible(revision)} holds {len(found)} documents that are a {what}: {paths}; name "
            "one in the config"
        )
    return found[0]


def _role(old: _Side, new: _Side, role: Role) -> Compared | None:
    before, after = old.pair.get(role), new.pair.get(role)
    if before is not None and after is not None:
        return Compared(before.path, after.path, differences(before, after))
    for side, there in ((old, before), (new, after)):
        if there is None and side.unread:
            # What nobody could read may be the document that seems to be missing.
            raise NothingToCheckError(
                f"{visible(side.revision)} has no {role.value}, but a document that cannot be "
                f"read: {visible(side.unread[0])}"
            )
    if before is not None:
        return Compared(before.path, None, whole(before, Effect.DROPS))
    if after is not None:
        return Compared(None, after.path, whole(after, Effect.ADDS))
    return None


# --- output


def _place(path: str | None, text: Text | None) -> str:
    return f"{path}:{text.line}" if path is not None and text is not None else "none"


def _print_text(compared: Iterable[Compared]) -> None:
    rows = [(item, change) for item in compared for change in item.changes]
    width = max((len(change.subject) for _, change in rows), default=0)
    for item, change in rows:
        places = f"{_place(item.old, change.before)} -> {_place(item.new, change.after)}"
        line = f"{change.effect.value:<8}  {change.subject:<{width}}  {change.what}  ({places})"
        sys.stdout.write(visible(line) + "\n")
    names = ", ".join(item.new or item.old or "" for item in compared)
    weaker = sum(change.effect.weakens for _, change in rows)
    count = f"{len(rows)} change{'' if len(rows) == 1 else 's'}"
    sys.stdout.write(f"{count} in {visible(names)}; {weaker} demand less than before\n")


def _print_json(compared: Iterable[Compared]) -> None:
    import json

    rows = [
        {
            "old": item.old,
            "new": item.new,
            "changes": [
                {
                    "effect": change.effect.value,
                    "subject": change.subject,
                    "what": change.what,
                    "field": change.field,
                    "old": change.old,
                    "new": change.new,
                    "old_line": change.before.line if change.before else None,
                    "new_line": change.after.line if change.after else None,
                }
                for change in item.changes
            ],
        }
        for item in compared
    ]
    sys.stdout.write(json.dumps({"schema_version": 1, "documents": rows}, indent=2) + "\n")
