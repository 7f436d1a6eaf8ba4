"""Shows the main jobs: documents with real faults, and a real optimization with its evidence."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from doctrine_check.cli import main

HERE = Path(__file__).resolve().parent
FAULTY = HERE / "faulty_repository"


def documents() -> bool:
    """Lint a copy of the example; success is that its faults were found (exit 1 of the check)."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "faulty_repository"
        shutil.copytree(FAULTY, root)
        sys.stdout.write(f"$ doctrine-check lint --root {FAULTY.name}\n\n")
        sys.stdout.flush()
        code = main(["lint", "--no-cache", "--root", str(root)])
    sys.stdout.write(f"\nexit code {code}: the example has faults, and each of them was named\n\n")
    return code == 1


def change() -> bool:
    """Judge a change four times; success is that each verdict is right."""
    sys.path.insert(0, str(HERE.parent))  # a script finds only what stands in its own folder
    from examples.change_demo.story import tell

    return tell()


def demo() -> int:
    """Both jobs; exit 0 only when both went as they should."""
    went_well = [documents(), change()]
    return 0 if all(went_well) else 1


if __name__ == "__main__":
    sys.exit(demo())
