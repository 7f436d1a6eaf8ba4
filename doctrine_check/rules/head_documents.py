"""The documents of the head, where the change touches them: linted as ``lint`` would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.records import Record
from doctrine_check.rules.engine import FileCheck, check_file, check_performance

if TYPE_CHECKING:
    from doctrine_check.doctrine.waivers import Waiver
    from doctrine_check.rules.engine import Found
    from doctrine_check.rules.gather import Gathered


class HeadResult(Record):
    """What the rules about documents found at the head; empty where the change touches none."""

    documents: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    ran: frozenset[str] = frozenset()
    waivers: tuple[Waiver, ...] = ()
    sources: tuple[tuple[str, int, str], ...] = ()


def lint_head(gathered: Gathered, enabled: frozenset[str]) -> HeadResult:
    """Judge doctrine and contract of the head by the rules about documents."""
    head = gathered.head
    if head is None or head is gathered.base:
        return HeadResult()
    examined = [each for each in (head.doctrine, head.contract) if each is not None]
    roles = {each.path: Role.DOCTRINE for each in examined if each is head.doctrine}
    results = [
        check_file(
            each.path,
            head.data[each.path],
            head.known.__contains__,
            FileCheck(enabled, frozenset()),
            roles.get(each.path, Role.CONTRACT),
        )
        for each in examined
    ]
    pair = check_performance(
        head.doctrine.facts if head.doctrine is not None else None,
        head.contract.facts if head.contract is not None else None,
        enabled,
        budgets=head.budgets,
        unread=any(each.facts is None for each in examined),
    )
    return HeadResult(
        tuple(each.path for each in examined),
        (*(found for result in results for found in result.found), *pair.found),
        frozenset().union(*(result.ran for result in results), pair.ran),
        tuple(waiver for result in results for waiver in result.waivers),
        (*(line for result in results for line in result.sources), *pair.sources),
    )
