"""What the config switches off by path: a rule, or all rules of a document, that never looked.

Of these nothing is known, which is no pass. Loaded only where the config has severities by path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.globs import glob_match
from doctrine_check.records import Record
from doctrine_check.rules.registry import DOCUMENT, PAIR, RATCHET, SOURCE, WAIVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from doctrine_check.config import Config
    from doctrine_check.findings import Severity
    from doctrine_check.rules.registry import RuleSpec

    SeverityOf = Callable[[str, str, Config], Severity | None]

_SOMEWHERE = ("\0", "\0/\0")
"""Paths that no repository has: a glob that matches them matches everything."""
_SHOWN = 3


class Left(Record):
    """What is left: the rules that are on somewhere, and the documents that some rule looks at."""

    rules: frozenset[str]
    documents: tuple[str, ...]
    notes: tuple[str, ...]


class _Place(Record):
    """A path that stands for all of its role whose severities are alike."""

    path: str
    role: Role | None
    members: tuple[str, ...]


def left_on(
    specs: Iterable[RuleSpec],
    looked_at: Sequence[tuple[str, Role | None]],
    documents: Sequence[str],
    config: Config,
    severity_of: SeverityOf,
) -> Left:
    """Which of the enabled rules can find anything in what was looked at, and where."""
    places = _places(looked_at, config)
    rules: set[str] = set()
    seen: set[str] = set()
    for spec in specs:
        where = [place for place in places if _looks_at(spec, place.role)]
        on = [place for place in where if severity_of(spec.id, place.path, config) is not None]
        if spec.looks_at not in (DOCUMENT, PAIR, SOURCE, WAIVER):
            paths = (config.ratchet,) if spec.looks_at == RATCHET else _SOMEWHERE
            on, where = [], places
            if any(severity_of(spec.id, path, config) is not None for path in paths):
                rules.add(spec.id)
        if on or not where:
            rules.add(spec.id)
        if spec.looks_at != WAIVER:
            seen.update(path for place in on for path in place.members)
    kept = tuple(path for path in documents if path in seen)
    lost = [path for path in documents if path not in seen]
    more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
    note = f"not checked, every rule is switched off there: {', '.join(lost[:_SHOWN])}{more}"
    return Left(frozenset(rules), kept, (note,) if lost else ())


def _looks_at(spec: RuleSpec, role: Role | None) -> bool:
    """Whether a rule looks at documents of this role; ``None``: one that could not be read."""
    if spec.looks_at == DOCUMENT:
        return role in spec.roles
    if spec.looks_at == PAIR:
        return role in (Role.DOCTRINE, Role.CONTRACT)
    return spec.looks_at in (SOURCE, WAIVER)


def _places(looked_at: Sequence[tuple[str, Role | None]], config: Config) -> list[_Place]:
    groups: dict[tuple[Role | None, tuple[bool, ...]], list[str]] = {}
    for path, role in looked_at:
        matched = tuple(glob_match(row.glob, path) for row in config.per_path)
        groups.setdefault((role, matched), []).append(path)
    return [_Place(paths[0], role, tuple(paths)) for (role, _), paths in groups.items()]
