"""``doctrine-check rules``: list the rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doctrine_check.cli.options import Options, Parser


def configure(parser: Parser) -> None:
    """The options of ``rules``."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")


def run(options: Options) -> int:
    """Print one line a rule: id, severity, title."""
    from doctrine_check.rules.change_registry import EVERY_RULE
    from doctrine_check.rules.pages import title

    if options.format == "json":
        import json

        rows = [
            {
                "id": spec.id,
                "severity": spec.severity.value,
                "title": title(spec),
                "looks_at": spec.looks_at,
                "documents": [role.value for role in spec.roles],
                "speaks_of": [kind.value for kind in spec.about],
                "invariants": list(spec.invariants),
            }
            for spec in EVERY_RULE
        ]
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
        return 0
    width = max(len(spec.id) for spec in EVERY_RULE)
    for spec in EVERY_RULE:
        sys.stdout.write(f"{spec.id:<{width}}  {spec.severity.value:<7}  {title(spec)}\n")
    return 0
