"""When reports of tests say that they were made, which many write without a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,9})?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_ZONES = 12 * 3600.0
"""How far behind UTC a clock may be set anywhere."""
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
"""What is said to be older stands for no time at all."""
MAX_TEXT = 40


def latest(text: str) -> float | None:
    """The latest moment that a text can mean, in seconds since 1970; ``None`` for no moment.

    Without a zone it may be any.
    """
    found = _ISO.fullmatch(text.strip()) if len(text) <= MAX_TEXT else None
    if found is None:
        return None
    day, time, zone = found.groups()
    offset = "+00:00" if zone in (None, "Z") else zone
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{offset}").timestamp()
    except (ValueError, OverflowError):
        return None
    if moment < _EARLIEST:
        return None
    return moment + (_ZONES if zone is None else 0.0)
