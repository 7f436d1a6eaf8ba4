"""A document names an id that is defined nowhere.

## What it does

Reports ids of the performance families (`PRF-nn`, `PRF-nnn`, `LEV-nn`, `ART-nn`, `INV-PRF-...`)
in running text or in the owner mapping that neither the doctrine nor its spec contract defines.
So it does where the rows of `hot_paths` in the config name a principle or a lever.
In the spec contract of another team it reports invariants and event codes of the families that
the document itself defines; not the ends of a range, nor a line that calls its ids retired.

## Why

A reference to `PRF-09` promises a principle that nobody can look up.

## How to fix

Define the id, or name the one that was meant.

## Example

Bad: a mapping row for `LEV-09` when the levers end at `LEV-05`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import KIND_OF_TYPE
from doctrine_check.doctrine.ids import EventCode, InvariantId, well_formed
from doctrine_check.doctrine.labels import fold, located_mentions
from doctrine_check.doctrine.model import Kind, Role
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId, ReadId
    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context


_SHOWN = 12
"""Most ids that a remedy offers."""


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each mention of an id that no document of the pair defines or hides."""
    if facts.role is Role.SPEC:
        yield from _of_other_families(facts)
        return
    known = _known(facts)
    other = context.counterpart(facts)
    if other is not None:
        known |= _known(other)
    # A malformed id that may be any, such as PRF-1000, may be the one that is named.
    unclear = {
        type(definition.read.id)
        for document in (facts, other)
        for definition in (document.definitions if document is not None else ())
        if definition.read.problem == "malformed"
        and well_formed(str(definition.read.id)) != definition.read.id
    }
    for read, place in _mentions(facts, known):
        if type(read.id) in unclear:
            continue
        if read.id in known or read.problem is not None or not _ours(read.id):
            continue
        yield Problem(
            facts.at(place),
            f"expected an id that is defined, found {read.id}, which neither the doctrine nor the "
            "spec contract defines",
            f"define {read.id}, or name the id that was meant",
            subject=str(read.id),
        )
    if facts.role is Role.DOCTRINE:
        yield from _of_the_config(context, known, unclear)


def _of_the_config(
    context: Context, known: set[DoctrineId], unclear: set[type[DoctrineId]]
) -> Iterator[Problem]:
    """What the config names as an id of a type, and no document defines."""
    for cited in context.cited:
        identity = well_formed(cited.written)
        if cited.type in unclear or (identity in known and type(identity) is cited.type):
            continue
        what = KIND_OF_TYPE[cited.type].name.lower()
        named = sorted(str(each) for each in known if type(each) is cited.type)
        yield Problem(
            cited.place,
            f"expected a {what} that is defined, found {cited.written} in hot_paths, "
            "which neither the doctrine nor the spec contract defines",
            f"name the {what} that was meant, of {', '.join(named[:_SHOWN]) or 'none so far'}",
            subject=str(identity) if identity is not None else None,
        )


def _known(facts: DocumentFacts) -> set[DoctrineId]:
    known = {definition.read.id for definition in facts.definitions}
    # An id of the wrong family is known as what it was written, too.
    known |= {well_formed(d.read.written) or d.read.id for d in facts.definitions}
    return known | facts.hidden_ids()


def _of_other_families(facts: DocumentFacts) -> Iterator[Problem]:
    """Ids of the families that a spec contract defines, where it does not define the id itself."""
    pattern = _pattern(facts)
    if pattern is None:
        return
    known = _known(facts)
    # Where some id of a kind is missing or unread, that may be the one that is named.
    doubtful = {id_type for id_type, kind in KIND_OF_TYPE.items() if facts.doubtful(kind)}
    for raw, line in _named_texts(facts, known):
        for number, text in enumerate(raw.split("\n"), line):
            unknown = {  # the first place of each
                match[0]: match
                for match in reversed(list(re.finditer(pattern, text)))
                if (identity := well_formed(match[0])) not in known
                and type(identity) not in doubtful
                and not _bounds_a_range(text, match)
            }
            if not unknown or re.search(_GONE, text):
                continue
            for written, match in unknown.items():
                yield Problem(
                    facts.at(fold(facts.document, written, number, match.start())),
                    f"expected an id that is defined, found {written}, which this document does "
                    "not define beside the others of its family",
                    f"define {written}, or name the id that was meant",
                    subject=written,
                )


def _pattern(facts: DocumentFacts) -> str | None:
    """Matches ids of the families that a document defines, of as many digits as these have.

    What the performance families hold stands in the doctrine.
    """
    families: dict[str, None] = {}
    for definition in facts.definitions:
        identity = definition.read.id
        if definition.read.problem is not None or _ours(identity):
            continue
        if isinstance(identity, InvariantId):
            families[rf"INV-{identity.family}(?:-[A-Z0-9]+)+"] = None
        elif isinstance(identity, EventCode) and identity.family:
            digits = len(identity.text) - len(identity.family) - 1
            families[rf"{identity.family}-[0-9]{{{digits}}}"] = None
    if not families:
        return None
    return rf"(?<![A-Za-z0-9_/.\-])(?:{'|'.join(families)})(?![A-Za-z0-9_/\-]|\.\w)"


# "SNP-004 is retired", "SNP-100 to SNP-199 belong to storage": named, and not relied on.
_GONE = r"(?i)\b(?:retired|removed|reserved|deprecated|obsolete|former|formerly|unused|withdrawn)\b"
_TO = r"[`\s]{0,3}(?:to|through|thru|[-\u2013\u2014\u2026]|\.{2,3})[`\s]{0,3}"


def _bounds_a_range(text: str, match: re.Match[str]) -> bool:
    """Whether an id is the first or the last of a range of ids."""
    before, after = text[max(match.start() - 16, 0) : match.start()], text[match.end() :][:24]
    return bool(
        re.search(rf"[0-9]{_TO}$", before) or re.match(rf"{_TO}(?:[A-Z][A-Z0-9-]*-)?[0-9]", after)
    )


def _ours(identity: DoctrineId) -> bool:
    """Events and invariants of other families are other documents' business."""
    if isinstance(identity, EventCode):
        return identity.family in ("PRF", "LEV", "ART")
    if isinstance(identity, InvariantId):
        return identity.family == "PRF"
    return True


def _mentions(facts: DocumentFacts, known: set[DoctrineId]) -> Iterator[tuple[ReadId, Text]]:
    """Every id that is named rather than defined: mapping, headings, text, and later columns."""
    for row in facts.mapping:
        for mention in row.concerns:
            if not isinstance(mention.read.id, EventCode):  # those are the rule wrong-family's
                yield mention.read, mention.place
    for raw, line in _named_texts(facts, known):
        yield from located_mentions(facts.document, raw, line)


def _named_texts(facts: DocumentFacts, known: set[DoctrineId]) -> Iterator[tuple[str, int]]:
    """Markdown texts that may name ids, each with its line."""
    document = facts.document
    for section in document.sections:
        if section.heading is not None:
            yield section.heading.raw, section.heading.line
    for paragraph in document.paragraphs:
        yield paragraph.raw, paragraph.line
    for table in facts.tables:
        if table.kind is Kind.MAPPING:
            continue
        rows = document.tables[table.number].rows
        # A table of no known kind cites the ids of its first column, or lists what is no more.
        cites = table.kind is None and any(
            row.cells and well_formed(document.plain(row.cells[0].raw)) in known for row in rows
        )
        for row in rows:
            for cell in row.cells[0 if cites else 1 :]:
                yield cell.raw, cell.line
