"""A change, the law and a made bundle, as the rules about evidence see them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.changes.changeset import ChangeSet, Commit, FileChange, Hunk, Status
from doctrine_check.changes.classify import ChangeKind, Classification
from doctrine_check.changes.obligations import Law
from doctrine_check.config import Config
from doctrine_check.doctrine.examine import examine
from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.members import Members
from doctrine_check.rules.change_facts import ChangeFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doctrine_check.rules.problem import Problem

ROOT = Path(__file__).resolve().parents[2]
DOCTRINE = "docs/doctrine/performance_and_velocity.md"
STARTED = 1_767_225_600.0
RULES = (
    "percentile_order", "percentiles", "throughput", "improvement", "sample_count", "environment",
    "command", "tail", "unchanged", "series", "units", "time", "hotspots", "profile_unrelated",
    "profile_elsewhere", "profile_empty", "conformance", "oracle", "coverage", "overhead", "claim",
    "lever_ratio", "lever_surplus", "budget",
)  # fmt: skip
SOURCE = "src/store/cache.py"
ADDED = ("def lookup(key):", "    # a comment", "    return table[key]")


@cache
def law_of(text: str | None = None) -> Law:
    """The law of this project, or of a doctrine with this text."""
    data = (ROOT / DOCTRINE).read_bytes() if text is None else text.encode()
    facts = examine(DOCTRINE, data, lambda _path: True).facts
    assert facts is not None
    return Law(facts, None)


def edited_law(find: str, replace: str) -> Law:
    """The law of this project after an edit."""
    text = (ROOT / DOCTRINE).read_text(encoding="utf-8")
    assert find in text
    return law_of(text.replace(find, replace))


def changing(
    path: str = SOURCE,
    lines: tuple[str, ...] = ADDED,
    start: int = 12,
    status: Status = Status.MODIFIED,
    time: int = 0,
) -> ChangeSet:
    """A change that adds lines to one file."""
    hunk = Hunk(start, 0, start, len(lines), "", tuple(f"+{line}" for line in lines))
    commit = Commit("2" * 40, "faster", (), time)
    return ChangeSet("1" * 40, "2" * 40, (FileChange(path, status, hunks=(hunk,)),), (commit,))


class Around(NamedTuple):
    """What stands around a bundle."""

    kinds: tuple[ChangeKind, ...] = (ChangeKind.OPTIMIZATION,)
    levers: tuple[str, ...] = ()
    change: ChangeSet = changing()
    law: Law | None = None
    config: Config = Config()
    now: float = STARTED + 86_400


def facts_of(files: Mapping[str, bytes], **around: object) -> ChangeFacts:
    """The facts of a bundle given by its files; ``around`` is as in :class:`Around`."""
    scene = Around(**around)  # type: ignore[arg-type]
    return ChangeFacts(
        scene.change,
        Classification(scene.kinds, (), scene.levers),
        (),
        law_of() if scene.law is None else scene.law,
        read_bundle(Members(dict(files)), "evidence"),
        None,
        None,
        scene.config,
        scene.now,
        commit_times={each.id: each.time for each in scene.change.commits if each.time > 0},
    )


def found_by(rule: str, facts: ChangeFacts) -> list[Problem]:
    """The problems of one rule, by its stem without ``evidence_``."""
    return [*import_module(f"doctrine_check.rules.evidence_{rule}").check(facts)]


def rules_that_find(facts: ChangeFacts) -> set[str]:
    """The rules that find something."""
    return {rule for rule in RULES if found_by(rule, facts)}
