"""The published schemas and the loaders say the same, on good files and on all kinds of bad."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from doctrine_check.evidence import reading
from doctrine_check.evidence.jsontext import Parsed, read_json
from doctrine_check.evidence.model import Place
from tests.evidence.bundles import make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.jsontext import Json
    from doctrine_check.evidence.reading import Loader

    Way = tuple[str | int, ...]

SCHEMAS = Path(__file__).resolve().parent.parent.parent / "schemas"


class Kind(NamedTuple):
    schema: str
    loader: Loader[object]
    member: str
    plain: bool = False


FILES = make(benchmarks=("a", "b"), throughput="wall", not_applicable=("ART-05",), samples=6)
OTHERS = make(samples=5, flamegraph=False, cold_start=False)
KINDS = {
    kind.schema: kind
    for kind in (
        Kind("manifest", reading.manifest, "manifest.json"),
        Kind("art-01", reading.baseline, "baseline.json"),
        Kind("art-02", reading.profile, "profile-before.json"),
        Kind("art-03", reading.comparison, "comparison.json"),
        Kind("art-04", reading.compatibility, "compatibility.json"),
        Kind("art-05", reading.tail, "tail.json"),
        Kind("lever-record", reading.lever_record, "lev-01.json"),
        Kind("samples", reading.samples, "samples/lookup-before.json", plain=True),
        Kind("oracle", reading.oracle, "oracle.json"),
    )
}
SCHEMA = {
    name: json.loads((SCHEMAS / f"evidence-{name}-v1.schema.json").read_text("utf-8"))
    for name in KINDS
}
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMA.items()}


def documents(kind: Kind) -> list[Json]:
    found = [json.loads(files[kind.member]) for files in (FILES, OTHERS) if kind.member in files]
    if kind.schema == "manifest":  # once more with a statement as the first artifact
        found.append({**found[0], "artifacts": found[0]["artifacts"][::-1]})
        found[-1]["artifacts"].sort(key=lambda row: row["status"] == "present")
    return found


def loads(kind: Kind, document: Json) -> bool:
    """Whether the loader takes it; it never takes one without a reason or refuses without one."""
    parsed = read_json(json.dumps(document).encode(), plain=kind.plain)
    assert isinstance(parsed, Parsed)
    problems: list[object] = []
    made = reading.load(kind.loader, parsed.value, Place("x"), problems)  # type: ignore[arg-type]
    assert (made is None) == bool(problems)
    return made is not None


def agree(kind: Kind, document: Json) -> bool:
    taken = loads(kind, document)
    valid = VALIDATORS[kind.schema].is_valid(document)
    assert taken == valid, list(VALIDATORS[kind.schema].iter_errors(document)) or "loader refused"
    return taken


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_schemas_are_schemas(kind: Kind) -> None:
    schema = SCHEMA[kind.schema]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:doctrine-check:schema:evidence-{kind.schema}:1"


def test_every_published_schema_of_evidence_has_its_loader() -> None:
    published = {path.name for path in SCHEMAS.glob("evidence-*")}
    assert published == {f"evidence-{name}-v1.schema.json" for name in KINDS}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_good_files_are_good_for_both(kind: Kind) -> None:
    found = documents(kind)
    assert found
    assert all(agree(kind, document) for document in found)


def _objects(schema: Json, way: str = "") -> Iterator[tuple[str, dict[str, Json]]]:
    """Every object within a schema that describes a value."""
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            yield way, schema
        for name, inner in schema.items():
            yield from _objects(inner, f"{way}/{name}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from _objects(inner, f"{way}/{index}")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_is_described_with_its_unit(kind: Kind) -> None:
    objects = list(_objects(SCHEMA[kind.schema]))
    assert objects
    for way, schema in objects:
        assert schema["additionalProperties"] is False, way
        assert schema["description"], way
        fields = schema["properties"]
        assert isinstance(fields, dict)
        for name, field in fields.items():
            assert isinstance(field, dict)
            if "$ref" in field:
                continue
            said = str(field.get("description", ""))
            assert said.endswith("."), f"{way}/{name}"
            if field.get("type") in ("number", "integer") and name != "confidence":
                assert re.search(r"unit|second|percent|byte|count|Logical", said), f"{way}/{name}"


def test_parts_that_schemas_share_are_the_same() -> None:
    seen: dict[str, Json] = {}
    for schema in SCHEMA.values():
        for name, part in schema.get("$defs", {}).items():
            assert seen.setdefault(name, part) == part
    assert {"environment", "throughput", "measured", "percentiles", "side"} == set(seen)


ODD: list[Json] = [
    None, True, False, 0, 1, -1, 2, 0.5, 1.0, 100.0, 1e300, 2**53, 2**53 - 1, 2**60, -0.0,
    "", " ", "\n", "a", "ms", "s", "a" * 1_001, "a" * 10_001, "before", "p50", "wall", "mean",
    "a" * 40, "a" * 40 + "\n", "a" * 64, "A" * 64, "LEV-01", "LEV-1", "LEV-01\n", "ART-01",
    "ART-04", "ART-06", "not-applicable", "present", "application/json", "optimization",
    "inverse-mean", "MS-01", "2026-01-31T12:30:00Z", "2026-02-30T12:30:00Z",
    "2026-01-31T12:30:00Z\n", "\u2028", "\u00a0", [], {}, [1], ["a"], [None], [[]],
    ["optimization", "optimization"],
    ["LEV-01", "LEV-01"], ["optimization", "budget"], [{}], {"a": 1}, [0.5, True], [1, "2"],
]  # fmt: skip
EXTRA = [
    "unfilled",
    "reason",
    "operations",
    "wall_seconds",
    "cold_start",
    "schema_version",
    "sha256",
]


def _ways(value: Json, way: Way = ()) -> Iterator[Way]:
    """The way to every value; of an array the first item stands for the others."""
    yield way
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _ways(inner, (*way, name))
    elif isinstance(value, list) and value:
        yield from _ways(value[0], (*way, 0))


def changed(document: Json, way: Way, how: str, value: Json) -> Json:
    """A copy with one value replaced, removed, doubled or added beside."""
    copy = json.loads(json.dumps({"top": document}))
    there: Any = copy
    last: Any = "top"
    for step in way:
        there, last = there[last], step
    if how == "replace":
        there[last] = value
    elif how == "remove" and way:
        del there[last]
    elif how == "double" and isinstance(there, list):
        there.append(there[last])
    elif how == "many" and isinstance(there[last], list) and there[last]:
        there[last] = there[last] * 4
    elif how == "add" and isinstance(there[last], dict):
        there[last][value if isinstance(value, str) else "odd"] = value
    top: Json = copy["top"]
    return top


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_both_refuse_each_field_that_is_missing_or_too_much(kind: Kind) -> None:
    for document in documents(kind):
        for way in _ways(document):
            variants = [changed(document, way, how, None) for how in ("remove", "double", "many")]
            variants += [changed(document, way, "add", name) for name in EXTRA]
            for variant in variants:
                assert variant == document or agree(kind, variant) in (True, False)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_both_agree_on_each_odd_value_in_each_place(kind: Kind) -> None:
    refused = 0
    for document in documents(kind)[1:] or documents(kind):
        for way in _ways(document):
            for value in ODD:
                refused += not agree(kind, changed(document, way, "replace", value))
    assert refused > 100


@pytest.mark.soak
@given(st.data())
def test_both_agree_on_files_changed_in_several_places(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    document = data.draw(st.sampled_from(documents(kind)))
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from(list(_ways(document))))
        how = data.draw(st.sampled_from(["replace", "remove", "double", "add", "many"]))
        value = data.draw(st.sampled_from(ODD + EXTRA) | st.text(max_size=5) | st.floats(-5, 5))
        document = changed(document, way, how, value)
    agree(kind, document)
