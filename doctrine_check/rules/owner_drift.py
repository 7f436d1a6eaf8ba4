"""The owner track of a lever differs between lever, mapping and contract.

## What it does

Compares the owner track of each lever under its heading with the mapping rows that cover it and
with the contract's "Owner Track" column. What stands in parentheses behind a track is its name and
does not count.

## Why

Two owners are none: each track may expect the other one to review.

## How to fix

State one owner track in all three places.

## Example

Bad: `**Owner track:** 10.6` and a mapping row `| Scheduler tuning | 10.15 | LEV-01 |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import LeverId
from doctrine_check.doctrine.wording import says_nothing, without_gloss
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report owner tracks that disagree, once for each place that differs from the lever."""
    owners: dict[DoctrineId, Text] = {
        lever.id: lever.owner
        for lever in facts.levers
        if lever.owner is not None and not says_nothing(lever.owner.text)
    }
    for row in facts.mapping:
        for mention in row.concerns:
            identity = mention.read.id
            # A principle may concern several tracks; a lever has one.
            if not isinstance(identity, LeverId) or says_nothing(row.owner.text):
                continue
            expected = owners.setdefault(identity, row.owner)
            if not _same(expected, row.owner):
                yield _problem(facts, row.owner, str(identity), expected, facts, "mapping")
    contract = context.contract
    if contract is None:
        return
    for lever in contract.levers:
        ours, theirs = owners.get(lever.id), lever.owner
        if ours is None or theirs is None or says_nothing(theirs.text):
            continue
        if not _same(ours, theirs):
            yield _problem(contract, theirs, str(lever.id), ours, facts, "spec contract")


def _same(one: Text, other: Text) -> bool:
    return _track(one) == _track(other)


def _track(text: Text) -> str:
    return without_gloss(text.text).strip(" .").casefold()


def _problem(
    facts: DocumentFacts,
    place: Text,
    subject: str,
    expected: Text,
    doctrine: DocumentFacts,
    where: str,
) -> Problem:
    return Problem(
        facts.at(place),
        f"expected owner track {_track(expected)} of {subject} "
        f"({doctrine.path}:{expected.line}), found {_track(place)} in the {where}",
        "state one owner track in lever, mapping and contract",
        subject=subject,
        related=(doctrine.at(expected),),
    )
