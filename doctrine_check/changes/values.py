"""What a change makes of values: kept in variables and fields, computed once, looked at first."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from doctrine_check.changes.product import Product, ProductLine

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_KEPT = re.compile(
    r"(?:let (?:mut )?|const |var |auto |int |size_t |final \w{1,60} |[\w<>:*&]{1,60} )?"
    r"([A-Za-z_]\w{0,60}) ?:?= "
)
_DROPPED = re.compile(
    r"(?:let (?:mut )?|const |var |auto |int |final \w{1,60} )?([A-Za-z_]\w{0,60}) ?:?= "
)
_FIELD = re.compile(r"\b(?:self|this)(?:\.|->)\w{1,60} ?=(?!=)")
_CALL = re.compile(r"\b\w[\w.:>-]{1,60}\([^()]{0,40}\)")
_EARLY = re.compile(r"^(?:if|\} else if|elif)\b.*\breturn\b|^return;?$")
_PATTERNS = (("field-set", _FIELD), ("early-return", _EARLY))


def values_of(product: Product) -> Iterator[tuple[str, ProductLine | None]]:
    """The traits that values give, each with a line where one shows it."""
    added = tuple(product.added())
    removed = tuple(product.removed())
    come, gone = _names(added), _names(removed)
    yield from _kept(added, come, gone)
    dropped = _first(removed, lambda code: _assigns(_DROPPED, code, come))
    if dropped is not None:
        yield "variable-gone", dropped
    before, after = _calls(removed), _calls(added)
    rarer = {call for call, times in before.items() if times > max(after[call], 1)}
    if rarer:
        yield "call-not-repeated", _first(removed, lambda c: not rarer.isdisjoint(_calls_in(c)))
    for name, pattern in _PATTERNS:
        line = next((line for line in added if pattern.search(line.code)), None)
        if line is not None:
            yield name, line


def _kept(
    lines: Iterable[ProductLine], come: Counter[str], gone: Counter[str]
) -> Iterator[tuple[str, ProductLine]]:
    """New variables, by how often they are used."""
    found: dict[str, ProductLine] = {}
    for line in lines:
        match = _KEPT.match(line.code)
        if match is None or gone[match.group(1)]:
            continue
        uses = come[match.group(1)] - 1
        if uses:
            found.setdefault("value-used-once" if uses == 1 else "value-used-twice", line)
    yield from found.items()


def _assigns(pattern: re.Pattern[str], code: str, elsewhere: Counter[str]) -> bool:
    """Whether a line gives a value to a name that stands nowhere ``elsewhere``."""
    match = pattern.match(code)
    return match is not None and not elsewhere[match.group(1)]


def _first(lines: Iterable[ProductLine], test: Callable[[str], bool]) -> ProductLine | None:
    return next((line for line in lines if test(line.code)), None)


def _names(lines: Iterable[ProductLine]) -> Counter[str]:
    return Counter(name for line in lines for name in _NAME.findall(line.code))


def _calls(lines: Iterable[ProductLine]) -> Counter[str]:
    return Counter(call for line in lines for call in _calls_in(line.code))


def _calls_in(code: str) -> list[str]:
    return _CALL.findall(code)
