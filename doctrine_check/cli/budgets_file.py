"""The budgets file that the config names: whether it states any budget at all.

A file counts when it holds, under a name, a number above zero or a quantity such as ``500ms``: as
YAML, or as JSON where its name says so. One that is empty, neither of them, too large, or that uses
YAML aliases counts as none: nobody could say what the budget is. It is read only where some
principle refers to a budget, and its parser is imported only then.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from doctrine_check.cli.files import inside_root
from doctrine_check.doctrine.targets import read_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts

MAX_BYTES = 256 * 1024
"""Largest budgets file that is read."""
_MAX_NUMBER = 40
"""Longest text, in characters, that is taken for a number or a quantity."""
_NO_BUDGET = ("version", "schema", "revision", "year", "date", "updated", "owner", "track")

Pairs = list[tuple[str, str]]
"""The values of a file: the key of each, and the value as text."""


def budgets_stated(root: str, name: str | None, *documents: DocumentFacts | None) -> bool:
    """Whether a budgets file stands behind the budgets that the documents refer to.

    Where they refer to none, that it is there is enough.
    """
    if name is None:
        return False
    path = os.path.join(root, name)
    if not os.path.isfile(path):
        return False
    if not any(_refers(facts) for facts in documents if facts is not None):
        return True
    if not inside_root(root, path):
        return False
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        return False
    return holds_budget(name, data)


def _refers(facts: DocumentFacts) -> bool:
    """Whether some target speaks of a budget."""
    texts = (principle.target or principle.metric for principle in facts.principles)
    return any(text is not None and read_target(text.text).budget is not None for text in texts)


def holds_budget(name: str, data: bytes) -> bool:
    """Whether the bytes of a budgets file, of this name, state a budget."""
    if len(data) > MAX_BYTES:
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    try:
        pairs = _of_json(text) if name.casefold().endswith(".json") else _of_yaml(text)
    except (ValueError, RecursionError):
        return False
    return any(_is_budget(key, value) for key, value in pairs)


def _is_budget(key: str, value: str) -> bool:
    """``max_latency_ms: 50``, ``p99: 500ms``; the version of the file is none."""
    low = key.casefold()
    if not key or len(value) > _MAX_NUMBER or any(word in low for word in _NO_BUDGET):
        return False
    try:
        number = float(value)
    except ValueError:
        return any(fact.quantity.numerator > 0 for fact in read_target(value).limits)
    return 0 < number < float("inf")


def _of_json(text: str) -> Pairs:
    import json

    return list(_values(json.loads(text)))


def _values(data: object, key: str = "") -> Iterator[tuple[str, str]]:
    """The numbers and texts of a parsed file, each with the key that it stands under."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _values(value, str(name))
    elif isinstance(data, list):
        for value in data:
            yield from _values(value, key)
    elif isinstance(data, str | int | float) and not isinstance(data, bool):
        yield key, str(data)


def _of_yaml(text: str) -> Pairs:
    """The scalars of a YAML text. Nothing of it is constructed: its nodes are enough."""
    import yaml

    class Plain(yaml.SafeLoader):
        """Composes nodes, and refuses aliases: a few of them stand for a file without end."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):
                raise ValueError("an alias")
            return super().compose_node(parent, index)

    try:
        node = yaml.compose(text, Loader=Plain)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    pairs: Pairs = []
    pending: list[tuple[str, yaml.Node | None]] = [("", node)]
    while pending:
        key, node = pending.pop()
        if isinstance(node, yaml.MappingNode):
            pending += [(str(name.value), value) for name, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            pending += [(key, value) for value in node.value]
        elif isinstance(node, yaml.ScalarNode):
            pairs.append((key, str(node.value)))
    return pairs
