"""Writes a corpus of documents such as large repositories hold; the same seed, the same bytes.

One performance doctrine with its contract (those of this checkout), and a mixture of spec contracts
of other teams, architecture decision records, guides, reference tables and change logs. Ids and
wording are made up; one sentence in sixteen holds a word that is not ASCII.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parent.parent
PAIR = (
    "docs/doctrine/performance_and_velocity.md",
    "docs/specs/section_7/bd-2vl5_contract.md",
)
SMALLEST = 600
_TEXT = (
    "the a of and to in for with by on from each every one request session cache queue worker "
    "index snapshot ledger policy store retry budget window batch stream schema migration replica "
    "token lease cursor shard reads writes keeps sends drops holds waits fails returns compares "
    "measures before after while until unless when where only never always slow fast stale fresh "
    "bounded ordered partial remote local idempotent"
)
_WORDS = _TEXT.split()
_FOREIGN = ("naïve", "café", "—", "größer", "señal", "数据", "кэш", "“quoted”", "≥", "µs")
_FOREIGN_SHARE = 0.06
_TEAMS = ("LEDGER", "CACHE", "QUEUE", "AUTH", "INDEX", "SYNC", "BILL", "MAIL", "EDGE", "SCHED")
_LEVELS = ("info", "warn", "error", "debug")


def main() -> int:
    """Write a corpus where the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", help="an empty or new folder")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--bytes", type=int, default=20_000_000)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    written = make_corpus(Path(options.folder), options.documents, options.bytes, options.seed)
    print(f"{options.documents} documents, {written:,} bytes, seed {options.seed}")
    return 0


