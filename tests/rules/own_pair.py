"""The project's own doctrine and spec contract, in memory."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
D = "docs/doctrine/performance_and_velocity.md"
C = "docs/specs/section_7/bd-2vl5_contract.md"
PAIR = {path: (ROOT / path).read_text(encoding="utf-8") for path in (D, C)}
