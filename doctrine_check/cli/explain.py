"""``doctrine-check explain ID``: what a rule or doctrine id means, and where it stands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import NothingToCheckError, UsageError
from doctrine_check.doctrine.model import Role, Text
from doctrine_check.records import Record
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.config import Config
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Fact, Kind
    from doctrine_check.rules.registry import RuleSpec


def configure(parser: Parser) -> None:
    """The options of ``explain``."""
    parser.add_argument(
        "id", nargs="?", metavar="ID", help="a rule, or an id such as PRF-02, INV-PRF-COMPAT"
    )
    parser.add_argument("--record", metavar="FILE", help="say why the verdict of a record fell")
    parser.add_argument("--root", metavar="DIR", help="root of the repository")
    parser.add_argument("--config", metavar="FILE", help="config file")


def run(options: Options) -> int:
    """Explain a rule by its page, or a doctrine id by the documents."""
    from doctrine_check.doctrine.ids import read_id
    from doctrine_check.rules.change_registry import CHANGE_BY_ID
    from doctrine_check.rules.registry import BY_ID

    if options.record is not None:
        from doctrine_check.cli.explain_record import explain_record

        if options.id is not None:
            raise UsageError("name an id or a record, not both")
        return explain_record(options.record)
    if options.id is None:
        raise UsageError("name a rule, a doctrine id, or --record FILE")
    name: str = options.id.strip()
    if name in CHANGE_BY_ID:
        return _explain_rule(CHANGE_BY_ID[name])
    if name in BY_ID:
        return _explain_rule(BY_ID[name])
    read = read_id(name.upper())
    if read is None or read.problem is not None:
        raise UsageError(_neither(name, str(read.id) if read else None))
    return _explain_id(read.id, options)


def _explain_rule(spec: RuleSpec) -> int:
    from doctrine_check.rules.pages import page

    guards = f"Guards {', '.join(spec.invariants)}.\n" if spec.invariants else ""
    sys.stdout.write(f"{spec.id} ({spec.severity.value})\n{guards}\n{page(spec)}\n")
    return 0


def _neither(name: str, meant: str | None) -> str:
    from difflib import get_close_matches

    from doctrine_check.rules.change_registry import CHANGE_BY_ID
    from doctrine_check.rules.registry import BY_ID

    close = get_close_matches(name.casefold(), [*BY_ID, *CHANGE_BY_ID], n=1)
    meant = close[0] if close else meant
    hint = f"did you mean {meant}?" if meant else "`doctrine-check rules` lists the rules"
    return f'"{visible(name)}" is neither a rule nor a doctrine id; {hint}'


class _Seen(Record):
    """The recognised documents, performance documents first, and those that cannot be read."""

    documents: tuple[DocumentFacts, ...]
    unread: tuple[str, ...]
    config: Config


def _explain_id(identity: DoctrineId, options: Options) -> int:
    seen = _look(options)
    where = {facts.path: list(_places(facts, identity)) for facts in seen.documents}
    if not any(where.values()):
        raise NothingToCheckError(_nowhere(identity, seen))
    defined = any(_defined(facts, identity) for facts in seen.documents)
    lines = [f"{identity}: {_kind(identity)}{'' if defined else ', defined nowhere'}", ""]
    for facts in seen.documents:
        lines += where[facts.path]
    for facts in seen.documents:
        lines += _parsed(facts, identity)
    lines += [f"not read: {path}" for path in seen.unread]
    lines += ["", "Enforced by:"]
    roles = {facts.role for facts in seen.documents if where[facts.path]}
    lines += _enforced(identity, _rules(identity, roles), seen)
    if roles & {Role.DOCTRINE, Role.CONTRACT}:
        lines += ["", "Enforced in changes and their evidence:"]
        lines += _enforced(identity, _change_rules(identity), seen)
    sys.stdout.write("".join(f"{visible(line)}\n" for line in lines))
    return 0


def _look(options: Options) -> _Seen:
    from doctrine_check.cli.files import Existing, read_document
    from doctrine_check.cli.lint import scene_of
    from doctrine_check.cli.pair import jobs_for
    from doctrine_check.doctrine.examine import examine

    scene = scene_of([], options.root, options.config)
    exists = Existing(scene.root)
    found: list[DocumentFacts] = []
    unread: list[str] = []
    for job in jobs_for(scene.documents, scene.config, scene.root):
        data = read_document(scene.root, job.path)
        facts = examine(job.path, data, exists, job.role).facts if data is not None else None
        if facts is None:
            unread.append(job.path)
        elif facts.role is not Role.OTHER:
            found.append(facts)
    order = list(Role)
    found.sort(key=lambda facts: (order.index(facts.role), facts.path))
    return _Seen(tuple(found), tuple(unread), scene.config)


def _nowhere(identity: DoctrineId, seen: _Seen) -> str:
    if seen.unread:
        hint = f"{visible(seen.unread[0])} cannot be read"
    else:
        hint = _known(identity, seen.documents)
    count = len(seen.documents)
    documents = "the one recognised document" if count == 1 else f"{count} recognised documents"
    return f"{identity} is neither defined nor named in {documents}; {hint}"


MOST_KNOWN = 10
"""Most ids that a message lists."""


def _known(identity: DoctrineId, documents: Iterable[DocumentFacts]) -> str:
    """The ids of the same family that are there."""
    read = (d.read.id for facts in documents for d in facts.definitions)
    known = list(dict.fromkeys(str(each) for each in read if type(each) is type(identity)))
    if not known:
        return f"no {_kind(identity)} is defined there"
    more = f" and {len(known) - MOST_KNOWN} more" if len(known) > MOST_KNOWN else ""
    return f"there are {', '.join(known[:MOST_KNOWN])}{more}"


def _kind(identity: DoctrineId) -> str:
    from doctrine_check.doctrine.ids import FAMILY_NAME

    return FAMILY_NAME[type(identity)].split(" (")[0]


# --- where it stands


def _defined(facts: DocumentFacts, identity: DoctrineId) -> list[int]:
    return [d.place.line for d in facts.definitions if d.read.id == identity]


def _places(facts: DocumentFacts, identity: DoctrineId) -> Iterator[str]:
    """Where the id stands in a document, and what that says of it."""
    places = _defined(facts, identity)
    if places:
        yield f"{facts.path}:{places[0]} ({facts.role.value})"
        for line in places[1:]:
            yield f"  defined again  ({facts.path}:{line})"
        yield from _says(facts, identity)
        return
    for hidden in facts.hidden:
        if identity in hidden.ids:
            yield f"{facts.path}:{hidden.line} ({facts.role.value})"
            yield f"  stands where no reader sees it: {hidden.how}"
    for line in _named(facts, identity):
        yield f"{facts.path}:{line} ({facts.role.value})"
        yield "  named only"


def _says(facts: DocumentFacts, identity: DoctrineId) -> Iterator[str]:
    from doctrine_check.doctrine.model import Kind

    for kind in Kind:
        for fact in facts.facts(kind):
            if fact.id == identity:
                yield from _texts(facts.path, fact)
    for row in facts.mapping:
        if any(mention.read.id == identity for mention in row.concerns):
            where = f"({facts.path}:{row.subsystem.line})"
            yield f"  owner: {row.owner.text}, {row.subsystem.text}  {where}"


def _named(facts: DocumentFacts, identity: DoctrineId) -> Iterator[int]:
    """The lines that name an id which the document does not define."""
    import re

    from doctrine_check.doctrine.ids import lookalikes

    exact = re.compile(rf"(?<![\w.-]){re.escape(str(identity))}(?![\w-])")
    for number, line in enumerate(facts.document.lines, 1):
        if exact.search(line) or any(read.id == identity for _, read in lookalikes(line)):
            yield number


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


# --- what enforces it


def _rules(identity: DoctrineId, roles: set[Role]) -> list[RuleSpec]:
    """The rules that may report something about such an id in documents of these roles."""
    from doctrine_check.rules.registry import RULES

    return [spec for spec in RULES if roles & {*spec.roles} and _speaks(spec, identity)]


def _change_rules(identity: DoctrineId) -> list[RuleSpec]:
    """The rules that may report something about such an id in a change, or in its evidence."""
    from doctrine_check.rules.change_registry import CHANGE_RULES

    return [spec for spec in CHANGE_RULES if _speaks(spec, identity)]


def _speaks(spec: RuleSpec, identity: DoctrineId) -> bool:
    if str(identity) in spec.invariants:
        return True
    return _fact_kind(identity) in spec.about or str(identity) in spec.ids


def _fact_kind(identity: DoctrineId) -> Kind:
    from doctrine_check.doctrine.ids import ArtifactId, EventCode, LeverId, PrincipleId
    from doctrine_check.doctrine.model import Kind

    kinds: dict[type[DoctrineId], Kind] = {
        PrincipleId: Kind.PRINCIPLE,
        LeverId: Kind.LEVER,
        ArtifactId: Kind.ARTIFACT,
        EventCode: Kind.EVENT,
    }
    return kinds.get(type(identity), Kind.INVARIANT)


def _enforced(identity: DoctrineId, specs: Iterable[RuleSpec], seen: _Seen) -> Iterator[str]:
    """A line for each rule: what it finds, and whether it guards or is switched off."""
    from doctrine_check.rules.change_registry import EVERY_RULE
    from doctrine_check.rules.conclude import enabled_rules
    from doctrine_check.rules.pages import title

    enabled = enabled_rules(seen.config, EVERY_RULE)
    for spec in specs:
        guards = "; guards it" if str(identity) in spec.invariants else ""
        off = "" if spec.id in enabled else "; switched off in the config"
        yield f"  {spec.id}: {title(spec)} ({spec.severity.value}{guards}{off})"
