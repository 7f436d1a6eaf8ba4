"""``python -m doctrine_check``."""

from __future__ import annotations

from doctrine_check.cli import script

script()
