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
    documents_on_disk,
    find_root,
    is_document,
    posix,
)
from doctrine_check.cli.tracked import tracked_documents, work_tree
from doctrine_check.config import DEDICATED_FILE, TABLE, Config
from doctrine_check.globs import glob_match
from doctrine_check.records import Record
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.doctrine.model import DocumentFacts


class Health(Record):
    """What a check found: whether all is well, and what is there or what to do."""

    well: bool
    text: str


class Patient(Record):
    """What the checks look at, and why git, config or documents could not be read.

    ``tracked`` names the documents that git tracks, ``None`` where it does not answer; ``unread``
    is why the documents are not known, ``""`` where they are, or where there are none.
    """

    root: str
    tracked: list[str] | None
    config: Config
    git_trouble: str = ""
    config_trouble: str = ""
    documents_trouble: str = ""
    unread: str = ""
    doctrine: DocumentFacts | None = None
    contract: DocumentFacts | None = None


def configure(parser: Parser) -> None:
    """The options of ``doctor``."""
    parser.add_argument("--root", metavar="DIR", help="root of the repository")
    parser.add_argument("--config", metavar="FILE", help="config file")


def run(options: Options) -> int:
    """Run every check; exit 1 when one of them found something missing."""
    if options.root is not None and not os.path.isdir(options.root):
        raise UsageError(f"no such folder: {visible(options.root)}")
    if options.config is not None and not os.path.lexists(options.config):
        raise UsageError(f"no such config file: {visible(options.config)}")
    root = os.path.abspath(options.root) if options.root is not None else find_root(os.getcwd())
    patient = examine_root(root, options.config)
    results = [check(patient) for check in CHECKS]
    for health in results:
        mark = "ok      " if health.well else "missing "
        sys.stdout.write(f"{mark} {visible(health.text)}\n")
    missing = sum(not health.well for health in results)
    sys.stdout.write(f"{len(results)} checks, {missing} found something missing\n")
    return int(bool(missing))


def examine_root(root: str, config: str | None) -> Patient:
    """Read config and documents; what cannot be read is remembered, not raised."""
    from doctrine_check.cli.settings import load_config

    patient = Patient(root, None, Config())
    try:
        patient = patient._replace(tracked=tracked_documents(root))
    except NothingToCheckError as error:
        patient = patient._replace(git_trouble=str(error))
    try:
        patient = patient._replace(config=load_config(root, config))
    except UsageError as error:
        unread = "not known before the config can be read"
        return patient._replace(config_trouble=str(error), unread=unread)
    return _with_documents(patient, config)


def _with_documents(patient: Patient, config: str | None) -> Patient:
    from doctrine_check.cli.lint import scene_of
    from doctrine_check.cli.pair import choose, jobs_for, require_not_swapped
    from doctrine_check.cli.pool import Plan, check_files
    from doctrine_check.rules.engine import FileCheck

    try:
        scene = scene_of([], patient.root, config)
        plan = Plan(patient.root, FileCheck(frozenset(), frozenset()))
        results = check_files(
            plan, jobs_for(scene.documents, scene.config, scene.root), progress=False
        )
        chosen, _ = choose(results, scene.config)
        require_not_swapped(scene.config, scene.root)
    except NothingToCheckError as error:
        # Where there are documents, but none that git knows, a starter is not what is missing.
        unread = "not known before there are documents to look at" if _any(patient.root) else ""
        return patient._replace(documents_trouble=str(error), unread=unread)
    except UsageError as error:
        unread = "not known before that is settled"
        return patient._replace(documents_trouble=str(error), unread=unread)
    return patient._replace(doctrine=chosen.doctrine, contract=chosen.contract)


def _any(root: str) -> bool:
    try:
        return bool(documents_on_disk(root))
    except (OSError, NothingToCheckError, UsageError):
        return True


