"""Covered and missing lines by file, from Cobertura XML or the JSON of coverage.py.

Reports name files relative to wherever they were made, or absolutely; a change names them relative
to its repository. Two names mean one file when one ends in the other, part by part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.faults import MAX_FAULTS, Fault
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from doctrine_check.evidence.jsontext import Json

MAX_LINE = 10_000_000
MAX_LENGTHS = 40
"""How many depths of paths are told apart; nobody's tree is deeper."""


class FileLines(Record):
    """What tests ran of one file. ``names`` are its possible paths, the one it has first.

    ``excluded`` are lines that were not to be looked at; ``None`` where the report does not say.
    """

    names: tuple[str, ...]
    covered: frozenset[int]
    missing: frozenset[int]
    excluded: frozenset[int] | None = None

    @property
    def known(self) -> frozenset[int]:
        """The lines of which the report says anything."""
        return self.covered | self.missing | (self.excluded or frozenset())

    def hidden(self, lines: frozenset[int]) -> frozenset[int]:
        """Which of these lines were not to be looked at, and were not seen to run either."""
        return (lines & (self.excluded or frozenset())) - self.covered


class Coverage(Record):
    """What tests ran, file by file, under the names of the report, and when it was ``made``."""

    files: tuple[FileLines, ...]
    made: str = ""


class Matched(Record):
    """The files of a change in a report. ``ambiguous`` names the rivals for a path."""

    found: Mapping[str, FileLines]
    ambiguous: Mapping[str, tuple[str, ...]]


def read_cobertura(root: Element) -> tuple[Coverage, tuple[Fault, ...]]:
    """The files of a Cobertura report, classes of one file together. Time is linear."""
    if _tag(root) != "coverage":
        return Coverage(()), (Fault(1, "Cobertura XML, with coverage as its root", _tag(root)),)
    sources = [
        text
        for element in root.iter()
        if _tag(element) == "source" and (text := (element.text or "").strip().rstrip("/\\"))
    ][:100]
    hits: dict[str, dict[int, bool]] = {}
    faults: list[Fault] = []
    for element in root.iter():
        if _tag(element) != "class":
            continue
        name = element.get("filename") or ""
        if not name:
            faults.append(Fault(1, "a filename of each class", (element.get("name") or "")[:80]))
            continue
        lines = hits.setdefault(name, {})
        for line in element.iter():
            if _tag(line) == "line":
                number, count = _whole(line.get("number")), _whole(line.get("hits"))
                if number is None or count is None:
                    faults.append(Fault(1, f"lines of {name[:80]} with number and hits", "others"))
                else:
                    lines[number] = lines.get(number, False) or count > 0
    files = [_file((name, *(f"{s}/{name}" for s in sources)), hits[name]) for name in hits]
    return Coverage(tuple(files)), tuple(faults[:MAX_FAULTS])


def read_coverage_json(value: Json) -> tuple[Coverage, tuple[Fault, ...]]:
    """The files of a JSON report of coverage.py."""
    tables = value.get("files") if isinstance(value, dict) else None
    if not isinstance(tables, dict):
        return Coverage(()), (Fault(1, "the JSON of coverage.py, with an object files", "none"),)
    files: list[FileLines] = []
    faults: list[Fault] = []
    for name, table in tables.items():
        row = table if isinstance(table, dict) else {}
        covered, missing = _numbers(row.get("executed_lines")), _numbers(row.get("missing_lines"))
        if covered is None or missing is None or not name:
            expected = f"executed_lines and missing_lines of {name[:80]}, as arrays of numbers"
            faults.append(Fault(1, expected, "others"))
            continue
        faults += _contradictions(name[:80], row, covered, missing)
        lines = _file((name,), {**dict.fromkeys(missing, False), **dict.fromkeys(covered, True)})
        files.append(lines._replace(excluded=_excluded(row)))
    return Coverage(tuple(files), _made(value)), tuple(faults[:MAX_FAULTS])


def _excluded(row: Mapping[str, Json]) -> frozenset[int] | None:
    numbers = _numbers(row.get("excluded_lines"))
    return None if numbers is None else frozenset(numbers)


