"""``python -m doctrine_check``."""

from __future__ import annotations

import sys

from doctrine_check.cli import main

sys.exit(main())
