"""A made access log: what a shop is asked for, the same for the same seed."""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUTES = ROOT / "routes.txt"
sys.path.insert(0, str(ROOT / "src"))


def patterns() -> list[str]:
    """The routes of the shop."""
    return ROUTES.read_text(encoding="utf-8").split()


def log(seed: int, lines: int = 400) -> list[str]:
    """Lines of a log. Some pages are asked for often, and most visitors are there once."""
    chance = random.Random(seed)
    routes = [*patterns(), "/wp-login.php"]
    weights = [1 + place % 7 for place in range(len(routes))]
    made = []
    for second, route in enumerate(chance.choices(routes, weights, k=lines)):
        path = "/".join(_filled(part, chance) for part in route.split("/"))
        method = chance.choice(("GET", "GET", "GET", "POST"))
        status = chance.choice(("200", "200", "200", "304", "404", "500"))
        size = chance.randrange(200, 40_000)
        made.append(
            f"{1_700_000_000 + second} 10.0.0.{second % 250} {method} {path} {status} {size}"
        )
    return made


def _filled(part: str, chance: random.Random) -> str:
    """A segment with a popular id, as often as not, in the place of its colon."""
    return str(int(chance.paretovariate(1.6)) % 5000) if part.startswith(":") else part
