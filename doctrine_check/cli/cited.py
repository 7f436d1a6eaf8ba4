"""The ids that the hot-path map of the config names, with their places in the config."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from doctrine_check.cli.files import posix
from doctrine_check.cli.settings import MAX_CONFIG
from doctrine_check.doctrine.ids import LeverId, PrincipleId
from doctrine_check.findings import Location
from doctrine_check.rules.context import Cited

if TYPE_CHECKING:
    from doctrine_check.cli.lint import Scene
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts


def cited_by_config(scene: Scene, doctrine: DocumentFacts) -> tuple[Cited, ...]:
    """The principles and levers that the map names and this doctrine does not have, each once."""
    named: dict[tuple[str, type[DoctrineId]], None] = {}
    for row in scene.config.hot_paths:
        named.update(((written, PrincipleId), None) for written in row.principles)
        named.update(((written, LeverId), None) for written in row.levers)
    held: set[tuple[str, type[DoctrineId]]] = set()
    held.update((str(principle.id), PrincipleId) for principle in doctrine.principles)
    held.update((str(lever.id), LeverId) for lever in doctrine.levers)
    unknown = [each for each in named if each not in held]
    if not unknown:
        return ()
    lines = _lines(scene)
    path = scene.place or posix(scene.config.source or "")
    return tuple(_cited(path, lines, written, id_type) for written, id_type in unknown)


def _lines(scene: Scene) -> list[str]:
    """The lines of the config, which was read before: this is to show where in it something is."""
    path = scene.config.source or ""
    if scene.place is not None:
        path = os.path.join(scene.root, scene.place)
    try:
        with open(path, "rb") as file:
            return file.read(MAX_CONFIG).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return []


def _cited(path: str, lines: list[str], written: str, id_type: type[DoctrineId]) -> Cited:
    """The first place where a text stands in quotes behind its key; else the file's beginning."""
    key = ""
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#"):
            continue
        for quote in "\"'":
            at = line.find(f"{quote}{written}{quote}")
            if at >= 0 and _last_key(line[:at], key) == _KEYS[id_type]:
                place = Location(path, number, at + 2, at + 2 + len(written))
                return Cited(written, id_type, place, line)
        key = _last_key(line, key)
    return Cited(written, id_type, Location(path, 1), lines[0] if lines else "")


_KEYS: dict[type[DoctrineId], str] = {PrincipleId: "principles", LeverId: "levers"}


def _last_key(text: str, before: str) -> str:
    """The key that stands last in a text, else the one before it."""
    found = max(_KEYS.values(), key=text.rfind)
    return found if found in text else before
