"""What can be chosen about a rendering; every renderer takes all and heeds what concerns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.report.rule_text import RuleText


class RenderOptions(Record):
    """Choices for one rendering.

    ``strict``: warnings fail (junit). ``width`` in columns and ``color``: terminal. ``rules``:
    the rules to describe (sarif). ``category``: which job this is, so that the alerts of two jobs
    do not close each other (sarif).
    """

    strict: bool = False
    width: int = 80
    color: bool = False
    rules: tuple[RuleText, ...] = ()
    category: str = "lint"


DEFAULT_OPTIONS = RenderOptions()
