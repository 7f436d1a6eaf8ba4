"""Writes ``docs/signals.md``: every asking signal, its points, and how well it does.

The labelled cases under ``tests/changes/classify/cases`` are measured afresh. The numbers of real
commits stand in ``signals_measured.tsv``: those commits are not part of this project. ``--check``
writes nothing and fails when the page is out of date.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # where the tests are found

from doctrine_check.changes.classify import ChangeKind, Special, classify
from doctrine_check.changes.shapes import SHAPES
from doctrine_check.changes.signals import LOUD_CODE, WITH_MESSAGE, WITHOUT_MESSAGE
from doctrine_check.changes.structure import TRAITS
from doctrine_check.changes.words import WORD_SIGNALS
from tests.changes.classify.casebook import NothingSpecial, cases, hits_of

if TYPE_CHECKING:
    from tests.changes.classify.casebook import Case

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "signals.md"
TEXT = ROOT / "scripts" / "signals_page.md"
MEASURED = ROOT / "scripts" / "signals_measured.tsv"
STRICT = (226, 611)
"""Performance-affecting commits, and all, among the real ones that leave no doubt."""


class Row(NamedTuple):
    """A signal in the table."""

    id: str
    points: str
    about: str


def share(part: int, whole: int) -> str:
    """A share to two places; a dash where there is nothing to share."""
    return f"{part / whole:.2f}" if whole else "—"


def measure(all_cases: list[Case], *, messages: bool) -> str:
    """Precision and recall of the suspicion on the cases."""
    asked = [
        classify(case.change(messages=messages), (), Special(), NothingSpecial()).has(
            ChangeKind.SUSPECT
        )
        for case in all_cases
    ]
    right = sum(case.performance and found for case, found in zip(all_cases, asked, strict=True))
    performance = sum(case.performance for case in all_cases)
    return f"{share(right, sum(asked))} | {share(right, performance)}"


def rows() -> list[Row]:
    """All signals, in the order of the tables that hold them."""
    found = [Row(word.id, f"{word.points:+d}", word.about) for word in WORD_SIGNALS]
    found += [Row(trait.id, f"{trait.points:+d}", trait.about) for trait in TRAITS]
    found += [Row(shape.id, f"{shape.more:+d} / {shape.fewer:+d}", shape.about) for shape in SHAPES]
    return found


def signal_table(all_cases: list[Case]) -> list[str]:
    """Each signal with its precision and recall, on the cases and on real commits."""
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for case in all_cases:
        for name in hits_of(case):
            count[name] += 1
            right[name] += case.performance
    performance = sum(case.performance for case in all_cases)
    measured = {
        name: (int(commits), int(good))
        for name, commits, good in (
            line.split("\t") for line in MEASURED.read_text(encoding="utf-8").splitlines()[1:]
        )
    }
    heads = "Signal", "Points", "Says", "Cases: precision", "recall", "Real: commits"
    out = [f"| {' | '.join((*heads, 'precision', 'recall'))} |", "|---" * 8 + "|"]
    for row in rows():
        commits, good = measured[row.id]
        out.append(
            f"| `{row.id}` | {row.points} | {row.about} | {share(right[row.id], count[row.id])} "
            f"| {share(right[row.id], performance)} | {commits} | {share(good, commits)} "
            f"| {share(good, STRICT[0])} |"
        )
    return out


def page() -> str:
    """The whole page: the text with its numbers and tables filled in."""
    all_cases = cases()
    filled = {
        "cases": str(len(all_cases)),
        "traps": str(sum(not case.performance for case in all_cases)),
        "with_message": str(WITH_MESSAGE),
        "without_message": str(WITHOUT_MESSAGE),
        "loud_code": str(LOUD_CODE),
        "cases_with": measure(all_cases, messages=True),
        "cases_without": measure(all_cases, messages=False),
        "signals": "\n".join(signal_table(all_cases)),
    }
    text = TEXT.read_text(encoding="utf-8")
    for name, value in filled.items():
        text = text.replace("{" + name + "}", value)
    return text


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` compare."""
    wanted = page()
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == wanted:
        return 0
    if arguments == ["--check"]:
        sys.stderr.write("docs/signals.md is out of date: run scripts/measure_signals.py\n")
        return 1
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
