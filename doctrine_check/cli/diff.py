"""``doctrine-check diff OLD NEW``: what one version of a doctrine changes against another."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import NothingToCheckError, UsageError, find_root
from doctrine_check.cli.settings import load_config
from doctrine_check.doctrine.difference import Change, differences
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.cli.revisions import Blob
    from doctrine_check.config import Config
    from doctrine_check.doctrine.model import DocumentFacts, Text


def configure(parser: Parser) -> None:
    """The options of ``diff``."""
    parser.add_argument("old", metavar="OLD", help="a file, or a git revision")
    parser.add_argument("new", metavar="NEW", help="a file, or a git revision")
    parser.add_argument("--root", metavar="DIR", help="root of the repository")
    parser.add_argument("--config", metavar="FILE", help="config file")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")


class Compared(Record):
    """The changes of one document, with its path before and after."""

    old: str
    new: str
    changes: tuple[Change, ...]


def run(options: Options) -> int:
    """Compare; exit 1 when the new version loosens or drops something, else 0."""
    if os.path.isfile(options.old) and os.path.isfile(options.new):
        compared = [_files(options.old, options.new)]
    else:
        compared = _revisions(options)
    if options.format == "json":
        _print_json(compared)
    else:
        _print_text(compared)
    return int(any(c.effect.weakens for item in compared for c in item.changes))


def _files(old: str, new: str) -> Compared:
    first, second = (_facts_of_file(path) for path in (old, new))
    if first.role is not second.role:
        raise UsageError(f"{old} is a {first.role.value}, {new} a {second.role.value}")
    return Compared(old, new, differences(first, second))


def _facts_of_file(path: str) -> DocumentFacts:
    from doctrine_check.doctrine.source import MAX_BYTES

    with open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    return _recognised(path, data, None)


def _recognised(path: str, data: bytes, role: Role | None) -> DocumentFacts:
    examined = examine(path, data, lambda _: True, role)
    if examined.facts is None:
        reason = examined.problem.message if examined.problem else "it cannot be read"
        raise NothingToCheckError(f"{path}: {reason}")
    if examined.facts.role is Role.OTHER:
        raise NothingToCheckError(f"{path} is no doctrine, spec contract or ADR")
    return examined.facts


def _revisions(options: Options) -> list[Compared]:
    from doctrine_check.cli.revisions import documents_at, resolve

    root = os.path.abspath(options.root) if options.root else find_root(os.getcwd())
    config = load_config(root, options.config)
    sides = []
    for revision in (options.old, options.new):
        commit = resolve(root, revision)
        sides.append(_pair(documents_at(root, commit), config, revision))
    old, new = sides
    out = []
    for role in (Role.DOCTRINE, Role.CONTRACT):
        before, after = old.get(role), new.get(role)
        if before is not None and after is not None:
            out.append(Compared(before.path, after.path, differences(before, after)))
        elif before is not None or after is not None:
            there, gone = (options.old, options.new) if before else (options.new, options.old)
            raise NothingToCheckError(f"{there} has a {role.value}, {gone} has none")
    if not out:
        raise NothingToCheckError("neither revision holds a performance doctrine or contract")
    return out


def _pair(blobs: Sequence[Blob], config: Config, revision: str) -> dict[Role, DocumentFacts]:

    named = {config.doctrine: Role.DOCTRINE, config.contract: Role.CONTRACT}
    found: dict[Role, DocumentFacts] = {}
    for blob in blobs:
        facts = examine(blob.path, blob.data, lambda _: True, named.get(blob.path)).facts
        if facts is None or facts.role not in (Role.DOCTRINE, Role.CONTRACT):
            continue
        wanted = config.doctrine if facts.role is Role.DOCTRINE else config.contract
        if wanted is not None and facts.path != wanted:
            continue
        if facts.role in found:
            paths = f"{found[facts.role].path}, {facts.path}"
            raise UsageError(
                f"{revision} holds two documents that are a {facts.role.value}: {paths}"
            )
        found[facts.role] = facts
    return found


def _place(path: str, text: Text | None) -> str:
    return f"{path}:{text.line}" if text is not None else "-"


def _print_text(compared: list[Compared]) -> None:
    total = 0
    for item in compared:
        for change in item.changes:
            total += 1
            places = f"{_place(item.old, change.before)} -> {_place(item.new, change.after)}"
            sys.stdout.write(f"{change.effect.value:<9}{change.what}\n         {places}\n")
    weaker = sum(c.effect.weakens for item in compared for c in item.changes)
    names = ", ".join(item.new for item in compared)
    sys.stdout.write(f"{total} changes in {names}; {weaker} demand less than before\n")


def _print_json(compared: list[Compared]) -> None:
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
                    "old_line": change.before.line if change.before else None,
                    "new_line": change.after.line if change.after else None,
                }
                for change in item.changes
            ],
        }
        for item in compared
    ]
    sys.stdout.write(json.dumps({"schema_version": 1, "documents": rows}, indent=2) + "\n")
