"""Makes bundles: the manifest with its digests, written and read back before anybody sends it."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from doctrine_check.evidence.bundle import MANIFEST, read_bundle
from doctrine_check.evidence.jsontext import JsonProblem, read_json
from doctrine_check.evidence.members import of_files, read_folder
from doctrine_check.evidence.reading import MEDIA_TYPE, NOT_APPLICABLE, PRESENT, SCHEMA_VERSION
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.jsontext import Json


class Head(Record):
    """What a manifest says of its bundle as a whole; ``created`` in seconds since 1970, UTC."""

    tool: str
    tool_version: str
    repository: str
    base_commit: str
    measured_commit: str
    kinds: tuple[str, ...]
    levers: tuple[str, ...]
    percentile_method: str
    created: float


class Roles(Record):
    """What the members are: ids of artifacts and of levers by path, sides of samples by path.

    ``excused`` gives the reason for each artifact that does not apply. Members without a role are
    listed as other files.
    """

    artifacts: Mapping[str, str]
    samples: Mapping[str, tuple[str, str]]
    excused: Mapping[str, str]


class ProduceError(Exception):
    """A bundle that would be refused. ``problems`` says why, one line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def assemble(head: Head, files: Mapping[str, bytes], roles: Roles) -> dict[str, bytes]:
    """The members with their manifest. Raises ProduceError for what a reader would refuse."""
    if MANIFEST in files:
        raise ProduceError((f"expected members besides {MANIFEST}, found one of that name",))
    artifacts: list[Json] = [
        {
            "id": id_,
            "path": path,
            "sha256": _digest(files, path),
            "media_type": MEDIA_TYPE,
            "status": PRESENT,
        }
        for path, id_ in roles.artifacts.items()
    ]
    artifacts += [
        {"id": id_, "status": NOT_APPLICABLE, "reason": reason}
        for id_, reason in roles.excused.items()
    ]
    others = [path for path in files if path not in roles.artifacts and path not in roles.samples]
    manifest: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": head.tool, "version": head.tool_version},
        "repository": head.repository,
        "base_commit": head.base_commit,
        "measured_commit": head.measured_commit,
        "kinds": [*head.kinds],
        "levers": [*head.levers],
        "percentile_method": head.percentile_method,
        "created": moment(head.created),
        "artifacts": artifacts,
        "samples": [
            {
                "path": path,
                "sha256": _digest(files, path),
                "benchmark": benchmark,
                "side": side,
            }
            for path, (benchmark, side) in roles.samples.items()
        ],
        "files": [{"path": path, "sha256": _digest(files, path)} for path in others],
    }
    made = {MANIFEST: as_json(manifest), **files}
    _demand(read_bundle(of_files(made)))
    return made


def write_bundle(folder: str, files: Mapping[str, bytes]) -> Bundle:
    """Write a bundle into a new or empty folder, and read it back from there.

    Raises ProduceError for a bundle that a reader would refuse, FileExistsError where something
    is in the folder, OSError where it cannot be written.
    """
    _demand(read_bundle(of_files(files)))
    put(folder, files)
    bundle = read_bundle(read_folder(folder), os.path.basename(os.path.abspath(folder)))
    _demand(bundle)
    if bundle.members.files != dict(files):
        raise ProduceError((f"expected the files in {folder} to be as written, found others",))
    return bundle


def put(folder: str, files: Mapping[str, bytes]) -> None:
    """Write files into a new or empty folder, the manifest last.

    Raises ProduceError for names that no bundle may have, else as :func:`write_bundle`.
    """
    refused = of_files(files).problems
    if refused:
        raise ProduceError(tuple(f"{one.path}: {one.message}" for one in refused))
    os.makedirs(folder, exist_ok=True)
    if os.listdir(folder):
        raise FileExistsError(f"the folder {folder} is not empty")
    for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
        path = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "xb") as file:
            file.write(files[name])


def seal(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files with a manifest whose digests are those of the files.

    Raises ProduceError where the manifest is no JSON object. Only digests change: what is wrong
    otherwise stays wrong, and is found by whoever reads the bundle.
    """
    parsed = read_json(files.get(MANIFEST, b""), plain=True)
    if isinstance(parsed, JsonProblem):
        raise ProduceError((f"{MANIFEST}:{parsed.line}:{parsed.column}: {parsed.message}",))
    manifest = parsed.value
    if not isinstance(manifest, dict):
        raise ProduceError((f"{MANIFEST}: expected an object",))
    for name in ("artifacts", "samples", "files"):
        rows = manifest.get(name)
        for row in rows if isinstance(rows, list) else ():
            path = row.get("path") if isinstance(row, dict) else None
            if isinstance(row, dict) and isinstance(path, str) and path in files:
                row["sha256"] = _digest(files, path)
    return {**files, MANIFEST: as_json(manifest)}


def as_json(document: Json) -> bytes:
    """A document as the program writes them: indented, ASCII, with a line feed at the end."""
    import json

    return (json.dumps(document, indent=2, allow_nan=False) + "\n").encode("ascii")


def moment(seconds: float) -> str:
    """A time as bundles write it, to the second."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digest(files: Mapping[str, bytes], path: str) -> str:
    if path not in files:
        raise ProduceError((f"expected the member {path}, found none of that name",))
    return hashlib.sha256(files[path]).hexdigest()


def _demand(bundle: Bundle) -> None:
    """Raise ProduceError unless nothing is wrong with a bundle."""
    problems = tuple(_told(bundle))
    if problems:
        raise ProduceError(problems)


def _told(bundle: Bundle) -> Iterator[str]:
    for refused in bundle.members.problems:
        yield f"{refused.path or 'the bundle'}: {refused.message}"
    for problem in bundle.problems:
        yield (
            f"{bundle.location(problem)}: {problem.place.pointer or 'all of it'}: "
            f"expected {problem.expected}, found {problem.found}"
        )
