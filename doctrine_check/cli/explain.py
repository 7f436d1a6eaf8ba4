"""``doctrine-check explain ID``: what a rule or doctrine id means, and where it stands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import NothingToCheckError, UsageError
from doctrine_check.doctrine.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Fact


def configure(parser: Parser) -> None:
    """The options of ``explain``."""
    parser.add_argument("id", metavar="ID", help="a rule, or an id such as PRF-02, INV-PRF-COMPAT")
    parser.add_argument("--root", metavar="DIR", help="root of the repository")
    parser.add_argument("--config", metavar="FILE", help="config file")


def run(options: Options) -> int:
    """Explain a rule by its page, or a doctrine id by the documents."""
    from doctrine_check.doctrine.ids import read_id
    from doctrine_check.rules.registry import BY_ID, RULES

    name: str = options.id
    if name in BY_ID:
        from doctrine_check.rules.pages import page

        spec = BY_ID[name]
        guards = f"Guards {', '.join(spec.invariants)}.\n" if spec.invariants else ""
        sys.stdout.write(f"{spec.id} ({spec.severity.value})\n{guards}\n{page(spec)}\n")
        return 0
    read = read_id(name.upper())
    if read is None or read.problem is not None:
        from difflib import get_close_matches

        known = [spec.id for spec in RULES]
        close = get_close_matches(name, known, n=1)
        meant = close[0] if close else str(read.id) if read else None
        hint = f"; did you mean {meant}?" if meant else "; `doctrine-check rules` lists the rules"
        raise UsageError(f"{name!r} is neither a rule nor a doctrine id{hint}")
    return _explain_id(read.id, options)


def _explain_id(identity: DoctrineId, options: Options) -> int:
    documents = _documents(options)
    lines = [line for facts in documents for line in _stands(facts, identity)]
    if not lines:
        raise NothingToCheckError(
            f"{identity} is not defined in any of the {len(documents)} recognised documents"
        )
    sys.stdout.write(f"{identity}: {_kind(identity)}\n\n" + "\n".join(lines) + "\n")
    for facts in documents:
        sys.stdout.write("".join(f"{line}\n" for line in _parsed(facts, identity)))
    sys.stdout.write("\nEnforced by:\n")
    sys.stdout.write("".join(f"{line}\n" for line in _enforced(identity)))
    return 0


def _documents(options: Options) -> list[DocumentFacts]:
    """The recognised documents of the repository, performance documents first."""
    from doctrine_check.cli.files import Existing, read_document
    from doctrine_check.cli.lint import scene_of
    from doctrine_check.cli.pair import jobs_for
    from doctrine_check.doctrine.examine import examine
    from doctrine_check.doctrine.model import Role

    scene = scene_of([], options.root, options.config)
    exists = Existing(scene.root)
    found: list[DocumentFacts] = []
    for job in jobs_for(scene.documents, scene.config):
        data = read_document(scene.root, job.path)
        facts = examine(job.path, data, exists, job.role).facts if data is not None else None
        if facts is not None and facts.role is not Role.OTHER:
            found.append(facts)
    order = list(Role)
    return sorted(found, key=lambda facts: (order.index(facts.role), facts.path))


def _kind(identity: DoctrineId) -> str:
    from doctrine_check.doctrine.ids import FAMILY_NAME

    return FAMILY_NAME[type(identity)].split(" (")[0]


def _stands(facts: DocumentFacts, identity: DoctrineId) -> Iterator[str]:
    """Where the id is defined in a document, and what that says of it."""
    from doctrine_check.doctrine.model import Kind

    places = [d.place.line for d in facts.definitions if d.read.id == identity]
    if not places:
        return
    yield f"{facts.path}:{places[0]} ({facts.role.value})"
    for kind in Kind:
        for fact in facts.facts(kind):
            if fact.id == identity:
                yield from _texts(facts.path, fact)
    for row in facts.mapping:
        if any(mention.read.id == identity for mention in row.concerns):
            where = f"({facts.path}:{row.subsystem.line})"
            yield f"  owner: {row.owner.text}, {row.subsystem.text}  {where}"


def _texts(path: str, fact: Fact) -> Iterator[str]:
    """The texts of a fact, labelled, each with its line."""
    for field, value in fact._asdict().items():
        texts = value if field == "contents" else (value,)
        for text in texts if field != "prose" else ():
            if isinstance(text, Text) and text.text and text.text != str(fact.id):
                label = field.replace("_", " ")
                yield f"  {label}: {text.text}  ({path}:{text.line})"


def _parsed(facts: DocumentFacts, identity: DoctrineId) -> Iterator[str]:
    from doctrine_check.doctrine.targets import limits_in, lines_of

    for principle in facts.principles:
        if principle.id == identity:
            for line in lines_of(principle):
                for stated in limits_in(line):
                    yield f"  read from {facts.path}:{stated.place.line}: {stated.fact.limit}"


def _enforced(identity: DoctrineId) -> Iterator[str]:
    """The rules that look at this id, with their titles."""
    from doctrine_check.doctrine.ids import (
        ArtifactId,
        EventCode,
        InvariantId,
        LeverId,
        PrincipleId,
    )
    from doctrine_check.rules.pages import title
    from doctrine_check.rules.registry import RULES

    by_type: dict[type[DoctrineId], tuple[str, ...]] = {
        PrincipleId: ("INV-PRF-PRINCIPLES",),
        ArtifactId: ("INV-PRF-ARTIFACTS", "INV-PRF-COMPAT"),
        LeverId: ("INV-PRF-PROFILED",),
        InvariantId: (str(identity),),
    }
    words = {EventCode: ("event",), InvariantId: ("invariant-wording",)}.get(type(identity), ())
    anywhere = ("duplicate-id", "malformed-id", "lookalike-id", "wrong-family", "one-sided-id")
    wanted = by_type.get(type(identity), ())
    for spec in RULES:
        touches = bool(set(spec.invariants) & set(wanted)) or spec.id in anywhere
        if touches or any(spec.id.startswith(word) for word in words):
            yield f"  {spec.id}: {title(spec)}"