def make_corpus(folder: Path, documents: int, size: int, seed: int) -> int:
    """Write ``documents`` files of together about ``size`` bytes; returns the bytes written.

    Raises FileExistsError where ``folder`` already holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    chance = random.Random(seed)  # noqa: S311 - the same bytes every time is the point
    written = 0
    for path in PAIR:
        written += _write(folder / path, (CHECKOUT / path).read_text(encoding="utf-8"))
    count = documents - len(PAIR)
    shares = [chance.lognormvariate(0.0, 0.7) for _ in range(count)]
    for number in range(count):
        # What is left is shared out anew, so that overshoot does not add up.
        target = (size - written) * shares[number] / sum(shares[number:])
        path, text = _document(chance, number, max(int(target), SMALLEST))
        written += _write(folder / path, text)
    return written


def _write(path: Path, text: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8")
    path.write_bytes(data)
    return len(data)


def _document(chance: random.Random, number: int, size: int) -> tuple[str, str]:
    """Path and text of one document."""
    makers: tuple[tuple[Callable[[random.Random, int, int], tuple[str, str]], int], ...] = (
        (_contract, 20),
        (_adr, 10),
        (_guide, 45),
        (_reference, 15),
        (_changes, 10),
    )
    weights = [weight for _, weight in makers]
    maker = chance.choices([maker for maker, _ in makers], weights)[0]
    return maker(chance, number, size)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_WORDS, k=chance.randint(6, 18))
    place = chance.randrange(len(words))
    dressed = chance.choices(
        ("{}", "`{}`", "**{}**", "*{}*", "[{}](#part)", "[{}](https://example.org/{})"),
        (70, 10, 5, 5, 5, 5),
    )[0]
    words[place] = dressed.replace("{}", words[place])
    if chance.random() < _FOREIGN_SHARE:
        words.append(chance.choice(_FOREIGN))
    return " ".join(words).capitalize() + "."


def _paragraph(chance: random.Random) -> str:
    sentences = [_sentence(chance) for _ in range(chance.randint(2, 6))]
    return "\n".join(sentences) + "\n"


def _bullets(chance: random.Random) -> str:
    mark = chance.choice("-*+")
    rows = []
    for number in range(chance.randint(3, 9)):
        rows.append(f"{mark} {_sentence(chance)}")
        if number % 4 == 3:
            rows.append(f"  {mark} {_sentence(chance)}")
    return "\n".join(rows) + "\n"


def _numbered(chance: random.Random) -> str:
    return "".join(f"{n}. {_sentence(chance)}\n" for n in range(1, chance.randint(4, 9)))


def _fence(chance: random.Random) -> str:
    body = "".join(f"    {_words(chance, 5)} = {n}\n" for n in range(chance.randint(4, 20)))
    return f"```python\ndef example() -> None:\n{body}```\n"


def _table(chance: random.Random) -> str:
    columns = chance.randint(2, 6)
    rows = ["| " + " | ".join(_words(chance, 1).title() for _ in range(columns)) + " |"]
    rows.append("|" + "---|" * columns)
    rows += [
        "| " + " | ".join(_words(chance, 3) for _ in range(columns)) + " |"
        for _ in range(chance.randint(4, 24))
    ]
    return "\n".join(rows) + "\n"


def _quote(chance: random.Random) -> str:
    return "".join(f"> {_sentence(chance)}\n" for _ in range(chance.randint(1, 4)))


def _fill(chance: random.Random, head: str, size: int, table_weight: int) -> str:
    """``head`` and as many blocks as make ``size`` bytes of it."""
    makers = (_paragraph, _bullets, _numbered, _fence, _table, _quote)
    weights = (45, 20, 8, 10, table_weight, 5)
    parts = [head]
    length = len(head.encode("utf-8"))
    number = 0
    while length < size:
        number += 1
        blocks = [maker(chance) for maker in chance.choices(makers, weights, k=4)]
        heading = f"{'#' * chance.choice((2, 2, 3, 4))} {_words(chance, 3).capitalize()} {number}\n"
        part = "\n".join(["", heading, *blocks])
        parts.append(part)
        length += len(part.encode("utf-8"))
    return "".join(parts)


def _contract(chance: random.Random, number: int, size: int) -> tuple[str, str]:
    """A spec contract of another team: events and invariants as tables, bullets or headings."""
    team = f"{chance.choice(_TEAMS)}{number}"
    bead = f"bd-{number:04x}"
    section = chance.randint(1, 12)
    head = (
        f"# {bead}: {_words(chance, 4).capitalize()}\n\n**Section:** {section}\n"
        "**Status:** Active\n\n"
        f"{_paragraph(chance)}\n"
    )
    events = [f"{team}-{n:03d}" for n in range(1, chance.randint(4, 12))]
    invariants = [f"INV-{team}-{word}" for word in ("ORDER", "BOUND", "FRESH", "ONCE")]
    form = chance.choice(("table", "bullets", "headings"))
    if form == "table":
        head += "## Event Codes\n\n| Code | Level | Meaning |\n|------|-------|---------|\n"
        for event in events:
            head += f"| {event} | {chance.choice(_LEVELS)} | {_words(chance, 6)} |\n"
        head += "\n## Invariants\n\n| ID | Statement |\n|----|-----------|\n"
        head += "".join(f"| {name} | {_words(chance, 9)} |\n" for name in invariants)
    elif form == "bullets":
        rows = [f"- `{e}` — {chance.choice(_LEVELS)}: {_words(chance, 6)}\n" for e in events]
        head += "## Event Codes\n\n" + "".join(rows) + "\n## Invariants\n\n"
        head += "".join(f"- **{name}**: {_words(chance, 9)}\n" for name in invariants)
    else:
        rows = [f"### {e}: {_words(chance, 3)}\n\n**Level:** info\n\n" for e in events]
        head += "## Event Codes\n\n" + "".join(rows) + "## Invariants\n\n"
        head += "".join(f"### {name}\n\n{_sentence(chance)}\n\n" for name in invariants)
    return f"docs/specs/section_{section}/{bead}_contract.md", _fill(chance, head, size, 12)


def _adr(chance: random.Random, number: int, size: int) -> tuple[str, str]:
    title = _words(chance, 4)
    head = (
        f"# ADR-{number:04d}: {title.capitalize()}\n\n- **Status:** Accepted\n"
        f"- **Date:** 2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}\n"
        "- **Deciders:** A. Keeper, B. Reader\n\n"
        f"## Context\n\n{_paragraph(chance)}\n## Decision\n\n{_paragraph(chance)}\n"
        f"## Consequences\n\n{_bullets(chance)}\n"
    )
    return f"docs/adr/{number:04d}-decision.md", _fill(chance, head, size, 5)


def _guide(chance: random.Random, number: int, size: int) -> tuple[str, str]:
    head = f"# {_words(chance, 4).capitalize()}\n\n{_paragraph(chance)}\n"
    folder = chance.choice(("guides", "runbooks", "design", "howto"))
    return f"docs/{folder}/page_{number:04d}.md", _fill(chance, head, size, 6)


def _reference(chance: random.Random, number: int, size: int) -> tuple[str, str]:
    head = f"# Reference {number}\n\n{_table(chance)}\n"
    return f"docs/reference/table_{number:04d}.md", _fill(chance, head, size, 60)


def _changes(chance: random.Random, number: int, size: int) -> tuple[str, str]:
    head = f"---\ntitle: Changes {number}\ntags: [changes]\n---\n\n# Changes {number}\n"
    parts = [head]
    length = len(head.encode("utf-8"))
    release = 0
    while length < size:
        release += 1
        part = f"\n## {release}.{chance.randrange(10)}.0\n\n{_bullets(chance)}\n{_bullets(chance)}"
        parts.append(part)
        length += len(part.encode("utf-8"))
    return f"docs/changes/log_{number:04d}.md", "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
