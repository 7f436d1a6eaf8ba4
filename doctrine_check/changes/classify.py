"""What kind of change it is, and why: maps, trailers, labels and paths decide; signals only ask.

Each kind has its reasons, and each reason says who controls the signal. Words in messages and
shapes in code never decide: at most they make a change *suspect*, which asks for a declaration.
What could not be seen, and what no path decides, is *unknown*.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from doctrine_check.changes.facts import TRIAGING
from doctrine_check.changes.languages import (
    PathRole,
    is_generated_path,
    is_vendored_path,
    role_of,
)
from doctrine_check.changes.signals import ENOUGH, ask
from doctrine_check.globs import glob_match
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.changes.changeset import ChangeSet, Commit, FileChange
    from doctrine_check.changes.facts import Label
    from doctrine_check.config import HotPath


class ChangeKind(Enum):
    """What a change is, as far as performance law cares."""

    PERFORMANCE = "performance-affecting"
    OPTIMIZATION = "optimization"
    TUNED_PATH = "tuned-path"
    SECURITY = "security-instrumentation"
    BUDGET = "budget"
    BASELINE = "baseline"
    DOCTRINE = "doctrine"
    NEUTRAL = "neutral"
    SUSPECT = "suspect"
    UNKNOWN = "unknown"


PERFORMANCE_KINDS = (
    ChangeKind.PERFORMANCE,
    ChangeKind.OPTIMIZATION,
    ChangeKind.TUNED_PATH,
    ChangeKind.SECURITY,
)
"""The kinds that a map row, a trailer and a label may name, the weakest first."""


class Controller(Enum):
    """Who can bring a signal about."""

    MAINTAINERS = "maintainers"
    AUTHOR = "author"
    ANYONE = "anyone"


class Reason(Record):
    """Why a change has a kind. ``path`` is empty where a message or a label says it.

    ``line`` counts in the new file, for removed lines in the old one; 0 where there is none.
    """

    kind: ChangeKind
    signal: str
    decisive: bool
    controller: Controller
    path: str
    line: int
    text: str


class Declaration(Record):
    """What the author declares in a trailer; kind ``None`` declares "none"."""

    kind: ChangeKind | None
    reason: str
    commit: str


class Malformed(Record):
    """A trailer of ours that says nothing that can be understood."""

    commit: str
    key: str
    value: str
    expected: str


class Classification(Record):
    """The kinds of a change in the order of ``ChangeKind``, and all that speaks for them.

    ``declared`` is the strongest declaration. A declared "none" leaves suspect and unknown as they
    are: what it excuses is for the rules to say. ``levers`` are those that trailers claim.
    """

    kinds: tuple[ChangeKind, ...]
    reasons: tuple[Reason, ...]
    levers: tuple[str, ...] = ()
    declared: Declaration | None = None
    malformed: tuple[Malformed, ...] = ()

    def has(self, *kinds: ChangeKind) -> bool:
        """Whether it is any of these kinds."""
        return any(kind in self.kinds for kind in kinds)


class Special(Record):
    """The files that are law themselves, or what the law is measured by. Tuples hold globs."""

    doctrine: str | None = None
    contract: str | None = None
    config: str | None = None
    budgets: str | None = None
    baselines: tuple[str, ...] = ("perf/baseline*.json",)
    policies: tuple[str, ...] = ("perf/policy*.yaml", "perf/policy*.toml", "perf/policy*.json")
    benchmarks: tuple[str, ...] = ("perf/benchmarks.yaml",)


class Attributed(Protocol):
    """What ``.gitattributes`` at the base say of paths."""

    def generated(self, path: str) -> bool:
        """Whether the file is generated."""
        ...

    def vendored(self, path: str) -> bool:
        """Whether the file is somebody else's."""
        ...


_IMPACT, _LEVER = "perf-impact", "perf-lever"
_NONE = "none"
_DECLARABLE = {kind.value: kind for kind in PERFORMANCE_KINDS}
_LABELS = _DECLARABLE | {"performance": ChangeKind.PERFORMANCE, "perf": ChangeKind.PERFORMANCE}
_LABEL_PREFIXES = ("perf-impact:", "perf-impact/", "impact:", "kind/", "type:", "topic:", "area:")
_TEXT = 200


