"""``doctrine-check diff OLD [NEW]``: what one version of a doctrine changes against another.

A side is a file, a folder, or a git revision; without NEW it is the work tree as it stands.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import NothingToCheckError, UsageError, find_root, posix
from doctrine_check.cli.settings import load_config
from doctrine_check.doctrine.difference import Change, Effect, differences, whole
from doctrine_check.doctrine.difference_files import Places
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.source import MAX_BYTES
from doctrine_check.records import Record
from doctrine_check.report import FORMATS
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.cli.revisions import Blob
    from doctrine_check.config import Config
    from doctrine_check.doctrine.model import DocumentFacts, Text


def configure(parser: Parser) -> None:
    """The options of ``diff``."""
    parser.add_argument("old", metavar="OLD", help="a git revision, a file or a folder")
    parser.add_argument(
        "new",
        metavar="NEW",
        nargs="?",
        help="what OLD is compared with, by default the documents as they stand; exit code 1 when "
        "NEW loosens or drops something, 0 when not, 2 for usage, 3 when a side cannot be read or "
        "is no doctrine; what merely changes, and may do either, is listed and counted",
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit code 1 also for what merely changes"
    )
    parser.add_argument("--root", metavar="DIR", help="root of the repository")
    parser.add_argument("--config", metavar="FILE", help="config file")
    parser.add_argument("--format", choices=FORMATS, default="text", help="output format")


class Compared(Record):
    """The changes of one document, with its path before and after; ``None``: it was not there.

    ``rows``: those of its tables as they are now, or were.
    """

    old: str | None
    new: str | None
    changes: tuple[Change, ...]
    rows: int


def run(options: Options) -> int:
    """Compare; exit 1 when the new version loosens or drops something, else 0."""
    if options.root is not None and not os.path.isdir(options.root):
        raise UsageError(f"no such folder: {visible(options.root)}")
    if options.new is not None and os.path.isfile(options.old) and os.path.isfile(options.new):
        compared = [_files(options.old, options.new)]
    else:
        compared = _sides(options)
    if options.format == "json":
        _print_json(compared)
    elif options.format == "text":
        _print_text(compared)
    else:
        from doctrine_check.cli.diff_report import render

        subject = f"{options.old} -> {options.new or _HERE}"
        text = render(options.format, subject, compared, strict=options.strict)
        sys.stdout.write(text)
    effects = [change.effect for item in compared for change in item.changes]
    undecided = options.strict and Effect.CHANGES in effects
    return int(undecided or any(effect.weakens for effect in effects))


# --- two files


def _files(old: str, new: str) -> Compared:
    first, second = (_facts_of_file(path) for path in (old, new))
    if first.role is not second.role and Role.SPEC not in (first.role, second.role):
        roles = f"{visible(old)} is a {first.role.value}, {visible(new)} a {second.role.value}"
        raise UsageError(f"{roles}; name two versions of one document")
    return Compared(old, new, differences(first, second, Places(apart=True)), second.rows)


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


# --- revisions, folders and the work tree


class _Side(Record):
    """The performance documents of one side, and those that nobody could read.

    ``top``: what the paths begin with that are not those of the repository but of a copy of it.
    """

    name: str
    pair: dict[Role, DocumentFacts]
    unread: tuple[str, ...]
    top: str = ""


class _Place(Record):
    """What a side is: the commit of a revision, or a file or folder; neither is the work tree."""

    name: str
    commit: str | None = None
    path: str | None = None


_HERE = "the work tree"


def _sides(options: Options) -> list[Compared]:
    root = os.path.abspath(options.root) if options.root else find_root(os.getcwd())
    old, new = _places(root, options.old, options.new)
    config = load_config(root, options.config)
    if _is_file(old) or _is_file(new):
        return [_with_file(root, old, new, config)]
    seen: dict[tuple[str, str], DocumentFacts | None] = {}
    before, after = (_side(root, place, config, seen) for place in (old, new))
    found = [_role(before, after, role) for role in (Role.DOCTRINE, Role.CONTRACT)]
    compared = [item for item in found if item is not None]
    if not compared:
        raise NothingToCheckError("neither side holds a performance doctrine or spec contract")
    return compared


def _is_file(place: _Place) -> bool:
    return place.path is not None and os.path.isfile(place.path)


def _places(root: str, old: str, new: str | None) -> tuple[_Place, _Place]:
    """What the two sides are. Beside a revision, a name that is one counts as one."""
    both = new is not None and os.path.exists(old) and os.path.exists(new)
    found: dict[str, _Place] = {}
    names = [old] if new is None else [old, new]
    for name in sorted(names, key=os.path.exists):
        place = None if both else _revision(root, name)
        if place is None and os.path.exists(name):
            place = _Place(name, path=name)
        if place is None:
            raise UsageError(f'"{visible(name)}" is neither a file, a folder nor a git revision')
        found[name] = place
    return found[old], _Place(_HERE) if new is None else found[new]


def _revision(root: str, name: str) -> _Place | None:
    from doctrine_check.cli.revisions import resolve

    try:
        commit = resolve(root, name)
    except UsageError:
        if not os.path.exists(name):
            raise
        return None  # without a repository it can only be the file or folder
    return _Place(name, commit=commit) if commit is not None else None


def _with_file(root: str, old: _Place, new: _Place, config: Config) -> Compared:
    """A file against the document of its role on the other side, whatever its name is there."""
    file, other = (old, new) if _is_file(old) else (new, old)
    facts = _facts_of_file(str(file.path))
    if facts.role not in (Role.DOCTRINE, Role.CONTRACT):
        raise NothingToCheckError(
            f"{visible(file.name)} is a {facts.role.value}; name a file beside it to compare"
        )
    side = _side(root, other, config, {})
    pair = _Side(file.name, {facts.role: facts}, ())
    compared = _role(*((pair, side) if file is old else (side, pair)), facts.role)
    if compared is None:
        raise NothingToCheckError(f"{visible(side.name)} holds no {facts.role.value}")
    return compared


def _side(
    root: str,
    place: _Place,
    config: Config,
    seen: dict[tuple[str, str], DocumentFacts | None],
) -> _Side:
    above = "" if place.path is None else posix(os.path.join(place.path, ""))
    named = {config.doctrine: Role.DOCTRINE, config.contract: Role.CONTRACT}
    candidates: dict[Role, list[DocumentFacts]] = {Role.DOCTRINE: [], Role.CONTRACT: []}
    unread: list[str] = []
    for blob in _blobs(root, place, tuple(named)):
        key = blob.path, blob.object
        if not blob.object or key not in seen:
            shown = blob._replace(path=above + blob.path)
            seen[key] = _facts_of_blob(shown, named.get(blob.path))
        facts = seen[key]
        if facts is None:
            unread.append(above + blob.path)
        elif facts.role in candidates:
            candidates[facts.role].append(facts)
    pair = {
        role: _chosen(found, [above + path for path in named if path], place.name)
        for role, found in candidates.items()
        if found
    }
    whole_copy = place.path is not None and os.path.isdir(os.path.join(place.path, "docs"))
    return _Side(place.name, pair, tuple(unread), above if whole_copy else "")


def _blobs(root: str, place: _Place, named: tuple[str | None, ...]) -> Iterator[Blob]:
    from doctrine_check.cli.revisions import documents_at, documents_in

    if place.commit is not None:
        return documents_at(root, place.commit, named)
    return documents_in(root, place.path, named)


def _facts_of_blob(blob: Blob, role: Role | None) -> DocumentFacts | None:
    if blob.data is None:
        return None
    return examine(blob.path, blob.data, lambda _: True, role).facts


def _chosen(found: list[DocumentFacts], named: list[str], side: str) -> DocumentFacts:
    """The document that the config names; before it was moved there, the only one of its kind."""
    for facts in found:
        if facts.path in named:
            return facts
    if len(found) > 1:
        paths = visible(", ".join(facts.path for facts in found))
        what = found[0].role.value
        raise UsageError(
            f"{visible(side)} holds {len(found)} documents that are a {what}: {paths}; name "
            "one in the config"
        )
    return found[0]


def _role(old: _Side, new: _Side, role: Role) -> Compared | None:
    before, after = old.pair.get(role), new.pair.get(role)
    if before is not None and after is not None:
        changes = differences(before, after, _standing(old, new))
        return Compared(before.path, after.path, changes, after.rows)
    for side, there in ((old, before), (new, after)):
        if there is None and side.unread:
            # What nobody could read may be the document that seems to be missing.
            raise NothingToCheckError(
                f"{visible(side.name)} has no {role.value}, but a document that cannot be "
                f"read: {visible(side.unread[0])}"
            )
    if before is not None:
        return Compared(before.path, None, whole(before, Effect.DROPS), before.rows)
    if after is not None:
        return Compared(None, after.path, whole(after, Effect.ADDS), after.rows)
    return None


def _standing(old: _Side, new: _Side) -> Places:
    """Which documents have other paths on the new side."""
    moved = (
        (old.pair[role].path.removeprefix(old.top), new.pair[role].path.removeprefix(new.top))
        for role in old.pair.keys() & new.pair.keys()
    )
    return Places((old.top, new.top), tuple((one, other) for one, other in moved if one != other))


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
    undecided = sum(change.effect is Effect.CHANGES for _, change in rows)
    told = f"; {undecided} may demand more or less" if undecided else ""
    sys.stdout.write(f"{count} in {visible(names)}; {weaker} demand less than before{told}\n")


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
