"""Runs the main job on a bundled repository that has real faults, and shows the report."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from doctrine_check.cli import main

FAULTY = Path(__file__).parent / "faulty_repository"


def demo() -> int:
    """Lint a copy of the example; success is that its faults were found (exit 1 of the check)."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "faulty_repository"
        shutil.copytree(FAULTY, root)
        sys.stdout.write(f"$ doctrine-check lint --root {FAULTY.name}\n\n")
        sys.stdout.flush()
        code = main(["lint", "--no-cache", "--root", str(root)])
    sys.stdout.write(f"\nexit code {code}: the example has faults, and each of them was named\n")
    return 0 if code == 1 else 1


if __name__ == "__main__":
    sys.exit(demo())
