"""A change judged by every rule about evidence, and how forgeries of its bundle are written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.changes.classify import ChangeKind, Classification, Controller, Reason
from doctrine_check.changes.obligations import ALL_FIVE, owed
from doctrine_check.config import Config
from doctrine_check.evidence.binding import bind
from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.history import seen
from doctrine_check.evidence.members import Members, of_files
from doctrine_check.rules.change_facts import ChangeFacts
from doctrine_check.rules.change_registry import CHANGE_RULES, EVIDENCE
from doctrine_check.rules.judge_change import judge
from tests.evidence.bundles import make
from tests.evidence.rule_scene import SOURCE, STARTED, changing, law_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from doctrine_check.changes.changeset import ChangeSet
    from doctrine_check.changes.obligations import Law
    from doctrine_check.rules.problem import Problem
    from tests.evidence.doctoring import Files, Forge

BASE_COMMIT, HEAD_COMMIT, OTHER_COMMIT = "1" * 40, "2" * 40, "3" * 40
EVIDENCE_RULES = frozenset(spec.id for spec in CHANGE_RULES if spec.looks_at == EVIDENCE)
MEASURED = ("src/**",)
TREES = {
    BASE_COMMIT: {SOURCE: "100644 old", "README.md": "100644 a"},
    HEAD_COMMIT: {SOURCE: "100644 new", "README.md": "100644 a"},
}


class Setting(NamedTuple):
    """What stands around a bundle: the change that it is brought for, and its repository."""

    kinds: tuple[ChangeKind, ...] = (ChangeKind.OPTIMIZATION,)
    levers: tuple[str, ...] = ("LEV-01",)
    change: ChangeSet = changing(time=int(STARTED) - 3_600)
    base: str = BASE_COMMIT
    head: str = HEAD_COMMIT
    identities: frozenset[str] = frozenset({"example/store"})
    trees: Mapping[str, Mapping[str, str]] = TREES
    seen: tuple[Files, ...] = ()
    law: Law | None = None
    config: Config = Config()
    now: float = STARTED + 86_400
    times: Mapping[str, int | None] = {}


class FakeTree:
    """The files of a commit, by name and id alone."""

    def __init__(self, commit: str, files: Mapping[str, str]) -> None:
        self.commit = commit
        self.files = files

    def paths(self) -> Sequence[str]:
        return [*self.files]

    def blob(self, path: str) -> str | None:
        return self.files.get(path)

    def read(self, path: str) -> bytes | None:  # noqa: ARG002 - nothing reads contents here
        return None

    def links(self) -> Sequence[str]:
        return ()

    def target(self, path: str) -> str | None:  # noqa: ARG002 - nothing is a link here
        return None

    def expect(self, paths: Sequence[str]) -> None:
        del paths

    def blobs_under(self, globs: Sequence[str]) -> Mapping[str, str]:
        prefixes = tuple(glob.removesuffix("**") for glob in globs)
        return {path: blob for path, blob in self.files.items() if path.startswith(prefixes)}


class FakeCommits(NamedTuple):
    """A repository that knows some commits."""

    setting: Setting

    def tree(self, commit: str) -> FakeTree | None:
        files = self.setting.trees.get(commit)
        return None if files is None else FakeTree(commit, files)

    def times(self, commits: Sequence[str]) -> Mapping[str, int]:
        known = times_in(self.setting)
        return {commit: known[commit] for commit in commits if commit in known}

    def identities(self) -> frozenset[str]:
        return self.setting.identities


def facts_in(files: Files | Members, setting: Setting) -> ChangeFacts:
    """Everything the rules may look at."""
    change = setting.change._replace(base=setting.base, head=setting.head)
    reasons = tuple(
        Reason(kind, "hot-path", True, Controller.MAINTAINERS, SOURCE, 12, "src/** is hot")
        for kind in setting.kinds
    )
    classification = Classification(setting.kinds, reasons, setting.levers)
    law = law_of() if setting.law is None else setting.law
    bundle = read_bundle(files if isinstance(files, Members) else of_files(files), "evidence")
    manifest = bundle.manifest
    return ChangeFacts(
        change,
        classification,
        owed(classification, law, ALL_FIVE).obligations,
        law,
        bundle,
        None if manifest is None else bind(manifest, change, FakeCommits(setting), MEASURED),
        None,
        setting.config,
        setting.now,
        tuple(
            known
            for number, old in enumerate(setting.seen)
            if (known := seen(read_bundle(of_files(old), f"seen/{number}"))) is not None
        ),
        commit_times=times_in(setting),
    )


def times_in(setting: Setting) -> Mapping[str, int]:
    """When the commits were made: an hour before the bundle, where the setting says nothing."""
    known = dict.fromkeys((setting.base, setting.head, *setting.trees), int(STARTED) - 3_600)
    times = {**known, **setting.times}
    return {commit: time for commit, time in times.items() if time is not None}


def judged(files: Files | Members, setting: Setting | None = None) -> dict[str, list[Problem]]:
    """The problems by rule; rules that find nothing are left out."""
    result = judge(facts_in(files, setting or Setting()), EVIDENCE_RULES)
    problems: dict[str, list[Problem]] = {}
    for item in result.found:
        problems.setdefault(item.rule, []).append(item.problem)
    return problems


class Forgery(NamedTuple):
    """One forgery of a valid bundle.

    ``rule`` has to tell it. ``also`` are the other rules that tell it as well, because what was
    forged is a number that they recompute too; no rule besides may speak. ``options`` are those of
    the valid bundle, ``around`` those of its setting.
    """

    kind: str
    how: str
    rule: str
    forge: Forge
    also: frozenset[str]
    options: Mapping[str, object]
    around: Mapping[str, object]

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.how}"

    @property
    def setting(self) -> Setting:
        return Setting(**self.around)  # type: ignore[arg-type]

    @property
    def edited(self) -> bool:
        """Whether the bundle itself is forged, not what it is brought for or measured with."""
        return self.forge is not same

    def valid(self) -> dict[str, bytes]:
        """The bundle before it is forged."""
        return make(**self.options)

    def forged(self) -> Files:
        return self.forge(self.valid())


class Row(NamedTuple):
    """A forgery before it is known of which class it is; see :class:`Forgery`."""

    how: str
    forge: Forge
    also: tuple[str, ...]
    by: str
    options: Mapping[str, object]
    around: Mapping[str, object]


def one(
    how: str,
    forge: Forge,
    *also: str,
    by: str = "",
    options: Mapping[str, object] | None = None,
    **around: object,
) -> Row:
    """A forgery; ``by`` names another rule than that of its class."""
    return Row(how, forge, also, by, options or {}, around)


def group(kind: str, rule: str, *rows: Row) -> tuple[Forgery, ...]:
    """The forgeries of a class. Rule names go without ``evidence-``."""
    return tuple(
        Forgery(
            kind,
            row.how,
            _rule(row.by or rule),
            row.forge,
            frozenset(map(_rule, row.also)),
            row.options,
            row.around,
        )
        for row in rows
    )


def _rule(short: str) -> str:
    return short if short in EVIDENCE_RULES else f"evidence-{short}"


def each(*forges: Forge) -> Forge:
    """Several edits that together are one forgery."""

    def forge(files: Files) -> Files:
        for edit in forges:
            files = edit(files)
        return files

    return forge


def same(files: Files) -> Files:
    """The bundle as it is: what is forged is the claim that it belongs here."""
    return files


def by_kind(forgeries: Iterable[Forgery]) -> Counter[str]:
    """How many forgeries there are of each class."""
    return Counter(forgery.kind for forgery in forgeries)
