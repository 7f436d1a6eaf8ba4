"""One contract of another team in memory: what it defines, and what is found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.examine import examine
from tests.rules.judging import judge

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Finding

PATH = "docs/specs/bd-9anc_contract.md"
HEAD = "# bd-9anc: Anchors\n\n"
"""Two lines: what is added begins on line 3."""


def facts_of(text: str) -> DocumentFacts:
    facts = examine(PATH, (HEAD + text).encode(), lambda _: True).facts
    assert facts is not None
    return facts


def ids(text: str) -> tuple[list[str], list[str]]:
    """The events and the invariants of a contract."""
    facts = facts_of(text)
    return [str(event.id) for event in facts.events], [str(i.id) for i in facts.invariants]


def meanings(text: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (str(e.id), e.level and e.level.text, e.meaning and e.meaning.text)
        for e in facts_of(text).events
    ]


def statements(text: str) -> list[tuple[str, str | None]]:
    return [(str(i.id), i.statement and i.statement.text) for i in facts_of(text).invariants]


def findings(text: str) -> list[Finding]:
    return list(judge({PATH: HEAD + text}).findings)


def places(text: str) -> list[tuple[str, int]]:
    return [(finding.rule, finding.location.line) for finding in findings(text)]
