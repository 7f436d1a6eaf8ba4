"""Edits of the agreeing pair of documents, and what is found after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.judging import edited, judge, pair

if TYPE_CHECKING:
    from doctrine_check.findings import Finding

Edit = tuple[str, str, str]
"""A document, what stands there once, and what takes its place."""

TARGET = "**Target:** Cold-start < 100ms at p99 before the first thumbnail."
FIRST = "Cold-start < 100ms at p99 before the first thumbnail |"
"""The end of the row of PRF-01 in the contract."""
SECOND = "Audit logging < 5% overhead against the unlogged baseline |"
"""The end of the row of PRF-02 in the contract."""


def after(*edits: Edit) -> dict[str, str]:
    """The pair after these edits."""
    documents = pair()
    for path, find, replace in edits:
        documents = edited(documents, path, find, replace)
    return documents


def findings_of(documents: dict[str, str]) -> list[Finding]:
    """What stands after judging the documents."""
    return list(judge(documents).findings)


def found_in(documents: dict[str, str]) -> list[str]:
    """The rules of the findings, sorted."""
    return sorted(finding.rule for finding in findings_of(documents))


def the_finding(documents: dict[str, str]) -> Finding:
    """The only finding."""
    (finding,) = findings_of(documents)
    return finding
