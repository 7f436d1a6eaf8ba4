"""From sources to facts: the law at the base, what the change is and owes, and its evidence.

Whoever asks brings the sources: ``change`` reads them from a local clone, the GitHub side through
its API. From here on both are judged alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.attributes import Attributes
from doctrine_check.changes.classify import Special, classify
from doctrine_check.changes.obligations import Law, Owed, owed
from doctrine_check.changes.shifts import config_shifts, document_shifts, waiver_shifts
from doctrine_check.config import DEDICATED_FILE, PROJECT_FILE, Config, ConfigError, parse_config
from doctrine_check.doctrine.examine import Examined, examine
from doctrine_check.doctrine.model import Role
from doctrine_check.evidence.binding import bind
from doctrine_check.evidence.bundle import Bundle, read_bundle
from doctrine_check.evidence.members import of_files
from doctrine_check.records import Record
from doctrine_check.rules.change_facts import ChangeFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from doctrine_check.changes.changeset import ChangeSet
    from doctrine_check.changes.facts import ReviewFacts
    from doctrine_check.changes.shifts import LawShift
    from doctrine_check.changes.tree import FileTree
    from doctrine_check.evidence.binding import Binding, Commits
    from doctrine_check.evidence.history import SeenBundle
    from doctrine_check.evidence.members import Members

MAX_DOCUMENTS = 5000
_MANIFEST = "manifest.json"


class LawError(Exception):
    """Nobody can say by which law the change is to be judged."""


class Documents(Record):
    """Config and performance documents at one commit.

    ``data`` holds their bytes by path, ``known`` the names of all files of the commit.
    """

    config: Config
    doctrine: Examined | None
    contract: Examined | None
    data: Mapping[str, bytes]
    known: frozenset[str]

    @property
    def law(self) -> Law | None:
        """The law they state; ``None`` without a doctrine that can be read."""
        if self.doctrine is None or self.doctrine.facts is None:
            return None
        return Law(self.doctrine.facts, self.contract.facts if self.contract else None)


class Sources(Record):
    """What a change is judged from. ``head`` is ``None`` for a diff that no commit holds.

    ``members`` is evidence that was brought along; without it, what is committed at the head under
    the configured path counts. ``is_document`` says where documents may stand.
    """

    change: ChangeSet
    base: FileTree
    head: FileTree | None
    members: Members | None
    evidence_name: str
    review: ReviewFacts | None
    commits: Commits | None
    seen: tuple[SeenBundle, ...]
    now: float
    is_document: Callable[[str], bool]
    rule_ids: Sequence[str]


class Gathered(Record):
    """The facts of a change. ``bootstrap``: it brings the first doctrine of its repository."""

    facts: ChangeFacts
    base: Documents
    head: Documents | None
    bootstrap: bool


def gather(sources: Sources) -> Gathered:
    """Everything that the rules may look at.

    Raises ConfigError for a config at the base that cannot be used, LawError where the base has
    two doctrines and names none, or has none and the change brings none, and GitError.
    """
    base = documents_at(sources.base, sources)
    change = _seen_whole(sources, base)
    head = _head(sources, base)
    law = base.law
    bootstrap = law is None and head is not None and head.law is not None
    if law is None and not bootstrap:
        raise LawError(_no_law(base))
    config = base.config
    labels = sources.review.labels if sources.review is not None else ()
    classification = classify(
        change, config.hot_paths, _special(base), _attributes(sources.base), labels
    )
    due = owed(classification, law, config.mode) if law is not None else Owed(())
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
        shifts=tuple(_shifts(base, head)) if law is not None else (),
        unknown_rows=due.unknown,
    )
    return Gathered(facts, base, head, bootstrap)


def _no_law(base: Documents) -> str:
    if base.doctrine is not None:
        return f"the doctrine at the base, {base.doctrine.path}, cannot be read"
    return (
        "the base has no performance doctrine, and the change brings none: merge a doctrine first "
        "(`doctrine-check init`)"
    )


def documents_at(tree: FileTree, sources: Sources) -> Documents:
    """Config, doctrine and contract at a commit. Raises ConfigError, LawError, GitError."""
    config = config_at(tree, sources.rule_ids)
    paths = tree.paths()
    known = frozenset(paths)
    read: dict[str, bytes] = {}
    found: dict[Role, list[Examined]] = {Role.DOCTRINE: [], Role.CONTRACT: []}
    named = {config.doctrine: Role.DOCTRINE, config.contract: Role.CONTRACT}
    whole = config.doctrine is not None and config.contract is not None
    wanted = [path for path in paths if path in named or (not whole and sources.is_document(path))]
    if len(wanted) > MAX_DOCUMENTS:
        raise LawError(f"expected at most {MAX_DOCUMENTS:,} documents, found {len(wanted):,}")
    for path in wanted:
        data = tree.read(path)
        if data is None:
            if path in named:
                raise LawError(f"{path} at {tree.commit[:12]} cannot be read")
            continue
        examined = examine(path, data, known.__contains__, named.get(path))
        role = examined.facts.role if examined.facts is not None else named.get(path)
        if role in found:
            found[role].append(examined)
            read[path] = data
    return Documents(
        config,
        _only(found[Role.DOCTRINE], config.doctrine, tree),
        _only(found[Role.CONTRACT], config.contract, tree),
        read,
        known,
    )


def _only(found: list[Examined], named: str | None, tree: FileTree) -> Examined | None:
    if named is not None:
        return next((examined for examined in found if examined.path == named), None)
    if len(found) > 1:
        raise LawError(
            f"found {len(found)} documents at {tree.commit[:12]} that could be it: "
            f"{', '.join(examined.path for examined in found)}; name one in the config"
        )
    return found[0] if found else None


def config_at(tree: FileTree, rule_ids: Sequence[str]) -> Config:
    """The config of a commit. Raises ConfigError."""
    found: list[Config] = []
    for source in (DEDICATED_FILE, PROJECT_FILE):
        data = tree.read(source)
        if data is None:
            if tree.blob(source) is not None and source == DEDICATED_FILE:
                raise ConfigError([f"{source} at {tree.commit[:12]} cannot be read"])
            continue
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


def _head(sources: Sources, base: Documents) -> Documents | None:
    """The documents at the head, where the change touches any of them; else those of the base."""
    if sources.head is None:
        return None
    touched = sources.change.touched
    if touched & _law_paths(base) or base.law is None or any(map(sources.is_document, touched)):
        try:
            return documents_at(sources.head, sources)
        except ConfigError as error:
            told = "; ".join(error.problems)
            raise LawError(f"the config at the head cannot be used: {told}") from error
    return base


def _law_paths(base: Documents) -> set[str]:
    """Where the law stands, or may come to stand."""
    named = {base.config.doctrine, base.config.contract}
    named |= {each.path for each in (base.doctrine, base.contract) if each is not None}
    return {DEDICATED_FILE, PROJECT_FILE, *(path for path in named if path is not None)}


def _seen_whole(sources: Sources, base: Documents) -> ChangeSet:
    """The change; what a diff alone makes of the law is a gap, for no commit holds it."""
    change = sources.change
    touched = sorted(change.touched & _law_paths(base))
    if sources.head is not None or not touched:
        return change
    gap = f"a diff alone does not show what becomes of the law in {', '.join(touched)}"
    return change._replace(gaps=(*change.gaps, gap))


def _shifts(base: Documents, head: Documents | None) -> Iterator[LawShift]:
    if head is None or head is base:
        return
    yield from config_shifts(base.config, head.config)
    for old, new in ((base.doctrine, head.doctrine), (base.contract, head.contract)):
        if old is None or old.facts is None:
            continue
        yield from document_shifts(old.facts, new.facts if new is not None else None)
        if new is not None:
            yield from waiver_shifts(new.path, old.waivers, new.waivers)


def _special(base: Documents) -> Special:
    config = base.config
    return Special(
        doctrine=base.doctrine.path if base.doctrine is not None else config.doctrine,
        contract=base.contract.path if base.contract is not None else config.contract,
        config=config.source or DEDICATED_FILE,
        budgets=config.budgets,
    )


def _attributes(tree: FileTree) -> Attributes:
    """What ``.gitattributes`` of the base say; one that cannot be read says nothing."""
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
        return read_bundle(sources.members, sources.evidence_name)
    if sources.head is None:
        return None
    folder = config.evidence_path.rstrip("/") + "/"
    names = [path for path in sources.head.paths() if path.startswith(folder)]
    files: dict[str, bytes] = {}
    for path in names:
        data = sources.head.read(path)
        files[path.removeprefix(folder)] = b"" if data is None else data
    if _MANIFEST not in files:
        return None
    return read_bundle(of_files(files), folder.rstrip("/"))


def _binding(
    sources: Sources, change: ChangeSet, bundle: Bundle | None, base: Documents
) -> Binding | None:
    if bundle is None or bundle.manifest is None or sources.commits is None:
        return None
    globs = [row.glob for row in base.config.hot_paths]
    globs += _special(base).benchmarks
    return bind(bundle.manifest, change, sources.commits, globs)