def classify(
    change: ChangeSet,
    hot_paths: tuple[HotPath, ...],
    special: Special,
    attributes: Attributed,
    labels: Iterable[Label] = (),
) -> Classification:
    """The kinds of a change with their reasons.

    Map, special files and attributes are those of the base, so that the change cannot choose them.
    """
    declarations, levers, malformed = _trailers(change.commits)
    reasons = [
        *_from_paths(change.files, hot_paths, special),
        *_from_labels(labels),
        *(_declared(item) for item in declarations if item.kind is not None),
        *(_claimed(lever, commit) for lever, commit in levers),
    ]
    reasons += _unseen(change, {reason.path for reason in reasons}, attributes)
    reasons += _asking(change, attributes)
    return Classification(
        _kinds(reasons),
        tuple(reasons),
        tuple(dict.fromkeys(lever for lever, _ in levers)),
        max(declarations, key=_strength, default=None),
        tuple(malformed),
    )


def _decided(
    kind: ChangeKind,
    signal: str,
    controller: Controller,
    text: str,
    path: str = "",
    line: int = 0,
) -> Reason:
    return Reason(
        kind, signal, decisive=True, controller=controller, path=path, line=line, text=text
    )


def _kinds(reasons: list[Reason]) -> tuple[ChangeKind, ...]:
    """The kinds that the reasons give; what is decided need not be suspected."""
    found = {reason.kind for reason in reasons}
    decided = found & {*PERFORMANCE_KINDS, ChangeKind.NEUTRAL}
    if decided:
        found.discard(ChangeKind.SUSPECT)
    if len(found) > 1:
        found.discard(ChangeKind.NEUTRAL)
    return tuple(kind for kind in ChangeKind if kind in found) or (ChangeKind.NEUTRAL,)


def _strength(declaration: Declaration) -> int:
    kind = declaration.kind
    return -1 if kind is None else PERFORMANCE_KINDS.index(kind)


def _from_paths(
    files: tuple[FileChange, ...], hot_paths: tuple[HotPath, ...], special: Special
) -> Iterator[Reason]:
    rows = tuple(_special_rows(special))
    for file in files:
        for path in file.paths:
            line = _first_line(file)
            for glob, kind, signal in rows:
                if glob_match(glob, path):
                    text = f"{path} is the {signal} of this repository"
                    yield _decided(kind, signal, Controller.MAINTAINERS, text, path, line)
            for row in hot_paths:
                if glob_match(row.glob, path):
                    owner = f", {row.subsystem}" if row.subsystem else ""
                    text = f'{path} lies on the hot-path map: "{row.glob}"{owner}'
                    kind = _DECLARABLE[row.kind]
                    yield _decided(kind, "hot-path", Controller.MAINTAINERS, text, path, line)


def _special_rows(special: Special) -> Iterator[tuple[str, ChangeKind, str]]:
    """Globs of the files that decide by themselves."""
    single = (
        (special.doctrine, ChangeKind.DOCTRINE, "doctrine"),
        (special.contract, ChangeKind.DOCTRINE, "spec contract"),
        (special.config, ChangeKind.DOCTRINE, "configuration"),
        (special.budgets, ChangeKind.BUDGET, "budgets file"),
    )
    yield from ((path, kind, signal) for path, kind, signal in single if path is not None)
    several = (
        (special.baselines, ChangeKind.BASELINE, "baseline"),
        (special.policies, ChangeKind.BUDGET, "gate policy"),
        (special.benchmarks, ChangeKind.BASELINE, "benchmark spec"),
    )
    for globs, kind, signal in several:
        yield from ((glob, kind, signal) for glob in globs)


def _first_line(file: FileChange) -> int:
    """The first changed line of a file; 0 where none is seen."""
    for hunk in file.hunks:
        for number, _ in (*hunk.added(), *hunk.removed()):
            return number
    return 0


def _from_labels(labels: Iterable[Label]) -> Iterator[Reason]:
    """What labels of people with a role say; "none" clears a suspicion, never the map."""
    for label in labels:
        name = label.name.strip().casefold()
        for prefix in _LABEL_PREFIXES:
            name = name.removeprefix(prefix).strip()
        kind = ChangeKind.NEUTRAL if name == _NONE else _LABELS.get(name)
        if name == _NONE and not label.name.casefold().startswith(_IMPACT):
            continue
        if kind is None or label.role not in TRIAGING:
            continue
        text = f'{label.actor} ({label.role}) set the label "{label.name}"'
        yield _decided(kind, "label", Controller.MAINTAINERS, text)