def _git(patient: Patient) -> Health:
    if work_tree(patient.root) is None:
        return Health(
            well=False, text="git checkout: none; `git init`, so that tracked documents are known"
        )
    if patient.git_trouble:
        return Health(well=False, text=f"git checkout: {patient.git_trouble}")
    if patient.tracked is None:
        return Health(
            well=False,
            text="git checkout: git does not answer here, so every document on disk is looked at; "
            "`git status` says why",
        )
    named = (patient.config.doctrine, patient.config.contract)
    unknown = [
        name
        for name in named
        if name is not None and is_document(name) and name not in patient.tracked
    ]
    if unknown:
        return Health(
            well=False,
            text=f"git checkout: {' and '.join(unknown)} not tracked yet; `git add` what belongs "
            "to the repository",
        )
    return Health(well=True, text="git checkout: tracked documents are looked at")


def _config(patient: Patient) -> Health:
    if patient.config_trouble:
        problems = "; ".join(patient.config_trouble.splitlines())
        return Health(well=False, text=f"readable config: {problems}")
    if patient.config.source is None:
        return Health(
            well=False, text=f"config: none; `doctrine-check init` writes {DEDICATED_FILE}"
        )
    return Health(well=True, text=f"config: {patient.config.source}, mode {patient.config.mode}")


def _documents(patient: Patient) -> Health:
    if patient.config_trouble:
        return Health(well=False, text=f"documents: {patient.unread}")
    if patient.documents_trouble:
        return Health(well=False, text=f"documents: {patient.documents_trouble}")
    return Health(well=True, text="documents: found and read")


def _doctrine(patient: Patient) -> Health:
    return _of_pair(patient, "performance doctrine", patient.doctrine, patient.contract)


def _contract(patient: Patient) -> Health:
    return _of_pair(patient, "spec contract", patient.contract, patient.doctrine)


def _of_pair(
    patient: Patient, what: str, facts: DocumentFacts | None, other: DocumentFacts | None
) -> Health:
    if facts is not None:
        return Health(well=True, text=f"{what}: {facts.path}")
    if patient.unread:
        return Health(well=False, text=f"{what}: {patient.unread}")
    if other is not None:
        return Health(well=False, text=f"{what}: none; write it from {other.path}")
    return Health(well=False, text=f"{what}: none; `doctrine-check init` writes a starter")


def _hot_paths(patient: Patient) -> Health:
    if patient.config_trouble:
        return Health(well=False, text=f"hot-path map: {patient.unread}")
    rows = patient.config.hot_paths
    if not rows:
        source = patient.config.source
        own = source is None or source.rpartition("/")[2] == DEDICATED_FILE
        table = "hot_paths" if own else f"tool.{TABLE}.hot_paths"
        return Health(
            well=False,
            text="hot-path map: empty, and without one every code change stays undecided; name "
            f"the files that matter for speed in [[{table}]] of {source or DEDICATED_FILE}",
        )
    files = _files(patient.root)
    dead = [row.glob for row in rows if not any(glob_match(row.glob, path) for path in files)]
    if dead:
        return Health(
            well=False, text=f"hot-path map: these globs match no file: {', '.join(dead)}"
        )
    return Health(well=True, text=f"hot-path map: {len(rows)} row{'s' if len(rows) > 1 else ''}")


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
    from doctrine_check.cli.hook import HOOKS, has_hook, read_hooks

    try:
        text = read_hooks(work_tree(patient.root) or patient.root)
    except UsageError as error:
        return Health(well=False, text=f"hook: {error}")
    if text is None:
        return Health(well=False, text=f"hook: no {HOOKS}; `doctrine-check init` writes one")
    if not has_hook(text):
        return Health(
            well=False,
            text=f"hook: {HOOKS} does not run doctrine-check; `doctrine-check init` adds it",
        )
    return Health(
        well=True, text=f"hook: {HOOKS} runs doctrine-check, in clones with `pre-commit install`"
    )


CHECKS: tuple[Callable[[Patient], Health], ...] = (
    _git,
    _config,
    _documents,
    _doctrine,
    _contract,
    _hot_paths,
    _hook,
)
"""Each part of the program adds its checks here."""
