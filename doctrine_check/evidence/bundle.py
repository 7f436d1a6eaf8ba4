"""A bundle as a whole: its manifest, what that lists, and everything that does not fit together.

Only form is judged here: every member is listed once and has the digest that is listed, every file
is what it is listed as, every name leads to a member. What the numbers say is for the rules.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from doctrine_check.evidence import reading
from doctrine_check.evidence.collecting import MAX_MEMBER_BYTES
from doctrine_check.evidence.fields import FieldProblem, show
from doctrine_check.evidence.jsontext import JsonProblem, locate, read_json
from doctrine_check.evidence.model import Place
from doctrine_check.findings import Location
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeVar

    from doctrine_check.evidence.fields import Problems
    from doctrine_check.evidence.members import Members
    from doctrine_check.evidence.model import (
        Baseline,
        Comparison,
        Compatibility,
        LeverRecord,
        Listed,
        Manifest,
        Measurement,
        Profile,
        Samples,
        TailLatency,
    )
    from doctrine_check.evidence.reading import Loader

    _T = TypeVar("_T")
    Rows = tuple[Listed, ...]

__all__ = ["MANIFEST", "Bundle", "FieldProblem", "read_bundle"]

MANIFEST = "manifest.json"
MAX_ARTIFACT_BYTES = 4 * 1024 * 1024
"""Largest artifact or manifest; raw samples may have as many bytes as a member may."""
MAX_ALL_SAMPLES = 5_000_000
"""Most sample values in all files of a bundle."""
_ARTIFACTS = ("ART-01", "ART-02", "ART-03", "ART-04", "ART-05")
"""What a manifest lists besides the records of levers."""


class Bundle(Record):
    """A bundle as it was read. What could not be read is ``None`` or left out, and a problem.

    ``name`` is the path that locations begin with. ``members.problems`` says what was refused
    before anything was read.
    """

    members: Members
    manifest: Manifest | None
    baseline: Baseline | None
    profiles: tuple[Profile, ...]
    comparison: Comparison | None
    compatibility: Compatibility | None
    tail: TailLatency | None
    levers: tuple[LeverRecord, ...]
    samples: tuple[Samples, ...]
    problems: tuple[FieldProblem, ...]
    name: str

    def locate(self, place: Place) -> Location:
        """Where a value stands: path, line and column. A member without it is named by line 1."""
        data = self.data(place.path)
        line, column = (1, 1) if data is None else locate(data, place.pointer)
        return Location(f"{self.name}/{place.path}" if self.name else place.path, line, column)

    def location(self, problem: FieldProblem) -> Location:
        """Where a problem of this bundle stands, in a text that is no JSON too."""
        location = self.locate(problem.place)
        if problem.at is None:
            return location
        return Location(location.path, *problem.at)

    def measurements(self) -> Iterator[Measurement]:
        """How everything was measured, by artifact."""
        if self.baseline is not None:
            yield self.baseline.measurement
        for profile in self.profiles:
            yield profile.measurement
        if self.comparison is not None:
            yield self.comparison.before.measurement
            yield self.comparison.after.measurement
        if self.tail is not None:
            yield self.tail.measurement

    def artifact(self, id_: str) -> Listed | None:
        """The first row of the manifest for an artifact or a lever, if there is one."""
        rows = () if self.manifest is None else self.manifest.artifacts
        return next((row for row in rows if row.id == id_), None)

    def data(self, member: str) -> bytes | None:
        """The bytes of a member, ``None`` where there is none of that name."""
        return self.members.files.get(member)


def read_bundle(members: Members, name: str = "") -> Bundle:
    """Everything that the members hold, with a problem for whatever is not as it should be."""
    reader = _Reader(members)
    manifest = reader.manifest()
    rows = () if manifest is None else manifest.artifacts
    baselines = reader.artifacts(rows, "ART-01", reading.baseline)
    profiles = reader.profiles(rows)
    comparisons = reader.artifacts(rows, "ART-03", reading.comparison)
    proofs = reader.proofs(rows)
    tails = reader.artifacts(rows, "ART-05", reading.tail)
    return Bundle(
        members=members,
        manifest=manifest,
        baseline=next(iter(baselines), None),
        profiles=profiles,
        comparison=next(iter(comparisons), None),
        compatibility=next(iter(proofs), None),
        tail=next(iter(tails), None),
        levers=reader.levers(rows),
        samples=() if manifest is None else reader.samples(manifest),
        problems=tuple(reader.problems),
        name=name,
    )


class _Reader:
    """Reads the members of one bundle and gathers what is wrong with them."""

    __slots__ = ("_files", "_other", "_refused", "problems")

    def __init__(self, members: Members) -> None:
        self.problems: Problems = []
        self._files = members.files
        self._refused = frozenset(problem.path for problem in members.problems)
        self._other: frozenset[str] = frozenset()

    def manifest(self) -> Manifest | None:
        """The manifest, once everything that it lists has been compared with what is there."""
        if MANIFEST not in self._files:
            self._note(Place(MANIFEST), f"{MANIFEST} at the top of the bundle", self._nearest())
            return None
        manifest = self._read(MANIFEST, reading.manifest)
        if manifest is not None:
            self._compare(manifest)
            self._other = frozenset(row.path for row in manifest.files)
        return manifest

    def artifacts(self, rows: Rows, id_: str, loader: Loader[_T], most: int = 1) -> tuple[_T, ...]:
        """The artifacts that the manifest lists under one id, at most so many."""
        listed = [row for row in rows if row.id == id_]
        for row in listed[most:]:
            times = "once" if most == 1 else f"{most} times"
            self._note(row.place.field("id"), f"{id_} listed at most {times}", f"{id_} again")
        made = (self._read(row.path, loader) for row in listed[:most] if row.path is not None)
        return tuple(artifact for artifact in made if artifact is not None)

    def profiles(self, rows: Rows) -> tuple[Profile, ...]:
        """Both profiles, each of another side, with their stacks and flamegraphs there."""
        profiles = self.artifacts(rows, "ART-02", reading.profile, most=2)
        for profile in profiles:
            self._follow(
                profile.place, {"stacks": profile.stacks, "flamegraph": profile.flamegraph}
            )
        if len(profiles) == 2 and profiles[0].side == profiles[1].side:
            place, side = profiles[1].place.field("side"), profiles[1].side
            self._note(place, "the other side", f"{show(side)}, as in {profiles[0].place.path}")
        return profiles

    def proofs(self, rows: Rows) -> tuple[Compatibility, ...]:
        """The compatibility proof, with everything that it names there."""
        proofs = self.artifacts(rows, "ART-04", reading.compatibility)
        for proof in proofs:
            named = {
                "junit_before": proof.junit_before,
                "junit_after": proof.junit_after,
                "oracle": proof.oracle,
                "coverage": proof.coverage,
            }
            self._follow(proof.place, named)
        return proofs

    def levers(self, rows: Rows) -> tuple[LeverRecord, ...]:
        """The loop records, each of the lever that it is listed for."""
        records = []
        for id_ in dict.fromkeys(row.id for row in rows if row.id not in _ARTIFACTS):
            for record in self.artifacts(rows, id_, reading.lever_record):
                if record.lever != id_:
                    wanted = f"{show(id_)}, for which {MANIFEST} lists the file"
                    self._note(record.place.field("lever"), wanted, show(record.lever))
                records.append(record)
        return tuple(records)

    def samples(self, manifest: Manifest) -> tuple[Samples, ...]:
        """All raw samples, each of the benchmark and side that it is listed for."""
        read: dict[tuple[str, str], Samples] = {}
        total = 0
        for row in manifest.samples:
            series = self._read(row.path, reading.samples, plain=True)
            if series is None:
                continue
            for name, listed, found in (
                ("benchmark", row.benchmark, series.benchmark),
                ("side", row.side, series.side),
            ):
                if listed != found:
                    wanted = f"{show(listed)}, for which {MANIFEST} lists the file"
                    self._note(series.place.field(name), wanted, show(found))
            if (series.benchmark, series.side) in read:
                wanted = "one file of samples for each side of a benchmark"
                self._note(series.place, wanted, f"{series.benchmark!r}, {series.side} again")
                continue
            total += len(series.values)
            if total > MAX_ALL_SAMPLES:
                wanted = f"at most {MAX_ALL_SAMPLES:,} samples in all"
                self._note(series.place.field("values"), wanted, "more with these")
                break
            read[series.benchmark, series.side] = series
        return tuple(read.values())

    def _read(self, member: str, loader: Loader[_T], *, plain: bool = False) -> _T | None:
        """One JSON file; ``None`` where it is missing, which is noted where it is listed."""
        data = self._files.get(member)
        if data is None:
            return None
        most = MAX_MEMBER_BYTES if plain else MAX_ARTIFACT_BYTES
        parsed = read_json(data, plain=plain, most=most)
        place = Place(member)
        if isinstance(parsed, JsonProblem):
            where = (parsed.line, parsed.column)
            self.problems.append(FieldProblem(place, "a JSON text", parsed.message, where))
            return None
        return reading.load(loader, parsed.value, place, self.problems)

    def _compare(self, manifest: Manifest) -> None:
        """Hold the listed names and digests against the members."""
        listed: dict[str, str] = {}
        for place, path, digest in _rows(manifest):
            data = self._files.get(path)
            if path == MANIFEST:
                self._note(place.field("path"), f"a member besides {MANIFEST}", show(path))
            elif path in listed:
                wanted = f"each member once, {show(path)} at {listed[path]}"
                self._note(place.field("path"), wanted, "the same again")
            elif data is None:
                why = "was refused" if path in self._refused else "is not there"
                self._note(
                    place.field("path"), "a member of the bundle", f"{show(path)}, which {why}"
                )
            elif (actual := hashlib.sha256(data).hexdigest()) != digest:
                self._note(place.field("sha256"), f"the digest of {show(path)}, {actual}", digest)
            listed.setdefault(path, place.pointer)
        for name in self._files:
            if name not in listed and name != MANIFEST:
                self._note(Place(name), f"a member that {MANIFEST} lists", "one that it does not")

    def _follow(self, place: Place, named: Mapping[str, str | None]) -> None:
        """Hold the names of members that an artifact gives against the listed ones."""
        for field, member in named.items():
            if member is not None and member not in self._other:
                wanted = f"a member that {MANIFEST} lists under files"
                self._note(place.field(field), wanted, show(member))

    def _nearest(self) -> str:
        """What is there instead of a manifest."""
        below = next((name for name in self._files if name.endswith(f"/{MANIFEST}")), None)
        if below is not None:
            return f"{below}: bring what is in the folder, not the folder"
        return f"none among {len(self._files):,} members"

    def _note(self, place: Place, expected: str, found: str) -> None:
        self.problems.append(FieldProblem(place, expected, found))


def _rows(manifest: Manifest) -> Iterator[tuple[Place, str, str]]:
    """Every listed member: where it is listed, its name, its digest."""
    for row in manifest.artifacts:
        if row.path is not None and row.sha256 is not None:
            yield row.place, row.path, row.sha256
    for series in manifest.samples:
        yield series.place, series.path, series.sha256
    for file in manifest.files:
        yield file.place, file.path, file.sha256
