"""What tests doctor in made bundles."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from tests.evidence.bundles import doctored, sealed, written

Files = Mapping[str, bytes]
Forge = Callable[[Files], Files]

BEFORE, AFTER = "samples/lookup-before.json", "samples/lookup-after.json"
BASE, PAIR, TAIL = "baseline.json", "comparison.json", "tail.json"
RATE = "benchmarks/0/throughput/ops_per_second"


def value(files: Files, member: str, pointer: str) -> object:
    there = json.loads(files[member])
    for part in pointer.split("/")[1:]:
        there = there[int(part) if isinstance(there, list) else part]
    return there


def put(member: str, pointer: str, new: object) -> Forge:
    return lambda files: doctored(files, member, pointer, new)


def scaled(member: str, pointer: str, factor: float) -> Forge:
    def forge(files: Files) -> Files:
        old = value(files, member, pointer)
        assert isinstance(old, float | int)
        return doctored(files, member, pointer, round(old * factor, 6))

    return forge


def samples(member: str, edit: Callable[[list[float]], list[float]]) -> Forge:
    def forge(files: Files) -> Files:
        document = json.loads(files[member])
        document["values"] = edit(document["values"])
        return sealed({**files, member: written(document)})

    return forge
