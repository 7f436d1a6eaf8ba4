"""The doctrine's own events as JSON lines: the file, emptied before a run and written after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.cli.writing import put_text

if TYPE_CHECKING:
    from doctrine_check.findings import Report


def write_events(path: str, report: Report) -> None:
    """One JSON object a line; an empty file when the doctrine has no event for this verdict."""
    import json
    from datetime import UTC, datetime

    now = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [
        json.dumps(
            {
                "time": now,
                "code": event.code,
                "level": event.level,
                "meaning": event.meaning,
                "subject": event.subject,
                "detail": event.detail,
            },
            ensure_ascii=False,
        )
        for event in report.events
    ]
    put_text(path, "".join(f"{line}\n" for line in lines))
