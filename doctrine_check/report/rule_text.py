"""What a renderer may say about a rule, apart from what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.findings import Severity


class RuleText(Record):
    """One rule for readers: id, one-line title, documentation page, severity when it fires.

    ``help_uri`` is the absolute address of the page where a project publishes it.
    """

    id: str
    title: str
    markdown: str
    severity: Severity
    help_uri: str | None = None
