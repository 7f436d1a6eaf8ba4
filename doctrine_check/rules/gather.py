"""From sources to facts: the law at the base, what the change is and owes, and its evidence.

Whoever asks brings the sources: ``change`` reads them from a local clone, the GitHub side through
its API. From here on both are judged alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.attributes import Attributes
from doctrine_check.changes.changeset import Status
from doctrine_check.changes.classify import PERFORMANCE_KINDS, Special, classify
from doctrine_check.changes.obligations import Owed, Unclear, owed
from doctrine_check.changes.shifts import (
    LawShift,
    Waived,
    config_shifts,
    document_shifts,
    waiver_shifts,
)
from doctrine_check.config import DEDICATED_FILE, Config, ConfigError
from doctrine_check.findings import Location
from doctrine_check.records import Record
from doctrine_check.rules.change_facts import ChangeFacts
from doctrine_check.rules.law_documents import Documents, LawError, Reading, documents_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doctrine_check.changes.changeset import ChangeSet, FileChange
    from doctrine_check.changes.classify import Classification
    from doctrine_check.changes.facts import Label, ReviewFacts
    from doctrine_check.changes.tree import FileTree
    from doctrine_check.evidence.binding import Binding, Commits
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.history import SeenBundle
    from doctrine_check.evidence.members import Members
    from doctrine_check.rules.ratchet import Ratchet

_MANIFEST = "manifest.json"


class Sources(Record):
    """What a change is judged from. ``head`` is ``None`` for a diff that no commit holds.

    ``law`` is the tip of the branch that the change goes to: what it holds today judges, whenever
    the change was begun. ``base`` is where the change starts, its merge base with that branch.
    ``members`` is evidence that was brought along; without it, what is committed at the head under
    the configured path counts.
    """

    change: ChangeSet
    law: FileTree
    base: FileTree
    head: FileTree | None
    members: Members | None
    evidence_name: str
    review: ReviewFacts | None
    commits: Commits | None
    seen: tuple[SeenBundle, ...]
    now: float
    reading: Reading


class Gathered(Record):
    """The facts of a change. ``bootstrap``: it brings the first doctrine of its repository.

    ``base`` are the documents that judge, ``head`` those that the change makes of the ones it
    started from; the same object where it touches none of them.
    """

    facts: ChangeFacts
    base: Documents
    head: Documents | None
    bootstrap: bool


def gather(sources: Sources) -> Gathered:
    """Everything that the rules may look at.

    Raises ConfigError for a config at the base that cannot be used, LawError where the base has
    two doctrines and names none, or has none and the change brings none, and GitError.
    """
    base = documents_at(sources.law, sources.reading)
    change = _seen_whole(sources, base)
    head = _head(sources, base)
    law = base.law
    bootstrap = law is None and head is not None and head.law is not None
    if law is None and not bootstrap:
        raise LawError(_no_law(base))
    config = base.config
    classification = classify(
        change, config.hot_paths, _special(base), _attributes(sources.law), _labels(sources.review)
    )
    due = _lawless(classification, head) if law is None else owed(classification, law, config.mode)
    bundle = _bundle(sources, config)
    facts = ChangeFacts(
        change=change,
        classification=classification,
        obligations=due.obligations,
        law=law,
        bundle=bundle,
        binding=_binding(sources, change, bundle, base),
        review=sources.review,
        config=config,
        now=sources.now,
        seen=sources.seen,
        shifts=_shifts(sources, base, head) if law is not None else (),
        unclear=due.unclear,
        commit_times=_times(sources, change, bundle),
    )
    return Gathered(facts, base, head, bootstrap)


def _labels(review: ReviewFacts | None) -> tuple[Label, ...]:
    """The labels that somebody else than the author set; what the author says is in trailers."""
    if review is None:
        return ()
    author = review.author.casefold()
    return tuple(label for label in review.labels if label.actor.casefold() != author)


def _lawless(classification: Classification, head: Documents | None) -> Owed:
    """What is owed where the change brings the first doctrine: nobody can say, of a fast path."""
    if head is None or head.doctrine is None or not classification.has(*PERFORMANCE_KINDS):
        return Owed(())
    found = "no law at the base that says so: bring the doctrine first, and this change after it"
    return Owed((), (Unclear(Location(head.doctrine.path, 1), found, empty=True),))


def _times(sources: Sources, change: ChangeSet, bundle: Bundle | None) -> Mapping[str, int]:
    """When the commits were made that change and evidence name, as far as anybody knows."""
    if bundle is None or bundle.manifest is None or sources.commits is None:
        return {}
    manifest = bundle.manifest
    named = (change.base, change.head, manifest.base_commit, manifest.measured_commit)
    return sources.commits.times(tuple(dict.fromkeys(filter(None, named))))


def _no_law(base: Documents) -> str:
    if base.doctrine is not None:
        return f"the doctrine at the base, {base.doctrine.path}, cannot be read"
    return (
        "the base has no performance doctrine, and the change brings none: merge a doctrine first "
        "(`doctrine-check init`)"
    )


def _head(sources: Sources, base: Documents) -> Documents | None:
    """The documents at the head, where the change touches any of them; else those of the base."""
    if sources.head is None:
        return None
    touched = sources.change.touched
    if touched & base.places or base.law is None or any(map(sources.reading.is_document, touched)):
        try:
            return documents_at(sources.head, sources.reading)
        except ConfigError as error:
            told = "; ".join(error.problems)
            raise LawError(f"the config at the head cannot be used: {told}") from error
    return base


def _seen_whole(sources: Sources, base: Documents) -> ChangeSet:
    """The change; what a diff alone makes of the law is a gap, for no commit holds it.

    So is a diff of nothing: whoever made it meant something. Commits that change no file are seen.
    """
    change = sources.change
    if sources.head is None and not change.files and not change.gaps:
        return change._replace(gaps=("the diff holds no change",))
    if sources.head is not None:
        return change
    gaps = list(change.gaps)
    if touched := sorted(change.touched & base.places):
        gaps.append(f"a diff alone does not show what becomes of the law in {', '.join(touched)}")
    if strange := [file.path for file in change.files if not _fits(file, sources.base)]:
        more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
        gaps.append(
            f"the diff does not fit the base {sources.base.commit[:12]}: {strange[0]}{more} is not "
            "there as it says; write paths with a/ and b/ before them, and name the base by --base"
        )
    return change._replace(gaps=tuple(gaps))


def _fits(file: FileChange, base: FileTree) -> bool:
    """Whether the base holds what a diff takes away or changes, and lacks what it adds."""
    if file.status is Status.ADDED:
        return base.blob(file.path) is None
    return base.blob(file.old_path or file.path) is not None


def _shifts(sources: Sources, base: Documents, head: Documents | None) -> tuple[LawShift, ...]:
    """What the change does to the law that it started from, which may have moved on since."""
    if head is None or head is base:
        return ()
    started = base
    if sources.base.commit != sources.law.commit:
        started = documents_at(sources.base, sources.reading)
    return tuple(_between(started, head))


def _between(base: Documents, head: Documents) -> Iterator[LawShift]:
    yield from config_shifts(base.config, head.config)
    yield from _accepted(base.ratchet, head.ratchet)
    for old, new in ((base.doctrine, head.doctrine), (base.contract, head.contract)):
        if old is None or old.facts is None:
            continue
        yield from document_shifts(old.facts, new.facts if new is not None else None)
        if new is not None and new.facts is not None:
            yield from waiver_shifts(
                Waived(old.path, old.waivers, old.facts.document.lines),
                Waived(new.path, new.waivers, new.facts.document.lines),
            )


def _accepted(old: Ratchet | None, new: Ratchet | None) -> Iterator[LawShift]:
    """Findings that the ratchet of the head lets pass, and that of the base does not."""
    if new is None:
        return
    known = {entry.fingerprint for entry in old.entries} if old is not None else set()
    for entry in new.entries:
        if entry.fingerprint not in known:
            what = f"ratchet: none -> {entry.rule} accepted in {entry.path}"
            place = Location(new.path, entry.line)
            yield LawShift("loosens", weakens=True, subject=entry.rule, what=what, place=place)


def _special(base: Documents) -> Special:
    config = base.config
    return Special(
        doctrine=base.doctrine.path if base.doctrine is not None else config.doctrine,
        contract=base.contract.path if base.contract is not None else config.contract,
        config=config.source or DEDICATED_FILE,
        budgets=config.budgets,
    )


def _attributes(tree: FileTree) -> Attributes:
    """What ``.gitattributes`` of the base say.

    They only excuse files; one that cannot be read says nothing, and so excuses none.
    """
    texts: dict[str, str] = {}
    for path in tree.paths():
        if path == ".gitattributes" or path.endswith("/.gitattributes"):
            data = tree.read(path)
            if data is not None:
                texts[path] = data.decode("utf-8", "replace")
    return Attributes(texts)


def _bundle(sources: Sources, config: Config) -> Bundle | None:
    """The evidence that was brought, or that is committed at the head."""
    if sources.members is not None:
        from doctrine_check.evidence.bundle import read_bundle

        return read_bundle(sources.members, sources.evidence_name)
    if sources.head is None:
        return None
    folder = config.evidence_path.rstrip("/") + "/"
    head = sources.head
    names = [
        path.removeprefix(folder)
        for path in (*head.paths(), *head.links())
        if path.startswith(folder)
    ]
    if _MANIFEST not in names:
        return None
    from doctrine_check.evidence.bundle import read_bundle
    from doctrine_check.evidence.members import read_each

    return read_bundle(read_each(names, lambda name: head.read(folder + name)), folder.rstrip("/"))


def _binding(
    sources: Sources, change: ChangeSet, bundle: Bundle | None, base: Documents
) -> Binding | None:
    if bundle is None or bundle.manifest is None or sources.commits is None:
        return None
    globs = [row.glob for row in base.config.hot_paths]
    globs += _special(base).benchmarks
    from doctrine_check.evidence.binding import bind, paths_in

    trees = [tree for tree in (sources.head, sources.base) if tree is not None]
    commands = (measurement.command for measurement in bundle.measurements())
    named = [path for path in paths_in(commands) if any(tree.blob(path) for tree in trees)]
    return bind(bundle.manifest, change, sources.commits, globs, named)
