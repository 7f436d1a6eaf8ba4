"""The documentation page of each rule: its module's docstring."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

from doctrine_check.rules.registry import module_of

if TYPE_CHECKING:
    from doctrine_check.rules.registry import RuleSpec


def page(spec: RuleSpec) -> str:
    """The docstring of a rule's module."""
    return cleandoc(module_of(spec).__doc__ or "")


def title(spec: RuleSpec) -> str:
    """The first line of a rule's page, without its full stop."""
    return page(spec).split("\n", 1)[0].rstrip(".")
