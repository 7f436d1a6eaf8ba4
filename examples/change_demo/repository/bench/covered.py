"""Runs the tests and notes each line of ``src`` that they run: ``covered.py REPORT``.

The report is laid out as coverage.py writes its JSON. A line counts that the compiler made code of.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import CodeType, FrameType

ROOT = Path(__file__).resolve().parent.parent
SOURCES = str(ROOT / "src")
RAN: dict[str, set[int]] = {}


def trace(frame: FrameType, event: str, _argument: object) -> object:
    """Note lines of our sources; what else runs is let be."""
    path = frame.f_code.co_filename
    if not path.startswith(SOURCES):
        return None
    if event == "line":
        RAN.setdefault(path, set()).add(frame.f_lineno)
    return trace


def lines_of(code: CodeType) -> set[int]:
    """The lines that a compiled file has code for."""
    found = {line for _, _, line in code.co_lines() if line}
    for inner in code.co_consts:
        if hasattr(inner, "co_lines"):
            found |= lines_of(inner)
    return found


def main() -> int:
    """Run the tests under the tracer and write the report. The exit code is that of the tests."""
    threading.settrace(trace)
    sys.settrace(trace)
    code = pytest.main(["-q", "-p", "no:cacheprovider", str(ROOT / "tests")])
    sys.settrace(None)
    files = {}
    for path in sorted((ROOT / "src").rglob("*.py")):
        known = lines_of(compile(path.read_text(encoding="utf-8"), str(path), "exec"))
        ran = RAN.get(str(path), set()) & known
        files[path.relative_to(ROOT).as_posix()] = {
            "executed_lines": sorted(ran),
            "missing_lines": sorted(known - ran),
            "excluded_lines": [],
        }
    report = {"meta": {"format": 3, "made_by": "bench/covered.py"}, "files": files}
    Path(sys.argv[1]).write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
