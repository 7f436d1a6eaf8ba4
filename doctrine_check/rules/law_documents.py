"""Config, doctrine and contract as one commit has them, wherever its files are read from.

By this law changes are judged, so whatever could hide a part of it is said and never skipped: a
document that cannot be read may be the doctrine.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from doctrine_check.changes.obligations import Law
from doctrine_check.config import (
    DEDICATED_FILE,
    PROJECT_FILE,
    Config,
    ConfigError,
    like_ours,
    parse_config,
)
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.glance import surely_other
from doctrine_check.doctrine.model import Role
from doctrine_check.records import Record
from doctrine_check.rules.ratchet import RatchetError, read_ratchet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from doctrine_check.changes.tree import FileTree
    from doctrine_check.doctrine.examine import Examined
    from doctrine_check.rules.ratchet import Ratchet

MAX_DOCUMENTS = 5000
MAX_LINKS = 8
"""Longest chain of symbolic links that is followed."""


class LawError(Exception):
    """Nobody can say by which law the change is to be judged."""


class Documents(Record):
    """Config and performance documents at one commit.

    ``data`` holds their bytes by path, ``known`` the names of all files of the commit. ``links``
    maps the symbolic links that lead to documents to where they lead. ``budgets``: the config names
    a budgets file, and it states a budget. ``ratchet`` holds the findings that are let pass.
    """

    commit: str
    config: Config
    doctrine: Examined | None
    contract: Examined | None
    data: Mapping[str, bytes]
    known: frozenset[str]
    links: Mapping[str, str]
    budgets: bool
    ratchet: Ratchet | None

    @property
    def law(self) -> Law | None:
        """The law they state; ``None`` without a doctrine that can be read."""
        if self.doctrine is None or self.doctrine.facts is None:
            return None
        return Law(self.doctrine.facts, self.contract.facts if self.contract else None)

    @property
    def places(self) -> set[str]:
        """Where this law stands, or may come to stand."""
        config = self.config
        named = {config.doctrine, config.contract, config.budgets, config.ratchet}
        named |= {each.path for each in (self.doctrine, self.contract) if each is not None}
        paths = {path for path in named if path is not None}
        return {DEDICATED_FILE, PROJECT_FILE, *paths, *self.links, *self.links.values()}


class Reading(Record):
    """How whoever asks reads a repository.

    ``is_document`` says where documents may stand that no config names; ``holds_budget`` whether
    the bytes of a budgets file, of this name, state a budget.
    """

    is_document: Callable[[str], bool]
    holds_budget: Callable[[str, bytes], bool]
    rule_ids: Sequence[str]


class _Found(Record):
    """A file that may be one of the two documents; ``role`` is what the config calls it."""

    path: str
    role: Role | None


def documents_at(tree: FileTree, reading: Reading) -> Documents:
    """Config, doctrine and contract at a commit. Raises ConfigError, LawError, GitError."""
    config = config_at(tree, reading.rule_ids)
    links: dict[str, str] = {}
    found = _candidates(tree, config, reading.is_document, links)
    known = frozenset(tree.paths())
    tree.expect([path for path, _ in found])
    read: dict[str, bytes] = {}
    examined: list[Examined] = []
    for path, role in found:
        data = tree.read(path)
        if data is None:
            raise LawError(
                f"{path} at {tree.commit[:12]} cannot be read: it is too large, or missing from "
                "this clone, and it may be the law; fetch it, or name doctrine and contract in the "
                "config"
            )
        if role is None and surely_other(data):
            continue
        examined.append(examine(path, data, known.__contains__, role))
        read[path] = data
    roles = {path: role for path, role in found if role is not None}
    doctrine, contract = (
        _only(examined, role, roles, tree) for role in (Role.DOCTRINE, Role.CONTRACT)
    )
    if doctrine is None or contract is None:
        _require_readable(examined, tree)
    chosen = {each.path: read[each.path] for each in (doctrine, contract) if each is not None}
    stated = None if config.budgets is None else tree.read(config.budgets)
    budgets = stated is not None and reading.holds_budget(config.budgets or "", stated)
    ratchet = _ratchet(tree, config)
    return Documents(
        tree.commit, config, doctrine, contract, chosen, known, links, budgets, ratchet
    )


def _candidates(
    tree: FileTree, config: Config, is_document: Callable[[str], bool], links: dict[str, str]
) -> list[_Found]:
    """The files to read, each once; fills ``links``. Raises LawError."""
    named = {config.doctrine: Role.DOCTRINE, config.contract: Role.CONTRACT}
    whole = config.doctrine is not None and config.contract is not None
    regular = frozenset(tree.paths())
    wanted: dict[str, Role | None] = {}
    for path in (*regular, *tree.links()):
        role = named.get(path)
        if role is None and (whole or not is_document(path)):
            continue
        target = path if path in regular else followed(tree, path)
        if target is None and role is not None:
            raise LawError(
                f"{path} at {tree.commit[:12]} is a link that leads to no file of this commit"
            )
        if target is None:
            continue  # nothing of this commit stands there
        if target != path:
            links[path] = target
        wanted[target] = role or wanted.get(target)
    if len(wanted) > MAX_DOCUMENTS:
        raise LawError(f"expected at most {MAX_DOCUMENTS:,} documents, found {len(wanted):,}")
    return [_Found(path, role) for path, role in sorted(wanted.items())]


def followed(tree: FileTree, path: str) -> str | None:
    """The regular file of the commit that a symbolic link leads to. Raises GitError."""
    regular = frozenset(tree.paths())
    for _ in range(MAX_LINKS):
        target = tree.target(path)
        if target is None:
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if path in regular:
            return path
    return None


def _only(
    examined: Sequence[Examined], role: Role, roles: Mapping[str, Role], tree: FileTree
) -> Examined | None:
    """The one document of a role: the one that the config calls so, else by what they hold."""
    if role in roles.values():
        return next(each for each in examined if roles.get(each.path) is role)
    held = [each for each in examined if each.facts is not None and each.facts.role is role]
    # A page whose example a fence swallows is no second doctrine.
    whole = [each for each in held if each.facts is None or each.facts.swallowed is None]
    held = whole or held
    if len(held) > 1:
        raise LawError(
            f"found {len(held)} documents at {tree.commit[:12]} that are a {role.value}: "
            f"{', '.join(each.path for each in held)}; name one in the config"
        )
    return held[0] if held else None


def _require_readable(examined: Sequence[Examined], tree: FileTree) -> None:
    """Raises LawError where one of the two is missing and may be what cannot be read."""
    damaged = [each for each in examined if each.problem is not None]
    if damaged:
        raise LawError(
            f"{damaged[0].path} at {tree.commit[:12]} cannot be read as a document, and it may be "
            "the law that is missing there; name doctrine and contract in the config, or repair it"
        )


def _ratchet(tree: FileTree, config: Config) -> Ratchet | None:
    """The ratchet of the commit. Raises ConfigError, LawError for one that cannot be used."""
    if tree.blob(config.ratchet) is None:
        return None
    data = tree.read(config.ratchet)
    if data is None:
        raise LawError(f"{config.ratchet} at {tree.commit[:12]} cannot be read")
    try:
        return read_ratchet(config.ratchet, data.decode("utf-8-sig"))
    except (UnicodeDecodeError, RatchetError) as error:
        raise ConfigError([f"{config.ratchet} at {tree.commit[:12]}: {error}"]) from error


def config_at(tree: FileTree, rule_ids: Sequence[str]) -> Config:
    """The config of a commit. Raises ConfigError, LawError for one out of reach, GitError."""
    top = (path for path in (*tree.paths(), *tree.links()) if "/" not in path)
    strays = like_ours(sorted(top))
    if strays:
        raise ConfigError([f"{stray} (at {tree.commit[:12]})" for stray in strays])
    found: list[Config] = []
    for source in (DEDICATED_FILE, PROJECT_FILE):
        if tree.blob(source) is None:
            continue
        place = source if tree.target(source) is None else followed(tree, source)
        data = None if place is None else tree.read(place)
        if data is None:
            raise LawError(f"{source} at {tree.commit[:12]} cannot be read")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ConfigError([f"{source} at {tree.commit[:12]} is no UTF-8: {error}"]) from error
        config = parse_config(source, text, rule_ids)
        if config is not None:
            found.append(config)
    if len(found) > 1:
        raise ConfigError([f"both {found[0].source} and {found[1].source} configure this at once"])
    return found[0] if found else Config()