def _trailers(
    commits: tuple[Commit, ...],
) -> tuple[list[Declaration], list[tuple[str, str]], list[Malformed]]:
    """What the trailers of all commits declare and claim, and those that cannot be understood."""
    declarations: list[Declaration] = []
    levers: list[tuple[str, str]] = []
    malformed: list[Malformed] = []
    for commit in commits:
        for trailer in commit.trailers:
            key = trailer.key.casefold()
            if key == _IMPACT:
                declaration = _declaration(trailer.value, commit.id)
                if declaration is not None:
                    declarations.append(declaration)
                    continue
                expected = f"{' | '.join((_NONE, *_DECLARABLE))}[; reason=TEXT]"
            elif key == _LEVER:
                claimed = [lever.strip().upper() for lever in trailer.value.split(",")]
                if all(map(_is_lever, claimed)):
                    levers += [(lever, commit.id) for lever in claimed]
                    continue
                expected = "LEV-nn"
            else:
                continue
            malformed.append(Malformed(commit.id, trailer.key, trailer.value[:_TEXT], expected))
    return declarations, levers, malformed


def _declaration(value: str, commit: str) -> Declaration | None:
    name, _, rest = value.partition(";")
    name = name.strip().casefold()
    if name != _NONE and name not in _DECLARABLE:
        return None
    key, equals, reason = rest.partition("=")
    if rest.strip() and (key.strip().casefold() != "reason" or not equals):
        return None
    return Declaration(_DECLARABLE.get(name), reason.strip(), commit)


def _is_lever(text: str) -> bool:
    digits = text.removeprefix("LEV-")
    return text.startswith("LEV-") and digits.isascii() and digits.isdigit() and len(digits) <= 4


def _declared(declaration: Declaration) -> Reason:
    kind = declaration.kind or ChangeKind.NEUTRAL
    why = f": {declaration.reason[:_TEXT]}" if declaration.reason else ""
    text = f"commit {declaration.commit[:12]} declares Perf-Impact: {kind.value}{why}"
    return _decided(kind, _IMPACT, Controller.AUTHOR, text)


def _claimed(lever: str, commit: str) -> Reason:
    text = f"commit {commit[:12]} claims {lever}"
    return _decided(ChangeKind.OPTIMIZATION, _LEVER, Controller.AUTHOR, text)


def _unseen(change: ChangeSet, decided: set[str], attributes: Attributed) -> Iterator[Reason]:
    """What could not be seen, save where a path has decided already."""
    unknown = ChangeKind.UNKNOWN
    for gap in change.gaps:
        yield _decided(unknown, "gap", Controller.ANYONE, gap)
    for file in change.files:
        why = _why_unseen(file, attributes)
        if why is not None and not decided.intersection(file.paths):
            text = f"{file.path} could not be seen: {why}"
            yield _decided(unknown, "unseen", Controller.ANYONE, text, file.path)


def _why_unseen(file: FileChange, attributes: Attributed) -> str | None:
    """Source code of which git shows no lines is as unseen as what is not there."""
    if file.submodule:
        return "it is a submodule: the commits that it brings are not part of this change"
    hidden = file.binary and any(is_product(path, attributes) for path in file.paths)
    if hidden and file.unseen is None:
        return (
            "git takes this source file for a binary one and shows no lines of it: keep it in "
            "UTF-8 and without NUL bytes"
        )
    return file.unseen


def _asking(change: ChangeSet, attributes: Attributed) -> Iterator[Reason]:
    """What words and shapes ask about product code, when it adds up to a suspicion."""
    product = tuple(file for file in change.files if is_product(file.path, attributes))
    suspicion = ask(change, product)
    for hit in suspicion.hits if suspicion.raised else ():
        signal = hit.signal
        worth = f"{signal.points:+d} points: " if signal.points < ENOUGH else ""
        text = worth + signal.about + (f": {hit.text}" if hit.text else "")
        yield Reason(
            kind=ChangeKind.SUSPECT,
            signal=signal.id,
            decisive=False,
            controller=Controller.ANYONE,
            path=hit.path,
            line=hit.line,
            text=text,
        )


def is_product(path: str, attributes: Attributed) -> bool:
    """Whether signals look at a file: product code that the project's people write."""
    if role_of(path) is not PathRole.PRODUCT:
        return False
    return not (
        is_generated_path(path)
        or is_vendored_path(path)
        or attributes.generated(path)
        or attributes.vendored(path)
    )
