"""``python -m doctrine_check``."""

import sys

from doctrine_check.cli import main

sys.exit(main())
