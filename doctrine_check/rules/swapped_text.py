"""An id carries the text of another id.

## What it does

Reports titles, metrics, event meanings and invariant statements of the spec contract that are the
doctrine's text of another id: two rows whose ids or texts were swapped. In the owner mapping it
reports ids beside a subsystem that has the words of another id's title, where no row that names
that one is called so, or where two rows have each other's.

## Why

Each text is right and each id exists, so that a word search and a quick reader find everything.

## How to fix

Put each text beside its own id.

## Example

Bad: `| PRF-002 | error | p99 budget exceeded |`, the meaning of `PRF-004`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.wording import content_words, quote
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair, Swap
    from doctrine_check.doctrine.exchanged import Exchanged
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Mention
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report each id once, with all of its texts that belong elsewhere."""
    by_id: dict[DoctrineId, list[Swap]] = {}
    doubled = {
        definition.read.id
        for facts in (pair.doctrine, pair.contract)
        for definition in facts.definitions
        if definition.duplicate_of is not None
    }
    for swap in pair.swaps:
        if swap.id in doubled:
            continue  # which of the two texts is its own is the rule duplicate-id's
        by_id.setdefault(swap.id, []).append(swap)
    for identity, swaps in by_id.items():
        first = swaps[0]
        fields = " and ".join(swap.field for swap in swaps)
        yield Problem(
            pair.contract.at(first.text),
            f"expected the {fields} of {identity}, found that of {first.owner} "
            f"({pair.doctrine.path}:{first.owner_text.line}): {quote(first.text.text)}",
            "put each text beside its own id",
            subject=str(identity),
            related=(pair.doctrine.at(first.owner_text),),
        )
    for mention, swapped in exchanged(pair.doctrine).items():
        title = swapped.owner.title
        yield Problem(
            pair.doctrine.at(mention.place),
            f"expected {swapped.owner.id} in the owner mapping beside "
            f"{quote(swapped.row.subsystem.text)}, as its title says "
            f"({pair.doctrine.path}:{title.line}: {quote(title.text)}), found {mention.read.id}",
            "put each id beside its own subsystem",
            subject=str(mention.read.id),
            related=(pair.doctrine.at(title),),
        )


def exchanged(facts: DocumentFacts) -> dict[Mention, Exchanged]:
    """The ids of the mapping that stand beside the words of another id's title."""
    if not _doubtful(facts):
        return {}
    from doctrine_check.doctrine.exchanged import exchanged_in

    return exchanged_in(facts)


def _doubtful(facts: DocumentFacts) -> bool:
    """Whether some row shares more words with the title of an id that it does not name."""
    titles: dict[DoctrineId, set[str]] = {}
    titles.update((fact.id, content_words(fact.title.text)) for fact in facts.principles)
    titles.update((fact.id, content_words(fact.title.text)) for fact in facts.levers)
    for row in facts.mapping:
        said = content_words(row.subsystem.text)
        there = [titles.get(mention.read.id, set()) for mention in row.concerns]
        own = min((len(said & words) for words in there), default=len(said))
        if own * 2 <= len(said) and any(
            len(said & words) > own for words in titles.values() if words not in there
        ):
            return True
    return False
