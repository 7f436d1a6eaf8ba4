"""``doctrine-check doctor``: say what is missing in this repository."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import (
    MAX_FILES,
    SKIPPED_FOLDERS,
    NothingToCheckError,
    UsageError,
    find_root,
    posix,
)
from doctrine_check.config import Config
from doctrine_check.globs import glob_match
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.doctrine.model import DocumentFacts


class Health(Record):
    """What a check found: whether all is well, and what is there or what to do."""

    well: bool
    text: str


class Patient(Record):
    """What the checks look at; ``trouble`` is why config or documents could not be read."""

    root: str
    config: Config
    trouble: str
    doctrine: DocumentFacts | None
    contract: DocumentFacts | None


def configure(parser: Parser) -> None:
    """The options of ``doctor``."""
    parser.add_argument("--root", metavar="DIR", help="root of the repository")
    parser.add_argument("--config", metavar="FILE", help="config file")


def run(options: Options) -> int:
    """Run every check; exit 1 when one of them found something missing."""
    if options.root is not None and not os.path.isdir(options.root):
        raise UsageError(f"no such folder: {options.root}")
    root = os.path.abspath(options.root) if options.root else find_root(os.getcwd())
    patient = examine_root(root, options.config)
    results = [check(patient) for check in CHECKS]
    for health in results:
        mark = "ok      " if health.well else "missing "
        sys.stdout.write(f"{mark} {health.text}\n")
    missing = sum(not health.well for health in results)
    sys.stdout.write(f"{len(results)} checks, {missing} found something missing\n")
    return int(bool(missing))


def examine_root(root: str, config: str | None) -> Patient:
    """Read config and documents; what cannot be read is remembered, not raised."""
    from doctrine_check.cli.lint import scene_of
    from doctrine_check.cli.pair import choose, jobs_for
    from doctrine_check.cli.pool import Plan, check_files
    from doctrine_check.rules.engine import FileCheck

    try:
        scene = scene_of([], root, config)
        plan = Plan(root, FileCheck(frozenset(), frozenset()))
        results = check_files(plan, jobs_for(scene.documents, scene.config), progress=False)
        chosen, _ = choose(results, scene.config)
    except (UsageError, NothingToCheckError) as error:
        return Patient(root, Config(), str(error), None, None)
    return Patient(root, scene.config, "", chosen.doctrine, chosen.contract)


def _git(patient: Patient) -> Health:
    if os.path.exists(os.path.join(patient.root, ".git")):
        return Health(well=True, text="git checkout: tracked documents are looked at")
    return Health(well=False, text="git checkout: `git init`, so that tracked documents are known")


def _config(patient: Patient) -> Health:
    if patient.trouble:
        return Health(well=False, text=f"readable config and documents: {patient.trouble}")
    if patient.config.source is None:
        return Health(
            well=False, text="config: none; `doctrine-check init` writes doctrine-check.toml"
        )
    return Health(well=True, text=f"config: {patient.config.source}, mode {patient.config.mode}")


def _doctrine(patient: Patient) -> Health:
    if patient.doctrine is None:
        return Health(
            well=False, text="performance doctrine: none; `doctrine-check init` writes a starter"
        )
    return Health(well=True, text=f"performance doctrine: {patient.doctrine.path}")


def _contract(patient: Patient) -> Health:
    if patient.contract is None:
        return Health(
            well=False, text="spec contract: none; `doctrine-check init` writes a starter"
        )
    return Health(well=True, text=f"spec contract: {patient.contract.path}")


def _hot_paths(patient: Patient) -> Health:
    rows = patient.config.hot_paths
    if not rows:
        return Health(
            well=False, text="hot-path map: empty; without one every code change stays undecided"
        )
    files = _files(patient.root)
    dead = [row.glob for row in rows if not any(glob_match(row.glob, path) for path in files)]
    if dead:
        return Health(
            well=False, text=f"hot-path map: these globs match no file: {', '.join(dead)}"
        )
    return Health(well=True, text=f"hot-path map: {len(rows)} rows")


def _files(root: str) -> list[str]:
    """The files of the repository, up to a cap that no map needs to look behind."""
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != ".git" and name not in SKIPPED_FOLDERS]
        found += [posix(os.path.relpath(os.path.join(folder, name), root)) for name in names]
        if len(found) > MAX_FILES:
            break
    return found


def _hook(patient: Patient) -> Health:
    from doctrine_check.cli.init import HOOKS, has_hook

    path = os.path.join(patient.root, HOOKS)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(1024 * 1024)
    except (OSError, UnicodeDecodeError):
        return Health(
            well=False, text=f"hook: no readable {HOOKS}; `doctrine-check init` writes one"
        )
    if not has_hook(text):
        return Health(
            well=False, text=f"hook: {HOOKS} does not run doctrine-check; `doctrine-check init`"
        )
    return Health(well=True, text=f"hook: {HOOKS} runs doctrine-check")


CHECKS: tuple[Callable[[Patient], Health], ...] = (
    _git,
    _config,
    _doctrine,
    _contract,
    _hot_paths,
    _hook,
)
"""Each part of the program adds its checks here."""