def _made(value: Json) -> str:
    """When a report of coverage.py says that it was made, by the clock on the wall."""
    meta = value.get("meta") if isinstance(value, dict) else None
    moment = meta.get("timestamp") if isinstance(meta, dict) else None
    return moment if isinstance(moment, str) else ""


def _contradictions(
    name: str, row: Mapping[str, Json], covered: Sequence[int], missing: Sequence[int]
) -> Iterator[Fault]:
    """Lines that ran and did not, and counts of a summary that the lists are too short for."""
    both = set(covered) & set(missing)
    if both:
        found = f"{len(both)} that are both, such as {min(both)}"
        yield Fault(1, f"each line of {name} to be executed or missing", found)
    summary = row.get("summary")
    counts = summary if isinstance(summary, dict) else {}
    stated = _count(counts.get("missing_lines"))
    if stated is not None and stated != len(missing):
        expected = f"the {stated} missing lines of {name} that its summary counts"
        yield Fault(1, expected, f"{len(missing)}")
    # More lines may be listed than are counted: those that ran and were to be left out.
    for field, listed in (
        ("covered_lines", len(set(covered))),
        ("num_statements", len(set(covered) | set(missing))),
    ):
        stated = _count(counts.get(field))
        if stated is not None and stated > listed:
            expected = f"the {stated} lines of {name} that its summary counts in {field}"
            yield Fault(1, expected, f"{listed}")


def _count(stated: Json) -> int | None:
    """A count of a summary; ``None`` where it states none."""
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return None
    return int(stated)


def match(coverage: Coverage, paths: Iterable[str]) -> Matched:
    """Which file of the report is which of ``paths``: the one that shares most of its path.

    Where two share as much, and where one file of the report would stand for two paths, nobody
    can know.
    """
    wanted = {path: _parts(path) for path in paths}
    ends = _Ends(coverage, {len(parts) for parts in wanted.values()})
    claims: dict[int, list[str]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    for path, parts in wanted.items():
        best = ends.best(parts)
        if len(best) == 1:
            claims.setdefault(best[0], []).append(path)
        elif best:
            ambiguous[path] = tuple(coverage.files[number].names[0] for number in best)
    found: dict[str, FileLines] = {}
    for number, claimants in claims.items():
        file = coverage.files[number]
        if len(claimants) == 1:
            found[claimants[0]] = file
        else:
            ambiguous.update(dict.fromkeys(claimants, file.names[:1]))
    return Matched(found, ambiguous)


class _Ends:
    """The files of a report by the ends of their paths, of the lengths that are asked for."""

    def __init__(self, coverage: Coverage, lengths: Collection[int]) -> None:
        self.whole: dict[tuple[str, ...], list[int]] = {}
        self.longer: dict[tuple[str, ...], list[int]] = {}
        asked = sorted(lengths)[:MAX_LENGTHS]
        for number, file in enumerate(coverage.files):
            for name in file.names:
                parts = _parts(name)
                self.whole.setdefault(parts, []).append(number)
                for length in asked:
                    if length < len(parts):
                        self.longer.setdefault(parts[-length:], []).append(number)

    def best(self, parts: tuple[str, ...]) -> list[int]:
        """The files that share most parts with a path: all of it, else all of their own."""
        if not parts:
            return []
        found = self.whole.get(parts, []) + self.longer.get(parts, [])
        for start in range(1, len(parts)):
            found = found or self.whole.get(parts[start:], [])
        return list(dict.fromkeys(found))


def _file(names: tuple[str, ...], hits: Mapping[int, bool]) -> FileLines:
    covered = frozenset(number for number, hit in hits.items() if hit)
    return FileLines(names, covered, frozenset(hits) - covered)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _whole(text: str | None) -> int | None:
    text = (text or "").strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        return None
    return int(text)


def _numbers(value: Json) -> list[int] | None:
    if not isinstance(value, list):
        return None
    numbers = [int(item) for item in value if isinstance(item, int | float) and 0 < item < MAX_LINE]
    return numbers if len(numbers) == len(value) else None
